//! What the form of a formula adds to the words before it.

use super::{Act, Context, Reading};

/// The form of a formula, as far as words depend on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// No equation: `x > 0`.
    Inequality,
    /// A name and a number: `n = 100`.
    Value,
    /// A name on the left: `f(x) = x^2`.
    Named,
    /// Anything else.
    Other,
}

/// Signs of relations that are no equality.
const UNEQUAL: &[&str] = &[
    "<",
    ">",
    "\u{2264}",
    "\u{2265}",
    "\u{2260}",
    "\u{2208}",
    "\\le",
    "\\ge",
    "\\leq",
    "\\geq",
    "\\lt",
    "\\gt",
    "\\ne",
    "\\neq",
    "\\in",
    "\\leqslant",
    "\\geqslant",
    "\\subset",
    "\\subseteq",
    "\\succ",
    "\\succeq",
    "\\prec",
    "\\preceq",
    "\\ll",
    "\\gg",
    "\\perp",
    "\\mid",
];

/// Signs of other relations.
const RELATIONS: &[&str] = &[
    "=",
    "\\sim",
    "\\approx",
    "\\propto",
    "\\equiv",
    "\\to",
    "\\rightarrow",
    "\\iff",
    "\\implies",
    "\\Rightarrow",
    "\\Leftrightarrow",
    "\\simeq",
    "\\cong",
    "\\coloneqq",
    "\\triangleq",
    "\\leftarrow",
    "\\gets",
    "\\doteq",
    "\\Longrightarrow",
    "\\Longleftrightarrow",
    "\\mapsto",
    "\u{2248}",
    "\u{2190}",
    "\u{2192}",
    "\u{21D2}",
    "\u{21D4}",
];

/// The signs of a formula outside braces: commands whole, other characters one by one.
fn signs(formula: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut depth = 0_usize;
    std::iter::from_fn(move || {
        loop {
            let rest = formula.get(at..)?;
            let c = rest.chars().next()?;
            let mut length = c.len_utf8();
            if c == '\\' {
                length += rest[1..]
                    .find(|c: char| !c.is_ascii_alphabetic())
                    .unwrap_or(rest.len() - 1)
                    .max(rest[1..].chars().next().map_or(0, char::len_utf8).min(1));
            }
            let start = at;
            at += length.min(rest.len());
            while !formula.is_char_boundary(at) {
                at += 1;
            }
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ if depth == 0 => return Some((start, &formula[start..at])),
                _ => {}
            }
        }
    })
}

/// Whether a formula says something: it has a relation.
pub(super) fn relates(formula: &str) -> bool {
    signs(formula).any(|(_, sign)| RELATIONS.contains(&sign) || UNEQUAL.contains(&sign))
}

/// The form of a formula.
pub(super) fn of(formula: &str) -> Shape {
    let equals = signs(formula).find(|(_, sign)| *sign == "=");
    let Some((at, _)) = equals else {
        return match signs(formula).any(|(_, sign)| UNEQUAL.contains(&sign)) {
            true => Shape::Inequality,
            false => Shape::Other,
        };
    };
    let (left, right) = (&formula[..at], &formula[at + 1..]);
    if !names(left) {
        return Shape::Other;
    }
    let first = right.split([',', ';']).next().unwrap_or(right);
    match number(first) {
        true => Shape::Value,
        false => Shape::Named,
    }
}

/// Whether the left side of an equation only names something: no operation in it.
fn names(left: &str) -> bool {
    let plain = signs(left).all(|(_, sign)| {
        !matches!(sign, "+" | "-" | "/" | "*" | "|")
            && !matches!(
                sign,
                "\\frac"
                    | "\\dfrac"
                    | "\\sum"
                    | "\\prod"
                    | "\\int"
                    | "\\log"
                    | "\\ln"
                    | "\\exp"
                    | "\\cdot"
                    | "\\nabla"
                    | "\\partial"
                    | "\\sqrt"
                    | "\\times"
                    | "\\tfrac"
            )
    });
    plain && left.chars().any(char::is_alphabetic) && left.trim().len() < 60
}

/// Whether a text is a number or a list of them.
fn number(right: &str) -> bool {
    let right = right.trim().trim_end_matches(['.', ',']);
    !right.is_empty()
        && right.chars().any(|c| c.is_ascii_digit())
        && right
            .chars()
            .all(|c| c.is_ascii_digit() || "+-.,/ ()[]%\\:{}".contains(c))
}

/// Makes what the words say fit the form of the formula.
///
/// `zero`: the words say that something is set to zero; `direct`: the cue stands directly before.
pub(super) fn settle(context: &Context, zero: bool, direct: bool, reading: &mut Reading) {
    assigns(&context.formula, reading);
    let shape = of(&context.formula);
    if zero && matches!(reading.act, Act::Assert | Act::Define | Act::None) {
        let sets = vanishes(&context.formula);
        reading.sure = sets;
        reading.act = if sets { Act::Constrain } else { reading.act };
        reading.lasting &= !sets;
    }
    match (reading.act, shape) {
        // "we obtain the following data: x = 1": a value needs a cue directly before it.
        (Act::Assert, Shape::Value) => reading.sure &= direct,
        // An equation with zero is more often a condition than a claim.
        (Act::Assert, Shape::Other) => reading.sure &= !vanishes(&context.formula),
        // "the dispersion parameter phi = 1"; "the vector r = A x - b"
        (Act::Exemplify, Shape::Value) => reading.sure = true,
        (Act::Exemplify, Shape::Named) => reading.act = Act::Define,
        (Act::Exemplify, Shape::Inequality) => reading.act = Act::Assume,
        // "consider the property that ..."
        (Act::Exemplify, Shape::Other) => {
            reading.act = Act::None;
            reading.sure = false;
        }
        // An estimate that is no number was worked out.
        (Act::Report, Shape::Named | Shape::Other) if !digits(&context.formula) => {
            reading.act = Act::None;
            reading.sure = false;
        }
        // "let x > 0", "where x > 0"
        (Act::Define, Shape::Inequality) => {
            reading.act = match context.first_in_sentence {
                true => Act::Assume,
                false => Act::Condition,
            };
        }
        // "let x = 1": the value of a case, not what x means.
        (Act::Define, Shape::Value) if reading.sure && reading.cue.starts_with("let") => {
            reading.act = Act::Assume;
        }
        // "with p = f(x)": what p means; "with n = 100": an example
        (Act::Condition, Shape::Named) if reading.lasting => reading.act = Act::Define,
        (Act::Condition, Shape::Value) if reading.lasting => reading.act = Act::Exemplify,
        _ => {}
    }
}

/// Whether a formula ends in an equation with zero.
fn vanishes(formula: &str) -> bool {
    let bare: String = formula
        .split("\\tag")
        .next()
        .unwrap_or(formula)
        .replace("\\mathbf", "")
        .replace("\\boldsymbol", "")
        .replace("\\vec", "");
    let bare = match bare.rfind("\\end{") {
        Some(at) if bare.trim_start().starts_with("\\begin{") => &bare[..at],
        _ => &bare,
    };
    let bare: String = bare
        .chars()
        .filter(|c| !c.is_whitespace() && !"{}&.,;\\!".contains(*c))
        .collect();
    bare.ends_with("=0") || bare.starts_with("0=") || bare.contains("=0=")
}

/// Whether a formula has a number with a decimal point.
fn digits(formula: &str) -> bool {
    formula
        .as_bytes()
        .windows(3)
        .any(|w| w[0].is_ascii_digit() && w[1] == b'.' && w[2].is_ascii_digit())
}

/// Signs that define or assign by themselves.
fn assigns(formula: &str, reading: &mut Reading) {
    let has = |wanted: &[&str]| signs(formula).any(|(_, sign)| wanted.contains(&sign));
    let act = if has(&["\\leftarrow", "\\gets", "\u{2190}"]) {
        Act::Update
    } else if has(&["\\coloneqq", "\\triangleq"]) || formula.contains(":=") {
        Act::Define
    } else if has(&["\\sim"]) && !formula.contains('=') {
        Act::Model
    } else {
        return;
    };
    if matches!(reading.act, Act::None | Act::Assert | Act::Define) && reading.act != act {
        reading.act = act;
        reading.sure = true;
        reading.lasting = true;
    }
}
