//! Normal forms: products are multiplied out, transposes and inverses stand at letters, inverses
//! cancel, factors that are numbers stand before the words.

use num_rational::BigRational;
use num_traits::{One, Zero};
use rustc_hash::{FxHashMap, FxHashSet};

use super::poly::{Letter, Mono, Numbers, Poly, times};
use super::shape::{ONE, Shapes};
use super::tree::{Kind, Tree};
use super::{Why, ZERO};
use crate::expr::{Expr, Store};

/// Sums with more terms than this are given up.
const TERMS: usize = 1_000;

/// How often words are rewritten, at most.
const STEPS: usize = 20_000;

/// How often an equation is multiplied by what is inverted in it.
const CLEARED: usize = 6;

/// A word and what it is equal to.
pub(super) struct Rule {
    pub word: Vec<Letter>,
    pub value: Poly,
}

pub(super) struct Normal<'a> {
    pub(super) store: &'a Store,
    tree: &'a Tree,
    pub(super) shapes: Shapes,
    pub(super) rules: Vec<Rule>,
    /// What letters stand for whose inverse is no product of inverses.
    pub(super) sums: FxHashMap<Expr, Poly>,
    /// The rows and columns of letters that are no names.
    pub(super) sizes: FxHashMap<Expr, (usize, usize)>,
    /// Numbers by which is divided.
    pub(super) divisors: FxHashSet<Expr>,
    /// Determinants of what is inverted, which are not 0.
    pub(super) nonzero: FxHashSet<Expr>,
    pub(super) steps: usize,
}

impl<'a> Normal<'a> {
    pub fn new(store: &'a Store, tree: &'a Tree, shapes: Shapes) -> Normal<'a> {
        Normal {
            store,
            tree,
            shapes,
            rules: Vec::new(),
            sums: FxHashMap::default(),
            sizes: FxHashMap::default(),
            divisors: FxHashSet::default(),
            nonzero: FxHashSet::default(),
            steps: STEPS,
        }
    }

    /// Whether the first equation holds, given the others.
    pub fn equal(mut self) -> Result<(), Why> {
        let equations = self.tree.equations.clone();
        let Some((claim, given)) = equations.split_first() else {
            return Err("there is no equation");
        };
        for (a, b) in given {
            let difference = self.difference(*a, *b)?;
            self.rewrite_by(&difference)?;
        }
        self.divisors.clear();
        let left = self.value(claim.0)?;
        let of_left = std::mem::take(&mut self.divisors);
        let right = self.value(claim.1)?;
        let mut differ = of_left.symmetric_difference(&self.divisors);
        if differ.any(|number| !self.nonzero.contains(number)) {
            return Err("the sides are divided by different numbers");
        }
        let mut rest = left;
        rest.plus(&right, &-BigRational::one());
        let rest = self.simplified(&rest)?;
        self.vanishes(rest)
    }

    fn difference(&mut self, a: usize, b: usize) -> Result<Poly, Why> {
        let mut all = self.value(a)?;
        let other = self.value(b)?;
        all.plus(&other, &-BigRational::one());
        self.simplified(&all)
    }

    /// Whether a sum is 0, perhaps after multiplying by what is inverted at its ends.
    fn vanishes(&mut self, mut rest: Poly) -> Result<(), Why> {
        for _ in 0..CLEARED {
            if rest.is_zero() {
                return Ok(());
            }
            let inverse = |letter: Option<&Letter>| letter.copied().filter(|l| l.inverse);
            let first = rest
                .terms()
                .find_map(|(mono, _)| inverse(mono.word().first()));
            let last = rest
                .terms()
                .find_map(|(mono, _)| inverse(mono.word().last()));
            rest = match (first, last) {
                (Some(letter), _) => {
                    let by = self.uninverted(letter);
                    self.product(&by, &rest)?
                }
                (None, Some(letter)) => {
                    let by = self.uninverted(letter);
                    self.product(&rest, &by)?
                }
                (None, None) => return Err("the normal forms differ"),
            };
        }
        match rest.is_zero() {
            true => Ok(()),
            false => Err("the normal forms differ"),
        }
    }

    /// What a letter is the inverse of.
    fn uninverted(&self, letter: Letter) -> Poly {
        match self.sums.get(&letter.atom) {
            Some(sum) => sum.clone(),
            None => word(vec![Letter {
                inverse: false,
                ..letter
            }]),
        }
    }

    /// Takes up that a sum is 0: its longest word is equal to the rest.
    fn rewrite_by(&mut self, zero: &Poly) -> Result<(), Why> {
        for sum in [zero.clone(), self.transposed(zero)?] {
            let Some((mono, coefficient)) = sum.leading() else {
                continue;
            };
            if !mono.numbers().is_empty() || mono.word().is_empty() {
                return Err("an assumption that cannot be used");
            }
            let mut value = sum.scaled(&(-coefficient.recip()));
            value.add(mono.clone(), &BigRational::one());
            let rule = Rule {
                word: mono.word().to_vec(),
                value,
            };
            self.rules.push(rule);
        }
        Ok(())
    }

    /// The normal form of a node.
    fn value(&mut self, root: usize) -> Result<Poly, Why> {
        // Children stand before their parents, and those of a side lie together.
        let first = self.first_of(root);
        let mut values: Vec<Poly> = Vec::new();
        for at in first..=root {
            let value = self.node(at, first, &values)?;
            if value.len() > TERMS {
                return Err("it is too long when multiplied out");
            }
            values.push(value);
        }
        values.pop().ok_or("there is nothing")
    }

    fn first_of(&self, root: usize) -> usize {
        let mut at = root;
        while let Some(child) = self.tree.nodes[at].children.first() {
            at = *child;
        }
        at
    }

    fn node(&mut self, at: usize, first: usize, values: &[Poly]) -> Result<Poly, Why> {
        let node = &self.tree.nodes[at];
        let children: Vec<&Poly> = node.children.iter().map(|c| &values[c - first]).collect();
        let shape = |of: usize| self.shapes.nodes[node.children[of]];
        Ok(match &node.kind {
            Kind::Number(value) => Poly::number(value.clone()),
            Kind::Scalar(atom) => number(*atom, 1),
            Kind::Atom(atom) if self.shapes.is_number(self.shapes.atoms[atom]) => number(*atom, 1),
            Kind::Atom(atom) => {
                let one = Letter {
                    atom: *atom,
                    turned: false,
                    inverse: false,
                };
                self.simplified(&word(vec![one]))?
            }
            Kind::Eye => Poly::number(BigRational::one()),
            Kind::Add => {
                let mut sum = Poly::default();
                for child in children {
                    sum.plus(child, &BigRational::one());
                }
                sum
            }
            Kind::Neg => children[0].scaled(&-BigRational::one()),
            Kind::Mul | Kind::Matmul => {
                let mut product = Poly::number(BigRational::one());
                for child in children {
                    product = self.product(&product, child)?;
                }
                product
            }
            Kind::Div => {
                let by = self.reciprocal(children[1])?;
                self.product(children[0], &by)?
            }
            Kind::Pow(count) => {
                let base = match *count < 0 {
                    true => self.reciprocal(children[0])?,
                    false => children[0].clone(),
                };
                let mut power = Poly::number(BigRational::one());
                for _ in 0..count.abs() {
                    power = self.product(&power, &base)?;
                }
                power
            }
            Kind::Transpose => self.transposed(children[0])?,
            Kind::Inverse => {
                let size = shape(0).0;
                self.inverse(children[0], size)?
            }
            Kind::Trace => {
                let size = shape(0).0;
                self.trace(children[0], size)?
            }
            Kind::Det => {
                let size = shape(0).0;
                self.determinant(children[0], size)?
            }
        })
    }

    pub(super) fn product(&mut self, a: &Poly, b: &Poly) -> Result<Poly, Why> {
        let mut all = Poly::default();
        for (left, x) in a.terms() {
            for (right, y) in b.terms() {
                let word = [left.word(), right.word()].concat();
                let numbers = times(left.numbers(), right.numbers());
                all.add(Mono::new(numbers, word), &(x * y));
            }
            if all.len() > TERMS {
                return Err("it is too long when multiplied out");
            }
        }
        self.simplified(&all)
    }

    /// A sum with every word rewritten as far as it goes.
    pub(super) fn simplified(&mut self, sum: &Poly) -> Result<Poly, Why> {
        let mut done = Poly::default();
        let mut open: Vec<(Mono, BigRational)> = terms_of(sum);
        while let Some((mono, coefficient)) = open.pop() {
            self.steps = self.steps.checked_sub(1).ok_or("it takes too many steps")?;
            match self.rewritten(&mono) {
                Some(value) => {
                    let value = value.scaled(&coefficient);
                    open.extend(terms_of(&value));
                }
                None => done.add(mono, &coefficient),
            }
            if open.len() > TERMS {
                return Err("it is too long when multiplied out");
            }
        }
        Ok(done)
    }

    /// What a product becomes by one rewriting.
    pub(super) fn rewritten(&mut self, mono: &Mono) -> Option<Poly> {
        let letters = mono.word();
        let around = |from: usize, to: usize, middle: &Poly| {
            let mut all = Poly::default();
            for (inner, coefficient) in middle.terms() {
                let word = [&letters[..from], inner.word(), &letters[to..]].concat();
                let numbers = times(mono.numbers(), inner.numbers());
                all.add(Mono::new(numbers, word), coefficient);
            }
            all
        };
        for at in 1..letters.len() {
            let (a, b) = (letters[at - 1], letters[at]);
            if a.atom == b.atom && a.turned == b.turned && a.inverse != b.inverse {
                return Some(around(at - 1, at + 1, &Poly::number(BigRational::one())));
            }
        }
        for rule in &self.rules {
            let found = letters
                .windows(rule.word.len())
                .position(|w| w == rule.word);
            if let Some(at) = found {
                return Some(around(at, at + rule.word.len(), &rule.value));
            }
        }
        self.cut(mono)
    }

    /// A word of which a part is a number, with that before it.
    fn cut(&mut self, mono: &Mono) -> Option<Poly> {
        let letters = mono.word();
        let sides: Vec<usize> = letters.iter().map(|l| self.size(*l).0).collect();
        let end = letters.last().map(|l| self.size(*l).1)?;
        let ones: Vec<usize> = sides
            .into_iter()
            .chain([end])
            .enumerate()
            .filter(|(_, size)| *size == ONE)
            .map(|(at, _)| at)
            .collect();
        let (first, last) = (*ones.first()?, *ones.last()?);
        if first == last {
            return None;
        }
        let mut numbers = mono.numbers().clone();
        for pair in ones.windows(2) {
            let part = &letters[pair[0]..pair[1]];
            let turned = self.turned_word(part);
            let part = turned
                .filter(|t| t.as_slice() < part)
                .unwrap_or(part.to_vec());
            let atom = self.written_word(&part);
            numbers = times(&numbers, &vec![(atom, 1)]);
        }
        let rest = [&letters[..first], &letters[last..]].concat();
        Some(Poly::of(BigRational::one(), Mono::new(numbers, rest)))
    }

    /// The transposed word, if it is one word.
    pub(super) fn turned_word(&mut self, letters: &[Letter]) -> Option<Vec<Letter>> {
        let (turned, factor) = self.turned(letters).ok()?;
        if !factor.is_one() {
            return None;
        }
        // Its letters may be shorter to write: those of symmetric matrices.
        let mut letters = turned;
        for letter in &mut letters {
            let single = |rule: &&Rule| rule.word == [*letter];
            if let Some(rule) = self.rules.iter().find(single)
                && let Some((mono, c)) = rule.value.single()
                && let [other] = mono.word()
                && c.is_one()
                && mono.numbers().is_empty()
            {
                *letter = *other;
            }
        }
        Some(letters)
    }

    /// The transposed letters in their new order, and the number that comes of them: the inverse of
    /// A - A^T turns into its negative.
    fn turned(&mut self, letters: &[Letter]) -> Result<(Vec<Letter>, BigRational), Why> {
        let mut turned = Vec::new();
        let mut factor = BigRational::one();
        for letter in letters.iter().rev() {
            turned.push(match self.sums.get(&letter.atom).cloned() {
                None => Letter {
                    turned: !letter.turned,
                    ..*letter
                },
                // (M^{-1})^T is the inverse of M^T.
                Some(sum) => {
                    let size = self.size(*letter).0;
                    let sum = self.transposed(&sum)?;
                    let (_, coefficient) = sum.leading().ok_or(ZERO)?;
                    factor /= coefficient;
                    self.inverse_letter(&sum, size)?
                }
            });
        }
        Ok((turned, factor))
    }

    pub(super) fn transposed(&mut self, sum: &Poly) -> Result<Poly, Why> {
        let mut all = Poly::default();
        for (mono, coefficient) in sum.terms() {
            let (word, factor) = self.turned(mono.word())?;
            let mono = Mono::new(mono.numbers().clone(), word);
            all.add(mono, &(coefficient * factor));
        }
        self.simplified(&all)
    }

    /// The rows and columns of a letter.
    pub(super) fn size(&self, letter: Letter) -> (usize, usize) {
        let size = self.sizes.get(&letter.atom);
        let size = size.or_else(|| self.shapes.atoms.get(&letter.atom));
        let (rows, columns) = size.copied().unwrap_or((usize::MAX, usize::MAX));
        let find = |size: usize| match size {
            usize::MAX => size,
            size => self.shapes.find(size),
        };
        match letter.turned {
            true => (find(columns), find(rows)),
            false => (find(rows), find(columns)),
        }
    }

    /// Whether each letter of a word is a square matrix, so that the inverse of the word is the
    /// product of inverses.
    pub(super) fn splits(&self, letters: &[Letter]) -> bool {
        letters.iter().all(|letter| {
            let (rows, columns) = self.size(*letter);
            rows == columns
        })
    }
}

pub(super) fn joined(letter: Letter, word: &[Letter], before: bool) -> Vec<Letter> {
    match before {
        true => [&[letter], word].concat(),
        false => [word, &[letter]].concat(),
    }
}

pub(super) fn word(letters: Vec<Letter>) -> Poly {
    Poly::of(BigRational::one(), Mono::new(Numbers::new(), letters))
}

pub(super) fn number(atom: Expr, exponent: i32) -> Poly {
    Poly::of(
        BigRational::one(),
        Mono::new(vec![(atom, exponent)], Vec::new()),
    )
}

pub(super) fn terms_of(sum: &Poly) -> Vec<(Mono, BigRational)> {
    let terms = sum
        .terms()
        .filter(|(_, coefficient)| !coefficient.is_zero());
    terms.map(|(mono, c)| (mono.clone(), c.clone())).collect()
}
