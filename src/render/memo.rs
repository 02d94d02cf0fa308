//! Values of expressions that are kept from one formula of a page to the next.

use rustc_hash::FxHashMap;

use crate::expr::{Expr, Node, Store};

/// Values of expressions.
pub type Memo<T> = FxHashMap<Expr, T>;

/// Computes a value bottom-up, like [`Store::fold`], but not where `done` has it already.
pub fn fold<T: Copy>(
    store: &Store,
    root: Expr,
    done: &mut Memo<T>,
    mut f: impl FnMut(Expr, &Node, &[T]) -> T,
) -> T {
    let mut stack = vec![(root, false)];
    let mut values: Vec<T> = Vec::new();
    while let Some((expr, ready)) = stack.pop() {
        if done.contains_key(&expr) {
            continue;
        }
        let node = store.node(expr);
        if ready || node.args.is_empty() {
            values.clear();
            values.extend(node.args.iter().map(|arg| done[arg]));
            let value = f(expr, node, &values);
            done.insert(expr, value);
        } else {
            stack.push((expr, true));
            stack.extend(node.args.iter().rev().map(|arg| (*arg, false)));
        }
    }
    done[&root]
}
