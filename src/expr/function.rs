//! The registry of known functions: what each is, where it is defined, what values it takes.

/// Whether a function gives a number or a truth value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// Real arguments, a real value.
    Real,
    /// Real arguments, true or false.
    Predicate,
}

/// One end of an interval; its text is a constant plain formula such as `-pi/2`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bound {
    /// No bound on this side.
    None,
    /// The end itself is left out.
    Open(&'static str),
    /// The end itself belongs.
    Closed(&'static str),
}

/// An interval of the real line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Interval {
    /// The lower end.
    pub lower: Bound,
    /// The upper end.
    pub upper: Bound,
}

impl Interval {
    /// All real numbers.
    pub const REALS: Interval = Interval {
        lower: Bound::None,
        upper: Bound::None,
    };
    /// x > 0
    pub const POSITIVE: Interval = Interval {
        lower: Bound::Open("0"),
        upper: Bound::None,
    };
    /// x ≥ 0
    pub const NONNEGATIVE: Interval = Interval {
        lower: Bound::Closed("0"),
        upper: Bound::None,
    };
    /// 0 < x < 1
    pub const UNIT: Interval = Interval {
        lower: Bound::Open("0"),
        upper: Bound::Open("1"),
    };

    const fn open(lower: &'static str, upper: &'static str) -> Interval {
        Interval {
            lower: Bound::Open(lower),
            upper: Bound::Open(upper),
        }
    }

    const fn closed(lower: &'static str, upper: &'static str) -> Interval {
        Interval {
            lower: Bound::Closed(lower),
            upper: Bound::Closed(upper),
        }
    }
}

/// How a function of one argument grows on its domain.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Monotone {
    /// Strictly increasing.
    Increasing,
    /// Strictly decreasing.
    Decreasing,
    /// Neither.
    No,
}

/// A known function of real arguments.
#[derive(Debug)]
pub struct Function {
    /// Its name in plain formulas.
    pub name: &'static str,
    /// Other accepted spellings.
    pub aliases: &'static [&'static str],
    /// The least and the largest number of arguments.
    pub arity: (usize, usize),
    /// Real value or truth value.
    pub kind: Kind,
    /// Where its one argument must lie for the value to be defined; for functions of several
    /// arguments, each of them.
    pub domain: Interval,
    /// An interval that holds all its values.
    pub range: Interval,
    /// Growth on the domain; a strictly monotone function is onto its range.
    pub monotone: Monotone,
    /// How its name is typeset: an upright word, or a letter.
    pub symbol: &'static str,
}

impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

impl Eq for Function {}

impl std::hash::Hash for Function {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

const fn real(
    name: &'static str,
    domain: Interval,
    range: Interval,
    monotone: Monotone,
) -> Function {
    Function {
        name,
        aliases: &[],
        arity: (1, 1),
        kind: Kind::Real,
        domain,
        range,
        monotone,
        symbol: name,
    }
}

const fn alias(mut f: Function, aliases: &'static [&'static str]) -> Function {
    f.aliases = aliases;
    f
}

const fn symbol(mut f: Function, symbol: &'static str) -> Function {
    f.symbol = symbol;
    f
}

const fn arity(mut f: Function, least: usize, most: usize) -> Function {
    f.arity = (least, most);
    f
}

const fn predicate(name: &'static str) -> Function {
    let mut f = real(name, Interval::REALS, Interval::REALS, Monotone::No);
    f.kind = Kind::Predicate;
    f
}

use Interval as I;
use Monotone::{Decreasing, Increasing, No};

/// All known functions.
///
/// Phi is the standard normal distribution function, Phi_inv its inverse on (0, 1); root(x, n)
/// is the real n-th root, for odd n of any real x; log is the natural logarithm.
pub static FUNCTIONS: &[Function] = &[
    real("exp", I::REALS, I::POSITIVE, Increasing),
    alias(real("log", I::POSITIVE, I::REALS, Increasing), &["ln"]),
    real("log10", I::POSITIVE, I::REALS, Increasing),
    real("log2", I::POSITIVE, I::REALS, Increasing),
    real("sqrt", I::NONNEGATIVE, I::NONNEGATIVE, Increasing),
    arity(real("root", I::REALS, I::REALS, No), 2, 2),
    real("abs", I::REALS, I::NONNEGATIVE, No),
    alias(real("sign", I::REALS, I::closed("-1", "1"), No), &["sgn"]),
    arity(real("min", I::REALS, I::REALS, No), 1, usize::MAX),
    arity(real("max", I::REALS, I::REALS, No), 1, usize::MAX),
    real("sin", I::REALS, I::closed("-1", "1"), No),
    real("cos", I::REALS, I::closed("-1", "1"), No),
    real("tan", I::REALS, I::REALS, No),
    alias(
        real(
            "asin",
            I::closed("-1", "1"),
            I::closed("-pi/2", "pi/2"),
            Increasing,
        ),
        &["arcsin"],
    ),
    alias(
        real(
            "acos",
            I::closed("-1", "1"),
            I::closed("0", "pi"),
            Decreasing,
        ),
        &["arccos"],
    ),
    alias(
        real("atan", I::REALS, I::open("-pi/2", "pi/2"), Increasing),
        &["arctan"],
    ),
    real("sinh", I::REALS, I::REALS, Increasing),
    real(
        "cosh",
        I::REALS,
        Interval {
            lower: Bound::Closed("1"),
            upper: Bound::None,
        },
        No,
    ),
    real("tanh", I::REALS, I::open("-1", "1"), Increasing),
    alias(
        real("asinh", I::REALS, I::REALS, Increasing),
        &["arsinh", "arcsinh"],
    ),
    alias(
        real(
            "acosh",
            Interval {
                lower: Bound::Closed("1"),
                upper: Bound::None,
            },
            I::NONNEGATIVE,
            Increasing,
        ),
        &["arcosh", "arccosh"],
    ),
    alias(
        real("atanh", I::open("-1", "1"), I::REALS, Increasing),
        &["artanh", "arctanh"],
    ),
    real("erf", I::REALS, I::open("-1", "1"), Increasing),
    alias(real("sigmoid", I::REALS, I::UNIT, Increasing), &["expit"]),
    real("logit", I::UNIT, I::REALS, Increasing),
    symbol(real("Phi", I::REALS, I::UNIT, Increasing), "Φ"),
    symbol(real("Phi_inv", I::UNIT, I::REALS, Increasing), "Φ⁻¹"),
    predicate("integer"),
    predicate("even"),
    predicate("odd"),
];

/// Looks a function up by its name or an alias; case matters (`Phi` is no `phi`).
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS
        .iter()
        .find(|f| f.name == name || f.aliases.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_are_unique() {
        let mut seen = std::collections::HashSet::new();
        for f in FUNCTIONS {
            for name in std::iter::once(&f.name).chain(f.aliases) {
                assert!(seen.insert(*name), "{name} is declared twice");
            }
        }
    }
}
