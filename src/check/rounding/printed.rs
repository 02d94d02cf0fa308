//! Decimals as they are printed: a value, and what a unit in the last digit is.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::expr::{Expr, Head, Store};

/// Powers of ten beyond this are no scale of a printed number.
const LARGEST: i64 = 4000;

/// A number as it is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Printed {
    /// Its value.
    pub(super) value: BigRational,
    /// A unit in its last digit.
    pub(super) unit: BigRational,
    /// The power of ten that its digits are multiplied by where it has one, and whether it is a
    /// number of hundredths.
    scale: Scale,
}

/// How a number is scaled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Scale {
    None,
    Power(i64),
    Percent,
}

impl Printed {
    /// Whether a value is rounded to this number, ties to either side as is usual: to an even
    /// digit, away from 0, or upwards.
    pub(super) fn rounds(&self, value: &BigRational) -> bool {
        let two = BigRational::from_integer(2.into());
        let apart = (value - &self.value).abs() * two;
        if apart != self.unit {
            return apart < self.unit;
        }
        let even = (&self.value / &self.unit).to_integer().is_even();
        let away = self.value.abs() > value.abs();
        let upwards = self.value > *value;
        even || away || upwards
    }

    /// A number of such units, written as this one is.
    pub(super) fn written(&self, units: &BigRational) -> String {
        let value = units * &self.unit;
        match self.scale {
            Scale::None => fixed(&value, &self.unit),
            Scale::Percent => {
                let hundred = BigRational::from_integer(100.into());
                fixed(&(value * &hundred), &(&self.unit * &hundred)) + "%"
            }
            Scale::Power(exponent) => {
                let shift = power_of_ten(-exponent);
                let mantissa = fixed(&(value * &shift), &(&self.unit * &shift));
                format!("{mantissa}e{exponent}")
            }
        }
    }
}

/// What tells printed numbers from others.
pub(super) struct Reader<'a> {
    pub(super) store: &'a Store,
    /// Whether the text has a percent sign: then a fraction of 100 is read from one.
    pub(super) percent: bool,
}

impl Reader<'_> {
    /// The number that a term prints, if it is a decimal: `0.770`, `-2.7`, `1.67 * 10^(-5)`, `13.5`
    /// of 100 where that is a percent sign. Integers are exact, but of hundredths and powers of ten.
    pub(super) fn printed(&self, term: Expr) -> Option<Printed> {
        let store = self.store;
        // Signs are nested in no text; deeper ones are no printed number.
        let (negative, term) = match (store.head(term), store.args(term)) {
            (Head::Neg, [inner]) => (true, *inner),
            _ => (false, term),
        };
        let args = store.args(term);
        let mut found = match store.head(term) {
            Head::Number(number) => decimal_text(number.value(), number.written()?)?,
            Head::Mul if args.len() == 2 => {
                let exponent = ten_to(store, args[1])?;
                self.scaled(args[0], exponent, Scale::Power(exponent))?
            }
            Head::Div if self.percent && store.small_integer(args[1]) == Some(100) => {
                self.scaled(args[0], -2, Scale::Percent)?
            }
            _ => return None,
        };
        if negative {
            found.value = -found.value;
        }
        Some(found)
    }

    /// A plain number, with a sign or without, times a power of ten.
    fn scaled(&self, term: Expr, exponent: i64, scale: Scale) -> Option<Printed> {
        let store = self.store;
        let (negative, term) = match (store.head(term), store.args(term)) {
            (Head::Neg, [inner]) => (true, *inner),
            _ => (false, term),
        };
        let Head::Number(number) = store.head(term) else {
            return None;
        };
        let mut found = match number.written() {
            Some(text) => decimal_text(number.value(), text),
            None => whole(store, term),
        }?;
        if found.scale != Scale::None {
            return None;
        }
        let factor = power_of_ten(exponent);
        found.value *= &factor;
        found.unit *= &factor;
        found.scale = scale;
        if negative {
            found.value = -found.value;
        }
        Some(found)
    }
}

/// An integer, printed to its last digit.
fn whole(store: &Store, term: Expr) -> Option<Printed> {
    let Head::Number(number) = store.head(term) else {
        return None;
    };
    number.value().is_integer().then(|| Printed {
        value: number.value().clone(),
        unit: BigRational::one(),
        scale: Scale::None,
    })
}

/// The exponent of a power of ten.
fn ten_to(store: &Store, term: Expr) -> Option<i64> {
    let args = store.args(term);
    let exponent = match store.head(term) {
        Head::Pow if store.small_integer(args[0]) == Some(10) => {
            let literal = store.literal(args[1])?;
            i64::try_from(literal.is_integer().then(|| literal.to_integer())?).ok()?
        }
        _ => return None,
    };
    (exponent.abs() <= LARGEST).then_some(exponent)
}

/// A decimal with a point or an exponent.
fn decimal_text(value: &BigRational, text: &str) -> Option<Printed> {
    let text = text.trim_start_matches('-');
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.parse::<i64>().ok()?)),
        None => (text, None),
    };
    let places = match mantissa.split_once('.') {
        Some((_, fraction)) => fraction.len() as i64,
        None if exponent.is_some() => 0,
        None => return None,
    };
    let power = exponent.unwrap_or(0).checked_sub(places)?;
    (power.abs() <= 2 * LARGEST).then(|| Printed {
        value: value.clone(),
        unit: power_of_ten(power),
        scale: exponent.map_or(Scale::None, Scale::Power),
    })
}

/// 10^k
pub(super) fn power_of_ten(exponent: i64) -> BigRational {
    let power = num_traits::pow(BigInt::from(10), exponent.unsigned_abs() as usize);
    if exponent < 0 {
        BigRational::new(BigInt::one(), power)
    } else {
        BigRational::from_integer(power)
    }
}

/// A multiple of a unit in decimal digits, down to the unit.
pub(super) fn fixed(value: &BigRational, unit: &BigRational) -> String {
    let mut places = 0_usize;
    let ten = BigRational::from_integer(10.into());
    let mut step = unit.clone();
    while step < BigRational::one() && places < 2 * LARGEST as usize {
        step *= &ten;
        places += 1;
    }
    let digits = (value * power_of_ten(places as i64)).to_integer();
    let sign = if digits.is_negative() { "-" } else { "" };
    let digits = digits.abs().to_string();
    if places == 0 {
        return format!("{sign}{digits}");
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{fraction}")
}

/// A number of finitely many decimal digits, in as few as it has; another as a fraction.
pub(super) fn decimal(value: &BigRational) -> String {
    let mut rest = value.denom().clone();
    let mut places = 0;
    for prime in [2, 5] {
        let mut count = 0;
        let prime = BigInt::from(prime);
        while (&rest % &prime).is_zero() {
            rest /= &prime;
            count += 1;
        }
        places = places.max(count);
    }
    if !rest.is_one() {
        return crate::expr::rational_text(value);
    }
    fixed(value, &power_of_ten(-places))
}
