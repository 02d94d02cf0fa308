//! What a document claims, against what its proof proves.

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::{Rejected, Unreadable, from_json, replay};
use crate::derive::outcome::Definition;
use crate::derive::proof::{Move, Proof};
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::Theorem;
use crate::kernel::arrange::Arranger;
use crate::parse;
use crate::render::notation::Expander;
use crate::render::page::Direction;
use crate::render::plain;

/// A document whose proof was replayed, and whose claims are what it proves.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The theorem.
    pub theorem: Theorem,
    /// The definitions that it stands under.
    pub definitions: Vec<Definition>,
    /// How many steps were checked, those of lemmas included.
    pub steps: usize,
    /// Whether there were claims to compare with: the equations of network and result.
    pub compared: bool,
    /// Equations of the result that the theorem does not speak of: what hidden features are.
    pub beside: Vec<Expr>,
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
        let theorem = &self.theorem;
        let (left, right) = (plain(store, theorem.left()), plain(store, theorem.right()));
        let mut text = format!("proved: {left} <=> {right}\n");
        for condition in theorem.conditions() {
            text += &format!("provided that: {}\n", plain(store, *condition));
        }
        for definition in &self.definitions {
            let (left, body) = (plain(store, definition.left), plain(store, definition.body));
            text += &format!("where: {left} = {body}\n");
        }
        text += &format!("{} steps, each accepted by the kernel\n", self.steps);
        for formula in &self.beside {
            text += &format!("not part of the theorem: {}\n", plain(store, *formula));
        }
        if self.compared {
            text += "the network, the result and the conditions are those of the theorem\n";
        }
        text
    }
}

/// Reads and replays a document: the output of `derive --to json`, or a proof alone. The claims of
/// an output, `verdict`, `network`, `result` and `conditions`, must be what is proved.
///
/// # Errors
/// If it is no proof, or proves nothing or something else.
pub fn verify(store: &Store, value: &Value) -> Result<Accepted, Fault> {
    let proof = match value.get("proof") {
        Some(Value::Null) => {
            return Err(Unreadable::new("proof", "the derivation comes without a proof").into());
        }
        Some(proof) => proof,
        None => value,
    };
    let document = from_json(store, proof)?;
    let theorem = replay(store, &document)?;
    let claims = Claims::read(store, value)?;
    let compared = claims.is_some();
    let beside = match claims {
        Some(claims) => claims.compare(store, &theorem, &document.definitions)?,
        None => Vec::new(),
    };
    Ok(Accepted {
        theorem,
        steps: count(&document.proof),
        definitions: document.definitions,
        compared,
        beside,
    })
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

/// What an output says of the network.
struct Claims {
    verdict: Option<String>,
    /// The theorem goes from the model to the network.
    from_model: bool,
    network: Option<Expr>,
    result: Option<Vec<Expr>>,
    conditions: Option<Vec<Expr>>,
}

impl Claims {
    fn read(store: &Store, value: &Value) -> Result<Option<Claims>, Unreadable> {
        let formula = |value: &Value, place: &str| -> Result<Expr, Unreadable> {
            let text = value.as_str();
            let text = text.ok_or_else(|| Unreadable::new(place, "expected a plain formula"))?;
            match parse::formula(store, text) {
                Ok(read) if store.head(read).is_formula() => Ok(read),
                Ok(_) => Err(Unreadable::new(place, "expected a formula, not a term")),
                Err(faults) => {
                    let message = faults.first().map_or("no formula", |f| f.message.as_str());
                    Err(Unreadable::new(place, message))
                }
            }
        };
        let list = |value: Option<&Value>, place: &str| match value {
            None => Ok(None),
            Some(value) => {
                let items = value.as_array();
                let items = items.ok_or_else(|| Unreadable::new(place, "expected a list"))?;
                let read: Result<Vec<Expr>, _> =
                    items.iter().map(|item| formula(item, place)).collect();
                read.map(Some)
            }
        };
        if value.get("proof").is_none() {
            return Ok(None);
        }
        let plain_of = |key: &str| value.get(key).and_then(|object| object.get("plain"));
        let network = plain_of("network");
        let network = network
            .map(|text| formula(text, "network.plain"))
            .transpose()?;
        Ok(Some(Claims {
            verdict: value
                .get("verdict")
                .and_then(Value::as_str)
                .map(str::to_owned),
            from_model: value.get("direction").and_then(Value::as_str)
                == Some(Direction::FromModel.word()),
            network,
            result: list(plain_of("result"), "result.plain")?,
            conditions: list(value.get("conditions"), "conditions")?,
        })
        .filter(|claims| claims.network.is_some() || claims.result.is_some()))
    }

    /// Compares; gives the definitions of features that the theorem leaves open.
    ///
    /// # Errors
    /// The first claim that the theorem does not prove.
    fn compare(
        &self,
        store: &Store,
        theorem: &Theorem,
        definitions: &[Definition],
    ) -> Result<Vec<Expr>, Rejected> {
        let (start, end) = match self.from_model {
            false => (theorem.left(), theorem.right()),
            true => (theorem.right(), theorem.left()),
        };
        let arranger = Arranger::default();
        let form = |e: Expr| arranger.arranged(store, Expander::default().expand(store, e));
        let other = |what: &str, proved: Expr| Rejected {
            what: what.to_owned(),
            why: format!(
                "it is not what the proof proves, `{}`",
                plain(store, proved)
            ),
            error: None,
        };
        let mut features = Vec::new();
        if let Some(result) = &self.result {
            let proved: Vec<Expr> = store.conjuncts(end).into_iter().map(form).collect();
            let claimed: Vec<Expr> = result.iter().map(|e| form(*e)).collect();
            if let Some(missing) = proved.iter().find(|e| !claimed.contains(e)) {
                return Err(other("the claimed result", *missing));
            }
            // What is left over can only define hidden features.
            for (expr, form) in result.iter().zip(&claimed) {
                if !proved.contains(form) {
                    features.push(*expr);
                }
            }
        }
        let beside = self.network(store, start, definitions, &features, &form);
        let Some(beside) = beside else {
            return Err(other("the claimed network", start));
        };
        if let Some(conditions) = &self.conditions {
            let mut claimed: Vec<Expr> = conditions.iter().map(|e| form(*e)).collect();
            let mut proved: Vec<Expr> = theorem.conditions().iter().map(|e| form(*e)).collect();
            claimed.sort_unstable();
            proved.sort_unstable();
            if claimed != proved {
                let all = store.and(theorem.conditions().iter().copied());
                return Err(other("the claimed conditions", all));
            }
        }
        let open = !theorem.conditions().is_empty();
        match self.verdict.as_deref() {
            Some("equivalent") if open || !features.is_empty() => {
                Err(other("the verdict `equivalent`", end))
            }
            Some("conditional") if !open || !features.is_empty() => {
                Err(other("the verdict `conditional`", end))
            }
            _ => Ok(beside),
        }
    }

    /// Compares the network; gives the definitions of features that the theorem leaves open.
    fn network(
        &self,
        store: &Store,
        proved: Expr,
        definitions: &[Definition],
        features: &[Expr],
        form: &dyn Fn(Expr) -> Expr,
    ) -> Option<Vec<Expr>> {
        let unfolded = form(unfold(store, proved, definitions));
        let Some(network) = self.network else {
            return features.is_empty().then(Vec::new);
        };
        let network = form(unfold(store, network, definitions));
        let responses: Vec<Expr> = store
            .conjuncts(network)
            .into_iter()
            .filter_map(|part| response(store, part))
            .collect();
        let mut whole = unfolded;
        for feature in features.iter().rev() {
            if responses.contains(&response(store, *feature)?) {
                return None;
            }
            whole = form(put_feature(store, whole, *feature)?);
        }
        if network == whole {
            return Some(Vec::new());
        }
        if network == unfolded {
            return Some(features.to_vec());
        }
        // Where the network is no GLM, the proof may be about one of several outputs.
        let refuted = self.verdict.as_deref() == Some("not-a-glm");
        let network = unfold(store, self.network?, definitions);
        let part = || {
            store
                .conjuncts(network)
                .into_iter()
                .any(|e| form(one(store, e)) == whole)
        };
        (refuted && part()).then(Vec::new)
    }
}

/// What a formula says for any one index.
fn one(store: &Store, formula: Expr) -> Expr {
    match (store.head(formula), store.args(formula)) {
        (Head::Each, [_, _, _, body]) => *body,
        _ => formula,
    }
}

/// The name on the left of an equation, or of one for each index.
fn response(store: &Store, formula: Expr) -> Option<Expr> {
    let name = |side: Expr| match (store.head(side), store.args(side)) {
        (Head::Name(_), _) => Some(side),
        (Head::Entry, [base, ..]) => Some(*base),
        _ => None,
    };
    let (left, right) = store.sides(one(store, formula))?;
    name(left).or_else(|| name(right))
}

/// The formula with every defined function written out; definitions use earlier ones only.
fn unfold(store: &Store, root: Expr, definitions: &[Definition]) -> Expr {
    definitions.iter().rev().fold(root, |root, definition| {
        let Head::Apply(name) = store.head(definition.left) else {
            return root;
        };
        let variables = store.args(definition.left).to_vec();
        store.rebuild(root, |head, args| match head {
            Head::Apply(other) if other == name && args.len() == variables.len() => {
                let binding: Binding = variables
                    .iter()
                    .copied()
                    .zip(args.iter().copied())
                    .collect();
                Some(store.substitute(definition.body, &binding))
            }
            _ => None,
        })
    })
}

/// The formula with a feature `h = t` or `h[i] = t for i in 1..m` written out; `None` if the
/// formula defines none.
fn put_feature(store: &Store, formula: Expr, feature: Expr) -> Option<Expr> {
    let (index, equation) = match (store.head(feature), store.args(feature)) {
        (Head::Each, [index, _, _, equation]) => (Some(*index), *equation),
        _ => (None, feature),
    };
    let (left, value) = store.sides(equation)?;
    let base = match (store.head(left), store.args(left)) {
        (Head::Name(_), _) => left,
        (Head::Entry, [base, at]) if index.is_none_or(|index| *at == index) => *base,
        _ => return None,
    };
    if store.free_names(value).contains(&base) {
        return None;
    }
    let Some(index) = index else {
        let binding: Binding = [(left, value)].into_iter().collect();
        return Some(store.substitute(formula, &binding));
    };
    // The index of each occurrence takes the place of the feature's own.
    let slot = store.slot(1);
    let template = store.substitute(value, &[(index, slot)].into_iter().collect());
    let taken = store.free_names(template).into_iter().collect();
    let formula = store.avoiding(formula, || taken);
    let mut known: FxHashMap<Expr, Expr> = FxHashMap::default();
    Some(store.rebuild(formula, |head, args| match (head, args) {
        (Head::Entry, [found, at]) if *found == base => {
            Some(*known.entry(*at).or_insert_with(|| {
                store.substitute(template, &[(slot, *at)].into_iter().collect())
            }))
        }
        _ => None,
    }))
}
