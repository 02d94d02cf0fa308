//! One look over a formula: what speaks for what each of its names is.

use super::levels::{Height, height};
use super::{Facts, Table};
use crate::expr::Relation;
use crate::latex::labels;
use crate::latex::survey::Bracket;
use crate::latex::tree::{Big, Font, Item, Node, Op, Sign, Tree};
use crate::latex::uses;

/// A name with what is written at it.
struct Written {
    key: String,
    /// The node after its scripts.
    next: usize,
    primes: bool,
    indexed: bool,
    double: bool,
    above: Option<usize>,
}

impl Table {
    /// Takes up the names of a formula.
    pub(super) fn gather(&mut self, tree: &Tree) {
        let scripts = in_scripts(tree);
        for (id, list) in tree.lists.iter().enumerate() {
            for at in 0..list.len() {
                self.gather_name(tree, list, at, scripts[id]);
            }
            if !scripts[id] {
                self.gather_alone(list);
                self.gather_family(tree, list);
                self.gather_parameter(tree, list);
                self.gather_step(tree, list);
            }
        }
    }

    fn gather_name(&mut self, tree: &Tree, list: &[Item], at: usize, script: bool) {
        let Node::Name { text, font } = &list[at].node else {
            return;
        };
        if &**text == "d" {
            let next = list.get(at + 1).map(|item| &item.node);
            match next {
                Some(Node::Name { .. } | Node::Fence { .. }) => self.differentials += 1,
                Some(Node::Script { .. }) => {}
                _ if script => {}
                _ => self.lone_d += 1,
            }
        }
        if labels::is_function(text) {
            return;
        }
        self.gather_letter(tree, list, at);
        let written = written(tree, list, at, text);
        if let Some(id) = written.above {
            self.gather_above(tree, &written, id);
        }
        if written.double {
            self.facts.entry(text.to_string()).or_default().double += 1;
        }
        let bracket = list
            .get(written.next)
            .and_then(|item| uses::bracket(tree, item));
        let facts = self.facts.entry(written.key.clone()).or_default();
        facts.bold += u32::from(*font == Font::Bold);
        facts.indexed += u32::from(written.indexed);
        if script {
            return;
        }
        if let (None, Some(above)) = (bracket, written.above) {
            self.layers += u32::from(super::levels::is_bracketed_number(tree, above));
        }
        match bracket {
            None => count_bare(facts, list, at, written.next),
            Some(bracket) => count_call(facts, tree, list, at, &written, bracket),
        }
    }

    fn gather_above(&mut self, tree: &Tree, written: &Written, id: usize) {
        let facts = self.facts.entry(written.key.clone()).or_default();
        facts.raised += 1;
        match height(tree, id) {
            Height::Number(number) => {
                facts.numbers.insert(number);
            }
            Height::Label => facts.labels += 1,
            Height::Letter(letter, added) => {
                facts.letters.insert(letter.clone());
                let above = self.above.entry(letter).or_default();
                above.names.insert(written.key.clone());
                above.shifted |= added.abs() == 1;
                above.with_index += u32::from(written.indexed);
            }
            Height::Other => {}
        }
    }

    /// `m(t) = x_t`: a subscript that is an argument is an index.
    fn gather_parameter(&mut self, tree: &Tree, list: &[Item]) {
        let solid: Vec<&Node> = list.iter().map(|item| &item.node).collect();
        let [
            Node::Name { .. },
            Node::Fence { list: inner, .. },
            sign,
            rest @ ..,
        ] = solid.as_slice()
        else {
            return;
        };
        let equals = matches!(
            sign,
            Node::Sign(Sign::Relation(Relation::Equal) | Sign::Define)
        );
        let Some(letter) = tree.name(*inner) else {
            return;
        };
        let below = rest.iter().any(|node| match node {
            Node::Script { up: false, list } => tree.name(*list) == Some(letter),
            _ => false,
        });
        if equals && below && letter.len() == 1 && "hmnrstu".contains(&**letter) {
            self.parameters.insert(letter.to_string());
        }
    }

    /// `E = \frac1m \sum_k E_k`: what the sum is made of is no entry of what it is.
    fn gather_family(&mut self, tree: &Tree, list: &[Item]) {
        let Some(at) = list.iter().position(|item| item.node != Node::Align) else {
            return;
        };
        let Node::Name {
            text,
            font: Font::Plain | Font::Script,
        } = &list[at].node
        else {
            return;
        };
        let sign = list[at + 1..].iter().find(|item| item.node != Node::Align);
        let equals = matches!(
            sign.map(|item| &item.node),
            Some(Node::Sign(Sign::Relation(Relation::Equal) | Sign::Define))
        );
        let big = list
            .iter()
            .position(|item| matches!(item.node, Node::Big(Big::Sum)));
        let (true, Some(big)) = (equals, big) else {
            return;
        };
        let same = list[big..].windows(2).any(|pair| {
            matches!(&pair[0].node, Node::Name { text: other, .. } if other == text)
                && matches!(pair[1].node, Node::Script { up: false, list } if counts(tree, list))
        });
        if same {
            self.families.insert(text.to_string());
        }
    }

    /// `\beta^{k+1} = \beta^k + ...`: the letter counts steps.
    fn gather_step(&mut self, tree: &Tree, list: &[Item]) {
        for at in 0..list.len() {
            let Node::Name { text, .. } = &list[at].node else {
                continue;
            };
            let left = written(tree, list, at, text);
            let Some(Height::Letter(letter, added @ (0 | 1))) =
                left.above.map(|id| height(tree, id))
            else {
                continue;
            };
            let solid = |from: usize| {
                (from..list.len()).find(|i| !matches!(list[*i].node, Node::Align | Node::Quad))
            };
            let Some(sign) = solid(left.next) else {
                continue;
            };
            if !matches!(
                list[sign].node,
                Node::Sign(Sign::Relation(Relation::Equal) | Sign::Define)
            ) {
                continue;
            }
            let Some(first) = solid(sign + 1) else {
                continue;
            };
            let Node::Name { text: other, .. } = &list[first].node else {
                continue;
            };
            let right = written(tree, list, first, other);
            let before = Some(Height::Letter(letter.clone(), added - 1));
            let goes_on = matches!(
                list.get(right.next).map(|item| &item.node),
                Some(Node::Op(Op::Plus | Op::Minus))
            );
            if other == text
                && right.key == left.key
                && goes_on
                && right.above.map(|id| height(tree, id)) == before
            {
                self.above.entry(letter).or_default().steps = true;
            }
        }
    }
}

/// A name with its scripts.
fn written(tree: &Tree, list: &[Item], at: usize, text: &str) -> Written {
    let mut written = Written {
        key: text.to_owned(),
        next: at + 1,
        primes: false,
        indexed: false,
        double: false,
        above: None,
    };
    while let Some(item) = list.get(written.next) {
        match &item.node {
            Node::Script { up: false, list } => {
                written.double |= super::numbers::are_two(&tree.lists[*list]);
                if counts(tree, *list) {
                    written.indexed = true;
                } else if let Some(label) = labels::text(tree, &tree.lists[*list]) {
                    written.key = format!("{}_{label}", written.key);
                }
            }
            Node::Script { up: true, list } => written.above = Some(*list),
            Node::Prime(_) => written.primes = true,
            _ => break,
        }
        written.next += 1;
    }
    written
}

/// Whether a subscript is made of letters that count, and numbers.
fn counts(tree: &Tree, id: usize) -> bool {
    tree.lists[id].iter().all(|item| match &item.node {
        Node::Number(_) | Node::Op(Op::Plus | Op::Minus) | Node::Separator(_) => true,
        Node::Name { text, .. } => text.len() == 1 && "ijklmnrst".contains(&**text),
        _ => false,
    })
}

fn count_bare(facts: &mut Facts, list: &[Item], at: usize, next: usize) {
    facts.bare += 1;
    let operand = |node: &Node| {
        matches!(
            node,
            Node::Name { .. }
                | Node::Number(_)
                | Node::Fraction(..)
                | Node::Group(_)
                | Node::Fence { .. }
                | Node::Op(Op::Times | Op::Dot | Op::Star | Op::Slash)
        )
    };
    let before = at.checked_sub(1).map(|at| &list[at].node);
    let after = list.get(next).map(|item| &item.node);
    facts.factor += u32::from(before.is_some_and(operand) || after.is_some_and(operand));
    let first = list[..at].iter().all(|item| item.node == Node::Align);
    facts.left += u32::from(first && matches!(after, Some(Node::Sign(_) | Node::Align)));
}

fn count_call(
    facts: &mut Facts,
    tree: &Tree,
    list: &[Item],
    at: usize,
    written: &Written,
    bracket: Bracket,
) {
    let Node::Fence { list: inner, .. } = list[written.next].node else {
        return;
    };
    let number = matches!(
        tree.lists[inner].first().map(|item| &item.node),
        Some(Node::Number(_))
    );
    match bracket {
        Bracket::Several => facts.several += u32::from(!relates(&tree.lists[inner])),
        Bracket::Lone if number => facts.number += 1,
        Bracket::Lone => facts.lone += 1,
        Bracket::Other => facts.other += 1,
    }
    facts.primed += u32::from(written.primes && bracket != Bracket::Other);
    let first = list[..at]
        .iter()
        .rfind(|item| item.node != Node::Align)
        .is_none_or(|item| matches!(item.node, Node::Sign(_)));
    let after = list[written.next + 1..]
        .iter()
        .find(|item| item.node != Node::Align)
        .map(|item| &item.node);
    let equals = matches!(
        after,
        Some(Node::Sign(Sign::Relation(Relation::Equal) | Sign::Define))
    );
    // `n (x) = ...` is written by nobody.
    let call = matches!(bracket, Bracket::Lone | Bracket::Several) && !number;
    facts.defined += u32::from(call && first && equals);
}

fn relates(items: &[Item]) -> bool {
    items.iter().any(|item| matches!(item.node, Node::Sign(_)))
}

/// The lists that stand in subscripts and superscripts.
fn in_scripts(tree: &Tree) -> Vec<bool> {
    let mut within = vec![false; tree.lists.len()];
    // A list has a smaller number than those around it.
    for id in (0..tree.lists.len()).rev() {
        let script = within[id];
        for item in &tree.lists[id] {
            match &item.node {
                Node::Script { list, .. } => within[*list] = true,
                Node::Group(list) | Node::Fence { list, .. } | Node::Accent(_, list) => {
                    within[*list] |= script;
                }
                Node::Fraction(a, b) | Node::Binomial(a, b) => {
                    within[*a] |= script;
                    within[*b] |= script;
                }
                Node::Root { body, .. } => within[*body] |= script,
                _ => {}
            }
        }
    }
    within
}
