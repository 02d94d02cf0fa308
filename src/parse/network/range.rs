//! Whether parameters that are numbers lie where a declaration demands.

use num_rational::BigRational;
use num_traits::{Pow, ToPrimitive, Zero};

use crate::expr::{Expr, Head, Node, Relation, Store};

/// What a constant expression is, as far as exact fractions tell.
#[derive(Clone)]
enum Constant {
    Number(BigRational),
    Truth(bool),
    Unknown,
}

/// The truth of a condition without variables; `None` if fractions do not decide it.
pub(super) fn truth(store: &Store, condition: Expr) -> Option<bool> {
    match store.fold(condition, |_, node, args| constant(node, args)) {
        Constant::Truth(truth) => Some(truth),
        _ => None,
    }
}

fn constant(node: &Node, args: &[Constant]) -> Constant {
    number(&node.head, args)
        .map(Constant::Number)
        .or_else(|| holds(&node.head, args).map(Constant::Truth))
        .unwrap_or(Constant::Unknown)
}

fn numbers(args: &[Constant]) -> Option<Vec<&BigRational>> {
    args.iter()
        .map(|arg| match arg {
            Constant::Number(value) => Some(value),
            _ => None,
        })
        .collect()
}

fn number(head: &Head, args: &[Constant]) -> Option<BigRational> {
    let args = numbers(args)?;
    match (head, args.as_slice()) {
        (Head::Number(n), _) => Some(n.value().clone()),
        (Head::Add, args) => Some(args.iter().copied().sum()),
        (Head::Mul, args) => Some(args.iter().copied().product()),
        (Head::Neg, [a]) => Some(-*a),
        (Head::Div, [a, b]) if !b.is_zero() => Some(*a / *b),
        (Head::Pow, [a, b]) if b.is_integer() && !a.is_zero() => {
            // A larger power would take long and decides nothing that is declared.
            let exponent = b.numer().to_i32().filter(|n| n.abs() <= 100)?;
            Some((*a).clone().pow(exponent))
        }
        _ => None,
    }
}

fn holds(head: &Head, args: &[Constant]) -> Option<bool> {
    if let (Head::Relation(relation), Some([a, b])) = (head, numbers(args).as_deref()) {
        return Some(match relation {
            Relation::Equal => a == b,
            Relation::NotEqual => a != b,
            Relation::Less => a < b,
            Relation::LessEqual => a <= b,
            Relation::Greater => a > b,
            Relation::GreaterEqual => a >= b,
        });
    }
    let truths: Option<Vec<bool>> = args
        .iter()
        .map(|arg| match arg {
            Constant::Truth(truth) => Some(*truth),
            _ => None,
        })
        .collect();
    match (head, truths?.as_slice()) {
        (Head::And, all) if !all.is_empty() => Some(all.iter().all(|t| *t)),
        (Head::Or, all) if !all.is_empty() => Some(all.iter().any(|t| *t)),
        (Head::Not, [a]) => Some(!a),
        (Head::True, _) => Some(true),
        (Head::False, _) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constant_comparisons_are_decided() {
        let s = Store::new();
        for (text, expected) in [
            ("0.1 + 0.2 = 0.3", Some(true)),
            ("-1/2 > 0", Some(false)),
            ("0 < 1/2 < 1 and not 2^3 = 9", Some(true)),
            ("1/0 = 1", None),
            ("pi > 3", None),
            ("x > 0", None),
        ] {
            let condition = crate::parse::formula(&s, text).unwrap();
            assert_eq!(truth(&s, condition), expected, "{text}");
        }
    }
}
