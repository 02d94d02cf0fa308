//! Assumptions as conditions on the signs of polynomials, and the search for a contradiction
//! among them: equations by a Gröbner basis, one variable by Sturm sequences, several by squares
//! and products, and cases of factors.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::Facts;
use crate::expr::{Expr, Head, Relation};
use crate::kernel::polynomial::groebner::{Basis, divided};
use crate::kernel::polynomial::{self, Condition, Sign, atoms, degree, factors, squares};
use crate::kernel::ring::{self, Polynomial};

/// More conditions are not looked at together.
const MAX_CONDITIONS: usize = 36;
/// Larger polynomials are left out.
const MAX_TERMS: usize = 120;
/// Systems that are looked at for one question, cases counted.
const FUEL: u32 = 40;
/// Cases within cases, at most.
const DEPTH: u32 = 6;

impl Facts<'_> {
    /// Whether the assumptions and the negation of `a R b`, its sides being defined, contradict
    /// each other as conditions on polynomials.
    pub(super) fn by_system(&self, relation: Relation, a: Expr, b: Expr) -> bool {
        let Some(negation) = self.condition(relation.negated(), a, b) else {
            return false;
        };
        let mut conditions: Vec<Condition> = Vec::new();
        for assumption in &self.assumptions {
            if let (Head::Relation(r), [a, b]) =
                (self.store.head(*assumption), self.store.args(*assumption))
            {
                conditions.extend(self.condition(*r, *a, *b));
            }
        }
        let negation_only = negation.polynomial.as_constant().is_none();
        let mut known: Vec<Expr> = Vec::new();
        self.describe(&negation.polynomial, &mut known, &mut conditions);
        for condition in conditions.clone() {
            self.describe(&condition.polynomial, &mut known, &mut conditions);
        }
        conditions.retain(|c| c.polynomial.0.len() <= MAX_TERMS);
        // What has nothing to do with the question is left out.
        if negation_only {
            let mut related = atoms(&negation.polynomial);
            let mut kept: Vec<Condition> = Vec::new();
            loop {
                let touches = |c: &Condition| {
                    atoms(&c.polynomial)
                        .iter()
                        .any(|atom| related.contains(atom))
                };
                let (near, far): (Vec<_>, Vec<_>) = conditions.into_iter().partition(touches);
                conditions = far;
                if near.is_empty() {
                    break;
                }
                for atom in near.iter().flat_map(|c| atoms(&c.polynomial)) {
                    if !related.contains(&atom) {
                        related.push(atom);
                    }
                }
                kept.extend(near);
            }
            conditions = kept;
        }
        conditions.push(negation);
        if conditions.len() > MAX_CONDITIONS {
            let extra = conditions.len() - MAX_CONDITIONS;
            conditions.drain(..extra);
        }
        let mut fuel = FUEL;
        contradict(conditions, &mut fuel, DEPTH)
    }

    /// `a R b` as a condition on one polynomial; both sides are defined.
    fn condition(&self, relation: Relation, a: Expr, b: Expr) -> Option<Condition> {
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
        let (term, negative) = match (zero(a), zero(b)) {
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
                polynomial = super::linear::negative_of(&polynomial);
            } else if !bottom.is_positive() {
                polynomial = polynomial.times(&q.bottom)?;
            }
            if negative {
                polynomial = super::linear::negative_of(&polynomial);
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

    /// What is true of the atoms of a polynomial because of what they are: their ranges, and
    /// equations that define them.
    fn describe(&self, polynomial: &Polynomial, known: &mut Vec<Expr>, found: &mut Vec<Condition>) {
        let mut queue = atoms(polynomial);
        while let Some(atom) = queue.pop() {
            if known.contains(&atom) || known.len() > 24 {
                continue;
            }
            known.push(atom);
            let before = found.len();
            self.describe_range(atom, found);
            self.describe_value(atom, found);
            for condition in &found[before..] {
                queue.extend(atoms(&condition.polynomial));
            }
        }
    }

    fn describe_range(&self, atom: Expr, found: &mut Vec<Condition>) {
        let range = self.range(atom);
        let term = Polynomial::atom(atom);
        let minus = -BigRational::one();
        let sign = |closed: bool| {
            if closed {
                Sign::NonNegative
            } else {
                Sign::Positive
            }
        };
        if let Some(end) = &range.lower {
            let shifted = term
                .clone()
                .plus(&Polynomial::constant(end.value.clone()), &minus);
            found.push(Condition::new(shifted, sign(end.closed)));
        }
        if let Some(end) = &range.upper {
            let shifted = Polynomial::constant(end.value.clone()).plus(&term, &minus);
            found.push(Condition::new(shifted, sign(end.closed)));
        }
        if range.is_nonzero() && !range.is_positive() && !range.is_negative() {
            found.push(Condition::new(term, Sign::NonZero));
        }
    }

    /// Roots, absolute values and extrema by equations between polynomials; sines and cosines on
    /// the unit circle. The atom is defined.
    fn describe_value(&self, atom: Expr, found: &mut Vec<Condition>) {
        let store = self.store;
        let args = store.args(atom);
        let plain = |e: Expr| {
            let q = ring::quotient(store, self.arranger, e)?;
            Some((q.top, q.bottom))
        };
        let this = Polynomial::atom(atom);
        let minus = -BigRational::one();
        // this^k = u^n, for u = top/bottom.
        let power = |k: u32, u: Expr, n: u32| -> Option<Polynomial> {
            let (top, bottom) = plain(u)?;
            Some(
                raised(&this, k)?
                    .times(&raised(&bottom, n)?)?
                    .plus(&raised(&top, n)?, &minus),
            )
        };
        let mut equation = |polynomial: Option<Polynomial>| {
            if let Some(polynomial) = polynomial.filter(|p| degree(p) <= 8) {
                found.push(Condition::new(polynomial, Sign::Zero));
            }
        };
        match store.head(atom) {
            Head::Call(f) if f.name == "sqrt" => equation(power(2, args[0], 1)),
            Head::Call(f) if f.name == "root" => {
                if let Some(n @ 2..=6) = store.small_integer(args[1]) {
                    equation(power(n as u32, args[0], 1));
                    if n % 2 == 0 {
                        found.push(Condition::new(this, Sign::NonNegative));
                    }
                }
            }
            Head::Pow => {
                use num_traits::{Signed, ToPrimitive};
                let Some(exponent) = self.literal(args[1]).filter(|v| !v.is_integer()) else {
                    return;
                };
                let (Some(n), Some(k)) =
                    (exponent.numer().abs().to_u32(), exponent.denom().to_u32())
                else {
                    return;
                };
                if n > 6 || k > 6 {
                    return;
                }
                if exponent.is_positive() {
                    equation(power(k, args[0], n));
                } else if let Some((top, bottom)) = plain(args[0]) {
                    // this^k * u^n = 1
                    let product = || {
                        Some(
                            raised(&this, k)?
                                .times(&raised(&top, n)?)?
                                .plus(&raised(&bottom, n)?, &minus),
                        )
                    };
                    equation(product());
                }
            }
            Head::Call(f) if f.name == "abs" => {
                equation(power(2, args[0], 2));
                found.extend(self.condition(Relation::GreaterEqual, atom, args[0]));
                found.extend(self.condition(Relation::GreaterEqual, atom, store.neg(args[0])));
            }
            Head::Call(f) if matches!(f.name, "max" | "min") && args.len() == 2 => {
                let relation = if f.name == "max" {
                    Relation::GreaterEqual
                } else {
                    Relation::LessEqual
                };
                for arg in args {
                    found.extend(self.condition(relation, atom, *arg));
                }
                let product =
                    store.mul([store.sub(atom, args[0]), store.sub(atom, args[1])].as_slice());
                found.extend(self.condition(Relation::Equal, product, store.int(0)));
            }
            Head::Call(f) if f.name == "sin" => {
                let cosine =
                    Polynomial::atom(self.arranger.arranged(store, store.call("cos", &[args[0]])));
                let circle = || {
                    let sum = raised(&this, 2)?.plus(&raised(&cosine, 2)?, &BigRational::one());
                    Some(sum.plus(&Polynomial::constant(BigRational::one()), &minus))
                };
                equation(circle());
            }
            _ => {}
        }
    }
}

fn raised(polynomial: &Polynomial, exponent: u32) -> Option<Polynomial> {
    (0..exponent).try_fold(Polynomial::constant(BigRational::one()), |product, _| {
        product.times(polynomial)
    })
}

/// Whether no values of the atoms meet all conditions, as far as it is seen.
fn contradict(conditions: Vec<Condition>, fuel: &mut u32, depth: u32) -> bool {
    if *fuel == 0 {
        return false;
    }
    *fuel -= 1;
    let Some((equations, others)) = reduced(conditions) else {
        return true;
    };
    let nonzero: Vec<&Polynomial> = others
        .iter()
        .filter(|c| matches!(c.sign, Sign::NonZero | Sign::Positive))
        .map(|c| &c.polynomial)
        .collect();
    let basis = Basis::new(equations.clone());
    if product_vanishes(&nonzero, &basis) {
        return true;
    }
    let mut all = others.clone();
    all.extend(
        equations
            .iter()
            .map(|p| Condition::new(p.clone(), Sign::Zero)),
    );
    let mut variables: Vec<Expr> = Vec::new();
    for atom in all.iter().flat_map(|c| atoms(&c.polynomial)) {
        if !variables.contains(&atom) {
            variables.push(atom);
        }
    }
    for variable in &variables {
        let single: Vec<_> = all
            .iter()
            .filter(|c| atoms(&c.polynomial) == [*variable])
            .filter_map(|c| Some((polynomial::univariate(&c.polynomial, *variable)?, c.sign)))
            .collect();
        if !single.is_empty() && polynomial::univariate::contradict(&single) {
            return true;
        }
    }
    // In one variable the answer is complete.
    if variables.len() <= 1 {
        return false;
    }
    if squares::contradict(&all) {
        return true;
    }
    if depth == 0 {
        return false;
    }
    let mut with = |more: Vec<Condition>, without: &Condition| {
        let mut case: Vec<Condition> = all.iter().filter(|c| *c != without).cloned().collect();
        case.extend(more);
        contradict(case, fuel, depth - 1)
    };
    for condition in &all {
        let Some(parts) = factors::split(&condition.polynomial) else {
            continue;
        };
        match condition.sign {
            Sign::Zero => {
                return parts
                    .into_iter()
                    .all(|part| with(vec![Condition::new(part, Sign::Zero)], condition));
            }
            Sign::NonZero => {
                let parts = parts.into_iter();
                let each = parts.map(|part| Condition::new(part, Sign::NonZero));
                return with(each.collect(), condition);
            }
            _ => {}
        }
    }
    // Above or below zero.
    let order = |c: &Condition| matches!(c.sign, Sign::Positive | Sign::NonNegative);
    for condition in &all {
        if condition.sign == Sign::NonZero && all.iter().any(order) {
            let negative = super::linear::negative_of(&condition.polynomial);
            return [condition.polynomial.clone(), negative]
                .into_iter()
                .all(|side| with(vec![Condition::new(side, Sign::Positive)], condition));
        }
    }
    // Signs of the factors of a product.
    for condition in &all {
        if !order(condition) {
            continue;
        }
        let Some(parts) = factors::split(&condition.polynomial) else {
            continue;
        };
        let [f, g] = parts.as_slice() else { continue };
        let known = |p: &Polynomial| {
            all.iter().any(|c| {
                order(c) && (c.polynomial == *p || c.polynomial == super::linear::negative_of(p))
            })
        };
        if known(f) && known(g) {
            continue;
        }
        // The sign of f, each way; the condition stays.
        let none = Condition::new(Polynomial::default(), Sign::Zero);
        let negative = super::linear::negative_of;
        let open = if known(f) { g } else { f };
        return [
            Condition::new(open.clone(), Sign::Positive),
            Condition::new(negative(open), Sign::Positive),
            Condition::new(open.clone(), Sign::Zero),
        ]
        .into_iter()
        .all(|case| with(vec![case], &none));
    }
    false
}

/// The equations as a basis and the other conditions modulo it; `None` if they contradict each
/// other.
fn reduced(conditions: Vec<Condition>) -> Option<(Vec<Polynomial>, Vec<Condition>)> {
    let (zero, mut others): (Vec<_>, Vec<_>) =
        conditions.into_iter().partition(|c| c.sign == Sign::Zero);
    let mut equations: Vec<Polynomial> = zero.into_iter().map(|c| c.polynomial).collect();
    for _ in 0..8 {
        let basis = Basis::new(equations);
        if basis.is_contradictory() {
            return None;
        }
        equations = basis.polynomials().to_vec();
        let mut kept: Vec<Condition> = Vec::new();
        for condition in others {
            let polynomial = basis.remainder(&condition.polynomial);
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
        others = kept;
        // An equation is divided by what is not zero.
        let mut changed = false;
        for equation in &mut equations {
            for condition in &others {
                if matches!(condition.sign, Sign::NonZero | Sign::Positive)
                    && degree(&condition.polynomial) <= degree(equation)
                    && let Some(quotient) = divided(equation, &condition.polynomial)
                {
                    *equation = quotient;
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    Some((equations, others))
}

/// Whether the product of polynomials, or of their squares, is zero because of the equations.
fn product_vanishes(polynomials: &[&Polynomial], basis: &Basis) -> bool {
    if basis.polynomials().is_empty() {
        return false;
    }
    let mut product = Polynomial::constant(BigRational::one());
    let small = polynomials
        .iter()
        .filter(|p| p.0.len() <= 8 && degree(p) <= 3)
        .take(5);
    for polynomial in small {
        match product.times(polynomial) {
            Some(next) if next.0.len() <= 80 => product = basis.remainder(&next),
            _ => return false,
        }
    }
    if product.is_zero() {
        return true;
    }
    match product.times(&product) {
        Some(square) if square.0.len() <= 200 => basis.remainder(&square).is_zero(),
        _ => false,
    }
}
