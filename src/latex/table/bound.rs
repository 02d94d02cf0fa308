//! π and e: numbers, or letters of the document.

use super::Table;
use crate::expr::Relation;
use crate::latex::labels;
use crate::latex::tree::{Font, Id, Item, Node, Op, Sign, Tree};

/// What speaks for a letter that has a usual value being a name of the document.
#[derive(Clone, Debug, Default)]
pub(in crate::latex) struct Letter {
    /// The text calls it something else.
    named: u32,
    /// It stands where its usual value has no sense: `1 - \pi`, `0 < \pi < 1`, `e = y - \hat y`.
    strong: u32,
    /// It has indices or arguments.
    family: u32,
}

impl Letter {
    pub(super) fn named(&mut self) {
        self.named += 1;
    }

    pub(super) fn named_only(&self) -> Letter {
        Letter {
            named: self.named,
            ..Letter::default()
        }
    }

    /// Whether the document means something of its own by it.
    pub(in crate::latex) fn is_bound(&self) -> bool {
        self.named + self.strong + self.family > 0
    }

    fn is_certain(&self) -> bool {
        self.named + self.strong > 0
    }
}

/// The name that a bound letter has, so that it is not taken for the number.
pub(in crate::latex) fn name_of(text: &str) -> Option<&'static str> {
    match text {
        "pi" => Some("pi_prob"),
        "e" => Some("e_res"),
        _ => None,
    }
}

impl Table {
    /// The name of a bound letter at a place of a list, if it is no number there.
    pub(in crate::latex) fn bound_at(
        &self,
        tree: &Tree,
        items: &[Item],
        at: usize,
    ) -> Option<&'static str> {
        let Node::Name { text, font } = &items.get(at)?.node else {
            return None;
        };
        let above = items[at + 1..]
            .iter()
            .take_while(|item| matches!(item.node, Node::Script { .. } | Node::Prime(_)))
            .find_map(|item| match item.node {
                Node::Script { up: true, list } => Some(list),
                _ => None,
            });
        let free = match &**text {
            "pi" => self.pi.is_bound() && !self.is_circle(items, at, above.is_some()),
            "e" => {
                let bound = self.e.is_bound() || *font == Font::Bold;
                bound && above.is_none_or(|id| self.is_of_residual(tree, id))
            }
            _ => false,
        };
        if free { name_of(text) } else { None }
    }

    /// Whether π is the number here: `2\pi`, and `\pi/2` where little speaks for another.
    fn is_circle(&self, items: &[Item], at: usize, raised: bool) -> bool {
        let before = at.checked_sub(1).map(|at| &items[at].node);
        let after = items.get(at + 1).map(|item| &item.node);
        if matches!(before, Some(Node::Number(_))) && !matches!(after, Some(Node::Fence { .. })) {
            return true;
        }
        !self.pi.is_certain() && (raised || matches!(after, Some(Node::Op(Op::Slash))))
    }

    /// Whether an exponent is one that a residual has: a square, a transpose, a label.
    fn is_of_residual(&self, tree: &Tree, id: Id) -> bool {
        match tree.single(id) {
            Some(Node::Number(text)) => &**text == "2" && self.e.is_certain(),
            Some(Node::Transpose | Node::Prime(_) | Node::Text(_) | Node::Fence { .. }) => true,
            Some(Node::Name { text, .. }) => matches!(&**text, "T" | "top" | "star"),
            Some(Node::Op(_)) => true,
            _ => false,
        }
    }

    /// Counts what speaks for π and e being names.
    pub(super) fn gather_letter(&mut self, tree: &Tree, list: &[Item], at: usize) {
        let Node::Name { text, font } = &list[at].node else {
            return;
        };
        let family = list[at + 1..]
            .iter()
            .take_while(|item| matches!(item.node, Node::Script { .. }))
            .any(|item| matches!(item.node, Node::Script { up: false, .. }));
        let whole = whole_side(list, at) && relates_to_names(tree, list, at);
        match &**text {
            "pi" => {
                let called = matches!(list.get(at + 1).map(|item| &item.node),
                    Some(Node::Fence { list, .. }) if holds_a_name(tree, *list))
                    && !factor_before(list, at);
                self.pi.family += u32::from(family || called || *font == Font::Bold);
                self.pi.strong += u32::from(whole || complement(list, at) || between(list, at));
            }
            "e" => {
                self.e.family += u32::from(family);
                self.e.strong += u32::from(whole || *font == Font::Bold);
            }
            "pi_hat" => self.pi.strong += 1,
            "e_hat" => self.e.strong += 1,
            _ => {}
        }
    }
}

fn factor_before(list: &[Item], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| &list[at].node);
    matches!(before, Some(Node::Number(_)))
}

fn holds_a_name(tree: &Tree, id: Id) -> bool {
    let first = tree.lists[id].first().map(|item| &item.node);
    let plain = tree.lists[id]
        .iter()
        .all(|item| !matches!(item.node, Node::Op(_)));
    matches!(first, Some(Node::Name { .. })) && plain
}

/// `1 - \pi`
fn complement(list: &[Item], at: usize) -> bool {
    let one = |item: &Item| matches!(&item.node, Node::Number(text) if &**text == "1");
    let ends = list.get(at + 1).is_none_or(|item| {
        matches!(
            item.node,
            Node::Op(Op::Plus | Op::Minus) | Node::Sign(_) | Node::Separator(_)
        )
    });
    at >= 2 && list[at - 1].node == Node::Op(Op::Minus) && one(&list[at - 2]) && ends
}

/// `0 < \pi < 1`
fn between(list: &[Item], at: usize) -> bool {
    let number = |index: Option<usize>, wanted: &str| {
        let node = index.and_then(|i| list.get(i)).map(|item| &item.node);
        matches!(node, Some(Node::Number(text)) if &**text == wanted)
    };
    let below = |index: Option<usize>| {
        let node = index.and_then(|i| list.get(i)).map(|item| &item.node);
        matches!(
            node,
            Some(Node::Sign(Sign::Relation(
                Relation::Less | Relation::LessEqual
            )))
        )
    };
    below(at.checked_sub(1))
        && number(at.checked_sub(2), "0")
        && below(Some(at + 1))
        && number(Some(at + 2), "1")
}

/// Whether a name is the whole of a left side.
fn whole_side(list: &[Item], at: usize) -> bool {
    let first = list[..at].iter().all(|item| item.node == Node::Align);
    let next = list[at + 1..]
        .iter()
        .find(|item| item.node != Node::Align)
        .map(|item| &item.node);
    first
        && matches!(
            next,
            Some(Node::Sign(
                Sign::Relation(Relation::Equal) | Sign::Define | Sign::Distributed
            ))
        )
}

/// Whether the rest of a list speaks of other names.
fn relates_to_names(tree: &Tree, list: &[Item], at: usize) -> bool {
    let mut stack: Vec<&[Item]> = vec![&list[at + 1..]];
    let mut steps = 0;
    while let Some(items) = stack.pop() {
        for item in items {
            steps += 1;
            if steps > 1000 {
                return false;
            }
            match &item.node {
                Node::Name { text, .. }
                    if !labels::is_word(text) && !matches!(&**text, "e" | "pi" | "i") =>
                {
                    return true;
                }
                Node::Big(_) => return false,
                Node::Group(id) | Node::Fence { list: id, .. } => stack.push(&tree.lists[*id]),
                Node::Fraction(a, b) => stack.extend([&*tree.lists[*a], &*tree.lists[*b]]),
                _ => {}
            }
        }
    }
    false
}
