//! Indexed sums that are products of vectors: `sum(j, 1, n, w[j]*x[j])` is wᵀx.

use crate::expr::{Expr, Head, Store};

/// A piece of a vector formula.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A factor that is a number.
    Scalar(Expr),
    /// The vector or matrix of this name.
    Bold(Expr),
    /// The row of the matrix of this name at an index, as a vector.
    Row(Expr, Expr),
    /// The transposition sign on the part before, or on the bracket that it closes.
    Transposed,
    Open,
    Close,
    Plus,
    Minus,
}

/// Sums nested deeper than this keep their sum signs.
const DEPTH: u32 = 16;

/// The vector form of a sum, if it has one.
pub(super) fn contraction(store: &Store, sum: Expr) -> Option<Vec<Part>> {
    let (index, body) = summand(store, sum)?;
    let (scalars, factors): (Vec<Expr>, Vec<Expr>) = match store.head(body) {
        Head::Mul => store
            .args(body)
            .iter()
            .partition(|factor| !store.contains(**factor, index)),
        _ => return None,
    };
    let [left, right] = factors.as_slice() else {
        return None;
    };
    let left = vector(store, *left, index, DEPTH)?;
    let right = vector(store, *right, index, DEPTH)?;
    let (left, right) = match (left.shape, right.shape) {
        (Shape::Lying, Shape::Lying) => return None,
        (_, Shape::Lying) => (right, left),
        _ => (left, right),
    };
    let mut parts: Vec<Part> = scalars.into_iter().map(Part::Scalar).collect();
    parts.extend(left.lying());
    parts.extend(right.as_factor());
    Some(parts)
}

/// Whether a vector stands or lies, and whether it needs brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A column that is one symbol.
    Letter,
    /// A column that is a sum of columns.
    Sum,
    /// A column that is a matrix times a column.
    Product,
    /// A row: wᵀV.
    Lying,
}

struct Vector {
    parts: Vec<Part>,
    shape: Shape,
}

impl Vector {
    fn lying(self) -> Vec<Part> {
        let mut parts = self.parts;
        match self.shape {
            Shape::Lying => {}
            Shape::Letter => parts.push(Part::Transposed),
            Shape::Sum | Shape::Product => {
                parts.insert(0, Part::Open);
                parts.extend([Part::Close, Part::Transposed]);
            }
        }
        parts
    }

    fn as_factor(self) -> Vec<Part> {
        let mut parts = self.parts;
        if self.shape == Shape::Sum {
            parts.insert(0, Part::Open);
            parts.push(Part::Close);
        }
        parts
    }
}

/// The index and the summand of a sum that starts at 1.
fn summand(store: &Store, sum: Expr) -> Option<(Expr, Expr)> {
    match (store.head(sum), store.args(sum)) {
        (Head::Sum, [index, lo, _, body]) if store.small_integer(*lo) == Some(1) => {
            Some((*index, *body))
        }
        _ => None,
    }
}

/// The vector whose entry at `index` is the expression.
fn vector(store: &Store, expr: Expr, index: Expr, depth: u32) -> Option<Vector> {
    let depth = depth.checked_sub(1)?;
    let args = store.args(expr);
    match store.head(expr) {
        Head::Entry => {
            store.name_text(args[0])?;
            let part = match &args[1..] {
                [only] if *only == index => Part::Bold(args[0]),
                [row, column] if *column == index && !store.contains(*row, index) => {
                    Part::Row(args[0], *row)
                }
                _ => return None,
            };
            Some(Vector {
                parts: vec![part],
                shape: Shape::Letter,
            })
        }
        Head::Add => {
            let mut parts = Vec::new();
            for (i, term) in args.iter().enumerate() {
                let negated = matches!(store.head(*term), Head::Neg);
                match (i, negated) {
                    (_, true) => parts.push(Part::Minus),
                    (0, false) => {}
                    (_, false) => parts.push(Part::Plus),
                }
                let term = if negated { store.args(*term)[0] } else { *term };
                let term = vector(store, term, index, depth)?;
                if term.shape == Shape::Lying {
                    return None;
                }
                parts.extend(term.as_factor());
            }
            Some(Vector {
                parts,
                shape: Shape::Sum,
            })
        }
        Head::Sum => {
            let (inner, body) = summand(store, expr)?;
            let (Head::Mul, [a, b]) = (store.head(body), store.args(body)) else {
                return None;
            };
            matrix_product(store, (*a, *b), (inner, index), depth)
                .or_else(|| matrix_product(store, (*b, *a), (inner, index), depth))
        }
        _ => None,
    }
}

/// Σᵢ uᵢ Vᵢⱼ is the row uᵀV, Σᵢ Vⱼᵢ uᵢ the column Vu; `(i, j)` are the indices.
fn matrix_product(
    store: &Store,
    (u, entry): (Expr, Expr),
    (i, j): (Expr, Expr),
    depth: u32,
) -> Option<Vector> {
    if *store.head(entry) == Head::Sum && !store.contains(u, j) {
        // Σᵢ uᵢ (Σₗ Uᵢₗ Vₗⱼ) is the row uᵀUV.
        let (l, body) = summand(store, entry)?;
        let (Head::Mul, [first, rest]) = (store.head(body), store.args(body)) else {
            return None;
        };
        let row = matrix_product(store, (u, *first), (i, l), depth.checked_sub(1)?)?;
        return times(store, row, *rest, (l, j), depth);
    }
    let (Head::Entry, [matrix, row, column]) = (store.head(entry), store.args(entry)) else {
        return None;
    };
    store.name_text(*matrix)?;
    if store.contains(u, j) {
        return None;
    }
    let u = vector(store, u, i, depth)?;
    if (*row, *column) == (i, j) {
        let mut parts = u.lying();
        parts.push(Part::Bold(*matrix));
        return Some(Vector {
            parts,
            shape: Shape::Lying,
        });
    }
    if (*row, *column) == (j, i) && u.shape != Shape::Lying {
        let mut parts = vec![Part::Bold(*matrix)];
        parts.extend(u.as_factor());
        return Some(Vector {
            parts,
            shape: Shape::Product,
        });
    }
    None
}

/// A row times the matrix whose entry at the indices is the expression: a product of matrices.
fn times(
    store: &Store,
    mut row: Vector,
    mut entry: Expr,
    (mut i, j): (Expr, Expr),
    depth: u32,
) -> Option<Vector> {
    if row.shape != Shape::Lying {
        return None;
    }
    for _ in 0..depth {
        let mut is_entry =
            |entry: Expr, at: (Expr, Expr)| match (store.head(entry), store.args(entry)) {
                (Head::Entry, [matrix, one, two]) if (*one, *two) == at => {
                    store.name_text(*matrix)?;
                    row.parts.push(Part::Bold(*matrix));
                    Some(())
                }
                _ => None,
            };
        if *store.head(entry) != Head::Sum {
            is_entry(entry, (i, j))?;
            return Some(row);
        }
        let (l, body) = summand(store, entry)?;
        let (Head::Mul, [first, rest]) = (store.head(body), store.args(body)) else {
            return None;
        };
        is_entry(*first, (i, l))?;
        (i, entry) = (l, *rest);
    }
    None
}
