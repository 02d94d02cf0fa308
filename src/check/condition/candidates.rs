//! Statements that a condition may be made of, by what the claim has in it.

use crate::check::link::Link;
use crate::check::variables::{constant, sizes};
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::definedness::{self, Side};

/// Statements that are looked at, at most.
const CANDIDATES: usize = 600;
/// Sizes that claims may be true from, at most.
const MOST: i64 = 6;
/// Variables whose pairs are compared, at most.
const PAIRED: usize = 5;

/// Statements that a condition may be made of, and whether they speak of parts of the claim.
pub(super) fn candidates(store: &Store, link: &Link) -> Vec<(Expr, bool)> {
    let mut found = Candidates {
        store,
        arranger: Arranger::default(),
        known: rustc_hash::FxHashSet::default(),
        all: Vec::new(),
    };
    let variables = variables(store, link.formula);
    let sizes = sizes(store, &[link.formula]);
    for name in sizes.iter().filter(|name| variables.contains(name)) {
        // Sizes are positive integers; what fails at small ones only holds from the next one on.
        for least in 2..=MOST {
            found.put(store.relate(Relation::GreaterEqual, *name, store.int(least)));
        }
    }
    let others = variables.iter().filter(|name| !sizes.contains(name));
    for name in others {
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
            Head::Name(_) => !constant(store, part) && free.contains(&part),
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
