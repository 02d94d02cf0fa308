//! What the account is about: a family and a link, in letters that the network leaves free.

use rustc_hash::FxHashSet;

use super::account::Account;
use crate::check::Verdict;
use crate::derive::activation::{declared, settled};
use crate::derive::assemble::Letters;
use crate::derive::chain::tidy;
use crate::derive::outcome::Model;
use crate::eval::{self, Assignment};
use crate::expr::{Binding, Expr, Relation, Store};
use crate::families::Family;
use crate::kernel::Kernel;
use crate::kernel::facts::Facts;
use crate::render::page::{LinkCard, Page};

/// The letters of the account.
pub(super) struct Names {
    /// The response.
    pub y: Expr,
    /// Its mean.
    pub mu: Expr,
    /// The linear predictor.
    pub eta: Expr,
    /// The dispersion.
    pub phi: Expr,
    /// A term without the mean.
    pub c: Expr,
    /// The log-likelihood.
    pub ell: Expr,
    /// A coefficient, an input, and the rest of the predictor.
    pub w: Expr,
    pub x: Expr,
    pub a: Expr,
    /// An index of observations, and their number.
    pub i: Expr,
    pub n: Expr,
    /// Further numbers.
    pub s: Expr,
    pub t: Expr,
    pub r: Expr,
    pub tau: Expr,
    pub d: Expr,
}

/// Whether a link is canonical.
#[derive(Clone, Copy)]
pub(super) enum Canonical {
    /// g′(μ) V(μ) is this constant.
    Constant(Expr),
    /// It is certainly none.
    No,
    /// Neither was established.
    Unknown,
}

/// A family and a link.
pub(super) struct Subject<'a> {
    pub store: &'a Store,
    pub family: &'static Family,
    pub model: &'a Model,
    pub names: Names,
    /// g(μ).
    pub link: Expr,
    /// g⁻¹(η).
    pub inverse: Expr,
    /// Conditions on μ for g(μ) to be defined.
    pub domain: Vec<Expr>,
    /// Conditions on parameters.
    pub parameters: Vec<Expr>,
    /// Conditions on η for the mean to be one of the family, where the link does not grant them.
    pub predictor: Vec<Expr>,
    /// Conditions on η for it to be a value of the link.
    pub range: Vec<Expr>,
    /// V(μ).
    pub variance: Expr,
    /// ℓ in μ.
    pub likelihood: Expr,
    binding: Binding,
}

/// The letters of the names in formulas, without what stands below them.
pub(super) fn taken(store: &Store, formulas: impl Iterator<Item = Expr>) -> FxHashSet<String> {
    let names = formulas.flat_map(|formula| store.free_names(formula));
    let texts = names.filter_map(|name| store.name_text(name));
    texts
        .map(|text| text.split('_').next().unwrap_or(text).to_owned())
        .collect()
}

/// What letters the page uses.
fn letters<'a>(store: &'a Store, page: &Page, card: &LinkCard) -> Letters<'a> {
    let formulas = page.result.iter().chain(&page.conditions);
    let formulas = formulas.chain([&page.network]).copied();
    let card = [card.formula, card.inverse].into_iter().filter(|formula| {
        // Its own letters are ours.
        store.free_names(*formula).len() > 1
    });
    let mut taken = taken(store, formulas.chain(card));
    taken.remove("mu");
    taken.remove("eta");
    Letters::avoiding(store, taken)
}

impl<'a> Subject<'a> {
    /// Puts a family and the link of a page together. The link's formulas are in `mu` and `eta`,
    /// which the account keeps.
    pub fn new(
        store: &'a Store,
        family: &'static Family,
        model: &'a Model,
        page: &Page,
        card: &LinkCard,
    ) -> Option<Subject<'a>> {
        let mut free = letters(store, page, card);
        let mut pick = |wanted: &[&str]| free.pick(wanted);
        let names = Names {
            mu: store.name("mu"),
            eta: store.name("eta"),
            y: pick(&["y", "Y", "r", "u"]),
            phi: pick(&["phi", "psi"]),
            c: pick(&["c", "q"]),
            ell: pick(&["ell", "L"]),
            w: pick(&["w", "beta"]),
            x: pick(&["x", "u"]),
            a: pick(&["a", "v"]),
            i: pick(&["i", "m"]),
            n: pick(&["N", "M"]),
            s: pick(&["s", "v"]),
            t: pick(&["t", "z"]),
            r: pick(&["r", "h"]),
            tau: pick(&["tau", "sigma"]),
            d: pick(&["d", "D"]),
        };
        let mut binding: Binding = Binding::default();
        for (name, letter) in [("y", names.y), ("phi", names.phi), ("c", names.c)] {
            binding.insert(store.name(name), letter);
        }
        if let Some(size) = model.categories {
            binding.insert(store.name("K"), size);
        }
        if let Some(parameter) = &family.parameter {
            let value = match family.fixed_by {
                Some((link, value)) if model.link.is_some_and(|l| l.name == link) => {
                    let of_link = model.parameters.iter();
                    let of_link = of_link.map(|(name, value)| (store.name(name), *value));
                    let value = store.substitute(declared(store, value)?, &of_link.collect());
                    eval::exact(store, value, &Assignment::new())
                        .map_or(value, |value| store.rational(value))
                }
                _ => pick(&[parameter.name]),
            };
            binding.insert(store.name(parameter.name), value);
        }
        let put = |text: &str| Some(store.substitute(declared(store, text)?, &binding));
        let mut own: FxHashSet<Expr> = FxHashSet::default();
        for formula in [card.formula, card.inverse] {
            own.extend(store.free_names(formula));
        }
        own.remove(&names.mu);
        own.remove(&names.eta);
        let mut parameters: Vec<Expr> = page.conditions.clone();
        parameters.retain(|c| store.free_names(*c).iter().all(|name| own.contains(name)));
        if let Some(parameter) = &family.parameter {
            for text in parameter.given {
                let condition = put(text)?;
                if !store.free_names(condition).is_empty() {
                    parameters.push(condition);
                }
            }
        }
        if family.dispersion.is_some() {
            let positive = store.relate(Relation::Greater, names.phi, store.int(0));
            parameters.push(positive);
        }
        let of_link: Binding = model
            .parameters
            .iter()
            .map(|(name, value)| (store.name(name), *value))
            .collect();
        let range = model.link.map_or(&[][..], |link| link.range);
        let range = range
            .iter()
            .filter_map(|text| Some(store.substitute(declared(store, text)?, &of_link)));
        let mut subject = Subject {
            store,
            family,
            model,
            link: card.formula,
            inverse: card.inverse,
            domain: store.conjuncts(card.domain),
            predictor: Vec::new(),
            range: range.collect(),
            parameters,
            variance: put(family.variance)?,
            likelihood: put(family.log_likelihood)?,
            names,
            binding,
        };
        subject.predictor = subject.open();
        Some(subject)
    }

    /// The family's conditions on the mean that the link does not grant, by the predictor.
    fn open(&self) -> Vec<Expr> {
        let kernel = Kernel::new(self.store);
        let mut known = self.domain.clone();
        known.extend(&self.parameters);
        let facts = Facts::new(self.store, kernel.arranger(), &known);
        let open = self.mean().into_iter().filter(|c| !facts.holds(*c));
        open.map(|c| self.at_predictor(c)).collect()
    }

    /// A declared formula in the account's letters.
    pub fn put(&self, text: &str) -> Option<Expr> {
        Some(
            self.store
                .substitute(declared(self.store, text)?, &self.binding),
        )
    }

    /// A declared formula of the link, with its parameters put in.
    pub fn put_link(&self, text: &str) -> Option<Expr> {
        let values = self.model.parameters.iter();
        let values = values.map(|(name, value)| (self.store.name(name), *value));
        let formula = declared(self.store, text)?;
        Some(self.store.substitute(formula, &values.collect()))
    }

    /// Conditions on the mean.
    pub fn mean(&self) -> Vec<Expr> {
        self.all(self.family.mean)
    }

    /// Conditions on the response.
    pub fn support(&self) -> Vec<Expr> {
        self.all(self.family.support)
    }

    /// Declared conditions in the account's letters.
    pub fn all(&self, texts: &[&str]) -> Vec<Expr> {
        texts.iter().filter_map(|text| self.put(text)).collect()
    }

    /// A formula with one thing put for another.
    pub fn with(&self, formula: Expr, old: Expr, new: Expr) -> Expr {
        let binding = [(old, new)].into_iter().collect();
        self.store.substitute(formula, &binding)
    }

    /// A formula in the mean, by the predictor.
    pub fn at_predictor(&self, formula: Expr) -> Expr {
        self.with(formula, self.names.mu, self.inverse)
    }

    /// What is given where formulas are in the mean.
    pub fn given_mean(&self) -> Vec<Expr> {
        [self.support(), self.mean(), self.parameters.clone()].concat()
    }

    /// What is given where formulas are in the predictor: that its mean is one of the family.
    pub fn given_predictor(&self) -> Vec<Expr> {
        let mut given = [self.support(), self.parameters.clone()].concat();
        given.extend(&self.range);
        let mean = self.mean().into_iter().map(|c| self.at_predictor(c));
        given.extend(mean);
        given
    }

    /// The derivative of a term by a name, worked out.
    pub fn slope(&self, term: Expr, by: Expr) -> Option<Expr> {
        let kernel = Kernel::new(self.store);
        let node = self.derivative(term, by, 1);
        let (slope, _) = kernel.derivative(node)?;
        Some(tidy(self.store, slope))
    }

    /// The derivative of a term by a name.
    pub fn derivative(&self, term: Expr, by: Expr, order: i64) -> Expr {
        self.store.derivative(by, by, self.store.int(order), term)
    }

    /// (g⁻¹)′(η), as the link declares it and as it is worked out.
    pub fn inverse_slopes(&self) -> impl Iterator<Item = Expr> {
        let link = self.model.link;
        let declared = link.and_then(|link| self.put_link(link.inverse_derivative));
        let declared = declared.map(|slope| settled(self.store, slope));
        let worked = self.slope(self.inverse, self.names.eta);
        declared.into_iter().chain(worked)
    }

    /// Whether the link is canonical: g′(μ) V(μ) is a constant, its value at any mean.
    pub fn canonical(&self, account: &mut Account<'_>) -> Canonical {
        let (store, mu) = (self.store, self.names.mu);
        let Some(slope) = self.slope(self.link, mu) else {
            return Canonical::Unknown;
        };
        let worked = store.mul([slope, self.variance].as_slice());
        let half = store.div(store.int(1), store.int(2));
        let at_half = tidy(store, self.with(worked, mu, half));
        let constant = eval::exact(store, at_half, &Assignment::new());
        let constant = constant.map_or(at_half, |value| store.rational(value));
        let derivative = self.derivative(self.link, mu, 1);
        let product = store.mul([derivative, self.variance].as_slice());
        let statement = store.eq(product, constant);
        let given = [self.mean(), self.domain.clone(), self.parameters.clone()].concat();
        match account.verdict(statement, &given) {
            Verdict::Equivalent => {
                account.holds(statement, &given);
                Canonical::Constant(constant)
            }
            Verdict::Refuted => Canonical::No,
            _ => Canonical::Unknown,
        }
    }
}
