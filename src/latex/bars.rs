//! Bars: absolute values, norms, and what stands between an event and its condition.

use super::tidy::ends_operand;
use super::tree::{Delimiter, Item, Node, Separator, Tree};

/// Makes absolute values and norms of bars; a bar without a partner separates.
pub(super) fn pair(tree: &mut Tree, items: Vec<Item>) -> Vec<Item> {
    let items = absolute_mids(items);
    let is_bar = |item: &Item, double: bool| item.node == Node::Bar { double };
    let mut left = [
        items.iter().filter(|item| is_bar(item, false)).count(),
        items.iter().filter(|item| is_bar(item, true)).count(),
    ];
    if left == [0, 0] {
        return items;
    }
    // The lists of the bars that are open, the outermost of all first.
    let mut open: Vec<(Item, bool, Vec<Item>)> = Vec::new();
    let mut current: Vec<Item> = Vec::new();
    for item in items {
        let Node::Bar { double } = item.node else {
            current.push(item);
            continue;
        };
        let remaining = &mut left[usize::from(double)];
        let even = *remaining % 2 == 0;
        *remaining -= 1;
        let inside = open.last().is_some_and(|(_, kind, _)| *kind == double);
        let after_operand = ends_operand(&current);
        if after_operand && inside {
            let Some((bar, _, outer)) = open.pop() else {
                continue;
            };
            let end = item.end;
            let inner = std::mem::replace(&mut current, outer);
            let fence = absolute(tree, inner, double, bar, end);
            current.push(fence);
        } else if *remaining > 0 && (!after_operand || even) {
            open.push((item, double, std::mem::take(&mut current)));
        } else {
            current.push(Item {
                node: Node::Separator(Separator::Mid),
                ..item
            });
        }
    }
    // Bars that are never closed separate.
    while let Some((bar, _, outer)) = open.pop() {
        let inner = std::mem::replace(&mut current, outer);
        current.push(Item {
            node: Node::Separator(Separator::Mid),
            ..bar
        });
        current.extend(inner);
    }
    current
}

/// `\mid \Sigma \mid^{-1/2}`: a bar where an operand begins, and the next one, are those of a value.
fn absolute_mids(mut items: Vec<Item>) -> Vec<Item> {
    let mid = |item: &Item| item.node == Node::Separator(Separator::Mid);
    let mut at = 0;
    while let Some(first) = items[at..].iter().position(mid).map(|length| at + length) {
        let operand = |item: &Item| !matches!(item.node, Node::Align | Node::Quad);
        let opens = !ends_operand(&items[..first])
            && items[..first]
                .iter()
                .rev()
                .find(|item| operand(item))
                .is_some_and(|item| {
                    matches!(item.node, Node::Sign(_) | Node::Op(_) | Node::Name { .. })
                });
        let close = items[first + 1..]
            .iter()
            .position(mid)
            .map(|n| first + 1 + n);
        let Some(second) = close.filter(|close| opens && ends_operand(&items[first + 1..*close]))
        else {
            at = first + 1;
            continue;
        };
        for bar in [first, second] {
            items[bar].node = Node::Bar { double: false };
        }
        at = second + 1;
    }
    items
}

fn absolute(tree: &mut Tree, inner: Vec<Item>, double: bool, bar: Item, end: usize) -> Item {
    // `||x||` is a norm.
    if let [
        Item {
            node:
                Node::Fence {
                    open: Delimiter::Bar,
                    close: Delimiter::Bar,
                    list,
                },
            ..
        },
    ] = inner.as_slice()
        && !double
    {
        let node = Node::Fence {
            open: Delimiter::DoubleBar,
            close: Delimiter::DoubleBar,
            list: *list,
        };
        return Item { node, end, ..bar };
    }
    let delimiter = if double {
        Delimiter::DoubleBar
    } else {
        Delimiter::Bar
    };
    let node = Node::Fence {
        open: delimiter,
        close: delimiter,
        list: tree.add(inner),
    };
    Item { node, end, ..bar }
}
