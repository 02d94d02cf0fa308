//! Equations by cases: split, solve each case, bring its conditions into terms of the response,
//! and join the cases again.

use super::chain::{Chain, Progress, Stuck, tidy};
use crate::expr::{Args, Expr, Head, Relation};
use crate::kernel::ring;
use crate::render::page::{Level, Text};

impl Chain<'_, '_> {
    /// Solves an equation with a piecewise side case by case.
    ///
    /// # Errors
    /// [`Stuck`] if the equation stands beside conditions, or a case cannot be solved.
    pub(super) fn cases(&mut self, prefix: &[u32], unknown: Expr) -> Progress {
        let store = self.store();
        let whole = self.at(prefix)?;
        let split = self.kernel.split(whole).ok_or(Stuck)?;
        if *store.head(split) != Head::Or {
            return Err(Stuck);
        }
        let count = store.args(split).len();
        let reason = Text::from("one case at a time");
        self.built_in("cases", prefix, split, &[], reason, Level::Standard)?;
        for case in 0..count {
            let mut below = prefix.to_vec();
            below.push(case as u32);
            self.isolate(&below, unknown)?;
            self.settle(&below, unknown)?;
            self.equation_last(&below, unknown)?;
        }
        self.merge(prefix, unknown)
    }

    /// Puts the equation `x = t` behind the conditions of its conjunction.
    pub(super) fn equation_last(&mut self, prefix: &[u32], unknown: Expr) -> Progress {
        let store = self.store();
        let mut parts = store.conjuncts(self.at(prefix)?);
        let solved = |part: &Expr| store.sides(*part).is_some_and(|(a, _)| a == unknown);
        let at = parts.iter().position(solved).ok_or(Stuck)?;
        let equation = parts.remove(at);
        parts.push(equation);
        let new = store.and(parts);
        if self.at(prefix)? == new {
            Ok(())
        } else {
            self.arrange(prefix, new)
        }
    }

    /// Brings the conditions beside a solved equation `x = t` into terms without x: what follows
    /// from the rest is dropped, linear inequalities are solved.
    pub fn settle(&mut self, prefix: &[u32], unknown: Expr) -> Progress {
        let store = self.store();
        let parts = store.conjuncts(self.at(prefix)?);
        let solved = |part: &Expr| store.sides(*part).filter(|(a, _)| *a == unknown);
        let (equation, value) = parts
            .iter()
            .find_map(|part| solved(part).map(|(_, t)| (*part, t)))
            .ok_or(Stuck)?;
        let binding = [(unknown, value)].into_iter().collect();
        let replaced: Vec<Expr> = parts
            .iter()
            .map(|part| {
                if *part == equation {
                    *part
                } else {
                    tidy(store, store.substitute(*part, &binding))
                }
            })
            .collect();
        if replaced != parts {
            let reason = Text::from("insert ")
                .math(equation)
                .words(" into the condition");
            let values = [("x", unknown), ("t", value)];
            let new = store.make(Head::And, Args::from_slice(&replaced));
            self.built_in("substitute", prefix, new, &values, reason, Level::Full)?;
        }
        let conditions: Vec<Expr> = replaced
            .into_iter()
            .filter(|part| *part != equation)
            .collect();
        for condition in conditions {
            self.settle_one(prefix, condition)?;
        }
        Ok(())
    }

    /// Drops a condition that follows from the rest of its conjunction, or solves it.
    pub fn settle_one(&mut self, prefix: &[u32], condition: Expr) -> Progress {
        let store = self.store();
        let parts = store.conjuncts(self.at(prefix)?);
        let without: Vec<Expr> = parts
            .iter()
            .copied()
            .filter(|part| *part != condition)
            .collect();
        let reason = Text::default()
            .math(condition)
            .words(" follows from the rest");
        let dropped = self.attempt(|chain| {
            chain.built_in(
                "implied",
                prefix,
                store.and(without.iter().copied()),
                &[],
                reason,
                Level::Full,
            )
        });
        if dropped.is_ok() {
            return Ok(());
        }
        if self.is_solved(condition) {
            return Ok(());
        }
        // Simple conditions that follow, the strict ones first; together they may say it all.
        let mut found: Vec<Expr> = Vec::new();
        for candidate in self.solved_forms(condition) {
            if !self.holds(&found, candidate) && self.holds(&parts, candidate) {
                found.push(candidate);
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        let mut replaced: Vec<Expr> = Vec::new();
        for part in &parts {
            if part == &condition {
                replaced.extend(found.iter().copied().filter(|c| !parts.contains(c)));
            } else {
                replaced.push(*part);
            }
        }
        let at = parts
            .iter()
            .position(|part| *part == condition)
            .ok_or(Stuck)?;
        let mut both = replaced.clone();
        both.insert(at.min(both.len()), condition);
        let reason = Text::from("the condition solved");
        let result = self.attempt(|chain| {
            let both = store.and(both);
            chain.built_in("implied", prefix, both, &[], reason.clone(), Level::Full)?;
            let new = store.and(replaced);
            chain.built_in("implied", prefix, new, &[], reason.clone(), Level::Full)
        });
        if result.is_ok() {
            for candidate in found {
                let _ = self.drop_implied(prefix, candidate);
            }
        }
        Ok(())
    }

    /// Whether a condition compares a name with a term without names but constants.
    fn is_solved(&self, condition: Expr) -> bool {
        let store = self.store();
        let constant = |e: Expr| store.free_names(e).iter().all(|n| store.is_constant(*n));
        match (store.head(condition), store.args(condition)) {
            (Head::Relation(_), [a, b]) => {
                matches!(store.head(*a), Head::Name(_) | Head::Entry) && constant(*b)
            }
            _ => false,
        }
    }

    fn drop_implied(&mut self, prefix: &[u32], condition: Expr) -> Progress {
        let store = self.store();
        let parts = store.conjuncts(self.at(prefix)?);
        let without = store.and(parts.into_iter().filter(|part| *part != condition));
        let reason = Text::default()
            .math(condition)
            .words(" follows from the rest");
        self.attempt(|chain| chain.built_in("implied", prefix, without, &[], reason, Level::Full))
    }

    /// Simple conditions that may say the same as an order relation: `y R r`, where y is its only
    /// variable (parameters apart) and r makes both sides equal.
    pub fn solved_forms(&self, condition: Expr) -> Vec<Expr> {
        let store = self.store();
        let (Head::Relation(relation), [a, b]) = (store.head(condition), store.args(condition))
        else {
            return Vec::new();
        };
        if *relation == Relation::Equal {
            return Vec::new();
        }
        let mut forms = Vec::new();
        for variable in store.free_names(condition) {
            if store.is_constant(variable) {
                continue;
            }
            let mut boundary: Vec<Expr> = Vec::new();
            let mut scratch = Chain::new(self.kernel, store.eq(*a, *b));
            if scratch.isolate(&[], variable).is_ok()
                && let Ok((_, _, value)) = scratch.equation(&[], variable)
            {
                let constant = ring::constant_where_defined(store, self.kernel.arranger(), value);
                boundary.push(match constant {
                    Some(value) => super::polynomial::number(store, &value),
                    None => tidy(store, value),
                });
            }
            for number in [0, 1, -1] {
                let number = store.int(number);
                if !boundary.contains(&number) {
                    boundary.push(number);
                }
            }
            for value in boundary {
                for r in [
                    Relation::Greater,
                    Relation::Less,
                    Relation::GreaterEqual,
                    Relation::LessEqual,
                ] {
                    forms.push(store.relate(r, variable, value));
                }
            }
        }
        // Strict conditions say more.
        forms.sort_by_key(|form| {
            !matches!(
                store.head(*form),
                Head::Relation(Relation::Greater | Relation::Less)
            )
        });
        forms
    }

    /// Joins solved cases: `(C1 and x = t1) or ...` becomes `D and x = if(C1', t1, ...)`.
    fn merge(&mut self, prefix: &[u32], unknown: Expr) -> Progress {
        let store = self.store();
        let whole = self.at(prefix)?;
        let mut guards: Vec<Vec<Expr>> = Vec::new();
        let mut values: Vec<Expr> = Vec::new();
        for case in store.args(whole) {
            let mut parts = store.conjuncts(*case);
            let (name, value) = parts.pop().and_then(|e| store.sides(e)).ok_or(Stuck)?;
            if name != unknown {
                return Err(Stuck);
            }
            guards.push(parts);
            values.push(value);
        }
        // Conditions that hold in every case are common to all.
        let mut domain: Vec<Expr> = Vec::new();
        for condition in guards.iter().flatten() {
            if !domain.contains(condition)
                && guards.iter().all(|guard| self.holds(guard, *condition))
            {
                domain.push(*condition);
            }
        }
        // Lower bounds first.
        domain.sort_by_key(|condition| {
            !matches!(
                store.head(*condition),
                Head::Relation(Relation::Greater | Relation::GreaterEqual)
            )
        });
        let mut args = Args::new();
        for (k, (guard, value)) in guards.iter().zip(&values).enumerate() {
            let own: Vec<Expr> = guard
                .iter()
                .copied()
                .filter(|c| !domain.contains(c))
                .collect();
            if k + 1 < guards.len() {
                args.push(store.and(own));
            }
            args.push(*value);
        }
        let joined = store.make(Head::Piecewise, args);
        let mut parts = domain;
        parts.push(store.eq(unknown, joined));
        let reason = Text::from("join the cases");
        self.built_in(
            "merge",
            prefix,
            store.and(parts),
            &[],
            reason,
            Level::Standard,
        )
    }
}
