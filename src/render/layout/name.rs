//! Names of variables: letters, words, accents and subscripts.

use super::metrics::{letter_width, text_width};
use super::{Accent, Class};

/// Greek letters, and ℓ, by name. Capitals that look like Latin letters are left out.
pub const GREEK: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("ell", "ℓ"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Upsilon", "Υ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
];

/// A name in parts: `omega_blue_hat` is ω̂ with the subscript "blue".
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name<'a> {
    /// Letter or word, and how it is set.
    pub base: (Class, &'a str),
    pub accent: Option<Accent>,
    pub subscripts: Vec<(Class, &'a str)>,
}

impl<'a> Name<'a> {
    /// Takes a plain name apart. A name of another form is one word.
    pub fn new(name: &'a str) -> Name<'a> {
        let mut pieces = name.split('_');
        let first = pieces.next().unwrap_or_default();
        let mut parsed = Name {
            base: letter_or_word(first),
            accent: None,
            subscripts: Vec::new(),
        };
        if first.is_empty() || name.ends_with('_') || name.contains("__") {
            parsed.base = (Class::Upright, name);
            return parsed;
        }
        for piece in pieces {
            let accent = match piece {
                "hat" => Some(Accent::Hat),
                "bar" => Some(Accent::Bar),
                "tilde" => Some(Accent::Tilde),
                _ => None,
            };
            if accent.is_some() && parsed.accent.is_none() {
                parsed.accent = accent;
            } else {
                parsed.subscripts.push(letter_or_word(piece));
            }
        }
        parsed
    }
}

impl Name<'_> {
    /// Its estimated width.
    pub fn width(&self) -> u32 {
        let width = |(class, text): &(Class, &str)| match class {
            Class::Italic => text.chars().map(letter_width).sum(),
            _ => text_width(text),
        };
        let below = self.subscripts.iter().map(|part| width(part) * 4 / 5);
        width(&self.base) + below.sum::<u32>()
    }
}

/// A name that was made of a conditional probability or mean, as it was written: `P_Y_given_x` is
/// P(Y | x). Names with parts that it does not know stay names.
pub(super) fn conditional(name: &str) -> Option<String> {
    let (before, given) = name.split_once("_given_")?;
    let (function, event) = before.split_once('_')?;
    Some(format!(
        "{}({} | {})",
        letter(function)?,
        listed(event)?,
        listed(given)?
    ))
}

/// Names with commas, and what equals what.
fn listed(names: &str) -> Option<String> {
    let mut out = String::new();
    let mut pieces = names.split('_').peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            "eq" if !out.is_empty() && pieces.peek().is_some() => out += " = ",
            "given" | "pow" | "hat" | "bar" | "tilde" | "eq" => return None,
            piece => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out += ", ";
                }
                out += letter(piece)?;
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A letter or a word; Greek letters as such.
fn letter(name: &str) -> Option<&str> {
    let plain = !name.is_empty() && name.chars().all(char::is_alphanumeric);
    plain.then(|| greek(name).unwrap_or(name))
}

/// The Greek letter of a name.
pub(super) fn greek(name: &str) -> Option<&'static str> {
    let found = GREEK.iter().find(|(word, _)| *word == name);
    found.map(|(_, letter)| *letter)
}

fn letter_or_word(text: &str) -> (Class, &str) {
    if let Some(letter) = greek(text) {
        return (Class::Italic, letter);
    }
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) if one.is_alphabetic() => (Class::Italic, text),
        _ if text.bytes().all(|b| b.is_ascii_digit()) => (Class::Number, text),
        _ => (Class::Upright, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditional_names_are_as_they_were_written() {
        for (name, text) in [
            ("P_Y_given_x", Some("P(Y | x)")),
            ("p_x_given_z_eq_k_mu", Some("p(x | z = k, μ)")),
            ("E_y_given_omega", Some("E(y | ω)")),
            ("P_hat_y_given_x", None),
            ("x_given", None),
            ("x_given_y", None),
            ("P_a_given_b_given_c", None),
        ] {
            assert_eq!(conditional(name).as_deref(), text, "{name}");
        }
    }

    #[test]
    fn names_come_apart() {
        let name = Name::new("omega_blue");
        assert_eq!(name.base, (Class::Italic, "ω"));
        assert_eq!(name.subscripts, [(Class::Upright, "blue")]);
        let name = Name::new("p_hat");
        assert_eq!(name.accent, Some(Accent::Hat));
        assert!(name.subscripts.is_empty());
        assert_eq!(Name::new("age").base, (Class::Upright, "age"));
        assert_eq!(Name::new("_a").base, (Class::Upright, "_a"));
    }
}
