//! Claims about matrices. Nothing of them is decided as if they were numbers: products do not
//! commute, and an inverse is no quotient.
//!
//! Where products of matrices stand as whole terms in a claim about numbers, or about the entries of
//! a vector, as in `log(p/(1 - p)) = matmul(X, beta)`, they are quantities like others.

use super::{Claim, Report, Verdict, decide};
use crate::expr::{Expr, Head, OF_MATRICES, Shapes, Store};

/// The verdict on a link that speaks of matrices; `None` if it does not.
pub fn verdict(store: &Store, formula: Expr, claim: &Claim) -> Option<Report> {
    let put = decide::with_given(store, formula, &claim.given);
    if !claim.shapes.matter(store, put) && !claim.shapes.matter(store, formula) {
        return None;
    }
    if !of_entries(store, put, &claim.shapes) {
        return Some(unknown(store, put, &claim.shapes));
    }
    let report = decide::of_numbers(store, formula, claim);
    Some(match report.verdict {
        Verdict::Refuted => unknown(store, put, &claim.shapes),
        _ => report,
    })
}

fn unknown(store: &Store, formula: Expr, shapes: &Shapes) -> Report {
    let names = shapes.named(store, formula);
    let message = match names.as_slice() {
        [] => "it speaks of matrices, which is not decided".to_owned(),
        names => format!(
            "it speaks of matrices ({}), which is not decided",
            names.join(", ")
        ),
    };
    Report::new(Verdict::Unknown, message)
}

/// What a term is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Numbers alone.
    Numbers,
    /// Sums and multiples of one matrix or several.
    Linear,
    /// Functions of the entries of one matrix.
    Entries(Expr),
    /// More, or what matrices do not have.
    Other,
}

/// Whether every part of a formula is one of numbers, or of the entries of matrices that are
/// nowhere multiplied with others.
fn of_entries(store: &Store, formula: Expr, shapes: &Shapes) -> bool {
    // The matrix that a linear term is of, if it is one only.
    let made = store.fold(formula, |expr, node, parts: &[Made]| match &node.head {
        Head::Apply(name) => match &**name {
            "tr" | "det" | "norm_of_matrix" => Made::Numbers,
            name if OF_MATRICES.contains(&name) => Made::Linear,
            _ => Made::Numbers,
        },
        Head::Name(_) if shapes.matrices.contains(&expr) => Made::Linear,
        Head::Entry => Made::Numbers,
        Head::Neg | Head::Add => sum(parts),
        Head::Call(_) => match parts {
            [Made::Linear] => Made::Entries(node.args[0]),
            _ => sum(parts),
        },
        Head::Mul | Head::Div | Head::Pow => product(&node.head, parts),
        _ if parts.iter().all(|part| *part != Made::Other) => match parts {
            _ if node.head.is_formula() => Made::Numbers,
            _ if parts.iter().all(|part| *part == Made::Numbers) => Made::Numbers,
            _ => Made::Other,
        },
        _ => Made::Other,
    });
    made != Made::Other
}

fn sum(parts: &[Made]) -> Made {
    let mut all = Made::Numbers;
    for part in parts {
        all = match (all, *part) {
            (known, Made::Numbers) => known,
            (Made::Numbers, new) => new,
            (Made::Linear, Made::Linear) => Made::Linear,
            (Made::Entries(a), Made::Entries(b)) if a == b => Made::Entries(a),
            _ => Made::Other,
        };
    }
    all
}

fn product(head: &Head, parts: &[Made]) -> Made {
    match (head, parts) {
        (Head::Div, [all, Made::Numbers]) => *all,
        (Head::Div | Head::Pow, [Made::Numbers, Made::Linear] | [Made::Linear, _]) => Made::Other,
        _ => {
            let several = parts.iter().filter(|part| **part != Made::Numbers).count() > 1;
            let linear = parts.contains(&Made::Linear);
            if several && linear {
                Made::Other
            } else {
                sum(parts)
            }
        }
    }
}
