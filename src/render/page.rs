//! The page: what a derivation says, before any format is chosen.
//!
//! Programs read its fields (`json`), people its sections; every format writes the same page.

use super::drawing::Drawing;
use crate::expr::Expr;

/// A run of words and formulas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(pub Vec<Piece>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words; a format escapes them.
    Words(String),
    /// A formula within the line.
    Math(Expr),
    /// Text as the user typed it: a name, a command.
    Code(String),
}

impl Text {
    /// Appends words.
    pub fn words(mut self, words: impl Into<String>) -> Text {
        self.0.push(Piece::Words(words.into()));
        self
    }

    /// Appends a formula.
    pub fn math(mut self, formula: Expr) -> Text {
        self.0.push(Piece::Math(formula));
        self
    }

    /// Appends text as typed.
    pub fn code(mut self, code: impl Into<String>) -> Text {
        self.0.push(Piece::Code(code.into()));
        self
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Text {
        Text::default().words(words)
    }
}

/// What a derivation has shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The network's equation and the result are true at the same points.
    Equivalent,
    /// They are under the page's conditions.
    Conditional,
    /// The network is no GLM in its inputs; the result is the best true statement.
    NotAGlm,
    /// Neither was established.
    Unknown,
}

impl Verdict {
    /// The word for it in the contract.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Equivalent => "equivalent",
            Verdict::Conditional => "conditional",
            Verdict::NotAGlm => "not-a-glm",
            Verdict::Unknown => "unknown",
        }
    }
}

/// From where a derivation starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Direction {
    /// From the network's equation to its results.
    #[default]
    FromNetwork,
    /// From the model's equation, the result, to the network's.
    FromModel,
}

impl Direction {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Direction::FromNetwork => "from-network",
            Direction::FromModel => "from-model",
        }
    }
}

/// From which level of detail on a step is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Level {
    /// First and last formula only.
    Result,
    /// The few steps that carry the argument.
    Brief,
    /// What a textbook prints.
    #[default]
    Standard,
    /// Every step that the kernel took.
    Full,
}

/// How one formula follows from the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// True at the same points.
    Iff,
    /// The first implies the second.
    Implies,
    /// Equal terms.
    Equal,
}

/// One step of a derivation.
#[derive(Clone, Debug)]
pub struct Line {
    /// The rule's stable name.
    pub rule: String,
    /// How `after` follows from `before`.
    pub relation: Link,
    /// The formula before, in the variables of the network.
    pub before: Expr,
    /// The formula after, in the variables of the network.
    pub after: Expr,
    /// `after` as people are shown it, with the page's abbreviations.
    pub shown: Expr,
    /// Conditions that entered here and stay open.
    pub conditions: Vec<Expr>,
    /// Why.
    pub reason: Text,
    /// The least level of detail that shows it.
    pub level: Level,
}

/// A part of a page, for people.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(Text),
    /// Formulas on lines of their own, aligned at their relations.
    Formulas(Vec<Expr>),
    /// A chain of steps: the first formula (as shown), then one line a step.
    Derivation {
        /// The formula that the chain starts from.
        first: Expr,
        /// Its steps in order.
        lines: Vec<Line>,
    },
    /// Pairs: a term of one field and what the other calls it.
    Dictionary(Vec<(Text, Text)>),
}

/// The link function that a derivation found.
#[derive(Clone, Debug)]
pub struct LinkCard {
    /// Its name.
    pub name: String,
    /// g(μ), in `mu`.
    pub formula: Expr,
    /// g⁻¹(η), in `eta`.
    pub inverse: Expr,
    /// Where μ lies, a formula in `mu`.
    pub domain: Expr,
}

/// The generalized linear model that the network is.
#[derive(Clone, Debug)]
pub struct GlmCard {
    /// The name of the regression.
    pub name: String,
    /// Families with which the link is used, those first for which it is canonical.
    pub families: Vec<String>,
    /// Families for which the link is canonical.
    pub canonical_for: Vec<String>,
}

impl Page {
    /// A page of blocks and nothing else, beside an equation.
    pub fn of_blocks(network: Expr, blocks: Vec<Block>) -> Page {
        Page {
            title: String::new(),
            verdict: Verdict::Unknown,
            message: Text::default(),
            network,
            inputs: Vec::new(),
            outputs: Vec::new(),
            result: Vec::new(),
            direction: Direction::default(),
            conditions: Vec::new(),
            steps: Vec::new(),
            link: None,
            glm: None,
            blocks,
            drawing: None,
        }
    }
}

/// A finished derivation.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its title, e.g. "A neuron with sigmoid activation is logistic regression".
    pub title: String,
    /// What was shown.
    pub verdict: Verdict,
    /// The verdict in one or two sentences.
    pub message: Text,
    /// The equation of the network.
    pub network: Expr,
    /// Its inputs: names, entries, and names of vectors.
    pub inputs: Vec<Expr>,
    /// Its outputs likewise.
    pub outputs: Vec<Expr>,
    /// The equations that it equals: those of the model.
    pub result: Vec<Expr>,
    /// From which of them the derivation starts.
    pub direction: Direction,
    /// Conditions under which it does.
    pub conditions: Vec<Expr>,
    /// Every step, in the variables of the network.
    pub steps: Vec<Line>,
    /// The link, if there is one.
    pub link: Option<LinkCard>,
    /// The model, if it is one.
    pub glm: Option<GlmCard>,
    /// The page for people, in order.
    pub blocks: Vec<Block>,
    /// The network's drawing, for formats that can show it.
    pub drawing: Option<Drawing>,
}
