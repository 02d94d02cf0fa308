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
    Entry {
        name: "sum-pick",
        statement: "sum(j, m, n, if(j = k, a[j], b[j])) = sum(j, m, n, b[j]) + a[k] - b[k]",
        given: &["integer(k)", "m <= k", "k <= n"],
        why: "only the term at {k} differs",
    },
    Entry {
        name: "log-of-product",
        statement: "log(prod(j, m, n, a[j])) = sum(j, m, n, log(a[j]))",
        given: &["a[j] > 0 for j in m..n"],
        why: "the logarithm of a product is the sum of the logarithms",
    },
    Entry {
        name: "product-of-exponentials",
        statement: "prod(j, m, n, exp(a[j])) = exp(sum(j, m, n, a[j]))",
        given: &[],
        why: "exponents add up",
    },
    Entry {
        name: "product-of-products",
        statement: "prod(j, m, n, a[j]*b[j]) = prod(j, m, n, a[j])*prod(j, m, n, b[j])",
        given: &[],
        why: "factors may be multiplied in any order",
    },
    Entry {
        name: "squares-vanish",
        statement: "sum(j, m, n, a[j]^2) = 0 <=> a[j] = 0 for j in m..n",
        given: &[],
        why: "a sum of squares is 0 exactly where each of them is",
    },
    Entry {
        name: "absolutes-vanish",
        statement: "sum(j, m, n, abs(a[j])) = 0 <=> a[j] = 0 for j in m..n",
        given: &[],
        why: "a sum of absolute values is 0 exactly where each of them is",
    },
];
