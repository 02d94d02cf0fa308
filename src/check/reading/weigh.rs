//! The verdict on the links of a statement, with what the document gives: proved if it is, by as
//! little as possible; false only where the document asserts it beyond doubt; and nothing from
//! conditions that cannot hold together.

use std::cell::OnceCell;

use super::judge::Judged;
use super::mend::Mending;
use super::shape::{self, Shape};
use super::stance::{self, Stance};
use crate::check::discourse::{Discourse, Told, definition_of};
use crate::check::rounding::{self, Rounding};
use crate::check::{self, Claim, Report, Verdict, affirm, nature, witness};
use crate::expr::{Expr, Head, Store};

/// Assumptions that are looked at for one claim, at most.
const ASSUMPTIONS: usize = 8;

/// A statement's place in its document.
#[derive(Clone, Copy)]
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
    /// Where only proofs of changed formulas are looked for.
    pub mending: Option<&'a Mending<'a>>,
    /// What the rows above it in its formula define.
    pub rows: &'a [Expr],
    /// Whether its first link goes on the chain of the formula before.
    pub continues: bool,
    /// Whether a word, "let", defines with it: then it is no claim about what is defined already.
    pub defines: bool,
}

/// The verdict on the links of a claim; `except` is what the first link of its chain, which is not
/// among them, defines.
pub(super) fn weigh(
    case: &Case<'_>,
    claim: &Claim,
    except: Option<Expr>,
    given: Vec<(Expr, usize)>,
) -> Judged {
    if case.alone && case.mending.is_none() {
        return alone(case, claim, except, given);
    }
    let mut all = Judged {
        given,
        ..Judged::default()
    };
    let mut used: Vec<(Expr, usize)> = Vec::new();
    let mut rests = Rests::default();
    let one = 1 + usize::from(claim.chain);
    let mut open = None;
    let report = check::joined(claim.links.len(), one, |number| {
        let weighed = Link {
            case,
            claim,
            except,
            number,
            assumed: OnceCell::new(),
        }
        .weigh();
        for given in weighed.given {
            if !used.contains(&given) {
                used.push(given);
            }
        }
        all.rounded |= weighed.rounded;
        if all.doubted.is_none() {
            all.doubted = weighed
                .doubted
                .map(|report| link_of(report, number, one, claim));
        }
        rests.add(weighed.rests);
        let silent = |report: &Report| report.verdict == Verdict::NoClaim;
        if (number > 0 || claim.chain) && weighed.report.as_ref().is_none_or(silent) {
            open.get_or_insert(weighed.report.clone());
        }
        weighed.report
    });
    all.report = report;
    all.open = open.is_some();
    if all.report.verdict == Verdict::Equivalent
        && let Some(open) = open
    {
        // A chain holds only if all that follows its first link does.
        let why = open.map_or_else(|| "definitions or models".to_owned(), |r| r.message);
        all.report = Report::new(Verdict::NoClaim, why);
    }
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
        all.settle(case, &rests);
    }
    all
}

/// The report on one link of a chain.
fn link_of(mut report: Report, number: usize, one: usize, claim: &Claim) -> Report {
    if claim.links.len() > 1 || claim.chain {
        let link = number + one;
        (report.bad_link, report.worst_link) = (Some(link), Some(link));
        report.message = format!("link {link}: {}", report.message);
    }
    report
}

impl Judged {
    /// Shows values at which all that is given holds; where there are none, nothing follows.
    fn settle(&mut self, case: &Case<'_>, rests: &Rests) {
        if self.given.is_empty() {
            return;
        }
        let given = [rests.given.as_slice(), &self.report.conditions].concat();
        match witness::find(case.store, &rests.links, &given) {
            Some(point) => {
                self.holds_at = Some(point);
                self.rests = Some((rests.links.clone(), given));
            }
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
                            "no values were found at which all that is given holds (lines {}); what \
                             stands there may not be meant together",
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
        let rests = Rests::of(&told.claim);
        judged.settle(case, &rests);
    }
    judged
}

fn at((formula, line): (Expr, usize), here: usize) -> (Expr, usize) {
    (formula, if line == 0 { here } else { line })
}

/// The links that were judged as they are with definitions put in, and what is given for them.
#[derive(Default)]
struct Rests {
    links: Vec<Expr>,
    given: Vec<Expr>,
}

impl Rests {
    fn of(claim: &Claim) -> Rests {
        Rests {
            links: claim.links.clone(),
            given: claim.given.clone(),
        }
    }

    fn add(&mut self, other: Rests) {
        self.links.extend(other.links);
        for given in other.given {
            if !self.given.contains(&given) {
                self.given.push(given);
            }
        }
    }
}

/// What is said of one link.
#[derive(Default)]
struct Weighed {
    /// Nothing where the link claims nothing.
    report: Option<Report>,
    given: Vec<(Expr, usize)>,
    rests: Rests,
    rounded: bool,
    /// What would be said of it if its names could not be explained in words.
    doubted: Option<Report>,
}

impl Weighed {
    fn silent(why: &str) -> Weighed {
        Weighed {
            report: Some(Report::new(Verdict::NoClaim, why)),
            ..Weighed::default()
        }
    }
}

/// A proof of a link.
struct Proved {
    report: Report,
    /// What it rests on, with lines.
    given: Vec<(Expr, usize)>,
    /// Whether that is more than definitions.
    assumed: bool,
    rests: Rests,
}

/// One link of a claim.
pub(super) struct Link<'c, 'a> {
    pub(super) case: &'c Case<'a>,
    claim: &'c Claim,
    except: Option<Expr>,
    number: usize,
    /// What is assumed of it, once that has been asked.
    assumed: OnceCell<Vec<(Expr, usize)>>,
}

impl Link<'_, '_> {
    pub(super) fn formula(&self) -> Expr {
        self.claim.links[self.number]
    }

    /// Whether it is no first link of its chain.
    fn later(&self) -> bool {
        self.number > 0 || self.claim.chain || self.case.continues
    }

    /// The claim of this link alone.
    fn lone(&self) -> Claim {
        Claim {
            links: vec![self.formula()],
            chain: self.number > 0 || self.claim.chain,
            ..self.claim.clone()
        }
    }

    fn weigh(&self) -> Weighed {
        if let Some(mending) = self.case.mending {
            return self.affirmed(mending);
        }
        let (store, known) = (self.case.store, self.case.known);
        let bare = self.lone();
        let whole = known.tell(store, &bare, self.except, true);
        let mut stance = stance::of_link(store, self.formula(), self.case.words, self.later());
        let unfolded = shape::of(store, self.put_in(&whole));
        let closed = unfolded == Shape::Closed;
        let sure = |left: &Expr| known.surely_defined(*left);
        let derived =
            !whole.lefts.is_empty() && shape::is_derived(store, self.formula(), &whole.claim.given);
        if (matches!(unfolded, Shape::Closed | Shape::Identity) || derived)
            && stance == Stance::Perhaps
            && !self.case.defines
            && whole.lefts.iter().all(sure)
        {
            // Its names are defined here, so that nothing is left to be set.
            stance = Stance::Surely;
        }
        if stance == Stance::Perhaps && stance::goes_on(store, self.formula(), self.case.rows) {
            stance = Stance::Surely;
        }
        if closed && let Some(weighed) = self.printed(&whole, &[], stance) {
            return weighed;
        }
        if !closed && let Some(weighed) = self.printed_for_values(&whole, stance) {
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
        if self.case.defines && !self.later() && shape::of(store, self.formula()) == Shape::Other {
            return Weighed::silent("a definition");
        }
        let open = nature::is_not_worked_out(store, &bare, self.formula());
        if let Some(why) = quiet.filter(|_| !open || matches!(stance, Stance::No(_))) {
            return Weighed::silent(why);
        }
        if let Some(found) = self.proved(&bare, &whole) {
            let formula = self.formula();
            let assumed = found.report.assumed.contains(&formula);
            if assumed || found.assumed && found.given.iter().any(|(given, _)| *given == formula) {
                return Weighed::silent("it repeats what is given");
            }
            return match stance::claims(store, self.formula(), stance, found.assumed) {
                true => Weighed {
                    report: Some(found.report),
                    given: found.given,
                    rests: found.rests,
                    ..Weighed::default()
                },
                false => Weighed::silent("it follows from what is assumed, and nothing asserts it"),
            };
        }
        match stance {
            Stance::Surely => self.decided(&bare, &whole),
            Stance::Perhaps if open => Weighed {
                report: Some(Report::new(
                    Verdict::Unknown,
                    check::obstacle::not_worked_out(store, self.formula(), &self.claim.quantities),
                )),
                ..Weighed::default()
            },
            Stance::Perhaps => {
                let silent = nature::silent(store, &whole.claim, self.formula());
                Weighed::silent(silent.map_or(stance::SILENT, |why| why.reason))
            }
            Stance::Told => Weighed::silent("a result that is reported"),
            Stance::No(why) => Weighed::silent(why),
        }
    }

    /// The link with all that is told put in.
    fn put_in(&self, told: &Told) -> Expr {
        let link = told.claim.links.first().copied();
        let link = link.unwrap_or_else(|| self.formula());
        check::decide::with_given(self.case.store, link, &told.claim.given)
    }

    /// The same where names have values that are assumed: "let t = 1/2".
    fn printed_for_values(&self, whole: &Told, stance: Stance) -> Option<Weighed> {
        let store = self.case.store;
        let number = |side: Expr| !store.has_name(side);
        let mut values = self.assumed(whole);
        values.retain(|(formula, _)| {
            let sides = store.sides(*formula);
            sides.is_some_and(|(a, b)| number(a) || number(b))
        });
        let mut told = whole.clone();
        told.claim
            .given
            .extend(values.iter().map(|(formula, _)| *formula));
        let closed = shape::of(store, self.put_in(&told)) == Shape::Closed;
        (closed && !values.is_empty())
            .then(|| self.printed(&told, &values, stance))
            .flatten()
    }

    /// What is said of a number that is printed to some digits.
    fn printed(&self, told: &Told, values: &[(Expr, usize)], stance: Stance) -> Option<Weighed> {
        let store = self.case.store;
        let found = rounding::judge(store, self.formula(), self.put_in(told), self.case.text)?;
        let given = self.used(told, values);
        let report = match found {
            Rounding::Exact => return None,
            Rounding::Agrees => Report::new(Verdict::Equivalent, "holds, as the number is rounded"),
            Rounding::AgreesIfInnerRounded => Report::new(
                Verdict::Unknown,
                "it is right only as a rounding of numbers that are rounded themselves, or of a product",
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
            rests: Rests::of(&told.claim),
            doubted: None,
        })
    }

    /// What was used of what the document says, with lines.
    fn used(&self, told: &Told, assumed: &[(Expr, usize)]) -> Vec<(Expr, usize)> {
        let all = told.used.iter().chain(assumed);
        all.map(|used| at(*used, self.case.line)).collect()
    }

    /// A proof, by as little as possible: of the claim as it stands with functions put in, with names
    /// put in, under what is assumed.
    fn proved(&self, bare: &Claim, whole: &Told) -> Option<Proved> {
        let (store, known) = (self.case.store, self.case.known);
        let by = |claim: &Claim, given: Vec<(Expr, usize)>, assumed: bool| {
            affirm::proved(store, claim).map(|report| Proved {
                report,
                given,
                assumed,
                rests: Rests::of(claim),
            })
        };
        let functions = known.tell(store, bare, self.except, false);
        let first = by(&functions.claim, self.used(&functions, &[]), false);
        if first.is_some() {
            return first;
        }
        let more = whole.claim.given != functions.claim.given
            || whole.claim.links != functions.claim.links;
        if more && let Some(found) = by(&whole.claim, self.used(whole, &[]), false) {
            return Some(found);
        }
        let assumed = self.assumed(whole);
        let under = |some: &[(Expr, usize)]| {
            let mut claim = whole.claim.clone();
            claim.given.extend(some.iter().map(|(formula, _)| *formula));
            by(&claim, self.used(whole, some), true)
        };
        // One of them may do.
        let mut single = assumed.iter().map(std::slice::from_ref);
        if let Some(found) = single.find_map(under) {
            return Some(found);
        }
        if assumed.len() > 1
            && let Some(found) = under(&assumed)
        {
            return Some(found);
        }
        // A definition of another place may not be meant here.
        let far = whole.lefts.iter().any(|left| !known.surely_defined(*left));
        far.then(|| by(bare, Vec::new(), false)).flatten()
    }

    /// What is assumed of what the claim speaks of and can hold together with it, the nearest first.
    fn assumed(&self, whole: &Told) -> Vec<(Expr, usize)> {
        self.assumed
            .get_or_init(|| self.find_assumed(whole))
            .clone()
    }

    fn find_assumed(&self, whole: &Told) -> Vec<(Expr, usize)> {
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
            let beside = [whole.claim.links.as_slice(), &given].concat();
            let shapes = &whole.claim.shapes;
            let formula = shapes.by_entries(store, entry.formula, &beside, false);
            given.push(formula);
            if witness::find(store, &[], &given).is_some() {
                kept.push((formula, entry.line));
            }
        }
        kept
    }

    /// The verdict on a link that the document asserts and that no quick proof was found of.
    fn decided(&self, bare: &Claim, whole: &Told) -> Weighed {
        let (store, known) = (self.case.store, self.case.known);
        let assumed = self.assumed(whole);
        let mut claim = whole.claim.clone();
        claim
            .given
            .extend(assumed.iter().map(|(formula, _)| *formula));
        let given = self.used(whole, &assumed);
        let rests = Rests::of(&claim);
        let Some(mut report) = self.report(&claim) else {
            return Weighed::default();
        };
        if report.verdict == Verdict::NoClaim && !whole.lefts.is_empty() && !self.later() {
            let why = check::obstacle::not_following(store, claim.links[0], &claim);
            report = Report::new(Verdict::Unknown, why);
        }
        let far = whole.lefts.iter().any(|left| !known.surely_defined(*left));
        let mut doubted = None;
        if let Some(doubt) = self.doubt(&claim, &report, bare, far) {
            let dropped =
                std::mem::replace(&mut report, Report::new(Verdict::Unknown, doubt.words));
            doubted = Some(dropped)
                .filter(|dropped| doubt.of_words && dropped.verdict == Verdict::Refuted);
        }
        Weighed {
            report: Some(report),
            given,
            rests,
            rounded: false,
            doubted,
        }
    }

    /// A proof of the link with all that is told and with some premises, where both its sides have a
    /// value, and nothing else.
    fn affirmed(&self, mending: &Mending<'_>) -> Weighed {
        let (store, premises) = (self.case.store, mending.premises);
        let told = self.case.known.tell(store, &self.lone(), self.except, true);
        let mut claim = told.claim.clone();
        let scope = &self.case.known.scope;
        let defined = |premise: Expr| {
            definition_of(store, premise).is_some_and(|d| scope.knows(store, d.left))
        };
        for (premise, _) in premises {
            // What is defined is put in already, perhaps with the change.
            if !claim.given.contains(premise) && *premise != self.formula() && !defined(*premise) {
                claim.given.push(*premise);
            }
        }
        let rests = Rests::of(&claim);
        let sides = store.sides(claim.links[0]);
        let sides = sides.into_iter().flat_map(|(a, b)| [a, b]);
        let sides = sides.filter(|side| !store.has_kind(*side, &Head::Derivative));
        claim.given.extend(sides.map(|side| store.eq(side, side)));
        let bare = Claim {
            given: rests.given.clone(),
            ..claim.clone()
        };
        let report = match mending.proves(store, &bare) || mending.proves(store, &claim) {
            true => Report::new(Verdict::Equivalent, "holds"),
            false => Report::new(Verdict::Unknown, "it is not proved"),
        };
        Weighed {
            report: Some(report),
            given: self.used(&told, premises),
            rests,
            ..Weighed::default()
        }
    }

    pub(super) fn report(&self, claim: &Claim) -> Option<Report> {
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
