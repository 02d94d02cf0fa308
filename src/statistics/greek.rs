//! The result once more in the letters of statistics: coefficients β, each with what it is in the
//! weights and biases of the network.

use rustc_hash::FxHashSet;

use crate::check::{self, Budget, Claim, Verdict};
use crate::derive::Derivation;
use crate::derive::assemble::Letters;
use crate::derive::collapse::has_input;
use crate::derive::columns::split;
use crate::derive::finding::listed;
use crate::expr::{Expr, Head, Store};
use crate::render::page::{Block, Text};

/// Up to this number of meanings stand in a sentence, if they are short.
const SENTENCE: usize = 8;
/// More meanings than this are shown by the first two and the last.
const LISTED: usize = 24;

/// A term of a predictor: its coefficient and what that is a factor of, in a sum or by itself.
struct Term {
    /// Index, first and last value of it.
    sum: Option<[Expr; 3]>,
    coefficient: Expr,
    column: Expr,
}

/// An equation of the result taken apart.
struct Equation {
    /// Category, first and last of them, where it is said for each.
    each: Option<[Expr; 3]>,
    left: Expr,
    right: Expr,
    intercept: Vec<Expr>,
    terms: Vec<Term>,
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
        if known(left) || !known(right) {
            return None;
        }
        let (mut intercept, mut terms) = (Vec::new(), Vec::new());
        let all = match store.head(right) {
            Head::Add => store.args(right),
            _ => &[right][..],
        };
        for term in all {
            if !known(*term) {
                intercept.push(*term);
                continue;
            }
            let (sum, body) = match (store.head(*term), store.args(*term)) {
                (Head::Sum, [index, from, to, body]) => (Some([*index, *from, *to]), *body),
                _ => (None, *term),
            };
            let indices = sum.map(|[index, ..]| index);
            let (coefficient, column) = split(store, body, inputs, indices.as_slice())?;
            terms.push(Term {
                sum,
                coefficient,
                column,
            });
        }
        Some(Equation {
            each,
            left,
            right,
            intercept,
            terms,
        })
    }

    /// The indices of the coefficients, without that of the category: of the sum, of the inputs if
    /// they are the entries of one vector, or else 1, 2, …
    fn indices(&self, store: &Store) -> Option<Vec<Expr>> {
        if let [one] = self.terms.as_slice()
            && let Some([index, ..]) = one.sum
        {
            return Some(vec![index]);
        }
        if self.terms.iter().any(|term| term.sum.is_some()) {
            return None;
        }
        let entry = |term: &Term| match (store.head(term.column), store.args(term.column)) {
            (Head::Entry, [base, at]) if store.small_integer(*at).is_some_and(|at| at > 0) => {
                Some((*base, *at))
            }
            _ => None,
        };
        let entries: Option<Vec<(Expr, Expr)>> = self.terms.iter().map(entry).collect();
        if let Some(entries) = entries
            && entries.iter().all(|(base, _)| *base == entries[0].0)
        {
            return Some(entries.into_iter().map(|(_, at)| at).collect());
        }
        let count = i64::try_from(self.terms.len()).ok()?;
        Some((1..=count).map(|k| store.int(k)).collect())
    }

    /// The predictor with other coefficients and another intercept.
    fn rebuilt(&self, store: &Store, intercept: Option<Expr>, coefficients: &[Expr]) -> Expr {
        let terms = self.terms.iter().zip(coefficients);
        let terms = terms.map(|(term, coefficient)| {
            let column = match store.head(term.column) {
                Head::Mul => store.args(term.column),
                _ => &[term.column][..],
            };
            let product = store.mul([&[*coefficient], column].concat().as_slice());
            match term.sum {
                Some([index, from, to]) => store.bind(Head::Sum, index, from, to, product),
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
    let mut taken: FxHashSet<String> = FxHashSet::default();
    for formula in page
        .result
        .iter()
        .chain(&page.conditions)
        .chain([&page.network])
    {
        for name in store.free_names(*formula) {
            if let Some(text) = store.name_text(name) {
                taken.insert(text.split('_').next().unwrap_or(text).to_owned());
            }
        }
    }
    let letter = Letters::avoiding(store, taken).pick(&["beta", "gamma", "theta"]);
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
        let given: Vec<Expr> = equation.terms.iter().map(|term| term.coefficient).collect();
        let intercept = match equation.intercept.as_slice() {
            [] => None,
            [one] => Some(*one),
            several => Some(store.add(several)),
        };
        let betas: Vec<Expr> = indices.iter().map(|index| beta(*index)).collect();
        let first = intercept.map(|_| beta(store.int(0)));
        // The same predictor, or nothing is said.
        let same = equation.rebuilt(store, intercept, &given);
        if !equal(store, equation.right, same) {
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
        for ((term, new), old) in equation.terms.iter().zip(&betas).zip(&given) {
            let of_input = for_each(store.eq(*new, *old), term.sum);
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

/// Whether two terms are proved to be equal.
fn equal(store: &Store, a: Expr, b: Expr) -> bool {
    if a == b {
        return true;
    }
    let claim = Claim {
        links: vec![store.eq(a, b)],
        given: Vec::new(),
        chain: false,
        quantities: Vec::new(),
        budget: Budget::default(),
    };
    check::check(store, &claim).verdict == Verdict::Equivalent
}
