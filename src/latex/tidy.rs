//! What is settled when a list of nodes is complete: signs of several characters, words,
//! fractions with `\over`, absolute values, rows that go on in the next one.

use std::sync::Arc;

use super::tree::{Delimiter, Font, Gap, Grid, Id, Item, Node, Op, Over, Separator, Sign, Tree};
use super::{labels, words};
use crate::expr::Relation;

/// Adds a node to an open list; `:=`, `>=`, `''` and the like become one node.
pub(super) fn push(list: &mut Vec<Item>, item: Item) {
    if let Some(last) = list.last_mut()
        && item.gap == Gap::None
        && let Some(node) = joined(&last.node, &item.node)
    {
        last.node = node;
        last.end = item.end;
        return;
    }
    // `...`
    let period = |item: &Item| item.node == Node::Separator(Separator::Period);
    if let [.., first, second] = list.as_mut_slice()
        && period(first)
        && period(second)
        && period(&item)
        && second.gap == Gap::None
        && item.gap == Gap::None
    {
        first.node = Node::Dots;
        first.end = item.end;
        list.pop();
        return;
    }
    // `1,.,.,.,K`
    let comma = |item: &Item| item.node == Node::Separator(Separator::Comma);
    if let [.., a, b, c, d, e] = list.as_mut_slice()
        && comma(a)
        && period(b)
        && comma(c)
        && period(d)
        && comma(e)
        && period(&item)
    {
        b.node = Node::Dots;
        b.end = item.end;
        list.truncate(list.len() - 3);
        return;
    }
    list.push(item);
}

fn joined(first: &Node, second: &Node) -> Option<Node> {
    use Relation::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    let sign = |sign| Some(Node::Sign(sign));
    let relation = |relation| sign(Sign::Relation(relation));
    match (first, second) {
        (Node::Prime(a), Node::Prime(b)) => Some(Node::Prime(a + b)),
        (Node::Separator(Separator::Colon), Node::Sign(Sign::Relation(Equal))) => {
            sign(Sign::Define)
        }
        (Node::Sign(Sign::Relation(a)), Node::Sign(Sign::Relation(b))) => match (a, b) {
            (Greater, Equal) => relation(GreaterEqual),
            (Less, Equal) => relation(LessEqual),
            (Equal, Greater) => sign(Sign::Implies),
            (LessEqual, Greater) => sign(Sign::Iff),
            (Equal, Equal) => relation(Equal),
            (Less, Less) => sign(Sign::Other("much_less")),
            (Greater, Greater) => sign(Sign::Other("much_greater")),
            _ => None,
        },
        (Node::Bang, Node::Sign(Sign::Relation(Equal))) => relation(NotEqual),
        (Node::Op(Op::Plus | Op::Minus), Node::Sign(Sign::Relation(Equal))) => sign(Sign::Assign),
        (Node::Op(Op::Minus), Node::Sign(Sign::Relation(Greater))) => sign(Sign::To("tends_to")),
        _ => None,
    }
}

/// Completes a list and adds it to the tree.
pub(super) fn add(tree: &mut Tree, items: Vec<Item>, font: Font) -> Id {
    let items = differences(words::merge(items, font));
    let items = super::bars::pair(tree, dotted(items));
    let items = inline_derivatives(tree, items);
    let items = evaluated(tree, items);
    let over = items
        .iter()
        .position(|item| matches!(item.node, Node::Over(_)));
    let Some(over) = over else {
        return tree.add(items);
    };
    let Node::Over(kind) = items[over].node else {
        return tree.add(items);
    };
    let (start, end) = (items[0].start, items[items.len() - 1].end);
    let signed = |item: &Item| matches!(item.node, Node::Sign(_));
    if kind == Over::Stack && items.iter().any(signed) {
        // Conditions below a sum: `\sum_{i = 1 \atop i \ne j}`.
        let mut items = items;
        items[over].node = Node::Separator(Separator::Comma);
        return tree.add(items);
    }
    let mut upper = items;
    let mut lower = upper.split_off(over);
    lower.remove(0);
    let (a, b) = (tree.add(upper), tree.add(lower));
    let node = match kind {
        Over::Binomial => Node::Binomial(a, b),
        Over::Fraction => Node::Fraction(a, b),
        Over::Stack => Node::Grid {
            kind: Grid::Stack,
            rows: vec![vec![a], vec![b]],
        },
    };
    let gap = Gap::None;
    tree.add(vec![Item {
        node,
        start,
        end,
        gap,
    }])
}

/// `\partial C / \partial z_j` in a line is the fraction.
fn inline_derivatives(tree: &mut Tree, items: Vec<Item>) -> Vec<Item> {
    let slash = |item: &Item| item.node == Node::Op(Op::Slash);
    if !items.iter().any(|item| item.node == Node::Partial) || !items.iter().any(slash) {
        return items;
    }
    let mut made: Vec<Item> = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let over = differential(&items[at..]);
        let between = over.map(|length| at + length);
        let under = between
            .filter(|between| items.get(*between).is_some_and(slash))
            .and_then(|between| differential(&items[between + 1..]));
        if let (Some(between), Some(length)) = (between, under) {
            let end = between + 1 + length;
            let (first, last) = (&items[at], &items[end - 1]);
            let (start, stop, gap) = (first.start, last.end, first.gap);
            let a = tree.add(items[at..between].to_vec());
            let b = tree.add(items[between + 1..end].to_vec());
            made.push(Item {
                node: Node::Fraction(a, b),
                start,
                end: stop,
                gap,
            });
            at = end;
        } else {
            made.push(items[at].clone());
            at += 1;
        }
    }
    made
}

/// How many nodes a differential takes at the start of a run: `\partial^2 C`, `\partial z_j^l`.
fn differential(items: &[Item]) -> Option<usize> {
    let script = |item: &Item| matches!(item.node, Node::Script { .. } | Node::Prime(_));
    let [
        Item {
            node: Node::Partial,
            ..
        },
        rest @ ..,
    ] = items
    else {
        return None;
    };
    let before = rest.iter().take_while(|item| script(item)).count();
    let variable = rest.get(before)?;
    if !matches!(
        variable.node,
        Node::Name { .. } | Node::Group(_) | Node::Accent(..)
    ) {
        return None;
    }
    let behind = rest[before + 1..]
        .iter()
        .take_while(|item| script(item))
        .count();
    Some(1 + before + 1 + behind)
}

/// A period between factors is a product: `(\sum_i e^{z_i})^{-1} . e^{z_j}`, `w.x`; one that ends
/// a statement stands right after it.
fn dotted(mut items: Vec<Item>) -> Vec<Item> {
    let period = |item: &Item| item.node == Node::Separator(Separator::Period);
    let last_sign = items
        .iter()
        .rposition(|item| matches!(item.node, Node::Sign(_) | Node::Text(_)));
    for at in 1..items.len().saturating_sub(1) {
        if !period(&items[at]) || last_sign.is_some_and(|sign| sign > at) {
            continue;
        }
        let next = &items[at + 1];
        let apart = items[at].gap != Gap::None && next.gap != Gap::None;
        let name = |item: &Item| matches!(item.node, Node::Name { .. });
        let close = items[at].gap == Gap::None
            && next.gap == Gap::None
            && name(&items[at - 1])
            && name(next)
            // `np.zeros` is code.
            && !(at > 1 && name(&items[at - 2]) && items[at - 1].gap == Gap::None)
            && !items
                .get(at + 2)
                .is_some_and(|item| period(item) || name(item) && item.gap == Gap::None);
        let factor = matches!(
            next.node,
            Node::Name { .. }
                | Node::Number(_)
                | Node::Fence { .. }
                | Node::Group(_)
                | Node::Fraction(..)
                | Node::Root { .. }
                | Node::Big(_)
        );
        if (apart || close) && factor && ends_operand(&items[..at]) {
            items[at].node = Node::Op(Op::Dot);
        }
    }
    items
}

/// `\Delta y` is one name.
fn differences(items: Vec<Item>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        if let Some(Item {
            node: Node::Name { text: delta, .. },
            end,
            ..
        }) = joined.last_mut()
            && &**delta == "Delta"
            && item.gap <= Gap::Blank
            && let Node::Name { text, .. } = &item.node
            && text.len() == 1
            && text.bytes().all(|b| b.is_ascii_lowercase())
        {
            *delta = format!("Delta_{text}").into();
            *end = item.end;
            continue;
        }
        joined.push(item);
    }
    joined
}

/// Gives `E |_{z = a}` the bracket that `\left. E \right|_{z = a}` has: E reaches back to the last
/// sign.
fn evaluated(tree: &mut Tree, items: Vec<Item>) -> Vec<Item> {
    let says_where = |item: Option<&Item>| match item.map(|item| &item.node) {
        Some(Node::Script { up: false, list }) => tree.lists[*list]
            .iter()
            .any(|item| matches!(item.node, Node::Sign(Sign::Relation(Relation::Equal)))),
        _ => false,
    };
    let bar = items.iter().enumerate().find(|(at, item)| {
        item.node == Node::Separator(Separator::Mid) && says_where(items.get(at + 1))
    });
    let Some((at, _)) = bar else {
        return items;
    };
    let ends = |item: &Item| {
        matches!(
            item.node,
            Node::Sign(_)
                | Node::Separator(_)
                | Node::Align
                | Node::Quad
                | Node::Op(Op::Plus | Op::Minus)
        )
    };
    let from = items[..at]
        .iter()
        .rposition(ends)
        .map_or(0, |last| last + 1);
    if from == at {
        return items;
    }
    let mut before = items;
    let mut after = before.split_off(at);
    let inner = before.split_off(from);
    let (start, gap) = (inner[0].start, inner[0].gap);
    after[0] = Item {
        node: Node::Fence {
            open: Delimiter::Null,
            close: Delimiter::Bar,
            list: tree.add(inner),
        },
        start,
        end: after[0].end,
        gap,
    };
    before.extend(after);
    before
}

/// Whether a node ends an operand, so that what follows multiplies it.
pub(super) fn ends_operand(items: &[Item]) -> bool {
    for item in items.iter().rev() {
        return match &item.node {
            // `\log|x|`, `\sum_i |x_i|`: the scripts belong to what takes an operand.
            Node::Script { .. } | Node::Prime(_) => continue,
            Node::Name { text, .. } => !labels::is_function(text),
            Node::Big(_)
            | Node::Op(_)
            | Node::Sign(_)
            | Node::Separator(_)
            | Node::Bar { .. }
            | Node::Quad
            | Node::Align
            | Node::Partial
            | Node::Nabla
            | Node::ForAll => false,
            Node::Text(text) => words::class(text).is_none(),
            _ => true,
        };
    }
    false
}

/// What a group stands for in the list around it: its nodes where braces only hold together what
/// holds together anyway, else itself.
pub(super) fn spliced(tree: &Tree, item: Item, before_script: bool) -> Vec<Item> {
    let Node::Group(id) = item.node else {
        return vec![item];
    };
    let list = &tree.lists[id];
    if let Some(text) = arg_of(list) {
        let font = Font::Upright;
        let node = Node::Name { text, font };
        return vec![Item { node, ..item }];
    }
    if before_script && let Some(text) = spelled(list) {
        let font = Font::Upright;
        let node = Node::Name { text, font };
        return vec![Item { node, ..item }];
    }
    let script = |item: &Item| matches!(item.node, Node::Script { .. } | Node::Prime(_));
    let loose = |item: &Item| match &item.node {
        Node::Sign(_) => true,
        Node::Text(text) => words::class(text).is_some(),
        _ => false,
    };
    let plain = match list.as_slice() {
        [] => return Vec::new(),
        all if all.iter().any(loose) => true,
        [only] => !matches!(only.node, Node::Rows(_)) || !before_script,
        [first, rest @ ..] => {
            let function = matches!(&first.node,
                Node::Name { text, .. } if labels::is_function(text))
                || matches!(first.node, Node::Big(_) | Node::Partial);
            let name = matches!(first.node, Node::Name { .. });
            script(first) || (rest.iter().all(script) && (function || (name && !before_script)))
        }
    };
    if !plain {
        return vec![item];
    }
    let mut items = list.clone();
    items[0].gap = item.gap;
    items
}

/// The letters of `{pa}_i` are one name: nobody sets a product in braces to give it a subscript.
fn spelled(list: &[Item]) -> Option<Arc<str>> {
    let mut text = String::new();
    for (at, item) in list.iter().enumerate() {
        match &item.node {
            Node::Name {
                text: letter,
                font: Font::Plain,
            } if letter.len() == 1 && (at == 0 || item.gap == Gap::None) => text.push_str(letter),
            _ => return None,
        }
    }
    (2..=4).contains(&list.len()).then(|| text.into())
}

/// `{\rm arg\,max}` is one word.
fn arg_of(list: &[Item]) -> Option<Arc<str>> {
    let [a, b] = list else { return None };
    let (Node::Name { text: a, .. }, Node::Name { text: b, .. }) = (&a.node, &b.node) else {
        return None;
    };
    match (&**a, &**b) {
        ("arg", "max") => Some("argmax".into()),
        ("arg", "min") => Some("argmin".into()),
        _ => None,
    }
}

/// The name that an upright group with spaces in it stands for: `\operatorname{Bill\ Length}`.
pub(super) fn spaced_name(tree: &Tree, id: Id) -> Option<Arc<str>> {
    let list = &tree.lists[id];
    let spaced = list.iter().skip(1).any(|item| item.gap == Gap::Set);
    let first = matches!(list.first()?.node, Node::Name { .. });
    if !spaced || !first {
        return None;
    }
    let text = labels::text(tree, list)?;
    Some(match text.as_str() {
        "arg_max" => "argmax".into(),
        "arg_min" => "argmin".into(),
        _ => text.into(),
    })
}

/// Whether what stands over an equals sign says that it defines.
pub(super) fn says_definition(tree: &Tree, id: Id) -> bool {
    let list = &tree.lists[id];
    match list.as_slice() {
        [item] => match &item.node {
            Node::Text(text) | Node::Name { text, .. } => {
                text.trim().to_lowercase().starts_with("def")
            }
            _ => false,
        },
        _ => labels::text(tree, list).is_some_and(|text| text.replace('_', "") == "def"),
    }
}

/// The rows of an environment: cells joined, and rows joined that go on in the next one.
pub(super) fn join_rows(tree: &mut Tree, rows: Vec<Vec<Id>>) -> Vec<Id> {
    let mut joined: Vec<Vec<Item>> = Vec::new();
    for cells in rows {
        let mut row: Vec<Item> = Vec::new();
        for (index, cell) in cells.into_iter().enumerate() {
            let items = std::mem::take(&mut tree.lists[cell]);
            if index > 0 {
                let place = items.first().map_or(0, |item| item.start);
                row.push(Item {
                    node: Node::Align,
                    start: place,
                    end: place,
                    gap: Gap::None,
                });
            }
            row.extend(items);
        }
        if row.iter().all(|item| item.node == Node::Align) {
            continue;
        }
        match joined.last_mut() {
            Some(before) if goes_on(before, &row) => before.extend(row),
            _ => joined.push(row),
        }
    }
    // Rows within a row.
    let mut ids = Vec::new();
    for row in joined {
        let inner = row
            .iter()
            .position(|item| matches!(item.node, Node::Rows(_)));
        let Some(at) = inner else {
            ids.push(tree.add(row));
            continue;
        };
        let Node::Rows(inner) = row[at].node.clone() else {
            continue;
        };
        let (before, after) = (&row[..at], &row[at + 1..]);
        let last = inner.len().saturating_sub(1);
        for (index, id) in inner.into_iter().enumerate() {
            let mut items = std::mem::take(&mut tree.lists[id]);
            if index == 0 {
                items.splice(0..0, before.iter().cloned());
            }
            if index == last {
                items.extend(after.iter().cloned());
            }
            ids.push(tree.add(items));
        }
    }
    ids
}

/// Whether a row is the continuation of the one before it.
fn goes_on(before: &[Item], row: &[Item]) -> bool {
    let solid = |item: &&Item| !matches!(item.node, Node::Align | Node::Quad);
    let Some(last) = before.iter().rev().find(solid) else {
        return true;
    };
    if matches!(last.node, Node::Op(_)) {
        return true;
    }
    let ended = matches!(
        last.node,
        Node::Separator(Separator::Comma | Separator::Period | Separator::Semicolon)
    );
    let related = row.iter().any(|item| matches!(item.node, Node::Sign(_)));
    match row.iter().find(solid).map(|item| &item.node) {
        Some(Node::Op(Op::Plus | Op::Dot | Op::Times | Op::Star | Op::Slash)) => !ended,
        Some(Node::Op(Op::Minus)) => !ended && !related,
        _ => false,
    }
}
