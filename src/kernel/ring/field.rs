//! Terms read as quotients of polynomials in common generators.

use std::rc::Rc;

use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rustc_hash::FxHashMap;

use super::polynomial::{MAX_EXPONENT, MAX_TERMS, Monomial, Polynomial};
use super::quotient::Quotient;
use crate::expr::{Expr, Head, Kind, Node, Store};
use crate::kernel::arrange::Arranger;

/// How often generators are refined before giving up.
const ROUNDS: usize = 6;
/// How often a relation is applied before giving up.
const REDUCTIONS: usize = 200;
/// How deeply terms that arise in reading others are read.
const MAX_DEPTH: usize = 8;

/// Generators that are powers of one element: e^(u m), m^u, cos and sin of u m, for the largest u
/// that divides all coefficients in the terms.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    Exponential,
    Root,
    OddRoot,
    Angle,
}

/// The generators of some terms, and what holds between them.
pub(super) struct Field<'a> {
    pub(super) store: &'a Store,
    pub(super) arranger: &'a Arranger,
    /// Whether more than field operations and exponentials are taken apart.
    pub(super) full: bool,
    /// Names known to be positive integers, and what each is at least.
    pub(super) sizes: &'a [(Expr, i64)],
    units: FxHashMap<(Family, Expr), BigRational>,
    /// The least offset of an upper bound from each size.
    pub(super) ends: FxHashMap<Expr, i64>,
    /// Whether generators have become finer since the round began.
    pub(super) refined: bool,
    /// The power of an atom that is equal to a quotient.
    relations: FxHashMap<Expr, (u32, Quotient)>,
    /// The exponent of e that an atom is a power by.
    pub(super) exponents: FxHashMap<Expr, Quotient>,
    /// What an atom is the logarithm of.
    pub(super) logarithms: FxHashMap<Expr, Quotient>,
    /// What an atom is a root of, and which; it is not negative.
    pub(super) roots: FxHashMap<Expr, (Quotient, u32)>,
    done: FxHashMap<Expr, Option<Rc<Quotient>>>,
    depth: usize,
}

impl<'a> Field<'a> {
    pub(super) fn plain(store: &'a Store, arranger: &'a Arranger) -> Field<'a> {
        Field {
            store,
            arranger,
            full: false,
            sizes: &[],
            units: FxHashMap::default(),
            ends: FxHashMap::default(),
            refined: false,
            relations: FxHashMap::default(),
            exponents: FxHashMap::default(),
            logarithms: FxHashMap::default(),
            roots: FxHashMap::default(),
            done: FxHashMap::default(),
            depth: 0,
        }
    }

    pub(super) fn full(
        store: &'a Store,
        arranger: &'a Arranger,
        sizes: &'a [(Expr, i64)],
    ) -> Field<'a> {
        Field {
            full: true,
            sizes,
            ..Field::plain(store, arranger)
        }
    }

    /// The quotients of terms in generators that they share.
    pub(super) fn quotients(&mut self, terms: &[Expr]) -> Option<Vec<Quotient>> {
        let terms: Vec<Expr> = terms
            .iter()
            .map(|term| self.arranger.arranged(self.store, *term))
            .map(|term| if self.full { self.from_one(term) } else { term })
            .collect();
        for _ in 0..ROUNDS {
            self.refined = false;
            self.done.clear();
            let mut found = Vec::new();
            for term in &terms {
                let value = self.value(*term)?;
                found.push(self.reduced(&value)?);
            }
            if !self.refined {
                return Some(found);
            }
        }
        None
    }

    /// Whether two polynomials agree, given what holds between the atoms.
    pub(super) fn agree(&self, left: Polynomial, right: &Polynomial) -> Option<bool> {
        let difference = left.plus(right, &-BigRational::from_integer(1.into()));
        Some(self.reduced_polynomial(&difference)?.top.is_zero())
    }

    /// The quotient of an arranged term.
    pub(super) fn value(&mut self, root: Expr) -> Option<Rc<Quotient>> {
        let mut stack = vec![(root, false)];
        while let Some((expr, ready)) = stack.pop() {
            if self.done.contains_key(&expr) {
                continue;
            }
            if self.arranger.left() == Some(0) {
                return None;
            }
            let parts = self.parts(expr);
            if ready || parts.is_empty() {
                let value = self.node(expr).map(Rc::new);
                self.done.insert(expr, value);
            } else {
                stack.push((expr, true));
                stack.extend(parts.iter().rev().map(|part| (*part, false)));
            }
        }
        self.done[&root].clone()
    }

    /// The quotient of a term that came up in reading another.
    pub(super) fn inner(&mut self, term: Expr) -> Option<Rc<Quotient>> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let value = self.value(self.arranger.arranged(self.store, term));
        self.depth -= 1;
        value
    }

    /// The parts of a term that are taken apart too.
    fn parts(&self, expr: Expr) -> &'a [Expr] {
        let store: &'a Store = self.store;
        let node = store.node(expr);
        let args = node.args.as_slice();
        match &node.head {
            // A long sum is not worked out: it is one atom.
            Head::Add | Head::Mul if args.len() > MAX_TERMS / 4 => &[],
            Head::Add | Head::Mul | Head::Neg | Head::Div => args,
            Head::Pow if store.name_text(args[0]) == Some("e") => &args[1..],
            Head::Pow if self.exponent(args[1]).is_some() => &args[..1],
            Head::Pow if self.full => &args[1..],
            Head::Call(f) if f.name == "exp" => args,
            Head::Call(f) if f.kind == Kind::Real && self.full => {
                let one = args.len() == 1 || f.name == "root";
                &args[..usize::from(one)]
            }
            Head::Sum if self.full => &args[3..],
            _ => &[],
        }
    }

    /// A constant exponent that is worked with.
    fn exponent(&self, exponent: Expr) -> Option<BigRational> {
        let value = match self.store.small_integer(exponent) {
            Some(k) => BigRational::from_integer(k.into()),
            None if self.full => {
                let value = self.store.literal(exponent)?;
                (!value.is_integer()).then_some(value)?
            }
            None => return None,
        };
        let limit = BigRational::from_integer(MAX_EXPONENT.into());
        let zero = value.is_zero() && !self.full;
        (value.abs() <= limit && !zero).then_some(value)
    }

    /// The value of a part that has been read.
    pub(super) fn part(&self, expr: Expr) -> Option<Rc<Quotient>> {
        self.done.get(&expr)?.clone()
    }

    fn node(&mut self, expr: Expr) -> Option<Quotient> {
        let store: &'a Store = self.store;
        let node = store.node(expr);
        let args = &node.args;
        let opaque = || Some(Quotient::atom(expr));
        match &node.head {
            Head::Add | Head::Mul if self.parts(expr).is_empty() => opaque(),
            Head::Number(n) => Some(Quotient::number(n.value().clone())),
            Head::Name(name) if &**name == "e" && self.full => {
                self.exponential(&Quotient::one()).or_else(opaque)
            }
            Head::Add => {
                let mut sum = (*self.part(args[0])?).clone();
                for arg in &args[1..] {
                    sum = sum.plus(&*self.part(*arg)?)?;
                }
                Some(sum)
            }
            Head::Mul => {
                let mut product = (*self.part(args[0])?).clone();
                for arg in &args[1..] {
                    product = product.times(&*self.part(*arg)?)?;
                }
                Some(product)
            }
            Head::Neg => Some(
                self.part(args[0])?
                    .scaled(&BigRational::from_integer((-1).into())),
            ),
            Head::Div => {
                let bottom = self.part(args[1])?;
                // The divisor may vanish only in view of what holds between atoms.
                let bottom = if self.relations.is_empty() {
                    bottom.inverse()
                } else {
                    self.reduced(&bottom)?.inverse()
                };
                self.part(args[0])?.times(&bottom?)
            }
            Head::Pow => self.pow(expr, node),
            Head::Call(f) if f.name == "exp" => self
                .part(args[0])
                .and_then(|argument| self.exponential(&argument))
                .or_else(opaque),
            Head::Call(f) if self.full && f.kind == Kind::Real => {
                self.call(f.name, expr).or_else(opaque)
            }
            Head::Sum if self.full => self.sum(node).or_else(opaque),
            _ => opaque(),
        }
    }

    fn pow(&mut self, expr: Expr, node: &Node) -> Option<Quotient> {
        let (base, exponent) = (node.args[0], node.args[1]);
        let opaque = || Some(Quotient::atom(expr));
        if self.store.name_text(base) == Some("e") {
            let argument = self.part(exponent);
            return argument
                .and_then(|argument| self.exponential(&argument))
                .or_else(opaque);
        }
        if let Some(value) = super::radical::large_power(self.store, base, exponent) {
            return Some(Quotient::number(value));
        }
        match self.exponent(exponent) {
            Some(k) if k.is_integer() => self.part(base)?.power(k.to_integer().to_i64()?),
            Some(c) => self
                .part(base)
                .and_then(|value| self.root(&value, &c, Family::Root))
                .or_else(opaque),
            None if self.full => self
                .part(exponent)
                .and_then(|exponent| self.power(base, &exponent))
                .or_else(opaque),
            None => opaque(),
        }
    }

    /// A known function of one term.
    fn call(&mut self, name: &str, expr: Expr) -> Option<Quotient> {
        let store: &'a Store = self.store;
        let args = store.args(expr);
        if self.parts(expr).is_empty() {
            return None;
        }
        let argument = self.part(args[0])?;
        let mut argument = self.reduced(&argument)?;
        if argument.bottom.leads_negative() {
            let minus = BigRational::from_integer((-1).into());
            argument.top = argument.top.scaled(&minus);
            argument.bottom = argument.bottom.scaled(&minus);
        }
        let half = || BigRational::new(1.into(), 2.into());
        match name {
            "log" => self.logarithm(&argument),
            "sqrt" => self.root(&argument, &half(), Family::Root),
            "root" => {
                let n = store.small_integer(args[1]).filter(|n| *n > 0)?;
                let family = if n % 2 == 1 {
                    Family::OddRoot
                } else {
                    Family::Root
                };
                self.root(&argument, &BigRational::new(1.into(), n.into()), family)
            }
            "abs" => self.absolute(&argument),
            "sin" => Some(self.angle(&argument)?.1),
            "cos" => Some(self.angle(&argument)?.0),
            "tan" => {
                let (cos, sin) = self.angle(&argument)?;
                sin.times(&self.reduced(&cos)?.inverse()?)
            }
            "asin" | "acos" | "atan" => self.inverse_circular(name, &argument),
            _ => Some(self.function(name, &argument)),
        }
    }

    /// A function of which only its symmetry about 0 is known.
    pub(super) fn function(&mut self, name: &str, argument: &Quotient) -> Quotient {
        if let Some(inside) = self.undone(name, argument) {
            return inside;
        }
        let odd = matches!(
            name,
            "asin" | "atan" | "sinh" | "tanh" | "asinh" | "atanh" | "erf"
        );
        let minus = BigRational::from_integer((-1).into());
        // Odd about 1/2: f(1 - p) = -f(p).
        let about_half = matches!(name, "logit" | "Phi_inv");
        let half = BigRational::new(1.into(), 2.into());
        if about_half
            && let Some(from_half) = argument.plus(&Quotient::number(-&half))
            && let Some(mirrored) = Quotient::one().plus(&argument.scaled(&minus))
        {
            if from_half.top.is_zero() {
                return from_half;
            }
            if from_half.top.leads_negative() {
                return self.function(name, &mirrored).scaled(&minus);
            }
        }
        let symmetric = odd || matches!(name, "cosh" | "Phi" | "sigmoid");
        let flipped = symmetric && argument.top.leads_negative();
        let argument = if flipped {
            argument.scaled(&minus)
        } else {
            argument.clone()
        };
        if argument.top.is_zero() {
            let value = match name {
                "Phi" | "sigmoid" => Some(BigRational::new(1.into(), 2.into())),
                "cosh" => Some(BigRational::from_integer(1.into())),
                _ => odd.then(BigRational::zero),
            };
            if let Some(value) = value {
                return Quotient::number(value);
            }
        }
        let key = self.key(&argument);
        let atom = Polynomial::atom(
            self.arranger
                .arranged(self.store, self.store.call(name, &[key])),
        );
        Quotient::whole(match name {
            _ if !flipped || name == "cosh" => atom,
            // f(-t) = 1 - f(t)
            "Phi" | "sigmoid" => Quotient::one().top.plus(&atom, &minus),
            _ => atom.scaled(&minus),
        })
    }

    /// t, of f(g(t)) for a function f that undoes g.
    fn undone(&mut self, name: &str, argument: &Quotient) -> Option<Quotient> {
        let (1, true) = (
            argument.top.0.len(),
            argument.bottom == Quotient::one().bottom,
        ) else {
            return None;
        };
        let (monomial, coefficient) = argument.top.0.first_key_value()?;
        let ([(atom, 1)], true) = (monomial.as_slice(), coefficient.is_one()) else {
            return None;
        };
        let (Head::Call(inner), [t]) = (self.store.head(*atom), self.store.args(*atom)) else {
            return None;
        };
        let inverse = matches!((name, inner.name), ("Phi", "Phi_inv") | ("Phi_inv", "Phi"));
        let value = inverse.then(|| self.inner(*t))??;
        Some((*value).clone())
    }

    /// The largest number that divides a coefficient and all others met in its place.
    pub(super) fn unit(
        &mut self,
        family: Family,
        key: Expr,
        coefficient: &BigRational,
    ) -> BigRational {
        let size = coefficient.abs();
        let unit = match self.units.get(&(family, key)) {
            Some(known) if (&size / known).is_integer() => return known.clone(),
            Some(known) => {
                self.refined = true;
                common_measure(known, &size)
            }
            None => size,
        };
        self.units.insert((family, key), unit.clone());
        unit
    }

    /// Records that the n-th power of an atom is a quotient.
    pub(super) fn relate(&mut self, atom: Expr, n: u32, value: Quotient) {
        self.relations.insert(atom, (n, value));
    }

    /// The term of a quotient, alike for quotients that differ by a common factor that is easily
    /// found.
    pub(super) fn key(&self, value: &Quotient) -> Expr {
        let store = self.store;
        let expr = match value.bottom.as_constant() {
            Some(c) => super::term(store, &value.top.scaled(&c.recip())),
            None => match value.top.divided_by(&value.bottom) {
                Some(whole) => super::term(store, &whole),
                None => {
                    let scale = value.bottom.primitive().map_or_else(
                        || BigRational::from_integer(1.into()),
                        |(c, _, _)| c.recip(),
                    );
                    let scale = if value.bottom.leads_negative() {
                        -scale
                    } else {
                        scale
                    };
                    store.div(
                        super::term(store, &value.top.scaled(&scale)),
                        super::term(store, &value.bottom.scaled(&scale)),
                    )
                }
            },
        };
        self.arranger.arranged(store, expr)
    }

    /// The term of a multiple of a monomial.
    pub(super) fn multiple(&self, monomial: &Monomial, factor: &BigRational) -> Expr {
        let single = Polynomial::single(monomial.clone(), factor.clone());
        self.arranger
            .arranged(self.store, super::term(self.store, &single))
    }

    /// A quotient with powers of atoms replaced by what they are equal to.
    pub(super) fn reduced(&self, value: &Quotient) -> Option<Quotient> {
        if self.relations.is_empty() {
            return Some(value.clone());
        }
        let top = self.reduced_polynomial(&value.top)?;
        let bottom = self.reduced_polynomial(&value.bottom)?;
        top.times(&bottom.inverse()?)
    }

    fn reduced_polynomial(&self, polynomial: &Polynomial) -> Option<Quotient> {
        let mut value = Quotient::whole(polynomial.clone());
        for _ in 0..REDUCTIONS {
            let reducible =
                |(atom, k): &(Expr, u32)| self.relations.get(atom).is_some_and(|(n, _)| k >= n);
            let atoms = value
                .top
                .0
                .keys()
                .flatten()
                .filter(|power| reducible(power));
            // What was made last may be made of the others.
            let Some(atom) = atoms.map(|(atom, _)| *atom).max() else {
                return Some(value);
            };
            let (n, equal) = &self.relations[&atom];
            let most = i64::from(value.top.degree(atom) / n);
            let mut top = Quotient::whole(Polynomial::default());
            for (monomial, coefficient) in &value.top.0 {
                let mut rest = monomial.clone();
                let mut times = 0;
                if let Some(power) = rest.iter_mut().find(|(a, _)| *a == atom) {
                    times = i64::from(power.1 / n);
                    power.1 %= n;
                }
                rest.retain(|(_, k)| *k > 0);
                let factor = Quotient {
                    top: equal
                        .top
                        .power(times as u32)?
                        .times(&equal.bottom.power((most - times) as u32)?)?,
                    bottom: Polynomial::constant(BigRational::from_integer(1.into())),
                };
                let rest = Quotient::whole(Polynomial::single(rest, coefficient.clone()));
                top = top.plus(&rest.times(&factor)?)?;
            }
            value = Quotient {
                top: top.top,
                bottom: value.bottom.times(&equal.bottom.power(most as u32)?)?,
            };
        }
        None
    }
}

/// The largest rational number of which both are integer multiples.
fn common_measure(a: &BigRational, b: &BigRational) -> BigRational {
    let top = (a.numer() * b.denom()).gcd(&(b.numer() * a.denom()));
    BigRational::new(top, a.denom() * b.denom())
}
