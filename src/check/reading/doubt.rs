//! What leaves a doubt: a careful reader does not call false what may be meant in another way.

use super::weigh::Link;
use crate::check::{Claim, Report, Verdict, affirm, nature, obstacle};
use crate::expr::{Expr, Head, Relation, Store};
use crate::render::plain;

/// What the names of letters with accents end with.
const ACCENTS: [&str; 4] = ["bar", "hat", "tilde", "star"];

/// Why what was found against a claim leaves a doubt.
pub(super) struct Doubt {
    pub words: String,
    /// Whether it is that the text may say in words what is missing.
    pub of_words: bool,
}

impl Doubt {
    fn new(words: impl Into<String>) -> Doubt {
        Doubt {
            words: words.into(),
            of_words: false,
        }
    }
}

impl Link<'_, '_> {
    /// Why what was found against a claim leaves a doubt: a careful reader does not call false what may
    /// be meant in another way.
    pub(super) fn doubt(
        &self,
        claim: &Claim,
        report: &Report,
        bare: &Claim,
        far: bool,
    ) -> Option<Doubt> {
        let store = self.case.store;
        if !matches!(report.verdict, Verdict::Refuted | Verdict::Conditional) {
            return None;
        }
        let link = claim.links[0];
        let one = store.int(1);
        if store.any(self.formula(), |node| {
            node.head == Head::Div && node.args[1] == one
        }) {
            return Some(Doubt::new("nobody divides by 1: brackets may be missing"));
        }
        if let Some(name) = accented(store, link) {
            return Some(Doubt::new(format!(
                "it fails in general, but what {} is may be said in words",
                plain(store, name)
            )));
        }
        if nature::speaks_alone(store, link, &claim.given)
            && !self.case.known.is_plainly_concluded(store, self.formula())
        {
            let names = obstacle::one_sided(store, link, &claim.given);
            let names = names.unwrap_or_else(|| "some of its names".to_owned());
            return Some(Doubt {
                words: format!(
                    "it fails in general, but only one side speaks of {names}: what that is may be \
                     said in words"
                ),
                of_words: true,
            });
        }
        if far
            && self
                .report(bare)
                .is_none_or(|other| other.verdict != report.verdict)
        {
            // What is false with a definition of another place may be meant without it.
            return Some(Doubt::new(
                "it fails with a definition that stands in another part of the document, or that \
                 the document gives in several ways",
            ));
        }
        if report.verdict == Verdict::Refuted
            && let Some(doubt) = self.label(claim).or_else(|| self.weights(claim))
        {
            return Some(Doubt::new(doubt));
        }
        if report.verdict == Verdict::Conditional {
            // Who says that two things differ has to say where.
            let differ = matches!(store.head(link), Head::Relation(Relation::NotEqual));
            let evident = |condition: &Expr| {
                !differ && matches!(store.head(*condition), Head::Relation(Relation::NotEqual))
            };
            // log x^2 = 2 log x asks for x > 0; of what is defined elsewhere the domain is said there.
            let natural = || {
                if link == self.formula() {
                    return false;
                }
                let where_defined = self.report(&self.defined(claim));
                where_defined.is_some_and(|other| other.verdict == Verdict::Equivalent)
            };
            return (report.conditions.iter().all(evident) || natural()).then(|| {
                let conditions: Vec<String> = report
                    .conditions
                    .iter()
                    .map(|condition| plain(store, *condition))
                    .collect();
                Doubt::new(format!(
                    "it holds where {}, which may be understood",
                    conditions.join(" and ")
                ))
            });
        }
        store.sides(link)?;
        let other = self.report(&self.defined(claim));
        other
            .is_none_or(|other| other.verdict != Verdict::Refuted)
            .then(|| Doubt::new("it fails where one of its sides has no value, and nowhere else"))
    }
}

impl Link<'_, '_> {
    /// A claim where both its sides have a value.
    fn defined(&self, claim: &Claim) -> Claim {
        let store = self.case.store;
        let sides = store.sides(claim.links[0]).into_iter();
        let sides = sides.flat_map(|(a, b)| [a, b]);
        // What is given cannot be a derivative that machine numbers do not know; that of a function
        // is there where the function is.
        let sides = sides.filter(|side| !store.has_kind(*side, &Head::Derivative));
        let mut defined = claim.clone();
        defined.given.extend(sides.map(|side| store.eq(side, side)));
        defined
    }
}

/// Letters for what is observed, and for what is chosen or not: they may stand for labels.
const LABELS: [&str; 6] = ["y", "Y", "t", "d", "D", "delta"];

impl Link<'_, '_> {
    /// A claim that fails in general and holds for y = 0 and y = 1 is one about labels, whether that
    /// is said or not.
    fn label(&self, claim: &Claim) -> Option<String> {
        let store = self.case.store;
        let link = claim.links[0];
        let letter = |term: Expr| {
            let base = match store.head(term) {
                Head::Entry => store.args(term)[0],
                _ => term,
            };
            let text = store.name_text(base).unwrap_or_default();
            LABELS.contains(
                &text
                    .trim_end_matches("_hat")
                    .split('_')
                    .next()
                    .unwrap_or(""),
            )
        };
        let mut candidates: Vec<Expr> = Vec::new();
        for part in store.subterms(link) {
            let plain = matches!(store.head(part), Head::Name(_) | Head::Entry);
            let base = candidates
                .iter()
                .any(|entry| store.args(*entry).first() == Some(&part));
            if plain && letter(part) && !base && !candidates.contains(&part) {
                candidates.push(part);
            }
        }
        let holds = |term: Expr, value: i64| {
            let number = store.int(value);
            let put_in = |formula: Expr| {
                store.rebuild(formula, |head, args| {
                    let same = head == store.head(term) && args == store.args(term);
                    same.then_some(number)
                })
            };
            let mut labelled = claim.clone();
            labelled.links = vec![put_in(link)];
            labelled.given = claim.given.iter().map(|given| put_in(*given)).collect();
            affirm::proved(store, &labelled).is_some()
        };
        candidates.truncate(3);
        candidates.into_iter().find_map(|term| {
            let bits = holds(term, 1) && (holds(term, 0) || holds(term, -1));
            bits.then(|| {
                format!(
                    "it fails in general, but it holds where {} is a label, 0 or 1 (or -1 or 1)",
                    plain(store, term)
                )
            })
        })
    }
}

impl Link<'_, '_> {
    /// A claim that fails in general and holds where the entries of a family add up to 1 is one about
    /// weights, probabilities or one label of several, whether that is said or not.
    fn weights(&self, claim: &Claim) -> Option<String> {
        let store = self.case.store;
        let link = claim.links[0];
        let family = |part: &Expr| {
            let (Head::Sum, [index, .., body]) = (store.head(*part), store.args(*part)) else {
                return false;
            };
            *store.head(*body) == Head::Entry && store.args(*body)[1..] == [*index]
        };
        let mut sums: Vec<Expr> = store.subterms(link).into_iter().filter(family).collect();
        sums.truncate(3);
        let one = store.int(1);
        let total = sums.into_iter().find(|sum| {
            let put_in = |formula: Expr| {
                store.rebuild(formula, |head, args| {
                    let same = head == store.head(*sum) && args == store.args(*sum);
                    same.then_some(one)
                })
            };
            let mut whole = claim.clone();
            whole.links = vec![put_in(link)];
            affirm::proved(store, &whole).is_some()
        })?;
        Some(format!(
            "it fails in general, but it holds where {} = 1, which may be understood",
            plain(store, total)
        ))
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
