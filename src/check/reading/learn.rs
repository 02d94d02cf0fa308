//! What is known of a document after a statement: what it defines, assumes, restricts, models.

use super::judge::Judge;
use super::shape;
use crate::check::discourse::{Discourse, Standing, definition_of};
use crate::check::{Report, Verdict};
use crate::document::Role;
use crate::document::acts::Act;
use crate::expr::{Expr, Head, Store};
use crate::latex::{Definition, Nature, Statement};

impl Judge<'_> {
    /// Takes up what a statement says for those that follow; whether it gives a letter with a usual
    /// meaning another one.
    pub(super) fn learn(
        &self,
        known: &mut Discourse,
        statement: &Statement,
        report: &Report,
    ) -> bool {
        let store = self.store;
        let mut said = statement.clone();
        said.definition = None;
        known.scope.learn(store, &said);
        if matches!(
            statement.nature,
            Nature::Update | Nature::Question | Nature::Hypothesis
        ) {
            return false;
        }
        let (line, act) = (self.found.line, &self.found.act);
        let denied = act.denied
            || matches!(
                act.act,
                Act::Question | Act::Report | Act::Update | Act::Convention
            );
        if denied && !self.alone {
            return false;
        }
        if let Some(definition) = &statement.definition {
            let letter = matches!(store.head(definition.left), Head::Call(_));
            if letter && report.verdict == Verdict::Equivalent {
                // What is true of a known function defines no other.
                known.confirm(definition.left);
                return false;
            }
            if self.defines(known, definition) {
                // A chain may define, and claim something false further on.
                // E[x_t] depends on t, though it is a name: such a function is put in nowhere.
                let hidden = statement.quantities.iter().any(|quantity| {
                    let free = store.free_names(*quantity);
                    // An index that is bound, the y' of a sum, depends on nothing.
                    let hides = match free.as_slice() {
                        [name] if name == quantity => {
                            store.free_names(definition.value).contains(name)
                        }
                        _ => store.contains(definition.value, *quantity),
                    };
                    hides && !definition.parameters.iter().all(|p| free.contains(p))
                });
                if hidden && !definition.parameters.is_empty() {
                    return false;
                }
                let sound = report.verdict == Verdict::NoClaim
                    || statement.links.len() > 1 && !known.scope.knows(store, definition.left);
                if sound {
                    known.define_within(
                        store,
                        definition,
                        &self.ranges(statement, definition),
                        line,
                    );
                    self.define_on(known, statement);
                }
                return letter && sound;
            }
        }
        if self.mending.is_some() {
            // What is given is known already.
            return false;
        }
        let standing = match (act.act, act.lasting) {
            (Act::Exemplify, _) => Standing::Example,
            (Act::Assume, true) => Standing::Assumption,
            (Act::Constrain, true) => Standing::Constraint,
            (Act::Assume | Act::Constrain | Act::Condition, _) => Standing::Condition,
            _ if self.found.role != Role::Statement && !self.found.lasting => Standing::Condition,
            _ => Standing::Constraint,
        };
        for given in &statement.given {
            if statement.nature == Nature::Declaration {
                known.assume(store, given.formula, line, standing);
            }
        }
        let stated = self.found.role == Role::Statement
            && matches!(act.act, Act::None | Act::Define | Act::Model | Act::Assert);
        let taken = match stated {
            // A model or a restriction that is only stated; what is concluded is none.
            true => {
                report.verdict == Verdict::NoClaim
                    && act.act != Act::Assert
                    && (statement.nature == Nature::Restriction || models(store, statement))
            }
            false => true,
        };
        for link in statement.links.iter().filter(|_| taken) {
            let relation = matches!(store.head(link.formula), Head::Relation(_));
            // A case of a function's value holds where it is said.
            let value = store.any(link.formula, |node| matches!(node.head, Head::Apply(_)));
            if relation {
                let standing = match value && stated {
                    true => Standing::Condition,
                    false => standing,
                };
                known.assume(store, link.formula, line, standing);
            }
        }
        false
    }

    /// What a chain defines behind its first link: of `p = P(Y = 1 | x) = σ(z)` the probability.
    fn define_on(&self, known: &mut Discourse, statement: &Statement) {
        let store = self.store;
        let is_of = |quantities: &[Expr], left: Expr| {
            let base = store.args(left).first();
            quantities.contains(&left)
                || *store.head(left) == Head::Entry && base.is_some_and(|b| quantities.contains(b))
        };
        for link in statement.links.iter().skip(1) {
            if let Some(definition) = definition_of(store, link.formula)
                && (self.found.act.act == Act::Define
                    || is_of(&statement.quantities, definition.left))
                && !known.scope.knows(store, definition.left)
            {
                known.define(store, &definition, self.found.line);
            }
        }
    }

    /// What the statement and the conditions behind it say of the indices of what it defines.
    fn ranges(&self, statement: &Statement, definition: &Definition) -> Vec<Expr> {
        let store = self.store;
        let (Head::Entry, [_, indices @ ..]) =
            (store.head(definition.left), store.args(definition.left))
        else {
            return Vec::new();
        };
        let names: Vec<Expr> = indices
            .iter()
            .copied()
            .filter(|i| store.name_text(*i).is_some())
            .collect();
        let given = statement.given.iter().map(|given| given.formula);
        let all = given.chain(self.conditions.iter().map(|(formula, _)| *formula));
        let parts = all.flat_map(|formula| store.conjuncts(formula));
        parts
            .filter(|part| {
                let about = store.free_names(*part);
                // Bounds that are sizes are those of the vector.
                !about.is_empty() && about.iter().all(|name| names.contains(name))
            })
            .filter(|part| matches!(store.head(*part), Head::Relation(_)))
            .collect()
    }

    /// Whether the words let a statement that can be read as a definition be one.
    fn defines(&self, known: &Discourse, definition: &Definition) -> bool {
        let act = &self.found.act;
        let new = known
            .scope
            .right_side(self.store, definition.left)
            .is_none();
        let value =
            self.store.free_names(definition.value).is_empty() && definition.parameters.is_empty();
        // "where y_i = 1 for the first class" says of no entry what it is.
        let case = matches!(
            (self.store.head(definition.left), self.store.args(definition.left)),
            (Head::Entry, [_, indices @ ..])
                if indices.iter().any(|i| self.store.small_integer(*i).is_none())
        );
        if case && value {
            return false;
        }
        match act.act {
            Act::Define => true,
            // "Let p_j = ... for j >= 2 and p_1 = ..."
            Act::Condition => new && !value && known.is_defining(),
            // "Let x = 1" ends with what it stands in.
            Act::Assume => act.lasting && !value,
            Act::None | Act::Model | Act::Assert => {
                (self.found.role == Role::Statement || self.found.lasting || new && !value)
                    && (!value || self.alone || self.found.role != Role::Statement)
            }
            _ => false,
        }
    }
}

/// Whether the left side of an equation is the value of a known function.
fn is_of_function(store: &Store, equation: Expr) -> bool {
    store
        .sides(equation)
        .is_some_and(|(left, _)| matches!(store.head(left), Head::Call(_)))
}

/// Whether a statement is a model: an equation each side of which has a variable of its own, perhaps
/// at the end of a chain, as in `logit(p) = log(p/(1-p)) = b + w x`.
fn models(store: &Store, statement: &Statement) -> bool {
    let link = match statement.links.as_slice() {
        [link] => link,
        // logit(p) says how it is defined, and then what it is.
        [first, link] if is_of_function(store, first.formula) => link,
        _ => return false,
    };
    let Some((a, b)) = store.sides(link.formula) else {
        return false;
    };
    let (left, right) = (shape::variables(store, a), shape::variables(store, b));
    let own = |mine: &[Expr], other: &[Expr]| mine.iter().any(|name| !other.contains(name));
    own(&left, &right) && own(&right, &left)
}
