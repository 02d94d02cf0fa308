//! Assumptions as conditions on the signs of polynomials, and questions answered by a
//! contradiction among them.

use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::Facts;
use crate::expr::{Expr, Head, Relation};
use crate::kernel::definedness::{self, Side};
use crate::kernel::polynomial::{Condition, Link, Sign, atoms, contradict, negative};
use crate::kernel::ring::{self, Polynomial};

/// More conditions are not looked at together.
const MAX_CONDITIONS: usize = 40;
/// Larger polynomials are left out.
const MAX_TERMS: usize = 120;
/// Larger systems, by the terms of all polynomials, are not looked at.
const MAX_SIZE: usize = 240;
/// What a term of a system costs, in parts of formulas looked at.
const WORK: usize = 5;

impl Facts<'_> {
    /// Whether the assumptions and the negation of `a R b`, its sides being defined, contradict
    /// each other as conditions on polynomials.
    pub(super) fn by_system(&self, relation: Relation, a: Expr, b: Expr) -> bool {
        let store = self.store;
        let Some(negation) = self.condition(relation.negated(), a, b) else {
            return false;
        };
        if negation.polynomial.0.len() > MAX_TERMS / 3 {
            return false;
        }
        let mut relations = self.assumptions.clone();
        let question = store.relate(relation, a, b);
        relations.extend(definedness::conditions(store, question, Side::Follows));
        let mut conditions: Vec<Condition> = Vec::new();
        for formula in relations {
            if let (Head::Relation(r), [a, b]) = (store.head(formula), store.args(formula))
                && let Some(condition) = self.condition(*r, *a, *b)
                && condition.polynomial.0.len() <= MAX_TERMS
                && !conditions.contains(&condition)
            {
                conditions.push(condition);
            }
        }
        let mut known: Vec<Expr> = Vec::new();
        let mut more: Vec<Condition> = Vec::new();
        for condition in conditions.iter().chain([&negation]) {
            self.describe(&condition.polynomial, &mut known, &mut more);
            more.extend(self.exponentiated(condition));
        }
        for condition in more.clone() {
            self.describe(&condition.polynomial, &mut known, &mut more);
        }
        more.retain(|c| c.polynomial.0.len() <= MAX_TERMS);
        conditions.extend(more);
        let mut links = self.links(&known);
        if negation.polynomial.as_constant().is_none() {
            related(&negation.polynomial, &mut conditions, &mut links);
        }
        conditions.truncate(MAX_CONDITIONS);
        conditions.push(negation);
        let size: usize = conditions.iter().map(|c| c.polynomial.0.len()).sum();
        if size > MAX_SIZE || !self.arranger.spend(WORK * size) {
            return false;
        }
        contradict(self.arranger, conditions, &links)
    }

    /// A condition that is linear in logarithms, exponentiated: 2 log u - log v > 0 says that
    /// u²/v > 1, the logarithms being defined.
    fn exponentiated(&self, condition: &Condition) -> Option<Condition> {
        let store = self.store;
        let argument = |atom: Expr| match store.head(atom) {
            Head::Call(f) if f.name == "log" => Some(store.args(atom)[0]),
            _ => None,
        };
        let mut factors: Vec<(Expr, BigRational)> = Vec::new();
        let mut rest = Polynomial::default();
        for (monomial, coefficient) in &condition.polynomial.0 {
            match monomial.as_slice() {
                [(atom, 1)] if argument(*atom).is_some() => {
                    factors.push((argument(*atom)?, coefficient.clone()));
                }
                others if others.iter().any(|(atom, _)| argument(*atom).is_some()) => return None,
                _ => {
                    rest.0.insert(monomial.clone(), coefficient.clone());
                }
            }
        }
        if factors.is_empty() || factors.len() > 4 {
            return None;
        }
        let common = factors.iter().fold(BigRational::one(), |all, (_, k)| {
            use num_integer::Integer;
            BigRational::from(all.numer().lcm(k.denom()))
        });
        let mut product = Vec::new();
        for (term, k) in factors {
            let power = (k * &common).to_integer().to_i64()?;
            if power.abs() > 6 {
                return None;
            }
            product.push(store.pow(term, store.int(power)));
        }
        if !rest.is_zero() {
            let exponent = Polynomial::default().plus(&rest, &common);
            product.push(store.call("exp", &[ring::term(store, &exponent)]));
        }
        let relation = match condition.sign {
            Sign::Zero => Relation::Equal,
            Sign::NonZero => Relation::NotEqual,
            Sign::Positive => Relation::Greater,
            Sign::NonNegative => Relation::GreaterEqual,
        };
        self.condition(relation, store.mul(product.as_slice()), store.int(1))
    }

    /// `a R b` as a condition on one polynomial; both sides are defined.
    pub(super) fn condition(&self, relation: Relation, a: Expr, b: Expr) -> Option<Condition> {
        let store = self.store;
        let (relation, a, b) = match relation {
            Relation::Less | Relation::LessEqual => (relation.flipped(), b, a),
            _ => (relation, a, b),
        };
        let sign = match relation {
            Relation::Equal => Sign::Zero,
            Relation::NotEqual => Sign::NonZero,
            Relation::Greater => Sign::Positive,
            _ => Sign::NonNegative,
        };
        let zero = |e: Expr| self.literal(e).is_some_and(|v| v.is_zero());
        let order = matches!(sign, Sign::Positive | Sign::NonNegative);
        let (term, turned) = match (zero(a), zero(b)) {
            (_, true) => (self.with_low_powers(a, order), false),
            (true, _) => (self.with_low_powers(b, order), true),
            _ => (store.sub(a, b), false),
        };
        let q = ring::quotient(store, self.arranger, term)?;
        let mut polynomial = q.top;
        if order {
            // q = t/u has the sign of t u.
            let bottom = self.polynomial_range(&q.bottom);
            if bottom.is_negative() {
                polynomial = negative(&polynomial);
            } else if !bottom.is_positive() {
                polynomial = polynomial.times(&q.bottom)?;
            }
            if turned {
                polynomial = negative(&polynomial);
            }
        }
        Some(Condition::new(polynomial, sign))
    }

    /// A product that has the same sign (or, unless `order` is asked for, is zero at the same
    /// points): powers of its factors are lowered.
    fn with_low_powers(&self, term: Expr, order: bool) -> Expr {
        let store = self.store;
        let mut found = Vec::new();
        let mut stack = vec![(term, false)];
        while let Some((expr, below)) = stack.pop() {
            let args = store.args(expr);
            match store.head(expr) {
                Head::Mul => stack.extend(args.iter().map(|arg| (*arg, below))),
                Head::Neg => {
                    found.push(store.int(-1));
                    stack.push((args[0], below));
                }
                Head::Div => stack.extend([(args[0], below), (args[1], true)]),
                Head::Pow => match store.small_integer(args[1]) {
                    // Below, and with a negative exponent, the base is not zero.
                    Some(k) if k != 0 => {
                        let even = order && k % 2 == 0;
                        let base = args[0];
                        let power = if even {
                            store.pow(base, store.int(2))
                        } else {
                            base
                        };
                        match below || k < 0 {
                            true if order => found.push(power),
                            true => {}
                            false => found.push(power),
                        }
                    }
                    _ if below && !order => {}
                    _ => found.push(expr),
                },
                _ if below && !order => {}
                _ => found.push(expr),
            }
        }
        store.mul(found.as_slice())
    }
}

/// Leaves out what has nothing to do with a polynomial.
fn related(polynomial: &Polynomial, conditions: &mut Vec<Condition>, links: &mut Vec<Link>) {
    let mut near = atoms(polynomial);
    let touches = |near: &[Expr], p: &Polynomial| atoms(p).iter().any(|atom| near.contains(atom));
    loop {
        let before = near.len();
        let linked = links.iter().flat_map(|link| [&link.argument, &link.value]);
        let linked: Vec<&Polynomial> = linked.collect();
        let pairs = linked
            .chunks(2)
            .filter(|pair| pair.iter().any(|p| touches(&near, p)));
        let more: Vec<Expr> = conditions
            .iter()
            .map(|c| &c.polynomial)
            .filter(|p| touches(&near, p))
            .chain(pairs.flatten().copied())
            .flat_map(atoms)
            .collect();
        for atom in more {
            if !near.contains(&atom) {
                near.push(atom);
            }
        }
        if near.len() == before {
            break;
        }
    }
    conditions.retain(|c| touches(&near, &c.polynomial));
    links.retain(|link| touches(&near, &link.argument) || touches(&near, &link.value));
}
