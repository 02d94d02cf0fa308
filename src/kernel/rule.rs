//! Rules as the kernel uses them: two sides, conditions, and which variables may be undefined.

use rustc_hash::{FxHashMap, FxHashSet};

use super::theorem::Theorem;
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Relation, Store};
use crate::parse;
use crate::rules::Entry;

/// A statement that holds for all values of its variables under its conditions.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its stable name.
    pub name: String,
    /// The reason that a page gives; `{a}` stands for what the variable a is bound to.
    pub why: String,
    left: Expr,
    right: Expr,
    given: Vec<Expr>,
    variables: Vec<Variable>,
}

#[derive(Clone, Debug)]
struct Variable {
    name: Expr,
    /// `a[j]`: stands for a term that depends on an index.
    indexed: bool,
    /// Occurs on both sides where it must be defined for either to be; if indexed, at the same
    /// indices and nowhere else.
    strict: bool,
    /// Bounds a range; whether it must be at least 1.
    size: Option<bool>,
}

/// What a rule's variables stand for. For an indexed variable it is a template in which the name
/// `@1` stands for the index.
pub type Bindings = FxHashMap<String, Expr>;

/// A rule whose variables have been replaced.
pub struct Instance {
    /// The left side.
    pub left: Expr,
    /// The right side.
    pub right: Expr,
    /// The side conditions.
    pub given: Vec<Expr>,
    /// Terms that must be defined for the rule to hold.
    pub defined: Vec<Expr>,
    /// Terms that bound ranges: integers, and at least 1 where the flag is set.
    pub sizes: Vec<(Expr, bool)>,
}

impl Rule {
    /// Reads a declared rule.
    ///
    /// # Errors
    /// What the reader of formulas finds wrong with it.
    pub fn parse(store: &Store, entry: &Entry) -> Result<Rule, Vec<Diagnostic>> {
        let given = entry
            .given
            .iter()
            .map(|text| parse::formula(store, text))
            .collect::<Result<Vec<Expr>, _>>()?;
        // `F for k in 1..K` ends a formula: a conjunction of such is written with semicolons.
        if let (true, Some((left, right))) = (
            entry.statement.contains(" for "),
            entry.statement.split_once("<=>"),
        ) {
            let side = |text: &str| -> Result<Expr, Vec<Diagnostic>> {
                let parts: Result<Vec<Expr>, _> = text
                    .split(';')
                    .map(|part| parse::formula(store, part.trim()))
                    .collect();
                Ok(store.and(parts?))
            };
            let (left, right) = (side(left)?, side(right)?);
            return Ok(Rule::new(
                store,
                entry.name,
                entry.why,
                left,
                right,
                given,
                &[],
            ));
        }
        let statement = parse::formula(store, entry.statement)?;
        let (left, right) = match (store.head(statement), store.args(statement)) {
            (Head::Iff | Head::Relation(Relation::Equal), [left, right]) => (*left, *right),
            _ => {
                let fault = Diagnostic::new("a rule is `left = right` or `left <=> right`", 0..0);
                return Err(vec![fault]);
            }
        };
        Ok(Rule::new(
            store,
            entry.name,
            entry.why,
            left,
            right,
            given,
            &[],
        ))
    }

    /// The definition `left = body` of a function as a rule; parameters stay as they are.
    pub fn definition(
        store: &Store,
        name: &str,
        why: &str,
        left: Expr,
        body: Expr,
        parameters: &[Expr],
    ) -> Rule {
        Rule::new(store, name, why, left, body, Vec::new(), parameters)
    }

    /// A theorem as a rule: its free names are its variables, but for those that stay fixed.
    ///
    /// The theorem is one about positive sizes, wherever their ranges start.
    pub fn lemma(
        store: &Store,
        (name, why): (&str, &str),
        theorem: &Theorem,
        sizes: &[Expr],
        fixed: &[Expr],
    ) -> Rule {
        let mut rule = Rule::new(
            store,
            name,
            why,
            theorem.left(),
            theorem.right(),
            theorem.conditions().to_vec(),
            fixed,
        );
        for variable in &mut rule.variables {
            if sizes.contains(&variable.name) {
                variable.size = Some(true);
            }
        }
        rule
    }

    fn new(
        store: &Store,
        name: &str,
        why: &str,
        left: Expr,
        right: Expr,
        given: Vec<Expr>,
        fixed: &[Expr],
    ) -> Rule {
        let mut names: Vec<Expr> = Vec::new();
        for side in [left, right].iter().chain(&given) {
            for free in store.free_names(*side) {
                let constant = store.is_constant(free);
                if !constant && !names.contains(&free) && !fixed.contains(&free) {
                    names.push(free);
                }
            }
        }
        let indexed: FxHashSet<Expr> = [left, right]
            .iter()
            .chain(&given)
            .flat_map(|side| store.subterms(*side))
            .filter(|term| *store.head(*term) == Head::Entry)
            .map(|term| store.args(term)[0])
            .collect();
        let mut sizes: FxHashMap<Expr, bool> = FxHashMap::default();
        for term in [left, right]
            .iter()
            .chain(&given)
            .flat_map(|side| store.subterms(*side))
            .filter(|term| store.head(*term).binds())
        {
            let args = store.args(term);
            let from_one = store.small_integer(args[1]) == Some(1);
            for (bound, positive) in [(args[1], false), (args[2], from_one)] {
                for name in store.free_names(bound) {
                    *sizes.entry(name).or_default() |= positive;
                }
            }
        }
        let (strict_left, strict_right) = (strict_names(store, left), strict_names(store, right));
        let variables = names
            .into_iter()
            .map(|name| Variable {
                name,
                indexed: indexed.contains(&name),
                // One entry that is defined says nothing of the others.
                strict: if indexed.contains(&name) {
                    let range = strict_range(store, left, name);
                    range.is_some() && range == strict_range(store, right, name)
                } else {
                    strict_left.contains(&name) && strict_right.contains(&name)
                },
                size: sizes.get(&name).copied(),
            })
            .collect();
        Rule {
            name: name.to_owned(),
            why: why.to_owned(),
            left,
            right,
            given,
            variables,
        }
    }

    /// The left side as stated.
    pub fn left(&self) -> Expr {
        self.left
    }

    /// The right side as stated.
    pub fn right(&self) -> Expr {
        self.right
    }

    /// The side conditions as stated.
    pub fn given(&self) -> &[Expr] {
        &self.given
    }

    /// The rule with its variables replaced; `None` when one is left without a value.
    pub fn instance(&self, store: &Store, bindings: &Bindings) -> Option<Instance> {
        let mut plain = FxHashMap::default();
        let mut templates = FxHashMap::default();
        let (mut defined, mut sizes) = (Vec::new(), Vec::new());
        for variable in &self.variables {
            let value = *bindings.get(store.name_text(variable.name)?)?;
            if variable.indexed {
                templates.insert(variable.name, value);
            } else {
                plain.insert(variable.name, value);
            }
            if store.head(value).is_formula() {
                return None;
            }
            if let Some(positive) = variable.size {
                sizes.push((value, positive));
            }
            if !variable.strict {
                defined.push(apart(store, value));
            }
        }
        let replace = |side: Expr| -> Expr {
            let side = store.avoiding(side, || {
                let mut taken: FxHashSet<Expr> = self.variables.iter().map(|v| v.name).collect();
                for value in bindings.values() {
                    taken.extend(store.free_names(*value));
                }
                taken
            });
            store.fold(side, |expr, node, args: &[Expr]| {
                if let Some(value) = plain.get(&expr) {
                    return *value;
                }
                if node.head == Head::Entry
                    && let Some(template) = templates.get(&node.args[0])
                {
                    let indices = args[1..]
                        .iter()
                        .enumerate()
                        .map(|(k, index)| (store.slot(k + 1), *index))
                        .collect();
                    return store.substitute(*template, &indices);
                }
                if node.args.as_slice() == args {
                    expr
                } else {
                    store.with_args(&node.head, args)
                }
            })
        };
        Some(Instance {
            left: replace(self.left),
            right: replace(self.right),
            given: self
                .given
                .iter()
                .map(|condition| replace(*condition))
                .collect(),
            defined,
            sizes,
        })
    }
}

/// A template with names for its indices that nothing is known of.
fn apart(store: &Store, template: Expr) -> Expr {
    let slots = store
        .free_names(template)
        .into_iter()
        .filter_map(|name| Some((name, store.apart(store.slot_number(name)?))));
    store.substitute(template, &slots.collect())
}

/// Names whose value must be defined for the expression to be defined (or true).
fn strict_names(store: &Store, root: Expr) -> FxHashSet<Expr> {
    let mut found = FxHashSet::default();
    let mut seen = FxHashSet::default();
    let mut stack = vec![root];
    while let Some(expr) = stack.pop() {
        if !seen.insert(expr) {
            continue;
        }
        match store.head(expr) {
            Head::Name(_) => {
                found.insert(expr);
            }
            // A sum, product or range of a known positive number of terms needs each of them,
            // but an empty one needs none.
            Head::Or | Head::Not | Head::Iff | Head::Implies | Head::Piecewise => {}
            head if head.binds() => stack.extend_from_slice(&store.args(expr)[1..3]),
            _ => stack.extend_from_slice(store.args(expr)),
        }
    }
    found
}

/// The ends of the range over which `name[j]` must be defined for the expression to be, if it
/// occurs at no other index.
fn strict_range(store: &Store, root: Expr, name: Expr) -> Option<(Expr, Expr)> {
    let mut found = None;
    let mut strictly = false;
    // A part, the binder around it, and whether it must be defined.
    let mut stack = vec![(root, None, true)];
    while let Some((expr, around, strict)) = stack.pop() {
        let node = store.node(expr);
        let args = &node.args;
        match &node.head {
            Head::Name(_) if expr == name => return None,
            Head::Entry if args[0] == name => {
                let [_, index] = args.as_slice() else {
                    return None;
                };
                let binder: Expr = around?;
                let [own, lo, hi, _] = *store.args(binder) else {
                    return None;
                };
                if own != *index || found.is_some_and(|range| range != (lo, hi)) {
                    return None;
                }
                found = Some((lo, hi));
                strictly |= strict;
            }
            Head::Or | Head::Not | Head::Iff | Head::Implies | Head::Piecewise => {
                stack.extend(args.iter().map(|arg| (*arg, around, false)));
            }
            // A sum within another is not looked at where that one is empty.
            head if head.binds() => {
                stack.extend(args[1..3].iter().map(|arg| (*arg, around, strict)));
                stack.push((args[3], Some(expr), strict && around.is_none()));
            }
            _ => stack.extend(args.iter().map(|arg| (*arg, around, strict))),
        }
    }
    found.filter(|_| strictly)
}
