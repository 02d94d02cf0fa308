//! Vectors: products of them, norms, and their entries. A dot product becomes a sum over the
//! entries where the factors have entries; what has none stays an unknown function.

use rustc_hash::FxHashMap;

use super::entries::Columns;
use super::reader::Reader;
use crate::expr::{Args, Binding, Expr, Head, NameKind, Store};

impl Reader<'_> {
    /// A product; `dots` says which signs are dots.
    pub fn factors(&mut self, factors: &[Expr], dots: &[bool]) -> Expr {
        let store = self.store;
        if factors.len() == 1 {
            return factors[0];
        }
        if self.multiplies_matrices(factors) {
            return self.product_of_matrices(factors);
        }
        let shaped: Vec<bool> = factors
            .iter()
            .map(|factor| self.is_shaped(*factor))
            .collect();
        let transposed = |expr: Expr| match (store.head(expr), store.args(expr)) {
            (Head::Apply(name), [inner]) if &**name == "transpose" => Some(*inner),
            _ => None,
        };
        if let Some(at) = factors
            .iter()
            .position(|factor| transposed(*factor).is_some())
        {
            let (before, rest) = factors.split_at(at);
            let scalars: Vec<Expr> = before
                .iter()
                .zip(&shaped)
                .filter(|(_, shaped)| !**shaped)
                .map(|(factor, _)| *factor)
                .collect();
            let left: Vec<Expr> = before
                .iter()
                .zip(&shaped)
                .filter(|(_, shaped)| **shaped)
                .map(|(factor, _)| *factor)
                .collect();
            let mut all = scalars;
            match (left.is_empty(), rest) {
                (true, [first, second]) => {
                    let inner = transposed(*first).unwrap_or(*first);
                    // A number after a transpose stays a factor.
                    if self.is_matrix(inner) && self.is_shaped(*second) {
                        all.push(store.apply("matmul", &[*first, *second]));
                    } else if store.literal(*second).is_some() {
                        all.push(*first);
                        all.push(*second);
                    } else {
                        all.push(store.apply("dot", &[inner, *second]));
                    }
                }
                (_, _) => {
                    let mut chain = left;
                    chain.extend_from_slice(rest);
                    all.push(if chain.len() == 1 {
                        chain[0]
                    } else {
                        store.apply("matmul", &chain)
                    });
                }
            }
            return store.mul(all.as_slice());
        }
        // `\mathbf{w}\cdot\mathbf{x}`
        if let ([a, b], [true]) = (factors, dots)
            && shaped == [true, true]
            && !self.is_matrix(*a)
            && !self.is_matrix(*b)
        {
            return store.apply("dot", &[*a, *b]);
        }
        let count = shaped.iter().filter(|shaped| **shaped).count();
        if count >= 2 {
            let (mut scalars, mut chain) = (Args::new(), Vec::new());
            for (factor, shaped) in factors.iter().zip(&shaped) {
                if *shaped {
                    chain.push(*factor);
                } else {
                    scalars.push(*factor);
                }
            }
            scalars.push(store.apply("matmul", &chain));
            return store.mul(scalars);
        }
        store.mul(factors)
    }

    pub(super) fn is_matrix(&self, expr: Expr) -> bool {
        // \mathbf{W}_{out} is one like \mathbf{W}.
        self.base_name(expr)
            .and_then(|name| name.split('_').next())
            .is_some_and(|name| self.survey.matrices.contains(name))
    }

    pub(super) fn base_name(&self, expr: Expr) -> Option<&str> {
        match self.store.head(expr) {
            Head::Name(name) => Some(name),
            _ => None,
        }
    }

    /// Whether a term is a vector or a matrix.
    pub fn is_shaped(&self, expr: Expr) -> bool {
        let store = self.store;
        // Sums are as long as they are; nested ones are looked at to a small depth.
        let mut stack = vec![expr];
        let mut steps = 0;
        while let Some(expr) = stack.pop() {
            steps += 1;
            if steps > 50 {
                return false;
            }
            match (store.head(expr), store.args(expr)) {
                (Head::Name(name), _)
                    if self.survey.vectors.contains(&**name) || self.is_matrix(expr) =>
                {
                    return true;
                }
                // Of bold letters the entries of a list are vectors: \mathbf{x}_i.
                (Head::Apply(name), _)
                    if matches!(&**name, "transpose" | "matmul" | "inverse" | "eye") =>
                {
                    return true;
                }
                // \mathbf{W}_1 is a matrix too.
                (Head::Entry, [base, _]) if self.is_matrix(*base) => return true,
                (Head::Vector, _) => return true,
                (Head::Add | Head::Neg, args) => stack.extend(args.iter().take(4)),
                (Head::Mul | Head::Div, _) => {
                    return !self.is_matrix_term(expr)
                        && self.columns(|columns| columns.is_shaped(expr));
                }
                _ => {}
            }
        }
        false
    }

    /// |x|: of a number its absolute value, of a matrix its determinant.
    pub fn absolute(&self, inner: Expr) -> Expr {
        let store = self.store;
        if self.is_matrix(inner) {
            return store.apply("det", &[inner]);
        }
        if self.is_shaped(inner) {
            return store.apply("norm", &[inner]);
        }
        store.call("abs", &[inner])
    }

    /// ‖x‖: of a number its absolute value.
    pub fn norm(&self, inner: Expr, name: &str) -> Expr {
        let store = self.store;
        let name = match name {
            _ if self.is_matrix(inner) => "norm_of_matrix",
            // Whether it is a vector is known when all sizes are.
            "norm" | "norm_2" if !self.is_shaped(inner) => LENGTH,
            "norm_2" => NORM,
            name => name,
        };
        store.apply(name, &[inner])
    }

    /// The square of a norm.
    pub fn squared_norm(&self, base: Expr, exponent: Expr) -> Option<Expr> {
        let store = self.store;
        let (Head::Apply(name), [inner]) = (store.head(base), store.args(base)) else {
            return None;
        };
        let norm = matches!(&**name, NORM | LENGTH) && exponent == store.int(2);
        norm.then(|| store.apply(&format!("{name}_squared"), &[*inner]))
    }

    fn columns<T>(&self, ask: impl FnOnce(&Columns<'_>) -> T) -> T {
        let vectors = &self.survey.vectors;
        ask(&Columns {
            store: self.store,
            is_vector: &|name| {
                self.base_name(name)
                    .is_some_and(|text| vectors.contains(text))
            },
        })
    }

    /// The entry of a vector at an index; `None` if it is no vector.
    pub fn entry_of(&self, vector: Expr, indices: &[Expr]) -> Option<Expr> {
        self.columns(|columns| columns.entry(vector, indices))
    }
}

/// The norm of a vector, and of what may be one.
const NORM: &str = "norm";
const LENGTH: &str = "length";
const NORM_SQUARED: &str = "norm_squared";
const NORMS: &[&str] = &[NORM, LENGTH, NORM_SQUARED, "length_squared", "norm_1"];

/// Equations between vectors that are taken note of, at most.
const MOST_ALIKE: usize = 32;

/// How many nodes are looked at to find the sizes of vectors.
const BUDGET: usize = 1_000_000;

/// Puts sums in the place of dot products and sizes in the place of unknown ones.
pub(super) struct Sizes<'a> {
    store: &'a Store,
    of_base: FxHashMap<Expr, Expr>,
    defaults: Vec<Expr>,
    /// Names that are known to be vectors.
    columns: &'a [Expr],
    /// Vectors that are set equal, and so are equally long.
    alike: Vec<Vec<Expr>>,
    /// What has been found for the placeholders.
    found: Binding,
    /// Vectors whose sizes nobody has said.
    vectors: Vec<Expr>,
    budget: usize,
    /// Matrices stand beside the vectors: dot products are products of matrices like others.
    beside_matrices: bool,
}

impl<'a> Sizes<'a> {
    /// Looks at all expressions of a reading for sizes that are said.
    pub fn new(
        store: &'a Store,
        known: &FxHashMap<Expr, Expr>,
        all: &[Expr],
        columns: &'a [Expr],
        beside_matrices: bool,
    ) -> Sizes<'a> {
        let mut of_base = known.clone();
        let mut budget = BUDGET;
        let mut taken = rustc_hash::FxHashSet::default();
        let mut vectors = Vec::new();
        for expr in all {
            for part in store.subterms(*expr) {
                match (store.head(part), store.args(part)) {
                    (Head::Name(name), _) => {
                        taken.insert(name.to_string());
                    }
                    (Head::Sum | Head::Product, [index, _, hi, body]) if is_unknown(store, *hi) => {
                        vectors.extend(bases(store, *body, *index, &mut budget));
                    }
                    (Head::Sum | Head::Product, [index, lo, hi, body])
                        if store.small_integer(*lo) == Some(1) =>
                    {
                        for base in bases(store, *body, *index, &mut budget) {
                            of_base.entry(base).or_insert(*hi);
                        }
                    }
                    _ => {}
                }
            }
        }
        let defaults = ["n", "K", "d", "m", "N", "D", "M"]
            .into_iter()
            .map(str::to_owned)
            .chain((1..=64).map(|k| format!("n{k}")))
            .filter(|name| !taken.contains(name))
            .map(|name| store.name(&name))
            .collect();
        Sizes {
            store,
            of_base,
            defaults,
            columns,
            alike: Vec::new(),
            found: Binding::default(),
            vectors,
            budget,
            beside_matrices,
        }
    }

    /// The sizes of all vectors that are known in the end.
    pub fn known(&self) -> &FxHashMap<Expr, Expr> {
        &self.of_base
    }

    /// Takes note of an equation: if it is one between vectors, they are equally long.
    pub fn equated(&mut self, sides: [Expr; 2]) {
        let columns = Columns {
            store: self.store,
            is_vector: &|name| self.columns.contains(&name),
        };
        let summands = sides.map(|side| columns.summands(side));
        if summands.iter().all(|names| !names.is_empty()) && self.alike.len() < MOST_ALIKE {
            self.alike.push(summands.concat());
        }
    }

    /// The vectors that are as long as some are.
    fn as_long(&self, bases: &[Expr]) -> Vec<Expr> {
        let mut all = bases.to_vec();
        let mut next = 0;
        while next < all.len() {
            let groups = self.alike.iter().filter(|group| group.contains(&all[next]));
            let more: Vec<Expr> = groups.flatten().copied().collect();
            all.extend(more.into_iter().filter(|name| !bases.contains(name)));
            let mut seen = rustc_hash::FxHashSet::default();
            all.retain(|name| seen.insert(*name));
            next += 1;
        }
        all
    }

    fn size_of(&mut self, bases: &[Expr]) -> Expr {
        let bases = &self.as_long(bases);
        let known = bases
            .iter()
            .find_map(|base| self.of_base.get(base).copied());
        let size = known.unwrap_or_else(|| {
            if self.defaults.is_empty() {
                self.store.name("n")
            } else if bases.is_empty() {
                self.defaults[0]
            } else {
                self.defaults.remove(0)
            }
        });
        for base in bases {
            self.of_base.entry(*base).or_insert(size);
        }
        size
    }

    /// An expression with every size in its place.
    pub fn lowered(&mut self, expr: Expr) -> Expr {
        let store = self.store;
        let needs = store.any(expr, |node| match &node.head {
            Head::Apply(name) => &**name == "dot" || NORMS.contains(&&**name),
            Head::Name(name) => name.kind() == NameKind::Open,
            _ => false,
        });
        if !needs {
            return expr;
        }
        for part in store.subterms(expr) {
            if let (Head::Sum | Head::Product, [index, _, hi, body]) =
                (store.head(part), store.args(part))
                && is_unknown(store, *hi)
                && !self.found.contains_key(hi)
            {
                let bases = bases(store, *body, *index, &mut self.budget);
                let size = self.size_of(&bases);
                self.found.insert(*hi, size);
            }
        }
        let expr = store.substitute(expr, &self.found);
        let mut this = self;
        let sizes = &mut this;
        store.rebuild(expr, |head, args| match head {
            Head::Apply(name) if &**name == "dot" => {
                let [a, b] = args else { return None };
                if sizes.beside_matrices {
                    let turned = store.apply("transpose", &[*a]);
                    return Some(store.apply("matmul", &[turned, *b]));
                }
                let taken = |name: Expr| store.contains(*a, name) || store.contains(*b, name);
                let index = crate::expr::free_index_name(store, taken);
                let x = sizes.entry_of(*a, index)?;
                let y = sizes.entry_of(*b, index)?;
                let product = store.mul([x, y].as_slice());
                let bases = bases(store, product, index, &mut sizes.budget);
                let size = sizes.size_of(&bases);
                Some(store.bind(Head::Sum, index, store.int(1), size, product))
            }
            Head::Apply(name) if sizes.beside_matrices && NORMS.contains(&&**name) => {
                Some(super::multiply::norm(store, name, args[0]))
            }
            Head::Apply(name) if NORMS.contains(&&**name) => sizes.norm(name, args[0]),
            _ => None,
        })
    }

    fn entry_of(&self, vector: Expr, index: Expr) -> Option<Expr> {
        let columns = Columns {
            store: self.store,
            is_vector: &|name| self.columns.contains(&name),
        };
        columns.entry(vector, &[index])
    }

    /// The norm of a vector by its entries, of a number its absolute value.
    fn norm(&mut self, name: &str, of: Expr) -> Option<Expr> {
        let store = self.store;
        let index = crate::expr::free_index_name(store, |name| store.contains(of, name));
        let entry = self.entry_of(of, index);
        let bases = match entry {
            Some(entry) => bases(store, entry, index, &mut self.budget),
            None => Vec::new(),
        };
        let known = bases
            .iter()
            .any(|base| self.of_base.contains_key(base) || self.vectors.contains(base));
        let two = store.int(2);
        if name.starts_with(LENGTH) && !known {
            let value = store.call("abs", &[of]);
            return Some(if name == LENGTH {
                value
            } else {
                store.pow(value, two)
            });
        }
        let Some(entry) = entry else {
            return (name == NORM_SQUARED).then(|| store.pow(store.apply(NORM, &[of]), two));
        };
        let term = match name {
            "norm_1" => store.call("abs", &[entry]),
            _ => store.pow(entry, two),
        };
        let size = self.size_of(&bases);
        let total = store.bind(Head::Sum, index, store.int(1), size, term);
        Some(match name {
            NORM | LENGTH => store.call("sqrt", &[total]),
            _ => total,
        })
    }
}

fn is_unknown(store: &Store, expr: Expr) -> bool {
    store.name_kind(expr) == Some(NameKind::Open)
}

/// The names that have an index among theirs. Sums within sums are looked through again and again,
/// so the work is counted.
fn bases(store: &Store, body: Expr, index: Expr, budget: &mut usize) -> Vec<Expr> {
    let mut found = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![body];
    while let Some(part) = stack.pop() {
        if *budget == 0 {
            break;
        }
        *budget -= 1;
        if let (Head::Entry, [base, indices @ ..]) = (store.head(part), store.args(part))
            && indices == [index]
            && !found.contains(base)
        {
            found.push(*base);
        }
        for arg in store.args(part).iter().rev() {
            if seen.insert(*arg) {
                stack.push(*arg);
            }
        }
    }
    found
}
