//! Walking expressions without recursion: folding, substitution, positions, free names.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Args, Expr, ExprMap, ExprSet, Head, Node, Store};

/// Values for variables: what each name is replaced by.
pub type Binding = FxHashMap<Expr, Expr>;

impl Store {
    /// Computes a value bottom-up: `f` gets a node and the values of its children. Every distinct
    /// node is visited once, however often it occurs.
    pub fn fold<T: Clone>(&self, root: Expr, mut f: impl FnMut(Expr, &Node, &[T]) -> T) -> T {
        let mut done: ExprMap<T> = ExprMap::default();
        let mut stack = vec![(root, false)];
        let mut values: Vec<T> = Vec::new();
        while let Some((expr, ready)) = stack.pop() {
            if done.contains(expr) {
                continue;
            }
            let node = self.node(expr);
            if ready || node.args.is_empty() {
                values.clear();
                values.extend(node.args.iter().filter_map(|arg| done.get(*arg)).cloned());
                debug_assert_eq!(values.len(), node.args.len());
                let value = f(expr, node, &values);
                done.insert(expr, value);
            } else {
                stack.push((expr, true));
                stack.extend(node.args.iter().rev().map(|arg| (*arg, false)));
            }
        }
        done.into_value(root).expect("the root has been visited")
    }

    /// Rebuilds an expression bottom-up: `f` gets each node with its new children and returns
    /// what stands in its place, or `None` to keep it.
    pub fn rebuild(&self, root: Expr, mut f: impl FnMut(&Head, &[Expr]) -> Option<Expr>) -> Expr {
        self.fold(root, |expr, node, args: &[Expr]| {
            match f(&node.head, args) {
                Some(new) => new,
                None if node.args.as_slice() == args => expr,
                None => self.with_args(&node.head, args),
            }
        })
    }

    /// A node with the given head and children; entries of vector literals are looked up.
    pub fn with_args(&self, head: &Head, args: &[Expr]) -> Expr {
        match (head, args) {
            (Head::Entry, [base, indices @ ..]) => self.entry(*base, indices),
            _ => self.make(head.clone(), Args::from_slice(args)),
        }
    }

    /// All distinct sub-expressions, children before parents.
    pub fn subterms(&self, root: Expr) -> Vec<Expr> {
        let mut all = Vec::new();
        self.fold(root, |expr, _, _: &[()]| all.push(expr));
        all
    }

    /// The number of nodes of the expression as a tree, in which what occurs twice counts twice.
    pub fn written_size(&self, root: Expr) -> u64 {
        self.fold(root, |_, _, sizes: &[u64]| {
            sizes.iter().fold(1, |sum, size| sum.saturating_add(*size))
        })
    }

    /// Whether `part` occurs in `whole`.
    pub fn contains(&self, whole: Expr, part: Expr) -> bool {
        let mut seen = ExprSet::default();
        let mut stack = vec![whole];
        while let Some(expr) = stack.pop() {
            if expr == part {
                return true;
            }
            // Parts are made before the whole.
            if expr > part && seen.insert(expr) {
                stack.extend_from_slice(self.args(expr));
            }
        }
        false
    }

    /// The names that occur free, in the order in which they are first written. The base of an
    /// entry counts: `w` in `w[j]`.
    pub fn free_names(&self, root: Expr) -> Vec<Expr> {
        type Names = std::rc::Rc<FxHashSet<Expr>>;
        if !self.has_name(root) {
            return Vec::new();
        }
        let mut order: Vec<Expr> = Vec::new();
        // Names in written order; those that are free anywhere are kept below.
        let mut stack = vec![root];
        let mut seen = ExprSet::default();
        while let Some(expr) = stack.pop() {
            if !seen.insert(expr) {
                continue;
            }
            let node = self.node(expr);
            if matches!(node.head, Head::Name(_)) {
                order.push(expr);
            }
            stack.extend(node.args.iter().rev());
        }
        if !self.has_binder(root) {
            return order;
        }
        let free: Names = self.fold(root, |expr, node, args: &[Names]| match node.head {
            Head::Name(_) => Names::new([expr].into_iter().collect()),
            ref head if head.binds() => {
                let mut inner: FxHashSet<Expr> = (*args[3]).clone();
                inner.remove(&node.args[0]);
                inner.extend(args[1].iter().chain(args[2].iter()));
                Names::new(inner)
            }
            _ => match args {
                [] => Names::default(),
                [one] => one.clone(),
                [first, rest @ ..] => {
                    if rest.iter().all(|names| names.is_subset(first)) {
                        return first.clone();
                    }
                    let mut all = (**first).clone();
                    rest.iter().for_each(|names| all.extend(names.iter()));
                    Names::new(all)
                }
            },
        });
        order.retain(|name| free.contains(name));
        order
    }

    /// Whether some node below (or at) the root satisfies a test.
    pub fn any(&self, root: Expr, mut test: impl FnMut(&Node) -> bool) -> bool {
        let mut seen = ExprSet::default();
        let mut stack = vec![root];
        while let Some(expr) = stack.pop() {
            if !seen.insert(expr) {
                continue;
            }
            let node = self.node(expr);
            if test(node) {
                return true;
            }
            stack.extend_from_slice(&node.args);
        }
        false
    }

    /// Replaces free names, or terms by what stands for them. No bound index captures a name of
    /// what is put in or replaced: such an index is renamed first.
    pub fn substitute(&self, root: Expr, binding: &Binding) -> Expr {
        if binding.is_empty() {
            return root;
        }
        let root = self.avoiding(root, || {
            let mut taken = FxHashSet::default();
            for (key, value) in binding {
                taken.extend(self.free_names(*key));
                taken.extend(self.free_names(*value));
            }
            taken
        });
        self.fold(root, |expr, node, args: &[Expr]| {
            if let Some(new) = binding.get(&expr) {
                *new
            } else if node.args.as_slice() == args {
                expr
            } else {
                self.with_args(&node.head, args)
            }
        })
    }

    /// The expression with every bound index renamed that is one of the `taken` names, which are
    /// asked for only if there are bound indices at all.
    pub fn avoiding(&self, root: Expr, taken: impl FnOnce() -> FxHashSet<Expr>) -> Expr {
        if !self.has_binder(root) {
            return root;
        }
        let mut bound = FxHashSet::default();
        let mut names = FxHashSet::default();
        for expr in self.subterms(root) {
            let node = self.node(expr);
            if node.head.binds() {
                bound.insert(node.args[0]);
            } else if matches!(node.head, Head::Name(_)) {
                names.insert(expr);
            }
        }
        if bound.is_empty() {
            return root;
        }
        let mut taken = taken();
        let mut clashing: Vec<Expr> = bound
            .iter()
            .copied()
            .filter(|index| taken.contains(index))
            .collect();
        clashing.sort_unstable();
        taken.extend(names);
        clashing.into_iter().fold(root, |root, index| {
            let fresh = free_index_name(self, |name| taken.contains(&name));
            taken.insert(fresh);
            self.rename_index(root, index, fresh)
        })
    }

    /// Gives every binder of `old` the index `fresh`, which must occur nowhere in the expression.
    fn rename_index(&self, root: Expr, old: Expr, fresh: Expr) -> Expr {
        // Each part as it is where `old` is free, and as it is where `old` is bound.
        let (outside, _) = self.fold(root, |expr, node, args: &[(Expr, Expr)]| {
            if expr == old {
                return (old, fresh);
            }
            let unchanged = |(new, old): (&(Expr, Expr), &Expr)| new.0 == *old && new.1 == *old;
            if args.iter().zip(&node.args).all(unchanged) {
                return (expr, expr);
            }
            let mut free: Args = args.iter().map(|(outside, _)| *outside).collect();
            let bound: Args = args.iter().map(|(_, inside)| *inside).collect();
            if node.head.binds() && node.args[0] == old {
                (free[0], free[3]) = (fresh, bound[3]);
            }
            (
                self.with_args(&node.head, &free),
                self.with_args(&node.head, &bound),
            )
        });
        outside
    }

    /// The sub-expression at a position: the path of child numbers from the root.
    pub fn at(&self, root: Expr, path: &[u32]) -> Option<Expr> {
        path.iter().try_fold(root, |expr, step| {
            self.args(expr).get(*step as usize).copied()
        })
    }

    /// The expression with the sub-expression at a position replaced.
    pub fn replace_at(&self, root: Expr, path: &[u32], new: Expr) -> Option<Expr> {
        let mut spine = Vec::with_capacity(path.len());
        let mut expr = root;
        for step in path {
            spine.push((expr, *step as usize));
            expr = *self.args(expr).get(*step as usize)?;
        }
        let mut result = new;
        for (parent, child) in spine.into_iter().rev() {
            let node = self.node(parent);
            let mut args = node.args.clone();
            args[child] = result;
            result = self.with_args(&node.head, &args);
        }
        Some(result)
    }
}

/// An index letter that is not taken: i, j, k, l, m, r, s, t, then i_2, i_3, ...
pub fn free_index_name(store: &Store, taken: impl Fn(Expr) -> bool) -> Expr {
    let letters = ["j", "i", "k", "l", "m", "r", "s", "t"].map(str::to_owned);
    letters
        .into_iter()
        .chain((2..).map(|n| format!("idx{n}")))
        .map(|name| store.name(&name))
        .find(|name| !taken(*name))
        .expect("there are infinitely many names")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn substitution_does_not_capture() {
        let s = Store::new();
        let (j, n, c) = (s.name("j"), s.name("n"), s.name("c"));
        let x_j = s.entry(s.name("x"), &[j]);
        let sum = s.bind(Head::Sum, j, s.int(1), n, s.mul([c, x_j].as_slice()));
        let result = s.substitute(sum, &[(c, j)].into_iter().collect());
        // sum_i j x_i, not sum_j j x_j.
        let i = s.args(result)[0];
        assert_ne!(i, j);
        let expected = s.bind(
            Head::Sum,
            i,
            s.int(1),
            n,
            s.mul([j, s.entry(s.name("x"), &[i])].as_slice()),
        );
        assert_eq!(result, expected);
        assert!(s.free_names(result).contains(&j));
        assert!(!s.free_names(sum).contains(&j));
    }

    #[test]
    fn ten_thousand_nested_calls_are_no_deeper_than_one() {
        let s = Store::new();
        let mut e = s.name("x");
        for _ in 0..10_000 {
            e = s.call("exp", &[e]);
        }
        let y = s.substitute(e, &[(s.name("x"), s.name("y"))].into_iter().collect());
        assert_ne!(e, y);
        assert_eq!(s.free_names(y), vec![s.name("y")]);
    }
}
