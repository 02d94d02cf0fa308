//! Definitions of a document put into a term, as far as it can still be written down.
//!
//! Terms are shared, so a chain of short definitions can stand for a term that no page holds; and
//! definitions can go round in a circle. A name is followed once on each way, and what would be too
//! long stays unknown.

use rustc_hash::{FxHashMap, FxHashSet};

use super::scope::{Rule, Scope};
use crate::expr::{Binding, Expr, Head, Store};

/// Terms that are longer than this when they are written out are not put in.
const LONGEST: u64 = 20_000;
/// Names that are looked at on the way to one that is sought, at most.
const NAMES: usize = 200;
/// Functions within functions are followed so far.
const ROUNDS: usize = 8;

impl Scope {
    /// A term with the definitions of the document put in as far as they lead to a name. A name
    /// whose value is too long to be put in is an unknown function of the one that is sought.
    pub(super) fn expanded(&self, store: &Store, term: Expr, wanted: Expr) -> Expr {
        let mut values: FxHashMap<Expr, Expr> = FxHashMap::default();
        let mut open: FxHashSet<Expr> = FxHashSet::default();
        let mut stack: Vec<(Expr, bool)> = Vec::new();
        let leading = |term: Expr| self.leading(store, term, wanted);
        stack.extend(leading(term).into_iter().map(|name| (name, false)));
        while let Some((name, ready)) = stack.pop() {
            let Some(value) = self.definitions.get(&name) else {
                continue;
            };
            if ready {
                // What is open stands on the way here: a circle, which ends.
                open.remove(&name);
                let value = put_in(store, *value, wanted, &values, &leading(*value));
                values.insert(name, value);
            } else if !values.contains_key(&name) && open.insert(name) {
                stack.push((name, true));
                let next = leading(*value).into_iter();
                stack.extend(next.map(|name| (name, false)));
            }
        }
        put_in(store, term, wanted, &values, &leading(term))
    }

    /// The names of a term whose definitions lead to one that is sought.
    fn leading(&self, store: &Store, term: Expr, wanted: Expr) -> Vec<Expr> {
        let mut names = store.free_names(term);
        names.retain(|name| {
            self.definitions.get(name).is_some_and(|value| {
                !store.contains(*value, *name) && self.leads_to(store, *value, wanted)
            })
        });
        names
    }

    /// A formula with the functions and entries that the document defines replaced by their
    /// definitions, but for the function `but`, and the left sides of those that were used.
    pub fn applied(&self, store: &Store, formula: Expr, but: Option<&str>) -> (Expr, Vec<Expr>) {
        let (mut formula, mut used) = (formula, Vec::new());
        if self.functions.is_empty() && self.entries.is_empty() {
            return (formula, used);
        }
        for _ in 0..ROUNDS {
            let mut now = Vec::new();
            let next = store.rebuild(formula, |head, args| {
                // An entry with a definition of its own is none of all.
                let own = *head == Head::Entry
                    && !self.definitions.is_empty()
                    && self.definitions.contains_key(&store.with_args(head, args));
                if own || matches!(head, Head::Apply(name) if but == Some(&**name)) {
                    return None;
                }
                let (rule, args) = self.rule_of(head, args)?;
                let again = used.contains(&rule.left) && self.returns(store, rule.left);
                let fits = rule.parameters.len() == args.len() && rule.reaches(store, args);
                if again || !fits {
                    return None;
                }
                now.push(rule.left);
                let binding = rule.parameters.iter().copied().zip(args.iter().copied());
                Some(store.substitute(rule.value, &binding.collect()))
            });
            if next == formula || store.written_size(next) > LONGEST {
                break;
            }
            formula = next;
            for left in now {
                if !used.contains(&left) {
                    used.push(left);
                }
            }
        }
        (formula, used)
    }

    /// The definition of a function or an entry with its arguments.
    fn rule_of<'a>(&self, head: &Head, args: &'a [Expr]) -> Option<(&Rule, &'a [Expr])> {
        match head {
            Head::Apply(name) => Some((self.functions.get(name)?, args)),
            Head::Entry => Some((self.entries.get(&args[0])?, &args[1..])),
            _ => None,
        }
    }

    /// Whether the definition of a function or an entry, followed through others, comes back to it.
    pub fn returns(&self, store: &Store, left: Expr) -> bool {
        let Some((start, _)) = self.rule_of(store.head(left), store.args(left)) else {
            return false;
        };
        let mut seen: FxHashSet<Expr> = FxHashSet::default();
        let mut stack = vec![start];
        while let Some(rule) = stack.pop() {
            for part in store.subterms(rule.value) {
                if let Some((next, _)) = self.rule_of(store.head(part), store.args(part)) {
                    if next.left == start.left {
                        return true;
                    }
                    if seen.insert(next.left) {
                        stack.push(next);
                    }
                }
            }
        }
        false
    }

    fn leads_to(&self, store: &Store, value: Expr, wanted: Expr) -> bool {
        let mut seen = FxHashSet::default();
        let mut stack = vec![value];
        while let Some(expr) = stack.pop() {
            if store.contains(expr, wanted) {
                return true;
            }
            if !seen.insert(expr) || seen.len() > NAMES {
                continue;
            }
            for name in store.free_names(expr) {
                stack.extend(self.definitions.get(&name));
            }
        }
        false
    }
}

/// A term with names replaced by their values.
fn put_in(
    store: &Store,
    term: Expr,
    wanted: Expr,
    values: &FxHashMap<Expr, Expr>,
    names: &[Expr],
) -> Expr {
    let unknown = |name: Expr| match store.name_text(name) {
        Some(text) => store.apply(text, &[wanted]),
        None => name,
    };
    // What comes round to itself is not known either.
    let put = |name: &Expr| {
        (
            *name,
            values.get(name).map_or_else(|| unknown(*name), |v| *v),
        )
    };
    let binding: Binding = names.iter().map(put).collect();
    let whole = store.substitute(term, &binding);
    if store.written_size(whole) <= LONGEST {
        return whole;
    }
    let binding = names.iter().map(|name| (*name, unknown(*name)));
    store.substitute(term, &binding.collect())
}
