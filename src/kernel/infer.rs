//! Built-in inferences: those that no pattern states.

use num_traits::Zero;

use super::definedness::{self, Side};
use super::facts::Facts;
use super::{Context, Kernel, Step, StepError, Theorem, ring};
use crate::expr::{Expr, Head, Relation};

/// The names of the built-in inferences, and what each does.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("arrange", "the formula is written in another order"),
    (
        "algebra",
        "a term is replaced by one that is the same rational function",
    ),
    (
        "balance",
        "both sides of a relation are changed alike: L' - R' = k (L - R), k ≠ 0",
    ),
    ("substitute", "in `a = t and P(a)`, a is replaced by t"),
    (
        "implied",
        "a part of a conjunction that follows from the others is dropped or added",
    ),
    (
        "unroll",
        "sums and statements over a range of known size are written out, or the reverse",
    ),
    (
        "choose",
        "absolute values, maxima and cases are replaced by the case that the facts decide",
    ),
    ("lift", "a piecewise part of a term is taken to its outside"),
    (
        "cases",
        "an equation with a piecewise side is split into its cases",
    ),
    (
        "merge",
        "cases that exclude each other are joined into one equation",
    ),
    (
        "assume",
        "a part of the conjunction becomes a condition of the theorem",
    ),
    ("discharge", "a condition that each side implies is dropped"),
    (
        "condition",
        "a condition is replaced by one that implies it",
    ),
];

type Outcome = Result<Theorem, StepError>;

impl Kernel<'_> {
    /// Applies a built-in inference; `None` if the step's rule is none.
    pub(super) fn infer(&self, theorem: &Theorem, step: &Step) -> Option<Outcome> {
        Some(match step.rule.as_str() {
            "arrange" => self.rearranged(theorem, step),
            "algebra" => self.algebra(theorem, step),
            "balance" => self.balance(theorem, step),
            "substitute" => self.substitute(theorem, step),
            "implied" => self.implied(theorem, step),
            "unroll" => self.unroll(theorem, step),
            "choose" => self.choose(theorem, step),
            "lift" => self.lift(theorem, step),
            "cases" => self.cases(theorem, step),
            "merge" => self.merge(theorem, step),
            "assume" => self.assume(theorem, step),
            "discharge" => self.discharge(theorem, step),
            "condition" => self.condition(theorem, step),
            _ => return None,
        })
    }

    fn parts(&self, theorem: &Theorem, step: &Step) -> Result<(Expr, Expr, Context), StepError> {
        let before = self
            .store
            .at(theorem.right, &step.path)
            .ok_or(StepError::NoSuchPosition)?;
        let after = self
            .store
            .at(step.after, &step.path)
            .ok_or(StepError::NoSuchPosition)?;
        // Nothing but the part at the position may change.
        let rest = self.store.replace_at(theorem.right, &step.path, after);
        if rest != Some(step.after) {
            return Err(StepError::RightSide);
        }
        Ok((before, after, self.context(theorem, &step.path)))
    }

    fn rearranged(&self, theorem: &Theorem, step: &Step) -> Outcome {
        if !self.arranger.same(self.store, theorem.right, step.after) {
            return Err(StepError::RightSide);
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// Whether, assuming the facts, all conditions hold.
    fn all_hold(&self, facts: &[Expr], conditions: Vec<Expr>) -> Result<(), StepError> {
        let facts = Facts::new(self.store, &self.arranger, facts);
        match conditions
            .into_iter()
            .find(|condition| !facts.holds(*condition))
        {
            Some(open) => Err(StepError::Condition(open)),
            None => Ok(()),
        }
    }

    /// `a` becomes `b`, the same rational function, defined at the same points.
    fn algebra(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        if store.head(before).is_formula() || store.head(after).is_formula() {
            return Err(StepError::NotAnInference("algebra rewrites a term"));
        }
        if !ring::equal(store, &self.arranger, before, after) {
            return Err(StepError::RightSide);
        }
        for (from, to) in [(before, after), (after, before)] {
            let mut facts = context.facts.clone();
            facts.extend(definedness::conditions(store, from, Side::Follows));
            self.all_hold(&facts, definedness::conditions(store, to, Side::Enough))?;
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// `L R M` becomes `L' R M'` with L' - M' = k (L - M): k ≠ 0 for = and ≠, k > 0 for the
    /// orders, and each relation, where it holds, makes the other's terms defined.
    fn balance(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        let factor = *step.bindings.get("k").ok_or(StepError::Unbound)?;
        let ((Head::Relation(r), [a, b]), (Head::Relation(s), [c, d])) = (
            (store.head(before), store.args(before)),
            (store.head(after), store.args(after)),
        ) else {
            return Err(StepError::NotAnInference("balance changes a relation"));
        };
        if r != s {
            return Err(StepError::RightSide);
        }
        let scaled = store.mul([factor, store.sub(*a, *b)].as_slice());
        if !ring::equal(store, &self.arranger, store.sub(*c, *d), scaled) {
            return Err(StepError::RightSide);
        }
        let zero = store.int(0);
        let sign = match r {
            Relation::Equal | Relation::NotEqual => Relation::NotEqual,
            _ => Relation::Greater,
        };
        let enough = |terms: &[Expr]| -> Vec<Expr> {
            terms
                .iter()
                .flat_map(|term| definedness::conditions(store, *term, Side::Enough))
                .collect()
        };
        let mut facts = context.facts.clone();
        facts.push(before);
        let mut wanted = enough(&[*c, *d, factor]);
        if sign == Relation::Greater || *r == Relation::NotEqual {
            wanted.push(store.relate(sign, factor, zero));
        }
        self.all_hold(&facts, wanted)?;
        facts.pop();
        facts.push(after);
        let mut wanted = enough(&[*a, *b, factor]);
        wanted.push(store.relate(sign, factor, zero));
        self.all_hold(&facts, wanted)?;
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// `x = t and P(x)` becomes `x = t and P(t)`.
    fn substitute(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, _) = self.parts(theorem, step)?;
        let name = *step.bindings.get("x").ok_or(StepError::Unbound)?;
        let value = *step.bindings.get("t").ok_or(StepError::Unbound)?;
        let equation = self.arranger.arranged(store, store.eq(name, value));
        let (old, new) = (store.conjuncts(before), store.conjuncts(after));
        // A variable: a name, or an entry at literal indices.
        let variable = match store.head(name) {
            Head::Name(_) => true,
            Head::Entry => {
                let args = store.args(name);
                matches!(store.head(args[0]), Head::Name(_))
                    && args[1..].iter().all(|i| store.small_integer(*i).is_some())
            }
            _ => false,
        };
        if !variable || old.len() != new.len() {
            return Err(StepError::NotAnInference("substitute replaces a name"));
        }
        let holds = |parts: &[Expr]| {
            parts
                .iter()
                .any(|part| self.arranger.arranged(store, *part) == equation)
        };
        if !holds(&old) || !holds(&new) {
            return Err(StepError::LeftSide);
        }
        let binding = [(name, value)].into_iter().collect();
        for (a, b) in old.iter().zip(&new) {
            let put = |part: Expr| store.substitute(part, &binding);
            if a != b && !self.arranger.same(store, put(*a), put(*b)) {
                return Err(StepError::RightSide);
            }
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// A conjunction loses or gains parts that follow from the parts that stay.
    fn implied(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        let (old, new) = (store.conjuncts(before), store.conjuncts(after));
        let (more, fewer) = if old.len() > new.len() {
            (old, new)
        } else {
            (new, old)
        };
        if !fewer.iter().all(|part| more.contains(part)) {
            return Err(StepError::RightSide);
        }
        let mut facts = context.facts.clone();
        facts.extend(fewer.iter().copied());
        let extra = more
            .into_iter()
            .filter(|part| !fewer.contains(part))
            .collect();
        self.all_hold(&facts, extra)?;
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// A term t(if(c, a, b)) as if(c, t(a), t(b)), for one piecewise part of it that is always
    /// evaluated.
    pub fn lifted(&self, term: Expr) -> Option<Expr> {
        let store = self.store;
        // Look for the part where it must be evaluated: in no branch and under no binder.
        let mut stack = vec![term];
        let mut part = None;
        while let Some(expr) = stack.pop() {
            match store.head(expr) {
                Head::Piecewise if expr != term => {
                    part = Some(expr);
                    break;
                }
                Head::Piecewise => {}
                head if head.binds() => {}
                _ => stack.extend_from_slice(store.args(expr)),
            }
        }
        let part = part?;
        let pieces = store.args(part);
        let place = |value: Expr| {
            store.fold(term, |expr, node, args: &[Expr]| {
                if expr == part {
                    value
                } else if node.args.as_slice() == args {
                    expr
                } else {
                    store.with_args(&node.head, args)
                }
            })
        };
        let mut args = crate::expr::Args::new();
        for pair in pieces.chunks(2) {
            match pair {
                [guard, value] => {
                    args.push(*guard);
                    args.push(place(*value));
                }
                [value] => args.push(place(*value)),
                _ => return None,
            }
        }
        Some(store.make(Head::Piecewise, args))
    }

    fn lift(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let (before, after, _) = self.parts(theorem, step)?;
        // A name bound inside the term must not be freed: the part stands under no binder.
        let is = |term: Expr, other: Expr| {
            self.lifted(term)
                .is_some_and(|lifted| self.arranger.same(self.store, lifted, other))
        };
        if !is(before, after) && !is(after, before) {
            return Err(StepError::RightSide);
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// The disjunction of what an equation with a piecewise side says in each case.
    pub fn split(&self, equation: Expr) -> Option<Expr> {
        let store = self.store;
        let (left, right) = store.sides(equation)?;
        let (value, pieces, flipped) = if *store.head(right) == Head::Piecewise {
            (left, right, false)
        } else if *store.head(left) == Head::Piecewise {
            (right, left, true)
        } else {
            return None;
        };
        let args = store.args(pieces);
        let mut earlier: Vec<Expr> = Vec::new();
        let mut cases = crate::expr::Args::new();
        for pair in args.chunks(2) {
            let (guard, result) = match pair {
                [guard, result] => (Some(*guard), *result),
                [result] => (None, *result),
                _ => return None,
            };
            let equation = if flipped {
                store.eq(result, value)
            } else {
                store.eq(value, result)
            };
            let mut parts = earlier.clone();
            parts.extend(guard);
            parts.push(equation);
            cases.push(store.and(parts));
            // A later case is reached only where this guard is false, both sides being defined.
            match (guard, guard.and_then(|guard| self.negation(guard))) {
                (_, Some(negation)) => earlier.push(negation),
                (Some(guard), None) => {
                    earlier.push(store.make(Head::Not, [guard].as_slice()));
                }
                (None, None) => {}
            }
        }
        Some(if cases.len() == 1 {
            cases[0]
        } else {
            store.make(Head::Or, cases)
        })
    }

    fn cases(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let (before, after, context) = self.parts(theorem, step)?;
        // A guard that is undefined leaves the whole piecewise term undefined, as its negation.
        match self.split(before) {
            Some(cases) if self.arranger.same(self.store, cases, after) => {}
            _ => return Err(StepError::RightSide),
        }
        let _ = context;
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// `(C1 and x = t1) or (C2 and x = t2) or ...` becomes `D and x = t`, where under each Ci
    /// the term ti is t and D holds, and D makes one of the Ci hold.
    fn merge(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        let wrong = StepError::NotAnInference("merge joins cases of one equation");
        if *store.head(before) != Head::Or {
            return Err(wrong);
        }
        let target = store.conjuncts(after);
        let Some((equation, domain)) = target.split_last() else {
            return Err(wrong);
        };
        let Some((name, value)) = store.sides(*equation) else {
            return Err(wrong);
        };
        let mut guards: Vec<Vec<Expr>> = Vec::new();
        for case in store.args(before) {
            let parts = store.conjuncts(*case);
            let Some((equation, guard)) = parts.split_last() else {
                return Err(wrong);
            };
            let Some((x, t)) = store.sides(*equation) else {
                return Err(wrong);
            };
            if x != name {
                return Err(wrong);
            }
            // In this case the terms agree and both are defined.
            let mut facts = context.facts.clone();
            facts.extend(guard.iter().copied());
            facts.extend(definedness::conditions(store, t, Side::Follows));
            let mut wanted = domain.to_vec();
            wanted.extend(definedness::conditions(store, t, Side::Enough));
            self.all_hold(&facts, wanted)?;
            let chosen = self
                .chosen(value, &facts)
                .ok_or(StepError::Condition(value))?;
            if !ring::equal(store, &self.arranger, chosen, t) {
                return Err(StepError::RightSide);
            }
            self.all_hold(&facts, definedness::conditions(store, chosen, Side::Enough))?;
            guards.push(guard.to_vec());
        }
        // The domain lets no point escape the cases: all but the last being false, it is true.
        let Some((last, others)) = guards.split_last() else {
            return Err(wrong);
        };
        let mut choices: Vec<Vec<Expr>> = vec![Vec::new()];
        for guard in others {
            let mut longer = Vec::new();
            for choice in &choices {
                for part in guard {
                    let Some(negation) = self.negation(*part) else {
                        return Err(wrong.clone());
                    };
                    let mut choice = choice.clone();
                    choice.push(negation);
                    longer.push(choice);
                }
            }
            choices = longer;
            if choices.len() > 64 {
                return Err(wrong);
            }
        }
        // The terms of the guards must be defined for their negations to be what is left.
        let mut facts = context.facts.clone();
        facts.extend(domain.iter().copied());
        facts.extend(definedness::conditions(store, value, Side::Follows));
        let terms = guards
            .iter()
            .flatten()
            .flat_map(|guard| store.args(*guard).to_vec());
        let defined = terms
            .flat_map(|term| definedness::conditions(store, term, Side::Enough))
            .collect::<Vec<_>>();
        self.all_hold(&facts, defined)?;
        for choice in choices {
            let mut facts = facts.clone();
            facts.extend(choice);
            if !self.contradictory(&facts) {
                self.all_hold(&facts, last.clone())?;
            }
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// Whether facts cannot hold together.
    fn contradictory(&self, facts: &[Expr]) -> bool {
        let store = self.store;
        let never = store.relate(Relation::Less, store.int(1), store.int(0));
        Facts::new(store, &self.arranger, facts).holds(never)
    }

    /// A term with its piecewise parts and absolute values resolved as the facts decide them.
    pub fn chosen(&self, term: Expr, facts: &[Expr]) -> Option<Expr> {
        let store = self.store;
        let facts = Facts::new(store, &self.arranger, facts);
        let zero = store.int(0);
        let mut decided = true;
        let result = store.rebuild(term, |head, args| match head {
            Head::Piecewise => {
                for pair in args.chunks(2) {
                    match pair {
                        [guard, value] => {
                            if facts.holds(*guard) {
                                return Some(*value);
                            }
                            let negation = self.negation(*guard)?;
                            if !facts.holds(negation) {
                                decided = false;
                                return None;
                            }
                        }
                        [value] => return Some(*value),
                        _ => {}
                    }
                }
                decided = false;
                None
            }
            Head::Call(f) if matches!(f.name, "max" | "min") && args.len() == 2 => {
                let holds = |r, a, b| facts.holds(store.relate(r, a, b));
                let first_larger = holds(Relation::GreaterEqual, args[0], args[1]);
                let second_larger = !first_larger && holds(Relation::LessEqual, args[0], args[1]);
                match (f.name == "max", first_larger, second_larger) {
                    (true, true, _) | (false, false, true) => Some(args[0]),
                    (true, false, true) | (false, true, _) => Some(args[1]),
                    _ => {
                        decided = false;
                        None
                    }
                }
            }
            Head::Call(f) if f.name == "abs" => {
                if facts.holds(store.relate(Relation::GreaterEqual, args[0], zero)) {
                    Some(args[0])
                } else if facts.holds(store.relate(Relation::LessEqual, args[0], zero)) {
                    Some(store.neg(args[0]))
                } else {
                    decided = false;
                    None
                }
            }
            _ => None,
        });
        decided.then_some(result)
    }

    /// The formula with every conjunct "for each k" and every sum of a few terms over a literal
    /// range written out, where the range is small; sums over inputs stay.
    pub fn unrolled(&self, formula: Expr) -> Expr {
        let store = self.store;
        let small = |lo: Expr, hi: Expr| {
            let range = (store.small_integer(lo)?, store.small_integer(hi)?);
            (range.0 <= range.1 && range.1 - range.0 < 1_000).then_some(range)
        };
        let instances = |args: &[Expr], lo: i64, hi: i64| -> Vec<Expr> {
            (lo..=hi)
                .map(|k| {
                    let binding = [(args[0], store.int(k))].into_iter().collect();
                    store.substitute(args[3], &binding)
                })
                .collect()
        };
        let each = |part: Expr| -> Vec<Expr> {
            let args = store.args(part);
            match store.head(part) {
                Head::Each => match small(args[1], args[2]) {
                    Some((lo, hi)) => instances(args, lo, hi),
                    None => vec![part],
                },
                _ => vec![part],
            }
        };
        let parts: Vec<Expr> = store
            .conjuncts(formula)
            .into_iter()
            .flat_map(each)
            .collect();
        // Sums of the responses and of exponentials, not those that make up a predictor.
        let parts = parts.into_iter().map(|part| {
            store.rebuild(part, |head, args| {
                let (Head::Sum, Some((lo, hi))) =
                    (head, args.get(2).and_then(|hi| small(args[1], *hi)))
                else {
                    return None;
                };
                let over_terms = !matches!(store.head(args[3]), Head::Mul | Head::Neg);
                over_terms.then(|| store.add(instances(args, lo, hi).as_slice()))
            })
        });
        store.and(parts)
    }

    fn unroll(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let (before, after, _) = self.parts(theorem, step)?;
        let same = |a, b| self.arranger.same(self.store, a, b);
        if !same(self.unrolled(before), after) && !same(self.unrolled(after), before) {
            return Err(StepError::RightSide);
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// A term becomes what its decided cases leave of it.
    fn choose(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let (before, after, context) = self.parts(theorem, step)?;
        match self.chosen(before, &context.facts) {
            Some(chosen) if self.arranger.same(self.store, chosen, after) => {}
            _ => return Err(StepError::RightSide),
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// A part of the right side's conjunction becomes a condition.
    fn assume(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (old, new) = (store.conjuncts(theorem.right), store.conjuncts(step.after));
        if !step.path.is_empty() || !new.iter().all(|part| old.contains(part)) {
            return Err(StepError::RightSide);
        }
        let mut conditions = theorem.conditions.clone();
        for part in old {
            if !new.contains(&part) && !conditions.contains(&part) {
                conditions.push(part);
            }
        }
        Ok(Theorem {
            conditions,
            left: theorem.left,
            right: step.after,
        })
    }

    /// A condition that follows from each side being true is dropped: where it fails both sides
    /// are false.
    fn discharge(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let condition = *step.bindings.get("c").ok_or(StepError::Unbound)?;
        if step.after != theorem.right || !theorem.conditions.contains(&condition) {
            return Err(StepError::RightSide);
        }
        let others: Vec<Expr> = theorem
            .conditions
            .iter()
            .copied()
            .filter(|c| *c != condition)
            .collect();
        for side in [theorem.left, theorem.right] {
            let mut facts = others.clone();
            facts.push(side);
            self.all_hold(&facts, vec![condition])?;
        }
        Ok(Theorem {
            conditions: others,
            ..theorem.clone()
        })
    }

    /// A condition is replaced by another that implies it.
    fn condition(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let old = *step.bindings.get("c").ok_or(StepError::Unbound)?;
        let new = *step.bindings.get("d").ok_or(StepError::Unbound)?;
        if step.after != theorem.right || !theorem.conditions.contains(&old) {
            return Err(StepError::RightSide);
        }
        let mut conditions: Vec<Expr> = theorem
            .conditions
            .iter()
            .copied()
            .filter(|c| *c != old)
            .collect();
        let mut facts = conditions.clone();
        facts.push(new);
        self.all_hold(&facts, vec![old])?;
        if !conditions.contains(&new) && *self.store.head(new) != Head::True {
            conditions.push(new);
        }
        Ok(Theorem {
            conditions,
            ..theorem.clone()
        })
    }

    /// Whether a constant term is certainly zero.
    pub fn is_zero(&self, term: Expr) -> bool {
        ring::constant(self.store, &self.arranger, term).is_some_and(|value| value.is_zero())
    }
}
