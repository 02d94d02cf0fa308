//! Logarithms of numbers, exponentials and powers as sums.

use num_rational::BigRational;
use num_traits::{One, Signed};

use super::field::Field;
use super::polynomial::Polynomial;
use super::quotient::Quotient;
use super::radical::{factored, primes, product};

impl Field<'_> {
    /// log(c e^u t) = Σ k log p + u + log t, for c = Π p^k. A quotient or product is taken apart
    /// only where all but one of its factors are certainly not negative, a power t^k as k log t for odd
    /// k and k log |t| for even.
    pub(super) fn logarithm(&mut self, argument: &Quotient) -> Option<Quotient> {
        let mut parts = factored(argument)?;
        let mut sum = Quotient::number(BigRational::one() - BigRational::one());
        for (prime, k) in primes(&parts.number) {
            let value = Quotient::number(BigRational::from_integer(prime));
            let term = self.logarithm_atom(&value);
            sum = sum.plus(&term.scaled(&BigRational::from_integer(k.into())))?;
        }
        let mut left = Vec::new();
        for (atom, k) in std::mem::take(&mut parts.atoms) {
            let times = BigRational::from_integer(k.into());
            if let Some(exponent) = self.exponents.get(&atom) {
                sum = sum.plus(&exponent.scaled(&times))?;
            } else if let Some((inside, n)) = self.roots.get(&atom).cloned() {
                let term = self.logarithm(&inside)?;
                let share = times / BigRational::from_integer(n.into());
                sum = sum.plus(&term.scaled(&share))?;
            } else if self.is_positive(atom) || self.is_size(atom) {
                // A product with it is positive only where it is not zero.
                let term = self.logarithm_atom(&Quotient::atom(atom));
                sum = sum.plus(&term.scaled(&times))?;
            } else {
                left.push((atom, k));
            }
        }
        for (polynomial, sign) in [(&mut parts.top, 1), (&mut parts.bottom, -1)] {
            if polynomial.as_constant().is_none() && self.surely_positive(polynomial) {
                let taken = std::mem::replace(polynomial, Polynomial::constant(BigRational::one()));
                let term = self.logarithm_atom(&Quotient::whole(taken));
                sum = sum.plus(&term.scaled(&BigRational::from_integer(sign.into())))?;
            }
        }
        let one = Polynomial::constant(BigRational::one());
        let plain = parts.top == one && parts.bottom == one;
        match left.as_slice() {
            [] if plain => return Some(sum),
            [] => {}
            [(atom, k)] if plain => {
                let times = BigRational::from_integer((*k).into());
                let term = if k % 2 == 0 {
                    let size = self.absolute(&Quotient::atom(*atom))?;
                    self.logarithm_atom(&size)
                } else {
                    self.logarithm_atom(&Quotient::atom(*atom))
                };
                return sum.plus(&term.scaled(&times));
            }
            _ => {}
        }
        let rest = product(&left)?.times(&Quotient {
            top: parts.top,
            bottom: parts.bottom,
        })?;
        if rest.top.as_constant().is_some_and(|v| !v.is_positive()) && rest.bottom == one {
            return None;
        }
        // log(1/t) = -log t
        if rest.top == one {
            let term = self.logarithm_atom(&rest.inverse()?);
            return sum.plus(&term.scaled(&-BigRational::one()));
        }
        sum.plus(&self.logarithm_atom(&rest))
    }

    /// A logarithm that is not taken apart.
    fn logarithm_atom(&mut self, argument: &Quotient) -> Quotient {
        let key = self.key(argument);
        let call = self.store.call("log", &[key]);
        let atom = self.arranger.arranged(self.store, call);
        self.logarithms.insert(atom, argument.clone());
        Quotient::atom(atom)
    }
}
