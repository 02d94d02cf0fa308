//! What is true of the atoms of polynomials because of what they are: their ranges, equations
//! that define roots, absolute values and extrema, and bounds of exponentials and logarithms.

use num_rational::BigRational;
use num_traits::One;

use super::Facts;
use super::ranges::special_value;
use crate::expr::{Expr, Head, Monotone, Relation};
use crate::kernel::polynomial::{Condition, Link, Sign, atoms, degree};
use crate::kernel::ring::{self, Polynomial};

/// More pairs are not looked at.
const MAX_LINKS: usize = 10;

/// Increasing functions and their inverses.
const INVERSE: &[(&str, &str)] = &[
    ("log", "exp"),
    ("logit", "sigmoid"),
    ("Phi_inv", "Phi"),
    ("atanh", "tanh"),
    ("asinh", "sinh"),
];

impl Facts<'_> {
    /// Pairs of polynomials in atoms that have the same sign because a function is monotone: u - v
    /// and f(u) - f(v), u and f(u) - f(0), u - f(v) and g(u) - v for the inverse g, u and u - sin u.
    pub(super) fn links(&self, atoms: &[Expr]) -> Vec<Link> {
        let store = self.store;
        let one = BigRational::one();
        let minus = -BigRational::one();
        let difference = |a: Expr, b: Expr| {
            let condition = self.condition(Relation::GreaterEqual, a, b)?;
            Some(condition.polynomial)
        };
        let calls = || {
            atoms
                .iter()
                .filter_map(|atom| match (store.head(*atom), store.args(*atom)) {
                    (Head::Call(f), [u]) => Some((*atom, *f, *u)),
                    _ => None,
                })
        };
        let mut found: Vec<Link> = Vec::new();
        let mut push = |argument: Option<Polynomial>, value: Option<Polynomial>| {
            if let (Some(argument), Some(value)) = (argument, value)
                && found.len() < MAX_LINKS
            {
                found.push(Link { argument, value });
            }
        };
        for (k, (atom, f, u)) in calls().enumerate() {
            let this = Polynomial::atom(atom);
            let sign = match f.monotone {
                Monotone::Increasing => &one,
                Monotone::Decreasing => &minus,
                Monotone::No => {
                    if f.name == "sin" {
                        push(difference(u, store.int(0)), difference(u, atom));
                        push(difference(u, store.int(0)), difference(u, store.neg(atom)));
                    }
                    continue;
                }
            };
            for (other, g, v) in calls().skip(k + 1) {
                let value = this.clone().plus(&Polynomial::atom(other), &minus);
                if f == g {
                    push(
                        difference(u, v),
                        Some(Polynomial::default().plus(&value, sign)),
                    );
                } else if INVERSE.contains(&(f.name, g.name)) {
                    push(difference(u, other), difference(atom, v));
                } else if INVERSE.contains(&(g.name, f.name)) {
                    push(difference(v, atom), difference(other, u));
                }
            }
            for s in [-1, 0, 1] {
                let point = BigRational::from(num_bigint::BigInt::from(s));
                if let Some(image) = special_value(f.name, &point) {
                    let value = this.clone().plus(&Polynomial::constant(image), &minus);
                    push(
                        difference(u, store.int(s)),
                        Some(Polynomial::default().plus(&value, sign)),
                    );
                }
            }
            match f.name {
                "tanh" | "atan" | "asinh" => push(difference(u, store.int(0)), difference(u, atom)),
                "sinh" | "asin" | "atanh" => push(difference(u, store.int(0)), difference(atom, u)),
                _ => {}
            }
        }
        found
    }

    /// What is true of the atoms of a polynomial because of what they are: their ranges, and
    /// equations that define them.
    pub(super) fn describe(
        &self,
        polynomial: &Polynomial,
        known: &mut Vec<Expr>,
        found: &mut Vec<Condition>,
    ) {
        let mut queue = atoms(polynomial);
        while let Some(atom) = queue.pop() {
            if known.contains(&atom) || known.len() > 24 {
                continue;
            }
            known.push(atom);
            let before = found.len();
            self.describe_range(atom, found);
            self.describe_value(atom, found);
            for condition in &found[before..] {
                queue.extend(atoms(&condition.polynomial));
            }
        }
    }

    fn describe_range(&self, atom: Expr, found: &mut Vec<Condition>) {
        let range = self.range(atom);
        let term = Polynomial::atom(atom);
        let minus = -BigRational::one();
        let sign = |closed: bool| {
            if closed {
                Sign::NonNegative
            } else {
                Sign::Positive
            }
        };
        if let Some(end) = &range.lower {
            let shifted = term
                .clone()
                .plus(&Polynomial::constant(end.value.clone()), &minus);
            found.push(Condition::new(shifted, sign(end.closed)));
        }
        if let Some(end) = &range.upper {
            let shifted = Polynomial::constant(end.value.clone()).plus(&term, &minus);
            found.push(Condition::new(shifted, sign(end.closed)));
        }
        if range.is_nonzero() && !range.is_positive() && !range.is_negative() {
            found.push(Condition::new(term, Sign::NonZero));
        }
    }

    /// Roots, absolute values and extrema by equations between polynomials; sines and cosines on
    /// the unit circle. The atom is defined.
    fn describe_value(&self, atom: Expr, found: &mut Vec<Condition>) {
        let store = self.store;
        let args = store.args(atom);
        let plain = |e: Expr| {
            let q = ring::quotient(store, self.arranger, e)?;
            Some((q.top, q.bottom))
        };
        let this = Polynomial::atom(atom);
        let minus = -BigRational::one();
        // this^k = u^n, for u = top/bottom.
        let power = |k: u32, u: Expr, n: u32| -> Option<Polynomial> {
            let (top, bottom) = plain(u)?;
            Some(
                raised(&this, k)?
                    .times(&raised(&bottom, n)?)?
                    .plus(&raised(&top, n)?, &minus),
            )
        };
        let mut equation = |polynomial: Option<Polynomial>| {
            if let Some(polynomial) = polynomial.filter(|p| degree(p) <= 8) {
                found.push(Condition::new(polynomial, Sign::Zero));
            }
        };
        match store.head(atom) {
            Head::Call(f) if f.name == "sqrt" => equation(power(2, args[0], 1)),
            Head::Call(f) if f.name == "root" => {
                if let Some(n @ 2..=6) = store.small_integer(args[1]) {
                    equation(power(n as u32, args[0], 1));
                    if n % 2 == 0 {
                        found.push(Condition::new(this, Sign::NonNegative));
                    }
                }
            }
            Head::Pow => {
                use num_traits::{Signed, ToPrimitive};
                let Some(exponent) = self.literal(args[1]).filter(|v| !v.is_integer()) else {
                    return;
                };
                let (Some(n), Some(k)) =
                    (exponent.numer().abs().to_u32(), exponent.denom().to_u32())
                else {
                    return;
                };
                if n > 6 || k > 6 {
                    return;
                }
                if exponent.is_positive() {
                    equation(power(k, args[0], n));
                } else if let Some((top, bottom)) = plain(args[0]) {
                    // this^k * u^n = 1
                    let product = || {
                        Some(
                            raised(&this, k)?
                                .times(&raised(&top, n)?)?
                                .plus(&raised(&bottom, n)?, &minus),
                        )
                    };
                    equation(product());
                }
            }
            Head::Call(f) if f.name == "abs" => {
                equation(power(2, args[0], 2));
                found.extend(self.condition(Relation::GreaterEqual, atom, args[0]));
                found.extend(self.condition(Relation::GreaterEqual, atom, store.neg(args[0])));
            }
            Head::Call(f) if matches!(f.name, "max" | "min") && args.len() == 2 => {
                let relation = if f.name == "max" {
                    Relation::GreaterEqual
                } else {
                    Relation::LessEqual
                };
                for arg in args {
                    found.extend(self.condition(relation, atom, *arg));
                }
                let product =
                    store.mul([store.sub(atom, args[0]), store.sub(atom, args[1])].as_slice());
                found.extend(self.condition(Relation::Equal, product, store.int(0)));
            }
            // e^u ≥ 1 + u and e^(-u) ≥ 1 - u.
            Head::Call(f) if f.name == "exp" => {
                let one = store.int(1);
                let above = store.add([one, args[0]].as_slice());
                found.extend(self.condition(Relation::GreaterEqual, atom, above));
                let product = store.mul([atom, store.sub(one, args[0])].as_slice());
                found.extend(self.condition(Relation::GreaterEqual, one, product));
            }
            // log u ≤ u - 1 and -log u ≤ 1/u - 1.
            Head::Call(f) if f.name == "log" => {
                let below = store.sub(args[0], store.int(1));
                found.extend(self.condition(Relation::GreaterEqual, below, atom));
                let product = store.mul([atom, args[0]].as_slice());
                found.extend(self.condition(Relation::GreaterEqual, product, below));
            }
            Head::Call(f) if f.name == "sin" => {
                let cosine =
                    Polynomial::atom(self.arranger.arranged(store, store.call("cos", &[args[0]])));
                let circle = || {
                    let sum = raised(&this, 2)?.plus(&raised(&cosine, 2)?, &BigRational::one());
                    Some(sum.plus(&Polynomial::constant(BigRational::one()), &minus))
                };
                equation(circle());
            }
            _ => {}
        }
    }
}

fn raised(polynomial: &Polynomial, exponent: u32) -> Option<Polynomial> {
    (0..exponent).try_fold(Polynomial::constant(BigRational::one()), |product, _| {
        product.times(polynomial)
    })
}
