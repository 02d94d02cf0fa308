//! Pages and expressions built by hand.

mod layers;
mod neurons;

pub use layers::{deep, softmax};
pub use neurons::{fitted, leaky, logistic};

use equiff::expr::{Expr, Relation, Store};
use equiff::render::page::{Block, GlmCard, Level, Line, Link, LinkCard, Page, Text, Verdict};

pub struct Chain<'a> {
    store: &'a Store,
    first: Expr,
    before: Expr,
    lines: Vec<Line>,
}

impl<'a> Chain<'a> {
    pub fn new(store: &'a Store, first: Expr) -> Chain<'a> {
        Chain {
            store,
            first,
            before: first,
            lines: Vec::new(),
        }
    }

    pub fn step(mut self, rule: &str, after: Expr, reason: impl Into<Text>, level: Level) -> Self {
        self.lines.push(Line {
            rule: rule.to_owned(),
            relation: Link::Iff,
            before: self.before,
            after,
            shown: after,
            conditions: Vec::new(),
            reason: reason.into(),
            level,
        });
        self.before = after;
        self
    }

    pub fn given(mut self, condition: Expr) -> Self {
        if let Some(line) = self.lines.last_mut() {
            line.conditions.push(condition);
        }
        self
    }

    pub fn page(self, title: &str, message: Text, blocks: Vec<Block>) -> Page {
        let mut all = vec![Block::Derivation {
            first: self.first,
            lines: self.lines.clone(),
        }];
        all.extend(blocks);
        let (mu, eta) = (self.store.name("mu"), self.store.name("eta"));
        let one = self.store.int(1);
        let odds = self.store.div(mu, self.store.sub(one, mu));
        let s = self.store;
        Page {
            drawing: None,
            title: title.to_owned(),
            verdict: Verdict::Equivalent,
            message,
            network: self.first,
            inputs: Vec::new(),
            outputs: Vec::new(),
            result: vec![self.before],
            direction: Default::default(),
            conditions: Vec::new(),
            steps: self.lines,
            link: Some(LinkCard {
                name: "logit".into(),
                formula: s.call("log", &[odds]),
                inverse: s.div(one, s.add([one, s.call("exp", &[s.neg(eta)])].as_slice())),
                domain: s.and([
                    s.relate(Relation::Less, s.int(0), mu),
                    s.relate(Relation::Less, mu, one),
                ]),
            }),
            glm: Some(GlmCard {
                name: "logistic regression".into(),
                families: vec!["Bernoulli".into(), "binomial".into()],
                canonical_for: vec!["Bernoulli".into()],
            }),
            blocks: all,
        }
    }
}

pub fn dictionary() -> Block {
    let pair = |a: &str, b: &str| (Text::from(a), Text::from(b));
    Block::Dictionary(vec![
        pair("input neuron", "feature (explanatory variable)"),
        pair("weight", "coefficient"),
        pair("bias", "intercept"),
        pair("activation sigmoid", "inverse of the logit link"),
    ])
}
