//! The condition prover: what follows from assumptions about signs, intervals and linear
//! inequalities. It answers "yes, proved" or "not proved", never "no".
//!
//! It is trusted, and every replay runs it again. In order: literal arithmetic, ranges of known
//! functions, linear arithmetic over monomials (Fourier–Motzkin), and a case split on the signs
//! of the factors of an assumption.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use rustc_hash::FxHashMap;

use super::arrange::{Arranger, number_value};
use super::definedness::{self, Side};
use super::range::{Range, e_range, pi_range};
use super::ring::{self, Polynomial};
use crate::expr::{Args, Expr, Head, Monotone, Relation, Store};

/// More inequalities than this are not combined.
const MAX_CONSTRAINTS: usize = 160;
/// Assumptions with more factors than this are not split into cases.
const MAX_FACTORS: usize = 3;

/// A polynomial that is ≥ 0, or > 0 if strict.
#[derive(Clone)]
struct Constraint {
    polynomial: Polynomial,
    strict: bool,
}

/// What is assumed, prepared for questions.
pub struct Facts<'a> {
    store: &'a Store,
    arranger: &'a Arranger,
    assumptions: Vec<Expr>,
    bounds: FxHashMap<Expr, Range>,
    equations: Vec<(Expr, Expr)>,
    depth: u8,
}

impl<'a> Facts<'a> {
    /// Prepares assumptions: each formula, and that its terms are defined.
    pub fn new(store: &'a Store, arranger: &'a Arranger, assumed: &[Expr]) -> Facts<'a> {
        Facts::at_depth(store, arranger, assumed, 0)
    }

    fn at_depth(
        store: &'a Store,
        arranger: &'a Arranger,
        assumed: &[Expr],
        depth: u8,
    ) -> Facts<'a> {
        let mut facts = Facts {
            store,
            arranger,
            assumptions: Vec::new(),
            bounds: FxHashMap::default(),
            equations: Vec::new(),
            depth,
        };
        for formula in assumed {
            facts.assume(*formula);
            for condition in definedness::conditions(store, *formula, Side::Follows) {
                facts.assume(condition);
            }
        }
        facts
    }

    fn assume(&mut self, formula: Expr) {
        let store = self.store;
        match (store.head(formula), store.args(formula)) {
            (Head::And, parts) => {
                for part in parts {
                    self.assume(*part);
                }
            }
            (Head::Relation(relation), [a, b]) => {
                let formula = self.arranger.arranged(store, formula);
                if self.assumptions.contains(&formula) {
                    return;
                }
                self.assumptions.push(formula);
                if *relation == Relation::Equal {
                    self.equations.push((*a, *b));
                }
                self.bound(*relation, *a, *b);
                self.bound(relation.flipped(), *b, *a);
                let zero = store.int(0);
                let difference = store.sub(*a, *b);
                self.bound(*relation, difference, zero);
                self.uncover(*relation, *a, *b);
                self.uncover(relation.flipped(), *b, *a);
                // What is never zero and not negative is positive.
                let strict = match relation {
                    Relation::LessEqual => Relation::Less,
                    Relation::GreaterEqual => Relation::Greater,
                    _ => return,
                };
                if self.range(difference).is_nonzero() {
                    self.assume(store.relate(strict, *a, *b));
                }
            }
            (Head::True, _) => {}
            _ => self
                .assumptions
                .push(self.arranger.arranged(store, formula)),
        }
    }

    /// From `f(t) R f(s)` with a strictly increasing f: `t R s`, where s is -1, 0 or 1.
    fn uncover(&mut self, relation: Relation, a: Expr, b: Expr) {
        let store = self.store;
        let (Head::Call(f), [t]) = (store.head(a), store.args(a)) else {
            return;
        };
        if f.monotone != Monotone::Increasing {
            return;
        }
        let Some(value) = ring::constant(store, self.arranger, b) else {
            return;
        };
        for s in [-1, 0, 1] {
            let point = BigRational::from(num_bigint::BigInt::from(s));
            if special_value(f.name, &point).is_some_and(|image| image == value) {
                self.assume(store.relate(relation, *t, store.int(s)));
            }
        }
    }

    /// Records `a R b` as a bound on a, if b is a number.
    fn bound(&mut self, relation: Relation, a: Expr, b: Expr) {
        let Some(value) = ring::constant(self.store, self.arranger, b) else {
            return;
        };
        let range = match relation {
            Relation::Equal => Range::point(value),
            Relation::NotEqual if value.is_zero() => Range {
                nonzero: true,
                ..Range::default()
            },
            Relation::NotEqual => return,
            Relation::Less => Range::below(value, false),
            Relation::LessEqual => Range::below(value, true),
            Relation::Greater => Range::above(value, false),
            Relation::GreaterEqual => Range::above(value, true),
        };
        let key = self.arranger.arranged(self.store, a);
        let known = self.bounds.remove(&key).unwrap_or_default();
        self.bounds.insert(key, known.meet(&range));
    }

    /// Whether the formula certainly holds, its terms being defined.
    pub fn holds(&self, goal: Expr) -> bool {
        let store = self.store;
        let args = store.args(goal);
        match store.head(goal) {
            Head::True => true,
            Head::And => args.iter().all(|part| self.holds(*part)),
            Head::Or => args.iter().any(|part| self.holds(*part)) || self.some_nonzero(args),
            Head::Not => match (store.head(args[0]), store.args(args[0])) {
                (Head::Relation(r), [a, b]) => self.holds(store.relate(r.negated(), *a, *b)),
                (Head::Call(f), [n]) => self
                    .literal(*n)
                    .is_some_and(|value| predicate(f.name, &value) == Some(false)),
                _ => false,
            },
            Head::Call(f) => self
                .literal(args[0])
                .is_some_and(|value| predicate(f.name, &value) == Some(true)),
            Head::Relation(relation) => {
                self.defined(args[0]) && self.defined(args[1]) && {
                    let arranged = self.arranger.arranged(store, goal);
                    self.assumptions.contains(&arranged)
                        || self.relation(*relation, args[0], args[1])
                }
            }
            Head::Each => {
                // For any index within the range; the index is renamed apart from everything.
                let arranged = self.arranger.arranged(store, goal);
                self.assumptions.contains(&arranged) || self.holds(store.args(arranged)[3])
            }
            _ => self
                .assumptions
                .contains(&self.arranger.arranged(store, goal)),
        }
    }

    /// Whether the term is certainly defined.
    pub fn defined(&self, term: Expr) -> bool {
        let term = self.arranger.arranged(self.store, term);
        definedness::conditions(self.store, term, Side::Enough)
            .into_iter()
            .all(|condition| {
                self.assumptions
                    .contains(&self.arranger.arranged(self.store, condition))
                    || match (self.store.head(condition), self.store.args(condition)) {
                        (Head::Relation(r), [a, b]) => self.relation(*r, *a, *b),
                        (Head::False, _) => false,
                        _ => self.holds(condition),
                    }
            })
    }

    /// The range of a term's values under the assumptions.
    pub fn range(&self, term: Expr) -> Range {
        let term = self.arranger.arranged(self.store, term);
        let store = self.store;
        store.fold(term, |expr, node, args: &[Range]| {
            let own = match &node.head {
                Head::Number(_) => number_value(store, expr)
                    .map_or_else(Range::default, |n| Range::point(n.value().clone())),
                Head::Name(name) => match &**name {
                    "pi" => pi_range(),
                    "e" => e_range(),
                    _ => Range::default(),
                },
                Head::Add => {
                    let (first, rest) = args.split_first().expect("a sum has terms");
                    rest.iter().fold(first.clone(), |sum, r| sum.plus(r))
                }
                Head::Mul => {
                    let (first, rest) = args.split_first().expect("a product has factors");
                    rest.iter()
                        .fold(first.clone(), |product, r| product.times(r))
                }
                Head::Neg => args[0].neg(),
                Head::Div => args[0].times(&args[1].inverse()),
                Head::Pow => self.power(node.args[1], &args[0]),
                Head::Sum => self.sum(&node.args, &args[3]),
                Head::Piecewise => piecewise(args),
                Head::Call(f) => call(f, args),
                _ => Range::default(),
            };
            match self.bounds.get(&expr) {
                Some(known) => own.meet(known),
                None => own,
            }
        })
    }

    fn power(&self, exponent: Expr, base: &Range) -> Range {
        match self.store.small_integer(exponent) {
            Some(k @ 1..=64) => base.power(k as u32),
            Some(k @ -64..=-1) => base.power(k.unsigned_abs() as u32).inverse(),
            Some(_) => Range::default(),
            None if base.is_positive() => Range::above(BigRational::zero(), false),
            // A power with a non-integer exponent is never negative; an even one neither, but an
            // unknown exponent may be odd.
            None if self.literal(exponent).is_some_and(|v| !v.is_integer()) => {
                Range::above(BigRational::zero(), true)
            }
            None => Range::default(),
        }
    }

    /// A sum whose terms have a sign has it too, and strictly if it has a term.
    fn sum(&self, node: &Args, body: &Range) -> Range {
        let zero = BigRational::zero();
        let size = self.store.head(node[2]);
        let nonempty = self.store.small_integer(node[1]) == Some(1)
            && (matches!(size, Head::Name(_))
                || self.store.small_integer(node[2]).is_some_and(|n| n >= 1));
        if body.is_nonnegative() {
            Range::above(zero, !(nonempty && body.is_positive()))
        } else if body.is_nonpositive() {
            Range::below(zero, !(nonempty && body.is_negative()))
        } else {
            Range::default()
        }
    }

    fn literal(&self, term: Expr) -> Option<BigRational> {
        ring::constant(self.store, self.arranger, term)
    }

    /// `a R b` for defined terms.
    fn relation(&self, relation: Relation, a: Expr, b: Expr) -> bool {
        let store = self.store;
        match relation {
            Relation::Less => return self.relation(Relation::Greater, b, a),
            Relation::LessEqual => return self.relation(Relation::GreaterEqual, b, a),
            _ => {}
        }
        if matches!(relation, Relation::Equal | Relation::GreaterEqual)
            && ring::equal(store, self.arranger, a, b)
        {
            return true;
        }
        // f(t) R f(s) with a strictly increasing f, at a point where f(s) is rational.
        if let (Head::Call(f), [t]) = (store.head(a), store.args(a))
            && f.monotone == Monotone::Increasing
            && let Some(value) = self.literal(b)
        {
            for s in [-1, 0, 1] {
                let point = BigRational::from(num_bigint::BigInt::from(s));
                if special_value(f.name, &point).is_some_and(|image| image == value)
                    && self.relation(relation, *t, store.int(s))
                {
                    return true;
                }
            }
        }
        let difference = store.sub(a, b);
        let structural = self.range(difference);
        let decided = |range: &Range| match relation {
            Relation::Greater => range.is_positive(),
            Relation::GreaterEqual => range.is_nonnegative(),
            Relation::NotEqual => range.is_nonzero(),
            _ => false,
        };
        if decided(&structural) {
            return true;
        }
        let Some(q) = ring::quotient(store, self.arranger, difference) else {
            return self.by_cases(relation, a, b);
        };
        let bottom = self.polynomial_range(&q.bottom);
        let top = if bottom.is_positive() {
            Some(q.top.clone())
        } else if bottom.is_negative() {
            let minus = -BigRational::one();
            Some(Polynomial::default().plus(&q.top, &minus))
        } else if relation == Relation::NotEqual {
            Some(q.top.clone())
        } else {
            None
        };
        if let Some(top) = top {
            let top = self.without_positive_factors(top);
            if decided(&self.polynomial_range(&top)) {
                return true;
            }
            let minus = -BigRational::one();
            let negative = Polynomial::default().plus(&top, &minus);
            // The negation of top > 0 is -top >= 0.
            let proved = match relation {
                Relation::Greater => self.impossible(&[Constraint {
                    polynomial: negative,
                    strict: false,
                }]),
                Relation::GreaterEqual => self.impossible(&[Constraint {
                    polynomial: negative,
                    strict: true,
                }]),
                Relation::NotEqual => {
                    self.impossible(&[
                        Constraint {
                            polynomial: negative,
                            strict: false,
                        },
                        Constraint {
                            polynomial: top.clone(),
                            strict: false,
                        },
                    ]) || self.impossible(&[Constraint {
                        polynomial: negative_of(&top),
                        strict: false,
                    }]) || self.impossible(&[Constraint {
                        polynomial: top.clone(),
                        strict: false,
                    }]) || self.assumed_nonzero(&top)
                        || self.root_contradicts(&top)
                }
                _ => false,
            };
            if proved {
                return true;
            }
        }
        if relation == Relation::NotEqual && self.factors_nonzero(a, b) {
            return true;
        }
        self.by_cases(relation, a, b)
    }

    /// The polynomial divided by atoms that all its terms share and that are positive: its sign
    /// stays.
    fn without_positive_factors(&self, polynomial: Polynomial) -> Polynomial {
        let Some(first) = polynomial.0.keys().next() else {
            return polynomial;
        };
        let shared: Vec<Expr> = first
            .iter()
            .map(|(atom, _)| *atom)
            .filter(|atom| {
                polynomial
                    .0
                    .keys()
                    .all(|m| m.iter().any(|(a, _)| a == atom))
            })
            .filter(|atom| self.range(*atom).is_positive())
            .collect();
        if shared.is_empty() {
            return polynomial;
        }
        let lowered = polynomial.0.into_iter().map(|(monomial, coefficient)| {
            let monomial = monomial
                .into_iter()
                .map(|(atom, k)| (atom, k - u32::from(shared.contains(&atom))))
                .filter(|(_, k)| *k > 0)
                .collect();
            (monomial, coefficient)
        });
        Polynomial(lowered.collect())
    }

    /// The range of a polynomial from the ranges of its atoms.
    fn polynomial_range(&self, polynomial: &Polynomial) -> Range {
        let mut sum = Range::point(BigRational::zero());
        for (monomial, coefficient) in &polynomial.0 {
            let mut product = Range::point(coefficient.clone());
            for (atom, exponent) in monomial {
                let power = if *exponent <= 64 {
                    self.range(*atom).power(*exponent)
                } else {
                    Range::default()
                };
                product = product.times(&power);
            }
            sum = sum.plus(&product);
        }
        sum
    }

    /// Of several terms that are claimed to differ from 0, one certainly does: some small
    /// combination of them does.
    fn some_nonzero(&self, parts: &[Expr]) -> bool {
        let store = self.store;
        let mut terms = Vec::new();
        for part in parts {
            match (store.head(*part), store.args(*part)) {
                (Head::Relation(Relation::NotEqual), [a, b])
                    if self.literal(*b).is_some_and(|v| v.is_zero()) && self.defined(*a) =>
                {
                    terms.push(*a);
                }
                _ => return false,
            }
        }
        let [a, b] = terms.as_slice() else {
            return false;
        };
        let zero = store.int(0);
        [store.sub(*a, *b), store.add([*a, *b].as_slice())]
            .into_iter()
            .any(|combination| self.relation(Relation::NotEqual, combination, zero))
            || self.differs_at_root(*a, *b)
            || self.differs_at_root(*b, *a)
    }

    /// Whether `b` differs from zero at the only value of a variable at which `a` vanishes.
    fn differs_at_root(&self, a: Expr, b: Expr) -> bool {
        let store = self.store;
        let Some(q) = ring::quotient(store, self.arranger, a) else {
            return false;
        };
        if q.bottom.as_constant().is_none() {
            return false;
        }
        let b = self.arranger.arranged(store, b);
        roots(store, &q.top).into_iter().any(|(atom, root)| {
            let binding = [(atom, root)].into_iter().collect();
            let value = store.substitute(b, &binding);
            self.range(value).is_nonzero()
                || ring::quotient(store, self.arranger, value)
                    .is_some_and(|q| self.polynomial_range(&q.top).is_nonzero())
        })
    }

    /// Whether `a - b` is a product of factors that all differ from 0, or a side of an
    /// assumed equation whose other side does.
    fn factors_nonzero(&self, a: Expr, b: Expr) -> bool {
        let store = self.store;
        if !self.literal(b).is_some_and(|v| v.is_zero()) {
            return false;
        }
        let arranged = self.arranger.arranged(store, a);
        for (left, right) in &self.equations {
            for (this, other) in [(left, right), (right, left)] {
                if self.arranger.arranged(store, *this) == arranged
                    && self.range(*other).is_nonzero()
                {
                    return true;
                }
            }
        }
        let factors = factors(store, arranged);
        factors.len() > 1
            && factors
                .iter()
                .all(|f| self.relation(Relation::NotEqual, *f, store.int(0)))
    }

    /// Whether some multiple of the polynomial is assumed to differ from zero.
    fn assumed_nonzero(&self, polynomial: &Polynomial) -> bool {
        let store = self.store;
        self.assumptions.iter().any(|assumption| {
            let (Head::Relation(Relation::NotEqual), [a, b]) =
                (store.head(*assumption), store.args(*assumption))
            else {
                return false;
            };
            let Some(q) = ring::quotient(store, self.arranger, store.sub(*a, *b)) else {
                return false;
            };
            let (Some((monomial, c)), true) =
                (q.top.0.first_key_value(), q.bottom.as_constant().is_some())
            else {
                return false;
            };
            match polynomial.0.get(monomial) {
                Some(d) => Polynomial::default().plus(&q.top, &(d / c)) == *polynomial,
                None => false,
            }
        })
    }

    /// Whether the polynomial cannot be zero, because its root in some variable contradicts an
    /// assumed equation.
    fn root_contradicts(&self, polynomial: &Polynomial) -> bool {
        let store = self.store;
        for (atom, root) in roots(store, polynomial) {
            let binding = [(atom, root)].into_iter().collect();
            for (left, right) in &self.equations {
                let difference = self.arranger.arranged(store, store.sub(*left, *right));
                let difference = store.substitute(difference, &binding);
                if let Some(q) = ring::quotient(store, self.arranger, difference)
                    && self.polynomial_range(&q.top).is_nonzero()
                {
                    return true;
                }
            }
        }
        false
    }

    /// Whether the assumptions and these constraints contradict each other.
    fn impossible(&self, extra: &[Constraint]) -> bool {
        let store = self.store;
        let mut constraints: Vec<Constraint> = extra.to_vec();
        for assumption in &self.assumptions {
            let (Head::Relation(relation), [a, b]) =
                (store.head(*assumption), store.args(*assumption))
            else {
                continue;
            };
            // Arranged relations are =, !=, < or <=.
            let Some(q) = ring::quotient(store, self.arranger, store.sub(*b, *a)) else {
                continue;
            };
            let bottom = self.polynomial_range(&q.bottom);
            let polynomial = if bottom.is_positive() {
                q.top
            } else if bottom.is_negative() || *relation == Relation::Equal {
                negative_of(&q.top)
            } else {
                continue;
            };
            let polynomial = self.without_positive_factors(polynomial);
            match relation {
                Relation::Less => constraints.push(Constraint {
                    polynomial,
                    strict: true,
                }),
                Relation::LessEqual => {
                    let strict = self.range(store.sub(*b, *a)).is_nonzero();
                    constraints.push(Constraint { polynomial, strict });
                }
                Relation::Equal => {
                    constraints.push(Constraint {
                        polynomial: negative_of(&polynomial),
                        strict: false,
                    });
                    constraints.push(Constraint {
                        polynomial,
                        strict: false,
                    });
                }
                _ => {}
            }
        }
        let mut monomials: Vec<ring::Monomial> = Vec::new();
        for constraint in &constraints {
            for monomial in constraint.polynomial.0.keys() {
                if !monomial.is_empty() && !monomials.contains(monomial) {
                    monomials.push(monomial.clone());
                }
            }
        }
        for monomial in &monomials {
            let single = Polynomial(
                [(monomial.clone(), BigRational::one())]
                    .into_iter()
                    .collect(),
            );
            let range = self.polynomial_range(&single);
            if let Some(end) = &range.lower {
                let below = Polynomial::constant(end.value.clone());
                constraints.push(Constraint {
                    polynomial: single.clone().plus(&below, &-BigRational::one()),
                    strict: !end.closed || (end.value.is_zero() && range.nonzero),
                });
            }
            if let Some(end) = &range.upper {
                constraints.push(Constraint {
                    polynomial: Polynomial::constant(end.value.clone())
                        .plus(&single, &-BigRational::one()),
                    strict: !end.closed || (end.value.is_zero() && range.nonzero),
                });
            }
        }
        eliminate(constraints, monomials)
    }

    /// Splits an assumption `product R 0` into the possible signs of its factors; the goal must
    /// hold in each case.
    fn by_cases(&self, relation: Relation, a: Expr, b: Expr) -> bool {
        if self.depth >= 1 {
            return false;
        }
        let store = self.store;
        let goal = store.relate(relation, a, b);
        let zero = store.int(0);
        for assumption in &self.assumptions {
            let (Head::Relation(r), [left, right]) =
                (store.head(*assumption), store.args(*assumption))
            else {
                continue;
            };
            if !matches!(r, Relation::Less | Relation::LessEqual) {
                continue;
            }
            // 0 R product, or product R 0.
            let (product, positive) = match (self.literal(*left), self.literal(*right)) {
                (Some(v), None) if v.is_zero() => (*right, true),
                (None, Some(v)) if v.is_zero() => (*left, false),
                _ => {
                    // right - left may be a single monomial.
                    let difference = store.sub(*right, *left);
                    let Some(q) = ring::quotient(store, self.arranger, difference) else {
                        continue;
                    };
                    if q.top.0.len() != 1 || q.bottom.as_constant().is_none() {
                        continue;
                    }
                    let scale = q
                        .bottom
                        .as_constant()
                        .unwrap_or_else(BigRational::one)
                        .recip();
                    let scaled = Polynomial::default().plus(&q.top, &scale);
                    (ring::term(store, &scaled), true)
                }
            };
            let strict = *r == Relation::Less;
            let Some((factors, odd)) = self.open_factors(product) else {
                continue;
            };
            // The product of the open factors is positive if an even number is negative.
            let wanted_negatives_odd = positive == odd;
            let all_cases = (0..1u32 << factors.len())
                .filter(|signs| (signs.count_ones() % 2 == 1) == wanted_negatives_odd)
                .all(|signs| {
                    let mut assumed = self.assumptions.clone();
                    for (k, factor) in factors.iter().enumerate() {
                        let relation = match (signs >> k & 1 == 1, strict) {
                            (true, true) => Relation::Less,
                            (true, false) => Relation::LessEqual,
                            (false, true) => Relation::Greater,
                            (false, false) => Relation::GreaterEqual,
                        };
                        assumed.push(store.relate(relation, *factor, zero));
                    }
                    let case = Facts::at_depth(store, self.arranger, &assumed, self.depth + 1);
                    case.impossible(&[]) || case.holds_relation(goal)
                });
            if all_cases {
                return true;
            }
        }
        false
    }

    /// The factors of a product or quotient whose sign is not known, and whether those of known
    /// sign make it negative. As written, or else as one fraction.
    fn open_factors(&self, product: Expr) -> Option<(Vec<Expr>, bool)> {
        let store = self.store;
        let one_fraction = || {
            let q = ring::quotient(store, self.arranger, product)?;
            q.bottom
                .as_constant()
                .is_none()
                .then(|| vec![ring::term(store, &q.top), ring::term(store, &q.bottom)])
        };
        let mut candidates = vec![factors(store, product)];
        candidates.extend(one_fraction());
        for candidate in candidates {
            if candidate.len() < 2 {
                continue;
            }
            let mut odd = false;
            let mut open = Vec::new();
            for factor in candidate {
                let (factor, negated) = match (store.head(factor), store.args(factor)) {
                    (Head::Neg, [inner]) => (*inner, true),
                    _ => (factor, false),
                };
                odd ^= negated;
                let mut range = self.range(factor);
                if let Some(q) = ring::quotient(store, self.arranger, factor)
                    && q.bottom.as_constant().is_some_and(|c| c.is_one())
                {
                    range = range.meet(&self.polynomial_range(&q.top));
                }
                if range.is_positive() {
                    continue;
                }
                if range.is_negative() {
                    odd = !odd;
                    continue;
                }
                open.push(factor);
            }
            if open.len() <= MAX_FACTORS {
                return Some((open, odd));
            }
        }
        None
    }

    fn holds_relation(&self, goal: Expr) -> bool {
        match (self.store.head(goal), self.store.args(goal)) {
            (Head::Relation(relation), [a, b]) => self.relation(*relation, *a, *b),
            _ => false,
        }
    }
}

/// For each atom in which the polynomial is `c * atom + d` with numbers c and d: its root.
fn roots(store: &Store, polynomial: &Polynomial) -> Vec<(Expr, Expr)> {
    let constant = polynomial
        .0
        .get(&Vec::new())
        .cloned()
        .unwrap_or_else(BigRational::zero);
    if polynomial.0.len() != 1 + usize::from(!constant.is_zero()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (monomial, coefficient) in &polynomial.0 {
        if let [(atom, _)] = monomial.as_slice()
            && (constant.is_zero() || monomial[0].1 == 1)
        {
            found.push((*atom, store.rational(-constant.clone() / coefficient)));
        }
    }
    found
}

fn negative_of(polynomial: &Polynomial) -> Polynomial {
    Polynomial::default().plus(polynomial, &-BigRational::one())
}

/// Fourier–Motzkin: eliminates the monomials one by one, looking for 0 > 0.
fn eliminate(mut constraints: Vec<Constraint>, monomials: Vec<ring::Monomial>) -> bool {
    let contradiction = |c: &Constraint| {
        c.polynomial
            .as_constant()
            .is_some_and(|v| v.is_negative() || (c.strict && v.is_zero()))
    };
    for monomial in monomials {
        if constraints.iter().any(contradiction) {
            return true;
        }
        let coefficient = |c: &Constraint| {
            c.polynomial
                .0
                .get(&monomial)
                .cloned()
                .unwrap_or_else(BigRational::zero)
        };
        let (with, mut rest): (Vec<_>, Vec<_>) = constraints
            .into_iter()
            .partition(|c| !coefficient(c).is_zero());
        let (lower, upper): (Vec<_>, Vec<_>) =
            with.into_iter().partition(|c| coefficient(c).is_positive());
        if rest.len() + lower.len() * upper.len() > MAX_CONSTRAINTS {
            return false;
        }
        for low in &lower {
            for high in &upper {
                let (a, b) = (coefficient(low), -coefficient(high));
                let sum = Polynomial::default()
                    .plus(&low.polynomial, &b)
                    .plus(&high.polynomial, &a);
                rest.push(Constraint {
                    polynomial: sum,
                    strict: low.strict || high.strict,
                });
            }
        }
        constraints = rest;
    }
    constraints.iter().any(contradiction)
}

/// The factors of a product or quotient, numerators and denominators alike: its sign is the
/// product of their signs.
fn factors(store: &Store, term: Expr) -> Vec<Expr> {
    let mut found = Vec::new();
    let mut stack = vec![term];
    while let Some(expr) = stack.pop() {
        match store.head(expr) {
            Head::Mul | Head::Div => stack.extend(store.args(expr).iter().rev()),
            Head::Neg => {
                found.push(store.int(-1));
                stack.push(store.args(expr)[0]);
            }
            _ => found.push(expr),
        }
    }
    found
}

fn predicate(name: &str, value: &BigRational) -> Option<bool> {
    let two = num_bigint::BigInt::from(2);
    match name {
        "integer" => Some(value.is_integer()),
        "even" => Some(value.is_integer() && (value.numer() % &two).is_zero()),
        "odd" => Some(value.is_integer() && !(value.numer() % &two).is_zero()),
        _ => None,
    }
}

fn piecewise(args: &[Range]) -> Range {
    let mut values: Vec<&Range> = args.iter().skip(1).step_by(2).collect();
    if args.len() % 2 == 1 {
        values.extend(args.last());
    }
    match values.split_first() {
        Some((first, rest)) => rest.iter().fold((*first).clone(), |hull, r| hull.hull(r)),
        None => Range::default(),
    }
}

/// The range of a known function, with its exact value where its argument's end is a point at
/// which the value is rational.
fn call(f: &crate::expr::Function, args: &[Range]) -> Range {
    let declared = Range::declared(&f.range);
    match f.name {
        "abs" => return args[0].magnitude(),
        "min" | "max" if args.len() == 1 => return args[0].clone(),
        "max" => {
            // At least each argument.
            let lower = args.iter().fold(Range::default(), |all, r| {
                all.meet(&Range {
                    lower: r.lower.clone(),
                    ..Range::default()
                })
            });
            return lower;
        }
        "min" => {
            return args.iter().fold(Range::default(), |all, r| {
                all.meet(&Range {
                    upper: r.upper.clone(),
                    ..Range::default()
                })
            });
        }
        _ => {}
    }
    if f.monotone == Monotone::No || args.len() != 1 {
        return declared;
    }
    let value = |x: &BigRational| special_value(f.name, x);
    let argument = &args[0];
    let (mut lower, mut upper) = (None, None);
    // Compare the argument's ends with the special points: f is monotone.
    for point in [-BigRational::one(), BigRational::zero(), BigRational::one()] {
        let Some(image) = value(&point) else { continue };
        if let Some(end) = argument.lower.as_ref().filter(|e| e.value >= point) {
            lower = Some((
                image.clone(),
                end.closed && end.value == point || end.value > point,
            ));
            if end.value > point {
                lower = Some((image.clone(), false));
            }
        }
        if upper.is_none()
            && let Some(end) = argument.upper.as_ref().filter(|e| e.value <= point)
        {
            upper = Some((image, end.closed && end.value == point));
        }
    }
    let (below, above) = match f.monotone {
        Monotone::Increasing => (lower, upper),
        _ => (upper, lower),
    };
    let mut range = declared;
    if let Some((value, closed)) = below {
        range = range.meet(&Range::above(value, closed));
    }
    if let Some((value, closed)) = above {
        range = range.meet(&Range::below(value, closed));
    }
    if argument.nonzero && value(&BigRational::zero()).is_some_and(|v| v.is_zero()) {
        range.nonzero = true;
    }
    range
}

/// Rational values of strictly monotone functions at -1, 0 and 1.
fn special_value(name: &str, x: &BigRational) -> Option<BigRational> {
    let zero = x.is_zero();
    let one = x.is_one();
    let half = BigRational::new(1.into(), 2.into());
    match name {
        "exp" if zero => Some(BigRational::one()),
        "log" | "log10" | "log2" | "acosh" if one => Some(BigRational::zero()),
        "sqrt" if zero || one => Some(x.clone()),
        "asin" | "atan" | "sinh" | "tanh" | "asinh" | "atanh" | "erf" if zero => {
            Some(BigRational::zero())
        }
        "sigmoid" | "Phi" if zero => Some(half),
        _ => None,
    }
}
