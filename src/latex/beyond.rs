//! What is understood and has no meaning among real numbers: sets, events, lists that dots leave
//! open, infinity, macros of a file that is not there.
//!
//! Such a part becomes a term of its own, made of its signs as they are written and of the names in
//! it: the same signs are the same term, other signs are another one, and a name that is replaced
//! is replaced in it. A statement with such a part says nothing that can be verified, and why.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::reader::Reader;
use super::tree::{Id, Item, Node};
use super::{labels, names};
use crate::error::Diagnostic;
use crate::expr::Expr;

/// Longer parts are not taken as a whole.
const LONGEST: usize = 2_000;

/// At most so many parts of a formula are.
const MOST: usize = 500;

/// Terms of which nothing is verified.
#[derive(Default)]
pub(super) struct Hidden {
    terms: Vec<(Expr, Arc<str>)>,
    places: FxHashMap<Expr, usize>,
    /// Which of them the terms that were looked at contain.
    found: FxHashMap<Expr, Option<usize>>,
    /// How many parts were looked at as they are written.
    parts: usize,
}

/// What is said of a part that is beyond real numbers, by what hinders its reading: what kind of
/// term it is, and why nothing is verified.
const KINDS: &[(&str, &str, &str)] = &[
    (
        "dots do not say what they stand for",
        "dots",
        "its dots do not say what they stand for",
    ),
    (
        "the integral does not say over what",
        "integral",
        "its integral does not say over what",
    ),
    (
        "this operator has no meaning here",
        "operator",
        "it has an operator that is none of numbers",
    ),
    (
        "infinity is not a real number",
        "infinity",
        "it speaks of infinity, which is no real number",
    ),
    (
        "complex numbers are not read",
        "complex",
        "it speaks of complex numbers",
    ),
    (
        "nobody has said what this set is",
        "statement",
        "it speaks of a set that nobody has described",
    ),
    (
        "what exists is not read",
        "statement",
        "it says what exists",
    ),
    (
        "negation is not read in LaTeX",
        "statement",
        "it has a negation",
    ),
    (
        "a bar without a partner",
        "statement",
        "a bar stands in it that is none of numbers",
    ),
    (
        "a bar in a condition",
        "statement",
        "a bar stands in it that is none of numbers",
    ),
    ("a comma in a formula", "statement", "it is a list"),
    (
        "this is no condition",
        "statement",
        "it has a condition that is none of numbers",
    ),
    (
        "this sign has no place in a condition",
        "statement",
        "it has a condition that is none of numbers",
    ),
    (
        "there is no condition",
        "statement",
        "it has a condition that is none of numbers",
    ),
    (
        "a term stands where a formula is needed",
        "statement",
        "it speaks of statements that are none of numbers",
    ),
    ("a sign alone", "statement", "a sign alone"),
    (
        "`?` has no meaning in a formula",
        "statement",
        "a question mark stands in it",
    ),
    (
        "a differential alone is not read",
        "differential",
        DIFFERENTIAL,
    ),
    ("a differential of nothing", "differential", DIFFERENTIAL),
    (
        "a differential of what is no variable",
        "differential",
        DIFFERENTIAL,
    ),
    ("this does not belong among arguments", "list", LIST),
    ("a relation among arguments", "list", LIST),
    (
        "numbers side by side",
        "list",
        "numbers stand side by side in it without a sign",
    ),
    ("several terms stand where one is needed", "list", LIST),
    ("a relation stands where a term is needed", "list", LIST),
    ("this does not belong in a term", "list", LIST),
    ("rows stand where a term is needed", "list", LIST),
    ("angle brackets hold two vectors", "list", LIST),
    (
        "the prime does not say by which variable is differentiated",
        "derivative",
        MARK,
    ),
    ("a derivative of no certain order", "derivative", MARK),
    ("a transpose of a function", "marked", MARK),
    ("a function without arguments", "marked", MARK),
    ("a mark over a term that is not understood", "marked", MARK),
    ("a subscript after what is no vector", "marked", MARK),
    ("a subscript that no name can hold", "marked", MARK),
    ("this cannot be a part of a name", "marked", MARK),
    ("this is too long for a name", "marked", MARK),
    ("this exponent has no meaning here", "marked", MARK),
    ("the bar does not say where", "marked", MARK),
];

const DIFFERENTIAL: &str = "it speaks of a differential alone";
const LIST: &str = "what stands in its brackets is no number";
const MARK: &str = "it has a mark that is not understood";

const PLACEHOLDER: &str = "a sign stands in it for what it is applied to";

/// Whether a run of nodes is an operator alone: the dot of `f(\cdot)`, `\nabla^d`.
fn is_placeholder(items: &[Item]) -> bool {
    let mut items = items
        .iter()
        .filter(|item| !matches!(item.node, Node::Align | Node::Quad));
    let first = items.next().map(|item| &item.node);
    matches!(
        first,
        Some(Node::Op(_) | Node::Nabla | Node::Partial | Node::Big(_))
    ) && items.all(|item| matches!(item.node, Node::Script { .. }))
}

/// The kind of a part that hinders its reading, and why nothing of it is verified; `None` where it
/// is not understood at all.
fn kind(fault: &Diagnostic) -> Option<(&'static str, Arc<str>)> {
    if let Some(name) = fault.message.strip_prefix("unknown command ") {
        return Some((
            "undefined",
            format!("the macro {name} is not defined here").into(),
        ));
    }
    if fault.message.ends_with("` lacks its argument") {
        return Some((
            "function",
            "it speaks of a function without its argument".into(),
        ));
    }
    let found = KINDS.iter().find(|(message, ..)| *message == fault.message);
    found.map(|(_, kind, why)| (*kind, (*why).into()))
}

/// A part of a formula as it is written.
struct Written {
    digest: u64,
    names: Vec<Expr>,
}

impl<'a> Reader<'a> {
    /// A run of nodes that cannot be read as a term of its own, if what hinders is beyond real
    /// numbers.
    pub(super) fn hidden(&mut self, items: &[Item], fault: Diagnostic) -> Result<Expr, Diagnostic> {
        let placeholder = || ("placeholder", PLACEHOLDER.into());
        let found = kind(&fault).or_else(|| is_placeholder(items).then(placeholder));
        let Some((kind, why)) = found else {
            return Err(fault);
        };
        if self.hidden.parts > MOST {
            return Err(fault);
        }
        self.hidden.parts += 1;
        let Some(written) = self.written(items) else {
            // What stands around it is longer still.
            self.hidden.parts = MOST + 1;
            return Err(fault);
        };
        let store = self.store;
        let name = format!("{kind}_{:016x}", written.digest);
        let expr = match written.names.as_slice() {
            [] => store.name(&name),
            names => store.apply(&name, names),
        };
        self.hide(expr, why);
        Ok(expr)
    }

    /// Notes that nothing is to be verified of a term.
    pub(super) fn hide(&mut self, expr: Expr, why: Arc<str>) {
        let hidden = &mut self.hidden;
        if !hidden.places.contains_key(&expr) {
            hidden.places.insert(expr, hidden.terms.len());
            hidden.terms.push((expr, why));
            hidden.found.remove(&expr);
            self.quantities.push(expr);
        }
    }

    /// Terms that dots stand for.
    pub(super) fn left_out(&mut self) -> Expr {
        let dots = self.store.name("dots");
        let why = "its dots do not say what they stand for";
        self.hide(dots, why.into());
        dots
    }

    /// Why nothing of a term is verified, if a part of it is beyond real numbers.
    pub(super) fn is_hidden(&mut self, expr: Expr) -> Option<Arc<str>> {
        let (store, hidden) = (self.store, &mut self.hidden);
        if hidden.terms.is_empty() {
            return None;
        }
        // Every part is looked at once, inner ones first.
        let mut stack = vec![(expr, false)];
        while let Some((part, inner)) = stack.pop() {
            if hidden.found.contains_key(&part) {
                continue;
            }
            let own = hidden.places.get(&part).copied();
            let args = store.args(part);
            if own.is_some() || inner || args.is_empty() {
                let mut parts = args.iter().filter_map(|arg| *hidden.found.get(arg)?);
                let found = own.or_else(|| parts.next());
                hidden.found.insert(part, found);
                continue;
            }
            stack.push((part, true));
            stack.extend(args.iter().map(|arg| (*arg, false)));
        }
        let place = (*hidden.found.get(&expr)?)?;
        Some(hidden.terms[place].1.clone())
    }

    /// The rows of which a statement takes a part, as one term: what cannot be cut into its sides.
    pub(super) fn whole(
        &mut self,
        span: &std::ops::Range<usize>,
        fault: &Diagnostic,
    ) -> Option<(Expr, Arc<str>)> {
        let (_, why) = kind(fault)?;
        if self.hidden.parts > MOST {
            return None;
        }
        self.hidden.parts += 1;
        let tree = self.tree;
        let touches = |item: &&Item| item.start <= span.end && item.end >= span.start;
        let rows = tree.rows.iter().map(|row| &tree.lists[*row]);
        let items: Vec<Item> = rows
            .filter(|row| row.iter().any(|item| touches(&item)))
            .flatten()
            .cloned()
            .collect();
        let written = self.written(&items)?;
        let name = format!("statement_{:016x}", written.digest);
        let expr = match written.names.as_slice() {
            [] => self.store.name(&name),
            names => self.store.apply(&name, names),
        };
        Some((expr, why))
    }

    /// The signs of a run of nodes as one number, and its names; `None` if it is too long.
    fn written(&self, items: &[Item]) -> Option<Written> {
        enum Task<'t> {
            Items(&'t [Item]),
            List(Id),
            Mark(&'static str),
        }
        let mut names = Vec::new();
        let mut digest = super::digest::START;
        let mut stack = vec![Task::Items(items)];
        let mut steps = 0;
        while let Some(task) = stack.pop() {
            steps += 1;
            if steps > LONGEST {
                return None;
            }
            let items = match task {
                Task::Items(items) => items,
                Task::List(id) => {
                    digest = super::digest::text(digest, "{");
                    stack.push(Task::Mark("}"));
                    &self.tree.lists[id]
                }
                Task::Mark(mark) => {
                    digest = super::digest::text(digest, mark);
                    continue;
                }
            };
            let Some((first, rest)) = items.split_first() else {
                continue;
            };
            stack.push(Task::Items(rest));
            if let Node::Name { text, font } = &first.node {
                digest = super::digest::text(digest, &format!("{text} {font:?}"));
                names.extend(self.name_written(text, rest));
                continue;
            }
            if matches!(first.node, Node::Align | Node::Quad) {
                continue;
            }
            let (sign, lists) = parts(&first.node);
            digest = super::digest::text(digest, &sign);
            stack.extend(lists.into_iter().rev().map(Task::List));
        }
        let mut seen = rustc_hash::FxHashSet::default();
        names.retain(|name| seen.insert(*name));
        Some(Written { digest, names })
    }

    /// Whether a list is short and holds no other.
    fn is_flat(&self, list: Id) -> bool {
        let items = &self.tree.lists[list];
        items.len() < 20 && items.iter().all(|item| parts(&item.node).1.is_empty())
    }

    /// The variable that a name is with what stands below it.
    fn name_written(&self, text: &str, rest: &[Item]) -> Option<Expr> {
        let number = matches!(text, "e" | "pi") && !self.scope.binds(text);
        let macro_name = self.tree.unknown.iter().any(|name| **name == *text);
        if number || labels::is_word(text) || macro_name && !labels::spells_letter(text) {
            return None;
        }
        let label = match rest.first().map(|item| &item.node) {
            Some(Node::Script { up: false, list })
                if self.is_flat(*list) && !self.survey.is_indices(self.tree, *list) =>
            {
                labels::text(self.tree, &self.tree.lists[*list])
            }
            _ => None,
        };
        let name = match label {
            Some(label) if label.len() < 100 => format!("{text}_{label}"),
            _ => text.to_owned(),
        };
        let variable = names::variable(self.store, &name);
        let base = self.store.args(variable).first().copied();
        Some(match self.store.head(variable) {
            crate::expr::Head::Entry => base.unwrap_or(variable),
            _ => variable,
        })
    }
}

/// What a node is without the lists in it, and those.
fn parts(node: &Node) -> (String, Vec<Id>) {
    match node {
        Node::Script { up, list } => (format!("script {up}"), vec![*list]),
        Node::Group(list) => ("group".to_owned(), vec![*list]),
        Node::Fence { open, close, list } => (format!("fence {open:?} {close:?}"), vec![*list]),
        Node::Fraction(a, b) => ("fraction".to_owned(), vec![*a, *b]),
        Node::Binomial(a, b) => ("binomial".to_owned(), vec![*a, *b]),
        Node::Root { degree, body } => (
            format!("root {}", degree.is_some()),
            degree.iter().copied().chain([*body]).collect(),
        ),
        Node::Accent(accent, list) => (format!("accent {accent}"), vec![*list]),
        Node::Grid { kind, rows } => {
            let sizes: Vec<usize> = rows.iter().map(Vec::len).collect();
            let cells = rows.iter().flatten().copied().collect();
            (format!("grid {kind:?} {sizes:?}"), cells)
        }
        Node::Rows(rows) => (format!("rows {}", rows.len()), rows.clone()),
        plain => (format!("{plain:?}"), Vec::new()),
    }
}
