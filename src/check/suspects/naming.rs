//! Names, entries and unknown function values of a term as numbered families.

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::form::{FUNCTION, Family, KNOWN, Look, bound_names, family, ordered};
use crate::expr::{Binding, Expr, Head, Store};
use crate::render::plain;

/// The name of a placeholder for an index.
fn placeholder(store: &Store, number: usize) -> Expr {
    store.name(&format!("idx{number}"))
}

/// Gives numbers to the letters of a term.
pub struct Naming<'s> {
    store: &'s Store,
    look: Look,
    bound: FxHashSet<Expr>,
    /// Names that are indices and nothing else.
    pub index_names: FxHashSet<Expr>,
    /// Names that sums run to.
    pub size_names: FxHashSet<Expr>,
    keys: Vec<String>,
    /// The families so far.
    pub families: Vec<Family>,
}

impl<'s> Naming<'s> {
    /// What the names of a term are.
    pub fn new(store: &'s Store, term: Expr, look: Look) -> Naming<'s> {
        let bound = bound_names(store, term);
        // Where each free name occurs: as an index, as a bound, or elsewhere.
        let (mut index, mut size, mut other) = (
            FxHashSet::default(),
            FxHashSet::default(),
            FxHashSet::default(),
        );
        let mut stack = vec![(term, 0_u8)];
        while let Some((part, place)) = stack.pop() {
            let args = store.args(part);
            match store.head(part) {
                Head::Name(_) if !bound.contains(&part) => {
                    match place {
                        0 => other.insert(part),
                        1 => index.insert(part),
                        _ => size.insert(part),
                    };
                }
                Head::Entry => {
                    stack.push((args[0], place));
                    stack.extend(args[1..].iter().map(|arg| (*arg, 1)));
                }
                // Indices are compared with each other: 1 if i = j.
                Head::Relation(_)
                    if args
                        .iter()
                        .all(|arg| matches!(store.head(*arg), Head::Name(_))) =>
                {
                    stack.extend(args.iter().map(|arg| (*arg, 1)));
                }
                Head::Sum | Head::Product => {
                    stack.extend(args[1..3].iter().map(|arg| (*arg, 2)));
                    stack.push((args[3], place));
                }
                _ => stack.extend(args.iter().map(|arg| (*arg, place))),
            }
        }
        index.retain(|name| !other.contains(name) && !size.contains(name));
        Naming {
            store,
            look,
            bound,
            index_names: index,
            size_names: size,
            keys: Vec::new(),
            families: Vec::new(),
        }
    }

    /// The term with its letters numbered; terms are of bounded size.
    pub fn walk(&mut self, term: Expr) -> Option<Expr> {
        let store = self.store;
        let args = store.args(term);
        match store.head(term) {
            Head::Number(_) => Some(term),
            Head::Name(name) if name.is_constant() => Some(term),
            Head::Name(_) if self.is_place(term) => Some(term),
            Head::Name(_) => Some(self.value(plain(store, term), 0)),
            Head::Entry if matches!(store.head(args[0]), Head::Name(_)) => {
                let text: Vec<String> = (1..args.len()).map(|k| format!("idx{k}")).collect();
                let text = format!("{}[{}]", plain(store, args[0]), text.join(", "));
                let name = self.value(text, args.len() - 1);
                Some(store.entry(name, &args[1..]))
            }
            Head::Sum if self.look == Look::Dots && is_dot(store, term) => Some(self.opaque(term)),
            Head::Add
            | Head::Mul
            | Head::Neg
            | Head::Div
            | Head::Pow
            | Head::Call(_)
            | Head::Sum
            | Head::Product
            | Head::Piecewise
            | Head::Relation(_)
            | Head::And
            | Head::Or
            | Head::Not => self.parts(term),
            Head::Apply(name) if KNOWN.contains(&&**name) => self.parts(term),
            Head::Apply(name)
                if self.look == Look::Functions && args.iter().all(|arg| simple(store, *arg)) =>
            {
                let name = self.value(name.to_string(), FUNCTION + args.len());
                let name = store.name_text(name)?;
                let args: Option<SmallVec<[Expr; 4]>> =
                    args.iter().map(|arg| self.walk(*arg)).collect();
                Some(store.apply(name, &args?))
            }
            Head::Entry | Head::Apply(_) | Head::Derivative => Some(self.opaque(term)),
            _ => None,
        }
    }

    fn parts(&mut self, term: Expr) -> Option<Expr> {
        let store = self.store;
        let args: Option<SmallVec<[Expr; 4]>> =
            store.args(term).iter().map(|arg| self.walk(*arg)).collect();
        Some(store.with_args(store.head(term), &args?))
    }

    /// Whether a name is an index or a size.
    fn is_place(&self, name: Expr) -> bool {
        self.bound.contains(&name)
            || self.index_names.contains(&name)
            || self.size_names.contains(&name)
    }

    /// A term that is not looked into: a family with the indices in it.
    fn opaque(&mut self, term: Expr) -> Expr {
        let store = self.store;
        let mut term = term;
        if let (Head::Sum, [index, lo, hi, body]) = (store.head(term), store.args(term)) {
            // The name of its own index does not matter.
            let own = store.name("own");
            let binding = [(*index, own)].into_iter().collect();
            let body = store.substitute(*body, &binding);
            term = store.bind(Head::Sum, own, *lo, *hi, body);
        }
        let mut indices: SmallVec<[Expr; 4]> = SmallVec::new();
        let free = store.free_names(term);
        for part in ordered(store, term) {
            let index = self.bound.contains(&part) || self.index_names.contains(&part);
            if index && free.contains(&part) && !indices.contains(&part) {
                indices.push(part);
            }
        }
        let mut binding = Binding::default();
        for (k, index) in indices.iter().enumerate() {
            binding.insert(*index, placeholder(store, k + 1));
        }
        let text = plain(store, store.substitute(term, &binding));
        let name = self.value(text, indices.len());
        match indices.is_empty() {
            true => name,
            false => store.entry(name, &indices),
        }
    }

    fn value(&mut self, text: String, arity: usize) -> Expr {
        let known = self.keys.iter().position(|key| *key == text);
        let number = known.unwrap_or_else(|| {
            self.keys.push(text.clone());
            self.families.push(Family { arity, text });
            self.keys.len() - 1
        });
        family(self.store, number)
    }
}

/// Whether an argument is a name or an entry.
fn simple(store: &Store, arg: Expr) -> bool {
    matches!(store.head(arg), Head::Name(_) | Head::Entry)
}

/// Whether a sum is a scalar product: of products of names and entries.
fn is_dot(store: &Store, sum: Expr) -> bool {
    let body = store.args(sum)[3];
    let plain = |factor: &Expr| matches!(store.head(*factor), Head::Name(_) | Head::Entry);
    *store.head(body) == Head::Mul && store.args(body).iter().all(plain)
}
