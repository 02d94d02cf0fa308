//! A claim as its record says it was read: its proofs, its conditions, its points.

use serde_json::Value;

use super::definitions::{Open, saying_nothing};
use super::fields::Record;
use super::points::entries_put_in;
use super::{Confirmed, rejected};
use crate::check::budget::Budget;
use crate::check::condition::Fit;
use crate::check::discourse::{Discourse, definition_of};
use crate::check::link::Link;
use crate::check::rounding::{self, Rounding};
use crate::check::{self, decide, witness};
use crate::derive::evidence::have_room;
use crate::expr::{Expr, Head, Shapes, Store};
use crate::kernel::Kernel;
use crate::kernel::arrange::Arranger;
use crate::parse;
use crate::proof::certificate::{self, Proved};
use crate::proof::{Fault, Unreadable};
use crate::render::plain;

/// A claim as a record says it was read.
pub(super) struct Claim {
    pub reading: Expr,
    pub links: Vec<Expr>,
    pub given: Vec<Expr>,
    pub conditions: Vec<Expr>,
}

impl Claim {
    pub fn read(store: &Store, record: &Record<'_>) -> Result<Claim, Unreadable> {
        let formula = |text: &str, place: &str| {
            let read = parse::formula(store, text).ok();
            let read = read.filter(|read| store.head(*read).is_formula());
            read.ok_or_else(|| {
                let text = crate::proof::shortened(text);
                Unreadable::new(place, format!("`{text}` is no plain formula"))
            })
        };
        let all = |texts: &[&str], place: &str| -> Result<Vec<Expr>, Unreadable> {
            texts.iter().map(|text| formula(text, place)).collect()
        };
        let reading = formula(record.reading, "reading")?;
        let given = all(&record.given, "given")?;
        Ok(Claim::of(
            store,
            reading,
            given,
            all(&record.conditions, "conditions")?,
        ))
    }

    /// A claim as it was read.
    pub fn of(store: &Store, reading: Expr, given: Vec<Expr>, conditions: Vec<Expr>) -> Claim {
        Claim {
            reading,
            links: store.conjuncts(reading),
            given,
            conditions,
        }
    }

    /// A link with the functions and entries put in that what is given defines, and what is given
    /// then, with the values of those functions being defined.
    pub fn unfolded(&self, store: &Store, link: Expr) -> (Expr, Vec<Expr>) {
        let mut discourse = Discourse::default();
        let mut rest = Vec::new();
        for given in self.given.iter().flat_map(|g| store.conjuncts(*g)) {
            let definition = definition_of(store, given)
                .filter(|definition| !matches!(store.head(definition.left), Head::Name(_)));
            match definition {
                Some(definition) => discourse.define(store, &definition, 0),
                None => rest.push(given),
            }
        }
        let claim = check::Claim {
            links: vec![link],
            given: rest,
            chain: false,
            quantities: Vec::new(),
            shapes: Shapes::default(),
            budget: Budget::default(),
        };
        let told = discourse.tell(store, &claim, None, true);
        let link = told.claim.links.first().copied().unwrap_or(link);
        (link, told.claim.given)
    }

    /// Confirms that conditions are simpler than the claim, and hold together around some point.
    pub fn conditions_leave_room(&self, store: &Store) -> Result<(), Fault> {
        let mut links = Vec::new();
        for link in &self.links {
            let link = Link::new(store, *link, &self.given, Budget::default());
            let fit = Fit::new(store, &link);
            if let Some(other) = self.conditions.iter().find(|c| fit.is_own(**c)) {
                let what = format!("the condition `{}`", plain(store, *other));
                return Err(rejected(what, "it is the claim itself, or a side of it"));
            }
            links.push(link.formula);
        }
        let inside = self
            .conditions
            .iter()
            .map(|c| check::condition::inside(store, *c));
        let all: Vec<Expr> = self.given.iter().copied().chain(inside).collect();
        let room = witness::find(store, &[], &all).is_some()
            || have_room(
                store,
                store.and([]),
                &[self.given.as_slice(), &self.conditions].concat(),
            );
        match room {
            true => Ok(()),
            false => Err(rejected(
                "the conditions",
                "no point was found around which they hold",
            )),
        }
    }

    /// Whether a link's numbers are right as they are printed.
    fn agrees(&self, store: &Store, link: Expr, text: &str) -> bool {
        let (unfolded, given) = self.unfolded(store, link);
        let put = decide::with_given(store, unfolded, &given);
        rounding::judge(store, link, put, text) == Some(Rounding::Agrees)
    }

    /// The links without a proof, if all of them claim nothing.
    pub fn unclaimed(&self, store: &Store, proofs: &[Proved], text: &str) -> Option<Vec<Expr>> {
        if let ([_], [_, ..]) = (self.links.as_slice(), proofs) {
            return Some(Vec::new());
        }
        let arranger = Arranger::default();
        let same = |a: Expr, b: Expr| a == b || arranger.same(store, a, b);
        let mut open = self.links.clone();
        open.retain(|link| {
            let forms = self.forms(store, *link);
            let proves =
                |proof: &Proved| forms.iter().any(|(form, _)| same(*form, proof.statement));
            !proofs.iter().any(proves) && !self.agrees(store, *link, text)
        });
        let known = saying_nothing(store, &self.links, &open, &self.given)?;
        let none = open.len() == self.links.len();
        (!none).then(|| known.into_iter().map(|(link, _)| link).collect())
    }

    /// The links as they may have been proved: as they stand, or with what is given put in; with
    /// what may be assumed.
    fn forms(&self, store: &Store, link: Expr) -> Vec<(Expr, Vec<Expr>)> {
        let all = [self.given.as_slice(), &self.conditions].concat();
        let conjuncts = |formulas: &[Expr]| -> Vec<Expr> {
            formulas.iter().flat_map(|g| store.conjuncts(*g)).collect()
        };
        let mut forms = vec![(link, conjuncts(&all))];
        let (unfolded, defined) = self.unfolded(store, link);
        let whole = [all.as_slice(), &defined].concat();
        let as_given = [self.given.as_slice(), &defined].concat();
        forms.push((unfolded, conjuncts(&whole)));
        let (mut entries, mut rest) = ([unfolded], defined.clone());
        entries_put_in(store, &mut entries, &mut rest);
        let of_entries = [whole.as_slice(), &rest].concat();
        forms.push((entries[0], conjuncts(&of_entries)));
        for (link, given) in [
            (link, &self.given),
            (link, &all),
            (unfolded, &as_given),
            (unfolded, &whole),
        ] {
            let put = Link::new(store, link, given, Budget::default());
            let assumed = [conjuncts(&put.given), conjuncts(&self.conditions)].concat();
            forms.push((put.formula, assumed));
        }
        forms
    }

    /// Confirms the proofs, and that every link has one, is right as its numbers are printed, or
    /// claims nothing.
    pub fn holds(
        &self,
        store: &Store,
        record: &Record<'_>,
        confirmed: &mut Confirmed,
    ) -> Result<(), Fault> {
        let proof = record.proof.filter(|proof| !proof.is_null());
        let mut left = match proof {
            Some(proof) => self.unproved(store, proof, confirmed)?,
            None => self.links.clone(),
        };
        if record.rounded {
            let before = left.len();
            left.retain(|link| !self.agrees(store, *link, record.claim));
            confirmed.rounded = left.len() < before;
            if !confirmed.rounded {
                return Err(rejected("the verdict", "no number agrees as it is rounded"));
            }
        } else if confirmed.proved.is_empty() {
            let why = "no proof comes with it: `check --steps` writes it";
            return Err(rejected("the verdict", why));
        }
        self.claim_nothing(store, record, &left, confirmed)
    }

    /// Confirms the proofs; gives the links that have none.
    fn unproved(
        &self,
        store: &Store,
        proof: &Value,
        confirmed: &mut Confirmed,
    ) -> Result<Vec<Expr>, Fault> {
        let proofs = certificate::from_json(store, proof)?;
        let kernel = Kernel::new(store);
        let arranger = Arranger::default();
        let same = |a: Expr, b: Expr| a == b || arranger.same(store, a, b);
        let forms: Vec<Vec<(Expr, Vec<Expr>)>> = self
            .links
            .iter()
            .map(|link| self.forms(store, *link))
            .collect();
        let mut open = vec![true; self.links.len()];
        for one in &proofs {
            let shown = plain(store, one.statement);
            let accepted = kernel
                .verify(one.statement, &one.given, &one.certificate)
                .map_err(|fault| {
                    rejected(format!("the proof of `{shown}`"), format!("{fault:?}"))
                })?;
            let assumed: Vec<Expr> = one
                .given
                .iter()
                .chain(&accepted.conditions)
                .copied()
                .collect();
            let mut known = false;
            for (forms, open) in forms.iter().zip(&mut open) {
                let proves = forms.iter().any(|(statement, allowed)| {
                    same(*statement, one.statement)
                        && assumed.iter().all(|a| allowed.iter().any(|b| same(*a, *b)))
                });
                known |= proves;
                *open &= !proves;
            }
            if !known {
                let why = "the claim does not say this, or does not give what is assumed";
                return Err(rejected(format!("the proof of `{shown}`"), why));
            }
            confirmed.steps += accepted.steps.len();
            confirmed.proved.push(shown);
        }
        let links = self.links.iter().zip(&open);
        Ok(links
            .filter(|(_, open)| **open)
            .map(|(link, _)| *link)
            .collect())
    }

    /// Confirms that links without a proof are those of which the record says so, and claim nothing.
    fn claim_nothing(
        &self,
        store: &Store,
        record: &Record<'_>,
        left: &[Expr],
        confirmed: &mut Confirmed,
    ) -> Result<(), Fault> {
        let arranger = Arranger::default();
        let same = |a: Expr, b: Expr| a == b || arranger.same(store, a, b);
        let said = record
            .unclaimed
            .iter()
            .map(|text| parse::formula(store, text));
        let said: Vec<Expr> = said.flatten().collect();
        let unsaid = left
            .iter()
            .find(|link| !said.iter().any(|one| same(*one, **link)));
        if let Some(link) = unsaid {
            let what = format!("`{}`", plain(store, *link));
            return Err(rejected(what, "no proof comes with it"));
        }
        let more = said
            .iter()
            .any(|one| !left.iter().any(|link| same(*one, *link)));
        if more || said.len() != record.unclaimed.len() {
            return Err(rejected("the links that claim nothing", "they are others"));
        }
        let known = saying_nothing(store, &self.links, left, &self.given);
        let known = known.ok_or_else(|| {
            let all: Vec<String> = left
                .iter()
                .map(|link| format!("`{}`", plain(store, *link)))
                .collect();
            rejected(
                all.join(", "),
                "no proof comes with it, and it is no definition",
            )
        })?;
        for (link, open) in known {
            let what = match open {
                Open::Definition => "a definition",
                Open::Model => "a model",
            };
            confirmed
                .unclaimed
                .push(format!("{} ({what})", plain(store, link)));
        }
        Ok(())
    }
}
