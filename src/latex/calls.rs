//! Brackets after a name: a call, a product, or a part of the name as in P(Y = 1 | x).

use std::ops::Range;

use super::functions::Callee;
use super::labels;
use super::names::Suffix;
use super::reader::{Piece, Reader};
use super::survey::Bracket;
use super::table;
use super::tree::{Font, Id, Item, Node, Op, Separator, Sign};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Relation, function};

/// Letters that stand for functions where nothing says otherwise.
const CONVENTIONAL: &[&str] = &[
    "f", "g", "h", "F", "G", "sigma", "Phi", "phi", "varphi", "psi",
];

/// Latin letters that are no functions even before a lone variable.
const PLAIN: &[&str] = &["a", "b", "c", "d", "i", "j", "k", "m", "n", "w", "e"];

/// Letters whose brackets are a part of the name: probabilities and expectations.
const QUANTITIES: &[&str] = &[
    "P", "Pr", "Prob", "E", "V", "Var", "Cov", "Corr", "var", "cov", "mathbbE",
];

impl Reader<'_> {
    /// Whether brackets after a name are its arguments.
    #[allow(clippy::too_many_arguments)]
    pub fn is_call(
        &mut self,
        text: &str,
        key: &str,
        font: Font,
        suffix: &Suffix,
        bracket: Bracket,
        list: Id,
        span: Range<usize>,
    ) -> Result<Option<Callee>, Diagnostic> {
        // I_0(x) is a function called I_0; f_i(x) is one of many f.
        let number = match suffix.indices.as_slice() {
            [index] => self.store.small_integer(*index),
            _ => None,
        };
        let named = || match number {
            Some(number) => Callee::Named(format!("{key}_{number}").into(), Vec::new()),
            None => Callee::Named(key.into(), suffix.indices.clone()),
        };
        // In g(1 - g) g is a number, whatever it is elsewhere.
        if bracket == Bracket::Other && table::stands_inside(self.tree, list, text) {
            let letter = text.chars().count() == 1 || !text.is_ascii() || font != Font::Upright;
            if letter && suffix.primes == 0 {
                return Ok(None);
            }
        }
        // `\Pr{X > t}` is a probability, also where P(x) is a function.
        let upright = matches!(font, Font::Upright | Font::Blackboard);
        let quantity = upright && QUANTITIES.contains(&text);
        let event = QUANTITIES.contains(&text) || text == "p";
        if self.scope.is_function(key) && !quantity {
            // `P(y = 1 | x)` is a probability, also where P(x) is a function.
            return Ok(Some(match event && self.relates(list) {
                true => Callee::Quantity(key.into()),
                false => named(),
            }));
        }
        let word = font == Font::Upright && text.chars().count() > 1 || text == "ell";
        if QUANTITIES.contains(&text) && self.is_quantity(text, font, list, bracket) {
            return Ok(Some(Callee::Quantity(key.into())));
        }
        let conditional = self.values[list]
            .pieces
            .iter()
            .any(|placed| matches!(placed.piece, Piece::Separator(Separator::Mid)));
        let relates = self.relates(list);
        if relates && !conditional && matches!(text, "I" | "mathbb1" | "chi") {
            return Ok(Some(Callee::Indicator));
        }
        // `\hat{p}(Y \le g)`
        let letter = text.split('_').next().unwrap_or(text);
        let dotted = self.values[list]
            .pieces
            .iter()
            .any(|placed| matches!(placed.piece, Piece::Dots));
        if matches!(text, "p" | "q") && conditional || (relates && letter.len() == 1) || dotted {
            return Ok(Some(Callee::Quantity(key.into())));
        }
        if bracket == Bracket::Several {
            if relates {
                return Err(Diagnostic::new("a relation among arguments", span));
            }
            return Ok(Some(named()));
        }
        let lone = bracket == Bracket::Lone;
        let number_in = self.is_number(list);
        // σ was a deviation elsewhere; σ(x) is the function. G(10\,\%) is no product.
        let function = self.names.is_function(key)
            || lone && CONVENTIONAL.contains(&text) && number.is_none()
            || self.names.is_called(key) && !PLAIN.contains(&text);
        let matrix = self.scope.is_matrix(key)
            || self.survey.matrices.contains(key) && bracket == Bracket::Other;
        if matrix || self.scope.is_scalar(key) && !(function && (lone || number_in)) {
            return Ok(None);
        }
        if number_in && suffix.label.is_none() && (lone || self.names.is_called(key)) {
            return Ok(Some(self.usual(text, key, suffix, number)));
        }
        if word {
            return Ok(Some(self.usual(text, key, suffix, number)));
        }
        let usage = self.survey.usage(key);
        let numbered = !suffix.indices.is_empty();
        // b''(x) is a derivative.
        if suffix.primes > 0 {
            return Ok(Some(self.usual(text, key, suffix, number)));
        }
        if CONVENTIONAL.contains(&text) && (number.is_none() || text.len() == 1 || lone) {
            let letter = matches!(text, "sigma" | "phi" | "psi");
            if usage.bare && letter && !usage.defined && !lone && !self.names.is_function(key) {
                let product = self.choose(
                    span,
                    &format!("`{key}` is a number here, times the brackets"),
                    &format!("`{key}` is a function here"),
                );
                return Ok((!product).then(|| self.usual(text, key, suffix, number)));
            }
            return Ok(Some(self.usual(text, key, suffix, number)));
        }
        if usage.primed
            || usage.defined
                && lone
                && (!PLAIN.contains(&text) || suffix.label.is_some() || !usage.bare)
        {
            return Ok(Some(named()));
        }
        let ascii = text.len() == 1;
        let capital = ascii && text.as_bytes()[0].is_ascii_uppercase();
        // What the document shows: p_{ij}(m + n) beside p_{ij}(m), y = y(x).
        let shown = self.names.is_function(key)
            || self.names.is_called(key) && (!usage.bare || lone) && !PLAIN.contains(&text);
        if shown && (lone || self.names.is_never_bare(key)) && (numbered || usage.bare) {
            return Ok(Some(named()));
        }
        // p_{ij}(m + n) beside p_{ij}(m) in the same formula; `\gamma_{z_i}(k)` is no product.
        let beside = numbered && usage.lone;
        let greek = !ascii && lone && self.names.is_never_bare(key) && suffix.above.is_none();
        if !usage.bare && (beside || greek) && !PLAIN.contains(&text) {
            return Ok(Some(named()));
        }
        if usage.bare || (numbered && !usage.several && !(capital && lone)) {
            return Ok(None);
        }
        let letter = if ascii {
            !PLAIN.contains(&text)
        } else {
            matches!(
                text,
                "pi" | "eta"
                    | "rho"
                    | "mu"
                    | "Lambda"
                    | "Gamma"
                    | "Psi"
                    | "kappa"
                    | "zeta"
                    | "chi"
                    | "lambda"
                    | "xi"
                    | "Lambda_hat"
                    | "alpha"
                    | "ell"
            ) || text.contains("_hat")
                || text.contains("_tilde")
        };
        let function = usage.several
            || self.names.is_function(key)
            || (letter && (usage.lone || (usage.defined && usage.other)))
            || matches!(text, "Gamma" | "Lambda");
        if !function && suffix.above.is_some() {
            return Ok(None);
        }
        if !function {
            let product = self.choose(
                span,
                &format!("`{key}` is a number here, times the brackets"),
                &format!("`{key}` is a function here"),
            );
            return Ok((!product).then(named));
        }
        if usage.several || text == "Gamma" || self.names.is_function(key) {
            return Ok(Some(named()));
        }
        let call = self.choose(
            span,
            &format!("`{key}` is a function here"),
            &format!("`{key}` is a number here, times the brackets"),
        );
        Ok(call.then(named))
    }

    /// Whether a list has a relation.
    fn relates(&self, list: Id) -> bool {
        let mut pieces = self.values[list].pieces.iter();
        pieces.any(|placed| matches!(placed.piece, Piece::Sign(_)))
    }

    /// Whether brackets hold a number alone: `G(70\%)`, `m(1)`.
    fn is_number(&self, list: Id) -> bool {
        let nodes = self.tree.lists[list].iter().map(|item| &item.node);
        let nodes: Vec<&Node> = nodes.filter(|node| **node != Node::Align).collect();
        matches!(
            nodes.as_slice(),
            [Node::Number(_)] | [Node::Number(_), Node::Percent]
        )
    }

    /// The function that a letter or a word stands for.
    fn usual(&self, text: &str, key: &str, suffix: &Suffix, number: Option<i64>) -> Callee {
        let plain = suffix.label.is_none() && suffix.indices.is_empty();
        let name = match text {
            "sigma" => "sigmoid",
            _ => text,
        };
        match function(name) {
            Some(f) if plain => Callee::Known(f),
            _ if number.is_some() => {
                let number = number.unwrap_or_default();
                Callee::Named(format!("{key}_{number}").into(), Vec::new())
            }
            _ => Callee::Named(key.into(), suffix.indices.clone()),
        }
    }

    /// Whether P(..), E(..) is a quantity: not P(j) for a number j, nor E times a sum.
    fn is_quantity(&self, text: &str, font: Font, list: Id, bracket: Bracket) -> bool {
        let items = &self.tree.lists[list];
        match text {
            "P" if bracket == Bracket::Lone => match &items[0].node {
                Node::Name { text, .. } => text.starts_with(|c: char| c.is_uppercase()),
                _ => true,
            },
            "P" => {
                bracket == Bracket::Several
                    || items.iter().any(|item| {
                        matches!(
                            item.node,
                            Node::Sign(_) | Node::Op(Op::Other(_)) | Node::Big(_) | Node::Text(_)
                        )
                    })
            }
            "E" => {
                bracket == Bracket::Lone
                    || bracket == Bracket::Several
                    || matches!(font, Font::Blackboard | Font::Upright)
                    || !self.survey.usage("E").bare
            }
            "V" => {
                font == Font::Blackboard || (self.names.is_never_bare("V") && self.is_random(list))
            }
            _ => true,
        }
    }

    /// Whether brackets hold a random variable or an estimate: `V(X)`, `V(\hat\theta)`.
    fn is_random(&self, list: Id) -> bool {
        match self.tree.lists[list].first().map(|item| &item.node) {
            Some(Node::Name { text, .. }) => {
                text.starts_with(char::is_uppercase)
                    || text.contains("_hat")
                    || text.contains("_bar")
            }
            _ => false,
        }
    }

    /// A probability or an expectation: its name says what stands in the brackets, its indices
    /// are those of the brackets; in P(Y = k | x) the k is one.
    pub fn quantity(
        &mut self,
        head: &str,
        suffix: &Suffix,
        list: Id,
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let tree = self.tree;
        let store = self.store;
        let mut items: &[Item] = &tree.lists[list];
        let mut indices = suffix.indices.clone();
        let mut name = head.to_owned();
        // `P(Y = k | x)`
        let equals = items
            .iter()
            .position(|item| item.node == Node::Sign(Sign::Relation(Relation::Equal)));
        let signs = items
            .iter()
            .take_while(|item| item.node != Node::Separator(Separator::Mid))
            .filter(|item| matches!(item.node, Node::Sign(_) | Node::Separator(_)))
            .count();
        if let (Some(at), 1) = (equals, signs)
            && let Some(Piece::Term(value)) =
                self.values[list].pieces.get(2).map(|placed| &placed.piece)
            && let Ok(value) = value.expr.clone()
            && let Some(before) = self.label_of(&items[..at], &mut indices)
        {
            let word = store
                .name_text(value)
                .is_some_and(|text| !self.survey.is_index(text) && text.len() > 1);
            name = format!("{name}_{before}");
            let end = items
                .iter()
                .position(|item| item.node == Node::Separator(Separator::Mid))
                .unwrap_or(items.len());
            if word {
                name = format!("{name}_{}", store.name_text(value).unwrap_or_default());
            } else {
                indices.push(value);
            }
            items = &items[end..];
        }
        let rest = self.label_of(items, &mut indices);
        match rest {
            Some(rest) if !rest.is_empty() => name = format!("{name}_{rest}"),
            Some(_) => {}
            None => return Err(Diagnostic::new("this cannot be a part of a name", span)),
        }
        if name.len() > 200 {
            return Err(Diagnostic::new("this is too long for a name", span));
        }
        // A number at the end is an index, as in plain formulas.
        let variable = super::names::variable(store, &name);
        let base = match (store.head(variable), store.args(variable)) {
            (Head::Entry, [base, numbers @ ..]) => {
                indices.splice(0..0, numbers.iter().copied());
                *base
            }
            _ => variable,
        };
        if !self.quantities.contains(&base) {
            self.quantities.push(base);
        }
        Ok(if indices.is_empty() {
            base
        } else {
            store.entry(base, &indices)
        })
    }

    /// The text of nodes without their indices, which are collected.
    fn label_of(&self, items: &[Item], indices: &mut Vec<Expr>) -> Option<String> {
        let tree = self.tree;
        let mut kept = Vec::new();
        for item in items {
            let list = match item.node {
                Node::Script { up: false, list } => Some(list),
                // `y^{(i)}`
                Node::Script { up: true, list } => match tree.single(list) {
                    Some(Node::Fence { list, .. }) => Some(*list),
                    _ => None,
                },
                _ => None,
            };
            if let Some(list) = list
                && self.survey.is_indices(tree, list)
                && tree.lists[list]
                    .iter()
                    .any(|item| matches!(item.node, Node::Name { .. }))
                && let Ok(more) = self.indices(list)
            {
                for index in more {
                    if !indices.contains(&index) {
                        indices.push(index);
                    }
                }
                continue;
            }
            kept.push(item.clone());
        }
        if kept.is_empty() {
            return Some(String::new());
        }
        labels::text(tree, &kept).and_then(|text| labels::identifier(&text))
    }
}
