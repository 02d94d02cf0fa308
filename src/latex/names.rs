//! Names with what is written after them: subscripts, labels, primes, and brackets.

use super::functions::Callee;
use super::labels;
use super::scripts::Raised;
use super::survey::Bracket;
use super::terms::{Prefix, Terms};
use super::tree::{Delimiter, Font, Id, Item, Node};
use super::uses;
use crate::error::Diagnostic;
use crate::expr::{Expr, Number};

/// What follows a name.
#[derive(Default)]
pub(super) struct Suffix {
    /// The subscript as text, where it is no index.
    pub label: Option<String>,
    /// The subscript, where it is one.
    pub below: Option<Id>,
    pub indices: Vec<Expr>,
    pub above: Option<Id>,
    pub primes: usize,
    pub end: usize,
}

impl<'a> Terms<'_, 'a> {
    /// Reads a name where an operand may stand; false if its operand is still to come.
    pub fn name(&mut self, item: &'a Item, text: &str, font: Font) -> Result<bool, Diagnostic> {
        let start = item.start;
        if text == "d"
            && let Some(next) = self.differential_name()
        {
            return self.differential(item, next);
        }
        // π(x) is a function called π.
        let called = text == "pi"
            && self.items.get(self.at + 1).is_some_and(|next| {
                let bracket = uses::bracket(self.reader.tree, next);
                bracket.is_some_and(|bracket| bracket != Bracket::Other)
            });
        let names = self.reader.names.clone();
        let bound = names.bound_at(self.reader.tree, self.items, self.at);
        let text = bound.filter(|_| !called).unwrap_or(text);
        self.at += 1;
        if text == "d" && self.reader.survey.differentials {
            return self.alone(start).map(|()| true);
        }
        if labels::is_function(text) && !self.reader.scope.binds(text) {
            return self.function(text, start);
        }
        if matches!(text, "I" | "mathbb1" | "chi")
            && let Some(condition) = self.condition_behind(font)?
        {
            let expr = self.reader.indicator(condition);
            let end = self.items[self.at - 1].end;
            self.push(expr, start, end);
            self.postfix(start)?;
            self.close_last();
            return Ok(true);
        }
        if let Some(below) = self.expectation(text, font) {
            // `\mathbb{E}_{x \sim p} \log p(x)` is no product.
            self.at += usize::from(below.is_some());
            let prefix = super::functions::operator_over(self.reader, "expectation", below);
            self.prefix(prefix, start);
            return Ok(false);
        }
        let mut suffix = self.suffix(item)?;
        let span = start..suffix.end;
        let raised = suffix
            .above
            .map(|id| (id, self.above(id, text, &suffix, span.clone())));
        // `C_n^k`
        if text == "C"
            && let (Some(below), Some(above)) = (suffix.below, suffix.above)
            && let (Ok(n), Ok(k)) = (
                self.reader.term(below, span.clone()),
                self.reader.term(above, span.clone()),
            )
            && self
                .reader
                .choose(span.clone(), "a binomial coefficient", "a power")
        {
            let expr = self.reader.store.apply("binomial", &[n, k]);
            self.push(expr, start, span.end);
            self.postfix(start)?;
            return Ok(true);
        }
        let key = match &suffix.label {
            Some(label) => format!("{text}_{label}"),
            None => text.to_owned(),
        };
        let next = self.items.get(self.at);
        let unknown = self.reader.tree.unknown.iter().any(|name| **name == *text);
        if unknown
            && next.is_some_and(|next| matches!(next.node, Node::Fence { .. }))
            && self.follows_name(item)
        {
            // `f \pa{x}`: nobody knows whether the macro sets brackets.
            return Err(Diagnostic::new(format!("unknown command `\\{text}`"), span));
        }
        if let Some(next) = next
            && let Some(bracket) = uses::bracket(self.reader.tree, next)
            && let Some(call) = self.call_of(text, &key, font, &suffix, bracket, item, next)?
        {
            let letter = matches!(text, "sigma" | "Phi").then_some(text);
            self.called(call, &suffix, raised, next, letter, start)?;
            self.close_last();
            if let (true, Some(operand)) = (unknown, self.operands.last()) {
                self.reader.quantities.push(operand.expr);
            }
            return Ok(true);
        }
        // `\sigma z` and `\tanh x` are told apart by the table of functions; these need brackets.
        if font == Font::Upright
            && matches!(text, "softmax" | "Var" | "Cov" | "tr" | "erfc" | "det")
            && self.starts_operand(next)
            && suffix.above.is_none()
        {
            let callee = Callee::Named(key.as_str().into(), suffix.indices.clone());
            self.prefix(
                Prefix::Function {
                    callee,
                    power: None,
                },
                start,
            );
            return Ok(false);
        }
        let mut name = key;
        let mut primes = suffix.primes;
        let mut exponent = None;
        let mut inverted = false;
        if self.is_prime_transpose(text, font, &suffix) {
            self.reader.survey.shape(text);
            (primes, exponent) = (0, Some(None));
        }
        match raised {
            None => {}
            Some((_, raised)) => match raised? {
                Raised::Label(label) => name = format!("{name}_{label}"),
                Raised::Index(index) => suffix.indices.insert(0, index),
                Raised::Indices(indices) => {
                    suffix.indices.splice(0..0, indices);
                }
                Raised::Primes(n) => primes += n,
                Raised::Transpose => exponent = Some(None),
                Raised::IndexTransposed(index) => {
                    suffix.indices.insert(0, index);
                    self.reader.survey.shape(text);
                    exponent = Some(None);
                }
                Raised::IndexPower(index, power) => {
                    suffix.indices.insert(0, index);
                    exponent = Some(Some(power));
                }
                Raised::InverseTransposed => inverted = true,
                Raised::Power(power) => exponent = Some(Some(power)),
            },
        }
        let store = self.reader.store;
        if let Some(Some(power)) = exponent
            && store.literal(power) == Some((-num_bigint::BigInt::from(1)).into())
            && suffix.indices.is_empty()
            && self.reader.is_function_alone(&name)
        {
            // `g = \sigma^{-1}`: the inverse function, without its argument.
            let expr = store.name(&format!("{name}_inv"));
            self.reader.quantities.push(expr);
            self.push(expr, start, span.end);
            self.postfix(start)?;
            return Ok(true);
        }
        if primes > 0
            && suffix.indices.is_empty()
            && let Some(expr) = self.reader.derived(&name, primes)
        {
            self.push(expr, start, span.end);
            self.postfix(start)?;
            return Ok(true);
        }
        let plain = self.reader.survey.usage(&name).bare;
        if primes == 1
            && exponent.is_none()
            && self.reader.survey.primes_transpose
            && self.reader.survey.matrices.contains(&name)
        {
            primes = 0;
            exponent = Some(None);
        }
        for _ in 0..primes {
            name += "_prime";
        }
        let base = self.reader.family(&name, suffix.indices.is_empty());
        let mut expr = match suffix.indices.as_slice() {
            [] => base,
            // Kronecker's delta.
            [i, j]
                if name == "delta"
                    && suffix.above.is_none()
                    && self.reader.names.is_kronecker()
                    && !self.reader.scope.binds("delta") =>
            {
                self.reader.indicator(store.eq(*i, *j))
            }
            indices => store.entry(base, indices),
        };
        // Of y' beside y nobody knows what it is.
        let derived = primes > 0 && plain;
        if (unknown || derived) && !self.reader.quantities.contains(&expr) {
            self.reader.quantities.push(expr);
        }
        if inverted {
            expr = store.apply("inverse", &[expr]);
            exponent = Some(None);
        }
        match exponent {
            None => {}
            Some(None) => expr = store.apply("transpose", &[expr]),
            Some(Some(power)) => expr = self.reader.power(expr, power),
        }
        self.push(expr, start, span.end);
        self.postfix(start)?;
        Ok(true)
    }

    /// Whether a name stands right before a node, perhaps with scripts.
    fn follows_name(&self, item: &Item) -> bool {
        let here = (0..self.at)
            .rev()
            .find(|at| std::ptr::eq(&self.items[*at], item));
        let before = self.items[..here.unwrap_or(0)].iter().rev();
        let mut before =
            before.skip_while(|other| matches!(other.node, Node::Script { .. } | Node::Prime(_)));
        match before.next().map(|item| &item.node) {
            Some(Node::Name { text, .. }) => !labels::is_function(text),
            Some(Node::Accent(..)) => true,
            _ => false,
        }
    }

    /// Whether an expectation without brackets stands here, before what it is of; if so, its
    /// subscript.
    fn expectation(&self, text: &str, font: Font) -> Option<Option<Id>> {
        if text != "E" && text != "mathbbE" {
            return None;
        }
        let tree = self.reader.tree;
        let below = match self.items.get(self.at)?.node {
            Node::Script { up: false, list } => Some(list),
            _ => None,
        };
        let drawn = below.is_some_and(|list| {
            let mut items = tree.lists[list].iter();
            items.any(|item| item.node == Node::Sign(super::tree::Sign::Distributed))
        });
        if !drawn && font != Font::Blackboard {
            return None;
        }
        let next = self.items.get(self.at + usize::from(below.is_some()))?;
        let operand = match &next.node {
            Node::Name { .. } | Node::Fraction(..) | Node::Big(_) => true,
            Node::Fence { open, .. } => matches!(open, Delimiter::Bar | Delimiter::DoubleBar),
            _ => false,
        };
        operand.then_some(below)
    }

    /// The condition of an indicator: `\mathbb{1}\{x > 0\}`, `I_{y = k}`.
    fn condition_behind(&mut self, font: Font) -> Result<Option<Expr>, Diagnostic> {
        let Some(next) = self.items.get(self.at) else {
            return Ok(None);
        };
        let list = match next.node {
            Node::Script { up: false, list } => match self.reader.tree.single(list) {
                Some(Node::Fence { list, .. }) => *list,
                _ => list,
            },
            Node::Fence {
                open: Delimiter::Brace | Delimiter::Square,
                list,
                ..
            } => list,
            Node::Fence {
                open: Delimiter::Round,
                list,
                ..
            } if font != Font::Plain => list,
            _ => return Ok(None),
        };
        let condition = self.reader.condition(list)?;
        if condition.is_some() {
            self.at += 1;
        }
        Ok(condition)
    }

    /// Whether a subscript follows the brackets that come next.
    fn entry_follows(&self) -> bool {
        matches!(
            self.items.get(self.at + 1).map(|item| &item.node),
            Some(Node::Script { up: false, .. })
        )
    }

    fn starts_operand(&self, next: Option<&Item>) -> bool {
        next.is_some_and(|item| {
            matches!(
                item.node,
                Node::Name { .. } | Node::Group(_) | Node::Fraction(..) | Node::Fence { .. }
            )
        })
    }

    /// A function of the table: with brackets a term, without them a prefix.
    fn function(&mut self, text: &str, start: usize) -> Result<bool, Diagnostic> {
        let (mut below, mut above, mut primes) = (None, None, 0);
        let mut end = start;
        while let Some(item) = self.items.get(self.at) {
            match item.node {
                Node::Script { up: false, list } if below.is_none() => below = Some(list),
                Node::Script { up: true, list } if above.is_none() => above = Some(list),
                Node::Prime(n) => primes += n,
                _ => break,
            }
            end = item.end;
            self.at += 1;
        }
        // `\arg\max_x`
        if text == "arg"
            && let Some(Node::Name { text, .. }) = self.items.get(self.at).map(|i| &i.node)
            && matches!(&**text, "max" | "min")
        {
            self.at += 1;
            let (below, _) = self.limits();
            let kind = if &**text == "max" { "argmax" } else { "argmin" };
            let prefix = super::functions::operator_over(self.reader, kind, below);
            self.prefix(prefix, start);
            return Ok(false);
        }
        let over = matches!(
            text,
            "max" | "min" | "sup" | "inf" | "argmax" | "argmin" | "arg"
        );
        if over && (below.is_some() || !matches!(text, "max" | "min")) {
            let kind = super::functions::kind(text);
            let prefix = super::functions::operator_over(self.reader, kind, below);
            self.prefix(prefix, start);
            return Ok(false);
        }
        let callee = self.reader.callee(text, below, start..end.max(start))?;
        let (callee, power, order) =
            self.reader
                .callee_raised(callee, above, primes, start..end)?;
        let Some(next) = self.items.get(self.at) else {
            let fault = Diagnostic::new(
                format!("`{text}` lacks its argument"),
                start..end.max(start),
            );
            return Err(fault.label("expected what it is applied to"));
        };
        let args = match &next.node {
            // `\log (f(x))_y`
            Node::Fence {
                open: Delimiter::Round | Delimiter::Square,
                list,
                ..
            } if self.entry_follows() => {
                let Some(Node::Script { list: index, .. }) =
                    self.items.get(self.at + 1).map(|item| &item.node)
                else {
                    return Err(self.fault("there is no index"));
                };
                let span = next.start..next.end;
                let base = self.reader.term(*list, span.clone())?;
                let index = self.reader.term(*index, span.clone())?;
                self.at += 1;
                Some(vec![self.reader.component(base, index, span)?])
            }
            Node::Fence {
                open: Delimiter::Round | Delimiter::Square | Delimiter::Brace,
                list,
                ..
            } => Some(self.reader.arguments(*list)?),
            Node::Group(id) => Some(vec![self.reader.term(*id, next.start..next.end)?]),
            Node::Fence {
                open: Delimiter::Bar,
                list,
                ..
            } => {
                let inner = self.reader.term(*list, next.start..next.end)?;
                Some(vec![self.reader.absolute(inner)])
            }
            _ => None,
        };
        let Some(args) = args else {
            if order > 0 {
                let fault =
                    Diagnostic::new("a derivative needs its argument in brackets", start..end);
                return Err(fault);
            }
            self.prefix(Prefix::Function { callee, power }, start);
            return Ok(false);
        };
        let end = next.end;
        self.at += 1;
        let mut expr = self.reader.call(&callee, &args, order, start..end)?;
        if let Some(power) = power {
            expr = self.reader.store.pow(expr, power);
        }
        self.push(expr, start, end);
        self.postfix(start)?;
        self.close_last();
        Ok(true)
    }
}

/// A variable with a name as written; e and π are the numbers.
pub(super) fn variable(store: &crate::expr::Store, name: &str) -> Expr {
    crate::parse::variable(store, name)
}

impl super::reader::Reader<'_> {
    /// The indices that a subscript is made of.
    pub fn indices(&self, id: Id) -> Result<Vec<Expr>, Diagnostic> {
        let tree = self.tree;
        let store = self.store;
        let (id, items) = match tree.single(id) {
            Some(Node::Fence { list, .. }) => (*list, &tree.lists[*list]),
            _ => (id, &tree.lists[id]),
        };
        // `ij` is two indices, `i-1` is one, `i, j+1` two.
        let simple = items
            .iter()
            .all(|item| matches!(item.node, Node::Name { .. } | Node::Number(_)));
        if simple {
            return items
                .iter()
                .map(|item| match &item.node {
                    Node::Name { text, .. } => Ok(store.name(text)),
                    Node::Number(text) => Number::parse(text)
                        .map(|n| store.number(n))
                        .map_err(|e| Diagnostic::new(e.to_string(), item.start..item.end)),
                    _ => Err(Diagnostic::new("no index", item.start..item.end)),
                })
                .collect();
        }
        self.arguments(id)
    }
}
