//! Whether a result is a generalized linear model: the link of each mean equals a predictor that is
//! affine in the inputs, and the link is the declared one of its name.

use rustc_hash::FxHashSet;

use super::compare::unfold;
use super::fields::Output;
use super::refused;
use crate::derive::evidence::Question;
use crate::derive::finish::occurs;
use crate::derive::hidden_features::{defined, one};
use crate::derive::outcome::Definition;
use crate::derive::scale::{Scale, card, is_affine};
use crate::expr::{Expr, Head, Store};
use crate::kernel::arrange::Arranger;
use crate::kernel::{Theorem, ring};
use crate::links::{self, Link, Shape};
use crate::proof::Rejected;
use crate::render::notation::Expander;
use crate::render::page::{LinkCard, Verdict};
use crate::render::plain;

/// Whether a link has the name of a declared one.
pub(super) fn is_declared(link: &LinkCard) -> bool {
    declared(&link.name).is_some()
}

/// The declared link of a name, as tables and users write it.
fn declared(name: &str) -> Option<&'static Link> {
    let plain = |name: &str| name.to_lowercase().replace(['-', ' '], "_");
    let wanted = plain(name);
    let all = || links::ALL.iter().copied();
    // A link may be called as another's activation is.
    let exactly = all().find(|known| known.name == name);
    exactly.or_else(|| all().find(|known| known.names.iter().any(|other| plain(other) == wanted)))
}

impl Output {
    fn scale<'s>(&self, store: &'s Store) -> Option<Scale<'s>> {
        let link = self.link.as_ref()?;
        Some(Scale::new(store, link.formula, link.inverse, &self.outputs))
    }

    /// What evidence is about.
    pub fn question(&self, store: &Store, features: &[Expr]) -> Question {
        Question::new(
            store,
            self.network,
            &self.result,
            features,
            &self.conditions,
            self.scale(store).as_ref(),
            &self.inputs,
        )
    }

    /// Confirms the lists of inputs and outputs: they occur in the network's formula, outputs as what
    /// it equals.
    pub fn names_are_its_own(&self, store: &Store) -> Result<(), Rejected> {
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        for equation in store.conjuncts(self.network) {
            let sides = store.sides(one(store, equation));
            let (left, right) =
                sides.ok_or_else(|| refused("the claimed network", "it is no equation"))?;
            lefts.push(left);
            rights.push(right);
        }
        let is_of = |name: Expr, left: Expr| {
            left == name || *store.head(left) == Head::Entry && store.args(left)[0] == name
        };
        let named = |left: &Expr| self.outputs.iter().any(|name| is_of(*name, *left));
        let used = |name: &Expr| lefts.iter().any(|left| is_of(*name, *left));
        if !lefts.iter().all(named) || !self.outputs.iter().all(used) {
            return Err(refused(
                "the claimed outputs",
                "they are not those of the network",
            ));
        }
        let whole = store.apply("means", &rights);
        let own = |input: &Expr| {
            occurs(store, whole, *input) && !self.outputs.contains(input)
                || self.network_has_entry(store, *input)
        };
        if !self.inputs.iter().all(own) {
            return Err(refused(
                "the claimed inputs",
                "they are not those of the network",
            ));
        }
        Ok(())
    }

    fn network_has_entry(&self, store: &Store, input: Expr) -> bool {
        *store.head(input) == Head::Entry && store.contains(self.network, input)
    }

    /// Confirms that the result is a model with the link; in the inputs, or in the hidden features.
    pub fn is_model(
        &self,
        store: &Store,
        theorem: &Theorem,
        definitions: &[Definition],
        features: &[Expr],
    ) -> Result<Option<String>, Rejected> {
        let holds = matches!(self.verdict, Verdict::Equivalent | Verdict::Conditional);
        let (link, scale) = match (&self.link, self.scale(store)) {
            (Some(link), Some(scale)) => (link, scale),
            // Of a region no link is claimed.
            _ if !holds => return Ok(None),
            _ => return Err(refused("the link", "there is none")),
        };
        let inputs: FxHashSet<Expr> = match features.last() {
            None => self.inputs.iter().copied().collect(),
            Some(last) => {
                let name = defined(store, *last);
                let layer = features.iter().filter_map(|f| defined(store, *f));
                layer.filter(|one| Some(*one) == name).collect()
            }
        };
        let mut models = Vec::new();
        for equation in &self.result {
            if features.contains(equation) || self.is_total(store, *equation) {
                continue;
            }
            let found = scale.of(*equation).filter(|found| {
                let columns = self.from_model && features.is_empty();
                is_affine(store, found.predictor, &inputs, columns)
            });
            let found = found.ok_or_else(|| {
                let what = format!("the claimed result `{}`", plain(store, *equation));
                refused(
                    what,
                    "it is not the link of a mean and a predictor that is affine in the inputs",
                )
            })?;
            models.push(found);
        }
        if models.is_empty() {
            return Err(refused("the claimed result", "it is no model"));
        }
        if let Some(known) = declared(&link.name) {
            self.is_the_declared(store, link, known)?;
            let text = format!(
                "the link is {}, with its formula, inverse and domain",
                link.name
            );
            return Ok(Some(text));
        }
        // A link of its own: its inverse is what the network does to its predictors.
        let start = match self.from_model {
            false => theorem.left(),
            true => theorem.right(),
        };
        let start = unfold(store, start, definitions);
        for equation in store.conjuncts(start) {
            let sides = store.sides(one(store, equation));
            let inverted = sides.is_some_and(|(response, mean)| {
                let own = models.iter().filter(|model| {
                    model.response == response || !store.free_names(model.response).is_empty()
                });
                own.into_iter().any(|model| scale.is_mean(model, mean))
            });
            if !inverted {
                let why = "it is not what the network does to its predictor";
                return Err(refused("the link's inverse", why));
            }
        }
        Ok(Some(
            "the link's formula and inverse are those of the result and the network".to_owned(),
        ))
    }

    /// Confirms that the link is the declared one of its name, for its parameters.
    fn is_the_declared(
        &self,
        store: &Store,
        link: &LinkCard,
        known: &'static Link,
    ) -> Result<(), Rejected> {
        let value = |name: &str| {
            let found = self.parameters.iter().find(|(own, _)| own == name);
            found.map(|(_, value)| *value)
        };
        let values: Option<Vec<Expr>> = known.parameters.iter().map(|p| value(p.name)).collect();
        let categories = value("K").filter(|_| known.shape == Shape::Categories);
        let count = known.parameters.len() + usize::from(categories.is_some());
        let declared = values
            .filter(|_| self.parameters.len() == count)
            .and_then(|values| card(store, known, &values, categories));
        let scale = Scale::new(store, link.formula, link.inverse, &self.outputs);
        let mut expander = Expander::default();
        let mut same = |a: Expr, b: Expr| {
            let (a, b) = (expander.expand(store, a), expander.expand(store, b));
            scale.same(a, b)
        };
        let same = declared.is_some_and(|declared| {
            same(declared.formula, link.formula)
                && same(declared.inverse, link.inverse)
                && same(declared.domain, link.domain)
        });
        match same {
            true => Ok(()),
            false => {
                let what = format!("the link `{}`", known.name);
                Err(refused(what, "it is declared otherwise"))
            }
        }
    }

    /// Whether an equation says that the means of all categories add up to 1.
    fn is_total(&self, store: &Store, equation: Expr) -> bool {
        let Some((a, b)) = store.sides(equation) else {
            return false;
        };
        let one = store.int(1);
        if let (Head::Sum, [index, _, _, body]) = (store.head(a), store.args(a)) {
            let entries = self
                .outputs
                .iter()
                .map(|output| store.entry(*output, &[*index]));
            return b == one && entries.into_iter().any(|entry| entry == *body);
        }
        let mut outputs: Vec<Expr> = Vec::new();
        for part in store.subterms(equation) {
            let entry =
                || *store.head(part) == Head::Entry && self.outputs.contains(&store.args(part)[0]);
            if self.outputs.contains(&part) && store.free_names(equation).contains(&part) || entry()
            {
                outputs.push(part);
            }
        }
        // Names of vectors stand in their entries.
        let bases: Vec<Expr> = outputs
            .iter()
            .filter(|part| *store.head(**part) == Head::Entry)
            .map(|part| store.args(*part)[0])
            .collect();
        outputs.retain(|part| !bases.contains(part));
        let total = store.sub(store.add(outputs.as_slice()), one);
        let arranger = Arranger::default();
        let gap = [store.sub(a, b), store.sub(b, a)];
        gap.into_iter()
            .any(|gap| ring::equal(store, &arranger, gap, total))
    }
}
