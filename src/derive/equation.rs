//! Networks given as one equation, `p = sigmoid(b + w_1*x_1)`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::activation::activated;
use super::assemble::{Letters, Predictors};
use super::finding::Names;
use super::form::Form;
use super::network::{Case, Last, output_layer};
use super::outcome::{self, Derivation};
use super::shares;
use crate::catalog;
use crate::expr::{Expr, Head, Node, Store};
use crate::network::{Function, likely_inputs};

/// What the right side of a network's equation is made of: a function of one linear predictor.
pub struct Parts {
    /// The function.
    pub function: Function,
    /// The linear predictor.
    pub predictor: Expr,
    /// The inputs, in no order.
    pub inputs: FxHashSet<Expr>,
    /// The right side as it is written, where that is another form of the function.
    pub written: Option<Expr>,
}

/// Takes the right side of an equation apart; `None` if it is no function of one linear predictor.
pub fn parts(store: &Store, value: Expr) -> Option<Parts> {
    let called = called(store, value);
    let value = expanded(store, value);
    let inputs = likely_inputs(store, value);
    let Some(predictor) = core(store, value, &inputs) else {
        return share(store, value, inputs);
    };
    let eta = store.slot(9);
    let body = replaced(store, value, predictor, eta);
    let function = called
        .filter(|(_, argument)| *argument == predictor)
        .map(|(function, _)| function)
        .or_else(|| inverted(store, body, eta))
        .unwrap_or_else(|| Function::Formula {
            name: "f".into(),
            variable: eta,
            body,
        });
    Some(Parts {
        function,
        predictor,
        inputs,
        written: None,
    })
}

/// A share of two powers of e, which is a sigmoid.
fn share(store: &Store, value: Expr, inputs: FxHashSet<Expr>) -> Option<Parts> {
    let predictor = shares::difference(store, value)?;
    if core(store, predictor, &inputs) != Some(predictor) {
        return None;
    }
    let catalog::Entry::Link(logit) = catalog::find("logit")? else {
        return None;
    };
    Some(Parts {
        function: Function::Link(logit, Vec::new()),
        predictor,
        inputs,
        written: Some(value),
    })
}

/// Derives the model that `output = value` is.
pub fn derive(store: &Store, output: Expr, value: Expr, form: Form) -> Derivation {
    let Some(parts) = parts(store, value) else {
        return outcome::unknown(
            store.eq(output, expanded(store, value)),
            "the right side is no function of one linear predictor",
        );
    };
    let free = [value, output].map(|side| store.free_names(side));
    let taken = free
        .into_iter()
        .flatten()
        .filter_map(|name| store.name_text(name).map(str::to_owned));
    let mut letters = Letters::avoiding(store, taken.collect());
    let last = Last {
        responses: Predictors::One(output),
        predictors: Predictors::One(parts.predictor),
    };
    let names = Names {
        inputs: parts.inputs.iter().copied().collect(),
        layers: 1,
    };
    let case = Case {
        function: &parts.function,
        last,
        full: None,
        inputs: parts.inputs,
        written: parts.written,
        form,
    };
    output_layer(store, &case, &mut letters, &names, None)
}

/// The activation that the right side names, and what it is of: `relu(b + w*x)`.
fn called(store: &Store, value: Expr) -> Option<(Function, Expr)> {
    let (Head::Apply(name), [argument]) = (store.head(value), store.args(value)) else {
        return None;
    };
    let function = match catalog::find(name)? {
        catalog::Entry::Link(link) if link.parameters.is_empty() => {
            Function::Link(link, Vec::new())
        }
        catalog::Entry::Activation(activation) => {
            let formula = super::activation::declared(store, activation.formula)?;
            let plain = store.free_names(formula) == [store.name("z")];
            plain.then(|| Function::Activation(activation, Vec::new()))?
        }
        catalog::Entry::Link(_) => return None,
    };
    Some((function, *argument))
}

/// The link whose inverse a known function of the predictor is. What a formula calls `log` is the
/// logarithm, not the inverse of the link of this name.
fn inverted(store: &Store, body: Expr, eta: Expr) -> Option<Function> {
    if !matches!(store.head(body), Head::Call(_)) || store.args(body) != [eta] {
        return None;
    }
    let plain = crate::links::ALL.iter().copied();
    let plain = plain
        .filter(|link| link.shape == crate::links::Shape::Scalar && link.parameters.is_empty());
    let mut functions = plain.map(|link| Function::Link(link, Vec::new()));
    functions.find(|link| {
        activated(store, link, eta, eta)
            .is_some_and(|known| known.body == body || known.named == Some(body))
    })
}

/// Activations by name replaced by their formulas, where they take no parameter.
fn expanded(store: &Store, value: Expr) -> Expr {
    store.rebuild(value, |head, args| {
        let (Head::Apply(name), [argument]) = (head, args) else {
            return None;
        };
        let (text, variable) = match catalog::find(name)? {
            catalog::Entry::Link(link) => (link.inverse, "eta"),
            catalog::Entry::Activation(activation) => (activation.formula, "z"),
        };
        let mut binding: crate::expr::Binding =
            [(store.name(variable), *argument)].into_iter().collect();
        for parameter in catalog::find(name)?.parameters() {
            let default = super::activation::declared(store, parameter.default?)?;
            binding.insert(store.name(parameter.name), default);
        }
        Some(store.substitute(super::activation::declared(store, text)?, &binding))
    })
}

/// What is known of a part: whether an input occurs in it, and whether it is affine in them.
#[derive(Clone, Copy)]
struct Part {
    has: bool,
    affine: bool,
}

/// The one largest affine part that holds the inputs.
fn core(store: &Store, value: Expr, inputs: &FxHashSet<Expr>) -> Option<Expr> {
    let mut parts: FxHashMap<Expr, Part> = FxHashMap::default();
    store.fold(value, |expr, node, args: &[Part]| {
        let part = part(store, inputs, expr, node, args);
        parts.insert(expr, part);
        part
    });
    let mut found: Vec<Expr> = Vec::new();
    let mut stack = vec![value];
    let mut seen = FxHashSet::default();
    while let Some(expr) = stack.pop() {
        if !seen.insert(expr) || !parts.get(&expr).is_some_and(|part| part.has) {
            continue;
        }
        if parts[&expr].affine {
            let stripped = match expr == value {
                true => expr,
                false => strip(store, expr),
            };
            if !found.contains(&stripped) {
                found.push(stripped);
            }
            continue;
        }
        stack.extend_from_slice(store.args(expr));
    }
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

fn part(store: &Store, inputs: &FxHashSet<Expr>, expr: Expr, node: &Node, args: &[Part]) -> Part {
    let has = super::collapse::is_input(store, inputs, expr) || args.iter().any(|arg| arg.has);
    let all = || args.iter().all(|arg| arg.affine);
    let affine = !has
        || match node.head {
            Head::Name(_) | Head::Entry => true,
            Head::Add | Head::Neg => all(),
            Head::Mul => all() && args.iter().filter(|arg| arg.has).count() == 1,
            Head::Div => args[0].affine && !args[1].has,
            Head::Sum => args[3].affine,
            _ => false,
        };
    Part { has, affine }
}

/// Without a sign in front.
fn strip(store: &Store, expr: Expr) -> Expr {
    match (store.head(expr), store.args(expr)) {
        (Head::Neg, [inner]) => *inner,
        _ => expr,
    }
}

/// The value with a part replaced by a name, wherever it occurs.
fn replaced(store: &Store, value: Expr, part: Expr, name: Expr) -> Expr {
    store.fold(value, |expr, node, args: &[Expr]| {
        if expr == part {
            name
        } else if node.args.as_slice() == args {
            expr
        } else {
            store.with_args(&node.head, args)
        }
    })
}
