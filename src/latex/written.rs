//! What stands at a name by what the document's names are: superscripts that are no powers, and
//! differentials, which are one name.

use std::ops::Range;

use super::names::{Suffix, variable};
use super::scripts::Raised;
use super::terms::Terms;
use super::tree::{Font, Id, Item, Node, Op, Sign};
use crate::error::Diagnostic;
use crate::expr::{Expr, Relation};

impl<'a> Terms<'_, 'a> {
    /// What stands above a name.
    pub(super) fn above(
        &mut self,
        id: Id,
        text: &str,
        suffix: &Suffix,
        span: Range<usize>,
    ) -> Result<Raised, Diagnostic> {
        let key = match &suffix.label {
            Some(label) => format!("{text}_{label}"),
            None => text.to_owned(),
        };
        let reader = &mut *self.reader;
        let tree = reader.tree;
        // `a^{<t>}`
        if let [first, inner @ .., last] = tree.lists[id].as_slice()
            && first.node == Node::Sign(Sign::Relation(Relation::Less))
            && last.node == Node::Sign(Sign::Relation(Relation::Greater))
            && !inner.is_empty()
        {
            return Ok(Raised::Index(reader.slice(inner)?));
        }
        if reader.names.is_index_above(tree, &key, id) && text != "e" {
            return Ok(Raised::Index(reader.term(id, span)?));
        }
        if reader.names.is_label_above(tree, &key, id) {
            return Ok(Raised::Label("0".to_owned()));
        }
        if let Some(letter) = tree.name(id)
            && reader.names.is_small_transpose(&key, letter)
        {
            return Ok(Raised::Transpose);
        }
        reader.raised(id, Some(text), span)
    }

    /// Whether a prime after a name is a transpose: `X'X`, `\mathbf{x}'\beta`.
    pub(super) fn is_prime_transpose(&self, text: &str, font: Font, suffix: &Suffix) -> bool {
        if suffix.primes != 1 || suffix.above.is_some() || !suffix.indices.is_empty() {
            return false;
        }
        let next = self.items.get(self.at).map(|item| &item.node);
        let Some(Node::Name { text: other, .. }) = next else {
            return false;
        };
        let names = &self.reader.names;
        let capital = text.len() == 1 && text.starts_with(|c: char| c.is_ascii_uppercase());
        let vector = matches!(text, "x" | "z" | "w" | "u" | "v" | "y")
            && (**other == *text || matches!(&**other, "beta" | "theta" | "gamma" | "beta_hat"));
        let vector = vector
            || matches!(text, "beta" | "theta" | "gamma" | "beta_hat")
                && matches!(&**other, "x" | "z" | "w" | "X" | "y");
        let shaped = font == Font::Bold || capital || vector;
        shaped
            && !names.is_function(text)
            && !names.is_called(text)
            && !self.reader.scope.is_function(text)
            && !super::labels::is_function(other)
    }

    /// The name that follows a d with which it is one thing: `\alpha\,dw`, `dJ/dw`.
    pub(super) fn differential_name(&self) -> Option<&'a Item> {
        let next = self.items.get(self.at + 1)?;
        let Node::Name { text, .. } = &next.node else {
            return None;
        };
        let letter = text.chars().count() == 1 || !text.is_ascii() || text.len() > 2;
        let known = self.reader.survey.differentials || self.reader.names.is_differential(text);
        (letter && known && !super::labels::is_function(text)).then_some(next)
    }

    /// A differential, or the quotient of two.
    pub(super) fn differential(
        &mut self,
        item: &'a Item,
        next: &'a Item,
    ) -> Result<bool, Diagnostic> {
        let Node::Name { text, font } = &next.node else {
            return Err(self.fault("a differential of what is no variable"));
        };
        if let Some((over, under, end)) = self.quotient() {
            let body = self.reader.slice(over)?;
            let variable = self.reader.slice(under)?;
            let one = self.reader.store.int(1);
            let expr = self.reader.derivative(body, variable, one);
            let until = self.items[end - 1].end;
            self.at = end;
            self.push(expr, item.start, until);
            return Ok(true);
        }
        self.at += 1;
        let name = format!("d{text}");
        let before = self.operands.len();
        let done = self.name(next, &name, *font)?;
        if let Some(operand) = self.operands.get_mut(before) {
            operand.start = item.start;
            let expr = operand.expr;
            if !self.reader.quantities.contains(&expr) {
                self.reader.quantities.push(expr);
            }
        }
        Ok(done)
    }

    /// `dJ/dw`: what is differentiated, by what, and where it ends.
    fn quotient(&self) -> Option<(&'a [Item], &'a [Item], usize)> {
        let items = self.items;
        let scripts = |mut at: usize| {
            while matches!(
                items.get(at).map(|item| &item.node),
                Some(Node::Script { .. })
            ) {
                at += 1;
            }
            at
        };
        let over = scripts(self.at + 2);
        let slash = items.get(over)?.node == Node::Op(Op::Slash);
        let d = matches!(&items.get(over + 1)?.node, Node::Name { text, .. } if &**text == "d");
        let named = matches!(items.get(over + 2)?.node, Node::Name { .. });
        let end = scripts(over + 3);
        (slash && d && named).then(|| (&items[self.at + 1..over], &items[over + 2..end], end))
    }
}

impl super::reader::Reader<'_> {
    /// The name itself; that of a family beside a quantity of the same letter is another: E_k are
    /// no entries of E.
    pub(super) fn family(&self, name: &str, whole: bool) -> Expr {
        if !whole && self.names.is_family(name) {
            return self.store.name(&format!("{name}_each"));
        }
        variable(self.store, name)
    }
}
