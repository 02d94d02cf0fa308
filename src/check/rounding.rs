//! Numbers as printed: `\sqrt{51.6} = 7.2` says that the root is 7.2 to the digits that are shown.
//!
//! Documents print rounded values with `=`. Of an equation between numbers one of which is a
//! decimal alone, the other side is evaluated, its own decimals exact, and compared with the
//! interval of all numbers that are printed so. Exact arithmetic or enclosures decide.

mod printed;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{FromPrimitive, Zero};

use self::printed::{Printed, Reader};
use crate::eval::{self, Assignment, Enclosure, Value};
use crate::expr::{Expr, Head, Relation, Store};

/// Bits of the enclosures that right digits are read from.
const PRECISION: usize = 1024;
/// Decimal places that are shown, at most.
const MOST_PLACES: i32 = 300;
/// Entries of a list, at most.
const ENTRIES: usize = 200;

/// What a printed equation says of its number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// The sides are equal; nothing was rounded.
    Exact,
    /// The number is right to the digits printed.
    Agrees,
    /// It is right only if the decimals on the other side are rounded ones too, or it cannot be
    /// told.
    AgreesIfInnerRounded,
    /// It is wrong, however it was rounded.
    Wrong {
        /// The digits that would be right, as many as are printed.
        right: String,
        /// The value of the other side to as many digits as show the difference.
        value: String,
    },
}

/// What an equation between numbers says, if a decimal stands alone on one side of it, or as an
/// entry of a list, and no variable is left. `written` is the formula as it stands in the
/// document, `unfolded` the same with what is given put in, `text` the document's own text of it,
/// which tells percent signs from fractions of 100.
pub fn judge(store: &Store, written: Expr, unfolded: Expr, text: &str) -> Option<Rounding> {
    let reader = Reader {
        store,
        percent: text.contains('%'),
    };
    let written = equations(store, written);
    let unfolded = equations(store, unfolded)?;
    // Where the document wrote other equations, nothing is known of how it wrote these.
    let written = written.filter(|all| all.len() == unfolded.len());
    let mut worst = Rounding::Exact;
    let mut decimals = false;
    for (k, (a, b)) in unfolded.iter().enumerate() {
        let original = written.as_ref().map_or((*a, *b), |all| all[k]);
        let found = match equation(&reader, original, (*a, *b)) {
            Some(found) => {
                decimals = true;
                found
            }
            None if same(store, *a, *b) == Some(true) => Rounding::Exact,
            None => return None,
        };
        if rank(&found) > rank(&worst) {
            worst = found;
        }
    }
    decimals.then_some(worst)
}

fn rank(rounding: &Rounding) -> u8 {
    match rounding {
        Rounding::Exact => 0,
        Rounding::Agrees => 1,
        Rounding::AgreesIfInnerRounded => 2,
        Rounding::Wrong { .. } => 3,
    }
}

/// The equations of a formula, entry by entry where lists are equated.
fn equations(store: &Store, formula: Expr) -> Option<Vec<(Expr, Expr)>> {
    let mut all = Vec::new();
    let mut open: Vec<(Expr, Expr)> = Vec::new();
    for part in store.conjuncts(formula) {
        open.push(store.sides(part)?);
    }
    open.reverse();
    while let Some((a, b)) = open.pop() {
        match (store.head(a), store.head(b)) {
            (Head::Vector, Head::Vector) => {
                let (a, b) = (store.args(a), store.args(b));
                if a.len() != b.len() {
                    return None;
                }
                open.extend(a.iter().copied().zip(b.iter().copied()).rev());
            }
            _ => all.push((a, b)),
        }
        if all.len() + open.len() > ENTRIES {
            return None;
        }
    }
    Some(all)
}

/// What one equation says, if one of its sides is a decimal alone and both are numbers.
fn equation(reader: &Reader<'_>, written: (Expr, Expr), sides: (Expr, Expr)) -> Option<Rounding> {
    let store = reader.store;
    let (a, b) = sides;
    if !is_number(store, a) || !is_number(store, b) {
        return None;
    }
    let (decimal, term, term_written) = match (reader.printed(a), reader.printed(b)) {
        (Some(left), Some(right)) if left.unit > right.unit => (left, b, written.1),
        (_, Some(right)) => (right, a, written.0),
        (Some(left), None) => (left, b, written.1),
        (None, None) => return None,
    };
    let value = eval::exact(store, term, &Assignment::new());
    if value.as_ref() == Some(&decimal.value) {
        return Some(Rounding::Exact);
    }
    let kind = arithmetic(reader, term_written);
    let within = match (&value, kind) {
        // Sums of decimals are exact.
        (Some(_), Arithmetic::Sum) => Some(false),
        (Some(value), _) => Some(decimal.rounds(value)),
        (None, _) => between(store, term, &decimal, &Assignment::new()),
    };
    match within {
        // Products of decimals are exact too; that their last digits are left out is common, so that
        // it is not called wrong.
        Some(true) if kind == Arithmetic::Product => return Some(Rounding::AgreesIfInnerRounded),
        Some(true) => return Some(Rounding::Agrees),
        Some(false) => {}
        None => {
            let defined = eval::truth(store, store.eq(term, term), &Assignment::new());
            return (defined == Some(true)).then_some(Rounding::AgreesIfInnerRounded);
        }
    }
    if kind == Arithmetic::Other && !apart_if_rounded(reader, term, &decimal) {
        return Some(Rounding::AgreesIfInnerRounded);
    }
    let (right, value) = match &value {
        Some(value) if kind == Arithmetic::Sum => (printed::decimal(value), None),
        _ => digits(store, term, &decimal)?,
    };
    let value = value.unwrap_or_else(|| right.clone());
    Some(Rounding::Wrong { right, value })
}

/// Whether a term has no variable: nothing but numbers, e, π and functions of them.
fn is_number(store: &Store, term: Expr) -> bool {
    let constant = |name: Expr| store.is_constant(name);
    store.free_names(term).into_iter().all(constant)
        && !store.has_kind(term, &Head::Apply("".into()))
        && !store.has_kind(term, &Head::Vector)
        && !store.head(term).is_formula()
}

fn same(store: &Store, a: Expr, b: Expr) -> Option<bool> {
    eval::compare(store, a, b, &Assignment::new()).map(|order| order.is_eq())
}

/// What arithmetic a side does, as the document wrote it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Arithmetic {
    /// Sums and differences of decimals, which are exact.
    Sum,
    /// Products among them, whose last digits are often left out.
    Product,
    /// Anything else.
    Other,
}

/// Sums, differences and products of decimals; a number alone is none of them, since it may be
/// the same one with more digits.
fn arithmetic(reader: &Reader<'_>, term: Expr) -> Arithmetic {
    let store = reader.store;
    let simple = store.subterms(term).into_iter().all(|part| {
        reader.printed(part).is_some()
            || matches!(
                store.head(part),
                Head::Number(_) | Head::Add | Head::Mul | Head::Neg
            )
    });
    if !simple || reader.printed(term).is_some() {
        Arithmetic::Other
    } else if store.has_kind(term, &Head::Mul) {
        Arithmetic::Product
    } else {
        Arithmetic::Sum
    }
}

/// Whether the value of a term is printed as the decimal, if that is certain.
fn between(store: &Store, term: Expr, decimal: &Printed, values: &Assignment) -> Option<bool> {
    let half = &decimal.unit / BigRational::from_integer(2.into());
    let number = |value: BigRational| store.rational(value);
    let lower = number(&decimal.value - &half);
    let upper = number(&decimal.value + &half);
    let inside = store.and([
        store.relate(Relation::LessEqual, lower, term),
        store.relate(Relation::LessEqual, term, upper),
    ]);
    eval::truth(store, inside, values)
}

/// Whether the decimal is wrong whatever numbers the decimals of the term were rounded from.
fn apart_if_rounded(reader: &Reader<'_>, term: Expr, decimal: &Printed) -> bool {
    let store = reader.store;
    let mut values = Assignment::new();
    let mut count = 0;
    let opened = store.rebuild(term, |head, args| {
        let part = store.with_args(head, args);
        let inner = reader.printed(part)?;
        let half = &inner.unit / BigRational::from_integer(2.into());
        let (low, high) = (&inner.value - &half, &inner.value + &half);
        let range = Enclosure::spanning(&low, &high, 256);
        count += 1;
        let name = store.name(&format!("rounded_{count}"));
        values.set(name, Value::Enclosure(range));
        Some(name)
    });
    count == 0 || between(store, opened, decimal, &values) == Some(false)
}

/// The digits of a term's value, as many as the decimal has, and as many as show the difference.
fn digits(store: &Store, term: Expr, decimal: &Printed) -> Option<(String, Option<String>)> {
    let right = decimal.written(&nearest(store, term, &decimal.unit)?);
    let ten = BigRational::from_integer(10.into());
    let finer = &decimal.unit / (&ten * &ten);
    let value = printed::decimal(&(nearest(store, term, &finer)? * &finer));
    Some((right, Some(value)))
}

/// The value of a term without variables to some decimal places.
pub(super) fn to_places(store: &Store, term: Expr, places: i32) -> Option<String> {
    let unit = printed::power_of_ten(-i64::from(places.clamp(0, MOST_PLACES)));
    let value = nearest(store, term, &unit)? * &unit;
    Some(printed::fixed(&value, &unit))
}

/// The value of a term in units, rounded to the nearest integer.
fn nearest(store: &Store, term: Expr, unit: &BigRational) -> Option<BigRational> {
    let mut at = BigRational::zero();
    // The first look may lose digits of a long number, which the next one sees.
    for _ in 0..8 {
        let gone = store.rational(&at * unit);
        let rest = store.div(store.sub(term, gone), store.rational(unit.clone()));
        let near = eval::evaluate(store, rest, &Assignment::new(), PRECISION).ok()?;
        let near = near.to_f64();
        if near.abs() <= 0.5 {
            return Some(at);
        }
        at += BigRational::from_integer(BigInt::from_f64(near.round())?);
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn said(text: &str) -> Option<Rounding> {
        let store = Store::new();
        let formula = parse::claim(&store, text).unwrap().formula;
        judge(&store, formula, formula, text)
    }

    fn right(text: &str) -> String {
        match said(text) {
            Some(Rounding::Wrong { right, .. }) => right,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn roundings_agree_to_the_digits_printed() {
        for text in [
            "sqrt(51.6) = 7.2",
            "sqrt(51.6) = 7.18",
            "exp(0.47) = 1.60",
            "1/(1 + exp(-1.2)) = 0.77",
            "0.77 = 1/(1 + exp(-1.2))",
            "2/3 = 0.67",
            "-exp(1) = -2.72",
            "exp(-11) = 1.67*10^(-5)",
            "exp(-11) = 1.67e-5",
            "1/8 = 0.13",
            "1/8 = 0.12",
            "0.7685 = 0.77",
            "[exp(1), exp(2)] = [2.72, 7.39]",
            "[exp(1), 2] = [2.72, 2]",
        ] {
            assert_eq!(said(text), Some(Rounding::Agrees), "{text}");
        }
    }

    #[test]
    fn a_product_of_decimals_is_exact() {
        assert_eq!(
            said("0.15*0.05 + 0.3 = 0.31"),
            Some(Rounding::AgreesIfInnerRounded)
        );
        assert_eq!(said("0.15*0.05 + 0.3 = 0.3075"), Some(Rounding::Exact));
    }

    #[test]
    fn what_no_rounding_gives_is_wrong() {
        assert_eq!(right("1/(1 + exp(-1.2)) = 0.87"), "0.77");
        assert_eq!(right("0.1 + 0.2 = 0.4"), "0.3");
        assert_eq!(right("1.5 + 2.5 = 4.1"), "4");
        assert_eq!(right("1.23 + 4.56 = 5.8"), "5.79");
        assert_eq!(right("0.33*0.33 = 0.12"), "0.11");
        assert_eq!(right("2/3 = 0.66"), "0.67");
        assert_eq!(right("2/3 = 0.6660"), "0.6667");
        assert_eq!(right("-2/3 = -0.6"), "-0.7");
        assert_eq!(right("exp(-11) = 1.68e-5"), "1.67e-5");
        assert_eq!(right("exp(-11) = 1.68*10^(-5)"), "1.67e-5");
        assert_eq!(right("[exp(1), exp(2)] = [2.72, 7.38]"), "7.39");
        // 3/20 is no tie that rounds down.
        assert_eq!(right("135/1000 = 0.13"), "0.14");
    }

    #[test]
    fn inner_decimals_may_be_rounded_ones() {
        // 0.769 stands for anything from 0.7685 on.
        assert_eq!(
            said("log(0.769/(1 - 0.769)) = 1.201"),
            Some(Rounding::AgreesIfInnerRounded)
        );
        assert!(matches!(
            said("log(0.769/(1 - 0.769)) = 1.3"),
            Some(Rounding::Wrong { .. })
        ));
    }

    #[test]
    fn exact_numbers_and_variables_are_left_alone() {
        for text in [
            "12/17 = 71/100",
            "6/4 = 2",
            "sqrt(2) = 1",
            "x = 0.5",
            "f(2) = 0.5",
            "p/q = 0.770",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
        assert_eq!(said("2/8 = 0.25"), Some(Rounding::Exact));
        assert_eq!(said("0.1 + 0.2 = 0.30"), Some(Rounding::Exact));
    }

    #[test]
    fn what_stands_in_the_document_tells_sums_of_decimals() {
        // p = z with z = 0.769 given: a number with more digits than are shown.
        let store = Store::new();
        let read = |text: &str| parse::claim(&store, text).unwrap().formula;
        let (written, unfolded) = (read("p + q = 0.8"), read("0.769 + 0.052 = 0.8"));
        assert_eq!(
            judge(&store, written, unfolded, "p + q = 0.8"),
            Some(Rounding::Agrees)
        );
    }

    #[test]
    fn percent_signs_make_decimals_of_integers() {
        let store = Store::new();
        let read = |text: &str| parse::claim(&store, text).unwrap().formula;
        let (right, wrong) = (read("12/17 = 71/100"), read("12/17 = 70/100"));
        assert_eq!(
            judge(&store, right, right, "12/17 = 71\\%"),
            Some(Rounding::Agrees)
        );
        let Some(Rounding::Wrong { right, .. }) = judge(&store, wrong, wrong, "12/17 = 70\\%")
        else {
            panic!("it is 70.6 %");
        };
        assert_eq!(right, "71%");
    }

    #[test]
    fn values_have_as_many_digits_as_show_the_difference() {
        let Some(Rounding::Wrong { value, .. }) = said("sqrt(2) = 1.4142135623730951") else {
            panic!("it is 1.41421356237309505 to the digits printed");
        };
        assert_eq!(value, "1.414213562373095049");
    }
}
