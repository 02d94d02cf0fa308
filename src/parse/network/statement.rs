//! Lines to statements: the keyword, and the tokens after it.

use std::ops::Range;

use super::super::lexer::{self, Kind, Token};
use super::Reader;
use crate::catalog;
use crate::error::Diagnostic;
use crate::expr::Relation;

/// What a statement says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Keyword {
    Inputs,
    Weights,
    Bias,
    Activation,
    /// `activation f(z) = ...`
    Definition,
    Layer,
    Output,
    /// A line without a keyword, with an equals sign.
    Equation,
}

/// The words that begin a statement.
const KEYWORDS: &[(&str, Keyword)] = &[
    ("inputs", Keyword::Inputs),
    ("weights", Keyword::Weights),
    ("bias", Keyword::Bias),
    ("activation", Keyword::Activation),
    ("layer", Keyword::Layer),
    ("output", Keyword::Output),
];

impl Keyword {
    pub fn text(self) -> &'static str {
        match self {
            Keyword::Inputs => "inputs",
            Keyword::Weights => "weights",
            Keyword::Bias => "bias",
            Keyword::Activation | Keyword::Definition => "activation",
            Keyword::Layer => "layer",
            Keyword::Output => "output",
            Keyword::Equation => "equation",
        }
    }
}

/// One line.
pub(super) struct Statement {
    pub keyword: Keyword,
    /// The keyword's bytes; the first token's in an equation.
    pub place: Range<usize>,
    /// What follows the keyword; all tokens of an equation.
    pub tokens: Vec<Token>,
    /// The place after the last token.
    pub end: usize,
    /// Whether a fault in the line has been reported already.
    pub broken: bool,
}

impl Statement {
    pub fn span(&self) -> Range<usize> {
        self.place.start..self.end
    }
}

/// The statements of a description.
pub(super) struct File {
    pub statements: Vec<Statement>,
}

impl File {
    /// Takes a description apart; reports what is no statement and what stands twice.
    pub fn new(reader: &mut Reader<'_>) -> File {
        let mut file = File {
            statements: Vec::new(),
        };
        let source = reader.source;
        let mut start = 0;
        for line in source.split_inclusive(['\n', '\r']) {
            let text = line.split('#').next().unwrap_or_default();
            file.line(reader, start..start + text.len());
            start += line.len();
        }
        file.repeated(reader);
        file
    }

    /// The statements with a keyword, in order.
    pub fn with(&self, keyword: Keyword) -> impl Iterator<Item = &Statement> {
        self.statements.iter().filter(move |s| s.keyword == keyword)
    }

    /// The first statement with a keyword.
    pub fn first(&self, keyword: Keyword) -> Option<&Statement> {
        self.with(keyword).next()
    }

    fn line(&mut self, reader: &mut Reader<'_>, range: Range<usize>) {
        let (mut tokens, faults) = lexer::tokens(reader.source, range);
        let broken = !faults.is_empty();
        reader.faults(faults);
        let Some(first) = tokens.first().copied() else {
            return;
        };
        let end = tokens.last().map_or(first.end, |token| token.end);
        let word = first.text(reader.source).into_owned();
        let named = KEYWORDS.iter().find(|(text, _)| *text == word);
        let keyword = match named {
            Some((_, Keyword::Activation)) if is_definition(&tokens[1..]) => Keyword::Definition,
            Some((_, keyword)) => *keyword,
            None if equals(&tokens).is_some() => Keyword::Equation,
            None => {
                if !broken {
                    reader.fault(unknown(first, &word, reader.source, end));
                }
                return;
            }
        };
        if keyword != Keyword::Equation {
            tokens.remove(0);
        }
        let mut statement = Statement {
            keyword,
            place: first.span(),
            tokens,
            end,
            broken,
        };
        statement.check(reader);
        self.statements.push(statement);
    }

    /// Reports statements that may stand only once.
    fn repeated(&self, reader: &mut Reader<'_>) {
        use Keyword::*;
        for keyword in [Inputs, Weights, Bias, Activation, Output] {
            let mut all = self.with(keyword);
            let Some(first) = all.next() else { continue };
            for again in all {
                reader.fault(
                    Diagnostic::new(format!("`{}` is given twice", keyword.text()), again.span())
                        .label("given again here")
                        .related(first.span(), "given first here"),
                );
            }
        }
    }
}

impl Statement {
    /// Reports a keyword with nothing, or an equals sign, after it.
    fn check(&mut self, reader: &mut Reader<'_>) {
        if self.keyword == Keyword::Equation || self.broken {
            return;
        }
        let word = self.keyword.text();
        let Some(first) = self.tokens.first() else {
            self.broken = true;
            reader.fault(
                Diagnostic::new(format!("`{word}` says nothing"), self.span())
                    .label("expected something after it")
                    .help(format!("write for example `{}`", example(self.keyword))),
            );
            return;
        };
        if matches!(first.kind, Kind::Relation(Relation::Equal) | Kind::Define) {
            self.broken = true;
            reader.fault(
                Diagnostic::new(format!("`{word}` takes no `=`"), first.span())
                    .label("leave this out")
                    .help(format!("write for example `{}`", example(self.keyword))),
            );
        }
    }
}

/// A statement as it should be.
fn example(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Inputs => "inputs x_1, x_2",
        Keyword::Weights => "weights w_1, w_2",
        Keyword::Bias => "bias b",
        Keyword::Activation => "activation sigmoid",
        Keyword::Definition => "activation f(z) = tanh(z/2)",
        Keyword::Layer => "layer 1 sigmoid weights w bias b",
        Keyword::Output => "output p",
        Keyword::Equation => "p = sigmoid(b + w*x)",
    }
}

/// The first `=` outside brackets.
pub(super) fn equals(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|token| {
        match token.kind {
            Kind::OpenRound | Kind::OpenSquare => depth += 1,
            Kind::CloseRound | Kind::CloseSquare => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.kind == Kind::Relation(Relation::Equal)
    })
}

fn is_definition(tokens: &[Token]) -> bool {
    equals(tokens).is_some_and(|at| at > 0)
}

fn unknown(first: Token, word: &str, source: &str, end: usize) -> Diagnostic {
    let keywords = KEYWORDS.iter().map(|(text, _)| *text);
    if first.kind != Kind::Name {
        let found = first.found(source);
        return Diagnostic::new(
            format!("a statement cannot start with {found}"),
            first.span(),
        )
        .label("expected a keyword")
        .help("a line starts with `inputs`, `weights`, `bias`, `activation`, `layer` or `output`");
    }
    let fault = Diagnostic::new(format!("unknown statement `{word}`"), first.span())
        .label("expected a keyword");
    let line = &source[first.start..end];
    let line = if line.chars().count() <= 60 {
        line
    } else {
        word
    };
    fault.help(match catalog::closest(word, keywords) {
        Some(keyword) => format!("did you mean `{keyword}`?"),
        None if catalog::find(word).is_some() => format!("write `activation {line}`"),
        None => "a line starts with `inputs`, `weights`, `bias`, `activation`, `layer` or \
                 `output`, or is an equation such as `p = sigmoid(b + w*x)`"
            .to_owned(),
    })
}
