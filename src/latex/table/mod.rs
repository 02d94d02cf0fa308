//! The names of a document, looked over once before anything is judged: which stand before
//! brackets, what stands above them, which letters in a row are words, and whether π and e are
//! letters of the document rather than numbers.
//!
//! Evidence is counted over all formulas, so that one odd line does not decide. A formula that
//! stands alone has the table of its own.

mod bound;
mod calls;
mod gather;
mod levels;
mod numbers;
mod prose;
mod runs;

use rustc_hash::{FxHashMap, FxHashSet};

use super::macros::Macros;
use super::tree::Tree;
use super::{LONGEST, build, lexer};

pub(super) use bound::Letter;
pub(super) use calls::stands_inside;

/// How a name is used, counted over the document.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Without brackets after it, outside of subscripts and superscripts.
    pub bare: u32,
    /// As a factor: beside another operand, or in a fraction.
    pub factor: u32,
    /// The whole of a left side: `f = ...`
    pub left: u32,
    /// `f(x)`: a variable alone in brackets.
    pub lone: u32,
    /// `f(3)`, `f(10\%)`
    pub number: u32,
    /// `f(x, y)`, `f(y | x)`
    pub several: u32,
    /// `b(x + y)`
    pub other: u32,
    /// `f(x) =`: a call as the whole of a left side.
    pub defined: u32,
    /// `f'(x)`
    pub primed: u32,
    /// With indices below it.
    pub indexed: u32,
    /// In bold type, or with an arrow.
    pub bold: u32,
    /// Numbers above it.
    pub numbers: FxHashSet<u32>,
    /// Labels above it: `L^*`, `\pi^{old}`.
    pub labels: u32,
    /// With two indices below it: `w_{ij}`, `w_{i,j}`, `w_{00}`.
    pub double: u32,
    /// Anything above it.
    pub raised: u32,
    /// Letters above it that may be levels: the l of `a^{l-1}`.
    pub letters: FxHashSet<String>,
}

/// How a letter stands above names.
#[derive(Clone, Debug, Default)]
pub(super) struct Above {
    /// The names that it stands above.
    names: FxHashSet<String>,
    /// With one more or one less: `a^{l-1}`.
    shifted: bool,
    /// Above a name that has a subscript too.
    with_index: u32,
    /// A step from one value to the next: `\beta^{k+1} = \beta^k + ...`
    steps: bool,
}

/// The names of a document and how they are used.
#[derive(Clone, Debug, Default)]
pub struct Table {
    facts: FxHashMap<String, Facts>,
    above: FxHashMap<String, Above>,
    /// How often words stand in the text around the formulas.
    words: FxHashMap<String, u32>,
    pi: Letter,
    e: Letter,
    /// How often a number in brackets stands above a name that is no function: `h^{(1)}`.
    layers: u32,
    /// How often a d stands before a letter, and how often by itself.
    differentials: u32,
    lone_d: u32,
    /// Letters that stand by themselves, not only in a row with others.
    alone: FxHashSet<String>,
    /// Capitals in a row, with their letters sorted: a product may have them in another order.
    rows: FxHashMap<String, FxHashSet<String>>,
    /// Arguments of functions that are subscripts too: the t of `m(t) = x_t`.
    parameters: FxHashSet<String>,
    /// Quantities that sum up a family of the same letter.
    families: FxHashSet<String>,
    filled: bool,
}

impl Table {
    /// The table of a document, from its formulas and the words before and after each.
    pub fn of<'a>(
        formulas: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
        macros: &Macros,
    ) -> Table {
        let mut table = Table::default();
        let mut trees = Vec::new();
        for (text, before, after) in formulas {
            table.read_words(text, before, after);
            if text.len() > LONGEST {
                continue;
            }
            let tokens = lexer::tokens(text, 0..text.len());
            let Ok(tokens) = macros.expand(tokens) else {
                continue;
            };
            if let Ok(tree) = build::tree(&tokens, text.len()) {
                trees.push(tree);
            }
        }
        // Which letters stand alone is known before letters are joined to words.
        for tree in &trees {
            table.gather(tree);
        }
        let loose = table.clone();
        table.forget();
        for tree in &mut trees {
            loose.join(tree);
            table.gather(tree);
        }
        table.filled = true;
        table
    }

    /// The table of one formula, whose letters are joined to words.
    pub(super) fn alone(tree: &mut Tree) -> Table {
        let mut loose = Table::default();
        loose.gather(tree);
        loose.join(tree);
        let mut table = loose.clone();
        table.forget();
        table.gather(tree);
        table
    }

    /// Whether it is the table of a document.
    pub(super) fn is_filled(&self) -> bool {
        self.filled
    }

    /// What is known of a name.
    pub(super) fn facts(&self, name: &str) -> Option<&Facts> {
        self.facts.get(name)
    }

    /// What the table says of a name, in words.
    pub fn describe(&self, name: &str) -> String {
        let mut said: Vec<&str> = Vec::new();
        match name {
            "pi" if self.pi.is_bound() => said.push("a letter of the document, not 3.14..."),
            "e" if self.e.is_bound() => said.push("a letter of the document, not 2.718..."),
            _ => {}
        }
        if let Some(facts) = self.facts(name) {
            if self.is_function(name) {
                said.push("a function");
            } else if facts.lone + facts.number > 0 {
                said.push("before a variable in brackets a function");
            } else if facts.bare > 0 {
                said.push("a quantity");
            }
            if facts.indexed > 0 {
                said.push("with entries");
            }
            if facts.bold > 0 {
                said.push("a vector or a matrix");
            }
            if facts.letters.iter().any(|letter| self.is_level(letter)) {
                said.push("what stands above it is an index");
            }
        }
        if said.is_empty() {
            return format!("nothing is known of `{name}`");
        }
        format!("`{name}` is {}", said.join("; "))
    }

    /// Keeps what the text says only.
    fn forget(&mut self) {
        let words = std::mem::take(&mut self.words);
        let alone = std::mem::take(&mut self.alone);
        let rows = std::mem::take(&mut self.rows);
        let (pi, e) = (self.pi.named_only(), self.e.named_only());
        *self = Table {
            words,
            alone,
            rows,
            pi,
            e,
            ..Table::default()
        };
    }
}
