//! The shapes of terms: rows and columns as unknowns, made equal where the term makes them equal.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Why;
use super::tree::{Kind, Node, Tree};
use crate::expr::{Expr, Store};
use num_traits::Zero;

/// The unknown that is 1.
pub(super) const ONE: usize = 0;

/// How often the whole is looked through.
const ROUNDS: usize = 12;

/// The shapes of nodes and atoms.
pub(super) struct Shapes {
    parent: Vec<usize>,
    pub nodes: Vec<(usize, usize)>,
    pub atoms: FxHashMap<Expr, (usize, usize)>,
    /// Atoms that stand where a matrix stands.
    arrays: FxHashSet<Expr>,
}

impl Shapes {
    /// The shapes of all nodes.
    ///
    /// # Errors
    /// If they do not fit, or if it is not known which factor is a number.
    pub fn of(store: &Store, tree: &Tree, columns: &[Expr]) -> Result<Shapes, Why> {
        let mut shapes = Shapes {
            parent: vec![ONE],
            nodes: Vec::new(),
            atoms: FxHashMap::default(),
            arrays: FxHashSet::default(),
        };
        for node in &tree.nodes {
            let shape = match &node.kind {
                Kind::Atom(atom) => shapes.atom(*atom, columns.contains(atom)),
                Kind::Scalar(_) | Kind::Pow(_) | Kind::Trace | Kind::Det => (ONE, ONE),
                Kind::Number(number) if !number.is_zero() => (ONE, ONE),
                Kind::Eye => {
                    let size = shapes.fresh();
                    (size, size)
                }
                _ => (shapes.fresh(), shapes.fresh()),
            };
            shapes.nodes.push(shape);
        }
        shapes.mark_arrays(tree);
        shapes.settle(tree);
        // What is left open are products of names that nothing shows to be matrices.
        let known = shapes.lone_ones();
        shapes.take_for_numbers(tree);
        shapes.settle(tree);
        if shapes.lone_ones() != known {
            return Err("it is not clear which factors are numbers");
        }
        shapes.check(store, tree, columns)?;
        Ok(shapes)
    }

    fn fresh(&mut self) -> usize {
        self.parent.push(self.parent.len());
        self.parent.len() - 1
    }

    fn atom(&mut self, atom: Expr, column: bool) -> (usize, usize) {
        if let Some(shape) = self.atoms.get(&atom) {
            return *shape;
        }
        let rows = self.fresh();
        let columns = if column { ONE } else { self.fresh() };
        self.atoms.insert(atom, (rows, columns));
        if column {
            self.arrays.insert(atom);
        }
        (rows, columns)
    }

    /// The representative of an unknown.
    pub fn find(&self, mut unknown: usize) -> usize {
        while self.parent[unknown] != unknown {
            unknown = self.parent[unknown];
        }
        unknown
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        // The least one represents: 1 stays 1.
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
    }

    fn alike(&mut self, a: (usize, usize), b: (usize, usize)) {
        self.join(a.0, b.0);
        self.join(a.1, b.1);
    }

    /// Whether a shape is that of a number.
    pub fn is_number(&self, shape: (usize, usize)) -> bool {
        self.find(shape.0) == ONE && self.find(shape.1) == ONE
    }

    /// Marks atoms within products, transposes, inverses and traces, through sums.
    fn mark_arrays(&mut self, tree: &Tree) {
        let mut inside = vec![false; tree.nodes.len()];
        for (at, node) in tree.nodes.iter().enumerate().rev() {
            let marks = match node.kind {
                Kind::Matmul | Kind::Transpose | Kind::Inverse | Kind::Trace | Kind::Det => true,
                Kind::Add | Kind::Neg => inside[at],
                _ => false,
            };
            for child in &node.children {
                inside[*child] |= marks;
            }
            if let (true, Kind::Atom(atom)) = (inside[at], &node.kind) {
                self.arrays.insert(*atom);
            }
        }
    }

    /// Makes equal what must be equal.
    fn settle(&mut self, tree: &Tree) {
        for _ in 0..ROUNDS {
            let before: Vec<usize> = (0..self.parent.len()).map(|u| self.find(u)).collect();
            for at in 0..tree.nodes.len() {
                self.node(tree, at);
            }
            for (a, b) in &tree.equations {
                self.alike(self.nodes[*a], self.nodes[*b]);
            }
            if (0..self.parent.len()).all(|u| self.find(u) == before[u]) {
                return;
            }
        }
    }

    fn node(&mut self, tree: &Tree, at: usize) {
        let node = &tree.nodes[at];
        let this = self.nodes[at];
        let shape = |shapes: &Shapes, child: usize| shapes.nodes[node.children[child]];
        match node.kind {
            Kind::Add | Kind::Neg => {
                for child in &node.children {
                    self.alike(this, self.nodes[*child]);
                }
            }
            Kind::Transpose => {
                let (rows, columns) = shape(self, 0);
                self.alike(this, (columns, rows));
            }
            Kind::Inverse => {
                let of = shape(self, 0);
                self.join(of.0, of.1);
                self.alike(this, of);
            }
            Kind::Trace | Kind::Det => {
                let of = shape(self, 0);
                self.join(of.0, of.1);
            }
            Kind::Pow(_) => self.alike(shape(self, 0), (ONE, ONE)),
            Kind::Div => {
                self.alike(shape(self, 1), (ONE, ONE));
                self.alike(this, shape(self, 0));
            }
            Kind::Mul => self.multiple(tree, at),
            Kind::Matmul => self.product(tree, at),
            Kind::Number(_) | Kind::Atom(_) | Kind::Scalar(_) | Kind::Eye => {}
        }
    }

    /// A product of matrices; what is a number for certain has no place among them.
    fn product(&mut self, tree: &Tree, at: usize) {
        let children = tree.nodes[at].children.iter();
        let factors: Vec<(usize, usize)> = children
            .map(|child| self.nodes[*child])
            .filter(|shape| !self.is_number(*shape))
            .collect();
        for pair in factors.windows(2) {
            self.join(pair[0].1, pair[1].0);
        }
        match (factors.first(), factors.last()) {
            (Some(first), Some(last)) => self.alike(self.nodes[at], (first.0, last.1)),
            _ => self.alike(self.nodes[at], (ONE, ONE)),
        }
    }

    /// A product of numbers and at most one matrix.
    fn multiple(&mut self, tree: &Tree, at: usize) {
        let open: Vec<usize> = tree.nodes[at]
            .children
            .iter()
            .copied()
            .filter(|child| !self.is_number(self.nodes[*child]))
            .collect();
        let arrays: Vec<usize> = open
            .iter()
            .copied()
            .filter(|child| self.is_array(tree, *child))
            .collect();
        let matrix = match (open.as_slice(), arrays.as_slice()) {
            ([], _) => return self.alike(self.nodes[at], (ONE, ONE)),
            ([one], _) | (_, [one]) => *one,
            _ => return,
        };
        for child in open {
            if child != matrix {
                self.alike(self.nodes[child], (ONE, ONE));
            }
        }
        self.alike(self.nodes[at], self.nodes[matrix]);
    }

    /// Whether a node shows that it is a matrix.
    fn is_array(&self, tree: &Tree, at: usize) -> bool {
        let mut stack = vec![at];
        while let Some(at) = stack.pop() {
            match &tree.nodes[at].kind {
                Kind::Matmul | Kind::Transpose | Kind::Inverse | Kind::Eye => return true,
                Kind::Atom(atom) if self.arrays.contains(atom) => return true,
                Kind::Add | Kind::Neg | Kind::Mul => stack.extend(&tree.nodes[at].children),
                _ => {}
            }
        }
        false
    }

    /// The sides of atoms among matrices that have length 1.
    fn lone_ones(&self) -> FxHashSet<(Expr, bool)> {
        let mut found = FxHashSet::default();
        for atom in &self.arrays {
            let (rows, columns) = self.atoms[atom];
            if self.find(rows) == ONE {
                found.insert((*atom, true));
            }
            if self.find(columns) == ONE {
                found.insert((*atom, false));
            }
        }
        found
    }

    /// Takes the factors of products that are left open for numbers.
    fn take_for_numbers(&mut self, tree: &Tree) {
        for node in &tree.nodes {
            if node.kind != Kind::Mul {
                continue;
            }
            let open = |shapes: &Shapes, child: &usize| !shapes.is_number(shapes.nodes[*child]);
            let count = node
                .children
                .iter()
                .filter(|child| open(self, child))
                .count();
            if count > 1
                && !node
                    .children
                    .iter()
                    .any(|child| self.is_array(tree, *child))
            {
                for child in &node.children {
                    self.alike(self.nodes[*child], (ONE, ONE));
                }
            }
        }
    }

    /// Nobody writes `(X^T X)^{-1}` of a matrix that has an inverse of its own: where a formula makes
    /// sense only if X is square, and does not write its inverse, it is wrong somewhere.
    fn check_grams(&self, tree: &Tree) -> Result<(), Why> {
        let atom = |at: usize| match tree.nodes[at].kind {
            Kind::Atom(atom) => Some(atom),
            _ => None,
        };
        let of = |kind: &Kind, at: usize| match tree.nodes[at].children.as_slice() {
            [child] if tree.nodes[at].kind == *kind => atom(*child),
            _ => None,
        };
        let inverted = |x: Expr| (0..tree.nodes.len()).any(|at| of(&Kind::Inverse, at) == Some(x));
        let mut within = vec![false; tree.nodes.len()];
        for (at, node) in tree.nodes.iter().enumerate().rev() {
            for child in &node.children {
                within[*child] |= within[at] || node.kind == Kind::Inverse;
            }
            if !within[at] || node.kind != Kind::Matmul {
                continue;
            }
            let turned = node
                .children
                .iter()
                .filter_map(|c| of(&Kind::Transpose, *c));
            for x in turned {
                let both = node.children.iter().any(|child| atom(*child) == Some(x));
                let (rows, columns) = self.atoms[&x];
                if both && self.find(rows) == self.find(columns) && !inverted(x) {
                    return Err("the shapes fit only if a matrix is square");
                }
            }
        }
        Ok(())
    }

    /// No matrix has turned out to be a number, no vector to have one entry only, and every product
    /// of numbers has at most one factor that is none.
    fn check(&self, store: &Store, tree: &Tree, columns: &[Expr]) -> Result<(), Why> {
        let within = |term: Expr| self.arrays.iter().any(|atom| store.contains(term, *atom));
        let function = |node: &Node| matches!(node.kind, Kind::Scalar(term) if within(term));
        if tree.nodes.iter().any(function) {
            return Err("a function of matrices");
        }
        for atom in &self.arrays {
            let (rows, cols) = self.atoms[atom];
            let column = columns.contains(atom) && self.find(rows) == ONE;
            if column || self.is_number((rows, cols)) {
                return Err("the shapes do not fit");
            }
        }
        self.check_grams(tree)?;
        for node in &tree.nodes {
            let open = |child: &&usize| !self.is_number(self.nodes[**child]);
            if node.kind == Kind::Mul && node.children.iter().filter(open).count() > 1 {
                return Err("it is not clear which factors are numbers");
            }
            let scalar = matches!(node.kind, Kind::Div | Kind::Pow(_));
            if scalar && node.children.last().is_some_and(|child| open(&child)) {
                return Err("a quotient or a power of matrices");
            }
        }
        Ok(())
    }
}
