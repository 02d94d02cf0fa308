//! Claims about matrices. Nothing of them is decided as if they were numbers: products do not
//! commute, and an inverse is no quotient.
//!
//! Equations are proved by normal forms (see `kernel::matrix`). Where products of matrices stand as
//! whole terms in a claim about numbers, or about the entries of a vector, as in
//! `log(p/(1 - p)) = matmul(X, beta)`, they are quantities like others.

use super::{Claim, Report, Verdict, decide};
use crate::expr::{Expr, Head, OF_MATRICES, Shapes, Store};
use crate::kernel::certificate::Certificate;
use crate::kernel::{Kernel, matrix};
use crate::proof::certificate::Proved;

/// The verdict on a link that speaks of matrices; `None` if it does not.
pub fn verdict(store: &Store, formula: Expr, claim: &Claim) -> Option<Report> {
    let put = decide::with_given(store, formula, &claim.given);
    let shapes = &claim.shapes;
    if !shapes.matter(store, put) && !shapes.matter(store, formula) {
        return None;
    }
    let why = match proved(store, put, shapes) {
        Ok(report) => return Some(report),
        Err(why) => why,
    };
    // What has no value at all holds nowhere.
    let never = matches!(why, matrix::ZERO | matrix::SINGULAR);
    if never || !of_entries(store, put, shapes) {
        return Some(unknown(store, put, shapes, why));
    }
    let report = decide::of_numbers(store, formula, claim);
    Some(match report.verdict {
        Verdict::Equivalent | Verdict::NoClaim => report,
        _ => unknown(store, put, shapes, why),
    })
}

/// A proof of an equation, with as few assumptions as there are.
fn proved(store: &Store, formula: Expr, shapes: &Shapes) -> Result<Report, matrix::Why> {
    let (left, right) = store.sides(formula).ok_or("it is no equation")?;
    let speaks = |part: &Expr| store.contains(formula, *part);
    let column = |name: &Expr| store.eq(store.apply("cols", &[*name]), store.int(1));
    let names = shapes.columns.iter().filter(|name| speaks(name));
    let columns: Vec<Expr> = names.map(column).collect();
    let about = |fact: &&Expr| store.free_names(**fact).iter().any(speaks);
    let facts: Vec<Expr> = shapes.facts.iter().filter(about).copied().collect();
    if functions(store, formula, shapes) {
        return Err("it has functions of matrices");
    }
    let mut why = "it is not proved";
    for assumed in [Vec::new(), columns.clone(), [facts, columns].concat()] {
        match matrix::equal(store, left, right, &assumed) {
            Ok(()) => return Ok(held(store, formula, needed(store, (left, right), assumed))),
            Err(reason) => why = reason,
        }
    }
    Err(why)
}

/// What of the assumptions is needed.
fn needed(store: &Store, (left, right): (Expr, Expr), assumed: Vec<Expr>) -> Vec<Expr> {
    let mut kept = assumed;
    for at in (0..kept.len()).rev() {
        let mut fewer = kept.clone();
        fewer.remove(at);
        if matrix::equal(store, left, right, &fewer).is_ok() {
            kept = fewer;
        }
    }
    kept
}

fn held(store: &Store, statement: Expr, given: Vec<Expr>) -> Report {
    let mut report = Report::new(Verdict::Equivalent, "holds");
    let certificate = Certificate::Matrices;
    debug_assert!(
        Kernel::new(store)
            .verify(statement, &given, &certificate)
            .is_ok()
    );
    report.proofs.push(Proved {
        statement,
        given: given.clone(),
        certificate,
    });
    report.assumed = given;
    report
}

/// Whether a function of numbers is taken of a matrix.
fn functions(store: &Store, formula: Expr, shapes: &Shapes) -> bool {
    store.subterms(formula).into_iter().any(|part| {
        let head = store.head(part);
        let inside = matches!(head, Head::Call(_) | Head::Pow | Head::Piecewise) || head.binds();
        inside
            && shapes.matrices.iter().any(|name| {
                let of = store.args(part).iter();
                of.copied().any(|arg| arg == *name) || head.binds() && store.contains(part, *name)
            })
    })
}

fn unknown(store: &Store, formula: Expr, shapes: &Shapes, why: &str) -> Report {
    let names = shapes.named(store, formula);
    let message = match names.as_slice() {
        [] => format!("it speaks of matrices: {why}"),
        names => format!("it speaks of matrices ({}): {why}", names.join(", ")),
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
