//! Linear predictors in standard form: intercept plus coefficient times input, whatever linear
//! layers they came through.

use rustc_hash::FxHashSet;

use super::chain::{Chain, Progress, Stuck, tidy};
use super::polynomial;
use crate::expr::{Expr, Head, Node, Store};
use crate::kernel::ring;
use crate::render::page::Level;

/// More rewritings than this are not made.
const MAX_MOVES: usize = 400;
/// Predictors that are longer than this when multiplied out stay as they are.
const MAX_EXPANSION: u64 = 20_000;

/// Whether a variable is an input: one of the names, or an entry of one.
pub fn is_input(store: &Store, inputs: &FxHashSet<Expr>, expr: Expr) -> bool {
    inputs.contains(&expr)
        || *store.head(expr) == Head::Entry && inputs.contains(&store.args(expr)[0])
}

/// About how many factors a term has when all its products are multiplied out.
fn expansion(store: &Store, term: Expr) -> u64 {
    let (terms, factors) = store.fold(term, |_, node, args: &[(u64, u64)]| match node.head {
        Head::Add => args.iter().fold((0, 0), |(terms, factors), arg| {
            (arg.0.saturating_add(terms), arg.1.max(factors))
        }),
        Head::Mul | Head::Div | Head::Neg => args.iter().fold((1, 0), |(terms, factors), arg| {
            (arg.0.saturating_mul(terms), arg.1.saturating_add(factors))
        }),
        _ => (1u64, 1u64),
    });
    terms.saturating_mul(factors)
}

/// Whether a node is a number that its author wrote as a decimal.
pub fn is_decimal(node: &Node) -> bool {
    matches!(&node.head, Head::Number(n) if n.written().is_some())
}

/// Whether some input occurs in an expression.
pub fn has_input(store: &Store, inputs: &FxHashSet<Expr>, expr: Expr) -> bool {
    let mut stack = vec![expr];
    let mut seen = FxHashSet::default();
    while let Some(expr) = stack.pop() {
        if is_input(store, inputs, expr) {
            return true;
        }
        if seen.insert(expr) {
            stack.extend_from_slice(store.args(expr));
        }
    }
    false
}

impl Chain<'_, '_> {
    /// Brings the predictor at a position into the form intercept + Σ coefficient · input.
    ///
    /// # Errors
    /// [`Stuck`] where it does not get there; the steps so far remain, and are right.
    pub fn collapse(&mut self, path: &[u32], inputs: &FxHashSet<Expr>) -> Progress {
        let store = self.store();
        let has_sum = |term: Expr| store.any(term, |node| node.head == Head::Sum);
        if !has_sum(self.at(path)?) {
            return self.collect_inputs(path, inputs);
        }
        for _ in 0..MAX_MOVES {
            let term = self.at(path)?;
            match self.next_move(path, term, inputs) {
                Some(found) => found?,
                None => break,
            }
        }
        let term = self.at(path)?;
        match has_sum(term) {
            true => self.join_sums(path, inputs),
            false => self.collect_inputs(path, inputs),
        }
    }

    /// The first rewriting that applies somewhere in the predictor, innermost first, taken.
    fn next_move(
        &mut self,
        path: &[u32],
        term: Expr,
        inputs: &FxHashSet<Expr>,
    ) -> Option<Progress> {
        let store = self.store();
        let mut order: Vec<(Vec<u32>, Expr)> = Vec::new();
        let mut stack = vec![(path.to_vec(), term)];
        while let Some((at, expr)) = stack.pop() {
            if !has_input(store, inputs, expr) || is_input(store, inputs, expr) {
                continue;
            }
            if store.args(expr).len() > 1_000 {
                // A long explicit predictor is in standard form or not worth the search.
                continue;
            }
            for (k, arg) in store.args(expr).iter().enumerate() {
                let mut below = at.clone();
                below.push(k as u32);
                stack.push((below, *arg));
            }
            order.push((at, expr));
        }
        for (at, expr) in order.into_iter().rev() {
            if let Some(done) = self.move_at(&at, expr, inputs) {
                return Some(done);
            }
        }
        None
    }

    fn move_at(&mut self, at: &[u32], expr: Expr, inputs: &FxHashSet<Expr>) -> Option<Progress> {
        let store = self.store();
        let args = store.args(expr);
        let standard = Level::Standard;
        match store.head(expr) {
            // w (c + S) = w c + w S
            Head::Mul => {
                let k = args
                    .iter()
                    .position(|a| *store.head(*a) == Head::Add && has_input(store, inputs, *a));
                if let Some(k) = k {
                    let sum = store.args(args[k]);
                    let others: Vec<Expr> = args
                        .iter()
                        .enumerate()
                        .filter(|(j, _)| *j != k)
                        .map(|(_, a)| *a)
                        .collect();
                    let terms: Vec<Expr> = sum
                        .iter()
                        .map(|term| {
                            let mut factors = others.clone();
                            factors.push(*term);
                            tidy(store, store.mul(factors.as_slice()))
                        })
                        .collect();
                    let new = store.add(terms.as_slice());
                    return Some(self.algebra(at, new, "multiply out", standard));
                }
                // c Σ a_j = Σ c a_j
                let k = args
                    .iter()
                    .position(|a| *store.head(*a) == Head::Sum && has_input(store, inputs, *a))?;
                let sum = store.args(args[k]);
                let (index, lo, hi, body) = (sum[0], sum[1], sum[2], sum[3]);
                let others: Vec<Expr> = args
                    .iter()
                    .enumerate()
                    .filter(|(j, _)| *j != k)
                    .map(|(_, a)| *a)
                    .collect();
                let factor = store.mul(others.as_slice());
                let template =
                    store.substitute(body, &[(index, store.slot(1))].into_iter().collect());
                let values = [("c", factor), ("a", template), ("m", lo), ("n", hi)];
                Some(self.sum_rule("sum-scale", at, &values, index, Level::Standard))
            }
            Head::Neg if *store.head(args[0]) == Head::Add => {
                let terms: Vec<Expr> = store
                    .args(args[0])
                    .iter()
                    .map(|t| tidy(store, store.neg(*t)))
                    .collect();
                let new = store.add(terms.as_slice());
                Some(self.algebra(at, new, "multiply out", Level::Full))
            }
            Head::Add if args.iter().any(|a| *store.head(*a) == Head::Add) => {
                let flat: Vec<Expr> = args
                    .iter()
                    .flat_map(|a| match store.head(*a) {
                        Head::Add => store.args(*a).to_vec(),
                        _ => vec![*a],
                    })
                    .collect();
                Some(self.arrange(at, store.add(flat.as_slice())))
            }
            Head::Sum => {
                let (index, lo, hi, body) = (args[0], args[1], args[2], args[3]);
                let template =
                    |e: Expr| store.substitute(e, &[(index, store.slot(1))].into_iter().collect());
                match store.head(body) {
                    // Σ (a + b) = Σ a + Σ b
                    Head::Add if store.args(body).len() >= 2 => {
                        let parts = store.args(body);
                        let rest = store.add(&parts[1..]);
                        let values = [
                            ("a", template(parts[0])),
                            ("b", template(rest)),
                            ("m", lo),
                            ("n", hi),
                        ];
                        Some(self.sum_rule("sum-add", at, &values, index, standard))
                    }
                    // Σ_i Σ_j = Σ_j Σ_i, the inputs' index outermost
                    Head::Sum if self.runs_over_inputs(body, inputs) => {
                        let inner = store.args(body);
                        let both = [(index, store.slot(1)), (inner[0], store.slot(2))];
                        let template = store.substitute(inner[3], &both.into_iter().collect());
                        let values = [
                            ("a", template),
                            ("l", lo),
                            ("m", hi),
                            ("r", inner[1]),
                            ("n", inner[2]),
                        ];
                        let (step, result, reason) =
                            match self.proposed("sum-exchange", at, &values) {
                                Ok(found) => found,
                                Err(stuck) => return Some(Err(stuck)),
                            };
                        let result = self.with_indices(result, &[inner[0], index]);
                        let after = store.replace_at(self.current(), at, result)?;
                        Some(self.take(crate::kernel::Step { after, ..step }, reason, standard))
                    }
                    // Σ_i c_i x = (Σ_i c_i) x
                    Head::Mul => {
                        let factors = store.args(body);
                        let (outer, inner): (Vec<Expr>, Vec<Expr>) =
                            factors.iter().partition(|f| !store.contains(**f, index));
                        if outer.is_empty()
                            || inner.is_empty()
                            || !outer.iter().any(|f| has_input(store, inputs, *f))
                        {
                            return None;
                        }
                        let factor = store.mul(outer.as_slice());
                        let rest = store.mul(inner.as_slice());
                        let values = [("c", factor), ("a", template(rest)), ("m", lo), ("n", hi)];
                        let sum = store.bind(Head::Sum, index, lo, hi, rest);
                        let result = store.mul([sum, factor].as_slice());
                        Some(self.take_as("sum-scale", at, &values, result, standard))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether a sum's index is that of an input in its body.
    fn runs_over_inputs(&self, sum: Expr, inputs: &FxHashSet<Expr>) -> bool {
        let store = self.store();
        let (index, body) = (store.args(sum)[0], store.args(sum)[3]);
        store.subterms(body).into_iter().any(|e| {
            *store.head(e) == Head::Entry
                && inputs.contains(&store.args(e)[0])
                && store.args(e)[1..].iter().any(|i| store.contains(*i, index))
        })
    }

    /// Applies a rule about sums, naming the resulting indices as the sum at hand does.
    fn sum_rule(
        &mut self,
        rule: &str,
        at: &[u32],
        values: &[(&str, Expr)],
        index: Expr,
        level: Level,
    ) -> Progress {
        let (step, result, reason) = self.proposed(rule, at, values)?;
        let result = self.with_indices(result, &[index]);
        let after = self
            .store()
            .replace_at(self.current(), at, result)
            .ok_or(Stuck)?;
        self.take(crate::kernel::Step { after, ..step }, reason, level)
    }

    /// Applies a rule whose result is written as given.
    pub fn take_as(
        &mut self,
        rule: &str,
        at: &[u32],
        values: &[(&str, Expr)],
        result: Expr,
        level: Level,
    ) -> Progress {
        let (step, _, reason) = self.proposed(rule, at, values)?;
        let after = self
            .store()
            .replace_at(self.current(), at, result)
            .ok_or(Stuck)?;
        self.take(crate::kernel::Step { after, ..step }, reason, level)
    }

    /// The outermost sums of a term with their indices renamed, from the outside in.
    fn with_indices(&self, term: Expr, names: &[Expr]) -> Expr {
        let store = self.store();
        let Some((name, rest)) = names.split_first() else {
            return term;
        };
        match store.head(term) {
            Head::Sum => {
                let args = store.args(term);
                let renamed = if args[0] == *name || store.free_names(args[3]).contains(name) {
                    (args[0], args[3])
                } else {
                    // An inner sum may use the name: it is renamed away by the substitution.
                    let binding = [(args[0], *name)].into_iter().collect();
                    (*name, store.substitute(args[3], &binding))
                };
                let body = self.with_indices(renamed.1, rest);
                store.bind(Head::Sum, renamed.0, args[1], args[2], body)
            }
            Head::Add | Head::Mul | Head::Neg => {
                let args: Vec<Expr> = store
                    .args(term)
                    .iter()
                    .map(|arg| self.with_indices(*arg, names))
                    .collect();
                store.with_args(store.head(term), &args)
            }
            _ => term,
        }
    }

    /// Collects an explicit predictor by inputs: intercept first, inputs in their written order.
    fn collect_inputs(&mut self, path: &[u32], inputs: &FxHashSet<Expr>) -> Progress {
        let store = self.store();
        let term = self.at(path)?;
        if store.args(term).len() > 1_000
            || self.is_standard(term, inputs)
            || expansion(store, term) > MAX_EXPANSION
        {
            return Ok(());
        }
        let q = ring::quotient(store, self.kernel.arranger(), term).ok_or(Stuck)?;
        let scale = q.bottom.as_constant();
        if q.bottom
            .0
            .keys()
            .flatten()
            .any(|(atom, _)| has_input(store, inputs, *atom))
        {
            return Err(Stuck);
        }
        let mut constant = ring::Polynomial::default();
        let mut slopes: Vec<(Expr, ring::Polynomial)> = Vec::new();
        for (monomial, coefficient) in &q.top.0 {
            let found: Vec<&(Expr, u32)> = monomial
                .iter()
                .filter(|(a, _)| has_input(store, inputs, *a))
                .collect();
            match found.as_slice() {
                [] => {
                    constant.0.insert(monomial.clone(), coefficient.clone());
                }
                [(input, 1)] if is_input(store, inputs, *input) => {
                    let rest: ring::Monomial = monomial
                        .iter()
                        .copied()
                        .filter(|(a, _)| a != input)
                        .collect();
                    let at = slopes
                        .iter()
                        .position(|(a, _)| a == input)
                        .unwrap_or_else(|| {
                            slopes.push((*input, ring::Polynomial::default()));
                            slopes.len() - 1
                        });
                    slopes[at].1.0.insert(rest, coefficient.clone());
                }
                _ => return Err(Stuck),
            }
        }
        let written: Vec<Expr> = store
            .subterms(term)
            .into_iter()
            .filter(|e| is_input(store, inputs, *e))
            .collect();
        slopes.sort_by_key(|(input, _)| written.iter().position(|w| w == input));
        let part = |polynomial: &ring::Polynomial| -> Expr {
            match &scale {
                Some(scale) => {
                    let scaled = ring::Polynomial::default().plus(polynomial, &scale.recip());
                    polynomial::term(store, &scaled)
                }
                None => {
                    let bottom = polynomial::term(store, &q.bottom);
                    store.div(polynomial::term(store, polynomial), bottom)
                }
            }
        };
        let mut terms: Vec<Expr> = Vec::new();
        if !constant.is_zero() {
            terms.push(part(&constant));
        }
        for (input, slope) in &slopes {
            let slope = part(slope);
            terms.push(match (store.head(slope), store.args(slope)) {
                (Head::Neg, [positive]) => {
                    store.neg(tidy(store, store.mul([*positive, *input].as_slice())))
                }
                _ => tidy(store, store.mul([slope, *input].as_slice())),
            });
        }
        let new = store.add(terms.as_slice());
        let new = match store.any(term, is_decimal) {
            true => polynomial::with_decimals(store, new),
            false => new,
        };
        self.algebra(path, new, "collect the inputs", Level::Standard)
    }

    /// Whether an explicit predictor is intercept plus coefficient times input already, each
    /// input once.
    fn is_standard(&self, term: Expr, inputs: &FxHashSet<Expr>) -> bool {
        let store = self.store();
        let terms = match store.head(term) {
            Head::Add => store.args(term).to_vec(),
            _ => vec![term],
        };
        let mut seen = FxHashSet::default();
        let mut intercepts = 0;
        terms.into_iter().all(|term| {
            let term = match (store.head(term), store.args(term)) {
                (Head::Neg, [inner]) => *inner,
                _ => term,
            };
            if !has_input(store, inputs, term) {
                intercepts += 1;
                return intercepts <= 1;
            }
            let factors = match store.head(term) {
                Head::Mul => store.args(term).to_vec(),
                _ => vec![term],
            };
            let with: Vec<Expr> = factors
                .into_iter()
                .filter(|f| has_input(store, inputs, *f))
                .collect();
            matches!(with.as_slice(), [one] if is_input(store, inputs, *one) && seen.insert(*one))
        })
    }
}
