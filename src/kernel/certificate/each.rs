//! What is proved for any index in a range, and then known of all.

use super::{Accepted, Certificate, Fault};
use crate::expr::{Expr, Head, Relation};
use crate::kernel::Kernel;
use crate::kernel::facts::Facts;

impl Kernel<'_> {
    /// What is known where an index lies in a range: what is given, that it does, and what is given
    /// for every index in that range.
    pub fn within_range(&self, given: &[Expr], index: Expr, lo: Expr, hi: Expr) -> Vec<Expr> {
        let store = self.store;
        let same = |a: Expr, b: Expr| self.arranger.same(store, a, b);
        let mut known = given.to_vec();
        for fact in given {
            if let (Head::Each, [own, from, to, claim]) = (store.head(*fact), store.args(*fact))
                && same(*from, lo)
                && same(*to, hi)
            {
                let binding = [(*own, index)].into_iter().collect();
                known.extend(store.conjuncts(store.substitute(*claim, &binding)));
            }
        }
        known.push(store.call("integer", &[index]));
        known.push(store.relate(Relation::LessEqual, lo, index));
        known.push(store.relate(Relation::LessEqual, index, hi));
        known
    }

    /// A statement by way of an equation that holds for each index in a range.
    pub(super) fn by_each(
        &self,
        statement: Expr,
        given: &[Expr],
        each: Expr,
        [entry, rest]: [&Certificate; 2],
    ) -> Result<Accepted, Fault> {
        let store = self.store;
        let (Head::Each, [index, lo, hi, body]) = (store.head(each), store.args(each)) else {
            return Err(Fault::Misfit("no statement for each index"));
        };
        let is_name = store.is_variable(*index);
        let is_new = |formula: &Expr| !store.contains(*formula, *index);
        if !is_name || !given.iter().chain([&statement, lo, hi]).all(is_new) {
            return Err(Fault::Misfit("an index that is not new"));
        }
        // What bounds a range is taken to be positive, and an index need not be.
        let counts = store.any(*body, |node| {
            node.head.binds()
                && node.args[..3]
                    .iter()
                    .any(|part| store.contains(*part, *index))
        });
        let Some((a, b)) = store.sides(*body).filter(|_| !counts) else {
            return Err(Fault::Misfit("no equation for each index"));
        };
        // Nor may the equation make a name a size that is none.
        let (mut brought, mut sizes) = (Vec::new(), Vec::new());
        self.sizes_in(each, &mut brought);
        for formula in given.iter().chain([&statement]) {
            self.sizes_in(*formula, &mut sizes);
        }
        if !brought.iter().all(|name| sizes.contains(name)) {
            return Err(Fault::Misfit("a name would become a size"));
        }
        let known = self.within_range(given, *index, *lo, *hi);
        let facts = Facts::thorough(store, &self.arranger, &known);
        if !facts.defined(a) && !facts.defined(b) {
            return Err(Fault::Misfit("neither side is known to be defined"));
        }
        let mut accepted = self.verify(*body, &known, entry)?;
        if !accepted.conditions.is_empty() {
            return Err(Fault::Misfit("a condition on an index"));
        }
        let more = self.verify(statement, &[given, &[each]].concat(), rest)?;
        accepted.steps.extend(more.steps);
        accepted.conditions = more.conditions;
        Ok(accepted)
    }
}
