//! Functions that are known by their words, such as softplus and probit: what they are where nobody
//! says otherwise.

use crate::catalog::{self, Entry};
use crate::expr::{Binding, Expr, Head, Store};
use crate::parse;

/// Links whose name as a function is that of the link.
const LINKS: &[&str] = &["probit", "cloglog", "loglog", "cauchit"];

/// Links whose name as a function is that of the activation.
const ACTIVATIONS: &[&str] = &[
    "softplus",
    "softsign",
    "selu",
    "log_sigmoid",
    "squareplus",
    "relu",
    "relu6",
    "gelu",
    "silu",
    "mish",
];

/// A formula with such functions written out, and for each what it was taken for.
pub fn written_out(store: &Store, formula: Expr, but: impl Fn(&str) -> bool) -> (Expr, Vec<Expr>) {
    let mut said = Vec::new();
    let out = store.rebuild(formula, |head, args| {
        let (Head::Apply(name), [argument]) = (head, args) else {
            return None;
        };
        if but(name) {
            return None;
        }
        let (text, variable) = meaning(name)?;
        let body = parse::formula(store, text).ok()?;
        let variable = store.name(variable);
        let equation = store.eq(store.apply(name, &[variable]), body);
        if !said.contains(&equation) {
            said.push(equation);
        }
        let binding: Binding = [(variable, *argument)].into_iter().collect();
        Some(store.substitute(body, &binding))
    });
    (out, said)
}

/// A formula in which σ(z) is the sigmoid, unless σ is a number in it too.
pub fn sigmoid(store: &Store, formula: Expr) -> Expr {
    let sigma = store.name("sigma");
    if store.contains(formula, sigma) {
        return formula;
    }
    store.rebuild(formula, |head, args| match (head, args) {
        (Head::Apply(name), [argument]) if &**name == "sigma" => {
            Some(store.call("sigmoid", &[*argument]))
        }
        _ => None,
    })
}

/// Whether σ(x) = t surely names another function than the sigmoid: t has names of its own, or
/// speaks of the sigmoid, or is an activation by cases.
pub fn is_another_sigma(store: &Store, parameters: &[Expr], value: Expr) -> bool {
    let parameters: Vec<Expr> = parameters
        .iter()
        .flat_map(|p| store.free_names(*p))
        .collect();
    let own = store
        .free_names(value)
        .into_iter()
        .any(|name| !parameters.contains(&name) && !store.is_constant(name));
    own || store.any(value, |node| match &node.head {
        Head::Piecewise => true,
        Head::Call(f) => matches!(f.name, "sigmoid" | "max" | "min" | "abs"),
        _ => false,
    })
}

/// The formula of a function and its variable.
fn meaning(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "log1p" => return Some(("log(1 + z)", "z")),
        "expm1" => return Some(("exp(z) - 1", "z")),
        _ => {}
    }
    // A letter is no name of a function: φ is not Φ.
    if name.len() < 4 {
        return None;
    }
    match catalog::find(name)? {
        Entry::Link(link) if LINKS.contains(&link.names[0]) => Some((link.forward, "mu")),
        Entry::Link(link) if ACTIVATIONS.contains(&link.names[0]) => Some((link.inverse, "eta")),
        Entry::Activation(activation) if ACTIVATIONS.contains(&activation.names[0]) => {
            Some((activation.formula, "z"))
        }
        _ => None,
    }
}
