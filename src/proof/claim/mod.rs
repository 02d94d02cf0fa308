//! What a document claims, against what its proof proves.

mod compare;
mod evidence;
mod fields;
mod model;
mod rest;

use serde_json::Value;

use super::{Rejected, Unreadable, from_json, replay};
use crate::derive::evidence as points;
use crate::derive::outcome::Definition;
use crate::derive::proof::{Move, Proof};
use crate::expr::{Expr, Store};
use crate::kernel::Theorem;
use crate::render::page::Verdict;
use crate::render::plain;
use fields::Output;

pub(super) use evidence::to_json as evidence_to_json;

/// A document whose proof was replayed, and whose claims are what it proves.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    /// The theorem; a network may be shown to be no generalized linear model without one.
    pub theorem: Option<Theorem>,
    /// The definitions that it stands under.
    pub definitions: Vec<Definition>,
    /// How many steps were checked, those of lemmas included.
    pub steps: usize,
    /// Whether there were claims to compare with: this is an output, and no proof alone.
    pub compared: bool,
    /// Definitions of hidden features, with which the theorem's network is the one claimed.
    pub features: Vec<Expr>,
    /// What the evidence shows, in words.
    pub shown: Option<String>,
    /// Whether the link is a declared one.
    pub link: Option<String>,
    /// Parts of the output that nothing confirms.
    pub rest: Vec<String>,
}

/// Why a document is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no proof.
    Unreadable(Unreadable),
    /// It proves nothing, or something else than it claims.
    Rejected(Rejected),
}

impl From<Unreadable> for Fault {
    fn from(fault: Unreadable) -> Fault {
        Fault::Unreadable(fault)
    }
}

impl From<Rejected> for Fault {
    fn from(fault: Rejected) -> Fault {
        Fault::Rejected(fault)
    }
}

impl Accepted {
    /// The theorem in words and plain formulas.
    pub fn report(&self, store: &Store) -> String {
        let mut text = String::new();
        if let Some(theorem) = &self.theorem {
            let (left, right) = (plain(store, theorem.left()), plain(store, theorem.right()));
            text += &format!("proved: {left} <=> {right}\n");
            for condition in theorem.conditions() {
                text += &format!("provided that: {}\n", plain(store, *condition));
            }
            for definition in &self.definitions {
                let (left, body) = (plain(store, definition.left), plain(store, definition.body));
                text += &format!("where: {left} = {body}\n");
            }
            text += &format!("{} steps, each accepted by the kernel\n", self.steps);
        }
        for feature in &self.features {
            text += &format!("hidden feature: {}\n", plain(store, *feature));
        }
        if let Some(shown) = &self.shown {
            text += &format!("confirmed: {shown}\n");
        }
        match (self.compared, &self.theorem) {
            (true, Some(_)) => {
                text += "the network, the result and the conditions are those of the theorem\n";
            }
            (true, None) if self.shown.is_none() => text += "nothing is claimed of the network\n",
            (true, None) => {}
            (false, _) => text += "this is a proof alone: no output claims it\n",
        }
        if let Some(link) = &self.link {
            text += &format!("confirmed: {link}\n");
        }
        if !self.rest.is_empty() {
            text += &format!("not confirmed: {}\n", self.rest.join(", "));
        }
        text
    }
}

/// Reads and replays a document: the output of `derive --to json`, or a proof alone. What an output
/// claims must be what is proved: `verdict`, `network`, `result`, `conditions`, `link` and `evidence`.
/// What else it says is listed.
///
/// # Errors
/// If it is no proof, or proves nothing or something else.
pub fn verify(store: &Store, value: &Value) -> Result<Accepted, Fault> {
    if !fields::is_output(value) {
        return replayed(store, value);
    }
    let output = Output::read(store, value)?;
    output.names_are_its_own(store)?;
    let mut accepted = match &output.proof {
        Some(proof) => replayed(store, proof)?,
        None => Accepted::default(),
    };
    accepted.compared = true;
    let empty = output.result.is_empty();
    if empty != output.proof.is_none() {
        let why = match empty {
            true => "it proves a result, and there is none",
            false => "the result comes without one",
        };
        return Err(Unreadable::new("proof", why).into());
    }
    match (output.verdict, empty) {
        (Verdict::Equivalent | Verdict::Conditional, true) => {
            return Err(refused("the verdict", "no result comes with it").into());
        }
        (_, true) => output.claims_no_result()?,
        (_, false) => output.is_proved(store, &mut accepted)?,
    }
    output.is_shown(store, &mut accepted)?;
    accepted.rest = rest::of(value, &output);
    Ok(accepted)
}

/// A proof, replayed.
fn replayed(store: &Store, proof: &Value) -> Result<Accepted, Fault> {
    let document = from_json(store, proof)?;
    let theorem = replay(store, &document)?;
    Ok(Accepted {
        theorem: Some(theorem),
        steps: count(&document.proof),
        definitions: document.definitions,
        ..Accepted::default()
    })
}

impl Output {
    /// Without a result nothing may be said that only a result could have.
    fn claims_no_result(&self) -> Result<(), Rejected> {
        match (self.conditions.is_empty(), &self.link) {
            (false, _) => Err(refused(
                "the claimed conditions",
                "there is no result that needs them",
            )),
            (_, Some(_)) => Err(refused("the link", "there is no result that has it")),
            _ => Ok(()),
        }
    }

    /// Confirms the result, the conditions and the link.
    fn is_proved(&self, store: &Store, accepted: &mut Accepted) -> Result<(), Rejected> {
        let Some(theorem) = &accepted.theorem else {
            return Err(refused("the verdict", "no proof comes with it"));
        };
        let features = self.compare(store, theorem, &accepted.definitions)?;
        let open = !theorem.conditions().is_empty();
        let fits = match self.verdict {
            Verdict::Equivalent => !open && features.is_empty(),
            Verdict::Conditional => open && features.is_empty(),
            Verdict::NotAGlm => true,
            // Else it is known what the network is.
            Verdict::Unknown => !features.is_empty(),
        };
        if !fits {
            let what = format!("the verdict `{}`", self.verdict.word());
            return Err(refused(what, "it is not what the proof proves"));
        }
        if !points::have_room(store, self.network, &self.conditions) {
            let why = "no point was found around which they hold";
            return Err(refused("the claimed conditions", why));
        }
        accepted.link = self.is_model(store, theorem, &accepted.definitions, &features)?;
        accepted.features = features;
        Ok(())
    }

    /// Confirms the evidence that the network is no generalized linear model.
    fn is_shown(&self, store: &Store, accepted: &mut Accepted) -> Result<(), Rejected> {
        let what = "the verdict `not-a-glm`";
        match (self.verdict, &self.evidence) {
            (Verdict::NotAGlm, None) => Err(refused(what, "no evidence comes with it")),
            (Verdict::NotAGlm, Some(shown)) => {
                let question = self.question(store, &accepted.features);
                points::verify(store, &question, shown)
                    .map_err(|why| refused("the evidence", why))?;
                accepted.shown = Some(evidence::words(store, shown));
                Ok(())
            }
            (_, Some(_)) => Err(refused("the evidence", "the verdict is another one")),
            (_, None) => Ok(()),
        }
    }
}

fn refused(what: impl Into<String>, why: impl Into<String>) -> Rejected {
    Rejected {
        what: what.into(),
        why: why.into(),
        error: None,
    }
}

/// `step 3 (exp-invert)`, or `step 2 of the lemma of step 4 (sum-move)`.
pub(super) fn name_of(proof: &Proof, place: &[usize]) -> String {
    let mut words = Vec::new();
    let mut rule = "";
    let mut proof = Some(proof);
    for number in place {
        words.push(format!("step {}", number + 1));
        match proof.and_then(|proof| proof.moves.get(*number)) {
            Some(Move::Step(step)) => rule = &step.rule,
            Some(Move::Lemma {
                name, proof: own, ..
            }) => {
                rule = name;
                proof = Some(own);
            }
            None => {}
        }
    }
    words.reverse();
    let rule = rule.escape_debug();
    format!("{} ({rule})", words.join(" of the lemma of "))
}

fn count(proof: &Proof) -> usize {
    let moves = proof.moves.iter().map(|one| match one {
        Move::Step(_) => 1,
        Move::Lemma { proof, .. } => 1 + count(proof),
    });
    moves.sum()
}
