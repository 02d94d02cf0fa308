//! Dots in sums and products: `w_1 x_1 + \dots + w_n x_n` is a sum from 1 to n.

use crate::expr::{Args, Expr, Head, Store};

use super::reader::Reader;

/// The mark of dots among terms.
pub(super) const MARK: &str = "#dots";

/// What terms with dots among them stand for; `None` if there are no dots.
pub(super) fn sum(
    reader: &Reader<'_>,
    terms: &[Expr],
    head: Head,
) -> Option<Result<Expr, &'static str>> {
    let store = reader.store;
    let dots = store.name(MARK);
    let marked = |term: &Expr| {
        *term == dots || matches!(store.head(*term), Head::Neg) && store.args(*term) == [dots]
    };
    let at = terms.iter().position(marked)?;
    if terms[at] != dots {
        return Some(Err("dots do not say what they stand for"));
    }
    let whole = || -> Option<Expr> {
        let last = *terms.get(at + 1)?;
        let before = *terms.get(at.checked_sub(1)?)?;
        let (value, end) = index(store, before, last)?;
        // The first term of the run: counting down as long as the terms fit.
        let mut first = value;
        let mut start = at - 1;
        let bound = crate::expr::free_index_name(store, |name| {
            terms.iter().any(|term| store.contains(*term, name))
        });
        let body = generalised(store, before, last, store.int(value), end, bound)?;
        let at_index =
            |k: i64| store.substitute(body, &[(bound, store.int(k))].into_iter().collect());
        while start > 0 && at_index(first - 1) == terms[start - 1] {
            first -= 1;
            start -= 1;
        }
        let bind = match head {
            Head::Mul => Head::Product,
            _ => Head::Sum,
        };
        let run = store.bind(bind, bound, store.int(first), end, body);
        let mut all = Args::from_slice(&terms[..start]);
        all.push(run);
        all.extend_from_slice(&terms[at + 2..]);
        if all.contains(&dots) {
            return None;
        }
        Some(match head {
            Head::Mul => store.mul(all),
            _ => store.add(all),
        })
    };
    Some(whole().ok_or("dots do not say what they stand for"))
}

/// The one place where two terms differ: a number in the first, something else in the second.
fn index(store: &Store, first: Expr, last: Expr) -> Option<(i64, Expr)> {
    let mut found: Option<(i64, Expr)> = None;
    let mut stack = vec![(first, last)];
    let mut steps = 0;
    while let Some((a, b)) = stack.pop() {
        steps += 1;
        if a == b {
            continue;
        }
        if steps > 10_000 {
            return None;
        }
        let same = store.head(a) == store.head(b) && store.args(a).len() == store.args(b).len();
        if let Some(k) = store.small_integer(a)
            && !same
        {
            if found.is_some_and(|pair| pair != (k, b)) {
                return None;
            }
            found = Some((k, b));
            continue;
        }
        if !same || store.args(a).is_empty() {
            return None;
        }
        stack.extend(
            store
                .args(a)
                .iter()
                .copied()
                .zip(store.args(b).iter().copied()),
        );
    }
    found
}

/// The first term with the index in the places where the two differ.
fn generalised(
    store: &Store,
    first: Expr,
    last: Expr,
    value: Expr,
    end: Expr,
    bound: Expr,
) -> Option<Expr> {
    // Terms are small; the depth of the place that differs is what counts.
    enum Task {
        Visit(Expr, Expr),
        Build(Expr),
    }
    let mut tasks = vec![Task::Visit(first, last)];
    let mut values = Vec::new();
    while let Some(task) = tasks.pop() {
        match task {
            Task::Visit(a, b) if a == b => values.push(a),
            Task::Visit(a, b) if a == value && b == end => values.push(bound),
            Task::Visit(a, b) => {
                if store.args(a).len() != store.args(b).len() || store.args(a).is_empty() {
                    return None;
                }
                tasks.push(Task::Build(a));
                let pairs = store
                    .args(a)
                    .iter()
                    .copied()
                    .zip(store.args(b).iter().copied());
                tasks.extend(pairs.rev().map(|(a, b)| Task::Visit(a, b)));
            }
            Task::Build(a) => {
                let from = values.len().checked_sub(store.args(a).len())?;
                let args: Args = values.drain(from..).collect();
                values.push(store.with_args(store.head(a), &args));
            }
        }
    }
    values.pop()
}
