//! A derivation being put together: from the proved chain to the page.

use rustc_hash::FxHashSet;

use super::activation::Activated;
use super::chain::Chain;
use super::constants::Constants;
use super::dictionary::{self, Predictor};
use super::network::Features;
use super::outcome::{self, Definition, Derivation, Model};
use super::record::Record;
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::Kernel;
use crate::kernel::definedness::{self, Side};
use crate::links::{Link as LinkFunction, Shape};
use crate::render::page::{Block, Direction, GlmCard, Level, Line, LinkCard, Page, Text, Verdict};
use crate::render::text::capital;

/// Predictors beyond this number are not each written out before the derivation.
const WRITTEN: usize = 4;

/// What the description calls its parts.
pub struct Names {
    /// The inputs.
    pub inputs: Vec<Expr>,
    /// The number of layers.
    pub layers: usize,
}

/// A derivation being put together.
pub struct Finding<'n> {
    /// The store of all expressions.
    pub store: &'n Store,
    /// The network's equation.
    pub network: Expr,
    /// The link, if it is a declared one.
    pub link: Option<&'static LinkFunction>,
    /// g(response), the response and the predictor's symbol.
    pub form: Option<(Expr, Expr, Expr)>,
    /// Conditions on the response alone under which the link inverts the activation.
    pub on_response: Vec<Expr>,
    /// The number of categories, for softmax.
    pub categories: Option<Expr>,
    /// Definitions used.
    pub definitions: Vec<Definition>,
    /// The activation.
    pub function: Activated,
    /// What the description calls its parts.
    pub names: &'n Names,
    /// Long numbers of the activation, and their names.
    pub constants: Constants,
    /// Hidden features, if the model is one in them.
    pub features: Option<&'n Features>,
    /// Whether the network ends in a softmax.
    pub softmax: bool,
    /// The names of the inputs, or of the hidden features.
    pub inputs: &'n FxHashSet<Expr>,
    /// From where the derivation starts.
    pub direction: Direction,
}

/// A rearrangement takes the place of the step before it; the last line is always shown.
pub fn polish(lines: &mut [Line]) {
    for k in 1..lines.len() {
        let quiet = matches!(lines[k].rule.as_str(), "arrange" | "discharge");
        if quiet && lines[k - 1].level <= Level::Standard {
            lines[k].level = lines[k - 1].level;
            let before = &lines[k - 1];
            let said = before.reason != Text::default() || !before.conditions.is_empty();
            if lines[k].rule == "arrange" || said {
                lines[k].reason = lines[k - 1].reason.clone();
            }
            lines[k - 1].level = Level::Full;
        }
    }
    if let Some((last, others)) = lines.split_last_mut() {
        last.level = Level::Brief;
        if last.rule == "arrange" && last.reason == Text::from("rearrange") {
            // What was done just before and is not shown says more.
            let hidden = others.last().filter(|line| {
                line.level == Level::Full && line.rule != "arrange" && !line.reason.0.is_empty()
            });
            last.reason = hidden.map_or("exchange the sides".into(), |line| line.reason.clone());
        }
    }
}

/// A list in words: `a`, `a and b`, `a, b and c`.
pub fn listed(mut text: Text, all: &[Expr]) -> Text {
    for (k, one) in all.iter().enumerate() {
        if k > 0 {
            text = text.words(if k + 1 == all.len() { " and " } else { ", " });
        }
        text = text.math(*one);
    }
    text
}

impl<'n> Finding<'n> {
    /// Starts with what is known of the activation.
    pub fn new(
        store: &'n Store,
        function: &Activated,
        names: &'n Names,
        features: Option<&'n Features>,
        inputs: &'n FxHashSet<Expr>,
    ) -> Finding<'n> {
        Finding {
            store,
            network: store.int(0),
            link: function.link,
            form: None,
            on_response: Vec::new(),
            categories: None,
            definitions: Vec::new(),
            function: function.clone(),
            names,
            constants: Constants::default(),
            features,
            softmax: false,
            inputs,
            direction: Direction::default(),
        }
    }

    /// The page when some step failed that should not have: nothing is claimed.
    pub fn failed(self, first: Expr) -> Derivation {
        outcome::unknown(
            first,
            "No derivation was found that the kernel accepts: whether the network is a \
             generalized linear model stays open.",
        )
    }

    /// The name of the model.
    pub fn article(&self) -> String {
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
        model: &Predictor,
    ) -> Derivation {
        let store = self.store;
        let features = self.features;
        let conditions = record.chain.theorem.conditions().to_vec();
        let mut result = store.conjuncts(match self.direction {
            Direction::FromNetwork => record.chain.current(),
            Direction::FromModel => record.chain.first,
        });
        if let Some(features) = features {
            result.extend(features.definitions.iter().copied());
        }
        let verdict = match (features, conditions.is_empty()) {
            (Some(features), _) if features.evidence.is_some() => Verdict::NotAGlm,
            (Some(_), _) => Verdict::Unknown,
            (None, true) => Verdict::Equivalent,
            (None, false) => Verdict::Conditional,
        };
        let mut blocks = self.opening(&mut record, predictors);
        blocks.push(Block::Derivation {
            first: record.shown.unwrap_or(record.chain.first),
            lines: record.lines.clone(),
        });
        if let Some(features) = features {
            blocks.push(Block::Paragraph(
                if features.definitions.len() == 1 {
                    "The hidden features are"
                } else {
                    "The hidden features are, from the inputs up,"
                }
                .into(),
            ));
            blocks.push(Block::Formulas(features.definitions.clone()));
            if let Some(evidence) = &features.evidence {
                blocks.push(Block::Heading("Not linear in the inputs".into()));
                blocks.push(Block::Paragraph(evidence.text.clone()));
                if !evidence.formulas.is_empty() {
                    blocks.push(Block::Formulas(evidence.formulas.clone()));
                }
            }
        }
        if let Some(declared) = self.link {
            blocks.push(Block::Paragraph(declared.why.into()));
        }
        blocks.push(Block::Dictionary(dictionary::rows(&self, model)));
        self.constants.abbreviate(store, &mut blocks);
        let capital = capitalised(&self.article());
        let reached = Model {
            link: self.link,
            parameters: self.function.parameters.clone(),
            categories: self.categories,
            inputs: self.inputs.clone(),
            softmax: self.softmax,
            hidden: features.is_some(),
        };
        let page = Page {
            title: match (features, self.direction) {
                (Some(_), _) => format!("{capital} in hidden features"),
                (None, Direction::FromNetwork) => capital,
                (None, Direction::FromModel) => format!("{capital} as a network"),
            },
            verdict,
            message: self.message(verdict, &conditions),
            network: self.network,
            inputs: Vec::new(),
            outputs: Vec::new(),
            result,
            direction: self.direction,
            conditions,
            link: self.card(),
            glm: Some(self.glm()),
            blocks,
            drawing: None,
            steps: Vec::new(),
        };
        Derivation {
            proof: Some(record.proof()),
            page: Page {
                steps: record.lines,
                ..page
            },
            definitions: self.definitions,
            evidence: features.and_then(|f| f.evidence.clone()),
            shown: None,
            model: Some(reached),
        }
    }

    /// The sentence that names the linear predictors, where the lines abbreviate them.
    fn opening(&self, record: &mut Record<'_, '_>, predictors: &[(Expr, Expr)]) -> Vec<Block> {
        let store = self.store;
        let shown = |line: &&Line| line.level <= Level::Standard;
        if record.lines.iter().filter(shown).count() <= 1 || predictors.is_empty() {
            for line in &mut record.lines {
                line.shown = line.after;
            }
            record.shown = None;
            return Vec::new();
        }
        let equations: Vec<Expr> = predictors.iter().map(|(s, v)| store.eq(*s, *v)).collect();
        match equations.as_slice() {
            [one] => vec![Block::Paragraph(
                Text::from("Write ")
                    .math(*one)
                    .words(" for the linear predictor."),
            )],
            few if few.len() <= WRITTEN => vec![
                Block::Paragraph("The linear predictors are".into()),
                Block::Formulas(few.to_vec()),
            ],
            many => {
                let all = [many[0], many[1], many[many.len() - 1]];
                vec![
                    Block::Paragraph("The linear predictors, one a category, are".into()),
                    Block::Formulas(all.to_vec()),
                ]
            }
        }
    }

    fn message(&self, verdict: Verdict, conditions: &[Expr]) -> Text {
        let name = self.article();
        let is = match self.direction {
            Direction::FromNetwork => format!("The network is {name}"),
            Direction::FromModel => {
                let word = !self.function.label.contains(' ');
                let named = match self.link {
                    Some(_) if word => format!(" with the activation {}", self.function.label),
                    _ => String::new(),
                };
                format!("The model, {name}, is a network of one neuron{named}")
            }
        };
        match (verdict, self.features) {
            (Verdict::NotAGlm, Some(features)) => Text::from(
                format!(
                    "The network is {name} in its hidden features. With this link it is no \
                     generalized linear model in its inputs{}.",
                    if features.general {
                        ", but for special weights"
                    } else {
                        ""
                    }
                )
                .as_str(),
            ),
            (Verdict::Unknown, _) => Text::from(
                format!(
                    "The network is {name} in its hidden features. Whether it is a generalized \
                     linear model in its inputs as well stays open: no point was found at which \
                     the predictor is certainly not affine, and no proof that it is."
                )
                .as_str(),
            ),
            (Verdict::Conditional, _) => {
                let text = Text::from(format!("{is}, provided that ").as_str());
                listed(text, conditions).words(".")
            }
            _ => Text::from(format!("{is}.").as_str()),
        }
    }

    /// The link as programs read it.
    pub fn card(&self) -> Option<LinkCard> {
        let store = self.store;
        let declared = |text: &str| super::activation::declared(store, text);
        if let (Some(link), Some(size)) = (self.link, self.categories)
            && link.shape == Shape::Categories
        {
            let binding: Binding = [(store.name("K"), size)].into_iter().collect();
            let put = |text: &str| Some(store.substitute(declared(text)?, &binding));
            // What holds for every category is said of the category k.
            let of_one = |text: &str| match put(text) {
                Some(all) if *store.head(all) == Head::Each => Some(store.args(all)[3]),
                other => other,
            };
            let domain: Vec<Expr> = link.domain.iter().filter_map(|t| of_one(t)).collect();
            return Some(LinkCard {
                name: link.name.to_owned(),
                formula: put(link.forward)?,
                inverse: put(link.inverse)?,
                domain: store.and(domain),
            });
        }
        let (form, response, eta) = self.form?;
        let put = |e: Expr| {
            let binding: Binding = [(response, store.name("mu")), (eta, store.name("eta"))]
                .into_iter()
                .collect();
            store.substitute(e, &binding)
        };
        let domain = match (self.link, self.function.domain) {
            (Some(_), Some(domain)) => put(domain),
            (Some(link), None) => store.and(link.domain.iter().filter_map(|text| declared(text))),
            (None, _) => {
                let given: Vec<Expr> = self.on_response.iter().map(|c| put(*c)).collect();
                own_domain(store, given, put(form))
            }
        };
        // Of an activation that is given by another formula the declared one is the inverse.
        let own = || put(self.function.body);
        let inverse = match (self.link, self.function.link) {
            (Some(link), None) => declared(link.inverse).unwrap_or_else(own),
            _ => own(),
        };
        Some(LinkCard {
            name: match (self.link, self.direction) {
                (Some(link), _) => link.name.to_owned(),
                (None, Direction::FromNetwork) => format!("inverse of {}", self.function.label),
                (None, Direction::FromModel) => "g".to_owned(),
            },
            formula: put(form),
            inverse,
            domain,
        })
    }

    /// The model as programs read it.
    pub fn glm(&self) -> GlmCard {
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let (canonical, used) = self.link.map_or((&[][..], &[][..]), |link| {
            (link.canonical_for, link.used_with)
        });
        let mut families = words(canonical);
        families.extend(words(used));
        let name = self.article();
        GlmCard {
            name: name.strip_prefix("a ").unwrap_or(&name).to_owned(),
            families,
            canonical_for: words(canonical),
        }
    }
}

/// Where a link without a declaration is defined, its conditions solved where they can be.
fn own_domain(store: &Store, given: Vec<Expr>, form: Expr) -> Expr {
    let mut conditions = given;
    conditions.extend(definedness::conditions(store, form, Side::Enough));
    let kernel = Kernel::new(store);
    let mut chain = Chain::new(&kernel, store.and(conditions.iter().copied()));
    for condition in conditions {
        if store.conjuncts(chain.current()).contains(&condition) {
            // What cannot be solved stays as it is.
            let _ = chain.settle_one(&[], condition);
        }
    }
    chain.current()
}

/// The first letter as a capital, words in capitals kept.
pub fn capitalised(text: &str) -> String {
    capital(text.strip_prefix("a ").unwrap_or(text))
}
