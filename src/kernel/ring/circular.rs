//! Angles: sines and cosines of sums and multiples, and their inverse functions.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::field::{Family, Field};
use super::polynomial::{Monomial, Polynomial};
use super::quotient::Quotient;
use crate::expr::Head;

/// Larger multiples of an angle are not expanded.
const MAX_MULTIPLE: u64 = 24;
/// π is divided by this: cosines of its multiples are known roots.
const PARTS: i64 = 24;

/// The cosine and the sine of an angle.
type Point = (Quotient, Quotient);

impl Field<'_> {
    /// Cosine and sine of a sum of multiples of angles.
    pub(super) fn angle(&mut self, argument: &Quotient) -> Option<Point> {
        let scale = argument.bottom.as_constant().map(|c| c.recip());
        let Some(scale) = scale else {
            // No sum of simple angles: one generator.
            let flipped = argument.top.leads_negative();
            let minus = -BigRational::one();
            let positive = if flipped {
                argument.scaled(&minus)
            } else {
                argument.clone()
            };
            let key = self.key(&positive);
            let (cos, sin) = self.generators(key);
            return Some((cos, if flipped { sin.scaled(&minus) } else { sin }));
        };
        let mut point = (Quotient::one(), Quotient::number(BigRational::zero()));
        for (monomial, coefficient) in &argument.top.0 {
            let part = self.angle_of(monomial, &(coefficient * &scale))?;
            point = self.turned(&point, &part)?;
        }
        Some(point)
    }

    fn angle_of(&mut self, monomial: &Monomial, c: &BigRational) -> Option<Point> {
        let parts = c * BigRational::from_integer(PARTS.into());
        if let [(atom, 1)] = monomial.as_slice() {
            if self.store.name_text(*atom) == Some("pi") && parts.is_integer() {
                let k = parts.to_integer().mod_floor(&BigInt::from(2 * PARTS));
                return self.part_of_pi(k.to_i64()?);
            }
            if c.is_integer()
                && let Some(point) = self.known_angle(*atom)
            {
                return self.multiple_angle(&point, c);
            }
        }
        let key = self.multiple(monomial, &BigRational::one());
        let unit = self.unit(Family::Angle, key, c);
        let inner = self.multiple(monomial, &unit);
        let point = self.generators(inner);
        self.multiple_angle(&point, &(c / &unit))
    }

    /// The cosine and sine of an angle that nothing more is known of.
    fn generators(&mut self, angle: crate::expr::Expr) -> Point {
        let call = |name| {
            self.arranger
                .arranged(self.store, self.store.call(name, &[angle]))
        };
        let (cos, sin) = (call("cos"), call("sin"));
        let square = Polynomial::single(vec![(cos, 2)], -BigRational::one());
        let one = BigRational::one();
        let rest = Polynomial::constant(one.clone()).plus(&square, &one);
        self.relate(sin, 2, Quotient::whole(rest));
        (Quotient::atom(cos), Quotient::atom(sin))
    }

    /// The point at an integer multiple of an angle.
    fn multiple_angle(&self, point: &Point, times: &BigRational) -> Option<Point> {
        let k = times.to_integer().to_i64()?;
        if k.unsigned_abs() > MAX_MULTIPLE {
            return None;
        }
        let mut result = (Quotient::one(), Quotient::number(BigRational::zero()));
        for _ in 0..k.unsigned_abs() {
            result = self.turned(&result, point)?;
        }
        if k < 0 {
            result.1 = result.1.scaled(&-BigRational::one());
        }
        Some(result)
    }

    /// The point at the sum of two angles.
    fn turned(&self, a: &Point, b: &Point) -> Option<Point> {
        let minus = -BigRational::one();
        let cos = a.0.times(&b.0)?.plus(&a.1.times(&b.1)?.scaled(&minus))?;
        let sin = a.1.times(&b.0)?.plus(&a.0.times(&b.1)?)?;
        Some((self.reduced(&cos)?, self.reduced(&sin)?))
    }

    /// Cosine and sine of k π/24: π/24 = π/8 - π/12.
    fn part_of_pi(&mut self, k: i64) -> Option<Point> {
        let quarter = PARTS / 2;
        let (turns, k) = (k / quarter, k % quarter);
        let fraction = |a: i64, b: i64| BigRational::new(a.into(), b.into());
        let half = fraction(1, 2);
        let zero = || Quotient::number(BigRational::zero());
        let mut point = (Quotient::one(), zero());
        if k != 0 {
            let mut root = |value: &Quotient| self.root(value, &half, Family::Root);
            let number = |n: i64| Quotient::number(BigRational::from_integer(n.into()));
            let (two, three) = (root(&number(2))?, root(&number(3))?);
            // cos π/12 = (√6 + √2)/4, sin π/12 = (√6 - √2)/4
            let six = two.times(&three)?;
            let minus = -BigRational::one();
            let twelfth = (
                six.plus(&two)?.scaled(&fraction(1, 4)),
                six.plus(&two.scaled(&minus))?.scaled(&fraction(1, 4)),
            );
            let times = |k: i64| BigRational::from_integer(k.into());
            point = if k % 2 == 0 {
                self.multiple_angle(&twelfth, &times(k / 2))?
            } else {
                // cos π/8 = √(2 + √2)/2, sin π/8 = cos π/8 (√2 - 1)
                let cos = root(&number(2).plus(&two)?)?.scaled(&half);
                let sin = cos.times(&two.plus(&number(-1))?)?;
                let eighth = (cos, sin);
                let back = (twelfth.0, twelfth.1.scaled(&minus));
                let one = self.turned(&eighth, &back)?;
                self.multiple_angle(&one, &times(k))?
            };
        }
        for _ in 0..turns {
            point = (point.1.scaled(&-BigRational::one()), point.0);
        }
        Some(point)
    }

    /// Cosine and sine of an inverse function's value: cos arcsin t = √(1 - t²).
    fn known_angle(&mut self, atom: crate::expr::Expr) -> Option<Point> {
        let store = self.store;
        let (Head::Call(f), [t]) = (store.head(atom), store.args(atom)) else {
            return None;
        };
        if !matches!(f.name, "asin" | "atan") {
            return None;
        }
        let t = (*self.inner(*t)?).clone();
        let half = BigRational::new(1.into(), 2.into());
        let square = t.times(&t)?;
        if f.name == "asin" {
            let rest = Quotient::one().plus(&square.scaled(&-BigRational::one()))?;
            let rest = self.reduced(&rest)?;
            return Some((self.root(&rest, &half, Family::Root)?, t));
        }
        let sum = self.reduced(&Quotient::one().plus(&square)?)?;
        let cos = self.root(&sum, &half, Family::Root)?.inverse()?;
        Some((cos.clone(), t.times(&cos)?))
    }

    /// arcsin and arctan, with their values at constants whose angle is a multiple of π/24; arccos
    /// as π/2 - arcsin.
    pub(super) fn inverse_circular(&mut self, name: &str, argument: &Quotient) -> Option<Quotient> {
        let half_pi = || {
            let pi = Quotient::atom(self.store.name("pi"));
            pi.scaled(&BigRational::new(1.into(), 2.into()))
        };
        if name == "acos" {
            let (whole, minus) = (half_pi(), -BigRational::one());
            let angle = self.inverse_circular("asin", argument)?;
            return whole.plus(&angle.scaled(&minus));
        }
        if self.is_constant(argument) {
            for k in 0..PARTS / 2 + i64::from(name == "asin") {
                let (cos, sin) = self.part_of_pi(k)?;
                let value = if name == "asin" {
                    sin
                } else {
                    sin.times(&cos.inverse()?)?
                };
                let left = value.top.times(&argument.bottom)?;
                let right = argument.top.times(&value.bottom)?;
                for sign in [1, -1] {
                    let sign = BigRational::from_integer(sign.into());
                    if self.agree(left.scaled(&sign), &right)? {
                        let factor = sign * BigRational::new(k.into(), PARTS.into());
                        return Some(Quotient::atom(self.store.name("pi")).scaled(&factor));
                    }
                }
            }
        }
        Some(self.function(name, argument))
    }

    /// Whether a quotient is made of numbers and roots of such alone.
    fn is_constant(&self, value: &Quotient) -> bool {
        let mut atoms = value.top.0.keys().chain(value.bottom.0.keys()).flatten();
        atoms.all(|(atom, _)| self.roots.contains_key(atom) && !self.store.has_name(*atom))
    }
}
