//! The search for a contradiction among conditions: equations by a Gröbner basis, one variable by
//! Sturm sequences, several by squares and products, then cases.

use num_traits::{One, Signed};

use num_rational::BigRational;

use super::groebner::{Basis, divided};
use super::{
    Condition, Link, Sign, atoms, coefficients, degree, factors, negative, signs, squares,
};
use crate::expr::Expr;
use crate::kernel::arrange::Arranger;
use crate::kernel::ring::Polynomial;

/// Systems that are looked at for one question, cases counted.
const FUEL: u32 = 24;
/// Cases within cases, at most.
const DEPTH: u32 = 6;
/// Atoms that are eliminated, at most.
const MAX_ELIMINATED: usize = 10;
/// Polynomials do not grow larger in this.
const MAX_TERMS: usize = 120;

/// Whether no values of the atoms meet all conditions, as far as it is seen. Of a link both sides
/// have the same sign at all values. The work is taken from what the arranger has left.
pub fn contradict(arranger: &Arranger, conditions: Vec<Condition>, links: &[Link]) -> bool {
    let mut fuel = FUEL;
    within(arranger, conditions, links, &mut fuel, DEPTH)
}

fn within(
    arranger: &Arranger,
    conditions: Vec<Condition>,
    links: &[Link],
    fuel: &mut u32,
    depth: u32,
) -> bool {
    if *fuel == 0 || !arranger.spend(1) {
        return false;
    }
    *fuel -= 1;
    let Some(system) = System::new(arranger, conditions, links) else {
        return true;
    };
    if system.product_vanishes() || system.one_variable() {
        return true;
    }
    // In one variable the answer is complete.
    if system.variables.len() <= 1 {
        return false;
    }
    if squares::contradict(&system.all, &system.basis) {
        return true;
    }
    depth > 0
        && system.cases().is_some_and(|cases| {
            cases
                .into_iter()
                .all(|case| within(arranger, case, links, fuel, depth - 1))
        })
}

/// Conditions brought to a form in which they say much.
struct System {
    basis: Basis,
    /// The equations of the basis, and the other conditions modulo it.
    all: Vec<Condition>,
    variables: Vec<Expr>,
    /// Links whose signs are not known.
    links: Vec<Link>,
}

impl System {
    /// `None` if the conditions contradict each other at once.
    fn new(arranger: &Arranger, conditions: Vec<Condition>, links: &[Link]) -> Option<System> {
        let (zero, mut others): (Vec<_>, Vec<_>) =
            conditions.into_iter().partition(|c| c.sign == Sign::Zero);
        let mut equations: Vec<Polynomial> = zero.into_iter().map(|c| c.polynomial).collect();
        let mut links = links.to_vec();
        eliminate(&mut equations, &mut others, &mut links);
        let mut basis = Basis::default();
        for _ in 0..10 {
            equations = equations.iter().map(factors::lowered).collect();
            basis = Basis::new(arranger, equations);
            if basis.is_contradictory() {
                return None;
            }
            equations = basis.polynomials().to_vec();
            others = kept(&basis, others)?;
            let mut changed = divide(&mut equations, &mut others);
            // What the sign of one side of a link says of the other.
            let mut open = Vec::new();
            for link in links {
                let sides = [
                    basis.remainder(&link.argument),
                    basis.remainder(&link.value),
                ];
                let signs = [known(&others, &sides[0]), known(&others, &sides[1])];
                let new = match signs {
                    [Some(a), Some(b)] if a != b => return None,
                    [Some(_), Some(_)] => continue,
                    [Some(sign), None] => signed(&sides[1], sign),
                    [None, Some(sign)] => signed(&sides[0], sign),
                    [None, None] => {
                        open.push(link);
                        continue;
                    }
                };
                changed = true;
                match new.sign {
                    Sign::Zero => equations.push(new.polynomial),
                    _ => others.push(new),
                }
            }
            links = open;
            if !changed || !arranger.spend(1) {
                break;
            }
        }
        let mut all = others;
        all.extend(equations.into_iter().map(|p| Condition::new(p, Sign::Zero)));
        let mut variables: Vec<Expr> = Vec::new();
        for atom in all.iter().flat_map(|c| atoms(&c.polynomial)) {
            if !variables.contains(&atom) {
                variables.push(atom);
            }
        }
        Some(System {
            basis,
            all,
            variables,
            links,
        })
    }

    /// Whether the product of what is not zero, or its square, is zero because of the equations.
    fn product_vanishes(&self) -> bool {
        if self.basis.polynomials().is_empty() {
            return false;
        }
        let mut product = Polynomial::constant(BigRational::one());
        let small = self
            .all
            .iter()
            .filter(|c| matches!(c.sign, Sign::NonZero | Sign::Positive))
            .map(|c| &c.polynomial)
            .filter(|p| p.0.len() <= 8 && degree(p) <= 3)
            .take(5);
        for polynomial in small {
            match product.times(polynomial) {
                Some(next) if next.0.len() <= 80 => product = self.basis.remainder(&next),
                _ => return false,
            }
        }
        if product.is_zero() {
            return true;
        }
        match product.times(&product) {
            Some(square) if square.0.len() <= 200 => self.basis.remainder(&square).is_zero(),
            _ => false,
        }
    }

    /// Whether the conditions that speak of one atom alone contradict each other.
    fn one_variable(&self) -> bool {
        self.variables.iter().any(|variable| {
            let single: Vec<_> = self
                .all
                .iter()
                .filter(|c| atoms(&c.polynomial) == [*variable])
                .filter_map(|c| Some((super::in_one(&c.polynomial, *variable)?, c.sign)))
                .collect();
            !single.is_empty() && signs::contradict(&single)
        })
    }

    /// Systems, one of which holds if this one does.
    fn cases(&self) -> Option<Vec<Vec<Condition>>> {
        let with = |more: Vec<Condition>, without: Option<&Condition>| -> Vec<Condition> {
            let rest = self.all.iter().filter(|c| Some(*c) != without);
            rest.cloned().chain(more).collect()
        };
        // A product is zero where a factor is.
        let mut parts: Vec<Option<Vec<Polynomial>>> = Vec::new();
        for condition in &self.all {
            let split = factors::split(&condition.polynomial);
            if let Some(factors) = &split {
                let of = |sign: Sign| {
                    let each = factors.iter().cloned();
                    each.map(move |p| Condition::new(p, sign))
                };
                match condition.sign {
                    Sign::Zero => {
                        let cases = of(Sign::Zero).map(|c| with(vec![c], Some(condition)));
                        return Some(cases.collect());
                    }
                    Sign::NonZero => {
                        return Some(vec![with(of(Sign::NonZero).collect(), Some(condition))]);
                    }
                    _ => {}
                }
            }
            parts.push(split);
        }
        let order = |c: &Condition| matches!(c.sign, Sign::Positive | Sign::NonNegative);
        let three = |p: &Polynomial| {
            [
                Condition::new(p.clone(), Sign::Positive),
                Condition::new(p.clone(), Sign::Zero),
                Condition::new(negative(p), Sign::Positive),
            ]
        };
        // Above or below zero.
        let nonzero = self.all.iter().find(|c| c.sign == Sign::NonZero);
        if let Some(condition) = nonzero
            && (self.all.iter().any(order) || !self.links.is_empty())
        {
            let [above, _, below] = three(&condition.polynomial);
            let cases = [above, below].map(|c| with(vec![c], Some(condition)));
            return Some(cases.into());
        }
        // The signs of the factors of a product.
        for (condition, split) in self.all.iter().zip(&parts) {
            let open = split
                .iter()
                .flatten()
                .find(|p| known(&self.all, p).is_none());
            if order(condition)
                && let Some(open) = open
            {
                return Some(three(open).map(|c| with(vec![c], None)).into());
            }
        }
        // The sign of both sides of a link.
        let link = self.links.first()?;
        let cases = three(&link.argument).into_iter().zip(three(&link.value));
        Some(cases.map(|(a, b)| with(vec![a, b], None)).collect())
    }
}

/// Equations that give the value of an atom, c x + t = 0 with a number c and no x in t, are put in.
fn eliminate(equations: &mut Vec<Polynomial>, others: &mut [Condition], links: &mut [Link]) {
    for _ in 0..MAX_ELIMINATED {
        let found = equations.iter().enumerate().find_map(|(k, equation)| {
            if equation.0.len() > 6 || degree(equation) > 2 {
                return None;
            }
            let atom = atoms(equation).into_iter().find(|atom| {
                let parts = coefficients(equation, *atom);
                parts.len() == 2 && parts[1].as_constant().is_some()
            })?;
            Some((k, atom))
        });
        let Some((k, atom)) = found else { return };
        let equation = equations.remove(k);
        let parts = coefficients(&equation, atom);
        let Some(slope) = parts[1].as_constant() else {
            return;
        };
        let value = Polynomial::default().plus(&parts[0], &-slope.recip());
        // All or nothing: the equation is gone only if it is put in everywhere.
        let put = |p: &Polynomial| substituted(p, atom, &value);
        let new: Option<Vec<Polynomial>> = equations.iter().map(put).collect();
        let conditions: Option<Vec<Polynomial>> =
            others.iter().map(|c| put(&c.polynomial)).collect();
        let sides: Option<Vec<(Polynomial, Polynomial)>> = links
            .iter()
            .map(|link| Some((put(&link.argument)?, put(&link.value)?)))
            .collect();
        let (Some(new), Some(conditions), Some(sides)) = (new, conditions, sides) else {
            equations.push(equation);
            return;
        };
        *equations = new;
        for (condition, polynomial) in others.iter_mut().zip(conditions) {
            condition.polynomial = polynomial;
        }
        for (link, (argument, value)) in links.iter_mut().zip(sides) {
            *link = Link { argument, value };
        }
    }
}

/// A polynomial with an atom replaced, unless it gets too large.
fn substituted(polynomial: &Polynomial, atom: Expr, value: &Polynomial) -> Option<Polynomial> {
    let mut result = Polynomial::default();
    for part in coefficients(polynomial, atom).iter().rev() {
        result = result.times(value)?.plus(part, &BigRational::one());
        if result.0.len() > MAX_TERMS {
            return None;
        }
    }
    Some(result)
}

/// The conditions modulo the equations, without those that are true anyway; `None` if one is
/// false.
fn kept(basis: &Basis, conditions: Vec<Condition>) -> Option<Vec<Condition>> {
    let mut kept: Vec<Condition> = Vec::new();
    for condition in conditions {
        let polynomial = factors::lowered(&basis.remainder(&condition.polynomial));
        match polynomial.as_constant() {
            Some(value) if condition.sign.admits(&value) => {}
            Some(_) => return None,
            None => {
                let condition = Condition::new(polynomial, condition.sign);
                if !kept.contains(&condition) {
                    kept.push(condition);
                }
            }
        }
    }
    Some(kept)
}

/// Equations are divided by what is not zero, inequalities by what is positive; whether any was.
fn divide(equations: &mut [Polynomial], others: &mut [Condition]) -> bool {
    let mut changed = false;
    let divisors = others.to_vec();
    let smaller = |c: &Condition, p: &Polynomial| {
        c.polynomial != *p && c.polynomial.0.len() <= 8 && degree(&c.polynomial) <= degree(p)
    };
    for equation in equations {
        for condition in &divisors {
            if matches!(condition.sign, Sign::NonZero | Sign::Positive)
                && degree(&condition.polynomial) <= degree(equation)
                && let Some(quotient) = divided(equation, &condition.polynomial)
            {
                *equation = quotient;
                changed = true;
            }
        }
    }
    for other in others.iter_mut() {
        for condition in &divisors {
            let fits = match condition.sign {
                Sign::Positive => true,
                Sign::NonZero => other.sign == Sign::NonZero,
                _ => false,
            };
            if fits
                && smaller(condition, &other.polynomial)
                && let Some(quotient) = divided(&other.polynomial, &condition.polynomial)
                && quotient.as_constant().is_none()
            {
                other.polynomial = quotient;
                changed = true;
            }
        }
    }
    changed
}

/// The sign of a polynomial (1, 0 or -1), if a number or one of the conditions tells it.
fn known(conditions: &[Condition], polynomial: &Polynomial) -> Option<i8> {
    if let Some(value) = polynomial.as_constant() {
        return Some(if value.is_positive() {
            1
        } else if value.is_negative() {
            -1
        } else {
            0
        });
    }
    let monic = |p: &Polynomial| -> Option<(Polynomial, bool)> {
        let (_, first) = p.0.first_key_value()?;
        let scaled = Polynomial::default().plus(p, &first.abs().recip());
        match first.is_negative() {
            true => Some((negative(&scaled), true)),
            false => Some((scaled, false)),
        }
    };
    let (this, flipped) = monic(polynomial)?;
    conditions.iter().find_map(|c| {
        if c.polynomial.0.len() != this.0.len() || c.sign != Sign::Positive && c.sign != Sign::Zero
        {
            return None;
        }
        let (other, other_flipped) = monic(&c.polynomial)?;
        match c.sign {
            _ if other != this => None,
            Sign::Zero => Some(0),
            _ if flipped == other_flipped => Some(1),
            _ => Some(-1),
        }
    })
}

fn signed(polynomial: &Polynomial, sign: i8) -> Condition {
    match sign {
        0 => Condition::new(polynomial.clone(), Sign::Zero),
        1 => Condition::new(polynomial.clone(), Sign::Positive),
        _ => Condition::new(negative(polynomial), Sign::Positive),
    }
}
