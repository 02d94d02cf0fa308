//! Ranges: an interval that certainly holds every value that a term takes where it is defined.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::expr::{Bound, Interval};

/// Ends of more binary digits than this are moved outwards.
const MAX_BITS: u64 = 4000;

/// One end of a range: its value, and whether it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The value of the end.
    pub value: BigRational,
    /// Whether the value itself is in the range.
    pub closed: bool,
}

/// An interval with rational or missing ends, perhaps without zero.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Range {
    /// The lower end, if bounded below.
    pub lower: Option<End>,
    /// The upper end, if bounded above.
    pub upper: Option<End>,
    /// Whether zero is known to be left out, even when the ends enclose it.
    pub nonzero: bool,
}

fn rational(n: i64) -> BigRational {
    BigRational::from(BigInt::from(n))
}

impl Range {
    /// A single value.
    pub fn point(value: BigRational) -> Range {
        let end = Some(End {
            value,
            closed: true,
        });
        Range {
            lower: end.clone(),
            upper: end,
            nonzero: false,
        }
    }

    /// The values above (or from) an end.
    pub fn above(value: BigRational, closed: bool) -> Range {
        Range {
            lower: Some(End { value, closed }),
            ..Range::default()
        }
    }

    /// The values below (or up to) an end.
    pub fn below(value: BigRational, closed: bool) -> Range {
        Range {
            upper: Some(End { value, closed }),
            ..Range::default()
        }
    }

    /// A declared interval, its constant ends rounded outwards to rationals.
    pub fn declared(interval: &Interval) -> Range {
        let lower = match interval.lower {
            Bound::None => None,
            Bound::Open(text) => Some((text, false)),
            Bound::Closed(text) => Some((text, true)),
        };
        let upper = match interval.upper {
            Bound::None => None,
            Bound::Open(text) => Some((text, false)),
            Bound::Closed(text) => Some((text, true)),
        };
        Range {
            lower: lower.map(|(text, closed)| declared_end(text, closed, false)),
            upper: upper.map(|(text, closed)| declared_end(text, closed, true)),
            nonzero: false,
        }
    }

    /// Every value is above zero.
    pub fn is_positive(&self) -> bool {
        self.lower.as_ref().is_some_and(|e| {
            e.value.is_positive() || (e.value.is_zero() && (!e.closed || self.nonzero))
        })
    }

    /// No value is below zero.
    pub fn is_nonnegative(&self) -> bool {
        self.lower.as_ref().is_some_and(|e| !e.value.is_negative())
    }

    /// Every value is below zero.
    pub fn is_negative(&self) -> bool {
        self.upper.as_ref().is_some_and(|e| {
            e.value.is_negative() || (e.value.is_zero() && (!e.closed || self.nonzero))
        })
    }

    /// No value is above zero.
    pub fn is_nonpositive(&self) -> bool {
        self.upper.as_ref().is_some_and(|e| !e.value.is_positive())
    }

    /// No value is zero.
    pub fn is_nonzero(&self) -> bool {
        self.nonzero || self.is_positive() || self.is_negative()
    }

    /// The values that lie in both.
    pub fn meet(mut self, other: &Range) -> Range {
        if let Some(end) = &other.lower {
            let tighter = self.lower.as_ref().is_none_or(|mine| {
                end.value > mine.value || (end.value == mine.value && !end.closed)
            });
            if tighter {
                self.lower = Some(end.clone());
            }
        }
        if let Some(end) = &other.upper {
            let tighter = self.upper.as_ref().is_none_or(|mine| {
                end.value < mine.value || (end.value == mine.value && !end.closed)
            });
            if tighter {
                self.upper = Some(end.clone());
            }
        }
        self.nonzero |= other.nonzero;
        self
    }

    /// An interval that holds the values of both.
    pub fn hull(&self, other: &Range) -> Range {
        let lower = match (&self.lower, &other.lower) {
            (Some(a), Some(b)) => Some(if (&a.value, !a.closed) <= (&b.value, !b.closed) {
                a.clone()
            } else {
                b.clone()
            }),
            _ => None,
        };
        let upper = match (&self.upper, &other.upper) {
            (Some(a), Some(b)) => Some(if (&a.value, a.closed) >= (&b.value, b.closed) {
                a.clone()
            } else {
                b.clone()
            }),
            _ => None,
        };
        Range {
            lower,
            upper,
            nonzero: self.is_nonzero() && other.is_nonzero(),
        }
    }

    /// The negatives.
    pub fn neg(&self) -> Range {
        let flip = |end: &Option<End>| {
            end.as_ref().map(|e| End {
                value: -e.value.clone(),
                closed: e.closed,
            })
        };
        Range {
            lower: flip(&self.upper),
            upper: flip(&self.lower),
            nonzero: self.nonzero,
        }
    }

    /// The sums.
    pub fn plus(&self, other: &Range) -> Range {
        let add = |a: &Option<End>, b: &Option<End>| match (a, b) {
            (Some(a), Some(b)) => Some(End {
                value: &a.value + &b.value,
                closed: a.closed && b.closed,
            }),
            _ => None,
        };
        Range {
            lower: add(&self.lower, &other.lower),
            upper: add(&self.upper, &other.upper),
            nonzero: false,
        }
        .coarse()
    }

    /// The range with ends of too many digits moved outwards, to 0 or away.
    fn coarse(mut self) -> Range {
        let long = |end: &Option<End>| {
            let value = &end.as_ref()?.value;
            (value.numer().bits() + value.denom().bits() > MAX_BITS)
                .then(|| (value.is_positive(), value.is_negative()))
        };
        let zero = || {
            Some(End {
                value: BigRational::zero(),
                closed: false,
            })
        };
        if let Some((positive, _)) = long(&self.lower) {
            self.lower = if positive { zero() } else { None };
        }
        if let Some((_, negative)) = long(&self.upper) {
            self.upper = if negative { zero() } else { None };
        }
        self
    }

    /// The products.
    pub fn times(&self, other: &Range) -> Range {
        let nonzero = self.is_nonzero() && other.is_nonzero();
        // By sign: non-negative factors multiply end by end.
        if self.is_nonpositive() && !self.is_nonnegative() {
            return self.neg().times(other).neg();
        }
        if other.is_nonpositive() && !other.is_nonnegative() {
            return self.times(&other.neg()).neg();
        }
        if self.is_nonnegative() && other.is_nonnegative() {
            let product = |a: &Option<End>, b: &Option<End>| match (a, b) {
                (Some(a), Some(b)) => {
                    // An open zero end stays open; a closed zero is reached.
                    let reached = |x: &End| x.closed && x.value.is_zero();
                    let closed = (a.closed && b.closed) || reached(a) || reached(b);
                    Some(End {
                        value: &a.value * &b.value,
                        closed,
                    })
                }
                _ => None,
            };
            return Range {
                lower: product(&self.lower, &other.lower),
                upper: product(&self.upper, &other.upper),
                nonzero,
            }
            .coarse();
        }
        // Some factor may have either sign: the extremes are at products of ends.
        if let (Some(a), Some(b), Some(c), Some(d)) =
            (&self.lower, &self.upper, &other.lower, &other.upper)
        {
            let ends = [(a, c), (a, d), (b, c), (b, d)];
            let values: Vec<BigRational> = ends.iter().map(|(x, y)| &x.value * &y.value).collect();
            let lower = values.iter().min().cloned();
            let upper = values.iter().max().cloned();
            let end = |value: Option<BigRational>| {
                value.map(|value| End {
                    value,
                    closed: true,
                })
            };
            return Range {
                lower: end(lower),
                upper: end(upper),
                nonzero,
            }
            .coarse();
        }
        Range {
            nonzero,
            ..Range::default()
        }
    }

    /// The reciprocals of the values other than zero.
    pub fn inverse(&self) -> Range {
        let flip = |end: &Option<End>| match end {
            Some(e) if !e.value.is_zero() => Some(End {
                value: e.value.recip(),
                closed: e.closed,
            }),
            _ => None,
        };
        let zero = |open| {
            Some(End {
                value: BigRational::zero(),
                closed: open,
            })
        };
        if self.is_nonnegative() {
            let lower = if self.upper.is_some() {
                flip(&self.upper)
            } else {
                zero(false)
            };
            return Range {
                lower: lower.or(zero(false)),
                upper: flip(&self.lower),
                nonzero: true,
            };
        }
        if self.is_nonpositive() {
            return self.neg().inverse().neg();
        }
        Range {
            nonzero: true,
            ..Range::default()
        }
    }

    /// The k-th powers, k ≥ 1.
    pub fn power(&self, k: u32) -> Range {
        if k.is_multiple_of(2) {
            let magnitude = self.magnitude();
            return (1..k).fold(magnitude.clone(), |r, _| r.times(&magnitude));
        }
        if self.is_nonnegative() || self.is_nonpositive() {
            return (1..k).fold(self.clone(), |r, _| r.times(self));
        }
        Range {
            nonzero: self.nonzero,
            ..Range::default()
        }
    }

    /// The absolute values.
    pub fn magnitude(&self) -> Range {
        if self.is_nonnegative() {
            return self.clone();
        }
        if self.is_nonpositive() {
            return self.neg();
        }
        let upper = match (&self.lower, &self.upper) {
            (Some(a), Some(b)) => {
                let a = End {
                    value: -a.value.clone(),
                    closed: a.closed,
                };
                Some(if (&a.value, a.closed) >= (&b.value, b.closed) {
                    a
                } else {
                    b.clone()
                })
            }
            _ => None,
        };
        let lower = Some(End {
            value: BigRational::zero(),
            closed: !self.nonzero,
        });
        Range {
            lower,
            upper,
            nonzero: self.nonzero,
        }
    }
}

/// A constant end such as `-pi/2`, rounded outwards where it is irrational.
fn declared_end(text: &str, closed: bool, upper: bool) -> End {
    // 333/106 < pi < 22/7
    let pi = |up: bool| {
        if up {
            BigRational::new(22.into(), 7.into())
        } else {
            BigRational::new(333.into(), 106.into())
        }
    };
    let value = match text {
        "pi" => pi(upper),
        "pi/2" => pi(upper) / rational(2),
        "-pi/2" => -pi(!upper) / rational(2),
        "-1" => -BigRational::one(),
        "0" => BigRational::zero(),
        "1" => BigRational::one(),
        other => {
            debug_assert!(false, "unknown constant bound {other}");
            // No declared interval is wider than this.
            rational(if upper { i64::MAX } else { i64::MIN })
        }
    };
    let exact = !text.contains("pi");
    End {
        value,
        closed: closed && exact,
    }
}

/// π lies strictly between these.
pub fn pi_range() -> Range {
    Range::above(BigRational::new(333.into(), 106.into()), false)
        .meet(&Range::below(BigRational::new(22.into(), 7.into()), false))
}

/// e lies strictly between these.
pub fn e_range() -> Range {
    Range::above(BigRational::new(2718.into(), 1000.into()), false).meet(&Range::below(
        BigRational::new(2719.into(), 1000.into()),
        false,
    ))
}
