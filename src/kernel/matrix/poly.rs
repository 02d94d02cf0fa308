//! Sums of words: letters are matrices, transposed or inverse, and numbers stand before them.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::expr::Expr;

/// A matrix in a word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Letter {
    pub atom: Expr,
    pub turned: bool,
    pub inverse: bool,
}

/// Numbers with their exponents, in order.
pub(super) type Numbers = Vec<(Expr, i32)>;

/// A product of numbers and a word; shorter words come first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Mono {
    length: usize,
    word: Vec<Letter>,
    numbers: Numbers,
}

impl Mono {
    pub fn new(numbers: Numbers, word: Vec<Letter>) -> Mono {
        Mono {
            length: word.len(),
            word,
            numbers,
        }
    }

    pub fn word(&self) -> &[Letter] {
        &self.word
    }

    pub fn numbers(&self) -> &Numbers {
        &self.numbers
    }
}

/// A sum of multiples of words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Poly {
    terms: BTreeMap<Mono, BigRational>,
}

impl Poly {
    pub fn number(value: BigRational) -> Poly {
        Poly::of(value, Mono::default())
    }

    pub fn of(coefficient: BigRational, mono: Mono) -> Poly {
        let mut poly = Poly::default();
        poly.add(mono, &coefficient);
        poly
    }

    pub fn add(&mut self, mono: Mono, coefficient: &BigRational) {
        let entry = self.terms.entry(mono.clone()).or_default();
        *entry += coefficient;
        if entry.is_zero() {
            self.terms.remove(&mono);
        }
    }

    pub fn plus(&mut self, other: &Poly, times: &BigRational) {
        for (mono, coefficient) in &other.terms {
            self.add(mono.clone(), &(coefficient * times));
        }
    }

    pub fn scaled(&self, times: &BigRational) -> Poly {
        let mut poly = Poly::default();
        poly.plus(self, times);
        poly
    }

    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn len(&self) -> usize {
        self.terms.len()
    }

    pub fn terms(&self) -> impl DoubleEndedIterator<Item = (&Mono, &BigRational)> {
        self.terms.iter()
    }

    /// The only term.
    pub fn single(&self) -> Option<(&Mono, &BigRational)> {
        let mut terms = self.terms.iter();
        let first = terms.next()?;
        terms.next().is_none().then_some(first)
    }

    /// The last term: that with the longest word.
    pub fn leading(&self) -> Option<(&Mono, &BigRational)> {
        self.terms.iter().next_back()
    }

    /// Whether it is 1, or the identity.
    pub fn is_one(&self) -> bool {
        self.single()
            .is_some_and(|(mono, c)| *mono == Mono::default() && c.is_one())
    }
}

/// The product of numbers with exponents.
pub(super) fn times(a: &Numbers, b: &Numbers) -> Numbers {
    let mut all: BTreeMap<Expr, i32> = a.iter().copied().collect();
    for (atom, exponent) in b {
        *all.entry(*atom).or_insert(0) += exponent;
    }
    all.into_iter()
        .filter(|(_, exponent)| *exponent != 0)
        .collect()
}
