//! A look over a whole formula before it is read: which letters are indices, functions, vectors.

use rustc_hash::{FxHashMap, FxHashSet};

use super::labels;
use super::scope::Scope;
use super::tree::{Delimiter, Font, Id, Item, Node, Op, Separator, Sign, Tree};
use crate::expr::Relation;

/// How a letter stands before brackets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bracket {
    /// `f(x, y)` or `f(y | x)`
    Several,
    /// `f(x)`: a variable alone.
    Lone,
    /// `b(x + y)`
    Other,
}

/// What is known of a letter from the places where it stands.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Use {
    /// It stands without brackets after it.
    pub bare: bool,
    pub several: bool,
    pub lone: bool,
    pub other: bool,
    /// `f(x) =`: the whole of a left side.
    pub defined: bool,
}

#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Letters that are indices where they stand as subscripts.
    indices: FxHashSet<String>,
    uses: FxHashMap<String, Use>,
    pub vectors: FxHashSet<String>,
    pub matrices: FxHashSet<String>,
    /// Letters that stand as subscripts, raised in brackets, or alone in brackets.
    pub subscripted: FxHashSet<String>,
    /// Letters that stand raised in brackets: y^{(i)}.
    raised: FxHashSet<String>,
    /// T is a variable and no transpose.
    pub t_is_name: bool,
    /// Every d stands before another letter, and there are several: dy = f(x) dx.
    pub differentials: bool,
}

impl Survey {
    pub fn of(tree: &Tree, scope: &Scope) -> Survey {
        let mut survey = Survey::default();
        for index in ["i", "j", "k"] {
            survey.indices.insert(index.to_owned());
        }
        survey.indices.extend(scope.indices.iter().cloned());
        survey.vectors.extend(scope.vectors.iter().cloned());
        survey.matrices.extend(scope.matrices.iter().cloned());
        let mut raised = vec![false; tree.lists.len()];
        let mut lowered = vec![false; tree.lists.len()];
        let mut fenced = vec![false; tree.lists.len()];
        for list in &tree.lists {
            for item in list {
                if let Node::Fence { list, .. } = item.node {
                    fenced[list] = true;
                }
                if let Node::Script { up, list } = item.node {
                    if up {
                        raised[list] = true;
                    } else {
                        lowered[list] = true;
                    }
                }
            }
        }
        for list in &tree.lists {
            survey.find_indices(tree, list);
        }
        let (mut ds, mut before_letters) = (0, 0);
        for list in &tree.lists {
            survey.find_subscripted(tree, list);
            for (at, item) in list.iter().enumerate() {
                if matches!(&item.node, Node::Name { text, .. } if &**text == "d") {
                    ds += 1;
                    let next = list.get(at + 1).map(|item| &item.node);
                    let letter = matches!(next, Some(Node::Name { .. } | Node::Fence { .. }));
                    before_letters += usize::from(letter);
                }
            }
        }
        survey.differentials = ds > 1 && ds == before_letters;
        for (id, list) in tree.lists.iter().enumerate() {
            survey.find_uses(tree, list, [raised[id], lowered[id], fenced[id]]);
        }
        survey
    }

    /// Whether a letter is an index.
    pub fn is_index(&self, text: &str) -> bool {
        self.indices.contains(text)
    }

    /// How a letter is used.
    pub fn usage(&self, key: &str) -> Use {
        self.uses.get(key).copied().unwrap_or_default()
    }

    fn find_indices(&mut self, tree: &Tree, list: &[Item]) {
        for (at, item) in list.iter().enumerate() {
            match &item.node {
                Node::Big(_) => {
                    for next in list[at + 1..].iter().take(2) {
                        if let Node::Script { up, list } = next.node {
                            self.bound(tree, list, up);
                        }
                    }
                }
                Node::Script { up: false, list } => {
                    let items = &tree.lists[*list];
                    let arithmetic = items
                        .iter()
                        .any(|item| matches!(item.node, Node::Op(Op::Plus | Op::Minus)))
                        && items
                            .iter()
                            .any(|item| matches!(item.node, Node::Number(_)));
                    if arithmetic {
                        self.names(items);
                    }
                }
                // `k = 1, \dots, K`
                Node::Dots => {
                    let next = list[at + 1..].iter().skip(1);
                    for item in next.take_while(|item| !matches!(item.node, Node::Op(_))) {
                        if let Node::Script { up: false, list } = item.node
                            && tree.name(list).is_some()
                        {
                            self.names(&tree.lists[list]);
                        }
                    }
                    let first = list[..at].iter().rev().take(8).position(|item| {
                        matches!(item.node, Node::Sign(Sign::Relation(Relation::Equal)))
                    });
                    if let Some(back) = first
                        && at >= back + 2
                        && let Node::Name { text, .. } = &list[at - back - 2].node
                        && list[at - back..at].iter().all(|item| {
                            matches!(
                                item.node,
                                Node::Number(_) | Node::Separator(Separator::Comma)
                            )
                        })
                    {
                        self.indices.insert(text.to_string());
                        let last = list[at + 1..].iter().take(2);
                        for item in last {
                            if let Node::Name { text, .. } = &item.node {
                                self.indices.insert(text.to_string());
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn find_subscripted(&mut self, tree: &Tree, list: &[Item]) {
        let mut of_sum = false;
        for item in list {
            let found = match item.node {
                Node::Big(_) => {
                    of_sum = true;
                    continue;
                }
                Node::Script { up: false, list } if !of_sum => Some(list),
                Node::Script { up: true, list } => {
                    match tree.single(list) {
                        Some(Node::Fence { list, .. }) if !of_sum => {
                            self.subscripted.extend(texts(&tree.lists[*list]));
                            self.raised.extend(texts(&tree.lists[*list]));
                        }
                        _ => {}
                    }
                    continue;
                }
                Node::Script { .. } => continue,
                // `P(j) \log P(j)`
                Node::Fence { list, .. }
                    if tree.name(list).is_some_and(|name| {
                        matches!(&**name, "i" | "j" | "k" | "l" | "m" | "n")
                    }) =>
                {
                    Some(list)
                }
                _ => None,
            };
            of_sum = false;
            if let Some(id) = found {
                self.subscripted.extend(texts(&tree.lists[id]));
            }
        }
    }

    /// The limits of a sum.
    fn bound(&mut self, tree: &Tree, id: Id, above: bool) {
        let items = &tree.lists[id];
        if above {
            if let [item] = items.as_slice()
                && let Node::Name { text, .. } = &item.node
            {
                self.indices.insert(text.to_string());
            }
            return;
        }
        let end = items
            .iter()
            .position(|item| matches!(item.node, Node::Sign(_)))
            .filter(|end| {
                items[..*end]
                    .iter()
                    .any(|item| matches!(item.node, Node::Name { .. }))
            });
        self.names(&items[..end.unwrap_or(items.len())]);
    }

    fn names(&mut self, items: &[Item]) {
        for item in items {
            if let Node::Name { text, .. } = &item.node {
                self.indices.insert(text.to_string());
            }
        }
    }

    fn find_uses(&mut self, tree: &Tree, list: &[Item], [raised, lowered, fenced]: [bool; 3]) {
        for (at, item) in list.iter().enumerate() {
            let Node::Name { text, font } = &item.node else {
                if let Node::Script { up: true, list: id } = item.node
                    && self.is_transpose(tree, id)
                    && at > 0
                {
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
            let usage = self.uses.entry(key).or_default();
            match bracket {
                None => usage.bare = true,
                Some(Bracket::Several) => usage.several = true,
                Some(Bracket::Lone) => usage.lone = true,
                Some(Bracket::Other) => usage.other = true,
            }
            usage.defined |= bracket.is_some() && first && equals;
        }
    }

    /// Whether a superscript is a transpose.
    pub fn is_transpose(&self, tree: &Tree, id: Id) -> bool {
        match tree.single(id) {
            Some(Node::Transpose) => true,
            Some(Node::Name { text, font }) => {
                &**text == "T" && (*font == Font::Upright || !self.t_is_name)
            }
            Some(Node::Text(text)) => text.trim() == "T",
            _ => false,
        }
    }

    /// Whether an exponent counts steps like the ones in brackets: \mu^{i+1} beside p^{(i)}.
    pub fn is_step(&self, tree: &Tree, id: Id) -> bool {
        let mut names = texts(&tree.lists[id]).peekable();
        names.peek().is_some()
            && self.is_indices(tree, id)
            && names.all(|name| self.raised.contains(&name))
    }

    /// The letter before a transpose is a vector.
    fn transposed(&mut self, tree: &Tree, before: &[Item]) {
        let base = before
            .iter()
            .rev()
            .find(|item| !matches!(item.node, Node::Script { .. } | Node::Prime(_)));
        if let Some(Node::Fence { list, .. }) = base.map(|item| &item.node) {
            for item in &tree.lists[*list] {
                if let Node::Name { text, .. } = &item.node {
                    self.shape(text);
                }
            }
        }
        if let Some(Node::Name { text, .. }) = base.map(|item| &item.node) {
            self.shape(text);
        }
    }

    fn shape(&mut self, text: &str) {
        let upper = text.chars().next().is_some_and(char::is_uppercase);
        let set = if upper {
            &mut self.matrices
        } else {
            &mut self.vectors
        };
        set.insert(text.to_owned());
    }

    /// Whether a subscript is made of indices only: numbers, index letters, arithmetic of them.
    pub fn is_indices(&self, tree: &Tree, id: Id) -> bool {
        let items = match tree.single(id) {
            // `z_{(i)}`
            Some(Node::Fence {
                open: Delimiter::Round,
                list,
                ..
            }) => &tree.lists[*list],
            _ => &tree.lists[id],
        };
        // `x_{m,n}`: letters that count, with a comma between them.
        let several = items
            .iter()
            .any(|item| matches!(item.node, Node::Separator(Separator::Comma)));
        let counts = |text: &str| {
            several && text.len() == 1 && "ijklmnpqrstuv".contains(text)
        };
        !items.is_empty()
            && items.iter().all(|item| match &item.node {
                Node::Number(text) => text.bytes().all(|b| b.is_ascii_digit()),
                Node::Name { text, .. } => self.is_index(text) || counts(text),
                Node::Op(Op::Plus | Op::Minus) | Node::Separator(Separator::Comma) => true,
                Node::Prime(_) => true,
                // `\alpha_{j[i]}`, `x_{i_j}`
                Node::Script { up: false, list } => match tree.single(*list) {
                    Some(Node::Name { text, .. }) => self.is_index(text),
                    Some(Node::Number(_)) => true,
                    _ => false,
                },
                _ => false,
            })
    }

    /// Whether the additive term at the start of a run has an index that a sum before it binds;
    /// if so, where the term ends.
    pub fn reach(&self, tree: &Tree, rest: &[Item], index: &str) -> Option<usize> {
        let sign = |item: &Item| matches!(item.node, Node::Op(Op::Plus | Op::Minus));
        let length = rest
            .iter()
            .position(sign)
            .filter(|length| *length > 0)
            .unwrap_or(rest.len());
        let occurs = occurs(tree, &rest[..length], index);
        (occurs && length > 0).then(|| length - 1)
    }
}

fn texts(items: &[Item]) -> impl Iterator<Item = String> {
    items.iter().filter_map(|item| match &item.node {
        Node::Name { text, .. } => Some(text.to_string()),
        _ => None,
    })
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
                Node::Text(_) => true,
                _ => false,
            };
            name && rest
                .iter()
                .all(|item| matches!(item.node, Node::Script { up: false, .. } | Node::Prime(_)))
        }
        [] => false,
    };
    Some(if lone { Bracket::Lone } else { Bracket::Other })
}

/// Whether an index occurs free in a run of nodes.
fn occurs(tree: &Tree, items: &[Item], index: &str) -> bool {
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
