//! Matrices: which names are some, and their products, powers and inverses.
//!
//! That a name is a matrix is told by the document (see [`Scope::declare_matrix`]) or by the formula
//! itself: bold capitals, capitals with a transpose, memberships such as `A \in \mathbb{R}^{n\times n}`,
//! what stands in a trace or a determinant. Products of matrices do not commute, so they are no
//! products of numbers but calls of `matmul`.

use num_traits::ToPrimitive;

use super::reader::Reader;
use super::survey::Survey;
use super::tree::{Delimiter, Font, Item, Node, Op, Separator, Sign, Tree};
use super::{Scope, build, labels, lexer};
use crate::expr::{Args, Expr, Head, Shapes, Store};

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

/// Capitals that count where nothing says otherwise: numbers of rows, of classes, of steps.
const COUNTS: &[&str] = &["N", "M", "K", "T"];

/// Powers up to this one are written as products.
const LONGEST_POWER: i64 = 8;

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

impl Reader<'_> {
    /// Whether factors have a matrix among them, and are no dot product like `\beta^T X`, in which
    /// a capital may be a vector.
    pub(super) fn multiplies_matrices(&self, factors: &[Expr]) -> bool {
        let store = self.store;
        if !factors.iter().any(|factor| self.is_matrix_term(*factor)) {
            return false;
        }
        let named = |expr: Expr| {
            let name = self.base_name(expr)?;
            name.split('_').next()
        };
        let certain =
            |expr: Expr| named(expr).is_none_or(|name| self.survey.certain_matrices.contains(name));
        let first = factors.iter().position(|factor| self.is_shaped(*factor));
        let [turned, other] = &factors[first.unwrap_or(0)..] else {
            return true;
        };
        match (store.head(*turned), store.args(*turned)) {
            (Head::Apply(name), [inner]) if &**name == "transpose" => {
                certain(*inner) && named(*inner).is_some()
                    || certain(*other) && named(*other).is_some()
                    || named(*inner).is_none() && self.is_matrix_term(*inner)
            }
            _ => true,
        }
    }

    /// Whether a term is a matrix, not a vector.
    pub(super) fn is_matrix_term(&self, expr: Expr) -> bool {
        let store = self.store;
        let mut stack = vec![expr];
        let mut steps = 0;
        while let Some(expr) = stack.pop() {
            steps += 1;
            if steps > 50 {
                return false;
            }
            match (store.head(expr), store.args(expr)) {
                (Head::Name(_), _) if self.is_matrix(expr) => return true,
                (Head::Apply(name), args) => match &**name {
                    "matmul" | "inverse" | "eye" => return true,
                    "transpose" => stack.extend(args),
                    _ => {}
                },
                (Head::Entry, [base, _]) if self.is_matrix(*base) => return true,
                (Head::Add | Head::Neg | Head::Mul, args) => stack.extend(args.iter().take(4)),
                _ => {}
            }
        }
        false
    }

    /// A product with a matrix among its factors: the numbers, then the matrices in their order.
    /// A name to the right of a matrix is a vector, or whatever else it may be: it stays there.
    pub(super) fn product_of_matrices(&self, factors: &[Expr]) -> Expr {
        let store = self.store;
        let (mut scalars, mut chain) = (Args::new(), Vec::new());
        for factor in factors {
            let shaped = self.is_shaped(*factor) || self.is_matrix_term(*factor);
            let number = store.free_names(*factor).is_empty();
            let begun = !chain.is_empty();
            if shaped
                || !number && (self.may_be_matrix(*factor) || begun && self.may_be_vector(*factor))
            {
                chain.push(*factor);
            } else {
                scalars.push(*factor);
            }
        }
        scalars.push(match chain.as_slice() {
            [one] => *one,
            _ => store.apply("matmul", &chain),
        });
        store.mul(scalars)
    }

    /// A capital beside matrices that does not count anything.
    fn may_be_matrix(&self, factor: Expr) -> bool {
        let name = self.store.name_text(factor).unwrap_or_default();
        name.starts_with(char::is_uppercase)
            && !COUNTS.contains(&name)
            && !self.scope.is_scalar(name)
    }

    /// A term to the right of a matrix that may be a vector.
    fn may_be_vector(&self, factor: Expr) -> bool {
        match self.store.head(factor) {
            Head::Name(name) => !self.scope.is_scalar(name) && !COUNTS.contains(&&**name),
            Head::Entry | Head::Call(_) | Head::Apply(_) | Head::Add | Head::Neg => true,
            _ => false,
        }
    }

    /// A power of a matrix; `None` where the base is none.
    pub(super) fn power_of_matrix(&self, base: Expr, exponent: Expr) -> Option<Expr> {
        let store = self.store;
        if matches!(store.head(base), Head::Entry) || !self.is_matrix_term(base) {
            return None;
        }
        let literal = store.literal(exponent).filter(|n| n.is_integer());
        let count = literal.and_then(|n| n.to_integer().to_i64());
        let inverse = |of: Expr| store.apply("inverse", &[of]);
        Some(match count {
            Some(1) => base,
            Some(-1) => inverse(base),
            Some(n) if n != 0 && n.abs() <= LONGEST_POWER => {
                let one = if n < 0 { inverse(base) } else { base };
                store.apply("matmul", &vec![one; usize::try_from(n.abs()).ok()?])
            }
            _ if self.is_minus_transpose(exponent) => store.apply("transpose", &[inverse(base)]),
            _ => store.apply("matrix_power", &[base, exponent]),
        })
    }

    /// `A^{-T}`
    fn is_minus_transpose(&self, exponent: Expr) -> bool {
        matches!((self.store.head(exponent), self.store.args(exponent)),
            (Head::Neg, [name]) if self.store.name_text(*name) == Some("T"))
    }

    /// What is known of the names of the formula, once it is read.
    pub(super) fn shapes(&self) -> Shapes {
        let store = self.store;
        let names = |set: &rustc_hash::FxHashSet<String>| {
            let mut names: Vec<&String> = set.iter().collect();
            names.sort_unstable();
            names.into_iter().map(|name| store.name(name)).collect()
        };
        Shapes {
            matrices: names(&self.survey.matrices),
            columns: names(&self.survey.vectors),
            facts: self.scope.matrix_facts.iter().map(|fact| fact.0).collect(),
        }
    }

    /// A formula with the identity matrix in the place of the letter I.
    pub(super) fn with_identity(&self, expr: Expr) -> Expr {
        let store = self.store;
        if !self.survey.identity {
            return expr;
        }
        store.rebuild(expr, |head, args| match head {
            Head::Name(name) if &**name == "I" => Some(store.apply("eye", &[store.name("I")])),
            Head::Name(name) => {
                let size = name.strip_prefix("I_")?;
                Some(store.apply("eye", &[store.name(size)]))
            }
            Head::Entry if is_identity(store, args[0]) => Some(store.apply("eye", &args[1..2])),
            // The letter stands in the brackets of what it has become.
            Head::Apply(name) if &**name == "eye" => None,
            _ => None,
        })
    }
}

/// What a term of matrices is: a matrix (or a vector) if it is a sum of multiples of products; a
/// number if it begins with a row.
pub(super) fn kind_of(store: &Store, term: Expr) -> Kind {
    let mut part = term;
    loop {
        let args = store.args(part);
        match store.head(part) {
            Head::Add | Head::Neg => part = args[0],
            Head::Mul | Head::Div => {
                match args
                    .iter()
                    .find(|arg| Shapes::default().matter(store, **arg))
                {
                    Some(factor) => part = *factor,
                    None => return Kind::Number,
                }
            }
            Head::Apply(name) => match (&**name, args) {
                ("matmul", [first, ..]) => match (store.head(*first), store.args(*first)) {
                    (Head::Apply(name), [of]) if &**name == "transpose" => {
                        let row = store
                            .name_text(*of)
                            .is_some_and(|name| !name.starts_with(char::is_uppercase));
                        return if row { Kind::Number } else { Kind::Matrix };
                    }
                    _ => return Kind::Matrix,
                },
                ("inverse" | "eye" | "transpose", _) => return Kind::Matrix,
                _ => return Kind::Number,
            },
            _ => return Kind::Number,
        }
    }
}

/// A norm beside matrices: its square is a product.
pub(super) fn norm(store: &Store, name: &str, of: Expr) -> Expr {
    match name {
        "norm_squared" | "length_squared" => {
            let turned = store.apply("transpose", &[of]);
            store.apply("matmul", &[turned, of])
        }
        "norm_1" => store.apply(name, &[of]),
        _ => store.apply("norm", &[of]),
    }
}

fn is_identity(store: &Store, base: Expr) -> bool {
    matches!((store.head(base), store.args(base)),
        (Head::Apply(name), [of]) if &**name == "eye" && store.name_text(*of) == Some("I"))
}
