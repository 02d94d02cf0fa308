//! `activation NAME(PARAMETERS)` and `activation f(z) = EXPRESSION`.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::lexer::{Kind, Token};
use super::super::{claim, names, statement};
use super::Reader;
use super::scope::Role;
use super::statement::{Statement, equals};
use super::values::{Part, split};
use crate::catalog::{self, Entry};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head};
use crate::links::Shape;
use crate::network::Function;

/// An activation that the description defines.
pub(super) struct Definition {
    pub name: String,
    pub function: Function,
    pub span: Range<usize>,
    pub used: std::cell::Cell<bool>,
}

/// The definitions of a description by normal name; faulty ones too, so that no use of them is
/// reported again.
pub(super) type Definitions = FxHashMap<String, Option<Definition>>;

impl Reader<'_> {
    /// Reads `f(z) = EXPRESSION`; the name even where the rest is faulty.
    pub fn definition(&mut self, line: &Statement) -> Option<(String, Option<Definition>)> {
        let at = equals(&line.tokens)?;
        let (left, body) = (&line.tokens[..at], &line.tokens[at + 1..]);
        let kinds: Vec<Kind> = left.iter().map(|token| token.kind).collect();
        if kinds != [Kind::Name, Kind::OpenRound, Kind::Name, Kind::CloseRound] {
            let span = left[0].start..left[left.len() - 1].end;
            self.fault(
                Diagnostic::new("this is no definition of an activation", span)
                    .label("expected a name and one variable in brackets")
                    .help("write `activation f(z) = (1 + tanh(z/2))/2`"),
            );
            return None;
        }
        let (name, variable) = (self.name(left[0]), self.name(left[2]));
        let name = name?;
        let broken = (name.text.clone(), None);
        let Some(variable) = variable else {
            return Some(broken);
        };
        if names::entry_parts(&variable.text).is_some() {
            self.fault(
                Diagnostic::new("the variable must be a plain name", variable.span)
                    .label("this is an entry of a vector"),
            );
            return Some(broken);
        }
        let place = body.first().map_or(line.end, |token| token.start)..line.end;
        let body_expr = claim::parse_tokens(self.store, self.source, body, line.end)
            .and_then(|parsed| statement(parsed, place.clone()));
        let body_expr = match body_expr {
            Ok(expr) => expr,
            Err(faults) => {
                self.faults(faults);
                return Some(broken);
            }
        };
        if self.store.head(body_expr).is_formula() {
            self.fault(
                Diagnostic::new("an activation is a number", place)
                    .label("this is a formula, which is true or false"),
            );
            return Some(broken);
        }
        self.check_calls(body, body_expr);
        let function = self.store.name(&name.text);
        self.declare(function, false, Role::Function, name.span);
        let variable = self.store.name(&variable.text);
        self.declare_parameters(body, body_expr, variable);
        let definition = Definition {
            name: name.text.clone(),
            function: Function::Formula {
                name: name.text,
                variable,
                body: body_expr,
            },
            span: line.span(),
            used: false.into(),
        };
        Some((definition.name.clone(), Some(definition)))
    }

    /// The names in a definition other than its variable are parameters.
    fn declare_parameters(&mut self, tokens: &[Token], body: Expr, variable: Expr) {
        let free = self.store.free_names(body);
        let mut places: FxHashMap<Expr, Range<usize>> = FxHashMap::default();
        for token in tokens.iter().filter(|token| token.kind == Kind::Name) {
            let text = token.text(self.source);
            let base = names::entry_parts(&text).map_or(&*text, |(base, _)| base);
            let name = self.store.name(base);
            places.entry(name).or_insert_with(|| token.span());
        }
        for name in free.into_iter().filter(|name| *name != variable) {
            let constant = self.store.is_constant(name);
            if let Some(span) = places.remove(&name).filter(|_| !constant) {
                self.declare(name, false, Role::Parameter, span);
            }
        }
    }

    /// Checks that every function known by name only is declared and has as many arguments.
    pub fn check_calls(&mut self, tokens: &[Token], root: Expr) {
        let store = self.store;
        let mut calls: Vec<(&str, usize)> = Vec::new();
        for expr in store.subterms(root) {
            if let Head::Apply(name) = store.head(expr) {
                calls.push((name, store.args(expr).len()));
            }
        }
        calls.sort_unstable();
        calls.dedup();
        for (name, arguments) in calls {
            let token = tokens.iter().find(|token| token.text(self.source) == name);
            let span = token.map_or(0..0, |token| token.span());
            let Some(entry) = catalog::find(name) else {
                self.fault(unknown("function", name, span, None));
                continue;
            };
            let most = 1 + entry.parameters().len();
            if arguments > most {
                self.fault(
                    Diagnostic::new(format!("`{name}` takes at most {most} arguments"), span)
                        .label(format!("{arguments} are given")),
                );
            } else if is_for_categories(entry) {
                self.fault(
                    Diagnostic::new(format!("`{name}` acts on several units at once"), span)
                        .label("one number is not enough")
                        .help(format!("describe the layer: `layer 3 {name}`")),
                );
            }
        }
    }

    /// Reads an activation by name, with its parameters.
    pub fn function(
        &mut self,
        tokens: &[Token],
        end: usize,
        definitions: &Definitions,
    ) -> Option<Function> {
        let open = tokens
            .iter()
            .position(|token| token.kind == Kind::OpenRound);
        let words = &tokens[..open.unwrap_or(tokens.len())];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            let span = tokens.first().map_or(end..end, |token| token.span());
            self.fault(
                Diagnostic::new("no activation is named", span)
                    .label("expected a name such as `sigmoid`")
                    .help("`equiff links` lists all names"),
            );
            return None;
        };
        let is_word = |kind| matches!(kind, Kind::Name | Kind::Number | Kind::Minus);
        if first.kind != Kind::Name {
            self.name(*first);
            return None;
        }
        if let Some(odd) = words.iter().find(|token| !is_word(token.kind)) {
            let found = odd.found(self.source);
            self.fault(
                Diagnostic::new(format!("unexpected {found}"), odd.span())
                    .label("expected an activation and its parameters in brackets")
                    .help("write for example `leaky_relu(0.1)`"),
            );
            return None;
        }
        let span = first.start..last.end;
        let name = &self.source[span.clone()];
        let arguments = match open {
            None => Vec::new(),
            Some(open) => self.arguments(&tokens[open..], end)?,
        };
        if let Some(definition) = definitions.get(&catalog::normal(name)) {
            let definition = definition.as_ref()?;
            definition.used.set(true);
            if let Some(argument) = arguments.first() {
                self.fault(
                    Diagnostic::new(format!("`{name}` has no parameters"), argument.span.clone())
                        .label("not expected")
                        .related(definition.span.clone(), "it is defined here"),
                );
                return None;
            }
            return Some(definition.function.clone());
        }
        let Some(entry) = catalog::find(name) else {
            self.fault(unknown("activation", name, span, Some(definitions)));
            return None;
        };
        let values = self.parameters(entry, name, &arguments, span)?;
        Some(match entry {
            Entry::Link(link) => {
                let values = values.into_iter().map(|(_, value)| value);
                Function::Link(link, values.collect())
            }
            Entry::Activation(activation) => Function::Activation(activation, values),
        })
    }

    /// The parts between the brackets of `NAME(…)`.
    fn arguments<'t>(&mut self, tokens: &'t [Token], end: usize) -> Option<Vec<Part<'t>>> {
        let open = tokens[0];
        let mut depth = 0_usize;
        let close = tokens.iter().position(|token| {
            match token.kind {
                Kind::OpenRound | Kind::OpenSquare => depth += 1,
                Kind::CloseRound | Kind::CloseSquare => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        });
        let Some(close) = close else {
            self.fault(
                Diagnostic::new("a bracket is never closed", open.span())
                    .label("opened here")
                    .related(end..end, "the line ends without closing it"),
            );
            return None;
        };
        if let Some(rest) = tokens.get(close + 1) {
            let found = rest.found(self.source);
            self.fault(
                Diagnostic::new(format!("unexpected {found}"), rest.span())
                    .label("expected the end of the activation"),
            );
            return None;
        }
        let inner = &tokens[1..close];
        Some(if inner.is_empty() {
            Vec::new()
        } else {
            split(inner, Kind::Comma, tokens[close].start)
        })
    }
}

/// Whether a link or activation acts on all units of a layer at once.
pub(super) fn is_for_categories(entry: Entry) -> bool {
    matches!(entry, Entry::Link(link) if link.shape == Shape::Categories)
}

fn unknown(
    what: &str,
    name: &str,
    span: Range<usize>,
    definitions: Option<&Definitions>,
) -> Diagnostic {
    let mut candidates: Vec<&str> = match definitions {
        Some(own) => own
            .values()
            .flatten()
            .map(|own| own.name.as_str())
            .collect(),
        None => crate::expr::FUNCTIONS.iter().map(|f| f.name).collect(),
    };
    for entry in catalog::all() {
        candidates.extend(entry.names().iter().map(|name| -> &str { name }));
    }
    let near = catalog::closest(name, candidates);
    let shown: String = name.chars().take(60).collect();
    let fault = Diagnostic::new(format!("unknown {what} `{shown}`"), span);
    let fault = fault.label(match definitions {
        Some(_) => "no link or activation has this name",
        None => "no function has this name",
    });
    fault.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`equiff links` lists all names; define your own as `activation f(z) = ...`".into(),
    })
}
