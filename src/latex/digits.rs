//! Digits right after a letter: `x1 + x2`, `w1x1`. Nobody writes a product so: they are an index
//! that lacks its `_`.

use super::labels;
use super::tree::{Font, Gap, Item, Node, Tree};

/// Gives digits after letters the place of an index.
pub(super) fn lowered(tree: &mut Tree, items: Vec<Item>) -> Vec<Item> {
    if !items.windows(2).any(|pair| is_numbered(&pair[0], &pair[1])) {
        return items;
    }
    let mut lowered: Vec<Item> = Vec::with_capacity(items.len());
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        let numbered = lowered.last().is_some_and(|last| is_numbered(last, &item));
        let scripted = matches!(
            items.peek().map(|next| &next.node),
            Some(Node::Script { up: false, .. })
        );
        match (numbered, &item.node, lowered.last_mut()) {
            // `x2_i`: the number is a part of the name.
            (
                true,
                Node::Number(digits),
                Some(Item {
                    node: Node::Name { text, .. },
                    end,
                    ..
                }),
            ) if scripted => {
                *text = format!("{text}_{digits}").into();
                *end = item.end;
            }
            (true, ..) => {
                let (start, end) = (item.start, item.end);
                let list = tree.add(vec![item]);
                lowered.push(Item {
                    node: Node::Script { up: false, list },
                    start,
                    end,
                    gap: Gap::None,
                });
            }
            (false, ..) => lowered.push(item),
        }
    }
    lowered
}

/// Whether two nodes are a letter and digits that stand right after it.
fn is_numbered(letter: &Item, digits: &Item) -> bool {
    let named = match &letter.node {
        Node::Name {
            text,
            font: Font::Plain | Font::Bold,
        } => {
            !labels::is_function(text)
                && !matches!(&**text, "pi" | "d")
                && (text.chars().count() == 1 || letter.end - letter.start > 1)
        }
        _ => false,
    };
    let whole = matches!(&digits.node, Node::Number(text)
        if text.len() < 4 && text.bytes().all(|b| b.is_ascii_digit()));
    named && whole && digits.gap == Gap::None && digits.start == letter.end
}
