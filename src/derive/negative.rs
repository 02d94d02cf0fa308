//! Pages for activations without an inverse: the proof that there is none, and where there is one
//! all the same.

use super::finding::{Finding, capitalised, listed};
use super::network::Equation;
use super::outcome::{self, Derivation};
use super::proof::{Move, Proof};
use super::refute::{self, Region};
use super::solve;
use crate::expr::{Binding, Expr};
use crate::links::Link;
use crate::render::page::{Block, Direction, Page, Text, Verdict};

impl Finding<'_> {
    /// The best true answer when no inverse exists or was found.
    pub fn not_inverted(
        self,
        eta: Expr,
        response: Expr,
        equations: &[Equation],
        first: Expr,
    ) -> Derivation {
        let store = self.store;
        let function = &self.function;
        let label = function.subject();
        let Some(evidence) = refute::not_one_to_one(store, function.body, eta) else {
            let sought = match solve::too_deep(store, function.body, eta) {
                true => format!(
                    "No inverse of {label} was sought, whose formula nests more than {} operations; \
                     nor were two predictors found",
                    solve::MAX_MOVES
                ),
                false => {
                    format!("No inverse of {label} in closed form was found, and no two predictors")
                }
            };
            let message = format!(
                "{sought} that it maps to one output. Whether the network is a generalized linear \
                 model stays open."
            );
            let mut derivation = outcome::unknown(self.network, message.as_str());
            derivation.page.blocks.push(Block::Formulas(vec![first]));
            return derivation;
        };
        let [(_, p, z), ..] = equations else {
            return self.failed(first);
        };
        let mut message = Text::from(
            format!(
                "{} is not one-to-one, so no link function inverts it: the network is no \
                 generalized linear model in its inputs.",
                capitalised(&label)
            )
            .as_str(),
        );
        let mut blocks = vec![
            Block::Formulas(vec![first]),
            Block::Heading("Two inputs with one output".into()),
            Block::Paragraph(evidence.text.clone()),
            Block::Formulas(evidence.formulas.clone()),
        ];
        let mut result = Vec::new();
        let mut conditions = Vec::new();
        let mut steps = Vec::new();
        let mut proof = None;
        if let Some(Region {
            guard,
            result: found,
            mut lines,
            proof: steps_proof,
        }) = refute::region(store, function, eta, response)
        {
            let binding: Binding = [(response, *p), (eta, *z)].into_iter().collect();
            let put = |e: Expr| store.substitute(e, &binding);
            conditions = guard.iter().map(|g| put(*g)).collect();
            message = listed(message.words(" Where "), &guard);
            message = message.words(match link_of(store, found, eta, response) {
                Some(link) => format!(", it is {}.", link.regression),
                None => ", it is one with a link of its own.".to_owned(),
            });
            message = message.words(" Here ").math(store.eq(eta, *z)).words(".");
            result.push(put(found));
            blocks.push(Block::Heading(
                "Where it is a generalized linear model".into(),
            ));
            blocks.push(Block::Paragraph(
                listed(
                    Text::from("Write ")
                        .math(store.eq(eta, *z))
                        .words(" and assume "),
                    &guard,
                )
                .words("."),
            ));
            let start = lines.first().map_or(found, |line| line.before);
            blocks.push(Block::Derivation {
                first: start,
                lines: lines.clone(),
            });
            for line in &mut lines {
                line.before = put(line.before);
                line.after = put(line.after);
                line.shown = line.after;
                line.conditions = line.conditions.iter().map(|c| put(*c)).collect();
            }
            steps = lines;
            proof = Some(instance(store, steps_proof, &binding, put(found)));
            // What the hidden features are, of which the result speaks.
            let features = self.features.iter();
            result.extend(features.flat_map(|f| f.definitions.iter().copied()));
        }
        if !function.why.is_empty() {
            blocks.push(Block::Paragraph(function.why.as_str().into()));
        }
        let page = Page {
            title: format!("{} is no inverse link", capitalised(&label)),
            verdict: Verdict::NotAGlm,
            message,
            network: self.network,
            inputs: Vec::new(),
            outputs: Vec::new(),
            result,
            direction: Direction::default(),
            conditions,
            steps,
            link: None,
            glm: None,
            blocks,
            drawing: None,
        };
        Derivation {
            page,
            proof,
            definitions: self.definitions,
            evidence: Some(evidence),
            shown: None,
            model: None,
        }
    }
}

/// The proof that uses another one as a lemma for the given values of its variables.
fn instance(store: &crate::expr::Store, proof: Proof, binding: &Binding, result: Expr) -> Proof {
    let put = |e: Expr| store.substitute(e, binding);
    let names = store.free_names(store.and(proof.conditions.iter().copied().chain([proof.first])));
    let text = |e: Expr| store.name_text(e).unwrap_or_default().to_owned();
    Proof {
        first: put(proof.first),
        conditions: proof.conditions.iter().map(|c| put(*c)).collect(),
        moves: vec![Move::Lemma {
            name: "region".into(),
            fixed: names
                .into_iter()
                .filter(|n| !binding.contains_key(n))
                .collect(),
            path: Vec::new(),
            bindings: binding
                .iter()
                .map(|(name, value)| (text(*name), *value))
                .collect(),
            after: result,
            proof: Box::new(proof),
        }],
    }
}

/// The declared link that an equation `g(response) = eta` has.
fn link_of(
    store: &crate::expr::Store,
    equation: Expr,
    eta: Expr,
    response: Expr,
) -> Option<&'static Link> {
    let (a, b) = store.sides(equation)?;
    let form = if b == eta {
        a
    } else if a == eta {
        b
    } else if a == response {
        // y = η
        return (b == eta).then_some(&crate::links::identity::LINK);
    } else {
        return None;
    };
    let binding: Binding = [(store.name("mu"), response)].into_iter().collect();
    crate::links::ALL.iter().copied().find(|link| {
        link.parameters.is_empty()
            && super::activation::declared(store, link.forward)
                .is_some_and(|forward| store.substitute(forward, &binding) == form)
    })
}
