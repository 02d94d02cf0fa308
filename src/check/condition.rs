//! The condition under which a claim that fails somewhere holds: searched for among simple
//! statements that the points found suggest, and kept only with a proof.

mod candidates;
mod fit;

use candidates::candidates;
pub(super) use fit::{Fit, inside};

use super::certain;
use super::link::Link;
use super::point::Point;
use super::prove::Proof;
use super::survey::Survey;
use crate::expr::{Expr, Head, Store};

/// Statements that are tried, at most.
const STATEMENTS: usize = 64;
/// Conjunctions that a proof is tried for, at most.
const PROOFS: usize = 14;
/// Points at which statements are looked at, of each kind.
const POINTS: usize = 64;

/// A statement, and at which points it holds.
struct Statement {
    formula: Expr,
    /// Whether it speaks of a part of the claim, and not of two variables that the claim may not
    /// bring together.
    of_part: bool,
    size: usize,
    generic: u64,
    holding: u64,
    failing: u64,
}

/// A conjunction of statements that leaves out all failures.
struct Cover {
    parts: Vec<usize>,
    kept: (u32, u32),
    size: usize,
}

/// What was found.
pub enum Found {
    /// Conditions, the weakest that were found, and the proof under them.
    Under(Vec<Expr>, Box<Proof>),
    /// The claim is proved under nothing but itself.
    OnlyItself,
    /// Nothing.
    Nothing,
}

/// Conditions under which the claim is proved. `first` are conditions that a proof needed, tried
/// before any other.
pub fn search(
    store: &Store,
    link: &Link,
    survey: &Survey,
    first: Option<(Vec<Expr>, Proof)>,
    mut prove: impl FnMut(&Link) -> Option<Proof>,
) -> Found {
    let fit = Fit::new(store, link);
    let points = Points::of(survey);
    let statements = statements(store, link, &fit, &points);
    let covers = covers(&statements, points.generic.len(), points.holding.len());
    let mut best: Option<((u32, u32), Vec<Expr>, Proof)> = None;
    if let Some((conditions, proof)) = first {
        let kept = points.kept_by(store, &conditions);
        if let Some(kept) = kept
            && fit.allows_all(&conditions)
            && points.have_room(store, &conditions)
        {
            best = Some((kept, conditions, proof));
        }
    }
    for cover in tried(covers) {
        if best.as_ref().is_some_and(|(kept, ..)| cover.kept <= *kept) {
            continue;
        }
        let conditions: Vec<Expr> = cover.parts.iter().map(|k| statements[*k].formula).collect();
        if !points.have_room(store, &conditions) {
            continue;
        }
        if let Some(proof) = prove(&link.under(&conditions))
            && proof.conditions.is_empty()
        {
            best = Some((cover.kept, conditions, proof));
        }
    }
    match best {
        Some((_, conditions, proof)) => Found::Under(conditions, Box::new(proof)),
        None if fit.is_own_condition() => Found::OnlyItself,
        None => Found::Nothing,
    }
}

/// Points at which statements are looked at.
struct Points<'a> {
    generic: &'a [Point],
    holding: &'a [Point],
    failing: Vec<Point>,
}

impl<'a> Points<'a> {
    fn of(survey: &'a Survey) -> Points<'a> {
        Points {
            generic: &survey.generic[..survey.generic.len().min(POINTS)],
            holding: &survey.holding[..survey.holding.len().min(POINTS)],
            failing: spread(&survey.failing),
        }
    }

    fn statement(&self, store: &Store, formula: Expr, of_part: bool) -> Statement {
        let mask = |formula: Expr, points: &[Point]| -> u64 {
            points.iter().enumerate().fold(0, |mask, (k, point)| {
                mask | u64::from(point.holds(store, formula) == Some(true)) << k
            })
        };
        Statement {
            formula,
            of_part,
            size: weight(store, formula),
            // What a condition leaves must have points inside it.
            generic: mask(fit::inside(store, formula), self.generic),
            holding: mask(formula, self.holding),
            failing: mask(formula, &self.failing),
        }
    }

    /// How many points conditions keep of those at which the claim holds, if they leave out all
    /// failures and keep some.
    fn kept_by(&self, store: &Store, conditions: &[Expr]) -> Option<(u32, u32)> {
        let (mut generic, mut holding) = (all(self.generic.len()), all(self.holding.len()));
        let mut failing = all(self.failing.len());
        for condition in conditions {
            let one = self.statement(store, *condition, true);
            generic &= one.generic;
            holding &= one.holding;
            failing &= one.failing;
        }
        (generic != 0 && failing == 0).then(|| (generic.count_ones(), holding.count_ones()))
    }

    /// Whether there certainly is a point inside what conditions leave at which the claim holds.
    fn have_room(&self, store: &Store, conditions: &[Expr]) -> bool {
        let inside: Vec<Expr> = conditions.iter().map(|c| fit::inside(store, *c)).collect();
        self.generic.iter().any(|point| {
            let near = inside.iter().all(|c| point.holds(store, *c) == Some(true));
            near && inside
                .iter()
                .all(|c| certain::holds(store, point, *c) == Some(true))
        })
    }
}

/// Statements that conditions may be made of, one for all that hold at the same points.
fn statements(store: &Store, link: &Link, fit: &Fit<'_>, points: &Points<'_>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    let everywhere = all(points.failing.len());
    for (formula, of_part) in candidates(store, link) {
        if !fit.allows(formula) {
            continue;
        }
        let new = points.statement(store, formula, of_part);
        if new.generic == 0 || new.failing == everywhere {
            continue;
        }
        let alike = statements.iter_mut().find(|known| {
            (known.generic, known.holding, known.failing) == (new.generic, new.holding, new.failing)
        });
        match alike {
            Some(known) if (!known.of_part, known.size) <= (!new.of_part, new.size) => {}
            Some(known) => *known = new,
            None => statements.push(new),
        }
    }
    // Those that lose the fewest points first, and of each kind so many.
    statements.sort_by_key(|s| {
        let lost = points.generic.len() as u32 - s.generic.count_ones();
        let easy = points.holding.len() as u32 - s.holding.count_ones();
        (lost, easy, s.size)
    });
    let mut room = [STATEMENTS, STATEMENTS / 2];
    statements.retain(|s| {
        let left = &mut room[usize::from(!s.of_part)];
        let kept = *left > 0;
        *left = left.saturating_sub(1);
        kept
    });
    statements
}

/// The conjunctions that a proof is tried for: by turns one that keeps most and one of the fewest
/// parts, since long ones fit points by chance.
fn tried(covers: Vec<Cover>) -> Vec<Cover> {
    let mut short: Vec<usize> = (0..covers.len()).collect();
    short.sort_by_key(|k| covers[*k].parts.len());
    let mut order: Vec<usize> = Vec::new();
    for (weak, short) in (0..covers.len()).zip(short) {
        for k in [weak, short] {
            if order.len() < PROOFS && !order.contains(&k) {
                order.push(k);
            }
        }
        if order.len() == PROOFS {
            break;
        }
    }
    let mut covers: Vec<Option<Cover>> = covers.into_iter().map(Some).collect();
    let order = order.into_iter().filter_map(|k| covers[k].take());
    order.collect()
}

/// How much there is to read; a comparison with a number is the plainest.
fn weight(store: &Store, formula: Expr) -> usize {
    let args = store.args(formula);
    let plain = args.iter().any(|side| !store.has_name(*side));
    // That a function has a value is better said of its argument.
    let call = |part: &Expr| matches!(store.head(*part), Head::Call(_));
    let parts = store.subterms(formula);
    let calls = parts.iter().filter(|part| call(part)).count();
    parts.len() + 6 * calls + if plain { 0 } else { 2 }
}

fn all(count: usize) -> u64 {
    if count >= 64 {
        u64::MAX
    } else {
        (1 << count) - 1
    }
}

/// Some of the failing points, first and later ones.
fn spread(points: &[Point]) -> Vec<Point> {
    let step = points.len().div_ceil(POINTS / 2).max(1);
    let later = points.iter().skip(POINTS / 2).step_by(step);
    points
        .iter()
        .take(POINTS / 2)
        .chain(later)
        .take(POINTS)
        .cloned()
        .collect()
}

/// Conjunctions of at most four statements that leave out all failures, none with a part that is
/// not needed; those that keep most first.
fn covers(statements: &[Statement], generic: usize, holding: usize) -> Vec<Cover> {
    let mut found: Vec<Cover> = Vec::new();
    // Conjunctions, with the points that they keep and the failures that are left.
    let mut open = vec![(Vec::<usize>::new(), all(generic), all(holding), u64::MAX)];
    for _ in 0..4 {
        let mut longer = Vec::new();
        for (parts, kept, easy, left) in &open {
            let from = parts.last().map_or(0, |last| last + 1);
            for (k, statement) in statements.iter().enumerate().skip(from) {
                let rest = left & statement.failing;
                let kept = kept & statement.generic;
                if rest == *left || kept == 0 {
                    continue;
                }
                let mut parts = parts.clone();
                parts.push(k);
                let easy = easy & statement.holding;
                if rest != 0 {
                    longer.push((parts, kept, easy, rest));
                    continue;
                }
                // A part that the others do without is not needed.
                let needed = parts.iter().all(|part| {
                    let others = parts.iter().filter(|other| *other != part);
                    others.fold(u64::MAX, |left, k| left & statements[*k].failing) != 0
                });
                if needed {
                    found.push(Cover {
                        kept: (kept.count_ones(), easy.count_ones()),
                        size: parts.iter().map(|k| statements[*k].size).sum(),
                        parts,
                    });
                }
            }
        }
        longer.sort_by_key(|(_, kept, easy, left)| {
            (
                left.count_ones(),
                128 - kept.count_ones() - easy.count_ones(),
            )
        });
        longer.truncate(400);
        open = longer;
    }
    found.sort_by_key(|cover| {
        let (generic, holding) = cover.kept;
        (u32::MAX - generic, u32::MAX - holding, cover.size)
    });
    found
}
