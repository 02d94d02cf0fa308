//! Numbers below names: an index, two of them, or a label.

use super::Table;
use crate::latex::tree::{Gap, Item, Node, Separator, Tree};

/// Whether a subscript is two indices: `ij`, `i,j`, `00`; of `1j` nothing is known.
pub(super) fn are_two(items: &[Item]) -> bool {
    let letter = |item: &Item| {
        matches!(&item.node, Node::Name { text, .. }
            if text.len() == 1 && text.bytes().all(|b| b.is_ascii_lowercase()))
    };
    let counts = |item: &Item| {
        matches!(&item.node, Node::Name { text, .. }
            if text.len() == 1 && "ijklmnrst".contains(&**text))
    };
    let number = |item: &Item| matches!(item.node, Node::Number(_));
    match items {
        [a, b] => letter(a) && letter(b) && (counts(a) || counts(b)) || number(a) && number(b),
        [a, comma, b] => {
            comma.node == Node::Separator(Separator::Comma)
                && (letter(a) || number(a))
                && (letter(b) || number(b))
        }
        [only] => matches!(&only.node, Node::Number(text)
            if text.len() == 2 && text.starts_with('0')),
        _ => false,
    }
}

impl Table {
    /// Tells labels from indices: the 0 of `Y_{0i}` is a label where Y has one index elsewhere, and
    /// `w_{11}` has two where `w_{ij}` has.
    pub(super) fn tell_numbers(&self, tree: &mut Tree) {
        for id in 0..tree.lists.len() {
            for at in 1..tree.lists[id].len() {
                let Node::Script { up: false, list } = tree.lists[id][at].node else {
                    continue;
                };
                let Node::Name { text, .. } = &tree.lists[id][at - 1].node else {
                    continue;
                };
                let name = text.clone();
                let double = self.facts(&name).is_some_and(|facts| facts.double > 0);
                match self.told(tree, list, double) {
                    Told::Nothing => {}
                    Told::Two(items) => tree.lists[list] = items,
                    Told::Label(label) => {
                        tree.lists[list].remove(0);
                        if let Node::Name { text, .. } = &mut tree.lists[id][at - 1].node {
                            *text = format!("{name}_{label}").into();
                        }
                    }
                }
            }
        }
    }

    fn told(&self, tree: &Tree, list: usize, double: bool) -> Told {
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        match tree.lists[list].as_slice() {
            [
                Item {
                    node: Node::Number(text),
                    start,
                    gap,
                    ..
                },
            ] if double && text.len() == 2 && digits(text) => {
                let digit = |at: usize, gap: Gap| Item {
                    node: Node::Number(text[at..=at].into()),
                    start: start + at,
                    end: start + at + 1,
                    gap,
                };
                Told::Two(vec![digit(0, *gap), digit(1, Gap::None)])
            }
            [
                Item {
                    node: Node::Number(text),
                    ..
                },
                Item {
                    node: Node::Name { text: letter, .. },
                    ..
                },
            ] if !double
                && digits(text)
                && letter.len() == 1
                && "ijklmnrst".contains(&**letter) =>
            {
                Told::Label(text.to_string())
            }
            _ => Told::Nothing,
        }
    }
}

/// What a subscript turns out to be.
enum Told {
    Nothing,
    Two(Vec<Item>),
    Label(String),
}
