//! Reading the lists of a tree, inner ones first, into terms and what separates them.

use std::ops::Range;
use std::sync::Arc;

use super::differential::Differential;
use super::scope::Scope;
use super::survey::Survey;
use super::table::Table;
use super::terms::Terms;
use super::tree::{Delimiter, Gap, Id, Item, Node, Separator, Sign, Tree};
use super::{Choice, words};
use crate::error::Diagnostic;
use crate::expr::{Expr, Relation, Store};

/// A part of a list.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Term(Term),
    Sign(Sign),
    Separator(Separator),
    /// A word between formulas.
    Word(words::Class),
    /// A wide space, or the start of another column, between two formulas.
    Break,
    ForAll,
    /// `\exists`
    Exists,
    Dots,
    /// A condition in brackets behind a formula: `(x > 0)`.
    Aside(Id),
}

/// A term, and the node that it is if it is only one.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub expr: Result<Expr, Diagnostic>,
    pub single: Option<Node>,
    pub text: String,
}

/// A piece and its place.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub piece: Piece,
    pub span: Range<usize>,
}

/// What has been read of a list.
#[derive(Default)]
pub(super) struct Value {
    pub pieces: Vec<Placed>,
    pub differential: Option<Differential>,
}

/// So many choices are noted.
const MOST_CHOICES: usize = 500;

pub(super) struct Reader<'a> {
    pub store: &'a Store,
    pub scope: &'a Scope,
    pub tree: &'a Tree,
    pub survey: Survey,
    /// What the document's names are.
    pub names: Arc<Table>,
    pub values: Vec<Value>,
    pub choices: Vec<Choice>,
    /// The choice that is to be made the other way.
    pub flipped: Option<Choice>,
    /// How many sums of unknown size there are so far.
    pub unsized_sums: usize,
    /// How deep the reading of slices within slices is.
    pub depth: usize,
    /// How many nodes may still be looked at for derivatives.
    pub budget: usize,
    /// Names that stand for quantities the language gives no meaning.
    pub quantities: Vec<Expr>,
    /// Terms of which nothing is verified, and why.
    pub hidden: super::beyond::Hidden,
    /// Calls of functions that are written as letters, and the letters: σ(z).
    pub letters: Vec<(Expr, Arc<str>)>,
    /// Functions that stand without their arguments, and the variables that they are of:
    /// `\frac{d\sigma}{dz}`.
    pub of_variable: Vec<(Arc<str>, Expr)>,
    /// What the lists of numbers in the formula are.
    pub lists: Lists,
}

/// How lists of numbers are written: a row is no column, and `(a, b)` may be an interval.
#[derive(Clone, Copy, Default)]
pub struct Lists {
    /// Tables of one column, or of several rows and columns.
    pub columns: bool,
    /// Tables of one row.
    pub rows: bool,
    /// Lists in brackets.
    pub others: bool,
}

impl Lists {
    /// Whether all are tables that are compared entry by entry.
    pub fn are_columns(self) -> bool {
        self.columns && !self.rows && !self.others
    }
}

impl<'a> Reader<'a> {
    pub fn new(
        store: &'a Store,
        scope: &'a Scope,
        tree: &'a Tree,
        names: Arc<Table>,
        flipped: Option<Choice>,
    ) -> Reader<'a> {
        Reader {
            store,
            scope,
            tree,
            survey: Survey::of(tree, scope, &names),
            names,
            values: Vec::with_capacity(tree.lists.len()),
            choices: Vec::new(),
            flipped,
            unsized_sums: 0,
            depth: 0,
            budget: 3_000_000,
            quantities: Vec::new(),
            hidden: super::beyond::Hidden::default(),
            letters: Vec::new(),
            of_variable: Vec::new(),
            lists: Lists::default(),
        }
    }

    /// Reads every list.
    pub fn read_all(&mut self) {
        let rows: rustc_hash::FxHashSet<Id> = self.tree.rows.iter().copied().collect();
        for id in 0..self.tree.lists.len() {
            let items = self.tree.lists[id].as_slice();
            let differential = self.differential(items);
            let pieces = self.pieces(items, rows.contains(&id));
            self.values.push(Value {
                pieces,
                differential,
            });
        }
    }

    /// Decides an ambiguity: `first` is what a careful reader takes, and `true` is returned for
    /// it unless the other reading is asked for.
    pub fn choose(&mut self, span: Range<usize>, first: &str, second: &str) -> bool {
        let choice = Choice {
            span,
            chosen: first.to_owned(),
            other: second.to_owned(),
        };
        // What a name is holds for the whole formula.
        let same = |other: &Choice| {
            other.chosen == choice.chosen
                && other.other == choice.other
                && (other.span == choice.span || choice.chosen.starts_with('`'))
        };
        let flipped = self.flipped.as_ref().is_some_and(same);
        if self.choices.len() < MOST_CHOICES && !self.choices.iter().any(same) {
            self.choices.push(choice);
        }
        !flipped
    }

    /// Counts the nodes of a term against what may be looked at.
    pub fn spend(&mut self, expr: Expr, span: Range<usize>) -> Result<(), Diagnostic> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut stack = vec![expr];
        while let Some(part) = stack.pop() {
            if self.budget == 0 {
                return Err(Diagnostic::new("there are too many derivatives", span));
            }
            self.budget -= 1;
            for arg in self.store.args(part) {
                if seen.insert(*arg) {
                    stack.push(*arg);
                }
            }
        }
        Ok(())
    }

    /// The term that a list is.
    pub fn term(&self, id: Id, span: Range<usize>) -> Result<Expr, Diagnostic> {
        let mut found = None;
        for placed in &self.values[id].pieces {
            match &placed.piece {
                Piece::Term(term) if found.is_none() => found = Some(term.expr.clone()),
                Piece::Break => {}
                // `f(x)}.`
                Piece::Separator(Separator::Period) if found.is_some() => {}
                Piece::Term(_) | Piece::Separator(Separator::Comma) => {
                    return Err(Diagnostic::new(
                        "several terms stand where one is needed",
                        placed.span.clone(),
                    ));
                }
                Piece::Sign(_) => {
                    return Err(Diagnostic::new(
                        "a relation stands where a term is needed",
                        placed.span.clone(),
                    ));
                }
                _ => {
                    return Err(Diagnostic::new(
                        "this does not belong in a term",
                        placed.span.clone(),
                    ));
                }
            }
        }
        found.unwrap_or_else(|| {
            Err(Diagnostic::new(
                "there is nothing where a term is needed",
                span,
            ))
        })
    }

    /// The terms of a list that are separated by commas or the like.
    pub fn arguments(&self, id: Id) -> Result<Vec<Expr>, Diagnostic> {
        let mut all = Vec::new();
        for placed in &self.values[id].pieces {
            match &placed.piece {
                Piece::Term(term) => all.push(term.expr.clone()?),
                Piece::Break
                | Piece::Separator(Separator::Comma | Separator::Semicolon | Separator::Mid) => {}
                Piece::Dots => {
                    return Err(Diagnostic::new(
                        "dots do not say what they stand for",
                        placed.span.clone(),
                    ));
                }
                _ => {
                    return Err(Diagnostic::new(
                        "this does not belong among arguments",
                        placed.span.clone(),
                    ));
                }
            }
        }
        Ok(all)
    }

    /// Reads a run of nodes as one term.
    pub fn slice(&mut self, items: &'a [Item]) -> Result<Expr, Diagnostic> {
        let span = place(items);
        if self.depth > 60 {
            return Err(Diagnostic::new("integrals are nested too deeply", span));
        }
        self.depth += 1;
        let result = Terms::new(self, items).run();
        self.depth -= 1;
        let dots = |expr: Expr| {
            let store = self.store;
            let args = store.args(expr);
            [expr]
                .iter()
                .chain(args)
                .any(|part| store.name_text(*part) == Some(super::dots::MARK))
        };
        match result {
            Ok(expr) if dots(expr) => {
                Err(Diagnostic::new("dots do not say what they stand for", span))
            }
            result => result,
        }
    }

    /// Cuts a list into terms and what separates them; `row` if it is a row of the whole.
    fn pieces(&mut self, items: &'a [Item], row: bool) -> Vec<Placed> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for at in 0..=items.len() {
            let piece = match items.get(at) {
                None => None,
                Some(item) => match self.boundary(items, start, at, row) {
                    Some(piece) => Some((piece, item.start..item.end)),
                    None => continue,
                },
            };
            let slice = &items[start..at];
            if slice
                .iter()
                .any(|item| item.node != Node::Align && item.node != Node::Quad)
            {
                let solid: Vec<&Item> = slice
                    .iter()
                    .filter(|item| item.node != Node::Align && item.node != Node::Quad)
                    .collect();
                let single = match solid.as_slice() {
                    [only] => Some(only.node.clone()),
                    _ => None,
                };
                let span = solid[0].start..solid[solid.len() - 1].end;
                let expr = match self.slice(slice) {
                    // A macro that nobody has defined may be what a row is made of: `\imp`.
                    Err(fault) if row && relates(&fault) => Err(fault),
                    Err(fault) => self.hidden(slice, fault),
                    read => read,
                };
                let text = super::labels::text(self.tree, slice).unwrap_or_default();
                let term = Term { expr, single, text };
                pieces.push(Placed {
                    piece: Piece::Term(term),
                    span,
                });
            }
            if let Some((piece, span)) = piece {
                pieces.push(Placed { piece, span });
            }
            start = at + 1;
        }
        pieces
    }

    /// What a node is if it ends a term.
    fn boundary(&self, items: &[Item], start: usize, at: usize, row: bool) -> Option<Piece> {
        let alone = |at: usize| {
            let solid = |item: &&Item| !matches!(item.node, Node::Align | Node::Quad);
            let before = items[..at].iter().rev().find(solid);
            let after = items[at + 1..].iter().find(solid);
            let separates = |item: Option<&Item>| {
                item.is_none_or(|item| {
                    matches!(
                        item.node,
                        Node::Separator(_) | Node::Sign(_) | Node::Text(_)
                    )
                })
            };
            let sign = before.is_some_and(|item| matches!(item.node, Node::Op(_)));
            !sign && separates(after)
        };
        match &items[at].node {
            Node::Sign(sign) => Some(Piece::Sign(*sign)),
            Node::Separator(separator) => Some(Piece::Separator(*separator)),
            Node::ForAll => Some(Piece::ForAll),
            Node::Exists => Some(Piece::Exists),
            Node::Fence {
                open: Delimiter::Round | Delimiter::Square,
                list,
                ..
            } if self.is_aside(items, start, at, *list) => Some(Piece::Aside(*list)),
            Node::Dots if alone(at) => Some(Piece::Dots),
            Node::Quad => self.splits(items, at).then_some(Piece::Break),
            Node::Align => {
                let double = at > 0 && items[at - 1].node == Node::Align;
                (double && self.splits(items, at)).then_some(Piece::Break)
            }
            Node::Text(text) => match words::class(text) {
                Some(class) => Some(Piece::Word(class)),
                // `\text{Prior probability } P(H) = ..`: words before a formula are no factor.
                None if row && text.trim().contains(' ') && leads(items, at) => {
                    Some(Piece::Word(match words::turns(text) {
                        true => words::Class::Unread,
                        false => words::Class::Statement,
                    }))
                }
                // A remark after a formula.
                None if text.trim().contains(' ')
                    && super::tidy::ends_operand(&items[start..at]) =>
                {
                    Some(Piece::Word(match words::turns(text) {
                        true => words::Class::Unread,
                        false => words::Class::Remark,
                    }))
                }
                None => None,
            },
            _ => None,
        }
    }

    /// Whether brackets behind a formula hold a condition: `\log x^2 = 2 \log x \quad (x > 0)`.
    fn is_aside(&self, items: &[Item], start: usize, at: usize, list: Id) -> bool {
        let pieces = &self.values[list].pieces;
        let orders = |placed: &Placed| match placed.piece {
            Piece::Sign(Sign::In) => true,
            Piece::Sign(Sign::Relation(relation)) => relation != Relation::Equal,
            _ => false,
        };
        let worded = pieces
            .first()
            .is_some_and(|placed| matches!(placed.piece, Piece::Word(words::Class::Condition)));
        let relates = pieces
            .iter()
            .any(|placed| matches!(placed.piece, Piece::Sign(_)));
        if !relates {
            return false;
        }
        let ends = items[at + 1..].iter().all(|item| {
            matches!(
                item.node,
                Node::Align | Node::Quad | Node::Separator(_) | Node::Text(_)
            )
        }) || items[at + 1..]
            .iter()
            .find(|item| !matches!(item.node, Node::Align))
            .is_some_and(|item| matches!(item.node, Node::Quad | Node::Sign(Sign::Iff)));
        let signed = |item: &Item| matches!(item.node, Node::Sign(_));
        if !ends || !items[..at].iter().any(signed) {
            return false;
        }
        let apart = at == 0
            || items[at].gap == Gap::Set
            || matches!(items[at - 1].node, Node::Quad | Node::Align)
            || at == start && matches!(items[at - 1].node, Node::Separator(_));
        let quantity = matches!(&items[at.saturating_sub(1)].node,
            Node::Name { text, .. } if text.starts_with(char::is_uppercase));
        worded || apart || pieces.iter().any(orders) && !quantity
    }

    /// Whether a wide space stands between two formulas: both sides of it have a relation.
    fn splits(&self, items: &[Item], at: usize) -> bool {
        let separates = |item: &&Item| {
            matches!(item.node, Node::Separator(_) | Node::Text(_)) || item.node == Node::Quad
        };
        let relates = |item: &Item| matches!(item.node, Node::Sign(_));
        let before = items[..at].iter().rev().take_while(|item| !separates(item));
        let after = items[at + 1..].iter().take_while(|item| !separates(item));
        let dangling = items[..at]
            .iter()
            .rev()
            .find(|item| item.node != Node::Align)
            .is_none_or(relates);
        let leading = items[at + 1..]
            .iter()
            .find(|item| item.node != Node::Align)
            .is_some_and(relates);
        !dangling && !leading && before.into_iter().any(relates) && after.into_iter().any(relates)
    }
}

/// Whether a node is the first of its row and an operand follows it without a sign.
fn leads(items: &[Item], at: usize) -> bool {
    let before = items[..at].iter();
    let first = before
        .rev()
        .all(|item| matches!(item.node, Node::Align | Node::Quad | Node::Separator(_)));
    let next = items.get(at + 1).map(|item| &item.node);
    first
        && matches!(
            next,
            Some(
                Node::Name { .. }
                    | Node::Number(_)
                    | Node::Group(_)
                    | Node::Fraction(..)
                    | Node::Root { .. }
                    | Node::Accent(..)
                    | Node::Big(_)
            )
        )
}

/// Whether a fault is a macro that nobody has defined and that does not call itself a sum or the
/// like: it may be a relation or a connective.
fn relates(fault: &Diagnostic) -> bool {
    let name = fault.message.strip_prefix("unknown command `\\");
    let operator = [
        "sum", "prod", "int", "lim", "arg", "max", "min", "exp", "Exp", "Set", "grad", "Grad",
        "div", "Hess",
    ];
    name.is_some_and(|name| !operator.iter().any(|start| name.starts_with(start)))
}

/// The place of a run of nodes.
pub(super) fn place(items: &[Item]) -> Range<usize> {
    match (items.first(), items.last()) {
        (Some(first), Some(last)) => first.start..last.end.max(first.start),
        _ => 0..0,
    }
}
