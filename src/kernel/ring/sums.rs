//! Finite sums: linear in the summand, with ranges from 1 to the least of their upper bounds.

use num_rational::BigRational;
use num_traits::One;

use super::field::Field;
use super::polynomial::{Monomial, Polynomial};
use super::quotient::Quotient;
use super::radical::{powers, product};
use crate::expr::{Expr, Head, NameKind, Node};

/// Sums over a literal range of at most so many terms are written out.
const WRITTEN_OUT: i64 = 24;
/// Sums of larger powers are left as they stand.
const LARGEST_POWER: u32 = 6;
/// At most so many last terms are split off a sum.
const SPLIT_OFF: i64 = 4;

impl Field<'_> {
    /// The term with sums over a range that starts at another number made to start at 1.
    pub(super) fn from_one(&self, term: Expr) -> Expr {
        let store = self.store;
        if !store.has_kind(term, &Head::Sum) {
            return term;
        }
        let shifted = store.rebuild(term, |head, args| {
            if *head != Head::Sum {
                return None;
            }
            let by = store.small_integer(args[1])?.checked_sub(1)?;
            if by == 0 {
                return None;
            }
            let by = store.int(by);
            let moved = store.add([args[0], by].as_slice());
            let body = store.substitute(args[3], &[(args[0], moved)].into_iter().collect());
            let upper = store.sub(args[2], by);
            Some(store.bind(Head::Sum, args[0], store.int(1), upper, body))
        });
        self.arranger.arranged(store, shifted)
    }

    /// Σ c f d_j = Σ c f Σ d_j over the terms of the summand, f being free of the index.
    pub(super) fn sum(&mut self, node: &Node) -> Option<Quotient> {
        let store = self.store;
        let [index, lo, hi] = [node.args[0], node.args[1], node.args[2]];
        if store.name_kind(index) != Some(NameKind::Bound) {
            return None;
        }
        if let (Some(a), Some(b)) = (store.small_integer(lo), store.small_integer(hi)) {
            if b < a {
                return Some(Quotient::number(BigRational::one() - BigRational::one()));
            }
            if b.checked_sub(a)? < WRITTEN_OUT {
                let mut total = Quotient::number(BigRational::one() - BigRational::one());
                for k in a..=b {
                    let term = self.at_index(node.args[3], index, store.int(k))?;
                    total = total.plus(&term)?;
                }
                return Some(total);
            }
        }
        let body = self.part(node.args[3])?;
        let body = self.reduced(&body)?;
        let (base, offset) = self.end(lo, hi);
        // The last terms, down to the least upper bound with this base.
        let mut total = Quotient::number(BigRational::one() - BigRational::one());
        let mut hi = hi;
        if let Some(base) = base {
            let least = *self.ends.entry(base).or_insert(offset);
            if offset < least {
                self.ends.insert(base, offset);
                self.refined = true;
            } else if least < offset && offset.checked_sub(least)? <= SPLIT_OFF {
                for k in least + 1..=offset {
                    let last = self.moved(base, k);
                    total = total.plus(&*self.at_index(node.args[3], index, last)?)?;
                }
                hi = self.moved(base, least);
            }
        }
        let depends = |atom: Expr| store.contains(atom, index);
        let fixed = !body
            .bottom
            .0
            .keys()
            .flatten()
            .any(|(atom, _)| depends(*atom));
        let below = if fixed {
            Polynomial::constant(BigRational::one())
        } else {
            body.bottom.clone()
        };
        let mut sum = Quotient::number(BigRational::one() - BigRational::one());
        for (monomial, coefficient) in &body.top.0 {
            let (inside, outside): (Monomial, Monomial) = monomial
                .iter()
                .copied()
                .partition(|(atom, _)| depends(*atom));
            let part = match inside.as_slice() {
                [] if fixed => self.count(base, lo, hi),
                [(atom, exponent)] if fixed && *atom == index => self
                    .count(base, lo, hi)
                    .and_then(|count| power_sum(&count, *exponent)),
                _ => None,
            };
            let part = match part {
                Some(count) => count,
                None => self.single_sum(index, lo, hi, inside, &below),
            };
            let factor = product(&powers(&outside))?.scaled(coefficient);
            sum = sum.plus(&factor.times(&part)?)?;
        }
        if fixed {
            let bottom = Quotient::whole(body.bottom.clone());
            sum = sum.times(&bottom.inverse()?)?;
        }
        sum.plus(&total)
    }

    /// The size and the offset of an upper bound `n + k` of a range from 1, if the range is known
    /// to have n + k >= 0 terms.
    fn end(&self, lo: Expr, hi: Expr) -> (Option<Expr>, i64) {
        let store = self.store;
        let (base, offset) = match (store.head(hi), store.args(hi)) {
            (Head::Name(_), _) => (hi, 0),
            (Head::Add, [a, b]) => match (store.small_integer(*a), store.small_integer(*b)) {
                (Some(k), None) => (*b, k),
                (None, Some(k)) => (*a, k),
                _ => return (None, 0),
            },
            _ => return (None, 0),
        };
        let least = self.sizes.iter().find(|(size, _)| *size == base);
        let known = least.is_some_and(|(_, least)| offset.saturating_add(*least) >= 0);
        let known = known && store.small_integer(lo) == Some(1);
        (known.then_some(base), offset)
    }

    fn moved(&self, base: Expr, by: i64) -> Expr {
        match by {
            0 => base,
            _ => {
                let sum = self.store.add([base, self.store.int(by)].as_slice());
                self.arranger.arranged(self.store, sum)
            }
        }
    }

    /// The number of terms of a range from 1.
    fn count(&self, base: Option<Expr>, lo: Expr, hi: Expr) -> Option<Quotient> {
        let base = base?;
        let (_, offset) = self.end(lo, hi);
        Quotient::atom(base).plus(&Quotient::number(BigRational::from_integer(offset.into())))
    }

    /// The summand at one index.
    fn at_index(&mut self, body: Expr, index: Expr, value: Expr) -> Option<std::rc::Rc<Quotient>> {
        let term = self
            .store
            .substitute(body, &[(index, value)].into_iter().collect());
        self.inner(term)
    }

    /// The sum of a product of atoms, over a denominator, as an atom. Of two nested sums over
    /// ranges that do not depend on each other, with all factors inside, the order that comes
    /// first.
    fn single_sum(
        &self,
        index: Expr,
        lo: Expr,
        hi: Expr,
        mut inside: Monomial,
        below: &Polynomial,
    ) -> Quotient {
        let store = self.store;
        let sum = |index, lo, hi, body| {
            let sum = store.bind(Head::Sum, index, lo, hi, body);
            self.arranger.arranged(store, sum)
        };
        let is_sum = |power: &(Expr, u32)| *store.head(power.0) == Head::Sum;
        let nested = match inside.iter().filter(|power| is_sum(power)).count() {
            1 if below.as_constant().is_some() => inside.iter().position(is_sum),
            _ => None,
        };
        if let Some(at) = nested
            && let (nested, 1) = inside[at]
        {
            let inner = store.args(nested);
            let apart = |e: Expr| !store.contains(e, index);
            if apart(inner[1]) && apart(inner[2]) {
                inside.remove(at);
                let factors = self.multiple(&inside, &BigRational::one());
                let body = store.mul([factors, inner[3]].as_slice());
                let within = sum(inner[0], inner[1], inner[2], body);
                let exchanged = sum(index, lo, hi, body);
                let (one, other) = (
                    sum(index, lo, hi, within),
                    sum(inner[0], inner[1], inner[2], exchanged),
                );
                return Quotient::atom(one.min(other));
            }
        }
        let whole = Quotient {
            top: Polynomial::single(inside, BigRational::one()),
            bottom: below.clone(),
        };
        Quotient::atom(sum(index, lo, hi, self.key(&whole)))
    }
}

/// Σ j^p over j from 1 to m, for an integer m ≥ 0: of (j + 1)^(p+1) - j^(p+1), which is a sum of
/// powers up to p, the sum is (m + 1)^(p+1) - 1.
fn power_sum(count: &Quotient, exponent: u32) -> Option<Quotient> {
    if exponent > LARGEST_POWER {
        return None;
    }
    let next = count.plus(&Quotient::one())?;
    let minus = BigRational::from_integer((-1).into());
    let mut sums: Vec<Quotient> = vec![count.clone()];
    for p in 1..=exponent {
        let mut rest = next
            .power(i64::from(p) + 1)?
            .plus(&Quotient::number(minus.clone()))?;
        // The binomial coefficients of p + 1.
        let mut choose = BigRational::one();
        for (k, sum) in (0_u32..).zip(&sums) {
            rest = rest.plus(&sum.scaled(&(&choose * &minus)))?;
            choose *= BigRational::new((p + 1 - k).into(), (k + 1).into());
        }
        sums.push(rest.scaled(&BigRational::new(1.into(), (p + 1).into())));
    }
    sums.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_powers_are_those_of_the_first_numbers() {
        for exponent in 1..=LARGEST_POWER {
            for count in 0..8_i64 {
                let number = |k: i64| BigRational::from_integer(k.into());
                let sum = power_sum(&Quotient::number(number(count)), exponent).unwrap();
                let wanted = (1..=count).map(|j| j.pow(exponent)).sum();
                assert_eq!(sum.top, Quotient::number(number(wanted)).top);
            }
        }
    }
}
