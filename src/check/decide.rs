//! One link of a claim: what sampling suggests, a proof or a certain counterexample decides.

use num_rational::BigRational;

use super::given;
use super::point::Point;
use super::prove::{self, Proof};
use super::sample::{self, Solution, Variables};
use super::{Claim, Report, Verdict};
use crate::derive::chain::tidy;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::Kernel;
use crate::kernel::arrange::Arranger;
use crate::kernel::facts::Facts;
use crate::render::plain;

/// Numerically doubtful points that are looked at with certainty.
const LOOKED_AT: usize = 16;
/// Points at which it seems to fail that are looked at with certainty.
const TRIED: usize = 60;

/// A link with what is given put in.
struct Link {
    formula: Expr,
    /// The formula for machine numbers: derivatives worked out where they certainly exist.
    near: Expr,
    given: Vec<Expr>,
    /// Names that what is given sets equal to a term.
    set: Vec<(Expr, Expr)>,
}

/// A formula with the names replaced that what is given sets equal to terms.
pub fn with_given(store: &Store, formula: Expr, given: &[Expr]) -> Expr {
    given::inserted(store, formula, given).formula
}

/// The verdict on one link.
pub fn link(store: &Store, formula: Expr, claim: &Claim) -> Report {
    let link = inserted(store, formula, &claim.given);
    let (mut plain_points, solved) = candidates(store, &link);
    let mut tally = Tally::default();
    for point in &plain_points.0 {
        tally.look(store, &link, point, false);
    }
    for point in &plain_points.1 {
        tally.look(store, &link, point, true);
    }
    for (generic, group) in [(false, &mut plain_points.0), (true, &mut plain_points.1)] {
        for point in group.iter().take(120) {
            for solution in &solved {
                if let Some(on) = solution_point(store, point, solution) {
                    tally.look(store, &link, &on, generic);
                }
            }
        }
    }
    // Machine numbers may deceive: only a certain failure counts.
    let mut counterexample = tally
        .failing
        .iter()
        .take(TRIED)
        .find(|point| certainly_fails(store, &link, point))
        .cloned();
    if counterexample.is_none() {
        if let Some(proof) = prove(store, &link, false)
            && proof.conditions.is_empty()
        {
            return held(proof);
        }
        counterexample = tally.certain(store, &link);
    }
    let Some(point) = counterexample else {
        return Report::new(
            Verdict::Unknown,
            "neither a proof nor a counterexample was found",
        );
    };
    let report = if tally.good == 0 {
        refuted(store, &link, &point)
    } else if let Some(report) = conditional(store, &link, &tally, &point) {
        report
    } else if tally.deceived(store, &link) {
        refuted(store, &link, &point)
    } else {
        let mut report = Report::new(
            Verdict::Unknown,
            "it seems to hold at some points and fails at others; no condition was found under \
             which it is proved",
        );
        report.counterexample = Some(values(store, &link, &point));
        report
    };
    not_of_quantities(store, claim, report)
}

/// Where the claim speaks of quantities that have no value here, a counterexample proves nothing.
fn not_of_quantities(store: &Store, claim: &Claim, report: Report) -> Report {
    let _ = store;
    if claim.quantities.is_empty() || report.verdict != Verdict::Refuted {
        return report;
    }
    Report::new(
        Verdict::Unknown,
        "it speaks of quantities whose meaning is not known here",
    )
}

/// The link with names replaced that what is given sets equal to terms.
fn inserted(store: &Store, formula: Expr, given: &[Expr]) -> Link {
    let inserted = given::inserted(store, formula, given);
    Link {
        formula: inserted.formula,
        near: worked_out(store, inserted.formula),
        given: inserted.given,
        set: inserted.set,
    }
}

/// The formula with each derivative replaced by its value, undefined where a condition of it
/// fails.
fn worked_out(store: &Store, formula: Expr) -> Expr {
    let kernel = Kernel::new(store);
    store.rebuild(formula, |head, args| {
        if *head != Head::Derivative {
            return None;
        }
        let (term, conditions) = kernel.derivative(store.with_args(head, args))?;
        Some(if conditions.is_empty() {
            term
        } else {
            store.make(Head::Piecewise, [store.and(conditions), term].as_slice())
        })
    })
}

/// Points to look at, and the ways to satisfy an equation.
fn candidates(store: &Store, link: &Link) -> ((Vec<Point>, Vec<Point>), Vec<Solution>) {
    let mut formulas = link.given.clone();
    formulas.push(link.formula);
    let variables = Variables::of(store, &formulas);
    // Numbers that the conditions compare with, and some beside them.
    let mut values: Vec<BigRational> = Vec::new();
    let unit = BigRational::from_integer(1.into());
    for part in link.given.iter().flat_map(|g| store.subterms(*g)) {
        if let Some(value) = store.literal(part) {
            for near in [
                &value + &unit,
                &value - &unit,
                value.clone(),
                -value.clone(),
                -(&value + &unit),
            ] {
                if !values.contains(&near) && values.len() < 12 {
                    values.push(near);
                }
            }
        }
    }
    let points = sample::points(store, &variables, &values);
    let mut solved = Vec::new();
    for given in &link.given {
        solved.extend(sample::solutions(store, *given));
    }
    if matches!(store.head(link.formula), Head::Iff | Head::Implies) {
        for side in store.args(link.formula) {
            solved.extend(sample::solutions(store, *side));
        }
    }
    (points, solved)
}

fn solution_point(store: &Store, point: &Point, solution: &Solution) -> Option<Point> {
    let mut on = point.clone();
    // Later variables may occur in earlier values: set those first.
    for (variable, value) in solution {
        on.solve(store, *variable, *value)?;
    }
    Some(on)
}

/// What sampling found.
#[derive(Default)]
struct Tally {
    /// Points at which the claim seems to fail, memorable ones first.
    failing: Vec<Point>,
    /// Generic points at which it is true and says something.
    good: usize,
    /// Points at which it seems to hold.
    holding: Vec<Point>,
    /// Those of them that are generic.
    generic: Vec<Point>,
}

/// What a claim does at a point.
#[derive(PartialEq)]
enum Seen {
    Fails,
    Holds,
    /// True, but for want of anything to say: both sides undefined, both formulas false.
    Empty,
    Unclear,
}

fn seen(store: &Store, link: &Link, point: &Point) -> Seen {
    for given in &link.given {
        match point.holds(store, *given) {
            Some(true) => {}
            Some(false) => return Seen::Empty,
            None => return Seen::Unclear,
        }
    }
    let args = store.args(link.near);
    match store.head(link.near) {
        Head::Relation(_) => {
            let (a, b) = (point.value(store, args[0]), point.value(store, args[1]));
            let equation = *store.head(link.near) == Head::Relation(Relation::Equal);
            if a.is_nan() && b.is_nan() || !equation && (a.is_nan() || b.is_nan()) {
                return Seen::Empty;
            }
            match point.holds(store, link.near) {
                Some(true) => Seen::Holds,
                Some(false) => Seen::Fails,
                None => Seen::Unclear,
            }
        }
        Head::Iff => match (point.holds(store, args[0]), point.holds(store, args[1])) {
            (Some(true), Some(true)) => Seen::Holds,
            (Some(false), Some(false)) => Seen::Empty,
            (Some(_), Some(_)) => Seen::Fails,
            _ => Seen::Unclear,
        },
        Head::Implies => match (point.holds(store, args[0]), point.holds(store, args[1])) {
            (Some(true), Some(true)) => Seen::Holds,
            (Some(false), _) => Seen::Empty,
            (Some(true), Some(false)) => Seen::Fails,
            _ => Seen::Unclear,
        },
        _ => match point.holds(store, link.near) {
            Some(true) => Seen::Holds,
            Some(false) => Seen::Fails,
            None => Seen::Unclear,
        },
    }
}

impl Tally {
    fn look(&mut self, store: &Store, link: &Link, point: &Point, generic: bool) {
        match seen(store, link, point) {
            Seen::Fails => self.failing.push(point.clone()),
            Seen::Holds => {
                if generic {
                    self.good += 1;
                    if self.generic.len() < 40 {
                        self.generic.push(point.clone());
                    }
                }
                if self.holding.len() < 200 {
                    self.holding.push(point.clone());
                }
            }
            _ => {}
        }
    }

    /// Whether it certainly fails at all generic points at which it only seems to hold.
    fn deceived(&self, store: &Store, link: &Link) -> bool {
        self.generic
            .iter()
            .all(|point| certainly_fails(store, link, point))
    }

    /// A point among those that seem to hold at which the claim certainly fails.
    fn certain(&self, store: &Store, link: &Link) -> Option<Point> {
        self.holding
            .iter()
            .take(LOOKED_AT)
            .find(|point| certainly_fails(store, link, point))
            .cloned()
    }
}

/// Whether a formula without variables is certainly true: by exact or interval evaluation, or as an
/// identity.
fn certain(store: &Store, point: &Point, formula: Expr) -> Option<bool> {
    let closed = tidy(store, point.insert(store, formula));
    let args = store.args(closed);
    match store.head(closed) {
        Head::Relation(Relation::Equal) => {
            let evaluated = point.certain(store, closed);
            if evaluated.is_some() {
                return evaluated;
            }
            let arranger = Arranger::default();
            let kernel = Kernel::new(store);
            let facts = Facts::new(store, kernel.arranger(), &[]);
            let same = arranger.same(store, args[0], args[1])
                || crate::kernel::ring::equal(store, &arranger, args[0], args[1]);
            (same && facts.defined(args[0]) && facts.defined(args[1])).then_some(true)
        }
        Head::And => {
            let mut all = Some(true);
            for arg in args {
                match certain(store, point, *arg) {
                    Some(false) => return Some(false),
                    Some(true) => {}
                    None => all = None,
                }
            }
            all
        }
        _ => point.certain(store, closed),
    }
}

/// Whether the claim certainly fails at a point, what is given certainly holding there.
fn certainly_fails(store: &Store, link: &Link, point: &Point) -> bool {
    let mut formula = link.formula;
    // Derivatives are worked out first, under their conditions at the point.
    if store.any(formula, |node| node.head == Head::Derivative) {
        match without_derivatives(store, formula, point) {
            Some(worked_out) => formula = worked_out,
            None => return false,
        }
    }
    if !link
        .given
        .iter()
        .all(|given| certain(store, point, *given) == Some(true))
    {
        return false;
    }
    let args = store.args(formula);
    match store.head(formula) {
        Head::Iff => {
            let (a, b) = (
                certain(store, point, args[0]),
                certain(store, point, args[1]),
            );
            matches!(
                (a, b),
                (Some(true), Some(false)) | (Some(false), Some(true))
            )
        }
        Head::Implies => {
            certain(store, point, args[0]) == Some(true)
                && certain(store, point, args[1]) == Some(false)
        }
        Head::Relation(relation) => {
            if certain(store, point, formula) != Some(false) {
                return false;
            }
            // Both sides undefined is no failure; of an inequality one is enough.
            let defined = |e: Expr| certain_defined(store, point, e);
            match relation {
                Relation::Equal => defined(args[0]) == Some(true) || defined(args[1]) == Some(true),
                _ => defined(args[0]) == Some(true) && defined(args[1]) == Some(true),
            }
        }
        _ => certain(store, point, formula) == Some(false),
    }
}

fn certain_defined(store: &Store, point: &Point, term: Expr) -> Option<bool> {
    point.certain(store, store.eq(term, term))
}

/// The formula with derivatives worked out, if the point certainly meets what they need.
fn without_derivatives(store: &Store, formula: Expr, point: &Point) -> Option<Expr> {
    let kernel = Kernel::new(store);
    let mut possible = true;
    let result = store.rebuild(formula, |head, args| {
        if *head != Head::Derivative {
            return None;
        }
        let node = store.with_args(head, args);
        let Some((term, conditions)) = kernel.derivative(node) else {
            possible = false;
            return None;
        };
        possible &= conditions
            .iter()
            .all(|c| certain(store, point, *c) == Some(true));
        Some(term)
    });
    possible.then_some(result)
}

fn prove(store: &Store, link: &Link, lenient: bool) -> Option<Proof> {
    prove::statement(store, link.formula, &link.given, lenient).ok()
}

fn held(proof: Proof) -> Report {
    let mut report = Report::new(Verdict::Equivalent, "holds");
    report.steps = proof.steps;
    report
}

/// The claim under conditions, where it is proved and fails without them.
fn conditional(
    store: &Store,
    link: &Link,
    tally: &Tally,
    counterexample: &Point,
) -> Option<Report> {
    let mut candidates: Vec<(Vec<Expr>, Proof)> = Vec::new();
    if let Some(proof) = prove(store, link, true)
        && !proof.conditions.is_empty()
    {
        candidates.push((proof.conditions.clone(), proof));
    }
    // Simple conditions on each variable.
    let mut formulas = link.given.clone();
    formulas.push(link.formula);
    for name in formulas.iter().flat_map(|f| store.free_names(*f)) {
        if matches!(store.name_text(name), Some("e" | "pi")) {
            continue;
        }
        for (relation, value) in [
            (Relation::NotEqual, 0),
            (Relation::GreaterEqual, 0),
            (Relation::Greater, 0),
            (Relation::NotEqual, 1),
        ] {
            let condition = store.relate(relation, name, store.int(value));
            if candidates.iter().any(|(c, _)| c == &[condition]) {
                continue;
            }
            let mut given = link.given.clone();
            given.push(condition);
            let more = Link {
                formula: link.formula,
                near: link.near,
                given,
                set: Vec::new(),
            };
            if let Some(proof) = prove(store, &more, false)
                && proof.conditions.is_empty()
            {
                candidates.push((vec![condition], proof));
            }
        }
    }
    // The condition that leaves out the fewest of the points at which the claim holds.
    let kept = |conditions: &[Expr]| {
        tally
            .holding
            .iter()
            .filter(|point| {
                conditions
                    .iter()
                    .all(|c| point.holds(store, *c) == Some(true))
            })
            .count()
    };
    let mut best: Option<(usize, Vec<Expr>, Proof)> = None;
    for (conditions, proof) in candidates {
        let count = kept(&conditions);
        let better = best.as_ref().is_none_or(|(known, all, _)| {
            count > *known || count == *known && conditions.len() < all.len()
        });
        let thin = conditions.iter().any(|c| store.sides(*c).is_some());
        if count > 0 && better && !thin {
            best = Some((count, conditions, proof));
        }
    }
    let (_, conditions, proof) = best?;
    let mut report = Report::new(Verdict::Conditional, "");
    report.message = format!(
        "holds under the condition {}",
        conditions
            .iter()
            .map(|c| plain(store, *c))
            .collect::<Vec<_>>()
            .join(" and ")
    );
    let values = values(store, link, counterexample);
    report.message.push_str(&format!(
        "; it fails at {}",
        values
            .iter()
            .map(|(n, v)| format!("{} = {}", plain(store, *n), plain(store, *v)))
            .collect::<Vec<_>>()
            .join(", ")
    ));
    report.counterexample = Some(values);
    report.conditions = conditions;
    report.steps = proof.steps;
    Some(report)
}

/// The values of a point, with those of names that what is given sets.
fn values(store: &Store, link: &Link, point: &Point) -> Vec<(Expr, Expr)> {
    let mut all: Vec<(Expr, Expr)> = point
        .exact
        .iter()
        .map(|(name, value)| (*name, tidy(store, *value)))
        .collect();
    for (name, term) in &link.set {
        all.push((*name, tidy(store, point.insert(store, *term))));
    }
    all
}

fn refuted(store: &Store, link: &Link, point: &Point) -> Report {
    let values = values(store, link, point);
    let mut report = Report::new(Verdict::Refuted, "");
    let place = values
        .iter()
        .map(|(n, v)| format!("{} = {}", plain(store, *n), plain(store, *v)))
        .collect::<Vec<_>>()
        .join(", ");
    let args = store.args(link.formula);
    let what = match (store.head(link.formula), args) {
        (Head::Iff | Head::Implies, [a, b]) => {
            let first = certain(store, point, *a) == Some(true);
            let _ = b;
            format!(
                "the {} side is true and the {} one false",
                if first { "left" } else { "right" },
                if first { "right" } else { "left" }
            )
        }
        (Head::Relation(_), [a, b]) => {
            let show = |e: Expr| {
                if certain_defined(store, point, e) == Some(true) {
                    let value = point.value(store, e);
                    if value.is_finite() {
                        format!("{value:.6}")
                    } else {
                        "defined".to_owned()
                    }
                } else {
                    "undefined".to_owned()
                }
            };
            format!(
                "the left side is {} and the right side {}",
                show(*a),
                show(*b)
            )
        }
        _ => "it is false".to_owned(),
    };
    report.message = if place.is_empty() {
        format!("false: {what}")
    } else {
        format!("false at {place}: {what}")
    };
    report.counterexample = Some(values);
    report
}
