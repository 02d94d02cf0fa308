//! Indexed sums: `a[j]` may depend on the index, other variables may not.

use super::Entry;

/// The rules of this file.
pub static RULES: &[Entry] = &[
    Entry {
        name: "sum-add",
        statement: "sum(j, m, n, a[j]) + sum(j, m, n, b[j]) = sum(j, m, n, a[j] + b[j])",
        given: &[],
        why: "sums over the same range add term by term",
    },
    Entry {
        name: "sum-subtract",
        statement: "sum(j, m, n, a[j]) - sum(j, m, n, b[j]) = sum(j, m, n, a[j] - b[j])",
        given: &[],
        why: "sums over the same range subtract term by term",
    },
    Entry {
        name: "sum-scale",
        statement: "c*sum(j, m, n, a[j]) = sum(j, m, n, c*a[j])",
        given: &[],
        why: "a factor that does not depend on the index moves through the sum",
    },
    Entry {
        name: "sum-exchange",
        statement: "sum(i, l, m, sum(j, r, n, a[i,j])) = sum(j, r, n, sum(i, l, m, a[i,j]))",
        given: &[],
        why: "exchange the order of summation",
    },
];
