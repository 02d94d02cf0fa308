//! What stands above a name: a power, or the number of a layer, of a step, of a sample.

use super::Table;
use crate::latex::tree::{Id, Node, Op, Tree};

/// A superscript as far as it may count something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Height {
    Number(u32),
    /// A letter, and what is added to it.
    Letter(String, i32),
    Label,
    Other,
}

/// What a superscript is made of.
pub(super) fn height(tree: &Tree, id: Id) -> Height {
    let nodes: Vec<&Node> = tree.lists[id].iter().map(|item| &item.node).collect();
    let letter = |text: &str| text.chars().count() == 1 || text == "ell" || text == "tau";
    match nodes.as_slice() {
        [Node::Number(text)] => text.parse().map_or(Height::Other, Height::Number),
        [Node::Name { text, .. }] if letter(text) => Height::Letter(text.to_string(), 0),
        [Node::Name { text, .. }, Node::Op(op), Node::Number(number)] if letter(text) => {
            match (op, number.parse::<i32>()) {
                (Op::Plus, Ok(n)) => Height::Letter(text.to_string(), n),
                (Op::Minus, Ok(n)) => Height::Letter(text.to_string(), -n),
                _ => Height::Other,
            }
        }
        [Node::Op(_) | Node::Text(_)] => Height::Label,
        [Node::Name { text, .. }] if text.len() > 2 => Height::Label,
        _ => Height::Other,
    }
}

/// Whether a superscript is a number in brackets, perhaps with a transpose behind it.
pub(super) fn is_bracketed_number(tree: &Tree, id: Id) -> bool {
    match tree.lists[id].first().map(|item| &item.node) {
        Some(Node::Fence { list, .. }) => matches!(tree.single(*list), Some(Node::Number(_))),
        _ => false,
    }
}

impl Table {
    /// Whether numbers in brackets above names count layers, so that `g^{(2)}(x)` is no derivative.
    pub(in crate::latex) fn has_layers(&self) -> bool {
        self.layers > 1
    }

    /// Whether a letter above names counts layers or steps.
    pub(in crate::latex) fn is_level(&self, letter: &str) -> bool {
        let Some(above) = self.above.get(letter) else {
            return false;
        };
        if above.steps {
            return true;
        }
        let layer = matches!(letter, "l" | "L" | "ell");
        let factor = self.facts(letter).is_some_and(|facts| facts.factor > 0);
        if above.shifted && above.names.len() > 1 && (above.with_index > 0 || layer) && !factor {
            return true;
        }
        // The last layer, beside others.
        letter == "L" && (self.is_level("l") || self.is_level("ell"))
    }

    /// Whether what stands above a name is an index of it.
    pub(in crate::latex) fn is_index_above(&self, tree: &Tree, key: &str, id: Id) -> bool {
        match height(tree, id) {
            Height::Letter(letter, _) => self.is_level(&letter),
            Height::Number(_) => self.facts(key).is_some_and(|facts| {
                let counts = |n: &u32| *n == 1 || *n > 2;
                facts.letters.iter().any(|letter| self.is_level(letter))
                    && facts.numbers.iter().any(counts)
            }),
            _ => false,
        }
    }

    /// Whether a zero above a name is a label, as in `L^0` beside `L^*`.
    pub(in crate::latex) fn is_label_above(&self, tree: &Tree, key: &str, id: Id) -> bool {
        height(tree, id) == Height::Number(0)
            && self.facts(key).is_some_and(|facts| facts.labels > 0)
    }

    /// Whether `t` above a name is a transpose: it is seen nowhere else.
    pub(in crate::latex) fn is_small_transpose(&self, key: &str, letter: &str) -> bool {
        let Some(above) = self.above.get(letter) else {
            return false;
        };
        let shaped = |name: &String| {
            name.starts_with(char::is_uppercase)
                || self.facts(name).is_some_and(|facts| facts.bold > 0)
        };
        letter == "t"
            && !above.shifted
            && !above.steps
            && self.facts("t").is_none_or(|facts| facts.bare == 0)
            && above.names.iter().any(shaped)
            && (shaped(&key.to_owned()) || above.names.len() > 1)
    }
}
