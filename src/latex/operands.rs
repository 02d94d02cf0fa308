//! Nodes to operands: numbers, groups, brackets, fractions, roots, tables, and what is written
//! after them.

use super::differential;
use super::reader::Piece;
use super::scripts::Raised;
use super::terms::{Prefix, Terms};
use super::tree::{Delimiter, Grid, Id, Item, Node};
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Head, Number};

impl<'a> Terms<'_, 'a> {
    /// Reads a node where an operand may stand; false if that is still to come.
    pub fn node(&mut self, item: &'a Item) -> Result<bool, Diagnostic> {
        let store = self.reader.store;
        let (start, end) = (item.start, item.end);
        let span = start..end;
        let expr = match &item.node {
            Node::Number(text) => match Number::parse(text) {
                Ok(number) => {
                    let number = store.number(number);
                    self.mixed(number, &span).unwrap_or(number)
                }
                Err(error) => return Err(Diagnostic::new(error.to_string(), span)),
            },
            Node::Name { text, font } => return self.name(item, text, *font),
            Node::Text(text) => {
                let Some(name) = super::labels::identifier(text) else {
                    return Err(Diagnostic::new("words stand where a term is needed", span));
                };
                return self.name(item, &name, super::tree::Font::Upright);
            }
            Node::Group(id) => self.reader.term(*id, span)?,
            Node::Fence { open, close, list } => self.fence(*open, *close, *list, item)?,
            Node::Fraction(a, b) => {
                if let Some(found) = differential::fraction(self.reader, *a, *b, start..end)? {
                    match found {
                        differential::Found::Term(expr) => expr,
                        differential::Found::Operator(variables) => {
                            self.prefix(Prefix::Derivative(variables), start);
                            self.at += 1;
                            return Ok(false);
                        }
                    }
                } else {
                    let a = self.reader.term(*a, start..end)?;
                    store.div(a, self.reader.term(*b, start..end)?)
                }
            }
            Node::Binomial(a, b) => {
                let a = self.reader.term(*a, start..end)?;
                store.apply("binomial", &[a, self.reader.term(*b, start..end)?])
            }
            Node::Root { degree, body } => {
                let body = self.reader.term(*body, start..end)?;
                match degree {
                    None => store.call("sqrt", &[body]),
                    Some(degree) => {
                        let degree = self.reader.term(*degree, start..end)?;
                        store.call("root", &[body, degree])
                    }
                }
            }
            Node::Accent(accent, list) => {
                let body = self.reader.term(*list, start..end)?;
                store.apply(accent, &[body])
            }
            Node::Grid { kind, rows } => match kind {
                Grid::Cases => self.cases(rows, start..end)?,
                Grid::Matrix => self.matrix(rows, start..end)?,
                Grid::Stack => {
                    let message = "what `\\atop` sets over each other is no term by itself";
                    return Err(Diagnostic::new(message, span));
                }
            },
            Node::Big(big) => return self.big(*big, item),
            Node::Partial => return self.partial(item),
            Node::Nabla => {
                self.at += 1;
                let (below, above) = self.limits();
                let tree = self.reader.tree;
                let text = |id: Option<Id>| {
                    let label = id.and_then(|id| super::labels::text(tree, &tree.lists[id]));
                    label.unwrap_or_default()
                };
                let label = match above {
                    Some(_) => store.name(&format!("{}^{}", text(below), text(above))),
                    None => store.name(&text(below)),
                };
                let kind = "gradient";
                let bound = Vec::new();
                self.prefix(Prefix::Opaque { kind, label, bound }, start);
                return Ok(false);
            }
            Node::Dots => store.name(super::dots::MARK),
            Node::Infinity => {
                let fault = Diagnostic::new("infinity is not a real number", span);
                return Err(fault.label("variables and numbers are real"));
            }
            Node::Unreadable(why) => return Err(Diagnostic::new(*why, span)),
            Node::Unknown(what) => {
                let message = if what.starts_with('\\') {
                    format!("unknown command `{what}`")
                } else {
                    format!("`{what}` has no meaning in a formula")
                };
                return Err(Diagnostic::new(message, span));
            }
            Node::Script { up, .. } => {
                let script = if *up { "an exponent" } else { "a subscript" };
                return Err(Diagnostic::new(format!("{script} without a base"), span));
            }
            Node::Rows(_) => {
                return Err(Diagnostic::new("rows stand where a term is needed", span));
            }
            _ => {
                return Err(Diagnostic::new("a term is needed here", span)
                    .label("expected a number, a name or a bracket"));
            }
        };
        self.at += 1;
        self.push(expr, start, end);
        self.postfix(start)?;
        Ok(true)
    }

    /// Exponents, primes, factorials and the like after the last operand.
    pub fn postfix(&mut self, start: usize) -> Result<(), Diagnostic> {
        let store = self.reader.store;
        while let Some(item) = self.items.get(self.at) {
            let Some(operand) = self.operands.last().copied() else {
                return Ok(());
            };
            let base = operand.expr;
            let span = start..item.end;
            let expr = match &item.node {
                Node::Script { up: true, list } => {
                    match self.reader.raised(*list, None, span.clone())? {
                        Raised::Power(exponent) => self.reader.power(base, exponent),
                        Raised::Transpose => store.apply("transpose", &[base]),
                        Raised::Primes(order) => self.reader.primed(base, order, span.clone())?,
                        Raised::InverseTransposed => {
                            store.apply("transpose", &[store.apply("inverse", &[base])])
                        }
                        Raised::Label(_)
                        | Raised::Index(_)
                        | Raised::Indices(_)
                        | Raised::IndexTransposed(_)
                        | Raised::IndexPower(..) => {
                            return Err(Diagnostic::new("this exponent has no meaning here", span));
                        }
                    }
                }
                Node::Script { up: false, list } => {
                    let condition = match base == store.int(1) {
                        true => self.reader.condition(*list)?,
                        false => None,
                    };
                    match condition {
                        // `\mathbf{1}_{y = k}`
                        Some(condition) => self.reader.indicator(condition),
                        // `0_{p \times k}`, `1_n`: a matrix or a vector of noughts or ones.
                        None if matches!(store.small_integer(base), Some(0 | 1))
                            && matches!(self.items[self.at - 1].node, Node::Number(_)) =>
                        {
                            let label = super::labels::text(
                                self.reader.tree,
                                &self.reader.tree.lists[*list],
                            );
                            let name = match store.small_integer(base) {
                                Some(0) => "zeros",
                                _ => "ones",
                            };
                            let name = format!("{name}_{}", label.unwrap_or_default());
                            let expr = store.name(&name);
                            self.reader
                                .hide(expr, "it speaks of a constant vector".into());
                            expr
                        }
                        // `\left. .. \right|_{z=0}` is for the bracket to take.
                        None => {
                            let index = self.reader.term(*list, span.clone())?;
                            self.reader.component(base, index, span.clone())?
                        }
                    }
                }
                Node::Prime(1) if self.turns_bracket() => store.apply("transpose", &[base]),
                Node::Prime(order) => self.reader.primed(base, *order, span.clone())?,
                Node::Bang => store.apply("factorial", &[base]),
                Node::Percent => store.div(base, store.int(100)),
                _ => return Ok(()),
            };
            self.at += 1;
            self.operands.pop();
            self.push(expr, start, item.end);
        }
        Ok(())
    }

    /// `(x - \mu)'\Sigma^{-1}(x - \mu)`: whether the prime behind brackets is a transpose.
    fn turns_bracket(&self) -> bool {
        let Some(at) = self.at.checked_sub(1) else {
            return false;
        };
        let Node::Fence {
            open: Delimiter::Round | Delimiter::Square,
            ..
        } = self.items[at].node
        else {
            return false;
        };
        // `f(x)'` is a derivative.
        if at > 0
            && matches!(self.items[at - 1].node, Node::Name { .. })
            && !self.reader.survey.primes_transpose
        {
            return false;
        }
        match self.items.get(self.at + 1).map(|item| &item.node) {
            Some(Node::Name { text, font }) => {
                let capital = matches!(
                    &**text,
                    "Sigma" | "Lambda" | "Omega" | "Gamma" | "Psi" | "Phi" | "Theta"
                );
                capital
                    || *font == super::tree::Font::Bold
                    || text.len() == 1 && text.starts_with(|c: char| c.is_ascii_uppercase())
                    || self.reader.survey.matrices.contains(&**text)
            }
            Some(Node::Fence {
                open: Delimiter::Round | Delimiter::Square,
                ..
            }) => true,
            _ => false,
        }
    }

    /// `2\frac12`: a whole number and a fraction less than one, of which the second is taken too.
    fn mixed(&mut self, whole: Expr, span: &std::ops::Range<usize>) -> Option<Expr> {
        let store = self.reader.store;
        store.small_integer(whole)?;
        let next = self.items.get(self.at + 1)?;
        let Node::Fraction(over, under) = next.node else {
            return None;
        };
        let count = |id: Id| match self.reader.tree.single(id) {
            Some(Node::Number(text)) => text.parse::<u32>().ok(),
            _ => None,
        };
        let (over, under) = (count(over)?, count(under)?);
        let whole_span = span.start..next.end;
        if over == 0
            || over >= under
            || !self
                .reader
                .choose(whole_span, "a mixed number, the sum of both", "a product")
        {
            return None;
        }
        self.at += 1;
        let part = store.div(store.int(over.into()), store.int(under.into()));
        Some(store.add([whole, part].as_slice()))
    }

    /// Brackets that are no call.
    fn fence(
        &mut self,
        open: Delimiter,
        close: Delimiter,
        list: Id,
        item: &'a Item,
    ) -> Result<Expr, Diagnostic> {
        let store = self.reader.store;
        let span = item.start..item.end;
        let dotted = self.reader.values[list]
            .pieces
            .iter()
            .any(|placed| matches!(placed.piece, Piece::Dots));
        if dotted {
            // A list that says only how it begins and ends.
            let label = super::labels::text(self.reader.tree, &self.reader.tree.lists[list]);
            let name = label.and_then(|label| super::labels::identifier(&label));
            let Some(name) = name.filter(|name| name.len() <= 200) else {
                return Err(Diagnostic::new("dots do not say what they stand for", span));
            };
            let expr = store.name(&format!("list_{name}"));
            self.reader.quantities.push(expr);
            return Ok(expr);
        }
        let vector = |reader: &mut super::reader::Reader<'_>| -> Result<Expr, Diagnostic> {
            let args = reader.arguments(list)?;
            if args.len() < 2 {
                return reader.term(list, span.clone());
            }
            reader.lists.others = true;
            Ok(store.make(Head::Vector, Args::from_vec(args)))
        };
        // `\left(\begin{array}{c} n \\ k \end{array}\right)`
        if open == Delimiter::Round
            && let Some(Node::Grid {
                kind: Grid::Matrix | Grid::Stack,
                rows,
            }) = self.reader.tree.single(list)
            && let [a, b] = rows.as_slice()
            && let ([a], [b]) = (a.as_slice(), b.as_slice())
            && self
                .reader
                .choose(span.clone(), "a binomial coefficient", "a vector")
        {
            let a = self.reader.term(*a, span.clone())?;
            return Ok(store.apply("binomial", &[a, self.reader.term(*b, span)?]));
        }
        match (open, close) {
            (Delimiter::Null, Delimiter::Bar) => self.evaluated(list, item),
            (Delimiter::Bar, _) => {
                let inner = self.reader.term(list, span)?;
                Ok(self.reader.absolute(inner))
            }
            (Delimiter::DoubleBar, _) => {
                let inner = self.reader.term(list, span)?;
                // The kind of norm.
                if matches!(
                    self.items.get(self.at + 1).map(|item| &item.node),
                    Some(Node::Script { up: false, .. })
                ) {
                    let kind = self.subscript_text(1);
                    self.at -= 1;
                    let name = format!("norm_{}", kind.unwrap_or_default());
                    return Ok(self.reader.norm(inner, &name));
                }
                Ok(self.reader.norm(inner, "norm"))
            }
            (Delimiter::Floor, _) => Ok(store.apply("floor", &[self.reader.term(list, span)?])),
            (Delimiter::Ceiling, _) => Ok(store.apply("ceil", &[self.reader.term(list, span)?])),
            (Delimiter::Angle, _) => {
                let args = self.reader.arguments(list)?;
                match args.as_slice() {
                    [a, b] => Ok(store.apply("dot", &[*a, *b])),
                    [a] => Ok(store.apply("mean", &[*a])),
                    _ => Err(Diagnostic::new("angle brackets hold two vectors", span)),
                }
            }
            (Delimiter::Square, Delimiter::Square) => {
                if let Some(condition) = self.reader.condition(list)? {
                    return Ok(self.reader.indicator(condition));
                }
                vector(self.reader)
            }
            // `\mathbf{1}(j = l)`
            (Delimiter::Round | Delimiter::Brace, Delimiter::Round | Delimiter::Brace)
                if self
                    .operands
                    .last()
                    .is_some_and(|one| one.expr == store.int(1)) =>
            {
                match self.reader.condition(list)? {
                    Some(condition) => Ok(self.reader.indicator(condition)),
                    None => vector(self.reader),
                }
            }
            _ => vector(self.reader),
        }
    }

    /// `\left. E \right|_{z = a}`
    fn evaluated(&mut self, list: Id, item: &'a Item) -> Result<Expr, Diagnostic> {
        let span = item.start..item.end;
        let inner = self.reader.term(list, span.clone())?;
        let Some(Node::Script { up: false, list }) =
            self.items.get(self.at + 1).map(|item| &item.node)
        else {
            return Err(Diagnostic::new("the bar does not say where", span));
        };
        self.at += 1;
        let store = self.reader.store;
        let mut binding = crate::expr::Binding::default();
        let condition = self.reader.condition(*list)?;
        let equations = condition.map(|c| store.conjuncts(c)).unwrap_or_default();
        for equation in equations {
            match store.sides(equation) {
                Some((name, value)) if store.name_text(name).is_some() => {
                    binding.insert(name, value);
                }
                _ => return Err(Diagnostic::new("the bar does not say where", span)),
            }
        }
        if binding.is_empty() {
            return Err(Diagnostic::new("the bar does not say where", span));
        }
        // dL/dw at a point, where nobody has said what L is.
        let unknown = self.reader.quantities.iter();
        if unknown.into_iter().any(|part| store.contains(inner, *part)) {
            let mut depends = store.free_names(inner);
            depends.retain(|name| !binding.contains_key(name));
            let mut key = vec![inner];
            key.extend(condition);
            return Ok(self.reader.opaque("value", &key, depends));
        }
        Ok(store.substitute(inner, &binding))
    }
}
