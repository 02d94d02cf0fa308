//! Inverses, traces and determinants in normal form.

use num_rational::BigRational;
use num_traits::One;

use super::normal::{Normal, Rule, joined, number, terms_of, word};
use super::poly::{Letter, Mono, Numbers, Poly, times};
use super::shape::ONE;
use super::{SINGULAR, Why, ZERO};
use crate::expr::Expr;

impl Normal<'_> {
    pub(super) fn inverse(&mut self, of: &Poly, size: usize) -> Result<Poly, Why> {
        let Some((mono, coefficient)) = of.leading() else {
            return Err(ZERO);
        };
        if of.len() == 1 {
            self.divisors.extend(mono.numbers().iter().map(|(n, _)| *n));
            let numbers: Numbers = mono.numbers().iter().map(|(n, e)| (*n, -e)).collect();
            let by = coefficient.recip();
            let letters = mono.word();
            let inverted = match letters {
                [] => Vec::new(),
                _ if self.splits(letters) => {
                    let of = |letter: &Letter| self.store.apply("det", &[letter.atom]);
                    self.nonzero.extend(letters.iter().map(of));
                    let back = letters.iter().rev().map(|letter| Letter {
                        inverse: !letter.inverse,
                        ..*letter
                    });
                    return self.reread(back.collect(), numbers, by);
                }
                // A column times a row has rank 1.
                _ if letters.windows(2).any(|pair| self.size(pair[0]).1 == ONE) => {
                    return Err(SINGULAR);
                }
                _ => {
                    let one = word(letters.to_vec());
                    vec![self.inverse_letter(&one, size)?]
                }
            };
            return self.simplified(&Poly::of(by, Mono::new(numbers, inverted)));
        }
        let coefficient = coefficient.clone();
        let letter = self.inverse_letter(&of.scaled(&coefficient.recip()), size)?;
        let mono = Mono::new(Numbers::new(), vec![letter]);
        self.simplified(&Poly::of(coefficient.recip(), mono))
    }

    /// A word in which letters that are sums are written as such again.
    fn reread(
        &mut self,
        letters: Vec<Letter>,
        numbers: Numbers,
        by: BigRational,
    ) -> Result<Poly, Why> {
        let mut product = Poly::of(by, Mono::new(numbers, Vec::new()));
        for letter in letters {
            let factor = match self.sums.get(&letter.atom) {
                Some(sum) if !letter.inverse => sum.clone(),
                _ => word(vec![letter]),
            };
            product = self.product(&product, &factor)?;
        }
        Ok(product)
    }

    /// The letter that is the inverse of a sum by its leading coefficient, and how it cancels.
    pub(super) fn inverse_letter(&mut self, of: &Poly, size: usize) -> Result<Letter, Why> {
        let (mono, coefficient) = of.leading().ok_or(ZERO)?;
        let (mono, coefficient) = (mono.clone(), coefficient.clone());
        let of = of.scaled(&coefficient.recip());
        let atom = self.written(&of);
        let letter = Letter {
            atom,
            turned: false,
            inverse: true,
        };
        if self.sums.contains_key(&atom) {
            return Ok(letter);
        }
        self.sizes.insert(atom, (size, size));
        self.sums.insert(atom, of.clone());
        if mono.numbers().is_empty() && !mono.word().is_empty() {
            // M^{-1} w = 1 - M^{-1} (M - w), and the same from the other side.
            let one = Poly::number(BigRational::one());
            let mut rest = of;
            rest.add(mono.clone(), &-BigRational::one());
            for before in [true, false] {
                let mut value = one.clone();
                for (other, coefficient) in rest.terms() {
                    let word = joined(letter, other.word(), before);
                    value.add(Mono::new(other.numbers().clone(), word), &-coefficient);
                }
                self.rules.push(Rule {
                    word: joined(letter, mono.word(), before),
                    value,
                });
            }
        }
        Ok(letter)
    }

    /// 1 by a number.
    pub(super) fn reciprocal(&mut self, of: &Poly) -> Result<Poly, Why> {
        if let Some((mono, coefficient)) = of.single() {
            if !mono.word().is_empty() {
                return Err("a quotient by a matrix");
            }
            self.divisors.extend(mono.numbers().iter().map(|(n, _)| *n));
            let numbers = mono.numbers().iter().map(|(n, e)| (*n, -e)).collect();
            return Ok(Poly::of(
                coefficient.recip(),
                Mono::new(numbers, Vec::new()),
            ));
        }
        let (_, coefficient) = of.leading().ok_or("a division by 0")?;
        let by = coefficient.recip();
        let atom = self.written(&of.scaled(&by));
        self.divisors.insert(atom);
        Ok(number(atom, -1).scaled(&by))
    }

    /// The trace of a sum of square matrices.
    pub(super) fn trace(&mut self, of: &Poly, size: usize) -> Result<Poly, Why> {
        let mut all = Poly::default();
        let mut open = terms_of(of);
        while let Some((mono, coefficient)) = open.pop() {
            let letters = mono.word();
            if letters.is_empty() {
                let numbers = match self.shapes.find(size) {
                    ONE => mono.numbers().clone(),
                    size => times(mono.numbers(), &vec![(self.size_name(size), 1)]),
                };
                all.add(Mono::new(numbers, Vec::new()), &coefficient);
                continue;
            }
            match self.rotated(&mono)? {
                Ok(least) => {
                    let atom = self.store.apply("tr", &[self.written_word(&least)]);
                    let numbers = times(mono.numbers(), &vec![(atom, 1)]);
                    all.add(Mono::new(numbers, Vec::new()), &coefficient);
                }
                Err(shorter)
                    if shorter.terms().all(|(m, _)| m.word().is_empty()) && self.has_one(&mono) =>
                {
                    all.plus(&shorter, &coefficient);
                }
                Err(shorter) => open.extend(terms_of(&shorter.scaled(&coefficient))),
            }
            self.steps = self.steps.checked_sub(1).ok_or("it takes too many steps")?;
        }
        Ok(all)
    }

    /// Whether a word has a side of length 1 within.
    fn has_one(&self, mono: &Mono) -> bool {
        mono.word().iter().any(|letter| {
            let (rows, columns) = self.size(*letter);
            rows == ONE || columns == ONE
        })
    }

    /// The least rotation of a word or of its transpose, or what a rotation simplifies to.
    fn rotated(&mut self, mono: &Mono) -> Result<Result<Vec<Letter>, Poly>, Why> {
        let letters = mono.word().to_vec();
        let mut least = letters.clone();
        let turned = self
            .turned_word(&letters)
            .unwrap_or_else(|| letters.clone());
        for start in [letters, turned] {
            for shift in 0..start.len() {
                let word = [&start[shift..], &start[..shift]].concat();
                let mono = Mono::new(mono.numbers().clone(), word.clone());
                if let Some(other) = self.rewritten(&mono) {
                    let other = self.simplified(&other)?;
                    return Ok(Err(other));
                }
                least = least.min(word);
            }
        }
        Ok(Ok(least))
    }

    /// The determinant of a square matrix: of a product of square matrices that of each.
    pub(super) fn determinant(&mut self, of: &Poly, size: usize) -> Result<Poly, Why> {
        if self.shapes.find(size) == ONE {
            return Ok(of.clone());
        }
        if of.is_one() {
            return Ok(Poly::number(BigRational::one()));
        }
        if let Some((mono, coefficient)) = of.single()
            && coefficient.is_one()
            && mono.numbers().is_empty()
            && self.splits(mono.word())
        {
            let mut numbers = Numbers::new();
            for letter in mono.word() {
                let atom = self.store.apply("det", &[letter.atom]);
                let exponent = if letter.inverse { -1 } else { 1 };
                numbers = times(&numbers, &vec![(atom, exponent)]);
            }
            return Ok(Poly::of(BigRational::one(), Mono::new(numbers, Vec::new())));
        }
        let turned = self.transposed(of)?;
        let (a, b) = (self.written(of), self.written(&turned));
        Ok(number(self.store.apply("det", &[a.min(b)]), 1))
    }

    /// A name for the number of rows of a matrix, which is the trace of its identity.
    fn size_name(&self, size: usize) -> Expr {
        let store = self.store;
        let number = store.int(i64::try_from(size).unwrap_or(i64::MAX));
        store.apply("tr", &[store.apply("eye", &[number])])
    }

    /// A sum as a term: equal sums are written in the same way.
    pub(super) fn written(&self, sum: &Poly) -> Expr {
        let store = self.store;
        let terms: Vec<Expr> = sum
            .terms()
            .map(|(mono, coefficient)| {
                let mut factors = vec![store.rational(coefficient.clone())];
                for (atom, exponent) in mono.numbers() {
                    factors.push(store.pow(*atom, store.int(i64::from(*exponent))));
                }
                factors.push(self.written_word(mono.word()));
                store.mul(factors.as_slice())
            })
            .collect();
        store.add(terms.as_slice())
    }

    pub(super) fn written_word(&self, letters: &[Letter]) -> Expr {
        let store = self.store;
        let written: Vec<Expr> = letters
            .iter()
            .map(|letter| {
                let of = match letter.turned {
                    true => store.apply("transpose", &[letter.atom]),
                    false => letter.atom,
                };
                match letter.inverse {
                    true => store.apply("inverse", &[of]),
                    false => of,
                }
            })
            .collect();
        store.apply("matmul", &written)
    }
}
