//! What a link does at many points: where it seems to hold and where it fails.
//!
//! Machine numbers choose what is looked at; [`super::certain`] decides what counts.

use super::border;
use super::certain::{self, Bearing, Look};
use super::link::Link;
use super::point::Point;
use super::sample::{self, Points, Solution};
use super::variables::Variables;
use crate::expr::{Expr, Head, Relation, Store};

/// Points at which it seems to fail that are looked at with certainty.
const TRIED: usize = 60;
/// Numerically doubtful points that are looked at with certainty.
const LOOKED_AT: usize = 24;
/// Points that tell nothing in machine numbers and are looked at all the same.
const UNCLEAR: usize = 12;
/// Points without a pattern that are looked at once more where the claim seems to hold nowhere.
const DOUBTFUL: usize = 24;
/// Points of a kind that are looked at closely, whatever the others are.
const CLOSELY: usize = 3;
/// Doubtful points of which nothing can be told, at most; these take the longest.
const UNDECIDED: usize = 6;
/// How far a point moved onto a solution may be from the point that it is beside of.
const NEARBY: f64 = 0.05;
/// Solutions that points beside a point are moved onto, at most.
const BESIDE: usize = 8;
/// Points that are looked at around a point.
const NEIGHBOURS: u32 = 8;
/// Points that are kept of each kind.
const KEPT: usize = 240;
/// Starting points that are moved onto the solutions of the sides, at most.
const BASES: usize = 120;
/// Parts of formulas that are evaluated in one survey, about.
const EVALUATIONS: usize = 400_000;

/// No evaluation visits more parts than about this.
const LONGEST: usize = 40_000;

/// What sampling found.
#[derive(Default)]
pub struct Survey {
    /// Points at which the claim seems to fail, memorable ones first.
    pub failing: Vec<Point>,
    /// Memorable points at which it is true and says something.
    pub holding: Vec<Point>,
    /// The same without a pattern: where there are some, it holds on more than a thin set.
    pub generic: Vec<Point>,
    /// Some points at which machine numbers tell nothing.
    unclear: Vec<Point>,
    /// Some points without a pattern at which it seems to fail, or machine numbers tell nothing.
    doubtful: Vec<Point>,
    /// Points without a pattern at which it certainly says nothing that is true.
    against: usize,
    /// Parts of formulas that have been evaluated, about.
    spent: usize,
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

impl Survey {
    /// A glance at a few points, enough to see most falsehoods.
    pub fn glance(store: &Store, link: &Link) -> Survey {
        let mut survey = Survey::default();
        let variables = Variables::of(store, &link.formulas(), &link.given);
        let points = sample::points(store, &variables, &[], 24);
        survey.look_at(store, link, &points, &[], 0);
        survey
    }

    /// All the points, and those on the solutions of each side.
    pub fn full(store: &Store, link: &Link) -> Survey {
        let mut survey = Survey::default();
        let formulas = link.formulas();
        let variables = Variables::of(store, &formulas, &link.given);
        let values = sample::literals(store, &formulas);
        let size = cost(store, link);
        let evaluations = link.budget.evaluations(EVALUATIONS);
        let share = 1 + size.saturating_mul(700) / evaluations;
        let points = sample::points(store, &variables, &values, share);
        let mut solved: Vec<Solution> = Vec::new();
        if matches!(store.head(link.formula), Head::Iff | Head::Implies) {
            for side in store.args(link.formula) {
                solved.extend(sample::solutions(store, *side));
            }
        }
        for given in &link.given {
            solved.extend(sample::solutions(store, *given));
        }
        let looks = solved.len().max(1) * 2 * size;
        let bases = (evaluations / looks).clamp(6, BASES);
        survey.look_at(store, link, &points, &solved, bases);
        survey
    }

    fn look_at(
        &mut self,
        store: &Store,
        link: &Link,
        points: &Points,
        solved: &[Solution],
        bases: usize,
    ) {
        for (generic, group) in [(false, &points.easy), (true, &points.generic)] {
            for point in group {
                self.look(store, link, point, generic);
            }
        }
        for (generic, group) in [(false, &points.easy), (true, &points.generic)] {
            for point in group.iter().take(bases) {
                for solution in solved {
                    if let Some(on) = moved(store, point, solution) {
                        self.look(store, link, &on, generic);
                    }
                }
            }
        }
    }

    fn look(&mut self, store: &Store, link: &Link, point: &Point, generic: bool) {
        if self.spent > link.budget.evaluations(EVALUATIONS) {
            return;
        }
        self.spent += cost(store, link);
        let seen = seen(store, link, point);
        if generic && matches!(seen, Seen::Fails | Seen::Unclear) && self.doubtful.len() < DOUBTFUL
        {
            self.doubtful.push(point.clone());
        }
        let group = match seen {
            Seen::Fails => &mut self.failing,
            Seen::Holds if generic && !point.is_degenerate(store) => &mut self.generic,
            Seen::Holds => &mut self.holding,
            Seen::Unclear if self.unclear.len() < UNCLEAR => &mut self.unclear,
            _ => return,
        };
        if group.len() < KEPT {
            group.push(point.clone());
        }
    }

    /// Looks beyond the borders too, from some points without a pattern.
    pub fn look_beyond(&mut self, store: &Store, link: &Link) {
        let variables = Variables::of(store, &link.formulas(), &link.given);
        let points = sample::points(store, &variables, &[], 24).generic;
        let moved = border::beyond(store, link, &points);
        let both = matches!(store.head(link.formula), Head::Iff | Head::Implies);
        let mut solved: Vec<Solution> = Vec::new();
        if both && !moved.is_empty() {
            for side in store.args(link.formula) {
                solved.extend(sample::solutions(store, *side));
            }
        }
        for point in &moved {
            self.look(store, link, point, true);
            for solution in &solved {
                if let Some(on) = self::moved(store, point, solution) {
                    self.look(store, link, &on, true);
                }
            }
        }
    }

    /// A point at which the claim certainly fails, a memorable one if there is one.
    pub fn counterexample(&self, store: &Store, link: &Link) -> Option<Point> {
        let failing = self.failing.iter().take(affordable(store, link, TRIED));
        let mut found = failing.filter(|point| certain::fails(store, link, point));
        found.next().cloned()
    }

    /// A point among those that seem to hold or tell nothing at which the claim certainly fails.
    pub fn deceiving(&self, store: &Store, link: &Link) -> Option<Point> {
        let each = affordable(store, link, LOOKED_AT / 2);
        let generic = self.generic.iter().take(each);
        let easy = self.holding.iter().take(each);
        let unclear = self.unclear.iter().take(each);
        let mut all = unclear.chain(easy).chain(generic);
        all.find(|point| certain::fails(store, link, point))
            .cloned()
    }

    /// Takes memorable points for ones without a pattern where the claim holds all around them: with
    /// many variables few points without a pattern lie where a side is true.
    pub fn widen(&mut self, store: &Store, link: &Link) {
        let around = |point: &&Point| {
            let mut near = (0..NEIGHBOURS).map(|n| point.beside(store, n));
            near.all(|near| seen(store, link, &near) == Seen::Holds)
        };
        let found = self
            .holding
            .iter()
            .filter(|point| !point.is_degenerate(store));
        let inner = found.filter(around).take(CLOSELY);
        let inner: Vec<Point> = inner.map(|point| point.beside(store, 0)).collect();
        self.generic.extend(inner);
    }

    /// Keeps of the points that seem to hold those that may count for a condition: where no side is
    /// certainly false, and points nearby are no failures. What a condition allows it allows
    /// around any inner point.
    pub fn sift(&mut self, store: &Store, link: &Link) {
        let mut failing = Vec::new();
        for group in [&mut self.generic, &mut self.holding] {
            group.truncate(affordable(store, link, 2 * LOOKED_AT));
            // Where numbers are so near that a close look is needed, it is at most points.
            let fails = |point: &Point| certain::fails(store, link, point);
            let look = match group.iter().take(CLOSELY).any(fails) {
                true => Look::Close,
                false => Look::Glance,
            };
            let against = &mut self.against;
            group.retain(|point| match certain::bearing(store, link, point, look) {
                Bearing::Fails => {
                    failing.push(point.clone());
                    *against += 1;
                    false
                }
                Bearing::Nothing => {
                    *against += 1;
                    false
                }
                Bearing::Open => true,
            });
        }
        let solved = on_sides(store, link);
        self.generic
            .retain(|point| is_inner(store, link, point, &solved));
        self.failing.extend(failing);
    }

    /// Looks with certainty at what machine numbers called failures or nothing, where they see the
    /// claim hold nowhere: rounding may hide where it does. Whether enough of them are certain.
    pub fn settle(&mut self, store: &Store, link: &Link) -> bool {
        let each = affordable(store, link, DOUBTFUL);
        let mut undecided = 0;
        let solved = on_sides(store, link);
        for point in self.doubtful.iter().take(each) {
            if undecided == UNDECIDED {
                break;
            }
            let mut looks = [Look::Glance, Look::Close].into_iter();
            if looks.any(|look| certain::bearing(store, link, point, look) != Bearing::Open) {
                self.against += 1;
                continue;
            }
            match certain::says_truth(store, link, point) {
                Some(true) if is_inner(store, link, point, &solved) => {
                    self.generic.push(point.clone())
                }
                Some(_) => self.against += 1,
                None => undecided += 1,
            }
        }
        if !self.generic.is_empty() {
            let others = [&self.unclear, &self.doubtful].into_iter().flatten();
            self.failing.extend(others.take(each).cloned());
            self.failing
                .retain(|point| certain::fails(store, link, point));
        }
        undecided == 0 || self.against >= CLOSELY
    }
}

/// Ways to move a point onto the solutions of the claim's sides.
fn on_sides(store: &Store, link: &Link) -> Vec<Solution> {
    let mut solved: Vec<Solution> = Vec::new();
    if matches!(store.head(link.formula), Head::Iff | Head::Implies) {
        for side in store.args(link.formula) {
            solved.extend(sample::solutions(store, *side));
        }
    }
    solved.truncate(BESIDE);
    solved
}

/// Whether there is no failure around a point: beside it, or beside it on the solutions of the
/// claim's sides. What a condition allows it allows around any inner point.
fn is_inner(store: &Store, link: &Link, point: &Point, solved: &[Solution]) -> bool {
    let fails = |near: &Point| match seen(store, link, near) {
        Seen::Fails | Seen::Unclear => certain::fails(store, link, near),
        _ => false,
    };
    let nearby = |on: &Point| on.distance(store, point) < NEARBY;
    (0..NEIGHBOURS).all(|n| {
        let beside = point.beside(store, n);
        let on = |solution: &Solution| moved(store, &beside, solution).filter(nearby);
        !fails(&beside) && !solved.iter().filter_map(on).any(|on| fails(&on))
    })
}

/// About how many parts are evaluated at a point; the bodies of long sums count as often as they are
/// evaluated.
fn cost(store: &Store, link: &Link) -> usize {
    let formulas = link.given.iter().chain([&link.near]);
    let all = formulas.map(|formula| {
        let mut extra = 0_usize;
        let parts = store.subterms(*formula).len();
        store.fold(*formula, |_, node, within: &[usize]| {
            let inner = within
                .iter()
                .fold(1, |sum: usize, n| sum.saturating_add(*n));
            let ends = [1, 2].map(|k| node.args.get(k).and_then(|e| store.small_integer(*e)));
            match (node.head.binds(), ends) {
                (true, [Some(lo), Some(hi)]) => {
                    let times = hi.saturating_sub(lo).clamp(0, 1_000_000) as usize;
                    let all = inner.saturating_mul(times).min(LONGEST);
                    extra = extra.max(all);
                    all
                }
                _ => inner.min(LONGEST),
            }
        });
        parts + extra
    });
    all.sum::<usize>().max(1)
}

/// How many points can be looked at with certainty, at most `wanted`.
fn affordable(store: &Store, link: &Link, wanted: usize) -> usize {
    let effort = cost(store, link) + enclosing(store, link);
    (link.budget.evaluations(EVALUATIONS) / 8 / effort).clamp(1, wanted)
}

/// What the enclosures of slow functions cost beside that, in parts.
fn enclosing(store: &Store, link: &Link) -> usize {
    let parts = store.subterms(link.near).into_iter();
    parts
        .map(|part| match store.head(part) {
            Head::Call(f) if f.name == "Phi_inv" => 4000,
            Head::Call(f) if matches!(f.name, "Phi" | "erf") => 400,
            _ => 0,
        })
        .sum()
}

fn moved(store: &Store, point: &Point, solution: &Solution) -> Option<Point> {
    let mut on = point.clone();
    for (variable, value) in solution {
        on.solve(store, *variable, *value)?;
    }
    Some(on)
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
    let plain = |formula: Expr| match point.holds(store, formula) {
        Some(true) => Seen::Holds,
        Some(false) => Seen::Fails,
        None => Seen::Unclear,
    };
    match store.head(link.near) {
        Head::Relation(relation) => {
            let nan = |e: Expr| point.value(store, e).is_nan();
            let (a, b) = (nan(args[0]), nan(args[1]));
            if a && b || *relation != Relation::Equal && (a || b) {
                return Seen::Empty;
            }
            match (plain(link.near), *relation) {
                // Machine numbers may be equal where the values are not.
                (Seen::Fails, Relation::NotEqual) if !certain::fails(store, link, point) => {
                    Seen::Unclear
                }
                (seen, _) => seen,
            }
        }
        Head::Iff | Head::Implies => {
            let first = point.holds(store, args[0]);
            if first == Some(false) && *store.head(link.near) == Head::Implies {
                return Seen::Empty;
            }
            match (first, point.holds(store, args[1])) {
                (Some(true), Some(true)) => Seen::Holds,
                (Some(false), Some(false)) => Seen::Empty,
                (Some(_), Some(_)) => Seen::Fails,
                _ => Seen::Unclear,
            }
        }
        _ => plain(link.near),
    }
}
