//! Equations between matrices: `matmul`, `transpose`, `inverse`, `eye`, `tr`, `det`, sums and
//! multiples, with normal forms in which products do not commute.
//!
//! An equation is about all matrices for which it makes sense: whose shapes fit, and whose written
//! inverses exist, since an inverse is written of an invertible matrix only. Products of `*` have at
//! most one factor that is no number. Names are matrices of any shape that fits; that one is a
//! column is an assumption, `cols(x) = 1`. Other assumptions are equations between matrices, such as
//! `transpose(S) = S`, which rewrite longer words to shorter ones.

mod functions;
mod normal;
mod poly;
mod shape;
mod tree;

use crate::expr::{Expr, Head, Store};
use normal::Normal;

/// Why an equation is not accepted.
pub type Why = &'static str;

/// The inverse of 0 is written.
pub const ZERO: Why = "the inverse of 0";

/// The inverse of a column times a row is written.
pub const SINGULAR: Why = "an inverse that does not exist";

/// Terms that are longer when written are not looked at.
const LONGEST: u64 = 1_500;

/// Whether both sides are equal for all matrices for which they make sense and of which the
/// assumptions hold.
///
/// # Errors
/// Why that is not known.
pub fn equal(store: &Store, left: Expr, right: Expr, assumed: &[Expr]) -> Result<(), Why> {
    let mut equations = vec![(left, right)];
    let mut columns = Vec::new();
    for formula in assumed {
        match store.sides(*formula) {
            Some((a, b)) => match (store.head(a), store.args(a)) {
                (Head::Apply(name), [of]) if &**name == "cols" && b == store.int(1) => {
                    columns.push(*of);
                }
                _ => equations.push((a, b)),
            },
            None => return Err("an assumption that is no equation"),
        }
    }
    let long = |e: &Expr| store.written_size(*e) > LONGEST;
    if equations.iter().any(|(a, b)| long(a) || long(b)) {
        return Err("it is too long");
    }
    let tree = tree::Tree::new(store, &equations)?;
    let shapes = shape::Shapes::of(store, &tree, &columns)?;
    Normal::new(store, &tree, shapes).equal()
}
