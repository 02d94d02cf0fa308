//! A name with brackets after it that belong to it.

use super::functions::Callee;
use super::labels;
use super::names::Suffix;
use super::scripts::Raised;
use super::survey::Bracket;
use super::terms::Terms;
use super::tree::{Font, Id, Item, Node};
use crate::error::Diagnostic;

impl<'a> Terms<'_, 'a> {
    /// Takes the scripts and primes after a name.
    pub(super) fn suffix(&mut self, item: &Item) -> Result<Suffix, Diagnostic> {
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

    /// Brackets after a name that is a function.
    pub(super) fn called(
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
        let turned = matches!(raised, Some((_, Ok(Raised::Transpose))));
        let (callee, power, order) = match raised {
            Some((_, Ok(Raised::Transpose))) => (callee, None, suffix.primes),
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
                    // f^{(1)}(x, w) is one of several functions: no derivative is of two variables.
                    Some(n)
                        if !self.reader.names.has_layers()
                            && matches!(callee, Callee::Known(_))
                            || !self.reader.names.has_layers()
                                && matches!(callee, Callee::Named(..))
                                && !self.several(*list) =>
                    {
                        (callee, None, n)
                    }
                    None if matches!(callee, Callee::Known(_)) => {
                        return Err(Diagnostic::new("a derivative of no certain order", span));
                    }
                    _ => (callee.indexed(index), None, suffix.primes),
                }
            }
            Some((_, Ok(Raised::Indices(indices)))) => {
                let all = indices.into_iter().rev();
                let callee = all.fold(callee, |callee, index| callee.indexed(index));
                (callee, None, suffix.primes)
            }
            Some((_, Ok(Raised::IndexPower(index, power)))) => {
                (callee.indexed(index), Some(power), suffix.primes)
            }
            Some((_, Ok(Raised::IndexTransposed(_) | Raised::InverseTransposed))) => {
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
        if turned {
            expr = self.reader.store.apply("transpose", &[expr]);
        }
        self.push(expr, start, next.end);
        self.postfix(start)
    }

    /// Whether a list has several arguments.
    fn several(&self, list: Id) -> bool {
        let pieces = self.reader.values[list].pieces.iter();
        let terms = pieces.filter(|placed| matches!(placed.piece, super::reader::Piece::Term(_)));
        terms.count() > 1
    }

    /// Whether a name before brackets is a function, and which.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn call_of(
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

    /// The d of `dy = f(x)\,dx`, which is a name with what follows it.
    pub(super) fn alone(&mut self, start: usize) -> Result<(), Diagnostic> {
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
}
