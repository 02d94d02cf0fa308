//! Exponentials and powers with variable exponents, in independent generators.

use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

use super::field::{Family, Field};
use super::polynomial::{MAX_EXPONENT, Monomial, Polynomial};
use super::quotient::Quotient;
use crate::expr::{Expr, Head};

impl Field<'_> {
    /// e^(Σ c m) as the product of powers of generators e^(u m), and of t^c for m = log t.
    pub(super) fn exponential(&mut self, argument: &Quotient) -> Option<Quotient> {
        let scale = argument.bottom.as_constant()?;
        let mut result = Quotient::one();
        for (monomial, coefficient) in &argument.top.0 {
            let c = coefficient / &scale;
            let factor = match self.logarithm_in(monomial) {
                Some(inside) => self.root(&inside, &c, Family::Root)?,
                None => self.exponential_of(monomial, &c)?,
            };
            result = result.times(&factor)?;
        }
        Some(result)
    }

    /// t, if the monomial is log t.
    fn logarithm_in(&self, monomial: &Monomial) -> Option<Quotient> {
        match monomial.as_slice() {
            [(atom, 1)] => self.logarithms.get(atom).cloned(),
            _ => None,
        }
    }

    fn exponential_of(&mut self, monomial: &Monomial, c: &BigRational) -> Option<Quotient> {
        let key = self.multiple(monomial, &BigRational::one());
        let unit = self.unit(Family::Exponential, key, c);
        let power = (c / &unit).to_integer().to_i64()?;
        if power.unsigned_abs() > u64::from(MAX_EXPONENT) {
            return None;
        }
        let argument = self.multiple(monomial, &unit);
        let atom = if monomial.is_empty() && unit.is_one() {
            self.store.name("e")
        } else {
            let call = self.store.call("exp", &[argument]);
            self.arranger.arranged(self.store, call)
        };
        let exponent = Quotient::whole(Polynomial::single(monomial.clone(), unit));
        self.exponents.insert(atom, exponent);
        Quotient::atom(atom).power(power)
    }

    /// b^(Σ c m) as the product of powers b^(|c| m) and their reciprocals. Where b < 0 each power
    /// that is defined has an integer exponent, and complex powers obey the same law; at b = 0 it
    /// holds in the limit from above.
    pub(super) fn power(&mut self, base: Expr, exponent: &Quotient) -> Option<Quotient> {
        let scale = exponent.bottom.as_constant()?;
        let value = self.inner(base)?;
        if let Some(value) = value
            .top
            .as_constant()
            .filter(|_| value.bottom.as_constant().is_some())
        {
            // A number's powers are exponentials of its logarithm.
            let value = value / self.inner(base)?.bottom.as_constant()?;
            let logarithm = self.logarithm(&Quotient::number(value))?;
            return self.exponential(&logarithm.times(exponent)?);
        }
        let base = self.key(&value);
        let mut result = Quotient::one();
        for (monomial, coefficient) in &exponent.top.0 {
            let c = coefficient / &scale;
            if monomial.is_empty() {
                result = result.times(&self.root(&value, &c, Family::Root)?)?;
                continue;
            }
            let negative = c < BigRational::one() - BigRational::one();
            let size = if negative { -c } else { c };
            let power = self.store.pow(base, self.multiple(monomial, &size));
            let atom = Quotient::atom(self.arranger.arranged(self.store, power));
            result = result.times(&if negative { atom.inverse()? } else { atom })?;
        }
        Some(result)
    }

    /// Whether an atom is certainly positive where it is defined.
    pub(super) fn is_positive(&self, atom: Expr) -> bool {
        use crate::expr::Bound::{Closed, Open};
        match self.store.head(atom) {
            Head::Name(name) => name.is_constant(),
            Head::Call(f) => matches!(f.range.lower, Open("0") | Closed("1")),
            _ => false,
        }
    }

    /// Whether a polynomial is certainly positive: a sum of products of positive atoms.
    pub(super) fn surely_positive(&self, polynomial: &Polynomial) -> bool {
        use num_traits::Signed;
        !polynomial.is_zero()
            && polynomial.0.iter().all(|(monomial, coefficient)| {
                coefficient.is_positive()
                    && monomial.iter().all(|(atom, _)| self.is_positive(*atom))
            })
    }
}
