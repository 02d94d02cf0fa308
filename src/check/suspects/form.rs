//! A term without its letters: names, entries and unknown function values are numbered families of
//! values, so that terms that differ by a renaming only have one form.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::naming::Naming;
use crate::expr::{Binding, Expr, Head, Store};
use crate::render::plain;

/// Functions of which the values are known, beside those of the registry.
pub const KNOWN: &[&str] = &["Gamma", "factorial", "binomial", "Beta"];

/// What a name of a form stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The values of a family.
    Family(usize),
    /// An index that is free.
    Index(usize),
    /// The size of something.
    Size(usize),
}

/// Values that belong together: the entries of y, the values of h at the points x_i.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Family {
    /// How many indices tell its values apart.
    pub arity: usize,
    /// How it is written, with `idx1`, `idx2` for the indices.
    pub text: String,
}

/// What of a term is looked into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// All but the arguments of unknown functions.
    Plain,
    /// No scalar products either.
    Dots,
    /// The arguments of unknown functions too.
    Functions,
}

/// A term in which all letters are numbered.
#[derive(Clone, Debug)]
pub struct Form {
    /// The term.
    pub root: Expr,
    /// Its families.
    pub families: Vec<Family>,
    /// How its free indices are written.
    pub indices: Vec<String>,
    /// How its sizes are written.
    pub sizes: Vec<String>,
    /// What each of its names stands for.
    pub roles: FxHashMap<Expr, Role>,
}

/// The arity of a function is that of values and this.
pub const FUNCTION: usize = 100;

/// The name of a family in a form.
pub fn family(store: &Store, number: usize) -> Expr {
    store.name(&format!("fam{number}"))
}

impl Form {
    /// The form of a term.
    pub fn of(store: &Store, term: Expr, look: Look) -> Option<Form> {
        let mut naming = Naming::new(store, term, look);
        let root = naming.walk(term)?;
        let mut form = Form {
            root,
            families: naming.families,
            indices: Vec::new(),
            sizes: Vec::new(),
            roles: FxHashMap::default(),
        };
        form.drop_fixed_indices(store);
        form.number(store, &naming.index_names, &naming.size_names);
        Some(form)
    }

    /// Indices that are the same throughout tell nothing apart.
    fn drop_fixed_indices(&mut self, store: &Store) {
        let bound = bound_names(store, self.root);
        for (number, family) in self.families.iter_mut().enumerate() {
            let name = self::family(store, number);
            let parts = store.subterms(self.root).into_iter();
            if family.arity >= FUNCTION {
                continue;
            }
            let entries: Vec<Expr> = parts
                .filter(|part| *store.head(*part) == Head::Entry && store.args(*part)[0] == name)
                .collect();
            let Some(first) = entries.first() else {
                continue;
            };
            let fixed = |position: usize| {
                let index = store.args(*first)[position];
                let same = |entry: &Expr| store.args(*entry)[position] == index;
                let free = |name: &Expr| !bound.contains(name);
                entries.iter().all(same) && store.free_names(index).iter().all(free)
            };
            let count = store.args(*first).len();
            if entries
                .iter()
                .any(|entry| store.args(*entry).len() != count)
            {
                continue;
            }
            let dropped: Vec<usize> = (1..count).filter(|position| fixed(*position)).collect();
            if dropped.is_empty() {
                continue;
            }
            for position in &dropped {
                let index = plain(store, store.args(*first)[*position]);
                family.text = family.text.replace(&format!("idx{position}"), &index);
            }
            let kept: Vec<usize> = (1..count).filter(|p| !dropped.contains(p)).collect();
            for (new, old) in kept.iter().enumerate() {
                let (old, new) = (format!("idx{old}"), format!("idx{}", new + 1));
                family.text = family.text.replace(&old, &new);
            }
            family.arity = kept.len();
            self.root = store.rebuild(self.root, |head, args| {
                if *head != Head::Entry || args[0] != name {
                    return None;
                }
                let indices: SmallVec<[Expr; 4]> = kept.iter().map(|k| args[*k]).collect();
                Some(match indices.is_empty() {
                    true => name,
                    false => store.entry(name, &indices),
                })
            });
        }
    }

    /// Numbers the free indices and the sizes.
    fn number(&mut self, store: &Store, indices: &FxHashSet<Expr>, sizes: &FxHashSet<Expr>) {
        let mut binding = Binding::default();
        let mut fixed: Vec<(Expr, Expr)> = Vec::new();
        let binds = store.has_binder(self.root);
        for part in ordered(store, self.root) {
            let literal = !binds && *store.head(part) == Head::Entry;
            if literal {
                for index in &store.args(part)[1..] {
                    if store.small_integer(*index).is_some()
                        && !fixed.iter().any(|(known, _)| known == index)
                    {
                        let name = store.name(&format!("ind{}", self.indices.len()));
                        self.roles.insert(name, Role::Index(self.indices.len()));
                        self.indices.push(plain(store, *index));
                        fixed.push((*index, name));
                    }
                }
            }
            if binding.contains_key(&part) {
                continue;
            }
            if sizes.contains(&part) {
                let name = store.name(&format!("size{}", self.sizes.len()));
                self.roles.insert(name, Role::Size(self.sizes.len()));
                self.sizes.push(plain(store, part));
                binding.insert(part, name);
            } else if indices.contains(&part) {
                let name = store.name(&format!("ind{}", self.indices.len()));
                self.roles.insert(name, Role::Index(self.indices.len()));
                self.indices.push(plain(store, part));
                binding.insert(part, name);
            }
        }
        self.root = store.substitute(self.root, &binding);
        if !fixed.is_empty() {
            self.root = store.rebuild(self.root, |head, args| {
                if *head != Head::Entry {
                    return None;
                }
                let named = |index: &Expr| {
                    let found = fixed.iter().find(|(known, _)| known == index);
                    found.map_or(*index, |(_, name)| *name)
                };
                let indices: Vec<Expr> = args[1..].iter().map(named).collect();
                Some(store.entry(args[0], &indices))
            });
        }
        for number in 0..self.families.len() {
            self.roles
                .insert(family(store, number), Role::Family(number));
        }
    }

    /// The form with a part as one value, which no other part has to do with.
    pub fn collapsed(&self, store: &Store, part: Expr) -> Form {
        let number = self.families.len();
        let name = family(store, number);
        let (inner, negative) = unsigned(store, part);
        let new = if negative { store.neg(name) } else { name };
        let mut form = self.clone();
        form.root = replaced(store, self.root, part, new);
        let text = self.written(&plain(store, inner));
        let text = match store.head(inner) {
            Head::Add => format!("({text})"),
            _ => text,
        };
        form.families.push(Family { arity: 0, text });
        form.roles.insert(name, Role::Family(number));
        form.compacted(store)
    }

    /// The form without the families that do not occur.
    fn compacted(mut self, store: &Store) -> Form {
        if self.families.iter().any(|family| family.arity >= FUNCTION) {
            self.renumber(store);
            return self;
        }
        let free = store.free_names(self.root);
        let used = |number: &usize| free.contains(&family(store, *number));
        let kept: Vec<usize> = (0..self.families.len()).filter(used).collect();
        let mut binding = Binding::default();
        for (new, old) in kept.iter().enumerate() {
            binding.insert(family(store, *old), store.name(&format!("tmp{new}")));
        }
        self.root = store.substitute(self.root, &binding);
        binding.clear();
        for new in 0..kept.len() {
            binding.insert(store.name(&format!("tmp{new}")), family(store, new));
        }
        self.root = store.substitute(self.root, &binding);
        self.families = kept.iter().map(|old| self.families[*old].clone()).collect();
        self.roles
            .retain(|_, role| !matches!(role, Role::Family(_)));
        self.renumber(store);
        for number in 0..self.families.len() {
            self.roles
                .insert(family(store, number), Role::Family(number));
        }
        self
    }

    /// Numbers the indices and the sizes that are left.
    fn renumber(&mut self, store: &Store) {
        let mut places: Vec<(Expr, Role)> = self.roles.drain().collect();
        places.sort_by_key(|(_, role)| match role {
            Role::Family(k) | Role::Index(k) | Role::Size(k) => *k,
        });
        let (old_indices, old_sizes) = (
            std::mem::take(&mut self.indices),
            std::mem::take(&mut self.sizes),
        );
        let free = store.free_names(self.root);
        for (name, role) in places {
            if matches!(role, Role::Family(_)) {
                self.roles.insert(name, role);
            }
            if !free.contains(&name) {
                continue;
            }
            match role {
                Role::Index(k) => {
                    self.roles.insert(name, Role::Index(self.indices.len()));
                    self.indices.push(old_indices[k].clone());
                }
                Role::Size(k) => {
                    self.roles.insert(name, Role::Size(self.sizes.len()));
                    self.sizes.push(old_sizes[k].clone());
                }
                Role::Family(_) => {}
            }
        }
    }

    /// A text of the form with its own letters.
    pub fn written(&self, text: &str) -> String {
        written(text, &|name: &str| {
            let number = |prefix: &str| name.strip_prefix(prefix)?.parse::<usize>().ok();
            if let Some(family) = number("fam").and_then(|n| self.families.get(n)) {
                return Some(family.text.clone());
            }
            if let Some(index) = number("ind").and_then(|n| self.indices.get(n)) {
                return Some(index.clone());
            }
            number("size").and_then(|n| self.sizes.get(n)).cloned()
        })
    }

    /// Parts that are polynomials of names that occur nowhere else, the largest first.
    pub fn private_parts(&self, store: &Store) -> Vec<Expr> {
        let mut found: Vec<(u64, Expr)> = Vec::new();
        let bound = bound_names(store, self.root);
        for part in store.subterms(self.root) {
            if part == self.root || !matches!(store.head(part), Head::Add | Head::Mul | Head::Sum) {
                continue;
            }
            let polynomial = !store.any(part, |node| {
                !matches!(
                    node.head,
                    Head::Add
                        | Head::Mul
                        | Head::Neg
                        | Head::Number(_)
                        | Head::Name(_)
                        | Head::Entry
                        | Head::Sum
                )
            });
            let names = store.free_names(part);
            let families = names
                .iter()
                .filter(|n| matches!(self.roles.get(n), Some(Role::Family(_))));
            let (_, negative) = unsigned(store, part);
            let signed = matches!(store.head(part), Head::Add)
                && store
                    .args(part)
                    .first()
                    .is_some_and(|a| *store.head(*a) == Head::Neg)
                && !negative;
            if !polynomial
                || signed
                || families.count() < 2
                || names.iter().any(|name| bound.contains(name))
            {
                continue;
            }
            let without = replaced(store, self.root, part, store.int(1));
            let rest = store.free_names(without);
            let alone = |name: &Expr| {
                !matches!(self.roles.get(name), Some(Role::Family(_))) || !rest.contains(name)
            };
            if names.iter().all(alone) {
                found.push((store.written_size(part), part));
            }
        }
        found.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        found.into_iter().take(6).map(|(_, part)| part).collect()
    }
}

/// A text with its identifiers replaced; an entry's indices go where the new text says.
pub fn written(text: &str, letter: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(first) = rest.chars().next() {
        if !is_letter(first) {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        let Some(mut new) = letter(word) else {
            out.push_str(word);
            continue;
        };
        if let Some(entry) = behind.strip_prefix('[')
            && new.contains("idx1")
            && let Some(close) = entry.find(']')
        {
            for (number, index) in entry[..close].split(',').enumerate() {
                let index = written(index.trim(), letter);
                new = new.replace(&format!("idx{}", number + 1), &index);
            }
            rest = &entry[close + 1..];
        }
        out.push_str(&new);
    }
    out
}

/// A sum of negative terms is the negative of one of positive terms.
fn unsigned(store: &Store, part: Expr) -> (Expr, bool) {
    let args = store.args(part);
    let negative = |arg: &Expr| *store.head(*arg) == Head::Neg;
    match *store.head(part) == Head::Add && args.iter().all(negative) {
        true => {
            let inner: Vec<Expr> = args.iter().map(|arg| store.args(*arg)[0]).collect();
            (store.add(inner.as_slice()), true)
        }
        false => (part, false),
    }
}

/// The term with a part replaced wherever it occurs.
pub fn replaced(store: &Store, root: Expr, part: Expr, new: Expr) -> Expr {
    if root == part {
        return new;
    }
    store.rebuild(root, |head, args| {
        (store.with_args(head, args) == part).then_some(new)
    })
}

/// The names that binders of a term bind.
pub fn bound_names(store: &Store, root: Expr) -> FxHashSet<Expr> {
    let parts = store.subterms(root).into_iter();
    let binders = parts.filter(|part| store.head(*part).binds());
    binders.map(|part| store.args(part)[0]).collect()
}

/// All parts, in written order.
pub fn ordered(store: &Store, root: Expr) -> Vec<Expr> {
    let mut all = Vec::new();
    let mut stack = vec![root];
    while let Some(part) = stack.pop() {
        all.push(part);
        stack.extend(store.args(part).iter().rev());
    }
    all
}
