//! The order of factors in products of matrices: values at matrices that do not commute, compared
//! where a formula is a usual one for numbers.

use num_traits::ToPrimitive;

use super::form::{Form, Role};
use super::value::Names;
use crate::expr::{Expr, Head, Store};

type Matrix = [[f64; 3]; 3];

/// Letters of the library that are numbers, where the others are matrices or columns.
const NUMBERS: &[&str] = &["a", "n", "d", "lambda", "alpha", "gamma", "eta"];

/// Letters of diagonal matrices, and of symmetric ones.
const DIAGONAL: &[&str] = &["W", "V", "D"];
const SYMMETRIC: &[&str] = &["H", "S"];

/// Whether a form has the order of a usual formula, or is its transpose; `None` where that is not
/// known.
pub fn agree(own: (&Store, &Form), usual: (&Store, &Form), names: &Names) -> Option<bool> {
    if !keeps_partners(own.1, usual.1, names) {
        return None;
    }
    let itself = Names::own(usual.1);
    let alone = alone(own.1);
    let there = value(usual.0, usual.1, (usual.1, &[]), &itself, usual.1.root)?;
    // A column may be written as a row, and all of it transposed.
    let back = exchanged(own.1, names);
    for names in [names, &back] {
        for turned in [&[][..], &alone] {
            let here = value(own.0, own.1, (usual.1, turned), names, own.1.root)?;
            if close(&here, &there) || close(&transposed(&here), &there) {
                return Some(true);
            }
        }
    }
    Some(false)
}

/// The renaming with each transpose for what it is the transpose of.
fn exchanged(form: &Form, names: &Names) -> Names {
    let mut back = names.clone();
    for (k, family) in back.families.iter_mut().enumerate() {
        let other = partner(form, k).and_then(|other| names.families.get(other));
        *family = other.copied().unwrap_or(*family);
    }
    back
}

/// The families that do not stand beside their transposes.
fn alone(form: &Form) -> Vec<usize> {
    let all = 0..form.families.len();
    all.filter(|k| partner(form, *k).is_none()).collect()
}

/// The family that is the transpose of another one.
fn partner(form: &Form, k: usize) -> Option<usize> {
    let text = &form.families[k].text;
    let other = match text.strip_suffix("_tr") {
        Some(bare) => bare.to_owned(),
        None => format!("{text}_tr"),
    };
    form.families.iter().position(|family| family.text == other)
}

/// Whether what is the transpose of something is it in both formulas.
fn keeps_partners(own: &Form, usual: &Form, names: &Names) -> bool {
    (0..own.families.len()).all(|k| {
        let Some(there) = names.families.get(k).filter(|n| **n < usual.families.len()) else {
            return false;
        };
        let here = partner(own, k).and_then(|k| names.families.get(k));
        here.copied() == partner(usual, *there)
    })
}

fn value(
    store: &Store,
    form: &Form,
    (usual, turned): (&Form, &[usize]),
    names: &Names,
    term: Expr,
) -> Option<Matrix> {
    let args = store.args(term);
    let part = |arg: Expr| value(store, form, (usual, turned), names, arg);
    Some(match store.head(term) {
        Head::Number(number) => scaled(number.value().to_f64()?),
        Head::Name(_) => match form.roles.get(&term)? {
            Role::Family(number) => {
                let known = *names.families.get(*number)?;
                let matrix = letter(&usual.families.get(known)?.text, known);
                match turned.contains(number) {
                    true => transposed(&matrix),
                    false => matrix,
                }
            }
            Role::Index(_) | Role::Size(_) => scaled(1.7),
        },
        Head::Neg => times(&scaled(-1.0), &part(args[0])?),
        Head::Add => {
            let mut sum = scaled(0.0);
            for arg in args {
                let more = part(*arg)?;
                for (row, other) in sum.iter_mut().zip(more) {
                    row.iter_mut().zip(other).for_each(|(a, b)| *a += b);
                }
            }
            sum
        }
        Head::Mul => {
            let mut product = scaled(1.0);
            for arg in args {
                product = times(&product, &part(*arg)?);
            }
            product
        }
        Head::Div => {
            let (above, below) = (part(args[0])?, part(args[1])?);
            // A matrix below a line says nothing of the order.
            let number = below[0][0];
            close(&below, &scaled(number)).then(|| times(&above, &scaled(1.0 / number)))?
        }
        Head::Pow => {
            let base = part(args[0])?;
            match store.small_integer(args[1]) {
                Some(-1) => inverse(&base)?,
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// The matrix of a letter of the library.
fn letter(text: &str, number: usize) -> Matrix {
    let bare = text.strip_suffix("_tr").unwrap_or(text);
    if NUMBERS.contains(&bare) {
        return scaled(0.3 + 0.17 * number as f64);
    }
    if bare == "I" {
        return scaled(1.0);
    }
    let seed = bare
        .bytes()
        .fold(7_u64, |all, byte| all * 31 % 9_973 + u64::from(byte));
    let draw = |k: u64| ((seed * (2 * k + 3) * 37 + 11 * k * k) % 101) as f64 / 50.0 + 0.1;
    let mut all = [[0.0; 3]; 3];
    for (i, row) in all.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            let place = match SYMMETRIC.contains(&bare) {
                true => i.min(j) * 3 + i.max(j),
                false => i * 3 + j,
            };
            let zero = DIAGONAL.contains(&bare) && i != j;
            *entry = if zero { 0.0 } else { draw(place as u64) };
        }
    }
    match bare == text {
        true => all,
        false => transposed(&all),
    }
}

fn scaled(number: f64) -> Matrix {
    let row = |i: usize| [0, 1, 2].map(|j| if i == j { number } else { 0.0 });
    [row(0), row(1), row(2)]
}

fn transposed(a: &Matrix) -> Matrix {
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| a[j][i]))
}

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
}

fn inverse(a: &Matrix) -> Option<Matrix> {
    let minor = |i: usize, j: usize| {
        let (r, s) = ((i + 1) % 3, (i + 2) % 3);
        let (t, u) = ((j + 1) % 3, (j + 2) % 3);
        a[r][t] * a[s][u] - a[r][u] * a[s][t]
    };
    let determinant: f64 = (0..3).map(|j| a[0][j] * minor(0, j)).sum();
    (determinant.abs() > 1e-6)
        .then(|| [0, 1, 2].map(|i| [0, 1, 2].map(|j| minor(j, i) / determinant)))
}

fn close(a: &Matrix, b: &Matrix) -> bool {
    let size = a
        .iter()
        .chain(b)
        .flatten()
        .fold(1e-9_f64, |all, entry| all.max(entry.abs()));
    let pairs = a.iter().flatten().zip(b.iter().flatten());
    pairs.into_iter().all(|(a, b)| (a - b).abs() <= 1e-8 * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverses_are_inverse() {
        let a = letter("X", 0);
        let inverse = inverse(&a).expect("regular");
        assert!(close(&times(&a, &inverse), &scaled(1.0)));
        assert!(!close(
            &times(&a, &letter("X_tr", 1)),
            &times(&letter("X_tr", 1), &a)
        ));
    }
}
