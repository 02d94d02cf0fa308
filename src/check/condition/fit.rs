//! What may be a condition of a claim: something simpler than the claim that leaves more than a thin
//! set, and is neither the claim nor a side of it.

use crate::check::link::Link;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::ring;

/// The condition with its borders left out: `x > 0` of `x >= 0`. Where it holds, the condition holds
/// around as well.
pub(super) fn inside(store: &Store, condition: Expr) -> Expr {
    store.rebuild(condition, |head, args| {
        let relation = match head {
            Head::Relation(Relation::LessEqual) => Relation::Less,
            Head::Relation(Relation::GreaterEqual) => Relation::Greater,
            Head::Relation(Relation::Equal) => return Some(store.make(Head::False, [].as_slice())),
            _ => return None,
        };
        Some(store.relate(relation, args[0], args[1]))
    })
}

/// Tells what may be a condition of a claim.
pub(super) struct Fit<'a> {
    store: &'a Store,
    arranger: Arranger,
    /// The claim and its sides, where they are statements.
    own: Vec<Expr>,
    /// How much the claim has to read.
    size: u64,
    /// Whether the claim, or a side of it, could be a condition by its form.
    own_condition: bool,
}

impl<'a> Fit<'a> {
    pub(super) fn new(store: &'a Store, link: &Link) -> Fit<'a> {
        let mut own = vec![link.formula];
        if matches!(store.head(link.formula), Head::Iff | Head::Implies) {
            for side in store.args(link.formula) {
                own.push(*side);
                own.extend(store.conjuncts(*side));
            }
        }
        let last = own.get(2).copied().unwrap_or(link.formula);
        let inequality = |formula: Expr| {
            let parts = store.conjuncts(formula);
            parts
                .iter()
                .all(|part| matches!(store.head(*part), Head::Relation(r) if *r != Relation::Equal))
        };
        Fit {
            store,
            arranger: Arranger::default(),
            size: store.written_size(link.formula),
            own_condition: inequality(last),
            own,
        }
    }

    /// Whether the claim follows from itself, or a side of it, as condition. Where there is no other
    /// one it is false.
    pub(super) fn is_own_condition(&self) -> bool {
        self.own_condition
    }

    /// Whether each of some statements may be a part of a condition.
    pub(super) fn allows_all(&self, conditions: &[Expr]) -> bool {
        conditions.iter().all(|condition| self.allows(*condition))
    }

    /// Whether a statement may be a part of a condition.
    pub(super) fn allows(&self, condition: Expr) -> bool {
        self.store.sides(condition).is_none()
            && self.store.written_size(condition) < self.size
            && !self.own.iter().any(|own| self.says_same(condition, *own))
    }

    /// Whether two statements say the same but for a strict sign: the difference of their sides is
    /// the same, or the other way round.
    fn says_same(&self, a: Expr, b: Expr) -> bool {
        let store = self.store;
        if a == b || self.arranger.same(store, a, b) {
            return true;
        }
        let (Head::Relation(r), Head::Relation(q)) = (store.head(a), store.head(b)) else {
            return false;
        };
        let order = |relation: Relation| !matches!(relation, Relation::Equal | Relation::NotEqual);
        if !order(*r) || !order(*q) {
            return false;
        }
        let greater =
            |relation: Relation| matches!(relation, Relation::Greater | Relation::GreaterEqual);
        let difference = |formula: Expr| match store.args(formula) {
            [x, y] if greater(*r) == greater(*q) || formula == a => store.sub(*x, *y),
            [x, y] => store.sub(*y, *x),
            _ => formula,
        };
        // Long statements are not expanded for that.
        let short = store.written_size(b) <= LONGEST && store.written_size(a) <= LONGEST;
        short && ring::equal(store, &self.arranger, difference(a), difference(b))
    }
}

/// Statements beyond this are compared as they stand.
const LONGEST: u64 = 60;
