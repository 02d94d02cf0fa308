//! Which names are matrices.
//!
//! That a name is a matrix is told by the document (see [`Scope::declare_matrix`]) or by the formula
//! itself: bold capitals, capitals with a transpose, memberships such as `A \in \mathbb{R}^{n\times n}`,
//! what stands in a trace or a determinant. Products of matrices do not commute, so they are no
//! products of numbers but calls of `matmul`.

use super::survey::Survey;
use super::tree::{Delimiter, Font, Item, Node, Op, Separator, Sign, Tree};
use super::{Scope, build, labels, lexer};

/// What a membership says that its names are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `A \in \mathbb{R}^{n \times m}`
    Matrix,
    /// `x \in \mathbb{R}^n`
    Vector,
    /// `x \in \mathbb{R}`
    Number,
}

/// The names that a formula declares by memberships, and as what: `A, B \in \mathbb{R}^{n\times n}`.
/// A text that cannot be read declares nothing.
pub fn declarations(text: &str, scope: &Scope) -> Vec<(String, Kind)> {
    if !["\\in", "∈", "\\mathbb", "\\R"]
        .iter()
        .any(|sign| text.contains(sign))
    {
        return Vec::new();
    }
    match tree_of(text, scope) {
        Some(tree) => tree
            .lists
            .iter()
            .flat_map(|list| members(&tree, list))
            .collect(),
        None => Vec::new(),
    }
}

/// The names that a formula consists of: `A`, or `A, B`; `None` if there is anything else.
pub fn names_alone(text: &str, scope: &Scope) -> Option<Vec<String>> {
    // Longer texts are no names.
    if text.len() > 200 || text.contains(['=', '<', '>']) {
        return None;
    }
    let tree = tree_of(text, scope)?;
    let [row] = tree.rows.as_slice() else {
        return None;
    };
    let items = &tree.lists[*row];
    let mut names = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let (name, next) = name_at(&tree, items, at)?;
        names.push(name);
        at = next;
        match items.get(at).map(|item| &item.node) {
            None => {}
            Some(node) if separates(node) => at += 1,
            Some(_) => return None,
        }
    }
    (!names.is_empty()).then_some(names)
}

fn tree_of(text: &str, scope: &Scope) -> Option<Tree> {
    if text.len() > 20_000 {
        return None;
    }
    let tokens = scope
        .macros
        .expand(lexer::tokens(text, 0..text.len()))
        .ok()?;
    build::tree(&tokens, text.len()).ok()
}

/// Whether a node stands between the names of a list.
fn separates(node: &Node) -> bool {
    match node {
        Node::Separator(Separator::Comma | Separator::And) | Node::Quad | Node::Align => true,
        Node::Text(text) => matches!(text.trim().trim_matches(','), "" | "and"),
        _ => false,
    }
}

/// The name that begins at a place, and where it ends.
fn name_at(tree: &Tree, items: &[Item], at: usize) -> Option<(String, usize)> {
    let Node::Name { text, .. } = &items.get(at)?.node else {
        return None;
    };
    match items.get(at + 1).map(|item| &item.node) {
        Some(Node::Script { up: false, list }) => {
            let label = labels::text(tree, &tree.lists[*list])?;
            Some((format!("{text}_{label}"), at + 2))
        }
        _ => Some((text.to_string(), at + 1)),
    }
}

/// The names before each membership of a list, and what its set says of them.
fn members(tree: &Tree, list: &[Item]) -> Vec<(String, Kind)> {
    let mut found = Vec::new();
    for (at, item) in list.iter().enumerate() {
        if !matches!(item.node, Node::Sign(Sign::In)) {
            continue;
        }
        let Some(kind) = set(tree, &list[at + 1..]) else {
            continue;
        };
        let begins = list[..at]
            .iter()
            .rposition(|item| {
                let script = matches!(item.node, Node::Script { up: false, .. });
                let name = matches!(item.node, Node::Name { .. });
                !(name || script || separates(&item.node))
            })
            .map_or(0, |last| last + 1);
        let mut place = begins;
        while place < at {
            match name_at(tree, list, place) {
                Some((name, next)) => {
                    found.push((name, kind));
                    place = next;
                }
                None => place += 1,
            }
        }
    }
    found
}

/// What the members of a set are, if it is one of numbers, vectors or matrices.
fn set(tree: &Tree, items: &[Item]) -> Option<Kind> {
    let [first, rest @ ..] = items else {
        return None;
    };
    let Node::Name { text, font } = &first.node else {
        return None;
    };
    let real = matches!(&**text, "R" | "C" | "S" | "mathbbR" | "mathbbS" | "mathbbC");
    let set = *font != Font::Plain || text.starts_with("mathbb");
    if !real || !set {
        return None;
    }
    let above = rest.iter().take(2).find_map(|item| match item.node {
        Node::Script { up: true, list } => Some(list),
        _ => None,
    });
    // Symmetric and positive definite matrices: \mathbb{S}^n.
    if text.ends_with('S') {
        return Some(Kind::Matrix);
    }
    let Some(above) = above else {
        return Some(Kind::Number);
    };
    let mut items = tree.lists[above].as_slice();
    if let [
        Item {
            node:
                Node::Fence {
                    open: Delimiter::Round,
                    list,
                    ..
                },
            ..
        },
    ] = items
    {
        items = &tree.lists[*list];
    }
    let times = |item: &Item| matches!(item.node, Node::Op(Op::Times));
    let sign = |item: &Item| matches!(item.node, Node::Op(Op::Plus | Op::Minus));
    if !items.iter().any(times) {
        let only_sign = matches!(items, [one] if sign(one));
        return Some(if only_sign {
            Kind::Number
        } else {
            Kind::Vector
        });
    }
    let one = |item: Option<&Item>| matches!(item.map(|item| &item.node), Some(Node::Number(text)) if &**text == "1");
    let column = items.len() >= 2 && one(items.last()) && times(&items[items.len() - 2]);
    Some(if column { Kind::Vector } else { Kind::Matrix })
}

impl Survey {
    /// Finds the names that the formula itself shows to be matrices.
    pub(super) fn find_matrices(&mut self, tree: &Tree, scope: &Scope) {
        for list in &tree.lists {
            for (name, kind) in members(tree, list) {
                match kind {
                    Kind::Matrix => self.certainly(name),
                    Kind::Vector => {
                        self.vectors.insert(name);
                    }
                    Kind::Number => {}
                }
            }
            self.find_in_traces(tree, list);
            self.find_primed(list);
            self.find_inverses(tree, list);
        }
        self.find_both_ways(tree);
        let declared: Vec<String> = scope.matrices.iter().cloned().collect();
        declared.into_iter().for_each(|name| self.certainly(name));
        let free = !scope.binds("I") && scope.value_of("I").is_none();
        let usage = self.usage("I");
        if !self.matrices.is_empty() && free && !usage.several && !usage.lone && !usage.other {
            self.matrices.insert("I".to_owned());
            self.identity = true;
        }
    }

    /// What a trace or a determinant is of.
    fn find_in_traces(&mut self, tree: &Tree, list: &[Item]) {
        for pair in list.windows(2) {
            let Node::Name { text, .. } = &pair[0].node else {
                continue;
            };
            if !matches!(&**text, "tr" | "Tr" | "trace" | "det") {
                continue;
            }
            let inner: &[Item] = match &pair[1].node {
                Node::Fence { list, .. } | Node::Group(list) => &tree.lists[*list],
                Node::Name { .. } => std::slice::from_ref(&pair[1]),
                _ => continue,
            };
            for item in inner {
                if let Node::Name { text, .. } = &item.node
                    && text.starts_with(char::is_uppercase)
                {
                    self.certainly(text.to_string());
                }
            }
        }
    }

    fn certainly(&mut self, name: String) {
        self.certain_matrices.insert(name.clone());
        self.matrices.insert(name);
    }

    /// Capitals with the exponent -1 beside transposes: `(x - \mu)^T \Sigma^{-1} (x - \mu)`.
    fn find_inverses(&mut self, tree: &Tree, list: &[Item]) {
        let minus_one = |id: usize| match tree.lists[id].as_slice() {
            [
                Item {
                    node: Node::Op(Op::Minus),
                    ..
                },
                Item {
                    node: Node::Number(one),
                    ..
                },
            ] => &**one == "1",
            _ => false,
        };
        for pair in list.windows(2) {
            if let (Node::Name { text, .. }, Node::Script { up: true, list }) =
                (&pair[0].node, &pair[1].node)
                && minus_one(*list)
                && text.starts_with(char::is_uppercase)
                && (self.matrices.contains(&**text) || self.transposes)
            {
                self.certainly(text.to_string());
            }
        }
    }

    /// Capitals that stand with a transpose, and without one before another factor: `X^T X`,
    /// `X^T (y - X\beta)`.
    fn find_both_ways(&mut self, tree: &Tree) {
        let (mut turned, mut plain) = (Vec::new(), Vec::new());
        for list in &tree.lists {
            for (at, item) in list.iter().enumerate() {
                if let Node::Fence {
                    open, list: inner, ..
                } = item.node
                {
                    let after = list.get(at + 1).map(|item| &item.node);
                    let turned = matches!(after, Some(Node::Script { up: true, list })
                        if self.is_transpose(tree, *list));
                    if turned || open == Delimiter::DoubleBar {
                        self.find_multiplied(&tree.lists[inner]);
                    }
                }
                let Node::Name { text, .. } = &item.node else {
                    continue;
                };
                if !text.starts_with(char::is_uppercase) {
                    continue;
                }
                let mut next = at + 1;
                let mut transposed = false;
                while let Some(Node::Script { up, list }) = list.get(next).map(|item| &item.node) {
                    transposed |= *up && self.is_transpose(tree, *list);
                    next += 1;
                }
                let factor = |item: Option<&Item>| {
                    matches!(
                        item.map(|item| &item.node),
                        Some(Node::Name { .. } | Node::Fence { .. })
                    )
                };
                let again = |item: Option<&Item>| matches!(item.map(|item| &item.node), Some(Node::Name { text: t, .. }) if t == text);
                if transposed {
                    turned.push(text.to_string());
                    // `X X^T` ends with a transpose.
                    if at > 0 && again(list.get(at - 1)) {
                        plain.push(text.to_string());
                    }
                } else if factor(list.get(next)) || at > 1 && again(list.get(at - 2)) {
                    plain.push(text.to_string());
                }
            }
        }
        for name in turned {
            if plain.contains(&name) {
                self.certainly(name);
            }
        }
    }

    /// Capitals before another letter within a transpose or a norm: `\|y - X\beta\|`.
    fn find_multiplied(&mut self, inner: &[Item]) {
        for pair in inner.windows(2) {
            if let (Node::Name { text, .. }, Node::Name { .. }) = (&pair[0].node, &pair[1].node)
                && text.starts_with(char::is_uppercase)
            {
                self.certainly(text.to_string());
            }
        }
    }

    /// `X'X`: the prime is a transpose.
    fn find_primed(&mut self, list: &[Item]) {
        for three in list.windows(3) {
            if let [
                Item {
                    node: Node::Name { text, .. },
                    ..
                },
                Item {
                    node: Node::Prime(1),
                    ..
                },
                Item {
                    node: Node::Name { text: again, .. },
                    ..
                },
            ] = three
                && text == again
                && text.starts_with(char::is_uppercase)
            {
                self.certainly(text.to_string());
                self.primes_transpose = true;
            }
        }
    }
}
