//! What a derivation found, put on a page.

use super::activation::Activated;
use super::network::{Case, Features};
use super::proof::{Move, Proof};
use super::record::Record;
use super::refute::{self, Evidence};
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::{Kernel, StepError, Theorem};
use crate::links::Link as LinkFunction;
use crate::network::{Bias, Weights};
use crate::render::page::{Block, GlmCard, Level, Line, LinkCard, Page, Text, Verdict};

/// A page, and the proof behind it.
pub struct Derivation {
    /// What is shown.
    pub page: Page,
    /// The proof of `first ⇔ result`, if something was proved.
    pub proof: Option<Proof>,
    /// The definitions that the proof uses.
    pub definitions: Vec<Definition>,
    /// Exact evidence that the network is no GLM in its inputs.
    pub evidence: Option<Evidence>,
}

/// The definition of a function that a network uses.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The rule's name.
    pub name: String,
    /// Why it holds.
    pub why: String,
    /// The function applied to a variable.
    pub left: Expr,
    /// What it equals.
    pub body: Expr,
}

impl Derivation {
    /// Runs the whole proof again in a new kernel.
    ///
    /// # Errors
    /// The first move that is rejected; `None` if there is no proof.
    pub fn replay(&self, store: &Store) -> Option<Result<Theorem, (usize, StepError)>> {
        let kernel = Kernel::new(store);
        for d in &self.definitions {
            kernel.define(&d.name, &d.why, d.left, d.body);
        }
        self.proof.as_ref().map(|proof| proof.replay(&kernel))
    }
}

/// What the description calls its parts.
pub struct Names {
    /// The inputs.
    pub inputs: Vec<Expr>,
    /// The weights of the only layer.
    pub weights: Option<Weights>,
    /// The bias of the only layer.
    pub bias: Option<Bias>,
}

/// A derivation being put together.
pub struct Finding<'n> {
    store: &'n Store,
    /// The network's equation.
    pub network: Expr,
    /// The link, if it is a declared one.
    pub link: Option<&'static LinkFunction>,
    /// g(response), the response and the predictor's symbol.
    pub form: Option<(Expr, Expr, Expr)>,
    /// Definitions used.
    pub definitions: Vec<Definition>,
    /// The activation.
    pub function: Activated,
    names: &'n Names,
    features: Option<&'n Features>,
}

/// A page that says only why nothing was derived.
pub fn unknown(store: &Store, network: Expr, why: &str) -> Derivation {
    let page = Page {
        title: "No derivation found".into(),
        verdict: Verdict::Unknown,
        message: why.into(),
        network,
        result: Vec::new(),
        conditions: Vec::new(),
        steps: Vec::new(),
        link: None,
        glm: None,
        blocks: Vec::new(),
    };
    let _ = store;
    Derivation {
        page,
        proof: None,
        definitions: Vec::new(),
        evidence: None,
    }
}

/// A rearrangement takes the place of the step before it; the last line is always shown.
pub fn polish(lines: &mut [Line]) {
    for k in 1..lines.len() {
        let quiet = matches!(lines[k].rule.as_str(), "arrange" | "discharge");
        if quiet && lines[k - 1].level <= Level::Standard {
            lines[k].level = lines[k - 1].level;
            lines[k].reason = lines[k - 1].reason.clone();
            lines[k - 1].level = Level::Full;
        }
    }
    if let Some(last) = lines.last_mut() {
        last.level = Level::Brief;
        if last.rule == "arrange" && last.reason == Text::from("rearrange") {
            last.reason = "exchange the sides".into();
        }
    }
}

impl<'n> Finding<'n> {
    /// Starts with what is known of the activation.
    pub fn new(
        store: &'n Store,
        function: &Activated,
        names: &'n Names,
        features: Option<&'n Features>,
    ) -> Finding<'n> {
        Finding {
            store,
            network: store.int(0),
            link: function.link,
            form: None,
            definitions: Vec::new(),
            function: function.clone(),
            names,
            features,
        }
    }

    /// The page when some step failed that should not have: nothing is claimed.
    pub fn failed(self, first: Expr) -> Derivation {
        unknown(
            self.store,
            first,
            "no derivation was found that the kernel accepts",
        )
    }

    fn article(&self) -> String {
        match self.link {
            Some(link) => link.regression.to_owned(),
            None => "a generalized linear model with a link of its own".to_owned(),
        }
    }

    /// Puts a finished chain on the page.
    pub fn finish(
        self,
        mut record: Record<'_, '_>,
        predictors: &[(Expr, Expr)],
        each: Option<(Expr, Expr)>,
    ) -> Derivation {
        let store = self.store;
        let features = self.features;
        let conditions = record.chain.theorem.conditions().to_vec();
        let mut result = store.conjuncts(record.chain.current());
        let first = record.chain.first;
        if let Some(features) = features {
            result.extend(features.definitions.iter().copied());
        }
        let verdict = match (features, conditions.is_empty()) {
            (Some(_), _) => Verdict::NotAGlm,
            (None, true) => Verdict::Equivalent,
            (None, false) => Verdict::Conditional,
        };
        let name = self.article();
        let capital = capitalised(&name);
        let mut message = Text::default();
        message = match verdict {
            Verdict::NotAGlm => message.words(format!(
                "The network is {name} in its hidden features, and no generalized linear model \
                 in its inputs."
            )),
            Verdict::Conditional => {
                let mut text = message.words(format!("The network is {name}, provided that "));
                for (k, condition) in conditions.iter().enumerate() {
                    if k > 0 {
                        text = text.words(" and ");
                    }
                    text = text.math(*condition);
                }
                text.words(".")
            }
            _ => message.words(format!("The network is {name}.")),
        };
        let mut blocks = Vec::new();
        let visible = record
            .lines
            .iter()
            .filter(|line| line.level <= Level::Standard)
            .count();
        if visible > 1 && !predictors.is_empty() {
            let mut text = Text::from("Write ");
            for (k, (symbol, value)) in predictors.iter().enumerate() {
                if k > 0 {
                    text = text.words(" and ");
                }
                text = text.math(store.eq(*symbol, *value));
            }
            blocks.push(Block::Paragraph(text.words(" for the linear predictor.")));
        } else {
            for line in &mut record.lines {
                line.shown = line.after;
            }
        }
        blocks.push(Block::Derivation {
            first,
            lines: record.lines.clone(),
        });
        if let Some(features) = features {
            blocks.push(Block::Paragraph("The hidden features are".into()));
            blocks.push(Block::Formulas(features.definitions.clone()));
        }
        let link = self.card();
        if let Some(declared) = self.link {
            blocks.push(Block::Paragraph(declared.why.into()));
        }
        blocks.push(Block::Dictionary(self.dictionary(each)));
        let glm = self.glm();
        let proof = record.proof();
        let page = Page {
            title: match verdict {
                Verdict::NotAGlm => format!("{capital} in hidden features"),
                _ => capital,
            },
            verdict,
            message,
            network: self.network,
            result,
            conditions,
            steps: record.lines,
            link,
            glm: Some(glm),
            blocks,
        };
        Derivation {
            page,
            proof: Some(proof),
            definitions: self.definitions,
            evidence: None,
        }
    }

    fn card(&self) -> Option<LinkCard> {
        let store = self.store;
        let (form, response, eta) = self.form?;
        let put = |e: Expr| {
            let binding: Binding = [(response, store.name("mu")), (eta, store.name("eta"))]
                .into_iter()
                .collect();
            store.substitute(e, &binding)
        };
        let domain = match (self.link, self.function.domain) {
            (Some(_), Some(domain)) => put(domain),
            (Some(link), None) => store.and(
                link.domain
                    .iter()
                    .filter_map(|text| super::activation::declared(store, text)),
            ),
            (None, _) => store.and(crate::kernel::definedness::conditions(
                store,
                put(form),
                crate::kernel::definedness::Side::Enough,
            )),
        };
        Some(LinkCard {
            name: self.link.map_or_else(
                || format!("inverse of {}", self.function.label),
                |link| link.name.to_owned(),
            ),
            formula: put(form),
            inverse: put(self.function.body),
            domain,
        })
    }

    fn glm(&self) -> GlmCard {
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let (canonical, used) = self.link.map_or((&[][..], &[][..]), |link| {
            (link.canonical_for, link.used_with)
        });
        let mut families = words(canonical);
        families.extend(words(used));
        GlmCard {
            name: self.article(),
            families,
            canonical_for: words(canonical),
        }
    }

    /// What each part of the network is called in statistics.
    fn dictionary(&self, each: Option<(Expr, Expr)>) -> Vec<(Text, Text)> {
        let store = self.store;
        let mut rows: Vec<(Text, Text)> = Vec::new();
        let list = |mut text: Text, all: &[Expr]| {
            let shown = if all.len() > 6 { &all[..2] } else { all };
            for (k, e) in shown.iter().enumerate() {
                text = text.words(if k == 0 { " " } else { ", " }).math(*e);
            }
            if all.len() > 6 {
                text = text.words(", …, ").math(all[all.len() - 1]);
            }
            text
        };
        let (neuron, column) = match self.features {
            Some(_) => ("hidden neuron", "feature (column of the design matrix)"),
            None => ("input neuron", "feature (column of the design matrix)"),
        };
        let inputs = match self.features {
            Some(features) => vec![features.name],
            None => self.names.inputs.clone(),
        };
        rows.push((list(Text::from(neuron), &inputs), column.into()));
        let weights = match &self.names.weights {
            Some(Weights::Symbol(name)) => {
                let base = store.name(name);
                vec![if each.is_some() {
                    store.entry(base, &[store.name("k"), store.name("j")])
                } else if self.names.inputs.len() == 1
                    && *store.head(self.names.inputs[0]) != Head::Entry
                {
                    crate::parse::variable(store, name)
                } else {
                    store.entry(base, &[store.name("j")])
                }]
            }
            Some(Weights::Values(rows)) if rows.len() == 1 => rows[0].clone(),
            _ => Vec::new(),
        };
        rows.push((list(Text::from("weight"), &weights), "coefficient".into()));
        let bias = match &self.names.bias {
            Some(Bias::None) => None,
            Some(Bias::Symbol(name)) => Some(match each {
                Some(_) => vec![store.entry(store.name(name), &[store.name("k")])],
                None => vec![crate::parse::variable(store, name)],
            }),
            Some(Bias::Values(values)) => Some(values.clone()),
            None => Some(Vec::new()),
        };
        match bias {
            Some(bias) => rows.push((list(Text::from("bias"), &bias), "intercept".into())),
            None => rows.push(("no bias".into(), "no intercept".into())),
        }
        if let Some(card) = self.card() {
            let mu = store.name("mu");
            let left = Text::from("activation ").words(self.function.label.clone());
            let right = Text::from("inverse of the link ")
                .words(card.name.clone())
                .words(": ");
            let eta = store.eq(store.name("eta"), card.formula);
            let _ = mu;
            rows.push((left, right.math(eta)));
        }
        rows.push(("output".into(), "mean of the response".into()));
        rows.push(("the network".into(), self.article().as_str().into()));
        let glm = self.glm();
        let canonical = match (glm.canonical_for.as_slice(), glm.families.as_slice()) {
            ([], []) => return rows,
            ([], families) => {
                format!(
                    "used with the {} family, not canonical",
                    families.join(", ")
                )
            }
            (families, _) => format!("canonical for the {} family", families.join(", ")),
        };
        rows.push(("link".into(), canonical.as_str().into()));
        rows
    }

    /// The best true answer when no inverse exists or was found.
    pub fn not_inverted(
        self,
        case: &Case<'_>,
        function: &Activated,
        eta: Expr,
        response: Expr,
        equations: &[(Vec<u32>, Expr, Expr)],
        first: Expr,
    ) -> Derivation {
        let store = self.store;
        let _ = case;
        let Some(evidence) = refute::not_one_to_one(store, function.body, eta) else {
            let mut derivation = unknown(
                store,
                self.network,
                "no inverse in closed form was found, and no proof that there is none: whether \
                 the network is a generalized linear model stays open",
            );
            derivation.page.blocks.push(Block::Formulas(vec![first]));
            return derivation;
        };
        let (p, z) = (equations[0].1, equations[0].2);
        let mut blocks = Vec::new();
        let mut message = Text::from("The activation ")
            .words(function.label.clone())
            .words(
                " is not one-to-one, so no link function inverts it: the network is no \
                    generalized linear model in its inputs.",
            );
        let mut result = Vec::new();
        let mut conditions = Vec::new();
        let mut steps = Vec::new();
        let mut proof = None;
        let region = refute::region(store, function, eta, response);
        if let Some(refute::Region {
            guard,
            result: found,
            lines,
            proof: steps_proof,
        }) = region
        {
            let binding: Binding = [(response, p), (eta, z)].into_iter().collect();
            let put = |e: Expr| store.substitute(e, &binding);
            result.push(put(found));
            conditions = guard.iter().map(|g| put(*g)).collect();
            message = message.words(" Where ");
            for (k, condition) in guard.iter().enumerate() {
                if k > 0 {
                    message = message.words(" and ");
                }
                message = message.math(put(*condition));
            }
            message = message.words(", it has a link all the same.");
            let mut lines = lines;
            for line in &mut lines {
                line.before = put(line.before);
                line.after = put(line.after);
                line.shown = line.after;
                line.conditions = line.conditions.iter().map(|c| put(*c)).collect();
            }
            steps = lines;
            proof = Some(instance(store, steps_proof, &binding, put(found)));
        }
        blocks.push(Block::Formulas(vec![first]));
        blocks.push(Block::Heading("Two inputs with one output".into()));
        blocks.push(Block::Paragraph(evidence.text.clone()));
        blocks.push(Block::Formulas(evidence.formulas.clone()));
        if !steps.is_empty() {
            blocks.push(Block::Heading(
                "Where it is a generalized linear model".into(),
            ));
            let mut text = Text::from("Assume ");
            for (k, condition) in conditions.iter().enumerate() {
                if k > 0 {
                    text = text.words(" and ");
                }
                text = text.math(*condition);
            }
            blocks.push(Block::Paragraph(text.words(".")));
            let first = steps[0].before;
            blocks.push(Block::Derivation {
                first,
                lines: steps.clone(),
            });
        }
        if !function.why.is_empty() {
            blocks.push(Block::Paragraph(function.why.as_str().into()));
        }
        let page = Page {
            title: format!("{} is no inverse link", capitalised(&function.label)),
            verdict: Verdict::NotAGlm,
            message,
            network: self.network,
            result,
            conditions,
            steps,
            link: None,
            glm: None,
            blocks,
        };
        Derivation {
            page,
            proof,
            definitions: self.definitions,
            evidence: Some(evidence),
        }
    }
}

/// The proof that uses another one as a lemma for the given values of its variables.
fn instance(store: &Store, proof: Proof, binding: &Binding, result: Expr) -> Proof {
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

/// The first letter as a capital, words in capitals kept.
pub fn capitalised(text: &str) -> String {
    let text = text.strip_prefix("a ").unwrap_or(text);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
