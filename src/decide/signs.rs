//! Certificates of signs: what is known of the terms of a goal, and linear programming for the
//! combination that contradicts the goal's negation.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::known::{Known, written};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::certificate::{Product, Signs, Source};
use crate::kernel::polynomial::{Condition, Origin, Sign, combination};
use crate::kernel::ring::{Polynomial, Quotient};

/// Larger goals are left alone.
const SIZE: usize = 60;

/// The certificate that a relation follows from what is known, if a combination of signs shows it.
pub fn signs(store: &Store, arranger: &Arranger, known: &[Expr], goal: Expr) -> Option<Signs> {
    let (Head::Relation(relation), [a, b]) = (store.head(goal), store.args(goal)) else {
        return None;
    };
    if *relation == Relation::Equal || store.subterms(goal).len() > SIZE {
        return None;
    }
    let mut found = Known::new(store, arranger);
    let denial = store.relate(relation.negated(), *a, *b);
    found.add(denial, Source::Denied)?;
    for formula in known.iter().filter(|formula| **formula != denial) {
        found.add(*formula, Source::Assumed);
    }
    for formula in [&[goal], known].concat() {
        found.laws(formula);
    }
    let (conditions, meanings) = found.conditions();
    let combination = combination(&conditions)?;
    Some(found.certificate(combination, &meanings))
}

/// A sum of products of hypotheses with positive factors.
type Meaning = Vec<(BigRational, Vec<usize>)>;

impl Known<'_> {
    /// The hypotheses as conditions on polynomials, and what each means: a quotient is multiplied by
    /// its denominator, if that is positive term by term.
    fn conditions(&self) -> (Vec<Condition>, Vec<Meaning>) {
        let (mut conditions, mut meanings) = (Vec::new(), Vec::new());
        for (k, (quotient, sign)) in self.quotients.iter().enumerate() {
            let Some(positive) = self.positive(&quotient.bottom) else {
                continue;
            };
            conditions.push(Condition {
                polynomial: quotient.top.clone(),
                sign: *sign,
            });
            let times = |(factor, of): (BigRational, Vec<usize>)| (factor, [vec![k], of].concat());
            meanings.push(positive.into_iter().map(times).collect());
        }
        (conditions, meanings)
    }

    /// A polynomial as a sum of products of positive hypotheses with positive factors.
    fn positive(&self, polynomial: &Polynomial) -> Option<Meaning> {
        let atom = |atom: Expr| {
            let positive = |(quotient, sign): &(Quotient, Sign)| {
                let one = quotient.bottom.as_constant().is_some_and(|v| v.is_one());
                *sign == Sign::Positive && one && quotient.top == Polynomial::atom(atom)
            };
            self.quotients.iter().position(positive)
        };
        let mut sum = Meaning::new();
        for (monomial, coefficient) in &polynomial.0 {
            let mut of = Vec::new();
            for (factor, power) in monomial {
                let known = atom(*factor)?;
                of.extend(std::iter::repeat_n(known, usize::try_from(*power).ok()?));
            }
            if !coefficient.is_positive() || of.len() > 6 {
                return None;
            }
            sum.push((coefficient.clone(), of));
        }
        (!sum.is_empty()).then_some(sum)
    }

    /// The certificate of a combination: the denial's factor is 1 where it stands alone, squares have
    /// whole coefficients, and what is not used is left out.
    fn certificate(&self, combination: Vec<(BigRational, Origin)>, meanings: &[Meaning]) -> Signs {
        let store = self.store;
        let one = BigRational::one();
        let mut products: Vec<(BigRational, Vec<usize>, Expr)> = Vec::new();
        for (factor, origin) in combination {
            let (factor, meaning, square) = match origin {
                Origin::One => (factor, vec![(one.clone(), Vec::new())], store.int(1)),
                Origin::Product(of) => {
                    let mut all: Meaning = vec![(one.clone(), Vec::new())];
                    for number in of {
                        all = product(&all, &meanings[number]);
                    }
                    (factor, all, store.int(1))
                }
                Origin::Negated(number) => (-factor, meanings[number].clone(), store.int(1)),
                Origin::Square(form) => {
                    let content = content(&form);
                    let form = Polynomial::default().plus(&form, &content.recip());
                    let factor = factor * &content * &content;
                    (
                        factor,
                        vec![(one.clone(), Vec::new())],
                        written(store, &form),
                    )
                }
            };
            for (times, of) in meaning {
                products.push((&factor * times, of, square));
            }
        }
        let denial = products.iter().find(|(_, of, _)| *of == [0]);
        let scale = denial.map_or(one, |(factor, ..)| factor.abs());
        let mut used: Vec<usize> = Vec::new();
        let products = products.into_iter().map(|(factor, of, square)| {
            let mut number = |one: usize| {
                used.iter().position(|old| *old == one).unwrap_or_else(|| {
                    used.push(one);
                    used.len() - 1
                })
            };
            Product {
                factor: store.rational(factor / &scale),
                of: of.into_iter().map(&mut number).collect(),
                square,
            }
        });
        let products = products.collect();
        let hypotheses = used.into_iter().map(|one| self.hypotheses[one].clone());
        Signs {
            hypotheses: hypotheses.collect(),
            products,
        }
    }
}

/// The product of two sums.
fn product(a: &Meaning, b: &Meaning) -> Meaning {
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    let times =
        |((x, left), (y, right)): (&(BigRational, Vec<usize>), &(BigRational, Vec<usize>))| {
            (x * y, [left.as_slice(), right].concat())
        };
    pairs.map(times).collect()
}

/// The number by which a polynomial is divided so that its coefficients are whole and have no common
/// factor, and the first of a variable is positive.
fn content(polynomial: &Polynomial) -> BigRational {
    let mut top = BigInt::zero();
    let mut bottom = BigInt::one();
    for coefficient in polynomial.0.values() {
        top = top.gcd(coefficient.numer());
        bottom = bottom.lcm(coefficient.denom());
    }
    let content = BigRational::new(top, bottom);
    let first = polynomial
        .0
        .iter()
        .find(|(monomial, _)| !monomial.is_empty());
    match first.is_some_and(|(_, coefficient)| coefficient.is_negative()) {
        true => -content,
        false => content,
    }
}
