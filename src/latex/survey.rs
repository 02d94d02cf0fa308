//! A look over a whole formula before it is read: which letters are indices, functions, vectors.

use rustc_hash::{FxHashMap, FxHashSet};

use super::scope::Scope;
use super::table::Table;
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
    /// `f'(x)`
    pub primed: bool,
}

#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Letters that are indices where they stand as subscripts.
    indices: FxHashSet<String>,
    pub(super) uses: FxHashMap<String, Use>,
    pub vectors: FxHashSet<String>,
    pub matrices: FxHashSet<String>,
    /// Letters that stand as subscripts, raised in brackets, or alone in brackets.
    pub subscripted: FxHashSet<String>,
    /// Letters that stand raised in brackets: y^{(i)}.
    raised: FxHashSet<String>,
    /// Both `\ln` and `\log` stand in the formula.
    pub two_logarithms: bool,
    /// T is a variable and no transpose.
    pub t_is_name: bool,
    /// Every d stands before another letter, and there are several: dy = f(x) dx.
    pub differentials: bool,
    /// Matrices that the formula cannot mean as vectors, as it can mean the X of `\beta^T X`.
    pub certain_matrices: FxHashSet<String>,
    /// The letter I is the identity matrix.
    pub identity: bool,
    /// There are transposes.
    pub transposes: bool,
    /// The prime of a matrix is a transpose: `X'X`.
    pub primes_transpose: bool,
}

impl Survey {
    pub fn of(tree: &Tree, scope: &Scope, names: &Table) -> Survey {
        let mut survey = Survey::default();
        for index in ["i", "j", "k"] {
            survey.indices.insert(index.to_owned());
        }
        survey.indices.extend(scope.indices.iter().cloned());
        survey.indices.extend(names.indices().cloned());
        survey.vectors.extend(scope.vectors.iter().cloned());
        survey.matrices.extend(scope.matrices.iter().cloned());
        let mut raised = vec![false; tree.lists.len()];
        let mut lowered = vec![false; tree.lists.len()];
        let mut fenced = vec![false; tree.lists.len()];
        let mut accented = vec![false; tree.lists.len()];
        for id in &tree.accented {
            accented[*id] = true;
        }
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
        survey.find_companions(tree);
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
        let word = |wanted: &str| {
            let mut items = tree.lists.iter().flatten();
            items.any(|item| matches!(&item.node, Node::Name { text, .. } if &**text == wanted))
        };
        survey.two_logarithms = word("ln") && word("log");
        survey.differentials = ds > 1 && ds == before_letters;
        for (id, list) in tree.lists.iter().enumerate() {
            // The σ of \dot\sigma is no σ.
            if accented[id] {
                continue;
            }
            survey.find_uses(tree, list, [raised[id], lowered[id], fenced[id]]);
        }
        survey.find_matrices(tree, scope);
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

    /// Letters that stand under the same letter as an index are indices: `p_k` beside `p_l`.
    fn find_companions(&mut self, tree: &Tree) {
        let mut under: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for list in &tree.lists {
            for pair in list.windows(2) {
                if let (Node::Name { text, .. }, Node::Script { up: false, list }) =
                    (&pair[0].node, &pair[1].node)
                    && let Some(letter) = tree.name(*list)
                    && letter.len() == 1
                    && "ijklmnrst".contains(&**letter)
                {
                    under.entry(text).or_default().push(letter);
                }
            }
        }
        for letters in under.into_values() {
            if letters.iter().any(|letter| self.is_index(letter)) {
                let all = letters.into_iter().map(str::to_owned);
                self.indices.extend(all);
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
        let counts = |text: &str| several && text.len() == 1 && "ijklmnpqrstuv".contains(text);
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
        let occurs = super::uses::occurs(tree, &rest[..length], index);
        (occurs && length > 0).then(|| length - 1)
    }
}

fn texts(items: &[Item]) -> impl Iterator<Item = String> {
    items.iter().filter_map(|item| match &item.node {
        Node::Name { text, .. } => Some(text.to_string()),
        _ => None,
    })
}
