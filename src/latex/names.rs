//! Names with what is written after them: subscripts, labels, primes, and brackets.

use super::functions::Callee;
use super::labels;
use super::scripts::Raised;
use super::survey::{self, Bracket};
use super::terms::{Prefix, Terms};
use super::tree::{Delimiter, Font, Id, Item, Node};
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
        self.at += 1;
        if text == "d" && self.reader.survey.differentials {
            return self.alone(start).map(|()| true);
        }
        if labels::is_function(text) && !self.reader.scope.binds(text) {
            return self.function(text, start);
        }
        let mut suffix = self.suffix(item)?;
        let span = start..suffix.end;
        let raised = match suffix.above {
            None => None,
            Some(id) => Some((id, self.reader.raised(id, Some(text), span.clone()))),
        };
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
        if let Some(next) = next
            && let Some(bracket) = survey::bracket(self.reader.tree, next)
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
        match raised {
            None => {}
            Some((_, raised)) => match raised? {
                Raised::Label(label) => name = format!("{name}_{label}"),
                Raised::Index(index) => suffix.indices.insert(0, index),
                Raised::Primes(n) => primes += n,
                Raised::Transpose => exponent = Some(None),
                Raised::Power(power) => exponent = Some(Some(power)),
            },
        }
        for _ in 0..primes {
            name += "_prime";
        }
        let store = self.reader.store;
        let base = variable(store, &name);
        let mut expr = if suffix.indices.is_empty() {
            base
        } else {
            store.entry(base, &suffix.indices)
        };
        if unknown && !self.reader.quantities.contains(&expr) {
            self.reader.quantities.push(expr);
        }
        match exponent {
            None => {}
            Some(None) => expr = store.apply("transpose", &[expr]),
            Some(Some(power)) => expr = self.reader.raise_name(expr, &name, power),
        }
        self.push(expr, start, span.end);
        self.postfix(start)?;
        Ok(true)
    }

    /// The d of `dy = f(x)\,dx`, which is a name with what follows it.
    fn alone(&mut self, start: usize) -> Result<(), Diagnostic> {
        let store = self.reader.store;
        let Some(next) = self.items.get(self.at) else {
            return Err(self.fault("a differential of nothing"));
        };
        let expr = match &next.node {
            Node::Name { text, .. } => store.name(&format!("d{text}")),
            Node::Fence { list, .. } => {
                let inner = self.reader.term(*list, next.start..next.end)?;
                let depends = store.free_names(inner);
                self.reader.opaque("differential", &[inner], depends)
            }
            _ => return Err(self.fault("a differential of what is no variable")),
        };
        if !self.reader.quantities.contains(&expr) {
            self.reader.quantities.push(expr);
        }
        self.at += 1;
        self.push(expr, start, next.end);
        self.postfix(start)
    }

    fn starts_operand(&self, next: Option<&Item>) -> bool {
        next.is_some_and(|item| {
            matches!(
                item.node,
                Node::Name { .. } | Node::Group(_) | Node::Fraction(..) | Node::Fence { .. }
            )
        })
    }

    /// Takes the scripts and primes after a name.
    fn suffix(&mut self, item: &Item) -> Result<Suffix, Diagnostic> {
        let mut suffix = Suffix {
            end: item.end,
            ..Suffix::default()
        };
        while let Some(item) = self.items.get(self.at) {
            match &item.node {
                Node::Script { up: false, list } if suffix.below.is_none() => {
                    suffix.below = Some(*list);
                    if self.reader.survey.is_indices(self.reader.tree, *list) {
                        suffix.indices = self.reader.indices(*list)?;
                    } else {
                        let items = &self.reader.tree.lists[*list];
                        let label = labels::text(self.reader.tree, items).ok_or_else(|| {
                            Diagnostic::new(
                                "a subscript that no name can hold",
                                item.start..item.end,
                            )
                        })?;
                        suffix.label = Some(label);
                    }
                }
                Node::Script { up: true, list } if suffix.above.is_none() => {
                    suffix.above = Some(*list);
                }
                Node::Prime(n) => suffix.primes += n,
                Node::Script { up, .. } => {
                    let what = if *up { "exponents" } else { "subscripts" };
                    return Err(Diagnostic::new(
                        format!("two {what} after one name"),
                        item.start..item.end,
                    ));
                }
                _ => break,
            }
            suffix.end = item.end;
            self.at += 1;
        }
        Ok(suffix)
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

    /// Brackets after a name that is a function.
    fn called(
        &mut self,
        callee: Callee,
        suffix: &Suffix,
        raised: Option<(Id, Result<Raised, Diagnostic>)>,
        next: &'a Item,
        letter: Option<&str>,
        start: usize,
    ) -> Result<(), Diagnostic> {
        let Node::Fence { list, .. } = &next.node else {
            return Err(self.fault("expected brackets"));
        };
        let span = start..next.end;
        self.at += 1;
        if let Callee::Indicator = &callee {
            let Some(condition) = self.reader.condition(*list)? else {
                return Err(Diagnostic::new("there is no condition", span));
            };
            let expr = self.reader.indicator(condition);
            self.push(expr, start, next.end);
            return self.postfix(start);
        }
        if let Callee::Quantity(head) = &callee {
            let (label, above) = match raised {
                Some((_, Ok(Raised::Power(power)))) => (None, Some(power)),
                Some((_, Ok(Raised::Label(label)))) => (Some(label), None),
                None => (None, None),
                Some((_, Err(fault))) => return Err(fault),
                Some(_) => return Err(Diagnostic::new("this exponent has no meaning here", span)),
            };
            let head = match label {
                Some(label) => format!("{head}_{label}"),
                None => head.to_string(),
            };
            let mut expr = self.reader.quantity(&head, suffix, *list, span.clone())?;
            if let Some(power) = above {
                expr = self.reader.store.pow(expr, power);
            }
            self.push(expr, start, next.end);
            return self.postfix(start);
        }
        let (callee, power, order) = match raised {
            None => (callee, None, suffix.primes),
            Some((id, Ok(Raised::Power(_)))) => {
                self.reader
                    .callee_raised(callee, Some(id), suffix.primes, span.clone())?
            }
            Some((_, Ok(Raised::Primes(n)))) => (callee, None, suffix.primes + n),
            Some((_, Ok(Raised::Label(label)))) => (callee.labelled(&label), None, suffix.primes),
            Some((_, Ok(Raised::Index(index)))) => {
                // f^{(n)} is the n-th derivative, W^{[l]} an entry.
                let count = self.reader.store.small_integer(index);
                match count.and_then(|n| usize::try_from(n).ok()) {
                    Some(n) if matches!(callee, Callee::Named(..)) => (callee, None, n),
                    _ => (callee.indexed(index), None, suffix.primes),
                }
            }
            Some((_, Ok(Raised::Transpose))) => {
                return Err(Diagnostic::new("a transpose of a function", span));
            }
            Some((_, Err(fault))) => return Err(fault),
        };
        let args = self.reader.arguments(*list)?;
        let mut expr = self.reader.call(&callee, &args, order, span)?;
        if let Some(letter) = letter {
            self.reader.letters.push((expr, letter.into()));
        }
        if let Some(power) = power {
            expr = self.reader.store.pow(expr, power);
        }
        self.push(expr, start, next.end);
        self.postfix(start)
    }

    /// Whether a name before brackets is a function, and which.
    #[allow(clippy::too_many_arguments)]
    fn call_of(
        &mut self,
        text: &str,
        key: &str,
        font: Font,
        suffix: &Suffix,
        bracket: Bracket,
        item: &Item,
        next: &Item,
    ) -> Result<Option<Callee>, Diagnostic> {
        let Node::Fence { list, .. } = next.node else {
            return Ok(None);
        };
        let span = item.start..next.end;
        self.reader
            .is_call(text, key, font, suffix, bracket, list, span)
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

    /// The power of a name; `e^{x}` is exp(x).
    pub fn raise_name(&mut self, base: Expr, name: &str, power: Expr) -> Expr {
        let store = self.store;
        let inverse = store.literal(power) == Some((-num_bigint::BigInt::from(1)).into());
        if inverse && self.survey.matrices.contains(name) {
            return store.apply("inverse", &[base]);
        }
        self.power(base, power)
    }
}
