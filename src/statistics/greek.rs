//! The result once more in the letters of statistics: coefficients β, each with what it is in the
//! weights and biases of the network.

use rustc_hash::FxHashSet;

use super::account::Account;
use super::subject::taken;
use crate::check::Verdict;
use crate::derive::Derivation;
use crate::derive::assemble::Letters;
use crate::derive::collapse::has_input;
use crate::derive::dictionary::Predictor;
use crate::derive::finding::listed;
use crate::expr::{Expr, Head, Store};
use crate::render::page::{Block, Text};

/// Up to this number of meanings stand in a sentence, if they are short.
const SENTENCE: usize = 8;
/// More meanings than this are shown by the first two and the last.
const LISTED: usize = 24;

/// An equation of the result taken apart.
struct Equation {
    /// Category, first and last of them, where it is said for each.
    each: Option<[Expr; 3]>,
    left: Expr,
    right: Expr,
    parts: Predictor,
}

impl Equation {
    /// `None` if it is no equation with a linear predictor on its right.
    fn of(store: &Store, formula: Expr, inputs: &FxHashSet<Expr>) -> Option<Equation> {
        let (each, body) = match (store.head(formula), store.args(formula)) {
            (Head::Each, [index, from, to, body]) => (Some([*index, *from, *to]), *body),
            _ => (None, formula),
        };
        let (left, right) = store.sides(body)?;
        let known = |e: Expr| has_input(store, inputs, e);
        let parts = Predictor::of(store, right, inputs);
        (!known(left) && known(right) && !parts.other).then_some(Equation {
            each,
            left,
            right,
            parts,
        })
    }

    /// The indices of the coefficients, without that of the category: of the sum, of the inputs if
    /// they are the entries of one vector, or else 1, 2, …
    fn indices(&self, store: &Store) -> Option<Vec<Expr>> {
        if let [Some([index, ..])] = self.parts.sums.as_slice() {
            return Some(vec![*index]);
        }
        if self.parts.sums.iter().any(Option::is_some) {
            return None;
        }
        let inputs = &self.parts.inputs;
        let entry = |input: &Expr| match (store.head(*input), store.args(*input)) {
            (Head::Entry, [base, at]) if store.small_integer(*at).is_some_and(|at| at > 0) => {
                Some((*base, *at))
            }
            _ => None,
        };
        let entries: Option<Vec<(Expr, Expr)>> = inputs.iter().map(entry).collect();
        if let Some(entries) = entries
            && entries.iter().all(|(base, _)| *base == entries[0].0)
        {
            return Some(entries.into_iter().map(|(_, at)| at).collect());
        }
        let count = i64::try_from(inputs.len()).ok()?;
        Some((1..=count).map(|k| store.int(k)).collect())
    }

    /// The predictor with other coefficients and another intercept.
    fn rebuilt(&self, store: &Store, intercept: Option<Expr>, coefficients: &[Expr]) -> Expr {
        let columns = self.parts.inputs.iter().zip(&self.parts.sums);
        let terms = columns.zip(coefficients);
        let terms = terms.map(|((input, sum), coefficient)| {
            let column = match store.head(*input) {
                Head::Mul => store.args(*input),
                _ => &[*input][..],
            };
            let product = store.mul([&[*coefficient], column].concat().as_slice());
            match sum {
                Some([index, from, to]) => store.bind(Head::Sum, *index, *from, *to, product),
                None => product,
            }
        });
        let all: Vec<Expr> = intercept.into_iter().chain(terms).collect();
        match all.as_slice() {
            [one] => *one,
            all => store.add(all),
        }
    }
}

/// The section; nothing where the result is no equation in coefficients, or its sums have several
/// indices.
pub fn section(store: &Store, derivation: &Derivation) -> Option<Vec<Block>> {
    let page = &derivation.page;
    let inputs = &derivation.model.as_ref()?.inputs;
    let formulas: Vec<Expr> = page
        .result
        .iter()
        .flat_map(|f| store.conjuncts(*f))
        .collect();
    let equations: Vec<Equation> = formulas
        .iter()
        .filter_map(|formula| Equation::of(store, *formula, inputs))
        .collect();
    let all = page.result.iter().chain(&page.conditions);
    let taken = taken(store, all.chain([&page.network]).copied());
    let letter = Letters::avoiding(store, taken).pick(&["beta", "gamma", "theta"]);
    let account = Account::new(store);
    let (mut shown, mut meanings) = (Vec::new(), Vec::new());
    for (number, equation) in (1..).zip(&equations) {
        let indices = equation.indices(store)?;
        let category = match equation.each {
            Some([index, ..]) => Some(index),
            None if equations.len() > 1 => Some(store.int(number)),
            None => None,
        };
        let beta = |index: Expr| {
            let all: Vec<Expr> = category.into_iter().chain([index]).collect();
            store.entry(letter, &all)
        };
        let intercept = match equation.parts.intercept.as_slice() {
            [] => None,
            [one] => Some(*one),
            several => Some(store.add(several)),
        };
        let betas: Vec<Expr> = indices.iter().map(|index| beta(*index)).collect();
        let first = intercept.map(|_| beta(store.int(0)));
        // The same predictor, or nothing is said.
        let given = &equation.parts.coefficients;
        let same = equation.rebuilt(store, intercept, given);
        let equal = account.verdict(store.eq(equation.right, same), &[]);
        if equal != Verdict::Equivalent {
            return None;
        }
        let new = store.eq(equation.left, equation.rebuilt(store, first, &betas));
        let for_each = |formula: Expr, over: Option<[Expr; 3]>| match over {
            Some([index, from, to]) => store.bind(Head::Each, index, from, to, formula),
            None => formula,
        };
        shown.push(for_each(new, equation.each));
        if let (Some(first), Some(intercept)) = (first, intercept) {
            meanings.push(for_each(store.eq(first, intercept), equation.each));
        }
        for ((sum, new), old) in equation.parts.sums.iter().zip(&betas).zip(given) {
            let of_input = for_each(store.eq(*new, *old), *sum);
            meanings.push(for_each(of_input, equation.each));
        }
    }
    if shown.is_empty() {
        return None;
    }
    let mut blocks = vec![
        Block::Heading("In the letters of statistics".to_owned()),
        Block::Paragraph("With Greek letters for the coefficients the model is".into()),
        Block::Formulas(shown),
    ];
    let short = |meaning: &Expr| {
        let value = store.sides(*meaning).map(|(_, value)| value);
        value.is_some_and(|value| store.written_size(value) <= 3)
    };
    if meanings.len() <= SENTENCE && meanings.iter().all(short) {
        blocks.push(Block::Paragraph(
            listed(Text::from("with "), &meanings).words("."),
        ));
    } else {
        if meanings.len() > LISTED {
            meanings = [&meanings[..2], &meanings[meanings.len() - 1..]].concat();
            blocks.push(Block::Paragraph("with coefficients such as".into()));
        } else {
            blocks.push(Block::Paragraph("with the coefficients".into()));
        }
        blocks.push(Block::Formulas(meanings));
    }
    Some(blocks)
}
