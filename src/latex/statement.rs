//! Rows of terms and signs to statements: chains, conditions, definitions.

use std::ops::Range;

use super::Nature;
use super::conditions::Member;
use super::draft::{Connective, Draft, Mode};
use super::reader::{Piece, Placed, Reader};
use super::tree::{Separator, Sign};
use super::words::Class;
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Relation};

/// What stands before a segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Before {
    Row,
    Comma,
    Break,
    And,
    Or,
    /// A word such as "then", or a full stop: another statement begins.
    New,
}

/// Puts the rows of a formula together.
pub(super) struct Assembly<'r, 'a> {
    pub reader: &'r mut Reader<'a>,
    pub done: Vec<Draft>,
    pub open: Option<Draft>,
    pub mode: Mode,
    pub before: Before,
    /// Conditions that stand before what they belong to.
    pub pending: Vec<(Expr, Range<usize>)>,
    pub pending_vectors: Vec<(String, Option<Expr>)>,
    /// Where names are declared without a condition on them.
    declared: Option<std::ops::Range<usize>>,
    /// What a label before a colon says the next statement is.
    pub next: Option<Nature>,
    /// Terms before a comma in a condition: the x of "x, y > 0".
    shared: Vec<Placed>,
}

impl<'r, 'a> Assembly<'r, 'a> {
    pub fn new(reader: &'r mut Reader<'a>) -> Assembly<'r, 'a> {
        Assembly {
            reader,
            done: Vec::new(),
            open: None,
            mode: Mode::Statement,
            before: Before::Row,
            pending: Vec::new(),
            pending_vectors: Vec::new(),
            declared: None,
            next: None,
            shared: Vec::new(),
        }
    }

    /// The statements of all rows.
    pub fn run(mut self) -> Vec<Draft> {
        for row in self.reader.tree.rows.clone() {
            let pieces = self
                .reader
                .conditioned(self.reader.values[row].pieces.clone());
            self.mode = Mode::Statement;
            self.before = Before::Row;
            self.next = None;
            self.row(&pieces);
        }
        self.finish();
        let first = self.pending.first().map(|(_, span)| span.clone());
        if self.done.is_empty()
            && let Some(span) = first.or(self.declared.take())
        {
            // Conditions alone are what is said.
            let mut draft = Draft::new(span);
            draft.nature = Some(Nature::Declaration);
            draft.given = std::mem::take(&mut self.pending);
            draft.vectors = std::mem::take(&mut self.pending_vectors);
            self.done.push(draft);
        }
        self.done
    }

    fn finish(&mut self) {
        self.done.extend(self.open.take());
    }

    /// The pieces of a row or of brackets behind a formula.
    fn row(&mut self, pieces: &[Placed]) {
        // Whether an equivalence follows before anything but terms, signs and commas.
        let mut connects = vec![false; pieces.len() + 1];
        for (at, placed) in pieces.iter().enumerate().rev() {
            connects[at] = match placed.piece {
                Piece::Term(_) | Piece::Sign(_) | Piece::Separator(Separator::Comma) => {
                    is_connective(&placed.piece) || connects[at + 1]
                }
                _ => false,
            };
        }
        if self.open.is_none() && super::restrictions::restricts_several(self.reader, pieces) {
            self.mode = Mode::Condition;
        }
        let mut at = 0;
        while at < pieces.len() {
            if self.mode != Mode::Remark
                && let Some((range, end)) = self.index_range(pieces, at)
            {
                self.take_range(range, pieces[at].span.start..pieces[end - 1].span.end);
                at = end;
                continue;
            }
            if let Some(end) = self.listed_restriction(pieces, at) {
                at = end;
                continue;
            }
            let end = pieces[at..]
                .iter()
                .position(|placed| !matches!(placed.piece, Piece::Term(_) | Piece::Sign(_)))
                .map_or(pieces.len(), |length| at + length);
            if end > at {
                let last = !pieces[end..]
                    .iter()
                    .any(|placed| matches!(placed.piece, Piece::Sign(_)));
                if self.begins_claim(&pieces[at..end], last) {
                    self.mode = Mode::Statement;
                    self.before = Before::New;
                }
                self.segment(&pieces[at..end], connects[end]);
                at = end;
                continue;
            }
            if let Piece::Aside(list) = pieces[at].piece {
                // What is an aside in an aside is left out: nothing here goes deeper.
                let mut inner = self.reader.values[list].pieces.clone();
                inner.retain(|placed| !matches!(placed.piece, Piece::Aside(_)));
                if self.mode != Mode::Remark {
                    self.aside(&inner);
                }
            } else if !self.conditional(pieces, at) && !self.colon(pieces, at) {
                self.separator(&pieces[at]);
            }
            at += 1;
        }
    }

    /// Whether after conditions and a comma the claim itself follows, or another one: "for x > 0,
    /// log x = ...", "|x| = x for x >= 0, |x| = -x for x < 0".
    fn begins_claim(&self, segment: &[Placed], last: bool) -> bool {
        let signs: Vec<Sign> = segment
            .iter()
            .filter_map(|placed| match placed.piece {
                Piece::Sign(sign) => Some(sign),
                _ => None,
            })
            .collect();
        let number = |placed: &Placed| match &placed.piece {
            Piece::Term(term) => term
                .expr
                .as_ref()
                .is_ok_and(|term| self.reader.store.free_names(*term).is_empty()),
            _ => false,
        };
        let simple = |placed: &Placed| match &placed.piece {
            Piece::Term(term) => {
                term.single.is_some()
                    || term.expr.as_ref().is_ok_and(|term| {
                        matches!(self.reader.store.head(*term), Head::Name(_) | Head::Entry)
                    })
            }
            _ => true,
        };
        // `y > 0` is one more condition.
        let restricts = signs.contains(&Sign::In)
            || !signs.contains(&Sign::Relation(Relation::Equal))
                && segment
                    .iter()
                    .all(|placed| simple(placed) || number(placed));
        let named = |placed: &Placed| match &placed.piece {
            Piece::Term(term) => term.expr.as_ref().is_ok_and(|term| {
                matches!(
                    self.reader.store.head(*term),
                    Head::Name(_) | Head::Entry | Head::Apply(_)
                )
            }),
            _ => false,
        };
        let open = match &self.open {
            None => last && !self.pending.is_empty(),
            Some(draft) => !draft.is_dangling() && !segment.first().is_some_and(named),
        };
        self.mode == Mode::Condition
            && open
            && matches!(self.before, Before::Comma | Before::Break | Before::And)
            && !signs.is_empty()
            && !restricts
            && segment.len() > 2
    }

    /// Conditions in brackets behind a formula.
    fn aside(&mut self, pieces: &[Placed]) {
        let before = std::mem::replace(&mut self.before, Before::Comma);
        let mode = std::mem::replace(&mut self.mode, Mode::Condition);
        self.row(pieces);
        self.mode = mode;
        self.before = before;
    }

    fn separator(&mut self, placed: &Placed) {
        if !matches!(placed.piece, Piece::Separator(Separator::Comma)) {
            self.shared.clear();
        }
        match &placed.piece {
            Piece::Separator(separator) => match separator {
                Separator::Comma => self.before = Before::Comma,
                Separator::Semicolon | Separator::Period => {
                    if self.mode != Mode::Remark {
                        self.mode = Mode::Statement;
                    }
                    self.before = Before::New;
                }
                Separator::Colon => {
                    if self.mode == Mode::Condition {
                        self.mode = Mode::Statement;
                        self.before = Before::New;
                    } else if let Some(draft) = &mut self.open {
                        draft.labelled = true;
                        self.before = Before::New;
                    }
                }
                Separator::And => self.before = Before::And,
                Separator::Or => self.before = Before::Or,
                Separator::Mid => {
                    if self.mode != Mode::Remark {
                        self.unread("a bar without a partner", placed);
                    }
                }
            },
            Piece::Break => {
                if self.mode != Mode::Remark {
                    self.before = Before::Break;
                }
            }
            Piece::ForAll => self.mode = Mode::Condition,
            Piece::Exists => self.unread("what exists is not read", placed),
            Piece::Dots => {
                let dangling = self.open.as_ref().is_some_and(Draft::is_dangling);
                let lists = self.open.as_ref().is_some_and(|open| !open.relates());
                if self.mode == Mode::Statement && self.before == Before::Comma && lists {
                    // `x_1, \dots, x_n`: what is left out is one more term of the list.
                    let dots = self.reader.left_out();
                    self.finish();
                    let mut draft = Draft::new(placed.span.clone());
                    draft.term(dots, placed.span.clone());
                    self.open = Some(draft);
                    return;
                }
                if self.mode != Mode::Remark && (dangling || self.before == Before::Comma) {
                    self.fail(Diagnostic::new(
                        "dots do not say what they stand for",
                        placed.span.clone(),
                    ));
                }
            }
            Piece::Word(class) => match class {
                Class::Condition => self.mode = Mode::Condition,
                Class::And => self.before = Before::And,
                Class::Or => self.before = Before::Or,
                Class::Iff | Class::Implies => {
                    let connective = if *class == Class::Iff {
                        Connective::Iff
                    } else {
                        Connective::Implies
                    };
                    self.mode = Mode::Statement;
                    if let Some(draft) = &mut self.open {
                        draft.connect(connective, placed.span.clone());
                    }
                    self.before = Before::Row;
                }
                Class::Statement => {
                    self.mode = Mode::Statement;
                    self.before = Before::New;
                }
                Class::Otherwise => {}
                Class::Remark => self.mode = Mode::Remark,
                // `H_0: a = 0 \text{ versus } H_1: a > 0`
                Class::Versus if self.tests() => self.before = Before::New,
                Class::Unread | Class::Versus => {
                    self.unread("these words are not understood", placed)
                }
            },
            Piece::Term(_) | Piece::Sign(_) | Piece::Aside(_) => {}
        }
    }

    /// What turns the formula into another statement: with it the whole row is not read.
    pub(super) fn unread(&mut self, message: &str, placed: &Placed) {
        // Also what a remark says turns the formula that it is about.
        self.fail(Diagnostic::new(message, placed.span.clone()));
        self.mode = Mode::Remark;
    }

    fn fail(&mut self, fault: Diagnostic) {
        let span = fault.span.clone();
        self.open
            .get_or_insert_with(|| Draft::new(span))
            .fault
            .get_or_insert(fault);
    }

    /// Terms and signs without anything else between them.
    fn segment(&mut self, segment: &[Placed], connects_later: bool) {
        let before = std::mem::replace(&mut self.before, Before::New);
        match self.mode {
            Mode::Remark => return,
            Mode::Condition => {
                let only_term = !segment.iter().any(|p| matches!(p.piece, Piece::Sign(_)));
                if only_term {
                    // "for all z": nothing is said of z; of "x, y > 0" both are restricted.
                    self.shared.push(segment[0].clone());
                } else {
                    let shared = std::mem::take(&mut self.shared);
                    if before == Before::Comma {
                        for term in shared {
                            let mut one = segment.to_vec();
                            one[0] = term;
                            self.given(&one);
                        }
                    }
                    self.given(segment);
                }
                self.before = before;
                return;
            }
            Mode::Statement => {}
        }
        let signs: Vec<Sign> = segment
            .iter()
            .filter_map(|placed| match placed.piece {
                Piece::Sign(sign) => Some(sign),
                _ => None,
            })
            .collect();
        let leading = matches!(segment[0].piece, Piece::Sign(_));
        let connective = segment.iter().any(|placed| is_connective(&placed.piece));
        let inequality = !signs.is_empty()
            && signs.iter().all(|sign| match sign {
                Sign::Relation(relation) => *relation != Relation::Equal,
                Sign::In => true,
                _ => false,
            });
        let continues = match &self.open {
            None => false,
            Some(draft) => draft.is_dangling() || (leading && before != Before::New),
        };
        if continues {
            self.extend(segment);
            return;
        }
        let Some(draft) = &self.open else {
            self.begin(segment);
            return;
        };
        match before {
            Before::And | Before::Or => self.join(segment, before == Before::Or),
            Before::Comma | Before::Break
                if inequality && !leading && (draft.claims() || self.restricts(segment)) =>
            {
                self.given(segment);
            }
            Before::Comma | Before::Break if !leading && self.says_which(segment) => {
                self.given(segment);
            }
            Before::Comma if !signs.is_empty() && self.is_number() => {
                self.unread("a comma between numbers", &segment[0]);
            }
            Before::Comma if signs.is_empty() && draft.relates() => {
                self.fail(
                    Diagnostic::new("a comma in a formula", segment[0].span.clone())
                        .label("this belongs to no relation"),
                );
            }
            Before::Comma if connective || connects_later || draft.connected() => {
                self.join(segment, false);
            }
            _ => {
                // `E(\lambda): f(x) = ..`: what stands before the colon is a label.
                if draft.labelled
                    && !draft.relates()
                    && draft.fault.is_none()
                    && !matches!(signs.first(), Some(Sign::To(_)))
                {
                    self.open = None;
                } else if draft.labelled && signs.iter().any(|sign| matches!(sign, Sign::To(_))) {
                    if let Some(draft) = &mut self.open {
                        draft.nature = Some(Nature::Declaration);
                    }
                    return;
                }
                self.finish();
                self.begin(segment);
            }
        }
    }

    fn begin(&mut self, segment: &[Placed]) {
        let span = segment[0].span.start..segment[segment.len() - 1].span.end;
        let mut draft = Draft::new(span);
        draft.nature = self.next.take();
        draft.given = std::mem::take(&mut self.pending);
        draft.vectors = std::mem::take(&mut self.pending_vectors);
        self.open = Some(draft);
        self.extend(segment);
    }

    /// Another conjunct (or disjunct) of the last side.
    fn join(&mut self, segment: &[Placed], or: bool) {
        if let Some(draft) = &mut self.open {
            draft.join(or);
        }
        self.extend(segment);
    }

    /// Goes on with the open statement.
    fn extend(&mut self, segment: &[Placed]) {
        for (at, placed) in segment.iter().enumerate() {
            let span = placed.span.clone();
            let Some(draft) = &mut self.open else { return };
            draft.span.end = draft.span.end.max(span.end);
            match &placed.piece {
                Piece::Term(term) => {
                    let previous = at.checked_sub(1).map(|at| &segment[at].piece);
                    if matches!(previous, Some(Piece::Sign(Sign::In))) {
                        let term = term.clone();
                        let connects = draft.connected()
                            || segment[at..]
                                .iter()
                                .any(|placed| is_connective(&placed.piece));
                        self.membership(&term, span, connects);
                    } else {
                        match term.expr.clone() {
                            Ok(expr) => draft.term(expr, span),
                            Err(fault) => draft.fail_term(fault, span),
                        }
                    }
                }
                Piece::Sign(sign) => draft.sign(*sign, span),
                _ => {}
            }
        }
    }

    /// A condition of the open statement, or of the next one.
    pub(super) fn given(&mut self, segment: &[Placed]) {
        let span = segment[0].span.start..segment[segment.len() - 1].span.end;
        // A vector is declared.
        for at in 1..segment.len().saturating_sub(1) {
            if let (Piece::Term(x), Piece::Sign(Sign::In), Piece::Term(set)) = (
                &segment[at - 1].piece,
                &segment[at].piece,
                &segment[at + 1].piece,
            ) && let Ok(x) = x.expr.clone()
                && let Some(name) = self.reader.store.name_text(x)
                && let Ok(Member::Vector(size)) = self.reader.member(x, set)
            {
                let vector = (name.to_owned(), size);
                match &mut self.open {
                    Some(draft) => draft.vectors.push(vector),
                    None => self.pending_vectors.push(vector),
                }
            }
        }
        // `h(x) := x^2` as a condition is one like `h(x) = x^2`.
        let plain: Vec<Placed> = segment
            .iter()
            .map(|placed| match placed.piece {
                Piece::Sign(Sign::Define) => Placed {
                    piece: Piece::Sign(Sign::Relation(Relation::Equal)),
                    span: placed.span.clone(),
                },
                _ => placed.clone(),
            })
            .collect();
        match self.reader.relations(&plain) {
            Ok(formulas) => {
                if formulas.is_empty() {
                    // `x, y \in \mathbb{R}` says what they are and no more.
                    self.declared.get_or_insert_with(|| span.clone());
                }
                let given = formulas.into_iter().map(|formula| (formula, span.clone()));
                match &mut self.open {
                    Some(draft) => draft.given.extend(given),
                    None => self.pending.extend(given),
                }
            }
            Err(fault) => self.fail(fault),
        }
    }
}

pub(super) fn is_connective(piece: &Piece) -> bool {
    matches!(
        piece,
        Piece::Sign(Sign::Iff | Sign::Implies | Sign::ImpliedBy)
    )
}
