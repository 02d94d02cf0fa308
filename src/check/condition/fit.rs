//! What may be a condition of a claim: something simpler than the claim that leaves more than a thin
//! set, and is neither the claim nor a side of it.

use crate::check::link::Link;
use crate::check::variables::constant;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::ring;

/// The condition with its borders left out: `x > 0` of `x >= 0`. Where it holds, the condition holds
/// around as well.
pub(in crate::check) fn inside(store: &Store, condition: Expr) -> Expr {
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

/// Whether a formula compares sums and products of unknowns: then no simpler statement says where it
/// is true. Of functions such as sin there may be one that nobody proves here.
fn is_plain_inequality(store: &Store, formula: Expr) -> bool {
    let parts = store.conjuncts(formula);
    let inequality =
        |part: &Expr| matches!(store.head(*part), Head::Relation(r) if *r != Relation::Equal);
    parts.iter().all(inequality)
        && !store.has_binder(formula)
        && !store.any(formula, |node| {
            matches!(node.head, Head::Call(_) | Head::Piecewise)
        })
}

/// Tells what may be a condition of a claim.
pub(in crate::check) struct Fit<'a> {
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
    pub(in crate::check) fn new(store: &'a Store, link: &Link) -> Fit<'a> {
        let mut own = vec![link.formula];
        if matches!(store.head(link.formula), Head::Iff | Head::Implies) {
            for side in store.args(link.formula) {
                own.push(*side);
                own.extend(store.conjuncts(*side));
            }
        }
        // What a claim follows from trivially: itself, or of an implication its conclusion.
        let sides = [link.formula, own.last().copied().unwrap_or(link.formula)];
        let own_condition = sides.iter().any(|side| is_plain_inequality(store, *side));
        Fit {
            store,
            arranger: Arranger::default(),
            size: size(store, link.formula),
            own_condition,
            own,
        }
    }

    /// Whether the claim follows from itself, or a side of it, as condition. Where there is no other
    /// one it is false.
    pub(super) fn is_own_condition(&self) -> bool {
        self.own_condition
    }

    /// Whether a statement is the claim itself or a side of it.
    pub(in crate::check) fn is_own(&self, condition: Expr) -> bool {
        self.own.iter().any(|own| self.says_same(condition, *own))
    }

    /// Whether each of some statements may be a part of a condition.
    pub(super) fn allows_all(&self, conditions: &[Expr]) -> bool {
        conditions.iter().all(|condition| self.allows(*condition))
    }

    /// Whether a statement may be a part of a condition.
    pub(super) fn allows(&self, condition: Expr) -> bool {
        self.store.sides(condition).is_none()
            && size(self.store, condition) < self.size
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

/// How much there is to read; a number counts once, however it is written.
fn size(store: &Store, formula: Expr) -> u64 {
    let (_, size) = store.fold(formula, |e, node, within: &[(bool, u64)]| {
        let variable = match node.head {
            Head::Name(_) => !constant(store, e),
            _ => within.iter().any(|(variable, _)| *variable),
        };
        let all = within
            .iter()
            .fold(1, |sum: u64, (_, size)| sum.saturating_add(*size));
        (variable, if variable { all } else { 1 })
    });
    size
}

/// Statements beyond this are compared as they stand.
const LONGEST: u64 = 60;
