//! `\pm`: a relation that stands for two.
//!
//! `x = \pm 1` says that one of them holds, as the solutions of an equation do; `(a \pm b)^2 =
//! a^2 \pm 2ab + b^2` and `x \pm 1 > 0` say that both do, all upper signs and all lower ones.

use crate::expr::{Args, Expr, Head, Relation, Store};

const MARKS: [&str; 2] = ["plus_minus", "minus_plus"];

/// A term with a sign before it that is one in the first formula and the other in the second.
pub(super) fn mark(store: &Store, term: Expr, plus_first: bool) -> Expr {
    store.apply(MARKS[usize::from(!plus_first)], &[term])
}

/// Whether a term has such a sign.
pub(super) fn marked(store: &Store, term: Expr) -> bool {
    store.any(term, |node| is_mark(&node.head))
}

fn is_mark(head: &Head) -> bool {
    matches!(head, Head::Apply(name) if MARKS.contains(&&**name))
}

/// What the signs of a relation say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// There are none.
    Nothing,
    /// One of the two holds.
    One,
    Both,
    /// Both, or one of them: `x \pm y = 0`.
    Open,
}

fn says(store: &Store, relation: Relation, sides: &[Expr]) -> Says {
    let [left, right] = sides else {
        return Says::Nothing;
    };
    match (marked(store, *left), marked(store, *right)) {
        (false, false) => Says::Nothing,
        _ if relation != Relation::Equal => Says::Both,
        (true, true) => Says::Both,
        (false, true) => Says::One,
        (true, false) if is_mark(store.head(*left)) => Says::One,
        (true, false) => Says::Open,
    }
}

/// Whether a relation may be meant as both or as one of them.
pub(super) fn open(store: &Store, relation: Relation, left: Expr, right: Expr) -> bool {
    says(store, relation, &[left, right]) == Says::Open
}

/// A formula with all upper signs, or with all lower ones.
fn signed(store: &Store, formula: Expr, upper: bool) -> Expr {
    store.rebuild(formula, |head, args| match head {
        Head::Apply(name) if is_mark(head) => {
            let plus = (**name == *MARKS[0]) == upper;
            Some(if plus { args[0] } else { store.neg(args[0]) })
        }
        _ => None,
    })
}

fn pair(store: &Store, formula: Expr) -> [Expr; 2] {
    [true, false].map(|upper| signed(store, formula, upper))
}

/// A formula with every relation in it settled by itself.
pub(super) fn each(store: &Store, formula: Expr, loose: bool) -> Expr {
    if !marked(store, formula) {
        return formula;
    }
    store.rebuild(formula, |head, args| {
        let Head::Relation(relation) = head else {
            return None;
        };
        let said = says(store, *relation, args);
        let both = pair(store, store.make(head.clone(), args));
        match said {
            Says::Nothing => None,
            Says::Open if loose => Some(store.make(Head::Or, both.as_slice())),
            Says::One => Some(store.make(Head::Or, both.as_slice())),
            Says::Both | Says::Open => Some(store.and(both)),
        }
    })
}

/// The formulas that a link of a chain says: one, or two where both signs are meant. Of an
/// equivalence or implication with signs on both sides each belongs to its like, unless they are
/// taken loosely.
pub(super) fn links(store: &Store, link: Expr, loose: bool) -> Vec<Expr> {
    if !marked(store, link) {
        return vec![link];
    }
    let args: Args = store.args(link).iter().copied().collect();
    let both = match store.head(link) {
        Head::Relation(relation) => match says(store, *relation, &args) {
            Says::Both => true,
            Says::Open => !loose,
            Says::One | Says::Nothing => false,
        },
        Head::Iff | Head::Implies => !loose && args.iter().all(|side| marked(store, *side)),
        _ => false,
    };
    match both {
        true => pair(store, link).to_vec(),
        false => vec![each(store, link, loose)],
    }
}
