//! What leaves a doubt: a careful reader does not call false what may be meant in another way.

use super::weigh::Link;
use crate::check::{Claim, Report, Verdict, nature};
use crate::expr::{Expr, Head, Relation, Store};
use crate::render::plain;

/// What the names of letters with accents end with.
const ACCENTS: [&str; 4] = ["bar", "hat", "tilde", "star"];

impl Link<'_, '_> {
    /// Why what was found against a claim leaves a doubt: a careful reader does not call false what may
    /// be meant in another way.
    pub(super) fn doubt(
        &self,
        claim: &Claim,
        report: &Report,
        bare: &Claim,
        far: bool,
    ) -> Option<String> {
        let store = self.case.store;
        if !matches!(report.verdict, Verdict::Refuted | Verdict::Conditional) {
            return None;
        }
        let link = claim.links[0];
        let one = store.int(1);
        if store.any(self.formula(), |node| {
            node.head == Head::Div && node.args[1] == one
        }) {
            return Some("nobody divides by 1: brackets may be missing".to_owned());
        }
        if let Some(name) = accented(store, link) {
            return Some(format!(
                "it fails in general, but what {} is may be said in words",
                plain(store, name)
            ));
        }
        if nature::speaks_alone(store, link, &claim.given) {
            return Some(
                "it fails in general, but only one side speaks of some of its names: what they \
                 are may be said in words"
                    .to_owned(),
            );
        }
        if far
            && self
                .report(bare)
                .is_none_or(|other| other.verdict != report.verdict)
        {
            // What is false with a definition of another place may be meant without it.
            return Some(
                "it fails with a definition that stands in another part of the document, or that \
                 the document gives in several ways"
                    .to_owned(),
            );
        }
        let (a, b) = store.sides(link)?;
        if report.verdict == Verdict::Conditional {
            let evident = |condition: &Expr| {
                matches!(store.head(*condition), Head::Relation(Relation::NotEqual))
            };
            return report.conditions.iter().all(evident).then(|| {
                let conditions: Vec<String> = report
                    .conditions
                    .iter()
                    .map(|condition| plain(store, *condition))
                    .collect();
                format!(
                    "it holds where {}, which may be understood",
                    conditions.join(" and ")
                )
            });
        }
        // What is given cannot be a derivative that machine numbers do not know; that of a function
        // is there where the function is.
        let sides = [a, b].into_iter();
        let sides = sides.filter(|side| !store.has_kind(*side, &Head::Derivative));
        let mut defined = claim.clone();
        defined.given.extend(sides.map(|side| store.eq(side, side)));
        let other = self.report(&defined);
        other
            .is_none_or(|other| other.verdict != Verdict::Refuted)
            .then(|| "it fails where one of its sides has no value, and nowhere else".to_owned())
    }
}

/// A name with an accent beside the same letter without one, such as x̄ beside x: a mean, a
/// prediction, an estimate of it.
fn accented(store: &Store, link: Expr) -> Option<Expr> {
    let names = store.free_names(link);
    let plain = |base: &str| {
        let mut texts = names.iter().filter_map(|name| store.name_text(*name));
        texts.any(|text| text == base)
    };
    names.iter().copied().find(|name| {
        store.name_text(*name).is_some_and(|text| {
            ACCENTS.iter().any(|accent| {
                text.strip_suffix(accent)
                    .is_some_and(|base| plain(base.trim_end_matches('_')))
            })
        })
    })
}
