//! Theorems: what the kernel has accepted. Their fields are private to the kernel.

use crate::expr::Expr;

/// `conditions ⊢ left ⇔ right`, for all values of the free names: wherever the conditions hold,
/// left is true exactly where right is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theorem {
    pub(super) conditions: Vec<Expr>,
    pub(super) left: Expr,
    pub(super) right: Expr,
}

impl Theorem {
    /// The formula on the left.
    pub fn left(&self) -> Expr {
        self.left
    }

    /// The formula on the right.
    pub fn right(&self) -> Expr {
        self.right
    }

    /// The conditions that stay open.
    pub fn conditions(&self) -> &[Expr] {
        &self.conditions
    }
}
