//! The verdict on the links of a statement, with what the document gives: proved if it is, by as
//! little as possible; false only where the document asserts it beyond doubt; and nothing from
//! conditions that cannot hold together.

use super::judge::Judged;
use super::shape::{self, Shape};
use super::stance::{self, Stance};
use crate::check::discourse::{Discourse, Told};
use crate::check::rounding::{self, Rounding};
use crate::check::{self, Claim, Report, Verdict, affirm, nature, witness};
use crate::expr::{Expr, Store};

/// Assumptions that are looked at for one claim, at most.
const ASSUMPTIONS: usize = 8;

/// A statement's place in its document.
pub(super) struct Case<'a> {
    pub store: &'a Store,
    pub known: &'a Discourse,
    /// The formula as it is written.
    pub text: &'a str,
    pub line: usize,
    /// Whether no document stands around the formula.
    pub alone: bool,
    /// What the words around the formula make of it.
    pub words: Stance,
}

/// The verdict on the links of a claim; `except` is what the first link of its chain, which is not
/// among them, defines.
pub(super) fn weigh(
    case: &Case<'_>,
    claim: &Claim,
    except: Option<Expr>,
    given: Vec<(Expr, usize)>,
) -> Judged {
    if case.alone {
        return alone(case, claim, except, given);
    }
    let mut all = Judged {
        given,
        ..Judged::default()
    };
    let mut used: Vec<(Expr, usize)> = Vec::new();
    let one = 1 + usize::from(claim.chain);
    let report = check::joined(claim.links.len(), one, |number| {
        let weighed = Link {
            case,
            claim,
            except,
            number,
        }
        .weigh();
        for given in weighed.given {
            if !used.contains(&given) {
                used.push(given);
            }
        }
        all.rounded |= weighed.rounded;
        if weighed.holds_at.is_some() {
            all.holds_at = weighed.holds_at;
        }
        weighed.report
    });
    all.report = report;
    for given in used {
        if !all.given.contains(&given) {
            all.given.push(given);
        }
    }
    // One point for everything that the verdict rests on.
    if matches!(
        all.report.verdict,
        Verdict::Equivalent | Verdict::Conditional
    ) {
        all.settle(case, claim);
    }
    all
}

impl Judged {
    /// Shows values at which all that is given holds; where there are none, nothing follows.
    fn settle(&mut self, case: &Case<'_>, claim: &Claim) {
        if self.given.is_empty() {
            return;
        }
        let given: Vec<Expr> = self.given.iter().map(|(formula, _)| *formula).collect();
        let given: Vec<Expr> = [given.as_slice(), &self.report.conditions].concat();
        match witness::find(case.store, &claim.links, &given) {
            Some(point) => self.holds_at = Some(point),
            None => {
                let given = std::mem::take(&mut self.given);
                let lines: Vec<String> = given
                    .iter()
                    .map(|(_, line)| line.to_string())
                    .collect::<std::collections::BTreeSet<String>>()
                    .into_iter()
                    .collect();
                *self = Judged {
                    report: Report::new(
                        Verdict::Unknown,
                        format!(
                            "no values were found at which all that is given holds (lines {})",
                            lines.join(", ")
                        ),
                    ),
                    given,
                    ..Judged::default()
                };
            }
        }
    }
}

/// The verdict on a claim that no document stands around.
fn alone(
    case: &Case<'_>,
    claim: &Claim,
    except: Option<Expr>,
    mut given: Vec<(Expr, usize)>,
) -> Judged {
    let store = case.store;
    let told = case.known.tell(store, claim, except, true);
    let mut report = check::check(store, &told.claim);
    if !told.used.is_empty() && report.verdict != Verdict::Equivalent {
        // A definition may be meant for another place.
        let bare = check::check(store, claim);
        if bare.verdict == Verdict::Equivalent {
            report = bare;
        }
    }
    given.extend(told.used.into_iter().map(|used| at(used, case.line)));
    let mut judged = Judged {
        report,
        given,
        ..Judged::default()
    };
    if matches!(
        judged.report.verdict,
        Verdict::Equivalent | Verdict::Conditional
    ) {
        judged.settle(case, &told.claim);
    }
    judged
}

fn at((formula, line): (Expr, usize), here: usize) -> (Expr, usize) {
    (formula, if line == 0 { here } else { line })
}

/// What is said of one link.
#[derive(Default)]
struct Weighed {
    /// Nothing where the link claims nothing.
    report: Option<Report>,
    given: Vec<(Expr, usize)>,
    holds_at: Option<Vec<(Expr, Expr)>>,
    rounded: bool,
}

impl Weighed {
    fn silent(why: &str) -> Weighed {
        Weighed {
            report: Some(Report::new(Verdict::NoClaim, why)),
            ..Weighed::default()
        }
    }
}

/// One link of a claim.
struct Link<'c, 'a> {
    case: &'c Case<'a>,
    claim: &'c Claim,
    except: Option<Expr>,
    number: usize,
}

impl Link<'_, '_> {
    fn formula(&self) -> Expr {
        self.claim.links[self.number]
    }

    /// Whether it is no first link of its chain.
    fn later(&self) -> bool {
        self.number > 0 || self.claim.chain
    }

    /// The claim of this link alone.
    fn lone(&self) -> Claim {
        Claim {
            links: vec![self.formula()],
            chain: self.later(),
            ..self.claim.clone()
        }
    }

    fn weigh(&self) -> Weighed {
        let (store, known) = (self.case.store, self.case.known);
        let bare = self.lone();
        let whole = known.tell(store, &bare, self.except, true);
        let mut stance = stance::of_link(store, self.formula(), self.case.words, self.later());
        let closed = shape::of(store, self.put_in(&whole)) == Shape::Closed;
        let sure = |left: &Expr| known.surely_defined(*left);
        if closed && stance == Stance::Perhaps && whole.lefts.iter().all(sure) {
            // All of its names have a value here.
            stance = Stance::Surely;
        }
        if closed && let Some(weighed) = self.printed(&whole, stance) {
            return weighed;
        }
        let quiet = match (stance, shape::of(store, self.formula())) {
            (Stance::No(why), shape) => {
                (!matches!(shape, Shape::Identity | Shape::Closed)).then_some(why)
            }
            (Stance::Perhaps, Shape::Value) => Some("it sets a value"),
            (Stance::Perhaps, Shape::Restriction) => Some("a condition on a variable"),
            _ => None,
        };
        if let Some(why) = quiet {
            return Weighed::silent(why);
        }
        if let Some((report, given, assumed)) = self.proved(&bare, &whole) {
            return match stance::claims(store, self.formula(), stance, assumed) {
                true => Weighed {
                    report: Some(report),
                    given,
                    ..Weighed::default()
                },
                false => Weighed::silent("it follows from what is assumed, and nothing asserts it"),
            };
        }
        match stance {
            Stance::Surely => self.decided(&bare, &whole),
            Stance::Perhaps => {
                let silent = nature::silent(store, &whole.claim, self.formula());
                Weighed::silent(silent.map_or(
                    "nothing in the text asserts it, and it is not proved",
                    |why| why.reason,
                ))
            }
            Stance::No(why) => Weighed::silent(why),
        }
    }

    /// The link with all that is told put in.
    fn put_in(&self, told: &Told) -> Expr {
        let link = told.claim.links.first().copied();
        let link = link.unwrap_or_else(|| self.formula());
        check::decide::with_given(self.case.store, link, &told.claim.given)
    }

    /// What is said of a number that is printed to some digits.
    fn printed(&self, told: &Told, stance: Stance) -> Option<Weighed> {
        let store = self.case.store;
        let found = rounding::judge(store, self.formula(), self.put_in(told), self.case.text)?;
        let given = self.used(told, &[]);
        let report = match found {
            Rounding::Exact => return None,
            Rounding::Agrees => Report::new(Verdict::Equivalent, "holds, as the number is rounded"),
            Rounding::AgreesIfInnerRounded => Report::new(
                Verdict::Unknown,
                "it is right only if the other decimals are rounded ones too",
            ),
            Rounding::Wrong { right, value } => {
                if stance != Stance::Surely {
                    return Some(Weighed::silent("it sets a value"));
                }
                let mut report = Report::new(
                    Verdict::Refuted,
                    format!("the other side is {value}, which is printed as {right}"),
                );
                report.counterexample = Some(Vec::new());
                report
            }
        };
        Some(Weighed {
            rounded: report.verdict == Verdict::Equivalent,
            report: Some(report),
            given,
            ..Weighed::default()
        })
    }

    /// What was used of what the document says, with lines.
    fn used(&self, told: &Told, assumed: &[(Expr, usize)]) -> Vec<(Expr, usize)> {
        let all = told.used.iter().chain(assumed);
        all.map(|used| at(*used, self.case.line)).collect()
    }

    /// The report of a proof, what it rests on, and whether that is more than definitions.
    fn proved(&self, bare: &Claim, whole: &Told) -> Option<(Report, Vec<(Expr, usize)>, bool)> {
        let (store, known) = (self.case.store, self.case.known);
        let functions = known.tell(store, bare, self.except, false);
        if let Some(report) = affirm::proved(store, &functions.claim) {
            return Some((report, self.used(&functions, &[]), false));
        }
        if whole.claim.given != functions.claim.given || whole.claim.links != functions.claim.links
        {
            if let Some(report) = affirm::proved(store, &whole.claim) {
                return Some((report, self.used(whole, &[]), false));
            }
        }
        let assumed = self.assumed(whole);
        if !assumed.is_empty() {
            let under = |some: &[(Expr, usize)]| {
                let mut claim = whole.claim.clone();
                claim.given.extend(some.iter().map(|(formula, _)| *formula));
                affirm::proved(store, &claim)
            };
            // One of them may do.
            let single = assumed.iter().find_map(|one| {
                let one = std::slice::from_ref(one);
                Some((under(one)?, one.to_vec()))
            });
            let found = single.or_else(|| {
                (assumed.len() > 1)
                    .then(|| Some((under(&assumed)?, assumed.clone())))
                    .flatten()
            });
            if let Some((report, some)) = found {
                return Some((report, self.used(whole, &some), true));
            }
        }
        // A definition of another place may not be meant here.
        let far = whole.lefts.iter().any(|left| !known.surely_defined(*left));
        if far && let Some(report) = affirm::proved(store, bare) {
            return Some((report, Vec::new(), false));
        }
        None
    }

    /// What is assumed of what the claim speaks of and can hold together with it, the nearest first.
    fn assumed(&self, whole: &Told) -> Vec<(Expr, usize)> {
        let (store, known) = (self.case.store, self.case.known);
        let mut names: Vec<Expr> = Vec::new();
        for formula in whole.claim.links.iter().chain(&whole.claim.given) {
            names.extend(store.free_names(*formula));
        }
        let mut kept: Vec<(Expr, usize)> = Vec::new();
        for entry in known.about(store, &names).into_iter().take(ASSUMPTIONS) {
            if whole.claim.given.contains(&entry.formula) || entry.formula == self.formula() {
                continue;
            }
            let mut given = whole.claim.given.clone();
            given.extend(kept.iter().map(|(formula, _)| *formula));
            given.push(entry.formula);
            if witness::find(store, &[], &given).is_some() {
                kept.push((entry.formula, entry.line));
            }
        }
        kept
    }

    /// The verdict on a link that the document asserts and that no quick proof was found of.
    fn decided(&self, bare: &Claim, whole: &Told) -> Weighed {
        let known = self.case.known;
        let assumed = self.assumed(whole);
        let mut claim = whole.claim.clone();
        claim
            .given
            .extend(assumed.iter().map(|(formula, _)| *formula));
        let given = self.used(whole, &assumed);
        let Some(mut report) = self.report(&claim) else {
            return Weighed {
                report: None,
                ..Weighed::default()
            };
        };
        let against = matches!(report.verdict, Verdict::Refuted | Verdict::Conditional);
        let far = whole.lefts.iter().any(|left| !known.surely_defined(*left));
        if against && far {
            // What is false with a definition of another place may be meant without it.
            let other = self.report(bare);
            if other.is_none_or(|other| other.verdict != report.verdict) {
                report = Report::new(
                    Verdict::Unknown,
                    "it fails with a definition that stands in another part of the document, \
                     or that the document gives in several ways",
                );
            }
        }
        Weighed {
            report: Some(report),
            given,
            ..Weighed::default()
        }
    }

    fn report(&self, claim: &Claim) -> Option<Report> {
        let store = self.case.store;
        match self.later() {
            true => check::link_of_chain(store, claim, &self.claim.links, self.number),
            false => {
                let lone = Claim {
                    chain: false,
                    ..claim.clone()
                };
                Some(check::check(store, &lone))
            }
        }
    }
}
