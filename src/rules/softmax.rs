//! Normalised positive weights: softmax and its two-class case.

use super::Entry;

/// The rules of this file.
pub static RULES: &[Entry] = &[Entry {
    name: "softmax-ratios",
    statement: "p[k] = a[k]/sum(l, 1, K, a[l]) for k in 1..K <=> \
                    p[k]/p[K] = a[k]/a[K] for k in 1..K-1; sum(k, 1, K, p[k]) = 1",
    given: &["a[k] > 0 for k in 1..K"],
    why: "dividing by the last probability cancels the common denominator; conversely the \
              ratios and the sum 1 determine every probability",
}];
