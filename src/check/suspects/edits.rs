//! Small edits of a usual formula: what a slip of the pen makes of it.

use super::form::{Form, KNOWN, Role};
use crate::expr::{Expr, Head, Relation, Store};

/// What kind of slip it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A sign is another one.
    Sign,
    /// A bracket is missing, or at another place.
    Bracket,
    /// An exponent, a root is missing or one too many.
    Exponent,
    /// A factor is missing or one too many.
    Factor,
    /// A number is missing.
    Term,
    /// A function is missing, or its inverse.
    Function,
    /// Numerator and denominator are exchanged.
    Reciprocal,
    /// Two parts are exchanged.
    Exchange,
    /// A letter is another one.
    Letter,
    /// An index or a bound is another one.
    Index,
}

impl Kind {
    /// Whether something is left out, or is another thing.
    pub fn takes_away(self) -> bool {
        matches!(
            self,
            Kind::Term | Kind::Factor | Kind::Function | Kind::Letter
        )
    }
}

/// An edit of a form.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What kind it is.
    pub kind: Kind,
    /// Where it is: child numbers from the root.
    pub path: Vec<u32>,
    /// The form with it.
    pub root: Expr,
}

/// More edits of one formula are not looked at.
const MOST: usize = 600;

/// The number of the family that the usual formula does not have.
pub const FOREIGN: usize = 90;

/// All small edits of a form, the likely ones first.
pub fn edits(store: &Store, form: &Form) -> Vec<Edit> {
    let mut maker = Maker {
        store,
        form,
        found: Vec::new(),
    };
    let places = places(store, form.root);
    for (path, bound) in &places {
        if let Some(part) = store.at(form.root, path) {
            maker.at(path, part, bound);
        }
    }
    maker.exchanged(&places);
    let mut found = maker.found;
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(MOST);
    let mut seen = vec![form.root];
    let mut edits = Vec::new();
    for (_, edit) in found {
        if !seen.contains(&edit.root) {
            seen.push(edit.root);
            edits.push(edit);
        }
    }
    edits
}

/// The places of a term, with the indices that are bound there; indices are no places.
fn places(store: &Store, root: Expr) -> Vec<(Vec<u32>, Vec<Expr>)> {
    let mut all = Vec::new();
    let mut stack = vec![(Vec::new(), root, Vec::new())];
    while let Some((path, part, bound)) = stack.pop() {
        let args = store.args(part);
        for (k, arg) in args.iter().enumerate().rev() {
            let binder = matches!(store.head(part), Head::Sum | Head::Product);
            if *store.head(part) == Head::Entry || binder && k < 3 {
                continue;
            }
            let mut path: Vec<u32> = path.clone();
            path.push(k as u32);
            let mut bound: Vec<Expr> = bound.clone();
            if binder {
                bound.push(args[0]);
            }
            stack.push((path, *arg, bound));
        }
        all.push((path, bound));
    }
    all
}

/// Makes the edits of a form, each with a rank.
pub(super) struct Maker<'a> {
    pub(super) store: &'a Store,
    pub(super) form: &'a Form,
    pub(super) found: Vec<(u8, Edit)>,
}

impl Maker<'_> {
    pub(super) fn put(&mut self, rank: u8, kind: Kind, path: &[u32], new: Expr) {
        if let Some(root) = self.store.replace_at(self.form.root, path, new) {
            let path = path.to_vec();
            self.found.push((rank, Edit { kind, path, root }));
        }
    }

    fn at(&mut self, path: &[u32], part: Expr, bound: &[Expr]) {
        let store = self.store;
        let args = store.args(part);
        let parent = path
            .split_last()
            .and_then(|(_, above)| store.at(self.form.root, above));
        let above = parent.map(|parent| store.head(parent).clone());
        self.sign(path, part, above.as_ref());
        match store.head(part) {
            Head::Add => {
                self.sum(path, part);
                self.scope(path, part);
            }
            Head::Mul => self.product(path, part),
            Head::Div => self.quotient(path, part),
            Head::Pow => self.power(path, part),
            Head::Call(function) => self.call(path, function.name, args),
            Head::Apply(name) if KNOWN.contains(&&**name) && args.len() == 1 => {
                self.put(4, Kind::Function, path, args[0]);
            }
            Head::Sum | Head::Product => self.range(path, part),
            Head::Piecewise => self.branches(path, args),
            Head::Relation(relation) => {
                let turned = match relation {
                    Relation::Less => Relation::Greater,
                    Relation::LessEqual => Relation::GreaterEqual,
                    Relation::Greater => Relation::Less,
                    Relation::GreaterEqual => Relation::LessEqual,
                    other => *other,
                };
                let new = store.relate(turned, args[0], args[1]);
                self.put(3, Kind::Sign, path, new);
            }
            Head::Name(_) | Head::Entry => self.letter(path, part, bound),
            _ => {}
        }
        let term = !store.head(part).is_formula();
        if term && matches!(above, Some(Head::Call(_) | Head::Add)) {
            let twice = store.mul([store.int(2), part].as_slice());
            let half = store.div(part, store.int(2));
            self.put(8, Kind::Factor, path, twice);
            self.put(8, Kind::Factor, path, half);
        }
    }

    fn sign(&mut self, path: &[u32], part: Expr, above: Option<&Head>) {
        let store = self.store;
        match (store.head(part), above) {
            (Head::Neg, _) => self.put(0, Kind::Sign, path, store.args(part)[0]),
            (_, None | Some(Head::Add | Head::Call(_))) if !store.head(part).is_formula() => {
                self.put(0, Kind::Sign, path, store.neg(part));
            }
            (_, Some(Head::Pow)) if path.last() == Some(&1) => {
                self.put(1, Kind::Sign, path, store.neg(part));
            }
            _ => {}
        }
    }

    /// A term beside an indexed sum that is taken into it: Σ (a_j + b) for Σ a_j + b.
    fn scope(&mut self, path: &[u32], part: Expr) {
        let store = self.store;
        let args = store.args(part);
        for (k, sum) in args.iter().enumerate() {
            let (Head::Sum, [index, lo, hi, body]) = (store.head(*sum), store.args(*sum)) else {
                continue;
            };
            for (m, other) in args.iter().enumerate() {
                let inner = *store.head(*other) == Head::Sum;
                if m == k || inner || store.free_names(*other).contains(index) {
                    continue;
                }
                let within = store.add([*body, *other].as_slice());
                let mut terms = vec![store.bind(Head::Sum, *index, *lo, *hi, within)];
                let rest = args
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != k && *at != m);
                terms.extend(rest.map(|(_, term)| *term));
                let new = match terms.as_slice() {
                    [one] => *one,
                    all => store.add(all),
                };
                self.put(3, Kind::Bracket, path, new);
            }
        }
    }

    /// Terms that are left out, and brackets around the sum.
    fn sum(&mut self, path: &[u32], part: Expr) {
        let store = self.store;
        let args = store.args(part);
        for (k, arg) in args.iter().enumerate() {
            let bare = match store.head(*arg) {
                Head::Neg => store.args(*arg)[0],
                _ => *arg,
            };
            let number = store.literal(bare).is_some();
            let last = args.len() == 2 && !number;
            if number || last && !has_family(store, self.form, bare) {
                self.put(3, Kind::Term, path, without(store, part, k));
            }
        }
        if args.iter().all(|arg| *store.head(*arg) != Head::Neg) {
            return;
        }
        // - (a + b) for - a - b is a sign at several places.
        let Some(last) = args.len().checked_sub(1).filter(|last| *last > 1) else {
            return;
        };
        for from in 1..last {
            let mut turned = args.to_vec();
            for arg in &mut turned[from..] {
                *arg = match store.head(*arg) {
                    Head::Neg => store.args(*arg)[0],
                    _ => store.neg(*arg),
                };
            }
            self.put(2, Kind::Sign, path, store.add(turned.as_slice()));
        }
    }

    fn product(&mut self, path: &[u32], part: Expr) {
        let store = self.store;
        let args = store.args(part);
        for (k, arg) in args.iter().enumerate() {
            if constant(store, self.form, *arg) {
                self.put(4, Kind::Factor, path, without(store, part, k));
            }
            if matches!(store.head(*arg), Head::Name(_) | Head::Entry) {
                let mut inverse = args.to_vec();
                inverse[k] = store.div(store.int(1), *arg);
                self.put(5, Kind::Reciprocal, path, store.mul(inverse.as_slice()));
            }
            // a (b + c) as a b + c
            if *store.head(*arg) == Head::Add {
                let inner = store.args(*arg);
                let mut first = args.to_vec();
                first[k] = inner[0];
                let mut terms = vec![store.mul(first.as_slice())];
                terms.extend(&inner[1..]);
                if k + 1 == args.len() {
                    self.put(2, Kind::Bracket, path, store.add(terms.as_slice()));
                } else if k == 0 {
                    let mut last = args.to_vec();
                    last[0] = inner[inner.len() - 1];
                    let mut terms = inner[..inner.len() - 1].to_vec();
                    terms.push(store.mul(last.as_slice()));
                    self.put(2, Kind::Bracket, path, store.add(terms.as_slice()));
                }
            }
        }
    }

    fn quotient(&mut self, path: &[u32], part: Expr) {
        let store = self.store;
        let (a, b) = (store.args(part)[0], store.args(part)[1]);
        self.put(3, Kind::Reciprocal, path, store.div(b, a));
        self.put(5, Kind::Reciprocal, path, store.mul([a, b].as_slice()));
        if constant(store, self.form, b) {
            self.put(4, Kind::Factor, path, a);
        }
        if constant(store, self.form, a) && store.literal(a) != store.literal(store.int(1)) {
            self.put(4, Kind::Factor, path, store.div(store.int(1), b));
        }
        if *store.head(b) == Head::Add {
            let terms = store.args(b);
            let mut all = vec![store.div(a, terms[0])];
            all.extend(&terms[1..]);
            self.put(2, Kind::Bracket, path, store.add(all.as_slice()));
        }
        if *store.head(a) == Head::Add {
            let terms = store.args(a);
            let last = terms.len() - 1;
            let mut all = terms[..last].to_vec();
            all.push(store.div(terms[last], b));
            self.put(2, Kind::Bracket, path, store.add(all.as_slice()));
        }
    }

    fn power(&mut self, path: &[u32], part: Expr) {
        let store = self.store;
        let (base, exponent) = (store.args(part)[0], store.args(part)[1]);
        self.put(1, Kind::Exponent, path, base);
        match (store.head(base), store.args(base)) {
            (Head::Div, [a, b]) => {
                self.put(
                    3,
                    Kind::Bracket,
                    path,
                    store.div(store.pow(*a, exponent), *b),
                );
                self.put(
                    3,
                    Kind::Bracket,
                    path,
                    store.div(*a, store.pow(*b, exponent)),
                );
            }
            (Head::Add, [.., last]) => {
                let mut terms = store.args(base).to_vec();
                let at = terms.len() - 1;
                terms[at] = match store.head(*last) {
                    Head::Neg => store.neg(store.pow(store.args(*last)[0], exponent)),
                    _ => store.pow(*last, exponent),
                };
                self.put(2, Kind::Bracket, path, store.add(terms.as_slice()));
            }
            _ => {}
        }
        for (wrong, right) in [(2, 3), (3, 2)] {
            if store.small_integer(exponent) == Some(right) {
                self.put(6, Kind::Exponent, path, store.pow(base, store.int(wrong)));
            }
        }
    }

    fn call(&mut self, path: &[u32], name: &'static str, args: &[Expr]) {
        let store = self.store;
        let other = match name {
            "exp" => Some("log"),
            "log" => Some("exp"),
            "Phi" => Some("Phi_inv"),
            "Phi_inv" => Some("Phi"),
            "max" => Some("min"),
            "min" => Some("max"),
            "sinh" => Some("cosh"),
            "cosh" => Some("sinh"),
            _ => None,
        };
        if let Some(other) = other {
            self.put(6, Kind::Function, path, store.call(other, args));
        }
        match (name, args) {
            ("sqrt", [arg]) => self.put(3, Kind::Exponent, path, *arg),
            ("exp" | "log" | "abs", [arg]) => {
                self.put(3, Kind::Function, path, *arg);
                if *store.head(*arg) == Head::Add {
                    let terms = store.args(*arg);
                    let mut all = vec![store.call(name, &terms[..1])];
                    all.extend(&terms[1..]);
                    self.put(2, Kind::Bracket, path, store.add(all.as_slice()));
                }
            }
            _ => {}
        }
    }

    fn range(&mut self, path: &[u32], part: Expr) {
        let store = self.store;
        let args = store.args(part);
        let (lo, hi) = (args[1], args[2]);
        let head = store.head(part).clone();
        let fewer = store.sub(hi, store.int(1));
        let make = |lo, hi| store.bind(head.clone(), args[0], lo, hi, args[3]);
        self.put(5, Kind::Index, path, make(lo, fewer));
        if let (Head::Add, [size, _]) = (store.head(hi), store.args(hi)) {
            self.put(4, Kind::Index, path, make(lo, *size));
        }
        for (size, role) in &self.form.roles {
            if matches!(role, Role::Size(_)) && *size != hi {
                self.put(6, Kind::Index, path, make(lo, *size));
            }
        }
        let other = match head {
            Head::Sum => Head::Product,
            _ => Head::Sum,
        };
        let new = store.bind(other, args[0], lo, hi, args[3]);
        self.put(6, Kind::Function, path, new);
    }

    fn branches(&mut self, path: &[u32], args: &[Expr]) {
        let store = self.store;
        if let [c, a, d, b] = args {
            let new = store.make(Head::Piecewise, [*c, *b, *d, *a].as_slice());
            self.put(3, Kind::Exchange, path, new);
        } else if let [c, a, b] = args {
            let new = store.make(Head::Piecewise, [*c, *b, *a].as_slice());
            self.put(3, Kind::Exchange, path, new);
        }
    }
}

/// The sum or product without one of its parts.
fn without(store: &Store, part: Expr, k: usize) -> Expr {
    let mut args = store.args(part).to_vec();
    args.remove(k);
    match store.head(part) {
        Head::Add => store.add(args.as_slice()),
        _ => store.mul(args.as_slice()),
    }
}

fn has_family(store: &Store, form: &Form, part: Expr) -> bool {
    let free = store.free_names(part).into_iter();
    let mut roles = free.filter_map(|name| form.roles.get(&name));
    roles.any(|role| matches!(role, Role::Family(_)))
}

/// Whether a factor is a number or a size.
fn constant(store: &Store, form: &Form, factor: Expr) -> bool {
    !has_family(store, form, factor) && !store.has_binder(factor)
}
