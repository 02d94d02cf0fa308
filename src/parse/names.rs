//! How names are spelled: Greek letters, accents, subscripts, and which names are taken.

use std::borrow::Cow;

use crate::expr::{Expr, Number, Store, function};

/// Greek letters and the plain names they stand for.
const GREEK: &[(char, &str)] = &[
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ϵ', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ϑ', "vartheta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('\u{b5}', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ο', "omicron"),
    ('π', "pi"),
    ('ϖ', "varpi"),
    ('ρ', "rho"),
    ('ϱ', "varrho"),
    ('σ', "sigma"),
    ('ς', "varsigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('ϕ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
    ('Γ', "Gamma"),
    ('Δ', "Delta"),
    ('Θ', "Theta"),
    ('Λ', "Lambda"),
    ('Ξ', "Xi"),
    ('Π', "Pi"),
    ('Σ', "Sigma"),
    ('Υ', "Upsilon"),
    ('Φ', "Phi"),
    ('Ψ', "Psi"),
    ('Ω', "Omega"),
    ('\u{2126}', "Omega"),
];

/// Superscript characters and what stands raised.
const RAISED: &str = "⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻-⁽(⁾)ⁱiⁿnᵃaᵇbᶜcᵈdᵉeᶠfᵍgʰhʲjᵏkˡlᵐmᵒoᵖpʳrˢsᵗtᵘuᵛvʷwˣxʸyᶻz\
                      ᵝβᵞγᵟδᶿθᵠφᵡχ";

/// Subscript characters and what stands lowered.
const LOWERED: &str = "₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋-₍(₎)ₐaₑeₕhᵢiⱼjₖkₗlₘmₙnₒoₚpᵣrₛsₜtᵤuᵥvₓxᵦβᵧγᵨρᵩφᵪχ";

/// Letters with a circumflex, which as a whole name are the letter with a hat.
const HATS: &str = "âaêeîiôoûuŵwŷyẑzĉcĝgĥhĵjŝs";

/// Fractions that are one character, with their numbers.
const FRACTIONS: &[(char, &str)] = &[
    ('½', "12"),
    ('⅓', "13"),
    ('⅔', "23"),
    ('¼', "14"),
    ('¾', "34"),
    ('⅕', "15"),
    ('⅖', "25"),
    ('⅗', "35"),
    ('⅘', "45"),
    ('⅙', "16"),
    ('⅛', "18"),
    ('⅜', "38"),
    ('⅝', "58"),
    ('⅞', "78"),
];

fn lookup(table: &str, c: char) -> Option<char> {
    let mut chars = table.chars();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if from == c {
            return Some(to);
        }
    }
    None
}

/// The character that a superscript character raises.
pub(crate) fn raised(c: char) -> Option<char> {
    (!c.is_ascii()).then(|| lookup(RAISED, c)).flatten()
}

/// The character that a subscript character lowers.
pub(crate) fn lowered(c: char) -> Option<char> {
    (!c.is_ascii()).then(|| lookup(LOWERED, c)).flatten()
}

/// The numbers of a fraction that is one character.
pub(crate) fn fraction(c: char) -> Option<(char, char)> {
    let at = FRACTIONS.iter().find(|(f, _)| *f == c)?;
    let mut digits = at.1.chars();
    Some((digits.next()?, digits.next()?))
}

/// The plain name of a Greek letter.
pub(crate) fn greek(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    GREEK.iter().find(|(g, _)| *g == c).map(|(_, name)| *name)
}

/// The plain suffix of a combining accent.
fn accent(c: char) -> Option<&'static str> {
    match c {
        '\u{302}' => Some("_hat"),
        '\u{303}' => Some("_tilde"),
        '\u{304}' => Some("_bar"),
        _ => None,
    }
}

/// Whether a name may start with this character. Raised and lowered letters do not count.
pub(super) fn starts(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (!c.is_ascii()
            && c.is_alphabetic()
            && raised(c).is_none()
            && lowered(c).is_none()
            && !matches!(c, '\u{aa}' | '\u{ba}' | '\u{2b0}'..='\u{2ff}' | '\u{1d2c}'..='\u{1d6a}'))
}

/// Whether a name may go on with this character.
pub(super) fn continues(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || starts(c) || accent(c).is_some()
}

/// The plain spelling of a name: `ω_blue` is `omega_blue`, `p̂₁` is `p_hat_1`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && let Some(letter) = lookup(HATS, c)
    {
        return Cow::Owned(format!("{letter}_hat"));
    }
    let mut name = String::with_capacity(text.len());
    let mut low = false;
    for c in text.chars() {
        let was_low = std::mem::replace(&mut low, false);
        if let Some(c) = lowered(c) {
            low = true;
            if !was_low && !name.is_empty() {
                name.push('_');
            }
            name.push(c);
        } else if let Some(suffix) = accent(c) {
            name.push_str(suffix);
        } else {
            let c = raised(c).unwrap_or(c);
            match greek(c) {
                Some(letter) => name.push_str(letter),
                None => name.push(c),
            }
        }
    }
    Cow::Owned(name)
}

/// Whether a Greek letter touches another letter: `βx` may be meant as a product.
pub(super) fn is_run_together(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let letters: Vec<char> = text.chars().collect();
    letters.windows(2).any(|pair| {
        (greek(pair[0]).is_some() && starts(pair[1]))
            || (starts(pair[0]) && greek(pair[1]).is_some())
    })
}

/// Base and index of a name that is an entry: `x_1` is x and 1. Names with two numeric
/// subscripts (`x_1_2`) or a leading zero (`x_01`) are no entries.
pub(super) fn entry_parts(name: &str) -> Option<(&str, &str)> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (base, index) = name.rsplit_once('_')?;
    if !is_number(index) || (index.len() > 1 && index.starts_with('0')) {
        return None;
    }
    if base.is_empty() || base.ends_with('_') {
        return None;
    }
    match base.rsplit_once('_') {
        Some((_, last)) if is_number(last) => None,
        _ => Some((base, index)),
    }
}

/// The variable with a plain name, read as in formulas: `x_1` is the entry x\[1\].
pub fn variable(store: &Store, name: &str) -> Expr {
    if let Some((base, index)) = entry_parts(name)
        && let Ok(index) = Number::parse(index)
    {
        return store.entry(store.name(base), &[store.number(index)]);
    }
    store.name(name)
}

/// Words with a meaning of their own that are no functions of the registry.
const WORDS: &[&str] = &[
    "and", "or", "not", "true", "false", "where", "for", "sum", "prod", "diff", "if",
];

/// What a name means already, so that no variable can be called so; `None` for a free name.
pub(super) fn reserved(name: &str) -> Option<&'static str> {
    match name {
        "e" => Some("Euler's number"),
        "pi" => Some("the number π"),
        _ if WORDS.contains(&name) => Some("a word of the language"),
        _ if is_infinite(name) => Some("no real number"),
        _ if function(name).is_some() => Some("a function"),
        _ => None,
    }
}

/// Whether a name is one of the spellings of infinity and "not a number".
pub(super) fn is_infinite(name: &str) -> bool {
    ["nan", "inf", "infinity"]
        .iter()
        .any(|word| name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greek_accents_and_subscripts_have_plain_spellings() {
        for (text, name) in [
            ("x", "x"),
            ("ω_blue", "omega_blue"),
            ("β0", "beta0"),
            ("x₁₂", "x_12"),
            ("p̂₁", "p_hat_1"),
            ("ŷ", "y_hat"),
            ("âge", "âge"),
            ("Φ", "Phi"),
            ("µ", "mu"),
        ] {
            assert_eq!(plain(text), name);
        }
        assert!(is_run_together("βx") && is_run_together("Δx") && is_run_together("σμ"));
        assert!(!is_run_together("ω_blue") && !is_run_together("β0"));
    }

    #[test]
    fn one_trailing_number_is_an_index() {
        assert_eq!(entry_parts("x_1"), Some(("x", "1")));
        assert_eq!(entry_parts("x_blue_12"), Some(("x_blue", "12")));
        assert_eq!(entry_parts("beta_0"), Some(("beta", "0")));
        for name in ["x", "x_blue", "x_01", "x_1_2", "_1", "x__1", "x_", "x_1a"] {
            assert_eq!(entry_parts(name), None, "{name}");
        }
    }
}
