//! The parameters of links and activations: by position or by name, with defaults and ranges.

use std::ops::Range;

use super::super::formula;
use super::super::lexer::Kind;
use super::scope::Role;
use super::values::{Part, Value};
use super::{Reader, range};
use crate::activations::Activation;
use crate::catalog::{self, Entry};
use crate::error::Diagnostic;
use crate::expr::{Binding, Expr, Head};
use crate::links::Parameter;

impl Reader<'_> {
    /// The values of the parameters, in declared order.
    pub fn parameters(
        &mut self,
        entry: Entry,
        name: &str,
        arguments: &[Part<'_>],
        span: Range<usize>,
    ) -> Option<Vec<(&'static str, Expr)>> {
        let slots = slots(entry);
        let mut given: Vec<Option<Value>> = vec![None; slots.len()];
        let mut complete = true;
        let mut by_name = false;
        for (position, argument) in arguments.iter().enumerate() {
            let read = self.argument(name, &slots, position, argument, &mut by_name);
            let Some((slot, value)) = read else {
                complete = false;
                continue;
            };
            let Some(value) = value else {
                complete = false;
                given[slot].get_or_insert_with(|| Value {
                    expr: self.store.int(0),
                    span: argument.span.clone(),
                });
                continue;
            };
            if let Some(first) = &given[slot] {
                let fault = Diagnostic::new(
                    format!("the parameter `{}` is given twice", slots[slot].name),
                    value.span,
                );
                let fault = fault.label("given again here");
                let fault = fault.related(first.span.clone(), "given first here");
                self.fault(fault);
                complete = false;
                continue;
            }
            given[slot] = Some(value);
        }
        let missing = slots
            .iter()
            .zip(&given)
            .find(|(slot, value)| value.is_none() && slot.default.is_none() && !slot.optional);
        if let Some((slot, _)) = missing {
            if complete {
                self.fault(
                    Diagnostic::new(
                        format!("`{name}` needs the parameter `{}`", slot.name),
                        span,
                    )
                    .label("its value is missing")
                    .help(format!("write for example `{name}(0.5)`")),
                );
            }
            return None;
        }
        if !complete {
            return None;
        }
        let values = self.with_defaults(entry, &slots, &given);
        self.check_range(name, &slots, &given, &values);
        Some(values)
    }

    /// One argument: the number of its parameter, and its value unless that is faulty.
    fn argument(
        &mut self,
        name: &str,
        slots: &[Slot],
        position: usize,
        argument: &Part<'_>,
        by_name: &mut bool,
    ) -> Option<(usize, Option<Value>)> {
        let span = argument.span.clone();
        let (slot, tokens, start) = match argument.tokens {
            [key, sign, value @ ..] if key.kind == Kind::Name && sign.kind == EQUALS => {
                *by_name = true;
                let text = key.text(self.source);
                let slot = slots.iter().position(|slot| slot.is_called(&text));
                let Some(slot) = slot else {
                    self.fault(unknown_parameter(name, &text, slots, key.span()));
                    return None;
                };
                (slot, value, sign.end)
            }
            _ if *by_name => {
                self.fault(
                    Diagnostic::new("a parameter without a name after one with a name", span)
                        .label("which parameter is it?")
                        .help("write `name=value`"),
                );
                return None;
            }
            tokens => (position, tokens, span.start),
        };
        if slot >= slots.len() {
            let fault = match slots.len() {
                0 => Diagnostic::new(format!("`{name}` has no parameters"), span),
                1 => Diagnostic::new(format!("`{name}` has one parameter"), span),
                n => Diagnostic::new(format!("`{name}` has {n} parameters"), span),
            };
            self.fault(fault.label("not expected"));
            return None;
        }
        let start = tokens.first().map_or(start, |token| token.start);
        let value = self.value(tokens, start..span.end.max(start));
        if let Some(value) = &value
            && matches!(self.store.head(value.expr), Head::Name(_) | Head::Entry)
        {
            self.declare(value.expr, false, Role::Parameter, value.span.clone());
        }
        Some((slot, value))
    }

    /// The given values and the defaults that the formula in use needs.
    fn with_defaults(
        &mut self,
        entry: Entry,
        slots: &[Slot],
        given: &[Option<Value>],
    ) -> Vec<(&'static str, Expr)> {
        let needed = match entry {
            Entry::Link(_) => None,
            Entry::Activation(activation) => {
                formula(self.store, formula_in_use(activation, slots, given)).ok()
            }
        };
        let mut values = Vec::new();
        for (slot, value) in slots.iter().zip(given) {
            let name = self.store.name(slot.name);
            let expr = match (value, slot.default) {
                (Some(value), _) => Some(value.expr),
                (None, Some(default)) if needed.is_none_or(|f| self.store.contains(f, name)) => {
                    formula(self.store, default).ok()
                }
                _ => None,
            };
            values.extend(expr.map(|expr| (slot.name, expr)));
        }
        values
    }

    /// Reports numbers outside the declared range.
    fn check_range(
        &mut self,
        name: &str,
        slots: &[Slot],
        given: &[Option<Value>],
        values: &[(&'static str, Expr)],
    ) {
        let store = self.store;
        let binding: Binding = values
            .iter()
            .map(|(name, value)| (store.name(name), *value))
            .collect();
        for (slot, value) in slots.iter().zip(given) {
            let place = value.as_ref().or(given.iter().flatten().next());
            let Some(place) = place.map(|value| value.span.clone()) else {
                continue;
            };
            for text in slot.given {
                let Ok(condition) = formula(store, text) else {
                    continue;
                };
                if range::truth(store, store.substitute(condition, &binding)) == Some(false) {
                    let message =
                        format!("the parameter `{}` of `{name}` is out of range", slot.name);
                    let label = format!("must satisfy {text}");
                    self.fault(Diagnostic::new(message, place.clone()).label(label));
                }
            }
        }
    }
}

const EQUALS: Kind = Kind::Relation(crate::expr::Relation::Equal);

/// A parameter that may be given.
struct Slot {
    name: &'static str,
    aliases: &'static [&'static str],
    default: Option<&'static str>,
    given: &'static [&'static str],
    /// It only chooses a variant.
    optional: bool,
}

impl Slot {
    fn is_called(&self, name: &str) -> bool {
        let normal = catalog::normal(name);
        let mut names = std::iter::once(&self.name).chain(self.aliases);
        names.any(|candidate| catalog::normal(candidate) == normal)
    }
}

/// The declared parameters, then those that only variants have.
fn slots(entry: Entry) -> Vec<Slot> {
    let variants: &[(&str, &str)] = match entry {
        Entry::Link(_) => &[],
        Entry::Activation(activation) => activation.variants,
    };
    let slot = |parameter: &Parameter| Slot {
        name: parameter.name,
        aliases: parameter.aliases,
        default: parameter.default,
        given: parameter.given,
        optional: variants.iter().any(|(name, _)| *name == parameter.name),
    };
    let mut slots: Vec<Slot> = entry.parameters().iter().map(slot).collect();
    for (name, _) in variants {
        if !slots.iter().any(|slot| slot.name == *name) {
            slots.push(Slot {
                name,
                aliases: &[],
                default: None,
                given: &[],
                optional: true,
            });
        }
    }
    slots
}

/// The formula of the first variant whose parameter is given, else the activation's own.
fn formula_in_use(
    activation: &'static Activation,
    slots: &[Slot],
    given: &[Option<Value>],
) -> &'static str {
    let is_given = |name: &str| {
        let mut pairs = slots.iter().zip(given);
        pairs.any(|(slot, value)| slot.name == name && value.is_some())
    };
    let variant = activation.variants.iter().find(|(name, _)| is_given(name));
    variant.map_or(activation.formula, |(_, formula)| formula)
}

fn unknown_parameter(name: &str, key: &str, slots: &[Slot], span: Range<usize>) -> Diagnostic {
    let fault = Diagnostic::new(format!("`{name}` has no parameter `{key}`"), span);
    let fault = fault.label("unknown parameter");
    let all: Vec<String> = slots
        .iter()
        .map(|slot| format!("`{}`", slot.name))
        .collect();
    let names = slots
        .iter()
        .flat_map(|slot| std::iter::once(slot.name).chain(slot.aliases.iter().copied()));
    match (catalog::closest(key, names), all.is_empty()) {
        (Some(near), _) => fault.help(format!("did you mean `{near}`?")),
        (None, false) => fault.help(format!("its parameters: {}", all.join(", "))),
        (None, true) => fault.help(format!("write `{name}` alone")),
    }
}
