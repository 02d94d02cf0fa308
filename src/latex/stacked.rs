//! What is set over or under something: limits of sums, words over an equals sign, marks of names.

use super::tree::{Font, Id, Item, Node, Op, Sign, Tree};
use super::{labels, words};
use crate::expr::Relation;

/// What `\overset{label}{base}` or `\underset{label}{base}` stands for.
pub(super) fn stacked(tree: &Tree, label: Id, base: Id, over: bool) -> Vec<Item> {
    let items = &tree.lists[base];
    let Some(first) = items.first() else {
        return Vec::new();
    };
    let mut items = items.clone();
    // `\underset{i=1}{\overset{N}{\sum}}`, `\underset{\theta}{\arg\max}`
    let takes_limits = match &first.node {
        Node::Big(_) => true,
        Node::Name { text, .. } => !over && labels::is_function(text),
        _ => false,
    };
    if takes_limits {
        let end = items[items.len() - 1].end;
        items.push(Item {
            node: Node::Script {
                up: over,
                list: label,
            },
            start: end,
            end,
            gap: super::tree::Gap::None,
        });
        return items;
    }
    if let [item] = items.as_mut_slice()
        && let Node::Sign(sign) = item.node
    {
        item.node = Node::Sign(match sign {
            Sign::Relation(Relation::Equal) => labelled(tree, label),
            other => other,
        });
        return items;
    }
    let [first, .., last] = items.as_slice() else {
        return marked(tree, label, items, over);
    };
    let item = Item {
        node: Node::Group(base),
        start: first.start,
        end: last.end,
        gap: first.gap,
    };
    marked(tree, label, vec![item], over)
}

/// What an equals sign says with something over it.
fn labelled(tree: &Tree, label: Id) -> Sign {
    let equal = Sign::Relation(Relation::Equal);
    let list = &tree.lists[label];
    if super::tidy::says_definition(tree, label) {
        return Sign::Define;
    }
    let text = labels::text(tree, list).unwrap_or_default();
    if words::turns(&text.replace('_', " ")) {
        return Sign::Other("relates");
    }
    match list.as_slice() {
        [item] => match &item.node {
            Node::Bang => return Sign::Require,
            Node::Unknown(sign) if &**sign == "?" => return Sign::Ask,
            Node::Text(text) if text.trim() == "?" => return Sign::Ask,
            Node::Text(text) if text.trim() == "!" => return Sign::Require,
            Node::Op(Op::Dot) => return Sign::Approximate,
            Node::Sign(Sign::Distributed | Sign::Approximate) => return Sign::Approximate,
            _ => {}
        },
        [
            Item {
                node: Node::Name { text, .. },
                ..
            },
            ..,
        ] if &**text == "H" => {
            return Sign::Require;
        }
        _ => {}
    }
    if list.iter().any(|item| matches!(item.node, Node::Sign(_))) {
        return Sign::Other("relates");
    }
    match text.to_lowercase().replace('_', "").as_str() {
        "delta" | "triangle" | "vartriangle" | "bigtriangleup" => Sign::Define,
        // The same distribution, or with probability 1.
        "d" | "law" | "dist" | "distr" | "indist" | "iid" | "ind" | "l" | "p" | "as" | "wp1" => {
            Sign::Distributed
        }
        _ => equal,
    }
}

/// A term with something over or under it: a word that explains it, or a mark that makes it
/// something else.
fn marked(tree: &Tree, label: Id, mut items: Vec<Item>, over: bool) -> Vec<Item> {
    let word = |item: &Item| match &item.node {
        Node::Text(_) => true,
        Node::Name { text, font } => *font == Font::Upright && text.len() > 1,
        _ => false,
    };
    let explains = tree.lists[label].iter().any(word) || tree.lists[label].is_empty();
    if over
        && !explains
        && let Some(item) = items.first_mut()
    {
        item.node = Node::Unreadable("a mark over a term that is not understood");
    }
    items
}
