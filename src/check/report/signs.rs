//! A certificate of signs as a page tells it: the laws that it uses, then the difference of the two
//! sides, times something positive where it needs that, as a sum of what is not negative.

use crate::derive::chain::tidy;
use crate::expr::{Expr, Head, Relation, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::certificate::{Hypothesis, Product, Signs, Source};
use crate::laws;
use crate::render::page::{Block, Level, Line, Link, Text};

/// The blocks that tell a certificate.
pub(super) fn blocks(store: &Store, signs: &Signs) -> Vec<Block> {
    let laws = signs.hypotheses.iter().filter_map(|one| match &one.source {
        Source::Law(name, _) => {
            let why = laws::find(name).map_or("", |law| law.why);
            let text = Text::default().math(one.formula).words(": ");
            Some(Block::Paragraph(text.words(why).words(".")))
        }
        _ => None,
    });
    let mut blocks: Vec<Block> = laws.collect();
    let teller = Teller { store, signs };
    let denied = signs
        .hypotheses
        .iter()
        .position(|one| one.source == Source::Denied);
    match denied.and_then(|denied| teller.directly(denied)) {
        Some(derivation) => blocks.extend(derivation),
        None => blocks.push(teller.by_contradiction(denied)),
    }
    blocks
}

/// The block that tells an equation that follows from others with cofactors.
pub(super) fn identity(
    store: &Store,
    goal: Expr,
    equations: &[(Hypothesis, Expr)],
) -> Option<Block> {
    let (a, b) = store.sides(goal)?;
    let terms = equations.iter().map(|(one, cofactor)| {
        let (u, v) = store.sides(one.formula)?;
        Some(tidy(
            store,
            store.mul([*cofactor, difference(store, u, v)].as_slice()),
        ))
    });
    let terms: Option<Vec<Expr>> = terms.collect();
    let terms = terms.filter(|terms| !terms.is_empty())?;
    Some(equation(
        difference(store, a, b),
        store.add(terms.as_slice()),
        "which is 0".into(),
    ))
}

/// A difference and what it is.
fn equation(difference: Expr, sum: Expr, reason: Text) -> Block {
    Block::Derivation {
        first: difference,
        lines: vec![Line {
            rule: "signs".to_owned(),
            relation: Link::Equal,
            before: difference,
            after: sum,
            shown: sum,
            conditions: Vec::new(),
            reason,
            level: Level::Standard,
        }],
    }
}

fn difference(store: &Store, a: Expr, b: Expr) -> Expr {
    match b == store.int(0) {
        true => a,
        false => store.sub(a, b),
    }
}

struct Teller<'a> {
    store: &'a Store,
    signs: &'a Signs,
}

impl Teller<'_> {
    /// `(a - b) m = ...`, where m is positive: what the negation denies, from the products in which
    /// it stands, and the others. No block where a law says the same.
    fn directly(&self, denied: usize) -> Option<Option<Block>> {
        let store = self.store;
        let denial = self.signs.hypotheses[denied].formula;
        let (Head::Relation(relation), [a, b]) = (store.head(denial), store.args(denial)) else {
            return None;
        };
        let (a, b) = match relation {
            Relation::Less | Relation::LessEqual => (*a, *b),
            Relation::Greater | Relation::GreaterEqual => (*b, *a),
            _ => return None,
        };
        let (with, rest): (Vec<&Product>, Vec<&Product>) = self
            .signs
            .products
            .iter()
            .partition(|p| p.of.contains(&denied));
        let once = |p: &&Product| p.of.iter().filter(|k| **k == denied).count() == 1;
        if !with.iter().all(once) || with.is_empty() {
            return None;
        }
        let of = |products: &[&Product]| {
            let terms = products.iter().map(|p| self.term(p, Some(denied)));
            store.add(terms.collect::<Vec<Expr>>().as_slice())
        };
        let (multiplier, sum) = (tidy(store, of(&with)), of(&rest));
        let mut difference = self::difference(self.store, a, b);
        // What a law says by itself needs no more words.
        if rest.len() == 1 && Arranger::default().same(store, difference, sum) {
            return Some(None);
        }
        let sign = match relation {
            Relation::GreaterEqual | Relation::LessEqual => "which is positive",
            _ => "which is not negative",
        };
        let mut reason = Text::from(sign);
        if multiplier != store.int(1) {
            let positive = store.relate(Relation::Greater, multiplier, store.int(0));
            reason = reason.words(", and ").math(positive);
            difference = store.mul([difference, multiplier].as_slice());
        }
        Some(Some(equation(difference, sum, reason)))
    }

    /// `0 = ...`, a sum that is positive.
    fn by_contradiction(&self, denied: Option<usize>) -> Block {
        let store = self.store;
        let terms = self.signs.products.iter().map(|p| self.term(p, None));
        let sum = store.add(terms.collect::<Vec<Expr>>().as_slice());
        let text = match denied {
            Some(denied) => Text::from("Suppose ")
                .math(self.signs.hypotheses[denied].formula)
                .words(". Then "),
            None => Text::default(),
        };
        let why = ", though no part of this sum is negative and one is positive.";
        Block::Paragraph(text.math(store.eq(store.int(0), sum)).words(why))
    }

    /// A product, without one of its hypotheses.
    fn term(&self, product: &Product, without: Option<usize>) -> Expr {
        let store = self.store;
        let of = product.of.iter().filter(|k| Some(**k) != without);
        let mut factors = vec![product.factor];
        factors.extend(of.filter_map(|k| Some(self.value(self.signs.hypotheses.get(*k)?))));
        if product.square != store.int(1) {
            factors.push(store.pow(product.square, store.int(2)));
        }
        tidy(store, store.mul(factors.as_slice()))
    }

    /// What a hypothesis says the sign of.
    fn value(&self, one: &Hypothesis) -> Expr {
        match (self.store.head(one.formula), self.store.args(one.formula)) {
            (Head::Relation(Relation::Less | Relation::LessEqual), [u, v]) => {
                difference(self.store, *v, *u)
            }
            (Head::Relation(_), [u, v]) => difference(self.store, *u, *v),
            _ => one.formula,
        }
    }
}
