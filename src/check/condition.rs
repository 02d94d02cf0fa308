//! The condition under which a claim that fails somewhere holds: searched for among simple
//! statements that the points found suggest, and kept only with a proof.

use super::link::Link;
use super::point::Point;
use super::prove::Proof;
use super::survey::Survey;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::definedness::{self, Side};

/// Statements that are tried, at most.
const STATEMENTS: usize = 64;
/// Statements that are looked at, at most.
const CANDIDATES: usize = 600;
/// Conjunctions that a proof is tried for, at most.
const PROOFS: usize = 14;
/// Points at which statements are looked at, of each kind.
const POINTS: usize = 64;
/// Variables whose pairs are compared, at most.
const PAIRED: usize = 5;

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

/// Conditions under which the claim is proved, the weakest that was found, and the proof.
/// `first` are conditions that a proof needed, tried before any other.
pub fn search(
    store: &Store,
    link: &Link,
    survey: &Survey,
    first: Option<(Vec<Expr>, Proof)>,
    mut prove: impl FnMut(&Link) -> Option<Proof>,
) -> Option<(Vec<Expr>, Proof)> {
    let generic = &survey.generic[..survey.generic.len().min(POINTS)];
    let holding = &survey.holding[..survey.holding.len().min(POINTS)];
    let failing = spread(&survey.failing);
    let mask = |formula: Expr, points: &[Point]| -> u64 {
        points.iter().enumerate().fold(0, |mask, (k, point)| {
            mask | u64::from(point.holds(store, formula) == Some(true)) << k
        })
    };
    let statement = |formula: Expr, of_part: bool| Statement {
        formula,
        of_part,
        size: weight(store, formula),
        generic: mask(formula, generic),
        holding: mask(formula, holding),
        failing: mask(formula, &failing),
    };
    let mut statements: Vec<Statement> = Vec::new();
    let everywhere = all(failing.len());
    for (formula, of_part) in candidates(store, link) {
        let new = statement(formula, of_part);
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
        let lost = generic.len() as u32 - s.generic.count_ones();
        (lost, holding.len() as u32 - s.holding.count_ones(), s.size)
    });
    let mut room = [STATEMENTS, STATEMENTS / 2];
    statements.retain(|s| {
        let left = &mut room[usize::from(!s.of_part)];
        let kept = *left > 0;
        *left = left.saturating_sub(1);
        kept
    });
    let covers = covers(&statements, generic.len(), holding.len());
    let kept_by = |conditions: &[Expr]| {
        let both = conditions.iter().map(|c| statement(*c, true)).fold(
            (all(generic.len()), all(holding.len()), everywhere),
            |(g, h, f), s| (g & s.generic, h & s.holding, f & s.failing),
        );
        (both.0.count_ones(), both.1.count_ones(), both.2)
    };
    let thin = |conditions: &[Expr]| conditions.iter().any(|c| store.sides(*c).is_some());
    let mut best: Option<((u32, u32), Vec<Expr>, Proof)> = None;
    if let Some((conditions, proof)) = first {
        let (generic, holding, failing) = kept_by(&conditions);
        if generic > 0 && failing == 0 && !thin(&conditions) {
            best = Some(((generic, holding), conditions, proof));
        }
    }
    for cover in tried(covers) {
        if best.as_ref().is_some_and(|(kept, ..)| cover.kept <= *kept) {
            continue;
        }
        let conditions: Vec<Expr> = cover.parts.iter().map(|k| statements[*k].formula).collect();
        if let Some(proof) = prove(&link.under(&conditions))
            && proof.conditions.is_empty()
        {
            best = Some((cover.kept, conditions, proof));
        }
    }
    best.map(|(_, conditions, proof)| (conditions, proof))
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

/// Statements that a condition may be made of, and whether they speak of parts of the claim.
fn candidates(store: &Store, link: &Link) -> Vec<(Expr, bool)> {
    let mut found = Candidates {
        store,
        arranger: Arranger::default(),
        known: rustc_hash::FxHashSet::default(),
        all: Vec::new(),
    };
    let variables = variables(store, link.formula);
    for name in &variables {
        found.compare(*name, store.int(0));
        let half = store.div(store.int(1), store.int(2));
        for value in [store.int(1), store.neg(store.int(1)), half] {
            found.compare(*name, value);
        }
    }
    for part in store.subterms(link.formula) {
        found.of_part(part);
    }
    for side in [Side::Enough, Side::Follows] {
        let arranged = found.arranger.arranged(store, link.near);
        let mut sides = vec![arranged];
        if matches!(store.head(arranged), Head::Iff | Head::Implies) {
            sides = store.args(arranged).to_vec();
        }
        for part in sides {
            for condition in definedness::conditions(store, part, side) {
                found.put(condition);
            }
        }
    }
    for part in store.subterms(link.formula) {
        if let Some(value) = store.literal(part) {
            for name in &variables {
                found.compare(*name, store.rational(value.clone()));
            }
        }
    }
    let parts = found.all.len();
    let paired = &variables[..variables.len().min(PAIRED)];
    for (k, a) in paired.iter().enumerate() {
        for b in &paired[k + 1..] {
            found.compare(*a, *b);
            found.compare(store.add([*a, *b].as_slice()), store.int(0));
            found.compare(store.mul([*a, *b].as_slice()), store.int(0));
            found.compare(store.add([*a, *b].as_slice()), store.int(1));
        }
    }
    let all = found.all.into_iter().enumerate();
    all.map(|(k, formula)| (formula, k < parts)).collect()
}

/// Names and entries at literal indices.
fn variables(store: &Store, formula: Expr) -> Vec<Expr> {
    let free = store.free_names(formula);
    let mut found: Vec<Expr> = Vec::new();
    for part in store.subterms(formula) {
        let variable = match store.head(part) {
            Head::Name(name) => !matches!(&**name, "e" | "pi") && free.contains(&part),
            Head::Entry => store.args(part)[1..]
                .iter()
                .all(|index| store.small_integer(*index).is_some()),
            _ => false,
        };
        if variable && !found.contains(&part) {
            found.push(part);
        }
    }
    found
}

struct Candidates<'a> {
    store: &'a Store,
    arranger: Arranger,
    known: rustc_hash::FxHashSet<Expr>,
    all: Vec<Expr>,
}

impl Candidates<'_> {
    fn put(&mut self, formula: Expr) {
        let store = self.store;
        let condition = match store.head(formula) {
            Head::Relation(relation) => *relation != Relation::Equal,
            Head::Or | Head::And => true,
            _ => false,
        };
        if condition
            && self.all.len() < CANDIDATES
            && self.known.insert(self.arranger.arranged(store, formula))
        {
            self.all.push(formula);
        }
    }

    fn compare(&mut self, a: Expr, b: Expr) {
        for relation in [
            Relation::NotEqual,
            Relation::Greater,
            Relation::GreaterEqual,
            Relation::Less,
            Relation::LessEqual,
        ] {
            self.put(self.store.relate(relation, a, b));
        }
    }

    fn between(&mut self, lower: Expr, term: Expr, upper: Expr, relation: Relation) {
        let store = self.store;
        let parts = [
            store.relate(relation, lower, term),
            store.relate(relation, term, upper),
        ];
        parts.into_iter().for_each(|part| self.put(part));
    }

    /// Where a part changes what it does.
    fn of_part(&mut self, part: Expr) {
        let store = self.store;
        let args = store.args(part);
        let (zero, one) = (store.int(0), store.int(1));
        let half_pi = || store.div(store.name("pi"), store.int(2));
        match store.head(part) {
            Head::Call(f) => match f.name {
                "max" | "min" if args.len() == 2 => self.compare(args[0], args[1]),
                "sin" | "asin" | "tan" | "atan" => {
                    let (low, high) = (store.neg(half_pi()), half_pi());
                    let open = matches!(f.name, "tan" | "atan");
                    let relation = if open {
                        Relation::Less
                    } else {
                        Relation::LessEqual
                    };
                    self.between(low, args[0], high, relation);
                }
                "cos" | "acos" => {
                    self.between(zero, args[0], store.name("pi"), Relation::LessEqual);
                }
                _ => self.compare(args[0], zero),
            },
            Head::Pow => self.compare(args[0], zero),
            Head::Div => self.compare(args[1], zero),
            Head::Mul if args.iter().any(|a| store.has_kind(*a, &Head::Add)) => {
                args.iter().for_each(|factor| self.compare(*factor, zero));
            }
            Head::Piecewise => {
                for guard in args.iter().step_by(2).take(args.len() / 2) {
                    if let (Head::Relation(_), [a, b]) = (store.head(*guard), store.args(*guard)) {
                        self.compare(*a, *b);
                    }
                }
            }
            Head::Relation(Relation::Equal) => {
                for side in args {
                    if store.literal(*side).is_none() {
                        self.compare(*side, zero);
                        self.between(zero, *side, one, Relation::Less);
                        self.between(store.neg(one), *side, one, Relation::Less);
                    }
                }
            }
            Head::Relation(_) => self.compare(args[0], args[1]),
            _ => {}
        }
    }
}
