//! Products, written and implied, and how far sums and functions without brackets reach.

use super::functions::Callee;
use super::terms::{Op as Open, Prefix, Terms};
use super::tree::{Gap, Item, Node, Op};
use crate::error::Diagnostic;
use crate::expr::Expr;

impl<'a> Terms<'_, 'a> {
    pub(super) fn product(&mut self, dot: bool) -> Result<(), Diagnostic> {
        self.reduce(3)?;
        match self.ops.last_mut() {
            Some(Open::Product { dots, .. }) => dots.push(dot),
            last => {
                if matches!(last, Some(Open::Quotient | Open::Binary { .. })) {
                    self.reduce(2)?;
                    if let Some(Open::Product { dots, .. }) = self.ops.last_mut() {
                        dots.push(dot);
                        return Ok(());
                    }
                }
                let first = self.operands.len() - 1;
                let dots = vec![dot];
                self.ops.push(Open::Product { first, dots });
            }
        }
        Ok(())
    }

    /// A node after an operand without a sign between them.
    pub(super) fn adjacent(&mut self, item: &'a Item) -> Result<(), Diagnostic> {
        self.known_operand()?;
        if self.beside_number(item) {
            let fault = Diagnostic::new("numbers side by side", item.start..item.end);
            return Err(fault);
        }
        let in_function = matches!(
            self.ops.last(),
            Some(Open::Prefix {
                prefix: Prefix::Function { .. },
                ..
            })
        ) || self.function_above_implicit();
        let function = match &item.node {
            Node::Name { text, .. } if &**text == "d" => self.reader.survey.differentials,
            Node::Name { text, .. } => super::labels::is_function(text),
            Node::Big(_) => true,
            _ => false,
        };
        let bracket = matches!(item.node, Node::Fence { .. });
        let closed = self.operands.last().is_some_and(|operand| operand.closed);
        // `\log p(y) p(x)`, `\cos t \sin 2t` and `\log x (1 - x)` are products of two factors.
        if in_function && (function || closed || self.function_ends(item, bracket)) {
            self.reduce(3)?;
            return self.product(false);
        }
        if self.after_slash() && !self.denominator_goes_on(item, bracket) {
            return self.product(false);
        }
        self.reduce(5)?;
        if !matches!(self.ops.last(), Some(Open::Implicit { .. })) {
            let first = self.operands.len() - 1;
            self.ops.push(Open::Implicit { first });
        }
        Ok(())
    }

    /// `\boxed{0}\boxed{1}`, `\boxed{1}\boxed{-2}`: a number right after another is no factor.
    fn beside_number(&self, item: &Item) -> bool {
        let before = self.items[..self.at].iter().rev();
        let before = before
            .map(|item| &item.node)
            .find(|node| !matches!(node, Node::Align | Node::Quad));
        let signed = |list: &[Item]| {
            matches!(
                list,
                [
                    Item {
                        node: Node::Op(Op::Minus | Op::Plus),
                        ..
                    },
                    Item {
                        node: Node::Number(_),
                        ..
                    }
                ]
            )
        };
        let number = |node: &Node| match node {
            Node::Number(_) => true,
            Node::Group(list) => signed(&self.reader.tree.lists[*list]),
            _ => false,
        };
        before.is_some_and(number) && number(&item.node)
    }

    /// `\log x y`: whether a function without brackets ends before a factor.
    fn function_ends(&mut self, item: &Item, bracket: bool) -> bool {
        let start = self.ops.iter().rev().find_map(|op| match op {
            Open::Prefix { start, .. } => Some(*start),
            _ => None,
        });
        let before = self.items[..self.at].iter().rev();
        let before = before
            .map(|item| &item.node)
            .find(|node| !matches!(node, Node::Align));
        // `\sin 2 \pi t`
        if !bracket && matches!(before, Some(Node::Number(_))) {
            return false;
        }
        let whole = matches!(
            before,
            Some(Node::Fraction(..) | Node::Root { .. } | Node::Group(_) | Node::Binomial(..))
        );
        let ends = "the function ends before the next factor, (log x)y";
        let goes_on = "a function of the product, log(xy)";
        let span = start.unwrap_or(item.start)..item.end;
        match bracket || whole || item.gap == Gap::Set {
            true => self.reader.choose(span, ends, goes_on),
            false => !self.reader.choose(span, goes_on, ends),
        }
    }

    /// `\log x \cdot y`: whether it is meant as one of the product.
    pub(super) fn function_takes_product(&mut self, item: &Item) -> Result<bool, Diagnostic> {
        let start = match self.ops.last() {
            Some(Open::Prefix {
                prefix: Prefix::Function { .. },
                start,
            }) => *start,
            _ => return Ok(false),
        };
        let closed = self.operands.last().is_some_and(|operand| operand.closed);
        let ends = "the function ends before the sign, (log x) * y";
        let goes_on = "a function of the product, log(x * y)";
        if closed || self.reader.choose(start..item.end, ends, goes_on) {
            return Ok(false);
        }
        let first = self.operands.len() - 1;
        self.ops.push(Open::Implicit { first });
        Ok(true)
    }

    /// A command that nobody has defined may be an operator on what follows it, unless its name
    /// is one of a letter: `\bbeta x`, and no `\sumin x_i`.
    fn known_operand(&self) -> Result<(), Diagnostic> {
        let script = |item: &&Item| !matches!(item.node, Node::Script { .. } | Node::Prime(_));
        let solid = |item: &&Item| !matches!(item.node, Node::Align | Node::Quad);
        let before = self.items[..self.at]
            .iter()
            .rev()
            .filter(solid)
            .find(script);
        let Some(Item {
            node: Node::Name { text, .. },
            start,
            end,
            ..
        }) = before
        else {
            return Ok(());
        };
        if !self.reader.tree.unknown.contains(text) || super::labels::spells_letter(text) {
            return Ok(());
        }
        let fault = Diagnostic::new(format!("unknown command `\\{text}`"), *start..*end);
        Err(fault.label("is it an operator on what follows?"))
    }

    pub(super) fn function_above_implicit(&self) -> bool {
        let mut ops = self.ops.iter().rev();
        matches!(ops.next(), Some(Open::Implicit { .. }))
            && matches!(
                ops.next(),
                Some(Open::Prefix {
                    prefix: Prefix::Function { .. },
                    ..
                })
            )
    }

    /// `\log x/y`: whether the function without brackets is one of the quotient.
    pub(super) fn slash_in_function(&mut self) -> bool {
        let mut ops = self.ops.iter().rev();
        let mut last = ops.next();
        if let Some(Open::Implicit { .. }) = last {
            last = ops.next();
        }
        let Some(Open::Prefix {
            prefix: Prefix::Function { callee, power },
            start,
        }) = last
        else {
            return false;
        };
        let (Some(next), Some(over)) = (self.items.get(self.at), self.operands.last()) else {
            return false;
        };
        // log p/(1-p) are the log odds, and log x/y is seldom divided by y; sin x/x and log x/2 are.
        let log = match callee {
            Callee::Known(f) => f.name == "log",
            Callee::Log(_) => true,
            Callee::Ratio(..) => false,
            _ => return false,
        };
        let whole = match &next.node {
            Node::Fence { .. } => true,
            Node::Name { text, .. } => {
                if super::labels::is_function(text) {
                    return false;
                }
                let over = self.reader.store.name_text(over.expr);
                over.is_some_and(|over| over != &**text)
            }
            Node::Number(_) => false,
            _ => return false,
        };
        let span = *start..next.end;
        let inside = "a function of the quotient, log(x/y)";
        let outside = "a quotient with the function above, (log x)/y";
        match log && whole && power.is_none() {
            true => self.reader.choose(span, inside, outside),
            false => !self.reader.choose(span, outside, inside),
        }
    }

    pub(super) fn after_slash(&self) -> bool {
        match self.ops.last() {
            Some(Open::Quotient) => true,
            Some(Open::Implicit { .. }) => {
                self.ops.len() > 1 && matches!(self.ops[self.ops.len() - 2], Open::Quotient)
            }
            _ => false,
        }
    }

    /// `a/bc`: whether the denominator is b alone or bc.
    pub(super) fn denominator_goes_on(&mut self, item: &Item, bracket: bool) -> bool {
        if matches!(self.ops.last(), Some(Open::Implicit { .. })) {
            return !bracket;
        }
        let [.., over, under] = self.operands.as_slice() else {
            return true;
        };
        let number = |expr: Expr| self.reader.store.literal(expr).is_some();
        let (span, both) = (
            over.start..item.end,
            number(over.expr) && number(under.expr),
        );
        let alone = "a quotient times the next factor, (a/b)c";
        let whole = "a quotient by the product, a/(bc)";
        if both || bracket {
            !self.reader.choose(span, alone, whole)
        } else {
            self.reader.choose(span, whole, alone)
        }
    }

    /// Whether a sum that is open goes on after this sign: its index occurs in what follows.
    pub(super) fn sum_reaches_on(&mut self) -> Result<bool, Diagnostic> {
        let rest = &self.items[self.at..];
        for position in (0..self.ops.len()).rev() {
            let Open::Prefix {
                prefix: Prefix::Big { ranges, .. },
                start,
            } = &self.ops[position]
            else {
                continue;
            };
            let Some(index) = ranges.index_text(self.reader.store) else {
                continue;
            };
            let start = *start;
            let Some(reach) = self.reader.survey.reach(self.reader.tree, rest, &index) else {
                continue;
            };
            let chosen = self.reader.choose(
                start..rest[reach].end,
                "the sum goes on over the terms that have its index",
                "the sum ends before the next sign",
            );
            if !chosen {
                return Ok(false);
            }
            // Complete what is inside the sum only.
            while self.ops.len() > position + 1 {
                let inner = self.ops.len() == position + 2;
                if inner && matches!(self.ops.last(), Some(Open::Sum { .. })) {
                    break;
                }
                if let Some(op) = self.ops.pop() {
                    self.build(op)?;
                }
            }
            return Ok(true);
        }
        Ok(false)
    }
}
