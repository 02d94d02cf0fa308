//! The nearest true formula of one that fails: a small change of its text with which it is proved.
//!
//! It is what a correction would write, and it tells an error from something that is not understood:
//! what is false as it stands and an identity with one sign changed is a slip.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use super::judge::Judge;
use crate::check::discourse::Discourse;
use crate::check::point::Point;
use crate::check::{Claim, Verdict, affirm};
use crate::document::Found;
use crate::expr::{Expr, Head, Store};
use crate::kernel::Kernel;
use crate::latex::{self, Statement};

/// Formulas longer than this, in bytes, are not changed.
const LONGEST: usize = 1200;

/// The parts of formulas that are looked at for one formula, at most.
const WORK: u64 = 40_000;

/// Searches for proofs that may be in vain.
const SEARCHES: u32 = 4;

/// Points beside the one at which a formula fails.
const BESIDE: u32 = 2;

/// A derivative costs as much as this many of its parts.
const DERIVATIVE: u64 = 12;

/// What the search for the nearest true formula has found so far.
pub(super) struct Mending<'a> {
    /// What proofs may rest on.
    pub premises: &'a [(Expr, usize)],
    /// What was proved and what was not.
    known: RefCell<HashMap<(Expr, Vec<Expr>), bool>>,
    /// The parts of formulas that may still be looked at.
    left: Cell<u64>,
    /// Searches for proofs that may still be in vain.
    searches: Cell<u32>,
    /// Where the formula fails as it stands, and points beside: most changes fail there too.
    points: Vec<Point>,
}

/// The points at which changes are looked at first.
fn points(store: &Store, counterexample: &[(Expr, Expr)]) -> Vec<Point> {
    let mut at = Point::default();
    for (name, value) in counterexample {
        if at.solve(store, *name, *value).is_none() {
            return Vec::new();
        }
    }
    let mut all: Vec<Point> = (0..BESIDE).map(|n| at.beside(store, n)).collect();
    all.push(at);
    all
}

impl Mending<'_> {
    /// Whether a claim of one link is proved.
    pub fn proves(&self, store: &Store, claim: &Claim) -> bool {
        let key = (claim.links[0], claim.given.clone());
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        if self.fails(store, claim) {
            self.known.borrow_mut().insert(key, false);
            return false;
        }
        let formulas = claim.links.iter().chain(&claim.given);
        let size: u64 = formulas
            .map(|formula| {
                let derived = store.has_kind(*formula, &Head::Derivative);
                store.written_size(*formula) * if derived { DERIVATIVE } else { 1 }
            })
            .sum();
        let left = self.left.get();
        self.left.set(left.saturating_sub(size));
        if left < size || affirm::fails_at_a_glance(store, claim) {
            self.known.borrow_mut().insert(key, false);
            return false;
        }
        let proved = affirm::proved(store, claim).is_some();
        if !proved {
            // It seems to be true, and that is all: not many such are worth a search.
            self.searches.set(self.searches.get().saturating_sub(1));
        }
        self.known.borrow_mut().insert(key, proved);
        proved
    }

    /// Whether machine numbers tell that a claim is false at one of the points.
    fn fails(&self, store: &Store, claim: &Claim) -> bool {
        let link = claim.links[0];
        self.points.iter().any(|point| {
            let value = |side: Expr| point.value(store, side).is_finite();
            let defined = store.sides(link).is_some_and(|(a, b)| value(a) && value(b));
            let mut given = claim.given.iter();
            defined
                && point.holds(store, link) == Some(false)
                && given.all(|given| point.holds(store, *given) == Some(true))
        })
    }

    fn is_spent(&self) -> bool {
        self.left.get() == 0 || self.searches.get() == 0
    }
}

/// A true formula near one that fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mended {
    /// The whole formula as it would be right.
    pub text: String,
    /// The bytes of the formula that are replaced.
    pub at: Range<usize>,
    /// What stands there instead.
    pub new: String,
    /// The change in words that follow "it holds": "with `-` for `+`".
    pub words: String,
}

impl Judge<'_> {
    /// The nearest true formula, given what was known before this one: the formula with one place
    /// changed, where it is proved from what was given for it.
    pub(super) fn mended(
        &self,
        before: &Discourse,
        statements: usize,
        given: &[(Expr, usize)],
        counterexample: &[(Expr, Expr)],
    ) -> Option<Mended> {
        let text = &self.found.text;
        if text.len() > LONGEST {
            return None;
        }
        let mending = Mending {
            premises: given,
            known: RefCell::default(),
            left: Cell::new(WORK),
            // Lists of claims are long.
            searches: Cell::new(if self.alone { 1 } else { SEARCHES }),
            points: points(self.store, counterexample),
        };
        let slips = latex::slips(text, &letters(self.store, given));
        let mut found = self.found.clone();
        let mut slips = slips.into_iter().take_while(|_| !mending.is_spent());
        slips.find_map(|slip| {
            found.text.clone_from(&slip.text);
            let holds = self.holds(before, &found, statements, &mending);
            holds.then_some(Mended {
                text: slip.text,
                at: slip.at,
                new: slip.new,
                words: slip.words,
            })
        })
    }

    /// Whether a changed formula is proved, all of it, and says something.
    fn holds(
        &self,
        before: &Discourse,
        found: &Found,
        statements: usize,
        mending: &Mending<'_>,
    ) -> bool {
        let store = self.store;
        let Ok(reading) = latex::read(store, &found.text, &before.scope) else {
            return false;
        };
        if reading.statements.len() != statements
            || !reading.repairs.is_empty()
            || !reading.statements.iter().all(Result::is_ok)
        {
            return false;
        }
        let said = reading.statements.iter().flatten();
        if said
            .flat_map(|s| &s.links)
            .any(|link| says_nothing(store, link.formula))
        {
            return false;
        }
        let judge = Judge {
            found,
            conditions: self.conditions.clone(),
            budget: self.budget,
            mending: Some(mending),
            store,
            alone: self.alone,
            continues: false,
        };
        let mut known = before.clone();
        let same = |_: &Discourse| Vec::<Result<Statement, _>>::new();
        let whole = judge.all(&mut known, &reading.statements, same);
        whole.report.verdict == Verdict::Equivalent && !whole.is_open()
    }
}

/// The names of what is given that are letters, as LaTeX writes them.
fn letters(store: &Store, given: &[(Expr, usize)]) -> Vec<String> {
    let names = given
        .iter()
        .flat_map(|(formula, _)| store.free_names(*formula));
    let texts = names.filter_map(|name| store.name_text(name));
    let mut all: Vec<String> = texts.filter_map(latex::letter).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether both sides of a relation are one term, or a side is a number that nobody would print.
fn says_nothing(store: &Store, link: Expr) -> bool {
    let Some((a, b)) = store.sides(link) else {
        return matches!(store.head(link), Head::Relation(_));
    };
    let kernel = Kernel::new(store);
    a == b || kernel.arranger().same(store, a, b)
}
