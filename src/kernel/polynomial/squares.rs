//! Inequalities that cannot hold together: a combination of them, of their products, and of
//! squares, with factors that are not negative, is 0 or a negative number though one part of it
//! is positive. Linear programming finds the factors; only the combination is believed.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::groebner::Basis;
use super::{Condition, Sign, atoms, coefficients, degree};
use crate::expr::Expr;
use crate::kernel::effort;
use crate::kernel::ring::{Monomial, Polynomial};

/// More monomials are not balanced.
const MAX_ROWS: usize = 40;
/// More parts are not combined.
const MAX_PARTS: usize = 90;
/// Exchanges of the simplex method, at most.
const MAX_PIVOTS: usize = 50;
/// Longer numbers, in bits, are not worked with.
const MAX_BITS: u64 = 160;

/// A polynomial that is at least 0, or greater.
struct Part {
    polynomial: Polynomial,
    strict: bool,
    origin: Origin,
}

/// Why a part of a combination is not negative.
#[derive(Clone, Debug)]
pub enum Origin {
    /// It is 1.
    One,
    /// It is the product of conditions.
    Product(Vec<usize>),
    /// It is a condition, an equation, with the sign changed.
    Negated(usize),
    /// It is the square of a polynomial.
    Square(Polynomial),
}

/// A combination of conditions, their products and squares, with positive factors, that is 0 though
/// one part of it is positive: that they contradict each other.
pub fn certificate(conditions: &[Condition]) -> Option<Vec<(BigRational, Origin)>> {
    let parts = parts(conditions, &Basis::default());
    let factors = combination(&parts)?;
    let used = parts.into_iter().zip(factors);
    let used = used.filter(|(_, factor)| !factor.is_zero());
    Some(used.map(|(part, factor)| (factor, part.origin)).collect())
}

/// Whether no values of the atoms meet all conditions; products are taken modulo the equations of a
/// basis, which are among them.
pub fn contradict(conditions: &[Condition], basis: &Basis) -> bool {
    let parts = parts(conditions, basis);
    let Some(factors) = combination(&parts) else {
        return false;
    };
    // What linear programming found is checked.
    let mut sum = Polynomial::default();
    let mut strict = false;
    for (part, factor) in parts.iter().zip(&factors) {
        if factor.is_negative() {
            return false;
        }
        strict |= part.strict && factor.is_positive();
        sum = sum.plus(&part.polynomial, factor);
    }
    strict && sum.is_zero()
}

/// The parts that may be combined: 1 > 0, the conditions, products of two of them, squares.
fn parts(conditions: &[Condition], basis: &Basis) -> Vec<Part> {
    let mut found = vec![Part {
        polynomial: Polynomial::constant(BigRational::one()),
        strict: true,
        origin: Origin::One,
    }];
    let mut push = |polynomial: Polynomial, strict: bool, origin: Origin| {
        let polynomial = if basis.polynomials().contains(&polynomial) {
            polynomial
        } else {
            basis.remainder(&polynomial)
        };
        let old = found.iter().position(|part| part.polynomial == polynomial);
        match old {
            Some(k) if strict && !found[k].strict => {
                found[k].strict = true;
                found[k].origin = origin;
            }
            Some(_) => {}
            None if found.len() < MAX_PARTS => found.push(Part {
                polynomial,
                strict,
                origin,
            }),
            None => {}
        }
    };
    let minus = -BigRational::one();
    let mut quadratic: Vec<Polynomial> = Vec::new();
    for (k, condition) in conditions.iter().enumerate() {
        let polynomial = &condition.polynomial;
        let itself = || Origin::Product(vec![k]);
        if polynomial.0.len() > 40 {
            continue;
        }
        if degree(polynomial) <= 4 {
            quadratic.push(polynomial.clone());
        }
        match condition.sign {
            Sign::Zero => {
                // Products are taken modulo these: what is left of them says nothing more.
                push(polynomial.clone(), false, itself());
                let negated = Polynomial::default().plus(polynomial, &minus);
                push(negated, false, Origin::Negated(k));
            }
            Sign::NonZero => {
                if degree(polynomial) <= 2
                    && let Some(square) = polynomial.times(polynomial)
                {
                    push(square, true, Origin::Product(vec![k, k]));
                }
            }
            Sign::Positive => push(polynomial.clone(), true, itself()),
            Sign::NonNegative => push(polynomial.clone(), false, itself()),
        }
    }
    let signed: Vec<(usize, &Condition)> = conditions
        .iter()
        .enumerate()
        .filter(|(_, c)| matches!(c.sign, Sign::Positive | Sign::NonNegative))
        .filter(|(_, c)| c.polynomial.0.len() <= 6 && degree(&c.polynomial) <= 2)
        .take(7)
        .collect();
    for (k, (i, a)) in signed.iter().enumerate() {
        for (j, b) in &signed[k..] {
            if let Some(product) = a.polynomial.times(&b.polynomial) {
                let strict = a.sign == Sign::Positive && b.sign == Sign::Positive;
                push(product, strict, Origin::Product(vec![*i, *j]));
            }
        }
    }
    // Squares that complete the quadratic ones, and those of differences of atoms.
    let mut forms: Vec<Polynomial> = Vec::new();
    for polynomial in quadratic {
        completing(&polynomial, &mut forms);
    }
    let variables: Vec<Expr> = {
        let all = conditions.iter().flat_map(|c| atoms(&c.polynomial));
        let mut found = Vec::new();
        for atom in all {
            if !found.contains(&atom) {
                found.push(atom);
            }
        }
        found
    };
    if variables.len() <= 5 {
        for (k, a) in variables.iter().enumerate() {
            for b in &variables[k + 1..] {
                for sign in [BigRational::one(), minus.clone()] {
                    forms.push(Polynomial::atom(*a).plus(&Polynomial::atom(*b), &sign));
                }
            }
        }
    }
    for form in forms {
        if let Some(square) = form.times(&form) {
            push(square, false, Origin::Square(form));
        }
    }
    found
}

/// For a u² + b u + c the form 2 a u + b, and so on with 4 a c - b².
fn completing(polynomial: &Polynomial, forms: &mut Vec<Polynomial>) {
    let four = BigRational::from(BigInt::from(4));
    let two = BigRational::from(BigInt::from(2));
    for start in atoms(polynomial).into_iter().take(4) {
        let mut rest = polynomial.clone();
        let mut next = Some(start);
        for _ in 0..4 {
            let Some(atom) = next else { break };
            let parts = coefficients(&rest, atom);
            let [c, b, a] = parts.as_slice() else { break };
            let Some(number) = a.as_constant() else { break };
            let form = b.clone().plus(&Polynomial::atom(atom), &(&two * &number));
            if !forms.contains(&form) && forms.len() < 24 {
                forms.push(form);
            }
            let Some(square) = b.times(b) else { break };
            rest = Polynomial::default()
                .plus(c, &(&four * &number))
                .plus(&square, &-BigRational::one());
            next = atoms(&rest).into_iter().find(|atom| {
                let parts = coefficients(&rest, *atom);
                parts.len() == 3 && parts[2].as_constant().is_some()
            });
        }
    }
}

/// Factors, none negative, with which the parts add up to 0 and the strict ones to 1.
fn combination(parts: &[Part]) -> Option<Vec<BigRational>> {
    let mut rows: BTreeMap<&Monomial, usize> = BTreeMap::new();
    for monomial in parts.iter().flat_map(|part| part.polynomial.0.keys()) {
        let next = rows.len();
        rows.entry(monomial).or_insert(next);
    }
    if rows.len() > MAX_ROWS {
        return None;
    }
    // One row a monomial, and one for the strict parts; one column a part, and the right side.
    let (height, width) = (rows.len() + 1, parts.len());
    let mut table = vec![vec![BigRational::zero(); width + 1]; height];
    for (k, part) in parts.iter().enumerate() {
        for (monomial, coefficient) in &part.polynomial.0 {
            table[rows[monomial]][k] = coefficient.clone();
        }
        if part.strict {
            table[height - 1][k] = BigRational::one();
        }
    }
    table[height - 1][width] = BigRational::one();
    // Every row starts with an artificial variable: their sum is brought to 0.
    let mut basic: Vec<Option<usize>> = vec![None; height];
    for _ in 0..MAX_PIVOTS {
        let open: Vec<usize> = (0..height).filter(|row| basic[*row].is_none()).collect();
        let left = open.iter().map(|row| &table[*row][width]);
        if left.fold(BigRational::zero(), |sum, v| sum + v).is_zero() {
            let mut factors = vec![BigRational::zero(); width];
            for (row, column) in basic.iter().enumerate() {
                if let Some(column) = column {
                    factors[*column] = table[row][width].clone();
                }
            }
            return Some(factors);
        }
        // The first column that lessens the sum; among equal ratios an artificial one leaves
        // first, then the one of the smallest number.
        let gain = |column: usize| {
            open.iter()
                .map(|row| &table[*row][column])
                .fold(BigRational::zero(), |sum, v| sum + v)
        };
        let column = (0..width).find(|k| !basic.contains(&Some(*k)) && gain(*k).is_positive())?;
        let row = (0..height)
            .filter(|row| table[*row][column].is_positive())
            .min_by(|a, b| {
                let ratio = |row: usize| &table[row][width] / &table[row][column];
                ratio(*a)
                    .cmp(&ratio(*b))
                    .then_with(|| basic[*a].cmp(&basic[*b]))
            })?;
        let pivot = table[row][column].clone();
        if pivot.numer().bits() > MAX_BITS || pivot.denom().bits() > MAX_BITS {
            return None;
        }
        effort::on_numbers(height * width / 2, pivot.numer().bits());
        for value in &mut table[row] {
            *value /= &pivot;
        }
        let pivot_row = table[row].clone();
        for (other, line) in table.iter_mut().enumerate() {
            if other == row || line[column].is_zero() {
                continue;
            }
            let factor = line[column].clone();
            for (value, base) in line.iter_mut().zip(&pivot_row) {
                if !base.is_zero() {
                    *value -= &factor * base;
                }
            }
        }
        basic[row] = Some(column);
    }
    None
}
