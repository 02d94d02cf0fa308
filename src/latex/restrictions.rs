//! What a formula says of which values are meant: `x, y > 0`, `0 < p, q < 1`, `l < k: ...`, and
//! `i = j` behind a claim; and what a label before a colon makes of the statement after it.

use super::Nature;
use super::conditions::Member;
use super::draft::{Draft, Mode};
use super::reader::{Piece, Placed, Reader, Term};
use super::statement::{Assembly, Before, is_connective};
use super::tree::{Separator, Sign};
use crate::expr::{Expr, Head, Relation, Store};

/// A name or an entry of one.
fn named(store: &Store, placed: &Placed) -> Option<Expr> {
    let Piece::Term(term) = &placed.piece else {
        return None;
    };
    let expr = term.expr.clone().ok()?;
    matches!(store.head(expr), Head::Name(_) | Head::Entry).then_some(expr)
}

/// Whether a term is a name, an entry or a number.
fn simple(store: &Store, expr: Expr) -> bool {
    matches!(store.head(expr), Head::Name(_) | Head::Entry) || store.free_names(expr).is_empty()
}

fn orders(piece: &Piece) -> bool {
    match piece {
        Piece::Sign(Sign::Relation(relation)) => *relation != Relation::Equal,
        Piece::Sign(sign) => *sign == Sign::In,
        _ => false,
    }
}

/// Whether a row begins with names, all of which an inequality or a membership restricts: `x, y > 0`.
pub(super) fn restricts_several(reader: &Reader<'_>, pieces: &[Placed]) -> bool {
    let is_name = |placed: &Placed| named(reader.store, placed).is_some();
    let pairs = pieces.chunks_exact(2);
    let listed = pairs
        .take_while(|pair| {
            is_name(&pair[0]) && matches!(pair[1].piece, Piece::Separator(Separator::Comma))
        })
        .count();
    match &pieces[2 * listed..] {
        [last, sign, ..] => {
            let apart = list(reader.store, pieces, 0).is_some();
            listed > 0 && apart && is_name(last) && orders(&sign.piece)
        }
        _ => false,
    }
}

/// A list of names, `p, q` or `x_1, \dots, x_n`, that starts at a place.
struct Listed {
    names: Vec<Placed>,
    /// After which of them dots stand.
    dots: Option<usize>,
    end: usize,
}

fn list(store: &Store, pieces: &[Placed], at: usize) -> Option<Listed> {
    let mut names = vec![pieces.get(at)?.clone()];
    named(store, &names[0])?;
    let mut dots = None;
    let mut end = at + 1;
    while let Some(Piece::Separator(Separator::Comma)) = pieces.get(end).map(|p| &p.piece) {
        let next = pieces.get(end + 1)?;
        if matches!(next.piece, Piece::Dots) && dots.is_none() {
            dots = Some(names.len() - 1);
            end += 2;
            continue;
        }
        named(store, next)?;
        names.push(next.clone());
        end += 2;
    }
    // `f_k, k \in S` says what k runs over.
    let last = named(store, &names[names.len() - 1])?;
    let indexed = |placed: &Placed| named(store, placed).is_some_and(|n| store.contains(n, last));
    let several = names.len() > 1 && !names[..names.len() - 1].iter().any(indexed);
    several.then_some(Listed { names, dots, end })
}

impl Reader<'_> {
    /// Pieces with `y \mid x, z` before a sign as one term: y given x and z.
    pub(super) fn conditioned(&mut self, pieces: Vec<Placed>) -> Vec<Placed> {
        let bar = |placed: &Placed| matches!(placed.piece, Piece::Separator(Separator::Mid));
        if !pieces.iter().any(bar) {
            return pieces;
        }
        let mut all: Vec<Placed> = Vec::with_capacity(pieces.len());
        let mut at = 0;
        while at < pieces.len() {
            if bar(&pieces[at])
                && let Some((term, end)) = self.given_behind(all.last(), &pieces[at + 1..])
            {
                all.pop();
                all.push(term);
                at += 1 + end;
                continue;
            }
            all.push(pieces[at].clone());
            at += 1;
        }
        all
    }

    /// A term with the terms behind a bar, if a sign follows them; and how many pieces were taken.
    fn given_behind(
        &mut self,
        before: Option<&Placed>,
        behind: &[Placed],
    ) -> Option<(Placed, usize)> {
        let expr = |placed: &Placed| match &placed.piece {
            Piece::Term(term) => term.expr.clone().ok(),
            _ => None,
        };
        let mut parts = vec![expr(before?)?];
        let mut at = 0;
        let sign = loop {
            parts.push(expr(behind.get(at)?)?);
            at += 1;
            match &behind.get(at)?.piece {
                Piece::Separator(Separator::Comma | Separator::Semicolon) => at += 1,
                Piece::Sign(sign) => break *sign,
                _ => return None,
            }
        };
        let expr = self.store.apply("given", &parts);
        let distributed = |placed: &Placed| matches!(placed.piece, Piece::Sign(Sign::Distributed));
        if sign != Sign::Distributed {
            // `X | Z = k \sim D`: the bar reaches on.
            if behind[at..].iter().any(distributed) {
                return None;
            }
            self.hide(expr, "a bar stands in it that is none of numbers".into());
        }
        let span = before?.span.start..behind[at - 1].span.end;
        let term = Term {
            expr: Ok(expr),
            single: None,
            text: String::new(),
        };
        let piece = Piece::Term(term);
        Some((Placed { piece, span }, at))
    }
}

impl Assembly<'_, '_> {
    /// `0 < p, q < 1`, `x_1, \dots, x_n > 0`: the place after it, if the list at this one is
    /// restricted as a whole.
    pub(super) fn listed_restriction(&mut self, pieces: &[Placed], at: usize) -> Option<usize> {
        let stands = match (&self.open, self.mode) {
            (_, Mode::Remark) => false,
            (_, Mode::Condition) | (None, Mode::Statement) => true,
            (Some(draft), Mode::Statement) => {
                draft.claims() && matches!(self.before, Before::Comma | Before::Break)
            }
        };
        if !stands {
            return None;
        }
        let store = self.reader.store;
        // What stands before the list: `0 <`.
        let bounded = pieces.get(at + 1).is_some_and(|next| {
            orders(&next.piece) && !matches!(next.piece, Piece::Sign(Sign::In))
        }) && matches!(pieces[at].piece, Piece::Term(_));
        let from = if bounded { at + 2 } else { at };
        let listed = list(store, pieces, from)?;
        let rest = pieces[listed.end..]
            .iter()
            .take_while(|placed| matches!(placed.piece, Piece::Term(_) | Piece::Sign(_)))
            .count();
        let rest = &pieces[listed.end..listed.end + rest];
        let restricted = rest.len() >= 2 && orders(&rest[0].piece);
        if !restricted || rest.iter().any(|placed| is_connective(&placed.piece)) {
            return None;
        }
        if let [_, set] = rest
            && matches!(rest[0].piece, Piece::Sign(Sign::In))
            && self.declares(&listed.names, set)
        {
            self.before = Before::New;
            return Some(listed.end + rest.len());
        }
        let head = &pieces[at..from];
        for (number, name) in listed.names.iter().enumerate() {
            let mut one = head.to_vec();
            one.push(name.clone());
            one.extend_from_slice(rest);
            match listed.dots {
                Some(last) if number == last => {
                    self.given_between(&one, head.len(), listed.names.get(number + 1)?)?;
                }
                _ => self.given(&one),
            }
        }
        self.before = Before::New;
        Some(listed.end + rest.len())
    }

    /// `w, \theta \in \Theta` of a set that nobody knows, as a statement of its own.
    fn declares(&mut self, names: &[Placed], set: &Placed) -> bool {
        let (Piece::Term(set), None) = (&set.piece, &self.open) else {
            return false;
        };
        let Some(name) = named(self.reader.store, &names[0]) else {
            return false;
        };
        let unknown = matches!(self.reader.member(name, set), Ok(Member::Unknown));
        if unknown {
            let mut draft = Draft::new(names[0].span.start..names[names.len() - 1].span.end);
            draft.nature = Some(Nature::Declaration);
            self.open = Some(draft);
        }
        unknown
    }

    /// The condition of every entry from the one in a segment to another: `x_1, \dots, x_n > 0`.
    fn given_between(&mut self, one: &[Placed], at: usize, last: &Placed) -> Option<()> {
        let store = self.reader.store;
        let (first, last) = (named(store, &one[at])?, named(store, last)?);
        let (Head::Entry, [base, lo]) = (store.head(first), store.args(first)) else {
            return None;
        };
        let (Head::Entry, [other, hi]) = (store.head(last), store.args(last)) else {
            return None;
        };
        let (base, lo, hi) = (*base, *lo, *hi);
        if *other != base {
            return None;
        }
        let bound = crate::expr::free_index_name(store, |name| {
            store.contains(first, name) || store.contains(last, name)
        });
        let mut each = one.to_vec();
        each[at].piece = Piece::Term(Term {
            expr: Ok(store.entry(base, &[bound])),
            single: None,
            text: String::new(),
        });
        let formulas = self.reader.relations(&each).ok()?;
        let span = one[0].span.start..one[one.len() - 1].span.end;
        let formula = store.bind(Head::Each, bound, lo, hi, store.and(formulas));
        match &mut self.open {
            Some(draft) => draft.given.push((formula, span)),
            None => self.pending.push((formula, span)),
        }
        Some(())
    }

    /// `y \mid x \sim D(x)`: a bar in what is distributed.
    pub(super) fn conditional(&mut self, pieces: &[Placed], at: usize) -> bool {
        let bar = matches!(pieces[at].piece, Piece::Separator(Separator::Mid));
        let distributed = |placed: &Placed| matches!(placed.piece, Piece::Sign(Sign::Distributed));
        if !bar || self.mode != Mode::Statement || !pieces[at + 1..].iter().any(distributed) {
            return false;
        }
        if let Some(draft) = &mut self.open
            && !draft.connected()
        {
            draft.nature = Some(Nature::Distribution);
        }
        self.unread("a bar without a partner", &pieces[at]);
        true
    }

    /// A colon after a condition or after the name of a hypothesis; false if it is another one.
    pub(super) fn colon(&mut self, pieces: &[Placed], at: usize) -> bool {
        let colon = matches!(pieces[at].piece, Piece::Separator(Separator::Colon));
        let follows = |placed: &Placed| matches!(placed.piece, Piece::Sign(_));
        if !colon || self.mode != Mode::Statement || !pieces[at + 1..].iter().any(follows) {
            return false;
        }
        if let Some(Piece::Term(term)) = at.checked_sub(1).map(|at| &pieces[at].piece)
            && is_hypothesis(&term.text)
            && self.open.as_ref().is_some_and(|draft| draft.is_single())
        {
            self.open = None;
            self.next = Some(Nature::Hypothesis);
            self.before = Before::New;
            return true;
        }
        self.condition_before(pieces, at)
    }

    /// `l < k: ...`, `x \in (0, 1): ...`: what stands before the colon is a condition.
    fn condition_before(&mut self, pieces: &[Placed], at: usize) -> bool {
        let store = self.reader.store;
        let Some(draft) = &self.open else {
            return false;
        };
        let declared = draft.nature == Some(Nature::Declaration) && draft.is_single();
        let open = draft.fault.is_none() && !draft.connected() && !draft.is_dangling();
        let chains = draft.sides.iter().flatten();
        let plain = chains
            .clone()
            .flat_map(|chain| &chain.terms)
            .all(|(term, _)| simple(store, *term));
        if !open || !(declared || draft.nature.is_none() && draft.relates() && plain) {
            return false;
        }
        // `X = 1: X = 0` compares two events.
        let first = draft.sides[0][0].terms.first().map(|(term, _)| *term);
        let again =
            first.is_some() && pieces.get(at + 1).and_then(|placed| named(store, placed)) == first;
        let equal = chains
            .clone()
            .flat_map(|chain| &chain.signs)
            .any(|(relation, _)| *relation == Relation::Equal);
        if again && equal {
            if let Some(draft) = &mut self.open {
                draft.nature = Some(Nature::Hypothesis);
            }
            self.next = Some(Nature::Hypothesis);
            self.before = Before::New;
            return true;
        }
        let Some(draft) = self.open.take() else {
            return false;
        };
        for chain in draft.sides.iter().flatten() {
            let pairs = chain.signs.iter().zip(chain.terms.windows(2));
            for ((relation, _), pair) in pairs {
                let span = pair[0].1.start..pair[1].1.end;
                let formula = store.relate(*relation, pair[0].0, pair[1].0);
                self.pending.push((formula, span));
            }
        }
        self.pending.extend(draft.given);
        self.pending_vectors.extend(draft.vectors);
        self.before = Before::New;
        true
    }

    /// Whether a segment behind a formula restricts variables only: names, entries and numbers.
    pub(super) fn restricts(&self, segment: &[Placed]) -> bool {
        let store = self.reader.store;
        let plain = |placed: &Placed| match &placed.piece {
            Piece::Term(term) => term.expr.as_ref().is_ok_and(|expr| simple(store, *expr)),
            _ => true,
        };
        let open = self.open.as_ref().is_some_and(|draft| {
            let mut terms = draft.sides.iter().flatten().flat_map(|chain| &chain.terms);
            draft.relates() && terms.any(|(term, _)| !simple(store, *term))
        });
        open && segment.iter().all(plain)
    }

    /// Whether a segment says which indices of the formula before it are meant: `i = j`.
    pub(super) fn says_which(&self, segment: &[Placed]) -> bool {
        let store = self.reader.store;
        let [left, sign, right] = segment else {
            return false;
        };
        let equal = matches!(
            sign.piece,
            Piece::Sign(Sign::Relation(Relation::Equal | Relation::NotEqual))
        );
        let (Some(index), Piece::Term(value), Some(draft)) =
            (named(store, left), &right.piece, &self.open)
        else {
            return false;
        };
        let counts = |expr: Expr| match store.name_text(expr) {
            Some(text) => self.reader.survey.is_index(text),
            None => store.small_integer(expr).is_some(),
        };
        let mut terms = draft.sides.iter().flatten().flat_map(|chain| &chain.terms);
        equal
            && draft.claims()
            && store.name_text(index).is_some()
            && counts(index)
            && value.expr.as_ref().is_ok_and(|value| counts(*value))
            && terms.any(|(term, _)| store.free_names(*term).contains(&index))
    }

    /// Whether the open statement is a number so far.
    pub(super) fn is_number(&self) -> bool {
        self.open.as_ref().is_some_and(|draft| {
            draft.is_single()
                && draft
                    .last_term()
                    .is_some_and(|term| self.reader.store.literal(term).is_some())
        })
    }

    /// Whether the open statement is what a test is about.
    pub(super) fn tests(&self) -> bool {
        let nature = self.open.as_ref().and_then(|draft| draft.nature);
        nature == Some(Nature::Hypothesis)
    }
}

/// Whether a label is one of hypotheses: `H_0`, `H_a`.
fn is_hypothesis(label: &str) -> bool {
    let Some(rest) = label.strip_prefix('H') else {
        return false;
    };
    matches!(
        rest.trim_start_matches('_'),
        "" | "0" | "1" | "2" | "a" | "A" | "o" | "null"
    )
}
