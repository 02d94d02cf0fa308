//! Exact numbers that remember how they were written.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, Zero};

/// The largest number of decimal digits, before or after the point, that a literal may stand
/// for: `1e999999999` is refused instead of filling the memory.
pub const MAX_DIGITS: u32 = 4000;

/// A rational number, with the decimal spelling that its author chose, if any.
#[derive(Clone, Debug)]
pub struct Number(Form);

/// An integer of a machine word in its canonical spelling is always `Integer`, which is made
/// and compared without allocation; its exact value is worked out when it is asked for.
#[derive(Clone, Debug)]
enum Form {
    Integer(i64, OnceCell<Box<BigRational>>),
    Other(Box<Other>),
}

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
struct Other {
    value: BigRational,
    written: Option<Box<str>>,
}

/// Why a literal is no number here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberError {
    /// Not of the form digits, point, digits, exponent.
    Malformed,
    /// It stands for more than [`MAX_DIGITS`] digits.
    TooLarge,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NumberError::Malformed => f.write_str("not a number"),
            NumberError::TooLarge => {
                write!(
                    f,
                    "numbers of more than {MAX_DIGITS} digits are not supported"
                )
            }
        }
    }
}

impl Number {
    /// Reads `12`, `0.8`, `.5`, `3.` or `1.5e-3`: the value is exact.
    ///
    /// # Errors
    /// [`NumberError::Malformed`] for anything else, [`NumberError::TooLarge`] beyond
    /// [`MAX_DIGITS`].
    pub fn parse(text: &str) -> Result<Number, NumberError> {
        if text.len() <= 18
            && text.bytes().all(|b| b.is_ascii_digit())
            && (text == "0" || !text.starts_with('0'))
            && let Ok(integer) = text.parse()
        {
            return Ok(Number::integer(integer));
        }
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: String = [whole, fraction].concat();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError::Malformed);
        }
        let exponent: i64 = match exponent {
            None => 0,
            Some(text) => {
                let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
                if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(NumberError::Malformed);
                }
                text.parse().map_err(|_| NumberError::TooLarge)?
            }
        };
        let limit = i64::from(MAX_DIGITS);
        let significant = digits.trim_start_matches('0').len() as i64;
        let shift = exponent.saturating_sub(fraction.len() as i64);
        if significant > limit || shift.abs() > limit || digits.len() as i64 > 2 * limit {
            return Err(NumberError::TooLarge);
        }
        let plain_integer = text.bytes().all(|b| b.is_ascii_digit());
        let canonical = plain_integer && (text == "0" || !text.starts_with('0'));
        let written = (!canonical).then(|| Box::from(text));
        Ok(Number::with(value(&digits, shift)?, written))
    }

    /// An integer in its canonical spelling.
    pub fn integer(value: i64) -> Number {
        Number(Form::Integer(value, OnceCell::new()))
    }

    fn with(value: BigRational, written: Option<Box<str>>) -> Number {
        if written.is_none()
            && value.denom().is_one()
            && let Ok(integer) = i64::try_from(value.numer())
        {
            return Number::integer(integer);
        }
        Number(Form::Other(Box::new(Other { value, written })))
    }

    /// The exact value.
    pub fn value(&self) -> &BigRational {
        match &self.0 {
            Form::Integer(value, exact) => {
                exact.get_or_init(|| Box::new(BigRational::from_integer(BigInt::from(*value))))
            }
            Form::Other(other) => &other.value,
        }
    }

    /// The value, if it is an integer that fits a machine word.
    pub fn small_integer(&self) -> Option<i64> {
        match &self.0 {
            Form::Integer(value, _) => Some(*value),
            Form::Other(other) if other.value.is_integer() => {
                i64::try_from(other.value.numer()).ok()
            }
            Form::Other(_) => None,
        }
    }

    /// The spelling of the author, if it is not the canonical one of an integer.
    pub fn written(&self) -> Option<&str> {
        match &self.0 {
            Form::Integer(..) => None,
            Form::Other(other) => other.written.as_deref(),
        }
    }

    /// Whether the number is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Integer(value, _) => *value < 0,
            Form::Other(other) => other.value.is_negative(),
        }
    }

    pub(super) fn negated(self) -> Number {
        let written = self.written().map(|text| match text.strip_prefix('-') {
            Some(rest) => Box::from(rest),
            None => Box::from(format!("-{text}")),
        });
        Number::with(-self.value(), written)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        match (&self.0, &other.0) {
            (Form::Integer(a, _), Form::Integer(b, _)) => a == b,
            (Form::Other(a), Form::Other(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Form::Integer(value, _) => value.hash(state),
            Form::Other(other) => other.hash(state),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Integer(a, _), Form::Integer(b, _)) => a.cmp(b),
            _ => (self.value(), self.written()).cmp(&(other.value(), other.written())),
        }
    }
}

impl From<BigRational> for Number {
    fn from(value: BigRational) -> Number {
        Number::with(value, None)
    }
}

/// The value of decimal digits times a power of ten.
fn value(digits: &str, shift: i64) -> Result<BigRational, NumberError> {
    // The common case without arithmetic of any length: 10^18 fits.
    if digits.len() <= 18 && (-18..=0).contains(&shift) {
        let top: i64 = digits.parse().map_err(|_| NumberError::Malformed)?;
        let bottom = 10_i64.pow(shift.unsigned_abs() as u32);
        let common = top.gcd(&bottom);
        return Ok(BigRational::new_raw(
            BigInt::from(top / common),
            BigInt::from(bottom / common),
        ));
    }
    let integer: BigInt = digits.parse().map_err(|_| NumberError::Malformed)?;
    let power = BigInt::from(10).pow(shift.unsigned_abs() as u32);
    Ok(if shift >= 0 {
        BigRational::from(integer * power)
    } else {
        BigRational::new(integer, power)
    })
}

/// A rational number in plain notation: `3`, `-1/2`.
pub fn rational_text(value: &BigRational) -> String {
    if value.denom().is_one() {
        value.numer().to_string()
    } else if value.is_zero() {
        "0".to_owned()
    } else {
        format!("{}/{}", value.numer(), value.denom())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_keep_their_spelling() {
        let n = Number::parse("0.80").unwrap();
        assert_eq!(n.value(), &BigRational::new(4.into(), 5.into()));
        assert_eq!(n.written(), Some("0.80"));
        assert_eq!(Number::parse("12").unwrap().written(), None);
        assert_eq!(
            Number::parse("1.5e-3").unwrap().value(),
            &BigRational::new(3.into(), 2000.into())
        );
    }

    #[test]
    fn enormous_literals_are_refused_at_once() {
        for text in ["1e999999999", "1e-999999999", "1e99999999999999999999"] {
            assert_eq!(Number::parse(text), Err(NumberError::TooLarge), "{text}");
        }
        for text in ["", ".", "e5", "1e", "1e+", "nan", "inf", "1.2.3", "0x10"] {
            assert_eq!(Number::parse(text), Err(NumberError::Malformed), "{text}");
        }
    }
}
