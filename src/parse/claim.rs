//! Formulas with conditions: `p = z^2 <=> sqrt(p) = z for z >= 0`, `F for k in 1..K`.

use std::ops::Range;

use super::build::{Operand, Sort};
use super::formula::{Nature, Parser};
use super::lexer::{self, Kind, Token};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Store};

/// A claim as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The statement, or a term if there is no relation. With `for k in lo..hi` it is a
    /// [`Head::Each`].
    pub formula: Expr,
    /// The conditions after `where` and `for`, taken apart at `and`; those on an index of the
    /// claim are a [`Head::Each`] too.
    pub given: Vec<Expr>,
    /// What the sign between the sides says the statement is.
    pub nature: Nature,
}

/// A claim and the bytes of its first condition, if it has any.
pub(super) struct Parsed {
    pub claim: Claim,
    pub condition: Option<Range<usize>>,
}

/// Reads a part of a text as a claim; places are counted from the start of the text.
pub(super) fn parse(
    store: &Store,
    source: &str,
    range: Range<usize>,
) -> Result<Parsed, Vec<Diagnostic>> {
    let end = range.start + source[range.clone()].trim_end().len();
    let (tokens, faults) = lexer::tokens(source, range);
    if !faults.is_empty() {
        return Err(faults);
    }
    parse_tokens(store, source, &tokens, end)
}

/// Reads tokens as a claim; `end` is the place after them.
pub(super) fn parse_tokens(
    store: &Store,
    source: &str,
    tokens: &[Token],
    end: usize,
) -> Result<Parsed, Vec<Diagnostic>> {
    if tokens.is_empty() {
        return Err(vec![
            Diagnostic::new("there is no formula", end..end).label("expected a formula"),
        ]);
    }
    let mut parser = Parser::new(store, source, tokens, end);
    let body = parser.expression(false);
    let mut tail = Conditions::default();
    tail.read(&mut parser, &body);
    if !parser.faults.is_empty() {
        return Err(parser.faults);
    }
    let nature = parser.nature;
    let wrap = |formula: Expr| {
        tail.ranges.iter().rev().fold(formula, |body, range| {
            store.bind(Head::Each, range.index, range.lo, range.hi, body)
        })
    };
    let given = tail.given.iter().map(|condition| {
        let indexed = tail
            .ranges
            .iter()
            .any(|range| store.free_names(*condition).contains(&range.index));
        if indexed {
            wrap(*condition)
        } else {
            *condition
        }
    });
    let claim = Claim {
        formula: wrap(body.expr),
        given: given.collect(),
        nature,
    };
    let condition = tail.first;
    Ok(Parsed { claim, condition })
}

/// `k in lo..hi`
struct IndexRange {
    index: Expr,
    lo: Expr,
    hi: Expr,
}

/// What stands after `where` and `for`.
#[derive(Default)]
struct Conditions {
    ranges: Vec<IndexRange>,
    given: Vec<Expr>,
    first: Option<Range<usize>>,
}

impl Conditions {
    fn read(&mut self, parser: &mut Parser<'_>, body: &Operand) {
        let mut started = false;
        loop {
            let token = parser.peek(0);
            match token.kind {
                Kind::End => return,
                Kind::Where | Kind::For => started = true,
                Kind::Comma if matches!(parser.peek(1).kind, Kind::Where | Kind::For) => {
                    parser.at += 1;
                    started = true;
                }
                Kind::Comma | Kind::And if started => {}
                Kind::Comma => {
                    parser.syntax(
                        Diagnostic::new("unexpected `,`", token.span())
                            .label("expected an operator or the end")
                            .help("conditions follow `where`: `p = z^2 where z >= 0`"),
                    );
                    return;
                }
                Kind::Dots => {
                    parser.syntax(
                        Diagnostic::new("dots do not say what they stand for", token.span())
                            .label("expected an operator or the end")
                            .help("a range is written `for k in 1..K`"),
                    );
                    return;
                }
                _ => {
                    let found = token.found(parser.source);
                    parser.syntax(
                        Diagnostic::new(format!("unexpected {found}"), token.span())
                            .label("expected an operator or the end"),
                    );
                    return;
                }
            }
            parser.at += 1;
            if is_range(parser, 0) {
                parser.require(body, Sort::Formula, "`for` with an index");
                self.range(parser);
            } else {
                self.condition(parser);
            }
        }
    }

    fn condition(&mut self, parser: &mut Parser<'_>) {
        let nature = std::mem::replace(&mut parser.nature, Nature::Statement);
        let condition = parser.expression(false);
        parser.nature = nature;
        parser.require(&condition, Sort::Formula, "a condition");
        self.first
            .get_or_insert(condition.start..condition.end.max(condition.start));
        self.given.extend(parser.store.conjuncts(condition.expr));
    }

    fn range(&mut self, parser: &mut Parser<'_>) {
        let name = parser.peek(0);
        let index = Operand {
            expr: super::names::variable(parser.store, &name.text(parser.source)),
            start: name.start,
            end: name.end,
            sort: Sort::Term,
            tail: super::build::Tail::Other,
        };
        parser.require_index(&index);
        parser.at += 2;
        let lo = parser.expression(true);
        let dots = parser.peek(0);
        if dots.kind == Kind::Dots {
            parser.at += 1;
        } else {
            parser.syntax(
                Diagnostic::new("the range has no end", dots.span())
                    .label("expected `..`")
                    .help("a range is written `for k in 1..K`"),
            );
            return;
        }
        let hi = parser.expression(true);
        for bound in [&lo, &hi] {
            parser.require(bound, Sort::Term, "a range");
        }
        self.ranges.push(IndexRange {
            index: index.expr,
            lo: lo.expr,
            hi: hi.expr,
        });
    }
}

/// Whether `k in` stands so many tokens ahead.
pub(super) fn is_range(parser: &Parser<'_>, ahead: usize) -> bool {
    let (name, word) = (parser.peek(ahead), parser.peek(ahead + 1));
    name.kind == Kind::Name && word.kind == Kind::Name && &parser.source[word.span()] == "in"
}
