//! The range of a term's values, from the ranges of its parts.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::Facts;
use crate::expr::{Args, Expr, Function, Head, Monotone};
use crate::kernel::arrange::number_value;
use crate::kernel::range::{Range, e_range, pi_range};
use crate::kernel::ring::Polynomial;

impl Facts<'_> {
    /// The range of a term's values under the assumptions.
    pub fn range(&self, term: Expr) -> Range {
        if !self.arranger.spend(1) {
            return Range::default();
        }
        let term = self.arranger.arranged(self.store, term);
        let store = self.store;
        store.fold(term, |expr, node, args: &[Range]| {
            // What few parts cost is in what the caller spends.
            if args.len() > 32 && !self.arranger.spend(args.len()) {
                return Range::default();
            }
            let own = match &node.head {
                Head::Number(_) => number_value(store, expr)
                    .map_or_else(Range::default, |n| Range::point(n.value().clone())),
                Head::Name(name) => match &**name {
                    "pi" => pi_range(),
                    "e" => e_range(),
                    _ => Range::default(),
                },
                Head::Add => {
                    let (first, rest) = args.split_first().expect("a sum has terms");
                    rest.iter().fold(first.clone(), |sum, r| sum.plus(r))
                }
                Head::Mul => {
                    let (first, rest) = args.split_first().expect("a product has factors");
                    rest.iter()
                        .fold(first.clone(), |product, r| product.times(r))
                }
                Head::Neg => args[0].neg(),
                Head::Div => args[0].times(&args[1].inverse()),
                Head::Pow => self.power(node.args[1], &args[0]),
                Head::Sum => self.sum(&node.args, &args[3]),
                Head::Piecewise => piecewise(args),
                Head::Call(f) => call(f, args),
                _ => Range::default(),
            };
            match self.bounds.get(&expr) {
                Some(known) => own.meet(known),
                None => own,
            }
        })
    }

    /// The range of a polynomial from the ranges of its atoms.
    pub(super) fn polynomial_range(&self, polynomial: &Polynomial) -> Range {
        let mut sum = Range::point(BigRational::zero());
        for (monomial, coefficient) in &polynomial.0 {
            let mut product = Range::point(coefficient.clone());
            for (atom, exponent) in monomial {
                let power = if *exponent <= 64 {
                    self.range(*atom).power(*exponent)
                } else {
                    Range::default()
                };
                product = product.times(&power);
            }
            sum = sum.plus(&product);
        }
        sum
    }

    fn power(&self, exponent: Expr, base: &Range) -> Range {
        match self.store.small_integer(exponent) {
            Some(k @ 1..=64) => base.power(k as u32),
            Some(k @ -64..=-1) => base.power(k.unsigned_abs() as u32).inverse(),
            Some(_) => Range::default(),
            None if base.is_positive() => Range::above(BigRational::zero(), false),
            // A power with a non-integer exponent is never negative; an even one neither, but an
            // unknown exponent may be odd.
            None if self.literal(exponent).is_some_and(|v| !v.is_integer()) => {
                Range::above(BigRational::zero(), true)
            }
            None => Range::default(),
        }
    }

    /// Whether an upper bound is certainly at least 1: a literal, or a size. A name is one unless
    /// it is an index, bound around the term or in it.
    fn is_size(&self, bound: Expr) -> bool {
        let store = self.store;
        if let Some(n) = store.small_integer(bound) {
            return n >= 1;
        }
        if !store.is_variable(bound) {
            return false;
        }
        let index = store.call("integer", &[bound]);
        !self.assumptions.contains(&index)
            || self.bounds.get(&bound).is_some_and(|range| {
                let lower = range.lower.as_ref();
                lower.is_some_and(|end| end.value >= BigRational::one())
            })
    }

    /// A sum whose terms have a sign has it too, and strictly if it has a term.
    fn sum(&self, node: &Args, body: &Range) -> Range {
        let zero = BigRational::zero();
        let nonempty = self.store.small_integer(node[1]) == Some(1) && self.is_size(node[2]);
        if body.is_nonnegative() {
            Range::above(zero, !(nonempty && body.is_positive()))
        } else if body.is_nonpositive() {
            Range::below(zero, !(nonempty && body.is_negative()))
        } else {
            Range::default()
        }
    }
}

fn piecewise(args: &[Range]) -> Range {
    let mut values: Vec<&Range> = args.iter().skip(1).step_by(2).collect();
    if args.len() % 2 == 1 {
        values.extend(args.last());
    }
    match values.split_first() {
        Some((first, rest)) => rest.iter().fold((*first).clone(), |hull, r| hull.hull(r)),
        None => Range::default(),
    }
}

/// The range of a known function, with its exact value where its argument's end is a point at
/// which the value is rational.
fn call(f: &Function, args: &[Range]) -> Range {
    let declared = Range::declared(&f.range);
    match f.name {
        "abs" => return args[0].magnitude(),
        "min" | "max" if args.len() == 1 => return args[0].clone(),
        "max" => {
            // At least each argument.
            let lower = args.iter().fold(Range::default(), |all, r| {
                all.meet(&Range {
                    lower: r.lower.clone(),
                    ..Range::default()
                })
            });
            return lower;
        }
        "min" => {
            return args.iter().fold(Range::default(), |all, r| {
                all.meet(&Range {
                    upper: r.upper.clone(),
                    ..Range::default()
                })
            });
        }
        _ => {}
    }
    if f.monotone == Monotone::No || args.len() != 1 {
        return declared;
    }
    let value = |x: &BigRational| special_value(f.name, x);
    let argument = &args[0];
    let (mut lower, mut upper) = (None, None);
    // Compare the argument's ends with the special points: f is monotone.
    for point in [-BigRational::one(), BigRational::zero(), BigRational::one()] {
        let Some(image) = value(&point) else { continue };
        if let Some(end) = argument.lower.as_ref().filter(|e| e.value >= point) {
            lower = Some((
                image.clone(),
                end.closed && end.value == point || end.value > point,
            ));
            if end.value > point {
                lower = Some((image.clone(), false));
            }
        }
        if upper.is_none()
            && let Some(end) = argument.upper.as_ref().filter(|e| e.value <= point)
        {
            upper = Some((image, end.closed && end.value == point));
        }
    }
    let (below, above) = match f.monotone {
        Monotone::Increasing => (lower, upper),
        _ => (upper, lower),
    };
    let mut range = declared;
    if let Some((value, closed)) = below {
        range = range.meet(&Range::above(value, closed));
    }
    if let Some((value, closed)) = above {
        range = range.meet(&Range::below(value, closed));
    }
    if argument.nonzero && value(&BigRational::zero()).is_some_and(|v| v.is_zero()) {
        range.nonzero = true;
    }
    range
}

/// Rational values of strictly monotone functions at -1, 0 and 1.
pub(super) fn special_value(name: &str, x: &BigRational) -> Option<BigRational> {
    let zero = x.is_zero();
    let one = x.is_one();
    let half = BigRational::new(1.into(), 2.into());
    match name {
        "exp" if zero => Some(BigRational::one()),
        "log" | "log10" | "log2" | "acosh" if one => Some(BigRational::zero()),
        "sqrt" if zero || one => Some(x.clone()),
        "asin" | "atan" | "sinh" | "tanh" | "asinh" | "atanh" | "erf" if zero => {
            Some(BigRational::zero())
        }
        "sigmoid" | "Phi" if zero => Some(half),
        _ => None,
    }
}
