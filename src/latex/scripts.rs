//! What is raised and lowered: powers, transposes, labels, indices, primes.

use std::ops::Range;

use super::reader::{Piece, Reader};
use super::tree::{Delimiter, Id, Node, Op, Separator};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head};

/// What an exponent is.
pub(super) enum Raised {
    Power(Expr),
    Transpose,
    /// As many primes, or an order: f'' and f^{(n)}.
    Primes(usize),
    /// `c^{\text{den}}`, `a^*`
    Label(String),
    /// `y^{(i)}`, `a^{[l]}`
    Index(Expr),
    /// `a^{i,l}`, `x^{(p,3)}`
    Indices(Vec<Expr>),
    /// `x^{(i)\top}`
    IndexTransposed(Expr),
    /// `x^{(i)2}`: the index, and the power.
    IndexPower(Expr, Expr),
    /// `A^{-\top}`
    InverseTransposed,
}

impl Reader<'_> {
    /// What an exponent is; for that of a name, the name is given.
    pub fn raised(
        &mut self,
        id: Id,
        name: Option<&str>,
        span: Range<usize>,
    ) -> Result<Raised, Diagnostic> {
        let tree = self.tree;
        if self.survey.is_transpose(tree, id) && name != Some("e") {
            return Ok(Raised::Transpose);
        }
        let list = &tree.lists[id];
        if let Some(raised) = self.turned(list, name.is_some(), &span)? {
            return Ok(raised);
        }
        match tree.single(id) {
            Some(Node::Prime(n)) => return Ok(Raised::Primes(*n)),
            Some(Node::Op(op)) if name.is_some() => {
                return Ok(Raised::Label(
                    match op {
                        Op::Plus => "plus",
                        Op::Minus => "minus",
                        Op::Ring => "circ",
                        Op::PlusMinus | Op::MinusPlus => "pm",
                        _ => "star",
                    }
                    .to_owned(),
                ));
            }
            Some(Node::Name { text, .. }) if name.is_some() && &**text == "star" => {
                return Ok(Raised::Label("star".to_owned()));
            }
            Some(Node::Text(text)) if name.is_some() => {
                if let Some(label) = super::labels::identifier(text) {
                    return Ok(Raised::Label(label));
                }
            }
            // A word, as in `\pi^{old}`.
            Some(Node::Name {
                text,
                font: super::tree::Font::Upright,
            }) if name.is_some() && text.len() > 1 && text.is_ascii() => {
                return Ok(Raised::Label(text.to_string()));
            }
            Some(Node::Fence { open, list, .. })
                if name.is_some()
                    && matches!(open, Delimiter::Round | Delimiter::Square)
                    && self.is_listed(*list) =>
            {
                return Ok(Raised::Indices(self.arguments(*list)?));
            }
            _ if name.is_some() && self.is_listed(id) => {
                return Ok(Raised::Indices(self.arguments(id)?));
            }
            Some(Node::Fence { open, list, .. })
                if name.is_some() && matches!(open, Delimiter::Round | Delimiter::Square) =>
            {
                return Ok(Raised::Index(self.term(*list, span)?));
            }
            _ => {}
        }
        if name.is_some() && name != Some("e") && self.survey.is_step(tree, id) {
            return Ok(Raised::Index(self.term(id, span)?));
        }
        if list.iter().all(|item| matches!(item.node, Node::Prime(_))) && !list.is_empty() {
            return Ok(Raised::Primes(list.len()));
        }
        let power = self.term(id, span.clone())?;
        if self.is_hidden(power).is_some() {
            return Err(Diagnostic::new("this exponent has no meaning here", span));
        }
        let imaginary = |item: &super::tree::Item| matches!(&item.node, Node::Name { text, .. } if &**text == "i");
        if name == Some("e") && list.iter().any(imaginary) && !self.survey.subscripted.contains("i")
        {
            return Err(Diagnostic::new("complex numbers are not read", span));
        }
        Ok(Raised::Power(power))
    }

    /// `(i)\top`, `\top(i)`, `-\top`: a transpose beside an index or a sign.
    fn turned(
        &self,
        list: &[super::tree::Item],
        named: bool,
        span: &Range<usize>,
    ) -> Result<Option<Raised>, Diagnostic> {
        let [a, b] = list else {
            return Ok(None);
        };
        if let (
            Node::Fence {
                open: Delimiter::Round | Delimiter::Square,
                list,
                ..
            },
            Node::Number(power),
        ) = (&a.node, &b.node)
            && named
            && let Ok(power) = crate::expr::Number::parse(power)
        {
            let index = self.term(*list, span.clone())?;
            return Ok(Some(Raised::IndexPower(index, self.store.number(power))));
        }
        let turns = |node: &Node| match node {
            Node::Transpose => true,
            Node::Name { text, font } => {
                &**text == "T" && (*font == super::tree::Font::Upright || !self.survey.t_is_name)
            }
            _ => false,
        };
        Ok(match (&a.node, &b.node) {
            (Node::Op(Op::Minus), last) if turns(last) => Some(Raised::InverseTransposed),
            (Node::Fence { list, .. }, other) | (other, Node::Fence { list, .. })
                if named && turns(other) =>
            {
                Some(Raised::IndexTransposed(self.term(*list, span.clone())?))
            }
            _ => None,
        })
    }

    /// Whether a list is made of several short terms with commas between them, which can be indices.
    fn is_listed(&self, list: Id) -> bool {
        let pieces = &self.values[list].pieces;
        let comma = |placed: &super::reader::Placed| {
            matches!(placed.piece, Piece::Separator(Separator::Comma))
        };
        let short = |placed: &super::reader::Placed| match &placed.piece {
            Piece::Term(term) => term.expr.is_ok() && !term.text.is_empty() && term.text.len() < 20,
            _ => comma(placed),
        };
        pieces.iter().any(comma) && pieces.len() < 12 && pieces.iter().all(short)
    }

    /// A power; e^x is exp(x) unless the document has another e.
    pub fn power(&self, base: Expr, exponent: Expr) -> Expr {
        let store = self.store;
        if store.name_text(base) == Some("e") && !self.scope.binds("e") {
            return store.call("exp", &[exponent]);
        }
        self.power_of_matrix(base, exponent)
            .or_else(|| self.squared_norm(base, exponent))
            .unwrap_or_else(|| store.pow(base, exponent))
    }

    /// A prime after what is no name: a derivative by the only variable.
    pub fn primed(
        &mut self,
        base: Expr,
        order: usize,
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let store = self.store;
        let order = store.int(i64::try_from(order).unwrap_or(i64::MAX));
        // `f(x)'`
        if let (Head::Call(_) | Head::Apply(_), [argument]) = (store.head(base), store.args(base)) {
            return Ok(self.derivative_at(*argument, order, |v| {
                store.with_args(store.head(base), &[v])
            }));
        }
        self.spend(base, span.clone())?;
        let names: Vec<Expr> = store
            .free_names(base)
            .into_iter()
            .filter(|name| !store.is_constant(*name))
            .collect();
        match names.as_slice() {
            [only] => Ok(self.derivative(base, *only, order)),
            _ => Err(Diagnostic::new(
                "the prime does not say by which variable is differentiated",
                span,
            )),
        }
    }

    /// `softmax(z)_i`, `(Wx)_j`: the entry of a vector.
    pub fn component(
        &mut self,
        base: Expr,
        index: Expr,
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let store = self.store;
        match (store.head(base), store.args(base)) {
            (Head::Apply(name), [z]) if &**name == "softmax" => {
                let Some(top) = self.entry_of(*z, &[index]) else {
                    return Ok(store.entry(base, &[index]));
                };
                let bound = crate::expr::free_index_name(store, |name| {
                    store.contains(*z, name) || store.contains(index, name)
                });
                let Some(each) = self.entry_of(*z, &[bound]) else {
                    return Ok(store.entry(base, &[index]));
                };
                let size = self.unknown_size();
                let total = store.bind(
                    Head::Sum,
                    bound,
                    store.int(1),
                    size,
                    store.call("exp", &[each]),
                );
                Ok(store.div(store.call("exp", &[top]), total))
            }
            // `\sigma(\mathbf{z})_i` is no sigmoid.
            (Head::Call(f), [z]) if f.name == "sigmoid" => {
                Ok(store.entry(store.apply("sigma", &[*z]), &[index]))
            }
            (Head::Name(_) | Head::Entry | Head::Vector | Head::Apply(_), _) => Ok(self
                .entry_of(base, &[index])
                .unwrap_or_else(|| store.entry(base, &[index]))),
            _ => match self.entry_of(base, &[index]) {
                Some(entry) => Ok(entry),
                None => Err(Diagnostic::new("a subscript after what is no vector", span)),
            },
        }
    }
}
