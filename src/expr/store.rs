//! The arena of expressions: each is kept once, and stays where it is.
//!
//! Nodes lie in blocks in the order in which they were made, so that a walk over a long sum reads
//! memory forwards. A table of hashes and numbers finds the node that is there already; it never
//! looks at a node whose hash differs.

use std::cell::{OnceCell, RefCell};
use std::hash::{Hash, Hasher};

use elsa::FrozenVec;
use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::{Args, Expr, Head, NameKind, Node};

/// How many nodes lie in one block.
const BLOCK: usize = 256;

/// The arena that owns expressions and makes equal ones identical.
///
/// Adding needs only a shared reference; nodes stay where they are, so that a borrowed
/// [`Node`] outlives later additions.
#[derive(Default)]
pub struct Store {
    blocks: FrozenVec<Box<[OnceCell<Entry>]>>,
    index: RefCell<HashTable<Key>>,
}

/// A node, and which kinds of heads occur in it.
struct Entry {
    node: Node,
    kinds: u32,
}

/// The hash of a node and its number.
#[derive(Clone, Copy)]
struct Key {
    hash: u32,
    expr: Expr,
}

impl Key {
    /// The hash as the table wants it, which looks at both ends of 64 bits.
    fn wide(&self) -> u64 {
        wide(self.hash)
    }
}

fn wide(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

impl Store {
    /// An empty store.
    pub fn new() -> Store {
        Store::default()
    }

    /// The expression with this head and these children.
    pub fn make(&self, head: Head, args: impl Into<Args>) -> Expr {
        let node = Node {
            head,
            args: args.into(),
        };
        let hash = match &node.head {
            Head::Name(name) => name_hash(name),
            _ => short(|state| node.hash(state)),
        };
        match self.find(hash, |known| *known == node) {
            Some(expr) => expr,
            None => self.insert(hash, node),
        }
    }

    /// The name of a kind with a spelling, if there is one.
    pub(super) fn known_name(&self, kind: NameKind, text: &str) -> Option<Expr> {
        self.find(
            name_hash(text),
            |known| matches!(&known.head, Head::Name(name) if name.kind() == kind && **name == *text),
        )
    }

    /// The node of an expression of this store.
    pub fn node(&self, expr: Expr) -> &Node {
        &self.entry_of(expr).node
    }

    /// The head of an expression.
    pub fn head(&self, expr: Expr) -> &Head {
        &self.node(expr).head
    }

    /// The children of an expression.
    pub fn args(&self, expr: Expr) -> &[Expr] {
        &self.node(expr).args
    }

    /// Whether a node of the same kind as the head occurs in an expression, whatever its name,
    /// number, function or relation. Takes no time.
    pub fn has_kind(&self, expr: Expr, kind: &Head) -> bool {
        self.entry_of(expr).kinds & kind.bit() != 0
    }

    /// Whether an expression binds a name somewhere. Takes no time.
    pub fn has_binder(&self, expr: Expr) -> bool {
        self.entry_of(expr).kinds & Head::BINDERS != 0
    }

    /// Whether a name occurs in an expression. Takes no time.
    pub fn has_name(&self, expr: Expr) -> bool {
        self.entry_of(expr).kinds & Head::NAMES != 0
    }

    fn entry_of(&self, expr: Expr) -> &Entry {
        let at = expr.0 as usize;
        self.blocks[at / BLOCK][at % BLOCK]
            .get()
            .expect("an expression of this store")
    }

    fn find(&self, hash: u32, is_it: impl Fn(&Node) -> bool) -> Option<Expr> {
        let index = self.index.borrow();
        index
            .find(wide(hash), |key| {
                key.hash == hash && is_it(self.node(key.expr))
            })
            .map(|key| key.expr)
    }

    fn insert(&self, hash: u32, node: Node) -> Expr {
        let mut index = self.index.borrow_mut();
        let at = index.len();
        let expr = Expr(u32::try_from(at).expect("fewer than 2^32 expressions"));
        let kinds = node.args.iter().fold(node.head.bit(), |kinds, arg| {
            kinds | self.entry_of(*arg).kinds
        });
        if at.is_multiple_of(BLOCK) {
            self.blocks
                .push((0..BLOCK).map(|_| OnceCell::new()).collect());
        }
        let filled = self.blocks[at / BLOCK][at % BLOCK].set(Entry { node, kinds });
        debug_assert!(filled.is_ok(), "numbers are given once");
        index.insert_unique(wide(hash), Key { hash, expr }, Key::wide);
        expr
    }
}

fn name_hash(name: &str) -> u32 {
    short(|state| name.hash(state))
}

fn short(write: impl FnOnce(&mut FxHasher)) -> u32 {
    let mut state = FxHasher::default();
    write(&mut state);
    let hash = state.finish();
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_expressions_are_one_and_stay() {
        let s = Store::new();
        let x = s.name("x");
        let first = s.node(x);
        let many: Vec<Expr> = (0..10_000).map(|k| s.entry(x, &[s.int(k)])).collect();
        for (k, expr) in (0_i64..).zip(&many) {
            assert_eq!(s.entry(x, &[s.int(k)]), *expr);
        }
        assert_eq!(s.name("x"), x);
        assert_eq!(*first, *s.node(x));
        let distinct: std::collections::HashSet<Expr> = many.into_iter().collect();
        assert_eq!(distinct.len(), 10_000);
    }

    #[test]
    fn kinds_are_those_of_all_parts() {
        let s = Store::new();
        let (x, j) = (s.name("x"), s.name("j"));
        let sum = s.bind(Head::Sum, j, s.int(1), s.name("n"), s.entry(x, &[j]));
        let whole = s.eq(s.neg(sum), x);
        assert!(s.has_kind(whole, &Head::Sum) && s.has_kind(whole, &Head::Entry));
        assert!(s.has_binder(whole) && !s.has_binder(x));
        assert!(!s.has_kind(whole, &Head::Derivative) && !s.has_kind(x, &Head::Neg));
        assert!(s.has_name(whole) && !s.has_name(s.neg(s.int(1))));
        for head in [
            Head::Sum,
            Head::Product,
            Head::Each,
            Head::Derivative,
            Head::Add,
            Head::Iff,
        ] {
            assert_eq!(head.binds(), head.bit() & Head::BINDERS != 0);
        }
    }
}
