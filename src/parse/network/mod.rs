//! Network descriptions: one statement a line, in three styles: a single layer, `layer` lines,
//! or one equation.

mod activation;
mod assemble;
pub(super) mod categories;
mod layers;
pub(super) mod model;
mod parameters;
mod range;
mod scope;
mod statement;
mod values;

use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Relation, Store};
use crate::network::{Description, Function, Network};

use self::activation::Definitions;
use self::scope::{Role, Scope};
use self::statement::{Keyword, Statement};
use super::formula::Nature;
use super::lexer::{self, Kind, Token};
use super::{claim, names};

/// Faults beyond this number are not listed.
const MOST_FAULTS: usize = 20;

/// What reading has found so far.
struct Reader<'a> {
    store: &'a Store,
    source: &'a str,
    /// Whether the equation of a model is taken as well.
    models: bool,
    faults: Vec<Diagnostic>,
    scope: Scope,
}

impl Reader<'_> {
    fn fault(&mut self, fault: Diagnostic) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }

    fn faults(&mut self, faults: Vec<Diagnostic>) {
        faults.into_iter().for_each(|fault| self.fault(fault));
    }

    /// Uses a name for a thing; reports it if it has another use.
    fn declare(&mut self, expr: Expr, vector: bool, role: Role, span: std::ops::Range<usize>) {
        let used = self.scope.declare(self.store, expr, vector, role, span);
        if let Err(fault) = used {
            self.fault(*fault);
        }
    }
}

/// Reads the description of a network.
pub(super) fn read(store: &Store, source: &str) -> Result<Network, Vec<Diagnostic>> {
    match read_any(store, source, false)? {
        Description::Network(network) => Ok(network),
        Description::Model(_) => Err(Vec::new()),
    }
}

/// Reads a description of a network or a model.
pub(super) fn read_description(
    store: &Store,
    source: &str,
) -> Result<Description, Vec<Diagnostic>> {
    read_any(store, source, true)
}

/// Reads an activation by name.
pub(super) fn read_activation(store: &Store, source: &str) -> Result<Function, Vec<Diagnostic>> {
    let (tokens, faults) = lexer::tokens(source, 0..source.len());
    let mut reader = Reader {
        store,
        source,
        models: false,
        faults,
        scope: Scope::default(),
    };
    let function = reader.function(&tokens, source.len(), &Definitions::default());
    match function {
        Some(function) if reader.faults.is_empty() => Ok(function),
        _ => Err(reader.faults),
    }
}

fn read_any(store: &Store, source: &str, models: bool) -> Result<Description, Vec<Diagnostic>> {
    let mut reader = Reader {
        store,
        source,
        models,
        faults: Vec::new(),
        scope: Scope::default(),
    };
    let file = statement::File::new(&mut reader);
    let description = reader.description(&file);
    match description {
        Some(description) if reader.faults.is_empty() => Ok(description),
        _ => {
            reader.faults.sort_by_key(|fault| fault.span.start);
            Err(reader.faults)
        }
    }
}

impl Reader<'_> {
    fn description(&mut self, file: &statement::File) -> Option<Description> {
        let Some(first) = file.statements.first() else {
            if self.faults.is_empty() {
                self.fault(
                    Diagnostic::new("the description is empty", 0..0)
                        .label("expected a statement")
                        .help("a network has at least `inputs x[n]` and `activation sigmoid`"),
                );
            }
            return None;
        };
        let mut equations = file.with(Keyword::Equation);
        if let Some(equation) = equations.next() {
            let other = file.statements.iter().find(|s| s.place != equation.place);
            if let Some(other) = other {
                let what = match other.keyword {
                    Keyword::Equation => "another equation",
                    _ => "another statement",
                };
                self.fault(
                    Diagnostic::new("an equation is a whole description", equation.span())
                        .label("this is the network")
                        .related(other.span(), what)
                        .help("describe the network by one equation, or by statements alone"),
                );
            }
            return self.equation(equation);
        }
        self.layers(file, first).map(Description::Network)
    }

    /// `p = sigmoid(b + w_1*x_1)`, or the equation of a model.
    fn equation(&mut self, line: &Statement) -> Option<Description> {
        if line.broken {
            return None;
        }
        let equals = line.tokens.iter();
        let equals = equals.take_while(|token| token.kind != Kind::Relation(Relation::Equal));
        let side: Vec<Token> = equals.copied().collect();
        let named = side.len() == 1 || side.get(1).is_some_and(|t| t.kind == Kind::OpenSquare);
        let tokens = match self.models && !named {
            true => model::with_products(&line.tokens),
            false => line.tokens.clone(),
        };
        let parsed = claim::parse_tokens(self.store, self.source, &tokens, line.end);
        let parsed = match parsed {
            Ok(parsed) => parsed,
            Err(faults) => {
                self.faults(faults);
                return None;
            }
        };
        let formula = parsed.claim.formula;
        let (left, right) = match *self.store.args(formula) {
            [left, right]
                if *self.store.head(formula) == Head::Relation(Relation::Equal)
                    && parsed.claim.nature == Nature::Statement
                    && parsed.condition.is_none() =>
            {
                (left, right)
            }
            _ => {
                self.fault(
                    Diagnostic::new("this is no equation for an output", line.span())
                        .label("expected `name = formula`")
                        .help("write for example `p = sigmoid(b + w_1*x_1)`"),
                );
                return None;
            }
        };
        let span = side.first()?.start..side.last()?.end;
        if !matches!(self.store.head(left), Head::Name(_) | Head::Entry) {
            if self.models {
                let right_span = line.tokens.get(side.len() + 1)?.start..line.end;
                return self.model((left, span), (right, right_span), &line.tokens);
            }
            self.fault(
                Diagnostic::new("the left side must be the output's name", span)
                    .label("expected a name")
                    .help("write the output as a function of the inputs: `p = sigmoid(...)`"),
            );
            return None;
        }
        let text = side[0].text(self.source);
        if let Some(meaning) = names::reserved(&text) {
            self.fault(
                Diagnostic::new(format!("`{text}` cannot be the output"), span)
                    .label(format!("this is {meaning}"))
                    .help("choose another name"),
            );
            return None;
        }
        if self.store.contains(right, left) {
            let again = line.tokens[side.len()..]
                .iter()
                .find(|token| token.text(self.source) == text);
            let again = again.map_or(line.span(), |token| token.span());
            self.fault(
                Diagnostic::new(
                    format!("`{text}` is the output and occurs in its own formula"),
                    again,
                )
                .label("used here")
                .related(span, "the output"),
            );
            return None;
        }
        self.check_calls(&line.tokens[side.len()..], right);
        Some(Description::Network(Network::Equation {
            output: left,
            value: right,
        }))
    }
}

#[cfg(test)]
mod tests;
