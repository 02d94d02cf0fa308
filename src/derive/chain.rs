//! A derivation in the making: every step goes through the kernel at once, or is not taken.

use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::facts::Facts;
use crate::kernel::{Bindings, Kernel, Step, StepError, Theorem};
use crate::render::page::{Level, Text};

/// A step that the kernel has accepted, with what a page says of it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The step.
    pub step: Step,
    /// The formula before it.
    pub before: Expr,
    /// Conditions that it left open.
    pub opened: Vec<Expr>,
    /// Why.
    pub reason: Text,
    /// From which level of detail on it is shown.
    pub level: Level,
}

/// A theorem and the steps that led to it.
pub struct Chain<'k, 'a> {
    /// The kernel that accepts the steps.
    pub kernel: &'k Kernel<'a>,
    /// The formula that the chain starts from.
    pub first: Expr,
    /// What has been proved so far.
    pub theorem: Theorem,
    /// The steps, in order.
    pub steps: Vec<Taken>,
}

/// A strategy found no way on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck;

impl From<StepError> for Stuck {
    fn from(_: StepError) -> Stuck {
        Stuck
    }
}

/// The result of a strategy.
pub type Progress<T = ()> = Result<T, Stuck>;

impl<'k, 'a> Chain<'k, 'a> {
    /// A chain of no steps.
    pub fn new(kernel: &'k Kernel<'a>, first: Expr) -> Chain<'k, 'a> {
        Chain {
            kernel,
            first,
            theorem: kernel.reflexive(first),
            steps: Vec::new(),
        }
    }

    /// The store of its expressions.
    pub fn store(&self) -> &'a Store {
        self.kernel.store()
    }

    /// The formula that the chain has come to.
    pub fn current(&self) -> Expr {
        self.theorem.right()
    }

    /// The names that occur in the chain's first or current formula, or in a condition.
    pub fn first_names(&self) -> Vec<Expr> {
        let store = self.store();
        let mut names = store.free_names(self.first);
        let others = std::iter::once(self.current()).chain(self.theorem.conditions().to_vec());
        for formula in others {
            for name in store.free_names(formula) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// The part of the current formula at a position.
    pub fn at(&self, path: &[u32]) -> Progress<Expr> {
        self.store().at(self.current(), path).ok_or(Stuck)
    }

    /// Takes a step, if the kernel accepts it.
    pub fn take(&mut self, step: Step, reason: Text, level: Level) -> Progress {
        let theorem = self.kernel.step(&self.theorem, &step)?;
        let opened = theorem
            .conditions()
            .iter()
            .filter(|condition| !self.theorem.conditions().contains(condition))
            .copied()
            .collect();
        let before = self.current();
        if step.after == before && theorem == self.theorem {
            return Ok(());
        }
        self.theorem = theorem;
        self.steps.push(Taken {
            step,
            before,
            opened,
            reason,
            level,
        });
        Ok(())
    }

    /// Takes back steps, down to a number that was reached before.
    pub fn back_to(&mut self, mark: &(usize, Theorem)) {
        self.steps.truncate(mark.0);
        self.theorem = mark.1.clone();
    }

    /// A mark for [`Chain::back_to`].
    pub fn mark(&self) -> (usize, Theorem) {
        (self.steps.len(), self.theorem.clone())
    }

    /// Runs a strategy; if it gets stuck, its steps are taken back.
    pub fn attempt<T>(&mut self, strategy: impl FnOnce(&mut Self) -> Progress<T>) -> Progress<T> {
        let mark = self.mark();
        let result = strategy(self);
        if result.is_err() {
            self.back_to(&mark);
        }
        result
    }

    /// Shows the last steps as one, for the reason of the first.
    pub fn merge_last(&mut self, count: usize) {
        let start = self.steps.len().saturating_sub(count);
        let Some((first, others)) = self.steps[start..].split_first_mut() else {
            return;
        };
        let Some((last, between)) = others.split_last_mut() else {
            return;
        };
        last.level = first.level;
        last.reason = first.reason.clone();
        first.level = Level::Full;
        for step in between {
            step.level = Level::Full;
        }
    }

    /// Applies a rule at a position; what it gives is tidied without changing its arrangement.
    pub fn apply(&mut self, rule: &str, path: &[u32], values: &[(&str, Expr)]) -> Progress {
        self.apply_at_level(rule, path, values, Level::Standard)
    }

    /// As [`Chain::apply`], shown from a level of detail on.
    pub fn apply_at_level(
        &mut self,
        rule: &str,
        path: &[u32],
        values: &[(&str, Expr)],
        level: Level,
    ) -> Progress {
        let store = self.store();
        let (step, result, reason) = self.proposed(rule, path, values)?;
        let after = store
            .replace_at(self.current(), path, result)
            .ok_or(Stuck)?;
        self.take(Step { after, ..step }, reason, level)
    }

    /// A rule applied at a position: the step but for the formula afterwards, what the rule puts
    /// at the position (tidied), and the reason.
    pub fn proposed(
        &self,
        rule: &str,
        path: &[u32],
        values: &[(&str, Expr)],
    ) -> Progress<(Step, Expr, Text)> {
        let store = self.store();
        let bindings: Bindings = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect();
        let declared = self.kernel.rule(rule).ok_or(Stuck)?;
        let instance = declared.instance(store, &bindings).ok_or(Stuck)?;
        let part = self.at(path)?;
        let forwards = self.kernel.arranger().same(store, part, instance.left);
        let result = tidy(
            store,
            if forwards {
                instance.right
            } else {
                instance.left
            },
        );
        let reason = reason(&declared.why, &bindings, store);
        let after = self.current();
        Ok((
            Step {
                rule: rule.to_owned(),
                path: path.to_vec(),
                bindings,
                after,
            },
            result,
            reason,
        ))
    }

    /// Replaces the term at a position by an equal rational function.
    pub fn algebra(&mut self, path: &[u32], new: Expr, why: &str, level: Level) -> Progress {
        self.built_in("algebra", path, new, &[], why.into(), level)
    }

    /// Applies a built-in inference that puts `new` at a position.
    pub fn built_in(
        &mut self,
        rule: &str,
        path: &[u32],
        new: Expr,
        values: &[(&str, Expr)],
        reason: Text,
        level: Level,
    ) -> Progress {
        let after = self
            .store()
            .replace_at(self.current(), path, new)
            .ok_or(Stuck)?;
        let bindings = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect();
        self.take(
            Step {
                rule: rule.to_owned(),
                path: path.to_vec(),
                bindings,
                after,
            },
            reason,
            level,
        )
    }

    /// Writes the part at a position in another arrangement.
    pub fn arrange(&mut self, path: &[u32], new: Expr) -> Progress {
        let after = self
            .store()
            .replace_at(self.current(), path, new)
            .ok_or(Stuck)?;
        if after == self.current() {
            return Ok(());
        }
        let step = Step {
            rule: "arrange".to_owned(),
            path: Vec::new(),
            bindings: Bindings::default(),
            after,
        };
        self.take(step, "rearrange".into(), Level::Full)
    }

    /// Whether a condition holds under the theorem's conditions and further facts.
    pub fn holds(&self, facts: &[Expr], goal: Expr) -> bool {
        let mut all = self.theorem.conditions().to_vec();
        all.extend_from_slice(facts);
        Facts::new(self.store(), self.kernel.arranger(), &all).holds(goal)
    }
}

/// A rule's reason with its variables put in: `subtract {a} from both sides`.
pub fn reason(why: &str, bindings: &Bindings, store: &Store) -> Text {
    let mut text = Text::default();
    let mut rest = why;
    while let Some((words, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else {
            break;
        };
        if !words.is_empty() {
            text = text.words(words);
        }
        text = match bindings.get(name) {
            Some(value) => text.math(tidy(store, *value)),
            None => text.words(name),
        };
        rest = tail;
    }
    if rest.is_empty() {
        text
    } else {
        text.words(rest)
    }
}

/// Removes what an arrangement leaves out: zeros in sums, ones in products, double signs,
/// divisions by one; adds and multiplies literal integers.
pub fn tidy(store: &Store, root: Expr) -> Expr {
    let (zero, one) = (store.int(0), store.int(1));
    store.rebuild(root, |head, args| match head {
        Head::Neg => match (store.head(args[0]), store.args(args[0])) {
            (Head::Neg, [inner]) => Some(*inner),
            _ => None,
        },
        Head::Add => {
            let mut terms: Vec<Expr> = Vec::new();
            for arg in args {
                match store.head(*arg) {
                    Head::Add if !terms.is_empty() || args.first() == Some(arg) => {
                        terms.extend_from_slice(store.args(*arg));
                    }
                    _ => terms.push(*arg),
                }
            }
            terms.retain(|term| *term != zero);
            let literal = |term: &Expr| store.literal(*term).filter(|v| v.is_integer());
            if terms.iter().filter(|term| literal(term).is_some()).count() > 1 {
                let at = terms
                    .iter()
                    .position(|term| literal(term).is_some())
                    .unwrap_or(0);
                let sum = terms
                    .iter()
                    .filter_map(literal)
                    .sum::<num_rational::BigRational>();
                let mut kept: Vec<Expr> = Vec::new();
                for (k, term) in terms.iter().enumerate() {
                    if k == at {
                        kept.push(store.rational(sum.clone()));
                    } else if literal(term).is_none() {
                        kept.push(*term);
                    }
                }
                kept.retain(|term| *term != zero);
                terms = kept;
            }
            (terms.as_slice() != args).then(|| store.add(terms.as_slice()))
        }
        Head::Mul => {
            let mut negative = false;
            let mut factors: Vec<Expr> = Vec::new();
            for arg in args {
                let inner = match (store.head(*arg), store.args(*arg)) {
                    (Head::Neg, [inner]) => {
                        negative = !negative;
                        *inner
                    }
                    _ => *arg,
                };
                match store.head(inner) {
                    Head::Mul => factors.extend_from_slice(store.args(inner)),
                    _ => factors.push(inner),
                }
            }
            factors.retain(|factor| *factor != one);
            let literal = |f: &Expr| store.literal(*f).filter(|v| v.is_integer());
            if factors.iter().filter(|f| literal(f).is_some()).count() > 1 {
                let product = factors
                    .iter()
                    .filter_map(literal)
                    .product::<num_rational::BigRational>();
                factors.retain(|f| literal(f).is_none());
                factors.insert(0, store.rational(product));
            }
            let product = store.mul(factors.as_slice());
            let result = if negative {
                store.neg(product)
            } else {
                product
            };
            (negative || factors.as_slice() != args).then_some(result)
        }
        Head::Div if args[1] == one => Some(args[0]),
        Head::Div => match (
            (store.head(args[0]), store.args(args[0])),
            (store.head(args[1]), store.args(args[1])),
        ) {
            ((Head::Neg, [a]), (Head::Neg, [b])) => Some(store.div(*a, *b)),
            ((_, _), (Head::Neg, [b])) => Some(store.neg(store.div(args[0], *b))),
            ((Head::Neg, [a]), _) => Some(store.neg(store.div(*a, args[1]))),
            _ => None,
        },
        Head::Pow if args[1] == one => Some(args[0]),
        Head::And => {
            let flat = store.and(args.iter().copied());
            Some(flat)
        }
        Head::Relation(Relation::Greater | Relation::Less) => None,
        _ => None,
    })
}
