//! Field arithmetic: terms that are the same rational function, relations scaled alike.

use num_traits::{One, Zero};

use super::Outcome;
use crate::expr::{Expr, Head, Relation};
use crate::kernel::definedness::{self, Side};
use crate::kernel::{Context, Kernel, Step, StepError, Theorem, ring};

impl Kernel<'_> {
    /// `a` becomes `b`, the same rational function, defined at the same points.
    pub(super) fn algebra(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        if store.head(before).is_formula() || store.head(after).is_formula() {
            return Err(StepError::NotAnInference("algebra rewrites a term"));
        }
        let sizes = self.sizes(theorem, &context).into_iter();
        let sizes: Vec<(Expr, i64)> = sizes
            .map(|size| (size, self.least(theorem, size)))
            .collect();
        if !ring::equal_with_sizes(store, &self.arranger, before, after, &sizes) {
            return Err(StepError::RightSide);
        }
        for (from, to) in [(before, after), (after, before)] {
            let mut facts = context.facts.clone();
            facts.extend(definedness::conditions(store, from, Side::Follows));
            self.all_hold(&facts, self.enough(to))?;
        }
        Ok(Theorem {
            right: step.after,
            ..theorem.clone()
        })
    }

    /// `L R M` becomes `L' R M'` with L' - M' = k (L - M): k ≠ 0 for = and ≠, k > 0 for the
    /// orders, and each relation, where it holds, makes the other's terms defined.
    pub(super) fn balance(&self, theorem: &Theorem, step: &Step) -> Outcome {
        let store = self.store;
        let (before, after, context) = self.parts(theorem, step)?;
        let factor = *step.bindings.get("k").ok_or(StepError::Unbound)?;
        let ((Head::Relation(r), [a, b]), (Head::Relation(s), [c, d])) = (
            (store.head(before), store.args(before)),
            (store.head(after), store.args(after)),
        ) else {
            return Err(StepError::NotAnInference("balance changes a relation"));
        };
        if r != s || store.head(factor).is_formula() {
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
            terms.iter().flat_map(|term| self.enough(*term)).collect()
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

    /// The names that are positive integers because they bound a range from above in what the
    /// theorem says something of, and are no indices at the position.
    fn sizes(&self, theorem: &Theorem, context: &Context) -> Vec<Expr> {
        let store = self.store;
        let mut found: Vec<Expr> = Vec::new();
        for formula in std::iter::once(&theorem.left).chain(&theorem.conditions) {
            if !store.has_binder(*formula) {
                continue;
            }
            // Arranged, its indices have names of their own.
            let parts = store.subterms(self.arranger.arranged(store, *formula));
            let binders: Vec<&[Expr]> = parts
                .into_iter()
                .filter(|part| store.head(*part).binds())
                .map(|part| store.args(part))
                .collect();
            if !binders
                .iter()
                .all(|args| definedness::is_apart(store, args[0]))
            {
                continue;
            }
            for name in binders.iter().flat_map(|args| store.free_names(args[2])) {
                let plain =
                    |text: &str| !matches!(text, "e" | "pi") && !text.starts_with(['#', '@']);
                let index = context.indices.iter().any(|(index, _, _)| *index == name);
                if !index && store.name_text(name).is_some_and(plain) {
                    found.push(name);
                }
            }
        }
        found
    }

    /// What a size is at least, by the theorem's conditions: n >= 2.
    fn least(&self, theorem: &Theorem, size: Expr) -> i64 {
        let store = self.store;
        let bound = |condition: &Expr| {
            let (Head::Relation(relation), [a, b]) =
                (store.head(*condition), store.args(*condition))
            else {
                return None;
            };
            let (relation, other) = match (*a == size, *b == size) {
                (true, false) => (*relation, *b),
                (false, true) => (relation.flipped(), *a),
                _ => return None,
            };
            let least = store.literal(other)?;
            let least = match relation {
                Relation::GreaterEqual | Relation::Equal => least.ceil(),
                Relation::Greater => least.floor() + num_rational::BigRational::one(),
                _ => return None,
            };
            i64::try_from(least.to_integer()).ok()
        };
        let bounds = theorem.conditions.iter().filter_map(bound);
        bounds.fold(1, i64::max)
    }

    /// Whether a constant term is certainly zero.
    pub fn is_zero(&self, term: Expr) -> bool {
        ring::constant(self.store, &self.arranger, term).is_some_and(|value| value.is_zero())
    }
}
