//! An account in the making: blocks of a page, each formula of which has been checked.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::check::{self, Budget, Claim, Verdict};
use crate::expr::{Expr, Shapes, Store};
use crate::render::page::{Block, Level, Line, Link, Text};

/// A statement that the checker has proved, given conditions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claimed {
    /// The statement.
    pub formula: Expr,
    /// What it takes as given.
    pub given: Vec<Expr>,
}

/// The blocks so far, and what was proved for them.
pub(super) struct Account<'a> {
    pub store: &'a Store,
    pub blocks: Vec<Block>,
    pub claims: Vec<Claimed>,
    /// Statements that were not proved, and so are not made.
    pub open: Vec<Claimed>,
    /// What has been found so far.
    verdicts: RefCell<FxHashMap<Claimed, Verdict>>,
}

impl<'a> Account<'a> {
    pub fn new(store: &'a Store) -> Account<'a> {
        Account {
            store,
            blocks: Vec::new(),
            claims: Vec::new(),
            open: Vec::new(),
            verdicts: RefCell::default(),
        }
    }

    pub fn heading(&mut self, heading: &str) {
        self.blocks.push(Block::Heading(heading.to_owned()));
    }

    pub fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// What the checker says of a statement.
    pub fn verdict(&self, formula: Expr, given: &[Expr]) -> Verdict {
        let asked = Claimed {
            formula,
            given: given.to_vec(),
        };
        if let Some(verdict) = self.verdicts.borrow().get(&asked) {
            return *verdict;
        }
        let claim = Claim {
            links: vec![formula],
            given: given.to_vec(),
            chain: false,
            quantities: Vec::new(),
            shapes: Shapes::default(),
            budget: Budget::default(),
        };
        let verdict = check::check(self.store, &claim).verdict;
        self.verdicts.borrow_mut().insert(asked, verdict);
        verdict
    }

    /// Whether a statement is proved; it is noted either way.
    pub fn holds(&mut self, formula: Expr, given: &[Expr]) -> bool {
        let proved = self.verdict(formula, given) == Verdict::Equivalent;
        self.note(formula, given, proved)
    }

    /// Whether two terms are equal where a name is short for a term: putting that in for the name
    /// makes the second the first.
    pub fn short_for(&mut self, long: Expr, short: Expr, name: Expr, term: Expr) -> bool {
        let binding = [(name, term)].into_iter().collect();
        let same = self.store.substitute(short, &binding) == long;
        let meaning = self.store.eq(name, term);
        self.note(self.store.eq(long, short), &[meaning], same)
    }

    fn note(&mut self, formula: Expr, given: &[Expr], proved: bool) -> bool {
        let claimed = Claimed {
            formula,
            given: given.to_vec(),
        };
        let list = match proved {
            true => &mut self.claims,
            false => &mut self.open,
        };
        if !list.contains(&claimed) {
            list.push(claimed);
        }
        proved
    }

    /// A chain of equal terms, if each is proved to equal the one before.
    pub fn chain(&mut self, first: Expr, steps: &[(Expr, &str)], given: &[Expr]) -> bool {
        let mut before = first;
        let mut lines = Vec::new();
        for (after, reason) in steps {
            if *after == before {
                continue;
            }
            if !self.holds(self.store.eq(before, *after), given) {
                return false;
            }
            lines.push(Line {
                rule: "checked".into(),
                relation: Link::Equal,
                before,
                after: *after,
                shown: *after,
                conditions: Vec::new(),
                reason: (*reason).into(),
                level: Level::Brief,
            });
            before = *after;
        }
        self.blocks.push(Block::Derivation { first, lines });
        true
    }

    /// An equation on a line of its own, if it is proved.
    pub fn equation(&mut self, equation: Expr, given: &[Expr]) -> bool {
        let proved = self.holds(equation, given);
        if proved {
            self.blocks.push(Block::Formulas(vec![equation]));
        }
        proved
    }

    /// Says in the place of a formula that there is none, as the last paragraph announces one.
    pub fn or_left_out(&mut self, shown: bool) {
        if !shown {
            self.paragraph("(No proof of this formula was found, so it is left out.)");
        }
    }
}
