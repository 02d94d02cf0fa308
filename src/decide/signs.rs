//! Certificates of signs: what is known of the terms of a goal, and linear programming for the
//! combination that contradicts the goal's negation.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::certificate::{Hypothesis, Product, Signs, Source, instance};
use crate::kernel::polynomial::{Condition, Origin, Sign, combination};
use crate::kernel::ring::{self, Monomial, Polynomial, Quotient};
use crate::laws;

/// More relations are not combined.
const MAX: usize = 30;
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
    let mut found = Known {
        store,
        arranger,
        hypotheses: Vec::new(),
        quotients: Vec::new(),
    };
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

struct Known<'a> {
    store: &'a Store,
    arranger: &'a Arranger,
    hypotheses: Vec<Hypothesis>,
    /// The value that each says the sign of.
    quotients: Vec<(Quotient, Sign)>,
}

/// A sum of products of hypotheses with positive factors.
type Meaning = Vec<(BigRational, Vec<usize>)>;

impl Known<'_> {
    /// Adds a relation between terms.
    fn add(&mut self, formula: Expr, source: Source) -> Option<()> {
        let store = self.store;
        let (Head::Relation(relation), [u, v]) = (store.head(formula), store.args(formula)) else {
            return None;
        };
        if u == v || self.hypotheses.len() == MAX || store.has_kind(formula, &Head::Derivative) {
            return None;
        }
        let (value, sign) = match relation {
            Relation::Less => (store.sub(*v, *u), Sign::Positive),
            Relation::LessEqual => (store.sub(*v, *u), Sign::NonNegative),
            Relation::Greater => (store.sub(*u, *v), Sign::Positive),
            Relation::GreaterEqual => (store.sub(*u, *v), Sign::NonNegative),
            Relation::Equal => (store.sub(*u, *v), Sign::Zero),
            Relation::NotEqual => (store.sub(*u, *v), Sign::NonZero),
        };
        let quotient = ring::quotient(store, self.arranger, value)?;
        self.quotients.push((quotient, sign));
        self.hypotheses.push(Hypothesis { formula, source });
        Some(())
    }

    /// Adds what the laws say of the calls in a formula.
    fn laws(&mut self, formula: Expr) {
        let store = self.store;
        for call in store.subterms(formula) {
            let Head::Call(function) = store.head(call) else {
                continue;
            };
            for law in laws::ALL.iter().flat_map(|file| file.iter()) {
                let Some(names) = pattern(law.statement, function.name) else {
                    continue;
                };
                let values = store.args(call);
                if names.len() != values.len() {
                    continue;
                }
                let values: Vec<(String, Expr)> =
                    names.into_iter().zip(values.iter().copied()).collect();
                if let Some(statement) = instance(store, law.name, &values)
                    && !self.hypotheses.iter().any(|one| one.formula == statement)
                {
                    self.add(statement, Source::Law(law.name.to_owned(), values));
                }
            }
        }
    }

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

/// A polynomial as a term, numbers last.
fn written(store: &Store, polynomial: &Polynomial) -> Expr {
    let (numbers, rest): (Vec<_>, Vec<_>) = polynomial
        .0
        .iter()
        .partition(|(monomial, _)| monomial.is_empty());
    let part = |(monomial, coefficient): (&Monomial, &BigRational)| {
        ring::term(
            store,
            &Polynomial::single(monomial.clone(), coefficient.clone()),
        )
    };
    let terms: Vec<Expr> = rest.into_iter().chain(numbers).map(part).collect();
    store.add(terms.as_slice())
}

/// What the arguments of a function are called in a statement, if it is the function's.
fn pattern(statement: &str, function: &str) -> Option<Vec<String>> {
    let at = statement.find(&format!("{function}("))?;
    let own =
        at == 0 || !statement[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let inside = &statement[at + function.len() + 1..];
    let inside = inside.split_once(')')?.0;
    own.then(|| {
        inside
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect()
    })
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
