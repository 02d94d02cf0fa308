//! What a record of `check --to json` says, confirmed from its text alone.
//!
//! A verdict that something holds must come with certificates of its links, which the kernel
//! verifies again; what they assume must be given or among the conditions. A counterexample must
//! certainly be one. Nothing is taken from the record but its text.

use serde_json::Value;

use super::budget::Budget;
use super::certain;
use super::discourse::{Discourse, definition_of};
use super::link::Link;
use super::rounding::{self, Rounding};
use super::variables::Variables;
use super::witness;
use crate::expr::{Expr, Head, Shapes, Store};
use crate::kernel::Kernel;
use crate::kernel::arrange::Arranger;
use crate::parse;
use crate::proof::{Fault, Rejected, Unreadable, certificate};
use crate::render::plain;

/// What has been confirmed of a record.
#[derive(Clone, Debug, Default)]
pub struct Confirmed {
    /// The statements that were proved again.
    pub proved: Vec<String>,
    /// How many steps the kernel accepted.
    pub steps: usize,
    /// Links without a proof, which can be read as definitions.
    pub definitions: Vec<String>,
    /// Whether the counterexample was confirmed.
    pub counterexample: bool,
}

/// Whether a value is a record of a check.
pub fn is_record(value: &Value) -> bool {
    value.get("verdict").is_some() && value.get("claim").is_some()
}

/// Confirms a record. A verdict that claims nothing has nothing to confirm.
///
/// # Errors
/// If something of it is missing or not as it should be, or if it is not confirmed.
pub fn verify(store: &Store, record: &Value) -> Result<Confirmed, Fault> {
    let verdict = text(record, "verdict")?;
    let mut confirmed = Confirmed::default();
    let holds = matches!(verdict, "equivalent" | "conditional");
    if !holds && verdict != "refuted" {
        return Ok(confirmed);
    }
    let claim = Claim::read(store, record)?;
    if holds {
        claim.can_hold(store, record)?;
    }
    if holds && record.get("rounded") == Some(&Value::Bool(true)) {
        return claim
            .rounded(store, text(record, "claim")?)
            .map(|()| confirmed);
    }
    if holds {
        let none = || Unreadable::new("proof", "there is none: `check --steps` writes it");
        let value = record.get("proof").filter(|proof| !proof.is_null());
        claim.proved(store, value.ok_or_else(none)?, &mut confirmed)?;
    }
    if let Some(point) = record
        .get("counterexample")
        .filter(|point| !point.is_null())
    {
        claim.fails(store, point)?;
        confirmed.counterexample = true;
    }
    let needs_point = verdict != "equivalent";
    if needs_point != confirmed.counterexample {
        return Err(rejected(
            "the counterexample",
            "there must be one just where the claim fails",
        ));
    }
    if (verdict == "conditional") == claim.conditions.is_empty() {
        return Err(rejected(
            "the conditions",
            "there must be some just where the claim needs them",
        ));
    }
    Ok(confirmed)
}

/// A claim as a record says it was read.
struct Claim {
    links: Vec<Expr>,
    given: Vec<Expr>,
    conditions: Vec<Expr>,
}

impl Claim {
    fn read(store: &Store, record: &Value) -> Result<Claim, Unreadable> {
        let formula = |text: &str, place: &str| {
            parse::formula(store, text)
                .map_err(|_| Unreadable::new(place, format!("`{text}` is no plain formula")))
        };
        let list = |key: &str| -> Result<Vec<&Value>, Unreadable> {
            let list = record.get(key).and_then(Value::as_array);
            let list = list.ok_or_else(|| Unreadable::new(key, "expected a list"))?;
            Ok(list.iter().collect())
        };
        let reading = formula(text(record, "reading")?, "reading")?;
        let mut given = Vec::new();
        for item in list("given")? {
            given.push(formula(text(item, "formula")?, "given")?);
        }
        let mut conditions = Vec::new();
        for item in list("conditions")? {
            let text = item.as_str();
            let text = text.ok_or_else(|| Unreadable::new("conditions", "expected a text"))?;
            conditions.push(formula(text, "conditions")?);
        }
        Ok(Claim {
            links: store.conjuncts(reading),
            given,
            conditions,
        })
    }

    /// A link with the functions and entries put in that what is given defines, and what is given
    /// then, with the values of those functions being defined.
    fn unfolded(&self, store: &Store, link: Expr) -> (Expr, Vec<Expr>) {
        let mut discourse = Discourse::default();
        let mut rest = Vec::new();
        for given in self.given.iter().flat_map(|g| store.conjuncts(*g)) {
            let definition = definition_of(store, given)
                .filter(|definition| !matches!(store.head(definition.left), Head::Name(_)));
            match definition {
                Some(definition) => discourse.define(store, &definition, 0),
                None => rest.push(given),
            }
        }
        let claim = super::Claim {
            links: vec![link],
            given: rest,
            chain: false,
            quantities: Vec::new(),
            shapes: Shapes::default(),
            budget: Budget::default(),
        };
        let told = discourse.tell(store, &claim, None, true);
        let link = told.claim.links.first().copied().unwrap_or(link);
        (link, told.claim.given)
    }

    /// Confirms that what is given can hold: at the values of the record it does.
    fn can_hold(&self, store: &Store, record: &Value) -> Result<(), Fault> {
        // What is said of matrices has no numbers.
        let plain = |given: &&Expr| !crate::expr::is_of_matrices(store, **given);
        if self.given.iter().filter(plain).count() == 0 {
            return Ok(());
        }
        let fault = |why: &str| Unreadable::new("holds_at", why);
        let object = record.get("holds_at").and_then(Value::as_object);
        let object = object.ok_or_else(|| fault("what is given needs values at which it holds"))?;
        let mut values = Vec::new();
        for (name, value) in object {
            let value = value.as_str().ok_or_else(|| fault("expected a text"))?;
            let formula =
                |text: &str| parse::formula(store, text).map_err(|_| fault("it cannot be read"));
            values.push((formula(name)?, formula(value)?));
        }
        let (mut links, mut given) = (Vec::new(), self.conditions.clone());
        for link in &self.links {
            let (link, more) = self.unfolded(store, *link);
            links.push(link);
            given.extend(more);
        }
        match witness::confirms(store, &links, &given, &values) {
            true => Ok(()),
            false => Err(rejected(
                "what is given",
                "it does not certainly hold at the values of `holds_at`",
            )),
        }
    }

    /// Confirms that the numbers are right as they are rounded.
    fn rounded(&self, store: &Store, text: &str) -> Result<(), Fault> {
        let agrees = |link: &Expr| {
            let (unfolded, given) = self.unfolded(store, *link);
            let put = super::decide::with_given(store, unfolded, &given);
            rounding::judge(store, *link, put, text) == Some(Rounding::Agrees)
        };
        match self.links.iter().any(agrees) {
            true => Ok(()),
            false => Err(rejected("the verdict", "no number agrees as it is rounded")),
        }
    }

    /// The links as they may have been proved: as they stand, or with what is given put in; with
    /// what may be assumed.
    fn forms(&self, store: &Store, link: Expr) -> Vec<(Expr, Vec<Expr>)> {
        let all = [self.given.as_slice(), &self.conditions].concat();
        let conjuncts = |formulas: &[Expr]| -> Vec<Expr> {
            formulas.iter().flat_map(|g| store.conjuncts(*g)).collect()
        };
        let mut forms = vec![(link, conjuncts(&all))];
        let (unfolded, defined) = self.unfolded(store, link);
        let whole = [all.as_slice(), &defined].concat();
        let as_given = [self.given.as_slice(), &defined].concat();
        forms.push((unfolded, conjuncts(&whole)));
        for (link, given) in [
            (link, &self.given),
            (link, &all),
            (unfolded, &as_given),
            (unfolded, &whole),
        ] {
            let put = Link::new(store, link, given, Budget::default());
            let assumed = [conjuncts(&put.given), conjuncts(&self.conditions)].concat();
            forms.push((put.formula, assumed));
        }
        forms
    }

    fn proved(&self, store: &Store, proof: &Value, confirmed: &mut Confirmed) -> Result<(), Fault> {
        let proofs = certificate::from_json(store, proof)?;
        let kernel = Kernel::new(store);
        let arranger = Arranger::default();
        let same = |a: Expr, b: Expr| a == b || arranger.same(store, a, b);
        let mut left: Vec<Expr> = self.links.clone();
        for one in &proofs {
            let shown = plain(store, one.statement);
            let accepted = kernel
                .verify(one.statement, &one.given, &one.certificate)
                .map_err(|fault| {
                    rejected(format!("the proof of `{shown}`"), format!("{fault:?}"))
                })?;
            let assumed: Vec<Expr> = one
                .given
                .iter()
                .chain(&accepted.conditions)
                .copied()
                .collect();
            let mut known = false;
            left.retain(|link| {
                let proves = self
                    .forms(store, *link)
                    .into_iter()
                    .any(|(statement, allowed)| {
                        same(statement, one.statement)
                            && assumed.iter().all(|a| allowed.iter().any(|b| same(*a, *b)))
                    });
                known |= proves;
                !proves
            });
            if !known {
                let why = "the claim does not say this, or does not give what is assumed";
                return Err(rejected(format!("the proof of `{shown}`"), why));
            }
            confirmed.steps += accepted.steps.len();
            confirmed.proved.push(shown);
        }
        if confirmed.proved.is_empty() {
            return Err(rejected("the verdict", "no proof comes with it"));
        }
        for link in left {
            if !may_define(store, link) {
                let what = format!("`{}`", plain(store, link));
                return Err(rejected(what, "no proof comes with it"));
            }
            confirmed.definitions.push(plain(store, link));
        }
        Ok(())
    }

    /// Whether the claim certainly fails at the record's point.
    fn fails(&self, store: &Store, point: &Value) -> Result<(), Fault> {
        let fault = |why: String| Unreadable::new("counterexample", why);
        let object = point.as_object();
        let object = object.ok_or_else(|| fault("expected an object".to_owned()))?;
        let all = [self.links.as_slice(), &self.given].concat();
        let mut at = Variables::of(store, &all, &self.given).point();
        for (name, value) in object {
            let formula = |text: &str| {
                parse::formula(store, text).map_err(|_| fault(format!("`{text}` cannot be read")))
            };
            let value = value.as_str();
            let value = value.ok_or_else(|| fault("expected a text".to_owned()))?;
            at.solve(store, formula(name)?, formula(value)?)
                .ok_or_else(|| fault(format!("`{name}` has no value there")))?;
        }
        let fails = self.links.iter().any(|link| {
            let put = Link::new(store, *link, &self.given, Budget::default());
            certain::fails(store, &put, &at)
        });
        match fails {
            true => Ok(()),
            false => Err(rejected(
                "the counterexample",
                "the claim does not certainly fail there",
            )),
        }
    }
}

/// Whether an equation may say what a name or an unknown function is.
fn may_define(store: &Store, link: Expr) -> bool {
    store.sides(link).is_some_and(|(a, b)| {
        [a, b].iter().any(|side| {
            matches!(
                store.head(*side),
                Head::Name(_) | Head::Apply(_) | Head::Entry
            )
        })
    })
}

fn text<'v>(value: &'v Value, key: &str) -> Result<&'v str, Unreadable> {
    let text = value.get(key).and_then(Value::as_str);
    text.ok_or_else(|| Unreadable::new(key, "expected a text"))
}

fn rejected(what: impl Into<String>, why: impl Into<String>) -> Fault {
    Fault::Rejected(Rejected {
        what: what.into(),
        why: why.into(),
        error: None,
    })
}
