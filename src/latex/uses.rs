//! Where letters stand: before brackets, raised, as the whole of a left side.

use super::labels;
use super::survey::{Bracket, Survey};
use super::tree::{Delimiter, Font, Item, Node, Op, Separator, Sign, Tree};
use crate::expr::Relation;

impl Survey {
    pub(super) fn find_uses(
        &mut self,
        tree: &Tree,
        list: &[Item],
        [raised, lowered, fenced]: [bool; 3],
    ) {
        for (at, item) in list.iter().enumerate() {
            let Node::Name { text, font } = &item.node else {
                if let Node::Script { up: true, list: id } = item.node
                    && self.is_transpose(tree, id)
                    && at > 0
                {
                    self.transposes = true;
                    self.transposed(tree, &list[..at]);
                }
                continue;
            };
            if labels::is_function(text) {
                continue;
            }
            if &**text == "T" && !(raised && list.len() == 1) && *font != Font::Upright && !lowered
            {
                self.t_is_name = true;
            }
            if *font == Font::Bold {
                let upper = text.chars().next().is_some_and(|c| c.is_uppercase());
                let set = if upper {
                    &mut self.matrices
                } else {
                    &mut self.vectors
                };
                set.insert(text.to_string());
            }
            if lowered {
                continue;
            }
            let mut next = at + 1;
            let mut key = text.to_string();
            while let Some(item) = list.get(next) {
                match &item.node {
                    Node::Script { up: false, list } => {
                        if !self.is_indices(tree, *list)
                            && let Some(label) = labels::text(tree, &tree.lists[*list])
                        {
                            key = format!("{key}_{label}");
                        }
                    }
                    Node::Script { up: true, .. } | Node::Prime(_) => {}
                    _ => break,
                }
                next += 1;
            }
            let bracket = list.get(next).and_then(|item| bracket(tree, item));
            let first = list[..at].iter().all(|item| item.node == Node::Align);
            let after = list[(next + 1).min(list.len())..]
                .iter()
                .find(|item| item.node != Node::Align);
            let equals = matches!(
                after.map(|item| &item.node),
                Some(Node::Sign(Sign::Relation(Relation::Equal) | Sign::Define))
            );
            // The p of H(p) may be a function itself.
            let separates = |item: Option<&Item>| {
                item.is_none_or(|item| matches!(item.node, Node::Separator(_)))
            };
            let alone = fenced
                && bracket.is_none()
                && separates(at.checked_sub(1).map(|at| &list[at]))
                && separates(list.get(next));
            if alone {
                continue;
            }
            // Of `\frac{d\sigma}{dz}` nobody knows whether it is of σ(z).
            let differentiated = bracket.is_none()
                && at
                    .checked_sub(1)
                    .is_some_and(|before| match &list[before].node {
                        Node::Partial => true,
                        Node::Name { text, .. } => &**text == "d",
                        _ => false,
                    });
            if differentiated {
                continue;
            }
            let usage = self.uses.entry(key).or_default();
            usage.primed |= bracket.is_some()
                && matches!(
                    list.get(at + 1).map(|item| &item.node),
                    Some(Node::Prime(_))
                );
            match bracket {
                None => usage.bare = true,
                Some(Bracket::Several) => usage.several = true,
                Some(Bracket::Lone) => usage.lone = true,
                Some(Bracket::Other) => usage.other = true,
            }
            let side = list[..at].iter().rfind(|item| item.node != Node::Align);
            let side = side.is_some_and(|item| matches!(item.node, Node::Sign(_)));
            usage.defined |= bracket.is_some() && (first || side) && equals;
        }
    }

    /// The letter before a transpose is a vector.
    pub(super) fn transposed(&mut self, tree: &Tree, before: &[Item]) {
        let base = before
            .iter()
            .rev()
            .find(|item| !matches!(item.node, Node::Script { .. } | Node::Prime(_)));
        if let Some(Node::Fence { list, .. }) = base.map(|item| &item.node) {
            self.transposed_sum(&tree.lists[*list]);
        }
        if let Some(Node::Name { text, .. }) = base.map(|item| &item.node) {
            self.shape(text);
        }
    }

    /// What is transposed in brackets: of each product the capitals, and of small letters one, since
    /// two columns have no product: in `(c x)^T` the bold one, else the last.
    fn transposed_sum(&mut self, items: &[Item]) {
        let parts = items.split(|item| matches!(item.node, Node::Op(Op::Plus | Op::Minus)));
        for part in parts {
            let mut small = None;
            for item in part {
                let Node::Name { text, font } = &item.node else {
                    continue;
                };
                let vector = *font == Font::Bold || self.vectors.contains(&**text);
                if text.starts_with(char::is_uppercase) {
                    self.shape(text);
                } else if vector || !small.is_some_and(|(_, certain)| certain) {
                    small = Some((text, vector));
                }
            }
            if let Some((text, _)) = small {
                self.shape(text);
            }
        }
    }

    pub(super) fn shape(&mut self, text: &str) {
        let upper = text.chars().next().is_some_and(char::is_uppercase);
        let set = if upper {
            &mut self.matrices
        } else {
            &mut self.vectors
        };
        set.insert(text.to_owned());
    }
}

/// Whether an index occurs free in a run of nodes.
pub(super) fn occurs(tree: &Tree, items: &[Item], index: &str) -> bool {
    let mut stack: Vec<&[Item]> = vec![items];
    while let Some(items) = stack.pop() {
        let mut at = 0;
        while let Some(item) = items.get(at) {
            at += 1;
            match &item.node {
                Node::Name { text, .. } if &**text == index => return true,
                Node::Big(_) => {
                    let bound = items[at..].iter().take(2).any(|item| match item.node {
                        Node::Script { up: false, list } => tree.lists[list].iter().any(
                            |item| matches!(&item.node, Node::Name { text, .. } if &**text == index),
                        ),
                        _ => false,
                    });
                    if bound {
                        break;
                    }
                }
                Node::Script { list, .. }
                | Node::Group(list)
                | Node::Fence { list, .. }
                | Node::Accent(_, list) => stack.push(&tree.lists[*list]),
                Node::Fraction(a, b) | Node::Binomial(a, b) => {
                    stack.push(&tree.lists[*a]);
                    stack.push(&tree.lists[*b]);
                }
                Node::Root { body, .. } => stack.push(&tree.lists[*body]),
                _ => {}
            }
        }
    }
    false
}

/// What stands in brackets after a letter.
pub(super) fn bracket(tree: &Tree, item: &Item) -> Option<Bracket> {
    let Node::Fence { open, list, .. } = item.node else {
        return None;
    };
    if !matches!(open, Delimiter::Round | Delimiter::Square) {
        return None;
    }
    let items = &tree.lists[list];
    let several = items.iter().any(|item| {
        matches!(
            item.node,
            Node::Separator(Separator::Comma | Separator::Semicolon | Separator::Mid)
                | Node::Sign(_)
        )
    });
    if several {
        return Some(Bracket::Several);
    }
    let lone = match items.as_slice() {
        [first, rest @ ..] => {
            let name = match &first.node {
                Node::Name { text, .. } => !labels::is_function(text),
                // Nobody writes a product as ζ(3).
                Node::Text(_) | Node::Number(_) => true,
                _ => false,
            };
            name && rest.iter().all(|item| {
                matches!(
                    item.node,
                    Node::Script { up: false, .. } | Node::Prime(_) | Node::Percent
                )
            })
        }
        [] => false,
    };
    Some(if lone { Bracket::Lone } else { Bracket::Other })
}
