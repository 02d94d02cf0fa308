//! What is known of the names that stand for matrices and vectors.

use super::{Expr, Head, Store};

/// Functions of matrices. Their arguments are matrices, and no arithmetic of numbers may look into
/// them: `matmul(A, B)` is no `matmul(B, A)`. `eye` is the identity matrix, whatever stands in its
/// brackets; `tr` and `det` are numbers.
pub const OF_MATRICES: &[&str] = &[
    "matmul",
    "transpose",
    "inverse",
    "eye",
    "tr",
    "det",
    "norm_of_matrix",
];

/// Whether a term is a function of matrices with a meaning of its own, which no document defines.
pub fn is_of_matrices(store: &Store, expr: Expr) -> bool {
    matches!(store.head(expr), Head::Apply(name) if OF_MATRICES.contains(&&**name))
}

/// The names of a claim that are matrices, and what is known of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shapes {
    /// Names of matrices.
    pub matrices: Vec<Expr>,
    /// Names of vectors, which are columns where they meet matrices.
    pub columns: Vec<Expr>,
    /// What is said of them: `transpose(S) = S` where S is symmetric.
    pub facts: Vec<Expr>,
}

impl Shapes {
    /// Whether nothing is a matrix and nothing is a vector.
    pub fn is_empty(&self) -> bool {
        self.matrices.is_empty() && self.columns.is_empty()
    }

    /// Adds what others know.
    pub fn extend(&mut self, other: &Shapes) {
        let lists = [
            (&mut self.matrices, &other.matrices),
            (&mut self.columns, &other.columns),
            (&mut self.facts, &other.facts),
        ];
        for (mine, theirs) in lists {
            for expr in theirs {
                if !mine.contains(expr) {
                    mine.push(*expr);
                }
            }
        }
    }

    /// Whether a formula speaks of matrices: it has a function of them, or a name of one outside
    /// of unknown functions.
    pub fn matter(&self, store: &Store, formula: Expr) -> bool {
        let mut stack = vec![formula];
        let mut seen = super::ExprSet::default();
        while let Some(part) = stack.pop() {
            if !seen.insert(part) {
                continue;
            }
            match store.head(part) {
                Head::Apply(name) if OF_MATRICES.contains(&&**name) => return true,
                Head::Apply(_) => {}
                Head::Name(_) if self.matrices.contains(&part) => return true,
                // The entries of a matrix are numbers.
                Head::Entry => stack.extend(&store.args(part)[1..]),
                _ => stack.extend(store.args(part)),
            }
        }
        false
    }

    /// The names of matrices in a formula, as text.
    pub fn named<'s>(&self, store: &'s Store, formula: Expr) -> Vec<&'s str> {
        let free = store.free_names(formula).into_iter();
        let mut names: Vec<&str> = free
            .filter(|name| self.matrices.contains(name))
            .filter_map(|name| store.name_text(name))
            .collect();
        names.sort_unstable();
        names
    }
}
