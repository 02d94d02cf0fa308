//! A drawing in words, for who cannot see it.

use super::scheme::{Scheme, Stage};
use crate::expr::{Expr, Store};
use crate::languages::Language;
use crate::network::Size;
use crate::render::localise::Translator;
use crate::render::page::Text;
use crate::render::plain;

/// The words of a drawing, in a language.
pub(super) struct Speaker(Translator);

impl Speaker {
    pub fn new(language: &'static Language) -> Speaker {
        Speaker(Translator::new(language))
    }

    /// Words in the language.
    pub fn say(&self, words: &str) -> String {
        self.0.words(words)
    }

    /// A text in the language.
    pub fn text(&self, text: &Text) -> Text {
        self.0.text(text)
    }

    /// How many, in words.
    pub fn count(&self, size: &Size, what: &str) -> String {
        self.say(&match size {
            Size::Number(1) => format!("1 {what}"),
            Size::Number(n) => format!("{n} {what}s"),
            Size::Symbol(name) => format!("{name} {what}s"),
        })
    }

    /// A few words that say what is drawn.
    pub fn title(&self, scheme: &Scheme) -> String {
        let mut parts = vec![self.count(&scheme.inputs.size, "input")];
        if scheme.layers.len() > 1 {
            parts.push(self.say(&format!("{} layers", scheme.layers.len())));
        }
        if let Some(last) = scheme.layers.last() {
            let units = self.count(&last.units.size, "output unit");
            parts.push(format!("{units} ({})", last.activation));
        }
        format!("{} {}", self.say("Neural network with"), parts.join(", "))
    }

    /// All that is drawn.
    pub fn description(&self, store: &Store, scheme: &Scheme) -> String {
        let inputs = texts(store, &scheme.inputs.shown, scheme.inputs.gap);
        let mut sentences = vec![format!(
            "{}: {inputs}.",
            self.count(&scheme.inputs.size, "input")
        )];
        for (i, stage) in scheme.layers.iter().enumerate() {
            let before = match i.checked_sub(1) {
                Some(before) => scheme.layers[before].units.gap,
                None => scheme.inputs.gap,
            };
            let units = self.count(&stage.units.size, "unit");
            let mut parts = vec![match scheme.layers.len() {
                1 => units,
                _ => format!("{} {units}", self.say(&format!("Layer {}:", i + 1))),
            }];
            parts.push(self.say(&format!("activation {}", stage.activation)));
            parts.extend(self.weights(store, stage, before));
            sentences.push(format!("{}.", parts.join(", ")));
        }
        if let Some(last) = scheme.layers.last() {
            let outputs = texts(store, &scheme.outputs, last.units.gap);
            sentences.push(format!("{} {outputs}.", self.say("Output:")));
        }
        sentences.join(" ")
    }

    /// The weights of a single unit, or that there are some for all.
    fn weights(&self, store: &Store, stage: &Stage, before: Option<usize>) -> Vec<String> {
        let [weights] = stage.weights.as_slice() else {
            let biased = stage.biases.iter().any(Option::is_some);
            return vec![self.say(match biased {
                true => "with a weight for each value before it and a bias each",
                false => "with a weight for each value before it",
            })];
        };
        let weights = texts(store, weights, before);
        let mut parts = vec![format!("{} {weights}", self.say("weights"))];
        if let [Some(bias)] = stage.biases.as_slice() {
            parts.push(format!("{} {}", self.say("bias"), plain(store, *bias)));
        }
        parts
    }
}

fn texts(store: &Store, shown: &[Expr], gap: Option<usize>) -> String {
    let mut texts: Vec<String> = shown.iter().map(|one| plain(store, *one)).collect();
    if let Some(gap) = gap {
        texts.insert(gap.min(texts.len()), "…".into());
    }
    texts.join(", ")
}
