//! The table of formulas of a serialised proof: each written once, referred to by number.
//!
//! An entry is a plain formula that the project's own reader reads back, or, where the plain
//! language cannot say it (`for each` inside a conjunction, a fraction that is one number), a
//! node `{"head": "and", "args": [0, 3]}` over earlier entries. In a text the name `part7` stands
//! for entry 7 and `slot1` for the first index of a template; a variable that is called so itself
//! is written `{"name": "part7"}`. Large parts become entries of their own, so that
//! formulas that share them share their text.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::expr::{Args, Expr, Head, Store, rational_text};
use crate::parse;
use crate::render::plain;

/// A term with more nodes than this is an entry of its own.
const MOST_NODES: usize = 48;

/// Writes formulas into a table.
pub(super) struct Table<'a> {
    store: &'a Store,
    entries: Vec<Value>,
    numbers: FxHashMap<Expr, usize>,
    weights: FxHashMap<Expr, usize>,
}

impl<'a> Table<'a> {
    /// An empty table.
    pub(super) fn new(store: &'a Store) -> Table<'a> {
        Table {
            store,
            entries: Vec::new(),
            numbers: FxHashMap::default(),
            weights: FxHashMap::default(),
        }
    }

    /// The store of its formulas.
    pub(super) fn store(&self) -> &'a Store {
        self.store
    }

    /// The entries in order.
    pub(super) fn into_entries(self) -> Vec<Value> {
        self.entries
    }

    /// The number of a formula, which is added with all that it refers to.
    ///
    /// # Errors
    /// What of it cannot be written.
    pub(super) fn number(&mut self, root: Expr) -> Result<usize, String> {
        self.weigh(root);
        // A pass may find that an entry needs others first: those come before it.
        let mut stack = vec![root];
        while let Some(expr) = stack.last().copied() {
            if self.numbers.contains_key(&expr) {
                stack.pop();
                continue;
            }
            let missing = match self.text(expr) {
                Ok(text) => {
                    self.push(expr, Value::String(text));
                    continue;
                }
                Err(missing) => missing,
            };
            if !missing.is_empty() {
                stack.extend(missing);
                continue;
            }
            let args = self.store.args(expr);
            let missing: Vec<Expr> = args
                .iter()
                .copied()
                .filter(|arg| !self.numbers.contains_key(arg))
                .collect();
            if !missing.is_empty() {
                stack.extend(missing);
                continue;
            }
            let node = self.node(expr)?;
            self.push(expr, node);
        }
        Ok(self.numbers[&root])
    }

    fn push(&mut self, expr: Expr, entry: Value) {
        self.numbers.insert(expr, self.entries.len());
        self.entries.push(entry);
    }

    /// How many nodes the text of an expression shows, large parts counting as one.
    fn weigh(&mut self, root: Expr) {
        let mut stack = vec![(root, false)];
        while let Some((expr, ready)) = stack.pop() {
            if self.weights.contains_key(&expr) {
                continue;
            }
            let args = self.store.args(expr);
            if ready {
                let weight = 1 + args.iter().map(|arg| self.shown(*arg)).sum::<usize>();
                self.weights.insert(expr, weight);
            } else {
                stack.push((expr, true));
                stack.extend(args.iter().map(|arg| (*arg, false)));
            }
        }
    }

    fn shown(&self, expr: Expr) -> usize {
        if self.is_part(expr) {
            1
        } else {
            self.weights[&expr]
        }
    }

    /// Whether a term is large enough to be an entry of its own.
    fn is_part(&self, expr: Expr) -> bool {
        self.weights[&expr] > MOST_NODES && !self.store.head(expr).is_formula()
    }

    /// The entry's text; or the parts that must have numbers first, none if no text says it.
    fn text(&self, root: Expr) -> Result<String, Vec<Expr>> {
        let store = self.store;
        if self.weights[&root] > MOST_NODES && is_connective(store.head(root)) {
            return Err(Vec::new());
        }
        // Parts are not entered: what stands for them is a name.
        let mut done: FxHashMap<Expr, Expr> = FxHashMap::default();
        let mut missing = Vec::new();
        let mut stack = vec![(root, false)];
        while let Some((expr, ready)) = stack.pop() {
            if done.contains_key(&expr) {
                continue;
            }
            if expr != root && self.is_part(expr) {
                match self.numbers.get(&expr) {
                    Some(number) => {
                        done.insert(expr, store.name(&format!("part{number}")));
                    }
                    None => {
                        missing.push(expr);
                        done.insert(expr, expr);
                    }
                }
                continue;
            }
            let node = store.node(expr);
            if !ready {
                stack.push((expr, true));
                stack.extend(node.args.iter().map(|arg| (*arg, false)));
                continue;
            }
            let new = match &node.head {
                Head::Name(_) if let Some(slot) = store.slot_number(expr) => {
                    store.name(&format!("slot{slot}"))
                }
                // Taken for a reference by the reader.
                Head::Name(name) if reference(name).is_some() => return Err(Vec::new()),
                head => {
                    let args: Args = node.args.iter().map(|arg| done[arg]).collect();
                    store.make(head.clone(), args)
                }
            };
            done.insert(expr, new);
        }
        if !missing.is_empty() {
            return Err(missing);
        }
        let encoded = done[&root];
        let text = plain(store, encoded);
        match parse::formula(store, &text) {
            Ok(read) if read == encoded => Ok(text),
            _ => Err(Vec::new()),
        }
    }

    /// The entry as a node over other entries.
    fn node(&self, expr: Expr) -> Result<Value, String> {
        let node = self.store.node(expr);
        let head = match &node.head {
            Head::Number(n) => match n.written() {
                None => return Ok(json!({ "number": rational_text(n.value()) })),
                Some(text) => return Err(format!("the number `{text}` cannot be written")),
            },
            Head::Name(name) if reference(name).is_some() => return Ok(json!({ "name": **name })),
            Head::Name(name) => return Err(format!("the name `{name}` cannot be written")),
            Head::Call(f) => format!("{}()", f.name),
            Head::Apply(name) => format!("{name}()"),
            Head::Relation(relation) => relation.plain().to_owned(),
            head => word(head).to_owned(),
        };
        let args: Vec<usize> = node.args.iter().map(|arg| self.numbers[arg]).collect();
        Ok(json!({ "head": head, "args": args }))
    }
}

/// What a name of a text refers to: `part7`, `slot1`.
pub(super) enum Reference {
    /// The entry of this number.
    Part(usize),
    /// The index of this number.
    Slot(usize),
}

/// The reference that a name is, if it is one.
pub(super) fn reference(name: &str) -> Option<Reference> {
    let (kind, digits): (fn(usize) -> Reference, &str) = match name.strip_prefix("part") {
        Some(digits) => (Reference::Part, digits),
        None => (Reference::Slot, name.strip_prefix("slot")?),
    };
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty();
    digits.parse().ok().filter(|_| plain).map(kind)
}

fn is_connective(head: &Head) -> bool {
    head.is_formula() && !matches!(head, Head::Relation(_) | Head::Call(_))
}

/// The heads that a word names.
pub(super) const HEADS: &[(&str, Head)] = &[
    ("add", Head::Add),
    ("mul", Head::Mul),
    ("neg", Head::Neg),
    ("div", Head::Div),
    ("pow", Head::Pow),
    ("entry", Head::Entry),
    ("vector", Head::Vector),
    ("sum", Head::Sum),
    ("prod", Head::Product),
    ("if", Head::Piecewise),
    ("and", Head::And),
    ("or", Head::Or),
    ("not", Head::Not),
    ("true", Head::True),
    ("false", Head::False),
    ("iff", Head::Iff),
    ("implies", Head::Implies),
    ("each", Head::Each),
];

fn word(head: &Head) -> &'static str {
    HEADS
        .iter()
        .find(|(_, known)| known == head)
        .map_or("", |(word, _)| word)
}
