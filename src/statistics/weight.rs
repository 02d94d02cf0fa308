//! The score of one observation and its information, in the shortest form that is proved.

use num_rational::BigRational;
use num_traits::{One, Pow};

use super::account::Account;
use super::subject::{Canonical, Subject};
use crate::check::Verdict;
use crate::derive::chain::tidy;
use crate::eval::{self, Assignment};
use crate::expr::{Expr, Store};

/// The form of (y − μ)/(φ V(μ) g′(μ)), the score of one observation by the predictor.
pub(super) enum Score {
    /// The link is canonical: g′(μ) V(μ) is this constant.
    Constant(Expr),
    /// 1/(g′(μ) V(μ)) is a power of the mean, and V(μ) another.
    Powers { rate: Power, variance: Power },
    /// (g⁻¹)′(η) in place of 1/g′(μ).
    Slope(Expr),
}

impl Score {
    /// The form for a family and a link; `proved` says in which form of (g⁻¹)′ there is a proof.
    pub fn new(
        subject: &Subject<'_>,
        account: &mut Account<'_>,
        canonical: Canonical,
        proved: impl Fn(&Score, &mut Account<'_>) -> bool,
    ) -> Option<Score> {
        if let Canonical::Constant(constant) = canonical {
            return Some(Score::Constant(constant));
        }
        if let Some(powers) = powers(subject, account)
            && proved(&powers, account)
        {
            return Some(powers);
        }
        let mut slopes = subject.inverse_slopes().map(Score::Slope).peekable();
        let first = match slopes.peek() {
            Some(Score::Slope(slope)) => *slope,
            _ => return None,
        };
        let found = slopes.find(|slope| proved(slope, account));
        Some(found.unwrap_or(Score::Slope(first)))
    }

    /// The score, with a term for the mean.
    pub fn at(&self, subject: &Subject<'_>, mean: Expr) -> Expr {
        let (store, names) = (subject.store, &subject.names);
        let residual = store.sub(names.y, mean);
        match self {
            Score::Constant(constant) => over(store, residual, scaled(subject, *constant)),
            Score::Powers { rate, .. } => rate.times(subject, residual, mean),
            Score::Slope(slope) => {
                let variance = subject.with(subject.variance, names.mu, mean);
                let quotient = over(store, residual, scaled(subject, variance));
                let slope = subject.with(*slope, subject.inverse, mean);
                tidy(store, store.mul([quotient, slope].as_slice()))
            }
        }
    }

    /// The expected information 1/(φ V(μ) g′(μ)²), with a term for the mean.
    pub fn information(&self, subject: &Subject<'_>, mean: Expr) -> Expr {
        let (store, mu) = (subject.store, subject.names.mu);
        let variance = subject.with(subject.variance, mu, mean);
        match self {
            Score::Constant(constant) => {
                let square = match store.literal(*constant) {
                    Some(value) => store.rational(&value * &value),
                    None => store.pow(*constant, store.int(2)),
                };
                over(store, variance, scaled(subject, square))
            }
            Score::Powers { rate, variance } => {
                let weight = Power {
                    factor: &variance.factor * &rate.factor * &rate.factor,
                    exponent: variance.exponent + 2 * rate.exponent,
                };
                weight.times(subject, store.int(1), mean)
            }
            Score::Slope(slope) => {
                let slope = subject.with(*slope, subject.inverse, mean);
                let square = match slope == store.int(1) {
                    true => slope,
                    false => store.pow(slope, store.int(2)),
                };
                over(store, square, scaled(subject, variance))
            }
        }
    }
}

/// φ times a term, where there is a dispersion.
pub(super) fn scaled(subject: &Subject<'_>, term: Expr) -> Expr {
    let store = subject.store;
    match subject.family.dispersion {
        None => term,
        Some(_) => tidy(store, store.mul([subject.names.phi, term].as_slice())),
    }
}

/// A quotient, or its numerator over 1.
pub(super) fn over(store: &Store, above: Expr, below: Expr) -> Expr {
    tidy(store, store.div(above, below))
}

/// k μⁿ.
pub(super) struct Power {
    factor: BigRational,
    exponent: i32,
}

impl Power {
    /// A term in a positive mean in this form, if it is proved to have it.
    fn of(subject: &Subject<'_>, account: &mut Account<'_>, term: Expr) -> Option<Power> {
        let (store, mu) = (subject.store, subject.names.mu);
        let at = |n: i64| {
            let value = subject.with(term, mu, store.int(n));
            eval::exact(store, value, &Assignment::new())
        };
        let (factor, two) = (at(1)?, BigRational::from_integer(2.into()));
        let ratio = at(2)? / &factor;
        let exponent = (-4..=4).find(|n: &i32| Pow::pow(&two, n) == ratio)?;
        let power = Power { factor, exponent };
        let form = power.fraction(store, store.int(1), mu, None);
        let given = [subject.mean(), subject.domain.clone()].concat();
        let proved = account.verdict(store.eq(term, form), &given) == Verdict::Equivalent;
        proved.then_some(power)
    }

    /// A term times this power of a mean, over φ.
    fn times(&self, subject: &Subject<'_>, term: Expr, mean: Expr) -> Expr {
        let phi = subject.family.dispersion.map(|_| subject.names.phi);
        self.fraction(subject.store, term, mean, phi)
    }

    fn fraction(&self, store: &Store, term: Expr, mean: Expr, over: Option<Expr>) -> Expr {
        let integer = |n: &num_bigint::BigInt| store.rational(BigRational::from(n.clone()));
        let power = |n: u32| match n {
            1 => mean,
            n => store.pow(mean, store.int(i64::from(n))),
        };
        let mut above = vec![integer(self.factor.numer()), term];
        let mut below: Vec<Expr> = vec![integer(self.factor.denom())];
        below.extend(over);
        match self.exponent {
            0 => {}
            n if n > 0 => above.push(power(n.unsigned_abs())),
            n => below.push(power(n.unsigned_abs())),
        }
        if self.factor == -BigRational::one() {
            above.remove(0);
            above[0] = store.neg(above[0]);
        }
        let product = |factors: Vec<Expr>| tidy(store, store.mul(factors.as_slice()));
        tidy(store, store.div(product(above), product(below)))
    }
}

/// The form of powers, if both are some.
fn powers(subject: &Subject<'_>, account: &mut Account<'_>) -> Option<Score> {
    let store = subject.store;
    let slope = subject.slope(subject.link, subject.names.mu)?;
    let product = store.mul([slope, subject.variance].as_slice());
    Some(Score::Powers {
        rate: Power::of(subject, account, store.div(store.int(1), product))?,
        variance: Power::of(subject, account, subject.variance)?,
    })
}
