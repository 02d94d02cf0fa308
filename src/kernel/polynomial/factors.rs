//! Factors of polynomials that are found without much ado: shared atoms, rational roots, and
//! quadratics in an atom whose discriminant is a square.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed};

use super::groebner::{divided, lead};
use super::{atoms, coefficients, degree, in_one};
use crate::expr::Expr;
use crate::kernel::ring::Polynomial;

/// Polynomials of positive degree whose product is the polynomial, up to a number and to powers of
/// them; `None` where none but itself were found.
pub fn split(polynomial: &Polynomial) -> Option<Vec<Polynomial>> {
    if polynomial.0.len() > 40 {
        return None;
    }
    let all = atoms(polynomial);
    // Shared atoms.
    let mut rest = polynomial.clone();
    let mut found: Vec<Polynomial> = Vec::new();
    for atom in &all {
        let factor = Polynomial::atom(*atom);
        let mut shared = false;
        while let Some(quotient) = divides_all(&rest, *atom)
            .then(|| divided(&rest, &factor))
            .flatten()
        {
            rest = quotient;
            shared = true;
        }
        if shared {
            found.push(factor);
        }
    }
    if rest.as_constant().is_none() {
        found.extend(of_rest(&rest, &all).unwrap_or_else(|| vec![rest]));
    }
    let simpler = |f: &Polynomial| degree(f) < degree(polynomial);
    (found.len() > 1 || found.first().is_some_and(simpler)).then_some(found)
}

fn divides_all(polynomial: &Polynomial, atom: Expr) -> bool {
    !polynomial.is_zero()
        && polynomial
            .0
            .keys()
            .all(|m| m.iter().any(|(a, _)| *a == atom))
}

fn of_rest(polynomial: &Polynomial, all: &[Expr]) -> Option<Vec<Polynomial>> {
    if let [atom] = all {
        return by_roots(polynomial, *atom);
    }
    all.iter()
        .find_map(|atom| by_discriminant(polynomial, *atom))
}

fn by_roots(polynomial: &Polynomial, atom: Expr) -> Option<Vec<Polynomial>> {
    let roots = in_one(polynomial, atom)?.rational_roots();
    let mut rest = polynomial.clone();
    let mut found = Vec::new();
    for root in roots {
        let factor = Polynomial::atom(atom).plus(&Polynomial::constant(root), &-BigRational::one());
        while let Some(quotient) = divided(&rest, &factor) {
            rest = quotient;
        }
        found.push(factor);
    }
    if rest.as_constant().is_none() {
        found.push(rest);
    }
    (found.len() > 1 || found.first().is_some_and(|f| f != polynomial)).then_some(found)
}

/// a u² + b u + c with b² - 4 a c = d²: a(2 a u + b - d)(2 a u + b + d) up to a number, if a is one.
fn by_discriminant(polynomial: &Polynomial, atom: Expr) -> Option<Vec<Polynomial>> {
    let parts = coefficients(polynomial, atom);
    let [c, b, a] = parts.as_slice() else {
        return None;
    };
    let number = a.as_constant()?;
    let four = BigRational::from(BigInt::from(4));
    let discriminant = b.times(b)?.plus(c, &(-four * &number));
    let root = square_root(&discriminant)?;
    let two = BigRational::from(BigInt::from(2));
    let middle = b.clone().plus(&Polynomial::atom(atom), &(two * number));
    let minus = -BigRational::one();
    Some(vec![
        middle.clone().plus(&root, &minus),
        middle.plus(&root, &BigRational::one()),
    ])
}

/// The polynomial whose square it is, if there is one.
pub fn square_root(polynomial: &Polynomial) -> Option<Polynomial> {
    let mut root = Polynomial::default();
    let mut rest = polynomial.clone();
    let mut first: Option<(crate::kernel::ring::Monomial, BigRational)> = None;
    for _ in 0..24 {
        let Some((monomial, coefficient)) = lead(&rest) else {
            return Some(root);
        };
        let next = match &first {
            None => {
                let half: Option<_> = monomial
                    .iter()
                    .map(|(a, k)| (k % 2 == 0).then_some((*a, k / 2)))
                    .collect();
                let pair = (half?, root_of(coefficient)?);
                first = Some(pair.clone());
                pair
            }
            Some((lead, c)) => {
                let factor = Polynomial(
                    [(monomial.clone(), BigRational::one())]
                        .into_iter()
                        .collect(),
                );
                let by = Polynomial([(lead.clone(), BigRational::one())].into_iter().collect());
                let quotient = divided(&factor, &by)?;
                let two = BigRational::from(BigInt::from(2));
                (quotient.0.into_keys().next()?, coefficient / (two * c))
            }
        };
        let term = Polynomial([next].into_iter().collect());
        // (r + t)² = r² + 2 r t + t².
        let minus = -BigRational::one();
        let two = BigRational::from(BigInt::from(-2));
        rest = rest
            .plus(&root.times(&term)?, &two)
            .plus(&term.times(&term)?, &minus);
        root = root.plus(&term, &BigRational::one());
    }
    None
}

/// A polynomial of the same sign at all values of its atoms: c (Aⁿ - b Bⁿ) with monomials A and B
/// becomes c (A - b' B) for odd n, c (A² - b' B²) for even n, where b' is the root of b.
pub fn lowered(polynomial: &Polynomial) -> Polynomial {
    lower(polynomial).unwrap_or_else(|| polynomial.clone())
}

fn lower(polynomial: &Polynomial) -> Option<Polynomial> {
    use num_integer::Integer;
    let mut terms = polynomial.0.iter();
    let (Some((a, c)), Some((b, d)), None) = (terms.next(), terms.next(), terms.next()) else {
        return None;
    };
    let exponents = a.iter().chain(b).map(|(_, k)| *k);
    let n = exponents.fold(0u32, |all, k| all.gcd(&k));
    if n < 2 {
        return None;
    }
    // An even power keeps its square: of -3 and 3 the squares alone are alike.
    let lower = if n % 2 == 1 { n } else { n / 2 };
    if lower < 2 {
        return None;
    }
    let ratio = d / c;
    let root = if n % 2 == 1 {
        root_of_order(&ratio, lower)?
    } else if ratio.is_negative() {
        -root_of_order(&-ratio, lower)?
    } else {
        return None;
    };
    let shrunk = |m: &crate::kernel::ring::Monomial| -> crate::kernel::ring::Monomial {
        m.iter().map(|(atom, k)| (*atom, k / lower)).collect()
    };
    Some(Polynomial(
        [(shrunk(a), c.clone()), (shrunk(b), c * root)]
            .into_iter()
            .collect(),
    ))
}

/// The rational root of an order, negative of a negative number (for an odd order).
fn root_of_order(number: &BigRational, order: u32) -> Option<BigRational> {
    use num_traits::Pow;
    let size = number.abs();
    let root = BigRational::new(size.numer().nth_root(order), size.denom().nth_root(order));
    let root = if number.is_negative() { -root } else { root };
    (Pow::pow(&root, order) == *number).then_some(root)
}

/// The rational square root of a number.
fn root_of(number: &BigRational) -> Option<BigRational> {
    if number.is_negative() {
        return None;
    }
    let (top, bottom) = (number.numer().sqrt(), number.denom().sqrt());
    let root = BigRational::new(top, bottom);
    (&root * &root == *number).then_some(root)
}
