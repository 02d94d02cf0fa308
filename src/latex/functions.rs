//! Functions and what they are applied to.

use std::ops::Range;
use std::sync::Arc;

use super::reader::Reader;
use super::terms::Prefix;
use super::tree::Id;
use crate::error::Diagnostic;
use crate::expr::{Expr, Function, Head, NameKind, function};

/// What stands before its arguments.
#[derive(Clone, Debug)]
pub(super) enum Callee {
    Known(&'static Function),
    /// Names of the functions over and under the fraction: cot is cos over sin.
    Ratio(Option<&'static str>, &'static str),
    /// The logarithm to a base.
    Log(Expr),
    /// A function known by name, and the indices that its name has.
    Named(Arc<str>, Vec<Expr>),
    /// I(y = k): 1 where the condition holds, else 0.
    Indicator,
    /// P, E, Var: what stands in the brackets belongs to the name.
    Quantity(Arc<str>),
}

impl Callee {
    /// A function with a label after its name.
    pub fn labelled(self, label: &str) -> Callee {
        match self {
            Callee::Named(name, indices) => {
                Callee::Named(format!("{name}_{label}").into(), indices)
            }
            Callee::Known(f) => Callee::Named(format!("{}_{label}", f.name).into(), Vec::new()),
            other => other,
        }
    }

    /// A function with an index more.
    pub fn indexed(self, index: Expr) -> Callee {
        match self {
            Callee::Named(name, mut indices) => {
                indices.insert(0, index);
                Callee::Named(name, indices)
            }
            other => other,
        }
    }
}

/// Pairs of inverse functions.
const INVERSES: &[(&str, &str)] = &[
    ("exp", "log"),
    ("sin", "asin"),
    ("cos", "acos"),
    ("tan", "atan"),
    ("sinh", "asinh"),
    ("cosh", "acosh"),
    ("tanh", "atanh"),
    ("sigmoid", "logit"),
    ("Phi", "Phi_inv"),
];

/// The kind of an operator that is told from its word.
pub(super) fn kind(text: &str) -> &'static str {
    match text {
        "max" => "max",
        "min" => "min",
        "sup" => "sup",
        "inf" => "inf",
        "argmax" => "argmax",
        "argmin" => "argmin",
        _ => "arg",
    }
}

/// An operator over what its subscript says, without a meaning in the language.
pub(super) fn operator_over(
    reader: &mut Reader<'_>,
    kind: &'static str,
    below: Option<Id>,
) -> Prefix {
    let store = reader.store;
    let tree = reader.tree;
    let mut bound = Vec::new();
    let mut text = String::new();
    if let Some(id) = below {
        let items = &tree.lists[id];
        text = super::labels::text(tree, items).unwrap_or_default();
        for item in items {
            match &item.node {
                super::tree::Node::Name { text, .. } => bound.push(store.name(text)),
                super::tree::Node::Separator(_) => {}
                _ => break,
            }
        }
    }
    let label = store.name(&text);
    Prefix::Opaque { kind, label, bound }
}

impl Reader<'_> {
    /// The function that a word names.
    pub fn callee(
        &mut self,
        text: &str,
        below: Option<Id>,
        span: Range<usize>,
    ) -> Result<Callee, Diagnostic> {
        let store = self.store;
        if let Some(id) = below {
            if !matches!(text, "log" | "ln") {
                let label = super::labels::text(self.tree, &self.tree.lists[id]);
                let label = label
                    .ok_or_else(|| Diagnostic::new("a subscript that no name can hold", span))?;
                return Ok(Callee::Named(format!("{text}_{label}").into(), Vec::new()));
            }
            let base = self.term(id, span)?;
            return Ok(match store.small_integer(base) {
                Some(2) => known("log2"),
                Some(10) => known("log10"),
                _ if store.name_text(base) == Some("e") => known("log"),
                _ => Callee::Log(base),
            });
        }
        Ok(match text {
            // Where ln stands beside it, log may be the one to base 10.
            "log" if self.survey.two_logarithms && !self.scope.binds("log") => {
                match self.choose(
                    span,
                    "`log` is the natural logarithm",
                    "`log` is the logarithm to base 10",
                ) {
                    true => known("log"),
                    false => known("log10"),
                }
            }
            "lg" => known("log10"),
            "cot" => Callee::Ratio(Some("cos"), "sin"),
            "sec" => Callee::Ratio(None, "cos"),
            "csc" => Callee::Ratio(None, "sin"),
            "sech" => Callee::Ratio(None, "cosh"),
            "csch" => Callee::Ratio(None, "sinh"),
            "coth" => Callee::Ratio(Some("cosh"), "sinh"),
            _ => match function(text) {
                Some(f) => Callee::Known(f),
                None => Callee::Named(text.into(), Vec::new()),
            },
        })
    }

    /// A function with an exponent: a power of its value, or its inverse; and the order of its
    /// derivative.
    pub fn callee_raised(
        &mut self,
        callee: Callee,
        above: Option<Id>,
        primes: usize,
        span: Range<usize>,
    ) -> Result<(Callee, Option<Expr>, usize), Diagnostic> {
        let Some(id) = above else {
            return Ok((callee, None, primes));
        };
        let list = &self.tree.lists[id];
        if !list.is_empty()
            && list
                .iter()
                .all(|item| matches!(item.node, super::tree::Node::Prime(_)))
        {
            return Ok((callee, None, primes + list.len()));
        }
        let power = self.term(id, span)?;
        if self.store.literal(power) != Some((-num_bigint::BigInt::from(1)).into()) {
            return Ok((callee, Some(power), primes));
        }
        let inverse = match callee {
            Callee::Known(f) => INVERSES
                .iter()
                .find_map(|(a, b)| match f.name {
                    name if name == *a => function(b),
                    name if name == *b => function(a),
                    _ => None,
                })
                .map_or_else(
                    || Callee::Named(format!("{}_inv", f.name).into(), Vec::new()),
                    Callee::Known,
                ),
            // The inverse of b', not the derivative of that of b.
            Callee::Named(name, indices) if primes > 0 => {
                let name = format!("{name}{}_inv", "_prime".repeat(primes.min(8)));
                return Ok((Callee::Named(name.into(), indices), None, 0));
            }
            Callee::Named(name, indices) if indices.is_empty() && self.is_sigmoid(&name) => {
                known("logit")
            }
            Callee::Named(name, indices) => Callee::Named(format!("{name}_inv").into(), indices),
            other => return Ok((other, Some(power), primes)),
        };
        Ok((inverse, None, primes))
    }

    /// A function applied to its arguments.
    pub fn call(
        &mut self,
        callee: &Callee,
        args: &[Expr],
        order: usize,
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        if order > 0 {
            let [argument] = args else {
                return Err(Diagnostic::new(
                    "the prime does not say by which variable is differentiated",
                    span,
                ));
            };
            let order = self.store.int(i64::try_from(order).unwrap_or(i64::MAX));
            let variable = self.variable_for(*argument);
            let body = self.plain_call(callee, &[variable], span)?;
            let store = self.store;
            return Ok(store.make(
                Head::Derivative,
                [variable, *argument, order, body].as_slice(),
            ));
        }
        self.plain_call(callee, args, span)
    }

    fn plain_call(
        &mut self,
        callee: &Callee,
        args: &[Expr],
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let store = self.store;
        let one = || match args {
            [one] => Ok(*one),
            _ => Err(Diagnostic::new(
                format!("this function takes 1 argument, {} are given", args.len()),
                span.clone(),
            )),
        };
        match callee {
            Callee::Known(f) if f.arity.1 > 2 && args.len() == 1 => {
                // The largest value of an expression, not of a list of them.
                if let (Head::Vector, entries) = (store.head(args[0]), store.args(args[0])) {
                    return Ok(store.make(Head::Call(f), entries));
                }
                let depends = Vec::new();
                Ok(self.opaque(f.name, &[args[0]], depends))
            }
            Callee::Known(f) => {
                let (least, most) = f.arity;
                if args.len() < least || args.len() > most {
                    return Err(Diagnostic::new(
                        format!(
                            "`{}` takes {least} argument{}, {} are given",
                            f.name,
                            if least == 1 { "" } else { "s" },
                            args.len()
                        ),
                        span,
                    ));
                }
                Ok(store.make(Head::Call(f), args))
            }
            Callee::Ratio(over, under) => {
                let x = one()?;
                let numerator = over.map_or_else(|| store.int(1), |f| store.call(f, &[x]));
                Ok(store.div(numerator, store.call(under, &[x])))
            }
            Callee::Log(base) => {
                let x = one()?;
                Ok(store.div(store.call("log", &[x]), store.call("log", &[*base])))
            }
            Callee::Named(name, indices) => {
                let mut all = indices.clone();
                all.extend_from_slice(args);
                if all.is_empty() {
                    return Err(Diagnostic::new("a function without arguments", span));
                }
                Ok(store.apply(name, &all))
            }
            Callee::Quantity(_) | Callee::Indicator => {
                Err(Diagnostic::new("this is no function", span))
            }
        }
    }

    /// What an operator makes of its operand.
    pub fn applied(
        &mut self,
        prefix: Prefix,
        operand: Expr,
        span: Range<usize>,
    ) -> Result<Expr, Diagnostic> {
        let store = self.store;
        match prefix {
            Prefix::Function { callee, power } => {
                let value = self.call(&callee, &[operand], 0, span)?;
                Ok(power.map_or(value, |power| store.pow(value, power)))
            }
            Prefix::Big { head, ranges } => Ok(self.bind(head, &ranges, operand)),
            Prefix::Derivative(variables) => {
                let mut value = operand;
                for (variable, order) in variables.into_iter().rev() {
                    self.spend(value, span.clone())?;
                    value = self.derivative(value, variable, order);
                }
                Ok(value)
            }
            Prefix::Opaque { kind, label, bound } => {
                let depends: Vec<Expr> = store
                    .free_names(operand)
                    .into_iter()
                    .filter(|name| !bound.contains(name))
                    .collect();
                Ok(self.opaque(kind, &[label, operand], depends))
            }
        }
    }

    /// A term that the language cannot say: an unknown function of the names it depends on. Equal
    /// terms get equal functions.
    pub fn opaque(&mut self, kind: &str, key: &[Expr], depends: Vec<Expr>) -> Expr {
        let store = self.store;
        let mut depends: Vec<Expr> = depends
            .into_iter()
            .filter(|name| {
                let kind = store.name_kind(*name);
                !matches!(kind, Some(NameKind::Constant | NameKind::Open))
            })
            .collect();
        let mut seen = rustc_hash::FxHashSet::default();
        depends.retain(|name| seen.insert(*name));
        let hash = super::digest::of(store, key);
        let name = format!("{kind}_{hash:016x}");
        let expr = match depends.as_slice() {
            [] => store.name(&name),
            depends => store.apply(&name, depends),
        };
        if !self.quantities.contains(&expr) {
            self.quantities.push(expr);
        }
        if let Some(why) = key.iter().find_map(|part| self.is_hidden(*part)) {
            self.hide(expr, why);
        }
        expr
    }
}

fn known(name: &str) -> Callee {
    match function(name) {
        Some(f) => Callee::Known(f),
        None => Callee::Named(name.into(), Vec::new()),
    }
}
