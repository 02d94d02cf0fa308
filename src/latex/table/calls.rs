//! Which names are functions.

use super::Table;
use crate::latex::tree::{Id, Item, Node, Tree};

impl Table {
    /// Whether a name is a function: it has several arguments somewhere, or a left side is a call
    /// of it, or its derivative is.
    pub(in crate::latex) fn is_function(&self, key: &str) -> bool {
        self.facts(key)
            .is_some_and(|facts| facts.defined + facts.several + facts.primed > 0)
    }

    /// Whether a name stands before a variable or a number in brackets somewhere.
    pub(in crate::latex) fn is_called(&self, key: &str) -> bool {
        self.facts(key)
            .is_some_and(|facts| facts.lone + facts.number > 0)
            || self.is_function(key)
    }

    /// Whether a d before a name makes a differential of it.
    pub(in crate::latex) fn is_differential(&self, name: &str) -> bool {
        if self.differentials == 0 || self.lone_d * 2 > self.differentials {
            return false;
        }
        // `a x + b x + c x + d x`
        let factor = |name: &str| self.facts(name).is_some_and(|facts| facts.factor > 0);
        if factor("c") && self.differentials < 3 {
            return false;
        }
        self.facts(name)
            .is_some_and(|facts| facts.bare > 1 || facts.indexed > 0)
    }

    /// Whether a letter is a quantity of its own beside a family with indices: an error E that is
    /// the mean of all E_k.
    pub(in crate::latex) fn is_family(&self, name: &str) -> bool {
        self.families.contains(name)
    }

    /// Letters that are indices all over the document.
    pub(in crate::latex) fn indices(&self) -> impl Iterator<Item = &String> {
        self.parameters.iter()
    }

    /// Whether \delta with two indices is Kronecker's: nothing shows another.
    pub(in crate::latex) fn is_kronecker(&self) -> bool {
        self.facts("delta")
            .is_none_or(|facts| facts.letters.is_empty() && facts.raised == 0)
    }

    /// Whether a name is never seen as a number.
    pub(in crate::latex) fn is_never_bare(&self, key: &str) -> bool {
        self.facts(key).is_none_or(|facts| facts.bare == 0)
    }
}

/// Whether a name stands in the brackets after it without brackets of its own: in `g(1 - g)` g is
/// a factor.
pub(in crate::latex) fn stands_inside(tree: &Tree, id: Id, name: &str) -> bool {
    let mut stack: Vec<&[Item]> = vec![&tree.lists[id]];
    let mut steps = 0;
    while let Some(items) = stack.pop() {
        for (at, item) in items.iter().enumerate() {
            steps += 1;
            if steps > 1000 {
                return false;
            }
            match &item.node {
                Node::Name { text, .. } if &**text == name => {
                    let after = items[at + 1..]
                        .iter()
                        .find(|item| !matches!(item.node, Node::Script { .. } | Node::Prime(_)));
                    if !matches!(after.map(|item| &item.node), Some(Node::Fence { .. })) {
                        return true;
                    }
                }
                Node::Group(id) | Node::Fence { list: id, .. } => stack.push(&tree.lists[*id]),
                Node::Fraction(a, b) => stack.extend([&*tree.lists[*a], &*tree.lists[*b]]),
                _ => {}
            }
        }
    }
    false
}
