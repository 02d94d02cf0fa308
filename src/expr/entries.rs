//! Equations between vectors, entry by entry: `x = y` says that x\[j\] = y\[j\] for each j, and
//! `[a, b] = [c, d]` that a = c and b = d.
//!
//! A name is a vector here where a formula has its entries and [`Shapes`] knows it as one. What is
//! not made of vectors and numbers by sums and multiples stays as it is.

use rustc_hash::FxHashMap;

use super::{Args, Expr, Head, Relation, Shapes, Store, free_index_name};

/// Formulas with more parts are left as they are.
const LARGEST: usize = 4_000;
/// Tables with more entries are.
const ENTRIES: usize = 256;

/// Capitals that count where nothing says otherwise: numbers of rows, of classes, of steps.
const COUNTS: &[&str] = &["N", "M", "K", "T"];

/// What a term is made of, with its entry at an index.
#[derive(Clone)]
enum Made {
    /// The number 0, or the vector of zeros.
    Zero,
    Number,
    /// The entry, and the last index where it is known.
    Vector(Expr, Option<Expr>),
    /// Rows and columns, and the entries row by row.
    Table((usize, usize), Vec<Expr>),
    /// More than that.
    Other,
}

impl Shapes {
    /// Whether a factor is a name that may be a matrix's: a capital that does not count anything, with
    /// an index or without.
    pub fn may_be_matrix(store: &Store, factor: Expr) -> bool {
        let name = match (store.head(factor), store.args(factor)) {
            (Head::Entry, [base, ..]) => *base,
            _ => factor,
        };
        let name = store.name_text(name).unwrap_or_default();
        name.starts_with(char::is_uppercase) && !COUNTS.contains(&name)
    }

    /// A formula with the equations between vectors in it taken entry by entry; `beside` are formulas
    /// that speak of the same vectors. Tables are compared where they are all `columns`.
    pub fn by_entries(&self, store: &Store, formula: Expr, beside: &[Expr], columns: bool) -> Expr {
        let tables = columns && store.has_kind(formula, &Head::Vector);
        if !tables && self.columns.is_empty() {
            return formula;
        }
        let last = match self.last_indices(store, formula, beside) {
            Some(last) if tables || !last.is_empty() => last,
            _ => return formula,
        };
        let entries = Entries {
            store,
            shapes: self,
            last: &last,
        };
        store.rebuild(formula, |head, args| {
            let Head::Relation(relation) = head else {
                return None;
            };
            let [a, b] = args else { return None };
            let all = entries.equation(*a, *b, tables)?;
            match relation {
                Relation::Equal => Some(all),
                Relation::NotEqual => Some(store.make(Head::Not, [all].as_slice())),
                _ => None,
            }
        })
    }

    /// The vectors whose entries are summed over, each with its last index. `None` where nothing
    /// may be taken apart.
    fn last_indices(
        &self,
        store: &Store,
        formula: Expr,
        beside: &[Expr],
    ) -> Option<FxHashMap<Expr, Expr>> {
        let mut found: Vec<(Expr, Expr)> = Vec::new();
        let mut several: Vec<Expr> = Vec::new();
        let mut budget = LARGEST;
        for whole in beside.iter().chain([&formula]) {
            for part in store.subterms(*whole) {
                let head = store.head(part);
                if *head == Head::Derivative {
                    return None;
                }
                let [index, lo, hi, body] = *store.args(part) else {
                    continue;
                };
                if !head.binds() || store.small_integer(lo) != Some(1) {
                    continue;
                }
                let within = store.subterms(body);
                budget = budget.checked_sub(within.len())?;
                for entry in within {
                    if *store.head(entry) != Head::Entry || store.args(entry)[1..] != [index] {
                        continue;
                    }
                    let base = store.args(entry)[0];
                    match found.iter().find(|(known, _)| *known == base) {
                        Some((_, other)) if *other != hi => several.push(base),
                        Some(_) => {}
                        None => found.push((base, hi)),
                    }
                }
            }
        }
        let mut last = FxHashMap::default();
        for (base, hi) in found {
            let vector = self.columns.contains(&base) && !self.matrices.contains(&base);
            if vector && !several.contains(&base) {
                last.insert(base, hi);
            }
        }
        Some(last)
    }
}

struct Entries<'a> {
    store: &'a Store,
    shapes: &'a Shapes,
    last: &'a FxHashMap<Expr, Expr>,
}

impl Entries<'_> {
    /// What an equation between vectors or tables says of their entries.
    fn equation(&self, a: Expr, b: Expr, tables: bool) -> Option<Expr> {
        let store = self.store;
        let taken = |name: Expr| store.contains(a, name) || store.contains(b, name);
        let index = free_index_name(store, taken);
        let zero = store.int(0);
        let each = |x: Expr, y: Expr, last: Expr| {
            let body = store.eq(x, y);
            Some(store.bind(Head::Each, index, store.int(1), last, body))
        };
        match (self.made(a, index), self.made(b, index)) {
            (Made::Vector(x, Some(last)), Made::Zero) => each(x, zero, last),
            (Made::Zero, Made::Vector(y, Some(last))) => each(zero, y, last),
            (Made::Vector(x, m), Made::Vector(y, n)) => each(x, y, same(m, n)??),
            (Made::Table(size, x), Made::Table(other, y)) if tables && size == other => {
                let pairs = x.iter().zip(&y);
                Some(store.and(pairs.map(|(x, y)| store.eq(*x, *y))))
            }
            _ => None,
        }
    }

    fn made(&self, term: Expr, index: Expr) -> Made {
        let store = self.store;
        store.fold(term, |expr, node, parts: &[Made]| {
            let numbers = || parts.iter().all(|part| part.is_number());
            match &node.head {
                Head::Number(_) if store.literal(expr).is_some_and(|n| n == zero()) => Made::Zero,
                Head::Number(_) => Made::Number,
                Head::Name(_) => self.named(expr, index),
                Head::Apply(name) if &**name == "vec" && matches!(parts, [Made::Zero]) => {
                    Made::Zero
                }
                Head::Entry if self.is_list(node.args[0]) => Made::Other,
                Head::Entry => Made::Number,
                Head::Neg | Head::Add => self.sum(&node.head, parts),
                Head::Mul => self.product(&node.args, parts),
                Head::Div => match parts {
                    [all, by] if by.is_number() => all.map(|e| store.div(e, node.args[1])),
                    _ => Made::Other,
                },
                Head::Vector => table(parts, &node.args),
                // The index and the ends of a range are numbers like others.
                _ if numbers() => Made::Number,
                _ => Made::Other,
            }
        })
    }

    fn named(&self, name: Expr, index: Expr) -> Made {
        let store = self.store;
        if self.shapes.matrices.contains(&name) {
            return Made::Other;
        }
        if let Some(last) = self.last.get(&name) {
            return Made::Vector(store.entry(name, &[index]), Some(*last));
        }
        if self.shapes.columns.contains(&name) {
            return Made::Vector(store.entry(name, &[index]), None);
        }
        match Shapes::may_be_matrix(store, name) {
            true => Made::Other,
            false => Made::Number,
        }
    }

    /// Whether the entries of a name may be vectors or rows themselves.
    fn is_list(&self, base: Expr) -> bool {
        let known = self.shapes.columns.contains(&base) && !self.last.contains_key(&base);
        known || self.shapes.matrices.contains(&base)
    }

    fn sum(&self, head: &Head, parts: &[Made]) -> Made {
        let store = self.store;
        if parts.iter().all(Made::is_number) {
            return Made::Number;
        }
        let put = |entries: Args| store.with_args(head, &entries);
        let (mut last, mut size) = (None, None);
        let mut rows: Vec<&Vec<Expr>> = Vec::new();
        let mut entries = Args::new();
        for part in parts {
            match part {
                Made::Vector(entry, own) if rows.is_empty() => {
                    let Some(both) = same(last, *own) else {
                        return Made::Other;
                    };
                    last = both;
                    entries.push(*entry);
                }
                Made::Table(own, all) if entries.is_empty() => {
                    if size.is_some_and(|size| size != *own) {
                        return Made::Other;
                    }
                    size = Some(*own);
                    rows.push(all);
                }
                _ => return Made::Other,
            }
        }
        match size {
            None => Made::Vector(put(entries), last),
            Some(size) => {
                let at = |k: usize| put(rows.iter().map(|all| all[k]).collect());
                Made::Table(size, (0..size.0 * size.1).map(at).collect())
            }
        }
    }

    /// Numbers times one vector or table.
    fn product(&self, factors: &[Expr], parts: &[Made]) -> Made {
        let store = self.store;
        let mut others = (0..parts.len()).filter(|k| !parts[*k].is_number());
        match (others.next(), others.next()) {
            (None, _) => Made::Number,
            (Some(at), None) => parts[at].map(|entry| {
                let mut all = Args::from_slice(factors);
                all[at] = entry;
                store.mul(all)
            }),
            _ => Made::Other,
        }
    }
}

impl Made {
    fn is_number(&self) -> bool {
        matches!(self, Made::Number | Made::Zero)
    }

    /// Each entry changed.
    fn map(&self, change: impl Fn(Expr) -> Expr) -> Made {
        match self {
            Made::Zero => Made::Number,
            Made::Vector(entry, last) => Made::Vector(change(*entry), *last),
            Made::Table(size, all) => {
                Made::Table(*size, all.iter().map(|entry| change(*entry)).collect())
            }
            other => other.clone(),
        }
    }
}

/// A table of numbers, or of rows of numbers that are equally long.
fn table(parts: &[Made], entries: &[Expr]) -> Made {
    if parts.len() > ENTRIES {
        return Made::Other;
    }
    if parts.iter().all(Made::is_number) {
        return Made::Table((parts.len(), 1), entries.to_vec());
    }
    let (mut width, mut all) = (None, Vec::new());
    for part in parts {
        match part {
            Made::Table((length, 1), row) if width.is_none_or(|width| width == *length) => {
                width = Some(*length);
                all.extend_from_slice(row);
            }
            _ => return Made::Other,
        }
    }
    match width {
        Some(width) if width > 1 && all.len() <= ENTRIES => Made::Table((parts.len(), width), all),
        _ => Made::Other,
    }
}

/// What two last indices are together, if they do not differ.
#[allow(clippy::option_option)]
fn same(one: Option<Expr>, other: Option<Expr>) -> Option<Option<Expr>> {
    match (one, other) {
        (Some(m), Some(n)) if m != n => None,
        (one, other) => Some(one.or(other)),
    }
}

fn zero() -> num_rational::BigRational {
    num_traits::Zero::zero()
}
