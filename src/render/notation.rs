//! Notation chosen before layout: which sums are written out, where a minus sign stands.
//!
//! The result says the same as the expression given, term by term; nothing is computed. Dots
//! are the name `⋯`, which no user can write, so that an abbreviated sum is laid out like any
//! other.

use std::ops::RangeInclusive;

use num_traits::ToPrimitive;

use super::Notation;
use super::memo::{Memo, fold};
use crate::expr::{Args, Binding, Expr, Head, Node, Store};

/// The name that stands for left-out terms.
pub const DOTS: &str = "⋯";

/// Sums of more terms are written out by the layout, term by term.
const LONG: u64 = 64;

/// Prepares the formulas of a page; what several formulas share is prepared once.
#[derive(Debug)]
pub struct Presenter {
    notation: Notation,
    done: Memo<(Expr, u32)>,
}

impl Presenter {
    /// For formulas in a notation.
    pub fn new(notation: Notation) -> Presenter {
        Presenter {
            notation,
            done: Memo::default(),
        }
    }

    /// The expression as it is to be laid out: sums in the notation, numbers in front of other
    /// factors, the sign of a product before the product.
    pub fn present(&mut self, store: &Store, expr: Expr) -> Expr {
        let (dots, notation) = (store.name(DOTS), self.notation);
        transform(
            store,
            expr,
            &mut self.done,
            &|node, args, terms| match node.head {
                Head::Sum => written_sum(store, args, terms, notation),
                Head::Product if notation == Notation::Expanded => instances(store, args, u64::MAX)
                    .map(|factors| store.mul(Args::from_vec(factors))),
                Head::Add
                    if notation == Notation::Dots && args.len() > 6 && !args.contains(&dots) =>
                {
                    let kept = [args[0], args[1], args[2], dots, args[args.len() - 1]];
                    Some(store.add(kept.as_slice()))
                }
                Head::Mul => tidy_product(store, args),
                _ => None,
            },
        )
    }
}

/// The values of the index of a sum that the layout writes out where all sums are: a sum of
/// numeric bounds that is long.
pub fn written_out(store: &Store, sum: Expr) -> Option<RangeInclusive<i64>> {
    let args = store.args(sum);
    if *store.head(sum) != Head::Sum || numeric_count(store, args)? <= LONG {
        return None;
    }
    let range = store.small_integer(args[1])?..=store.small_integer(args[2])?;
    (*range.start() >= 0).then_some(range)
}

/// Writes out the sums and products of numeric bounds in several expressions.
#[derive(Debug, Default)]
pub struct Expander(Memo<(Expr, u32)>);

impl Expander {
    /// The expression with every sum and product of numeric bounds written out.
    pub fn expand(&mut self, store: &Store, expr: Expr) -> Expr {
        transform(store, expr, &mut self.0, &|node, args, _| match node.head {
            Head::Sum => instances(store, args, u64::MAX).map(|all| store.add(Args::from_vec(all))),
            Head::Product => {
                instances(store, args, u64::MAX).map(|all| store.mul(Args::from_vec(all)))
            }
            _ => None,
        })
    }
}

/// How many terms the sums and products of numeric bounds have when an [`Expander`] writes them
/// out: the size of the largest in any of the expressions, 0 if there are none.
pub fn expanded_terms(store: &Store, exprs: impl IntoIterator<Item = Expr>) -> u64 {
    let mut done = Memo::default();
    let mut size = |expr: Expr| {
        let (_, most) = fold(store, expr, &mut done, |_, node, args: &[(u64, u64)]| {
            let below = args.iter().map(|(_, most)| *most).max().unwrap_or(0);
            match (&node.head, numeric_count(store, &node.args)) {
                (Head::Sum | Head::Product, Some(count)) => {
                    let size = count.saturating_mul(args[3].0);
                    (size, below.max(size))
                }
                _ => (args.iter().map(|(size, _)| *size).max().unwrap_or(1), below),
            }
        });
        most
    };
    exprs.into_iter().map(&mut size).max().unwrap_or(0)
}

/// A value for each node from its head, its new children and the number of terms below it;
/// `None` keeps the node. Sums that have been written out within a sum join it.
fn transform(
    store: &Store,
    root: Expr,
    done: &mut Memo<(Expr, u32)>,
    rewrite: &dyn Fn(&Node, &[Expr], u32) -> Option<Expr>,
) -> Expr {
    let mut children = Vec::new();
    let (result, _) = fold(store, root, done, |expr, node, args: &[(Expr, u32)]| {
        children.clear();
        for ((new, _), old) in args.iter().zip(&node.args) {
            let spliced = matches!(node.head, Head::Add)
                && matches!(store.head(*old), Head::Sum)
                && matches!(store.head(*new), Head::Add);
            if spliced {
                children.extend_from_slice(store.args(*new));
            } else {
                children.push(*new);
            }
        }
        let largest = args.iter().map(|(_, terms)| *terms).max().unwrap_or(1);
        let new = match rewrite(node, &children, largest) {
            Some(new) => new,
            None if children.as_slice() == node.args.as_slice() => expr,
            None => store.with_args(&node.head, &children),
        };
        let terms = match store.head(new) {
            Head::Add => u32::try_from(store.args(new).len())
                .unwrap_or(u32::MAX)
                .max(
                    args.iter()
                        .fold(0, |sum, (_, terms)| terms.saturating_add(sum)),
                ),
            Head::Sum => largest.saturating_add(1),
            _ => largest,
        };
        (new, terms)
    });
    result
}

/// A sum in a notation; `terms` counts those of its summand, 1 if that holds no sum.
fn written_sum(store: &Store, args: &[Expr], terms: u32, notation: Notation) -> Option<Expr> {
    let all = |most| instances(store, args, most).map(|all| store.add(Args::from_vec(all)));
    match notation {
        Notation::Sum | Notation::Vector => None,
        Notation::Expanded => match numeric_count(store, args) {
            Some(count) if count <= LONG || store.small_integer(args[1])? < 0 => all(u64::MAX),
            _ => None,
        },
        Notation::Dots => all(4).or_else(|| abbreviated(store, args)),
        Notation::Auto => {
            let count = numeric_count(store, args)?;
            if terms > 1 {
                all(12 / u64::from(terms).min(12))
            } else if count <= 6 {
                all(6)
            } else {
                abbreviated(store, args)
            }
        }
    }
}

/// The first terms, dots, the last term.
fn abbreviated(store: &Store, args: &[Expr]) -> Option<Expr> {
    let [index, lo, hi, body] = args else {
        return None;
    };
    let at = |value: Expr| {
        let binding: Binding = [(*index, value)].into_iter().collect();
        store.substitute(*body, &binding)
    };
    let mut terms = vec![at(*lo)];
    if numeric_count(store, args).is_some() {
        let second = store.int(store.small_integer(*lo)?.checked_add(1)?);
        terms.push(at(second));
    }
    terms.push(store.name(DOTS));
    terms.push(at(*hi));
    Some(store.add(Args::from_vec(terms)))
}

/// How many values the index takes, if the bounds are literal integers and there is one at least.
fn numeric_count(store: &Store, args: &[Expr]) -> Option<u64> {
    let lo = store.small_integer(*args.get(1)?)?;
    let hi = store.small_integer(*args.get(2)?)?;
    let count = i128::from(hi) - i128::from(lo) + 1;
    count.to_u64().filter(|count| *count > 0)
}

/// The body of a sum or product for each value of its index, if these are at most `most` numbers.
fn instances(store: &Store, args: &[Expr], most: u64) -> Option<Vec<Expr>> {
    let count = numeric_count(store, args).filter(|count| *count <= most)?;
    let lo = store.small_integer(args[1])?;
    let template = Template::new(store, args[3], args[0]);
    let last = lo.checked_add(i64::try_from(count).ok()? - 1)?;
    let mut slots = Vec::new();
    Some(
        (lo..=last)
            .map(|k| template.at(store, store.int(k), &mut slots))
            .collect(),
    )
}

/// A summand prepared for putting numbers in place of its index: a number is captured by no
/// inner index, so that only the nodes above the index need be made anew.
struct Template {
    /// Nodes that depend on the index, children first.
    nodes: Vec<(Head, Vec<Slot>)>,
    root: Slot,
}

#[derive(Clone, Copy)]
enum Slot {
    Index,
    Same(Expr),
    Node(usize),
}

impl Template {
    fn new(store: &Store, body: Expr, index: Expr) -> Template {
        let mut nodes: Vec<(Head, Vec<Slot>)> = Vec::new();
        let root = store.fold(body, |expr, node, args: &[Slot]| {
            if expr == index {
                return Slot::Index;
            }
            let mut slots = args.to_vec();
            if node.head.binds() && node.args[0] == index {
                slots[0] = Slot::Same(node.args[0]);
                slots[3] = Slot::Same(node.args[3]);
            }
            if slots.iter().all(|slot| matches!(slot, Slot::Same(_))) {
                return Slot::Same(expr);
            }
            nodes.push((node.head.clone(), slots));
            Slot::Node(nodes.len() - 1)
        });
        Template { nodes, root }
    }

    fn at(&self, store: &Store, value: Expr, made: &mut Vec<Expr>) -> Expr {
        made.clear();
        let get = |slot: &Slot, made: &[Expr]| match *slot {
            Slot::Index => value,
            Slot::Same(expr) => expr,
            Slot::Node(at) => made[at],
        };
        for (head, slots) in &self.nodes {
            let args: Args = slots.iter().map(|slot| get(slot, made)).collect();
            let expr = store.with_args(head, &args);
            made.push(expr);
        }
        get(&self.root, made)
    }
}

/// Numbers first, the sign of the first factor in front of all.
fn tidy_product(store: &Store, args: &[Expr]) -> Option<Expr> {
    let number = |expr: &Expr| match (store.head(*expr), store.args(*expr)) {
        (Head::Number(_), _) => true,
        (Head::Neg, [inner]) => matches!(store.head(*inner), Head::Number(_)),
        _ => false,
    };
    let leading = args.iter().take_while(|arg| number(arg)).count();
    let in_order = !args[leading..].iter().any(number);
    let negative = matches!(store.head(args[0]), Head::Neg);
    if in_order && !negative {
        return None;
    }
    let mut factors: Vec<Expr> = if in_order {
        args.to_vec()
    } else {
        let (numbers, others): (Vec<Expr>, Vec<Expr>) = args.iter().partition(|arg| number(arg));
        [numbers, others].concat()
    };
    let negative = matches!(store.head(factors[0]), Head::Neg);
    if negative {
        factors[0] = store.args(factors[0])[0];
    }
    let product = store.mul(Args::from_vec(factors));
    Some(if negative {
        store.neg(product)
    } else {
        product
    })
}

#[cfg(test)]
mod tests {
    use super::super::plain::plain;
    use super::*;

    fn linear(s: &Store, n: Expr) -> Expr {
        let j = s.name("j");
        let body = s.mul([s.entry(s.name("w"), &[j]), s.entry(s.name("x"), &[j])].as_slice());
        let sum = s.bind(Head::Sum, j, s.int(1), n, body);
        s.add([s.name("b"), sum].as_slice())
    }

    #[test]
    fn sums_are_written_for_their_size() {
        let s = Store::new();
        let show = |n, notation| plain(&s, Presenter::new(notation).present(&s, linear(&s, n)));
        assert_eq!(show(s.int(2), Notation::Auto), "b + w_1*x_1 + w_2*x_2");
        assert_eq!(
            show(s.int(32), Notation::Auto),
            "b + w_1*x_1 + w_2*x_2 + ⋯ + w_32*x_32"
        );
        assert_eq!(
            show(s.name("n"), Notation::Dots),
            "b + w_1*x_1 + ⋯ + w[n]*x[n]"
        );
        assert_eq!(
            show(s.name("n"), Notation::Auto),
            "b + sum(j, 1, n, w[j]*x[j])"
        );
        assert_eq!(expanded_terms(&s, [linear(&s, s.int(32))]), 32);
    }

    #[test]
    fn signs_and_numbers_come_first() {
        let s = Store::new();
        let x = s.name("x");
        let minus = s.neg(s.number(crate::expr::Number::parse("1.25").unwrap()));
        let term = s.mul([minus, x].as_slice());
        let sum = s.add([s.int(2), term].as_slice());
        assert_eq!(
            plain(&s, Presenter::new(Notation::Auto).present(&s, sum)),
            "2 - 1.25*x"
        );
        let late = s.mul([x, s.int(2)].as_slice());
        assert_eq!(
            plain(&s, Presenter::new(Notation::Auto).present(&s, late)),
            "2*x"
        );
    }
}
