//! What a document has said so far, and where that is in force: one value that is asked what is given
//! at a place.
//!
//! Definitions last to the next one of the name or to the end of the document; where items or rows
//! that stand beside each other define one name in several ways, each has its own. What is assumed ends
//! with the sentence, item, row, proof or section in which it is, an example value with its paragraph;
//! and sooner, when something later about the same names cannot hold with it.

mod definitions;
mod parallel;

pub(super) use definitions::{Told, definition_of};
pub(super) use parallel::Parallel;

use super::witness;
use crate::document::{BlockKind, Blocks, Domain, Found};
use crate::expr::{Expr, Head, Relation, Store};
use crate::latex::{Definition, Scope};

/// What an entry is, which says how far it reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Assumed for the sentence: if, when, for.
    Condition,
    /// Assumed until further notice: let, suppose.
    Assumption,
    /// A value of an example.
    Example,
    /// A constraint, a restriction of a variable, a model.
    Constraint,
    /// What kind of number a name is, said once for the whole document.
    Declaration,
}

/// Where an entry is in force.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Extent {
    Sentence(usize),
    Block(usize),
    Document,
}

/// Something that the document assumes.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What is assumed.
    pub formula: Expr,
    /// The line where it stands.
    pub line: usize,
    extent: Extent,
}

/// A definition, and where it stands.
#[derive(Clone, Debug)]
struct Defined {
    definition: Definition,
    range: Vec<Expr>,
    left: Expr,
    line: usize,
    /// The section in which it stands, and the item or row: what is said in one of several cases
    /// may not be meant in the others.
    section: usize,
    item: usize,
    /// The item or row in which alone it holds.
    only: Option<usize>,
}

/// What a document has said up to a place.
#[derive(Clone, Default)]
pub(super) struct Discourse {
    /// What the LaTeX reader knows of it: functions, numbers, vectors.
    pub scope: Scope,
    /// The blocks of the document.
    pub blocks: Blocks,
    /// Names that items or rows beside each other define in several ways.
    pub parallel: Parallel,
    definitions: Vec<Defined>,
    entries: Vec<Entry>,
    /// Functions with a meaning of their own that the document has stated to have it.
    confirmed: Vec<Expr>,
    /// Where the reader is.
    block: usize,
    sentence: usize,
    /// The sentence of the last definition.
    defining: Option<usize>,
    /// Left sides that have been defined in several ways.
    several: Vec<Expr>,
    /// The last section whose words state numbers.
    numbers: Option<usize>,
    /// Whether the formula is concluded by a word alone from what stands before it.
    concluded: bool,
    /// The words behind the formula before.
    after: String,
}

impl Discourse {
    /// Goes on to a formula: what has ended there is forgotten.
    pub fn enter(&mut self, store: &Store, found: &Found) {
        (self.block, self.sentence) = (found.block, found.sentence);
        let digits = |text: &str| text.contains(|c: char| c.is_numeric());
        if digits(&found.before) || digits(&found.after) {
            self.numbers = Some(self.section());
        }
        let bare = |words: &str| {
            let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
            bare.to_lowercase()
        };
        // The word may end the paragraph before a display.
        let word = match bare(&found.before) {
            word if word.is_empty() => bare(&self.after),
            word => word,
        };
        self.after.clone_from(&found.after);
        self.concluded = found.act.sure && !word.is_empty() && word == found.act.cue;
        let (blocks, block, sentence) = (&self.blocks, found.block, found.sentence);
        self.entries.retain(|entry| match entry.extent {
            Extent::Sentence(s) => s == sentence,
            Extent::Block(outer) => blocks.within(block, outer),
            Extent::Document => true,
        });
        let before = self.definitions.len();
        self.definitions
            .retain(|d| d.only.is_none_or(|only| blocks.within(block, only)));
        if self.definitions.len() < before {
            self.scope.forget_definitions();
            for known in &self.definitions {
                let (definition, range) = (&known.definition, &known.range);
                self.scope.define_within(store, definition, range);
            }
        }
    }

    /// Takes up a definition.
    pub fn define(&mut self, store: &Store, definition: &Definition, line: usize) {
        self.define_within(store, definition, &[], line);
    }

    /// Takes up a definition of the entries of whose indices some conditions hold: `p_j` for j >= 2.
    pub fn define_within(
        &mut self,
        store: &Store,
        definition: &Definition,
        range: &[Expr],
        line: usize,
    ) {
        let old = self.scope.right_side(store, definition.left);
        let left = self.scope.define_within(store, definition, range);
        if old.is_some_and(|old| old != definition.value) && !self.several.contains(&left) {
            self.several.push(left);
        }
        let only = self
            .parallel
            .only(&self.blocks, self.block, &definition.name);
        self.definitions
            .retain(|known| known.left != left || known.only != only);
        self.definitions.push(Defined {
            definition: definition.clone(),
            range: range.to_vec(),
            left,
            line,
            section: self.section(),
            item: self.item(),
            only,
        });
        self.defining = Some(self.sentence);
        // A domain that is stated beside a definition lasts as long.
        for entry in &mut self.entries {
            if entry.extent == Extent::Sentence(self.sentence) && is_domain(store, entry.formula) {
                entry.extent = Extent::Document;
            }
        }
    }

    /// Takes up something that is assumed. What was assumed before of the same names and cannot hold
    /// with it ends.
    pub fn assume(&mut self, store: &Store, formula: Expr, line: usize, standing: Standing) {
        let inner = |kind: BlockKind| {
            matches!(
                kind,
                BlockKind::Item | BlockKind::Environment | BlockKind::Section(_)
            )
        };
        let extent = match standing {
            Standing::Condition
                if self.defining == Some(self.sentence) && is_domain(store, formula) =>
            {
                Extent::Document
            }
            Standing::Condition => Extent::Sentence(self.sentence),
            Standing::Example => {
                let kind = |kind| kind == BlockKind::Paragraph;
                Extent::Block(self.blocks.nearest(self.block, kind))
            }
            // A value that is only stated is that of a case.
            Standing::Constraint if is_value(store, formula) => {
                let kind = |kind| kind == BlockKind::Paragraph;
                Extent::Block(self.blocks.nearest(self.block, kind))
            }
            Standing::Assumption | Standing::Constraint => {
                Extent::Block(self.blocks.nearest(self.block, inner))
            }
            Standing::Declaration => Extent::Document,
        };
        if self.entries.iter().any(|entry| entry.formula == formula) {
            self.entries.retain(|entry| entry.formula != formula);
        }
        let about = store.free_names(formula);
        let touches = |entry: &Entry| {
            let names = store.free_names(entry.formula);
            names.iter().any(|name| about.contains(name))
        };
        while let Some(at) = self.entries.iter().position(|entry| {
            touches(entry) && witness::find(store, &[], &[entry.formula, formula]).is_none()
        }) {
            self.entries.remove(at);
        }
        self.entries.push(Entry {
            formula,
            line,
            extent,
        });
    }

    /// Takes up "let n be a positive integer".
    pub fn declare(&mut self, store: &Store, name: Expr, domain: Domain, line: usize) {
        let zero = store.int(0);
        let relate = |relation, bound| store.relate(relation, name, bound);
        let whole = store.call("integer", &[name]);
        let (standing, facts) = match domain {
            Domain::PositiveInteger => (
                Standing::Declaration,
                vec![whole, relate(Relation::Greater, zero)],
            ),
            Domain::Integer => (Standing::Declaration, vec![whole]),
            Domain::Positive => (Standing::Constraint, vec![relate(Relation::Greater, zero)]),
            Domain::Nonnegative => (
                Standing::Constraint,
                vec![relate(Relation::GreaterEqual, zero)],
            ),
            Domain::Negative => (Standing::Constraint, vec![relate(Relation::Less, zero)]),
            Domain::Nonzero => (Standing::Constraint, vec![relate(Relation::NotEqual, zero)]),
            Domain::Probability => (
                Standing::Constraint,
                vec![
                    relate(Relation::Greater, zero),
                    relate(Relation::Less, store.int(1)),
                ],
            ),
            Domain::Real => (Standing::Constraint, Vec::new()),
        };
        for formula in facts {
            self.assume(store, formula, line, standing);
        }
    }

    /// What is assumed about some names alone, the nearest and newest first.
    pub fn about(&self, store: &Store, names: &[Expr]) -> Vec<Entry> {
        let known = |name: &Expr| names.contains(name);
        let speaks = |entry: &&Entry| {
            let about = subjects(store, entry.formula);
            !about.is_empty() && about.iter().all(known)
        };
        let mut all: Vec<Entry> = self.entries.iter().filter(speaks).cloned().collect();
        all.reverse();
        // A sentence is nearer than an item, that nearer than the section.
        all.sort_by_key(|entry| match entry.extent {
            Extent::Sentence(_) => 0,
            Extent::Block(block) => usize::MAX / 2 - self.blocks.chain(block).count(),
            Extent::Document => usize::MAX,
        });
        all
    }

    /// What is assumed about a name, among other names.
    pub fn about_any(&self, store: &Store, name: Expr) -> Vec<Entry> {
        let speaks = |entry: &&Entry| store.contains(entry.formula, name);
        self.entries.iter().filter(speaks).cloned().collect()
    }

    /// Whether something has been defined in this sentence.
    pub fn is_defining(&self) -> bool {
        self.defining == Some(self.sentence)
    }

    /// Whether something is defined or assumed of every name of a formula.
    pub fn speaks_of(&self, store: &Store, formula: Expr) -> bool {
        let names = store.free_names(formula);
        let about = |name: &Expr| {
            self.scope.value(*name).is_some()
                || self
                    .entries
                    .iter()
                    .any(|e| store.contains(e.formula, *name))
        };
        !names.is_empty() && names.iter().all(about)
    }

    /// Whether a definition of this left side stands in the section of the place, and no other one of
    /// it anywhere before: then what follows is surely meant with it.
    pub fn surely_defined(&self, left: Expr) -> bool {
        let section = self.section();
        let here = |known: &&Defined| {
            known.left == left
                && known.section == section
                && self.blocks.within(self.block, known.item)
        };
        !self.several.contains(&left) && self.definitions.iter().any(|known| here(&known))
    }

    /// Whether a definition of this left side stands in the same item or row.
    pub fn is_defined_beside(&self, left: Expr) -> bool {
        let beside = |only: usize| self.blocks.within(self.block, only);
        let here = |known: &&Defined| known.left == left && known.only.is_some_and(beside);
        self.definitions.iter().any(|known| here(&known))
    }

    /// Whether a formula is concluded by a word alone, "Hence", from what is assumed of its names, and
    /// no words of the section state numbers: then nothing else can be meant to be known of it.
    pub fn is_plainly_concluded(&self, store: &Store, formula: Expr) -> bool {
        self.concluded && self.numbers != Some(self.section()) && self.speaks_of(store, formula)
    }

    fn section(&self) -> usize {
        let kind = |kind| matches!(kind, BlockKind::Section(_));
        self.blocks.nearest(self.block, kind)
    }

    fn item(&self) -> usize {
        self.blocks
            .nearest(self.block, |kind| kind == BlockKind::Item)
    }

    /// Notes that the document has stated what a known function is.
    pub fn confirm(&mut self, left: Expr) {
        self.confirmed.push(left);
    }

    /// Whether the document has stated what this known function is.
    pub fn confirmed(&self, store: &Store, left: Expr) -> bool {
        let head = store.head(left);
        self.confirmed.iter().any(|e| store.head(*e) == head)
    }

    fn line_of(&self, left: Expr) -> usize {
        let found = self.definitions.iter().rev().find(|d| d.left == left);
        found.map_or(0, |known| known.line)
    }
}

/// Whether an equation sets a name or an entry to a number.
fn is_value(store: &Store, formula: Expr) -> bool {
    store.sides(formula).is_some_and(|(a, b)| {
        let name = |e: Expr| matches!(store.head(e), Head::Name(_) | Head::Entry);
        name(a) && !store.has_name(b) || name(b) && !store.has_name(a)
    })
}

/// The names that a formula speaks of, without those that are only indices: of `y[i] = 0` it is y.
fn subjects(store: &Store, formula: Expr) -> Vec<Expr> {
    let mut indices: Vec<Expr> = Vec::new();
    for part in store.subterms(formula) {
        if let (Head::Entry, [_, rest @ ..]) = (store.head(part), store.args(part)) {
            indices.extend(rest.iter().flat_map(|index| store.free_names(*index)));
        }
    }
    let without = store.rebuild(formula, |head, args| match (head, args) {
        (Head::Entry, [base, ..]) => Some(*base),
        _ => None,
    });
    let plain = store.free_names(without);
    let all = store.free_names(formula).into_iter();
    all.filter(|name| plain.contains(name) || !indices.contains(name))
        .collect()
}

/// Whether a condition says between which numbers names lie.
fn is_domain(store: &Store, formula: Expr) -> bool {
    store.conjuncts(formula).into_iter().all(|part| {
        let plain =
            |e: &Expr| matches!(store.head(*e), Head::Name(_) | Head::Entry) || !store.has_name(*e);
        match (store.head(part), store.args(part)) {
            (Head::Relation(relation), sides) => {
                *relation != Relation::Equal && sides.iter().all(plain)
            }
            (Head::Call(_), args) => args.iter().all(plain),
            // One of several numbers.
            (Head::Or, cases) => cases.iter().all(|case| {
                let sides = store.sides(*case);
                sides.is_some_and(|(a, b)| plain(&a) && !store.has_name(b))
            }),
            _ => false,
        }
    })
}
