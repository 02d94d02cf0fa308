//! The derivation of a whole network.

use num_traits::Zero;
use rustc_hash::{FxHashMap, FxHashSet};

use super::activation::{Activated, activated};
use super::assemble::{self, Letters, Predictors, Signal};
use super::constants::Constants;
use super::dictionary::Predictor;
use super::finding::{self, Finding, Names};
use super::finish::finished;
use super::form::{Form, Inverted};
use super::inversion::{self, Inversion};
use super::outcome::{self, Derivation};
use super::record::{Record, proof_of, renamed};
use super::refute::Evidence;
use super::{equation, factors, hidden, refute, softmax};
use crate::eval::f64_value;
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::{Kernel, Step, ring};
use crate::links::Shape;
use crate::network::{Bias, Function, Inputs, Layer, Network, Outputs, Weights};
use crate::render::page::{Level, Text};

/// Derives the generalized linear model that a network is, or the best true statement about it.
pub fn derive(store: &Store, network: &Network) -> Derivation {
    derive_in(store, network, Form::default())
}

/// The same, with the result in a form. Of softmax only the link's side is shown.
pub fn derive_in(store: &Store, network: &Network, form: Form) -> Derivation {
    let derivation = match network {
        Network::Layers {
            inputs,
            layers,
            outputs,
        } => layered(store, inputs, layers, outputs, form),
        Network::Equation { output, value } => equation::derive(store, *output, *value, form),
    };
    finished(store, derivation, network)
}

/// Hidden features: what they are called, and what they equal.
pub struct Features {
    /// The name of their vector, or of the only one.
    pub name: Expr,
    /// Their definitions: equations, one for all where they are indexed.
    pub definitions: Vec<Expr>,
    /// Certain evidence that the last predictor is not affine in the inputs, if it was found.
    pub evidence: Option<Evidence>,
    /// Whether that is so for some weights, the weights being symbols.
    pub general: bool,
}

/// The equations of the last layer.
pub struct Last {
    /// The responses.
    pub responses: Predictors,
    /// Their predictors.
    pub predictors: Predictors,
}

fn layered(
    store: &Store,
    inputs: &Inputs,
    layers: &[Layer],
    outputs: &Outputs,
    form: Form,
) -> Derivation {
    let mut letters = Letters::avoiding(store, names(store, inputs, layers, outputs));
    let input_signal = assemble::inputs(store, inputs);
    let Some((last, earlier)) = layers.split_last() else {
        return outcome::unknown(store.int(0), "the network has no layer");
    };
    // The network in its inputs, and in the features of its last nonlinear hidden layer.
    let mut full = input_signal.clone();
    let mut signal = input_signal.clone();
    let mut features: Option<Features> = None;
    let mut number = 0;
    for layer in earlier {
        let index = letters.pick(&["j", "l", "m", "r", "s"]);
        // Never seen: every predictor is put in its place.
        let z = store.slot(9);
        let (Some(raw), Some(raw_full), Some(function)) = (
            assemble::predictors(store, layer, &signal, index),
            assemble::predictors(store, layer, &full, index),
            activated(store, &layer.function, z, z),
        ) else {
            return outcome::unknown(store.int(0), UNREADABLE);
        };
        full = apply(store, layer, &function, z, raw_full, &mut letters);
        let values = apply(store, layer, &function, z, raw, &mut letters);
        if is_affine(store, function.body, z) && shape(&layer.function) == Shape::Scalar {
            signal = values;
            continue;
        }
        number += 1;
        let base = if number == 1 {
            "h".to_owned()
        } else {
            format!("h{number}")
        };
        let name = letters.pick(&[&base, "h", "v", "u"]);
        let index = letters.pick(&["i", "k", "q"]);
        let (equations, next) = define(store, name, index, values);
        let mut definitions = features.map_or_else(Vec::new, |f| f.definitions);
        definitions.extend(equations);
        features = Some(Features {
            name,
            definitions,
            evidence: None,
            general: false,
        });
        signal = next;
    }
    let index = letters.pick(&["j", "i", "l", "m"]);
    let (Some(predictors), Some(full)) = (
        assemble::predictors(store, last, &signal, index),
        assemble::predictors(store, last, &full, index),
    ) else {
        return outcome::unknown(store.int(0), UNREADABLE);
    };
    if let Some(features) = &mut features
        && let Some((evidence, general)) =
            hidden::evidence(store, inputs, layers, &mut letters.clone())
    {
        features.evidence = Some(evidence);
        features.general = general;
    }
    let responses = assemble::outputs(store, outputs, &predictors);
    let input_names = match &features {
        Some(features) => [features.name].into_iter().collect(),
        None => input_set(store, inputs, &input_signal),
    };
    let names = Names {
        inputs: input_words(store, inputs, input_signal),
        layers: earlier.len() + 1,
    };
    let case = Case {
        function: &last.function,
        last: Last {
            responses,
            predictors,
        },
        full: features.is_some().then_some(full),
        inputs: input_names,
        written: None,
        form,
    };
    output_layer(store, &case, &mut letters, &names, features.as_ref())
}

/// What a layer makes of its predictors: its activation applied to each, or softmax to all.
pub fn apply(
    store: &Store,
    layer: &Layer,
    function: &Activated,
    z: Expr,
    predictors: Predictors,
    letters: &mut Letters<'_>,
) -> Signal {
    if shape(&layer.function) == Shape::Scalar {
        let put =
            |e: Expr| store.substitute(function.body, &[(z, e)].into_iter().collect::<Binding>());
        return Signal::from(map(predictors, put));
    }
    let exp = |e: Expr| store.call("exp", &[e]);
    match predictors {
        Predictors::One(_) => Signal::List(vec![store.int(1)]),
        Predictors::List(all) => {
            let powers: Vec<Expr> = all.into_iter().map(exp).collect();
            let total = store.add(powers.as_slice());
            Signal::List(powers.into_iter().map(|p| store.div(p, total)).collect())
        }
        Predictors::Indexed(template, size) => {
            let index = letters.pick(&["l", "r", "s"]);
            let one = store.slot(1);
            let at = store.substitute(template, &[(one, index)].into_iter().collect());
            let total = store.bind(Head::Sum, index, store.int(1), size, exp(at));
            Signal::Indexed(store.div(exp(template), total), size)
        }
    }
}

const UNREADABLE: &str = "the layer's weights cannot be written out for a symbolic number of units";

/// The last layer's equations, to be inverted.
pub struct Case<'n> {
    /// Its activation.
    pub function: &'n Function,
    /// Its responses and predictors.
    pub last: Last,
    /// The predictors in the inputs, where `last` is in hidden features.
    pub full: Option<Predictors>,
    /// The names of the inputs, or of the hidden features.
    pub inputs: FxHashSet<Expr>,
    /// The right side as it is written, where that is another form of the activation of the
    /// predictor.
    pub written: Option<Expr>,
    /// The form of the result.
    pub form: Form,
}

/// Inverts the last layer.
pub fn output_layer(
    store: &Store,
    case: &Case<'_>,
    letters: &mut Letters<'_>,
    names: &Names,
    features: Option<&Features>,
) -> Derivation {
    if shape(case.function) == Shape::Categories {
        return softmax::derive(store, case, letters, names, features);
    }
    let eta = letters.pick(&["eta", "z", "t"]);
    // An entry of a vector is no name that a lemma could speak of.
    let response = match &case.last.responses {
        Predictors::One(p) if store.name_text(*p).is_some() => *p,
        _ => letters.pick(&["y", "mu", "p", "v"]),
    };
    let Some(function) = activated(store, case.function, eta, response) else {
        return outcome::unknown(store.int(0), UNREADABLE);
    };
    scalar(
        store, case, &function, eta, response, letters, names, features,
    )
}

/// Outputs that are each a function of one predictor.
#[allow(clippy::too_many_arguments)]
pub fn scalar(
    store: &Store,
    case: &Case<'_>,
    function: &Activated,
    eta: Expr,
    response: Expr,
    letters: &mut Letters<'_>,
    names: &Names,
    features: Option<&Features>,
) -> Derivation {
    let kernel = Kernel::new(store);
    let assumed = factors::nonzero(store, &kernel, function, eta, response);
    let function = assumed.as_ref().unwrap_or(function);
    let definition = format!("{}-definition", function.label.replace(' ', "-"));
    let mut finding = Finding::new(store, function, names, features, &case.inputs);
    finding.constants = Constants::of(store, function.body, letters);
    let definition_values = |predictor: Expr| -> Vec<(String, Expr)> {
        match function.named.map(|named| store.head(named).clone()) {
            Some(Head::Call(_)) => vec![("a".to_owned(), predictor)],
            _ => vec![(
                store.name_text(eta).unwrap_or_default().to_owned(),
                predictor,
            )],
        }
    };
    if let Some(named) = function.named
        && matches!(store.head(named), Head::Apply(_))
    {
        let why = format!("definition of {}", function.label);
        kernel.define(&definition, &why, named, function.body);
        finding.definitions.push(outcome::Definition {
            name: definition.clone(),
            why,
            left: named,
            body: function.body,
        });
    }
    // The whole formula, and where each equation stands in it.
    let k = letters.pick(&["k", "i", "q"]);
    let applied = |predictor: Expr| {
        let shown = function.named.unwrap_or(function.body);
        store.substitute(shown, &[(eta, predictor)].into_iter().collect::<Binding>())
    };
    let paired = |predictors: &Predictors| pairs(store, &case.last.responses, predictors, k);
    let Some((equations, each)) = paired(&case.last.predictors) else {
        return outcome::unknown(store.int(0), UNREADABLE);
    };
    let in_inputs = case.full.as_ref().and_then(paired);
    let in_inputs = in_inputs.as_ref().map_or(&equations, |(all, _)| all);
    let wrap = |equations: Vec<Expr>| match each {
        Some(size) => store.bind(Head::Each, k, store.int(1), size, equations[0]),
        None => store.and(equations),
    };
    let first = wrap(
        equations
            .iter()
            .map(|(_, p, z)| store.eq(*p, applied(*z)))
            .collect(),
    );
    finding.network = wrap(
        in_inputs
            .iter()
            .map(|(_, p, z)| {
                let body = match function.named {
                    Some(named) if matches!(store.head(named), Head::Call(_)) => named,
                    _ => function.body,
                };
                let binding = [(eta, *z)].into_iter().collect::<Binding>();
                store.eq(*p, store.substitute(body, &binding))
            })
            .collect(),
    );
    let inverted = invert_known(&kernel, function, eta, response);
    let Ok((
        Inversion {
            chain: lemma,
            link: form,
        },
        known,
    )) = inverted
    else {
        return finding.not_inverted(eta, response, &equations, first);
    };
    let on_predictor = |c: &Expr| store.contains(*c, eta);
    if function.link.is_none()
        && lemma.theorem.conditions().iter().any(on_predictor)
        && refute::not_one_to_one(store, function.body, eta).is_some()
    {
        // It has an inverse only where predictors are restricted, which no link does.
        return finding.not_inverted(eta, response, &equations, first);
    }
    if known.is_some() {
        finding.link = known;
    }
    finding.form = match case.last.responses {
        Predictors::One(p) => {
            let named = [(response, p)].into_iter().collect();
            Some((store.substitute(form, &named), p, eta))
        }
        _ => Some((form, response, eta)),
    };
    let of_response = |c: &&Expr| store.contains(**c, response) && !store.contains(**c, eta);
    let conditions = lemma.theorem.conditions().iter();
    finding.on_response = conditions.filter(of_response).copied().collect();
    if let Some((_, mean, _)) = finding.form {
        let named: Binding = [(response, mean)].into_iter().collect();
        let put = |condition: &mut Expr| *condition = store.substitute(*condition, &named);
        finding.on_response.iter_mut().for_each(put);
        finding.function.domain = function
            .domain
            .map(|domain| store.substitute(domain, &named));
    }
    let fixed: Vec<Expr> = lemma
        .first_names()
        .into_iter()
        .filter(|name| *name != eta && *name != response)
        .collect();
    let lemma_name = "inversion";
    kernel.lemma(lemma_name, "invert the activation", &lemma.theorem, &fixed);
    let mut record = match (case.written, &case.last.responses) {
        (Some(written), Predictors::One(p)) => {
            // It becomes the activation written out, and not by its name.
            let start = store.eq(*p, written);
            finding.network = start;
            let mut record = Record::new(&kernel, start, &function.given);
            let binding: Binding = [(eta, equations[0].2)].into_iter().collect();
            let shown = store.substitute(function.body, &binding);
            let why = "divide numerator and denominator by the numerator";
            if record
                .chain
                .algebra(&[1], shown, why, Level::Standard)
                .is_err()
            {
                return finding.failed(start);
            }
            record.note(|formula| formula);
            record
        }
        _ => Record::new(&kernel, first, &function.given),
    };
    let single = equations.len() == 1;
    for (path, p, z) in &equations {
        let z_shown = match each {
            Some(_) => store.entry(eta, &[k]),
            None => eta,
        };
        let shown_binding: Binding = [(response, *p), (eta, z_shown)].into_iter().collect();
        let in_frame = |formula: Expr| match each {
            Some(size) => store.bind(Head::Each, k, store.int(1), size, formula),
            None => formula,
        };
        let shown = |formula: Expr| in_frame(store.substitute(formula, &shown_binding));
        if function.named.is_some() && case.written.is_none() {
            let mut at = path.clone();
            at.push(1);
            let values = definition_values(*z);
            let values: Vec<(&str, Expr)> = values
                .iter()
                .map(|(name, value)| (name.as_str(), *value))
                .collect();
            if record.chain.apply(&definition, &at, &values).is_err() {
                return finding.failed(first);
            }
            let written = store.eq(response, function.body);
            record.note(|_| shown(written));
        }
        let before = record.chain.current();
        let binding: Binding = [(response, *p), (eta, *z)].into_iter().collect();
        let put = store.substitute(lemma.current(), &binding);
        let Some(after) = store.replace_at(before, path, put) else {
            return finding.failed(first);
        };
        let bindings = [
            (store.name_text(response).unwrap_or_default().to_owned(), *p),
            (store.name_text(eta).unwrap_or_default().to_owned(), *z),
        ];
        let step = Step {
            rule: lemma_name.to_owned(),
            path: path.clone(),
            bindings: bindings.into_iter().collect(),
            after,
        };
        if record
            .chain
            .take(step, Text::default(), Level::Full)
            .is_err()
        {
            return finding.failed(first);
        }
        let whole = |formula: Expr| store.replace_at(before, path, formula).unwrap_or(formula);
        let proof = proof_of(&lemma, &function.given);
        let start = record.lines.len();
        record.note_lemma(&lemma, proof, fixed.clone(), &binding, whole, shown);
        for line in &mut record.lines[start..] {
            line.reason = renamed(&line.reason, |e| store.substitute(e, &shown_binding));
        }
        if let Some(line) = record.lines.last_mut() {
            line.shown = line.after;
        }
        finding::polish(&mut record.lines[start..]);
        let mut right = path.clone();
        right.push(1);
        let _ = record.chain.collapse(&right, &case.inputs);
        let start = record.lines.len();
        record.note(|formula| formula);
        // A reader wants the collected predictor; how it was collected is detail.
        let count = record.lines.len() - start;
        for (n, line) in record.lines[start..].iter_mut().enumerate() {
            if n + 1 < count {
                line.level = Level::Full;
            } else {
                line.level = Level::Brief;
                line.reason = "collect the intercept and the coefficient of each input".into();
            }
        }
    }
    let predictors: Vec<(Expr, Expr)> = match each {
        Some(_) => vec![(store.entry(eta, &[k]), equations[0].2)],
        None if single => vec![(eta, equations[0].2)],
        None => Vec::new(),
    };
    let right = store.at(record.chain.current(), &last_side(&equations));
    let model = Predictor::of(store, right.unwrap_or(equations[0].2), &case.inputs);
    let inverted = Inverted {
        lemma: lemma_name,
        mean: lemma.first,
        names: [response, eta],
        equations: equations.iter().map(|e| (e.0.clone(), e.1)).collect(),
    };
    if case.form.bring(&mut record, &inverted).is_err() {
        return finding.failed(first);
    }
    finding.finish(record, &predictors, &model)
}

/// Where the first equation's right side stands.
fn last_side(equations: &[Equation]) -> Vec<u32> {
    let mut path = equations[0].0.clone();
    path.push(1);
    path
}

/// The equations of responses and predictors, each with its place in the whole formula; and, where
/// one stands for all, the number of them.
fn pairs(
    store: &Store,
    responses: &Predictors,
    predictors: &Predictors,
    k: Expr,
) -> Option<(Vec<Equation>, Option<Expr>)> {
    let one = store.slot(1);
    let at = |e: Expr, index: Expr| store.substitute(e, &[(one, index)].into_iter().collect());
    Some(match (responses, predictors) {
        (Predictors::One(p), Predictors::One(z)) => (vec![(Vec::new(), *p, *z)], None),
        (Predictors::Indexed(p, size), Predictors::Indexed(z, _)) => {
            (vec![(vec![3], at(*p, k), at(*z, k))], Some(*size))
        }
        (Predictors::List(p), predictors) => {
            let value = |n: usize| match predictors {
                Predictors::List(z) => z.get(n).copied(),
                Predictors::One(z) => Some(*z),
                Predictors::Indexed(z, _) => Some(at(*z, store.int(n as i64 + 1))),
            };
            let all = p.iter().enumerate();
            let all = all.filter_map(|(n, p)| Some((vec![n as u32], *p, value(n)?)));
            (all.collect(), None)
        }
        _ => return None,
    })
}

/// An equation `response = f(predictor)`: its place in the whole formula, response, predictor.
pub type Equation = (Vec<u32>, Expr, Expr);

/// Inverts an activation; an activation given by a formula is also compared with every known
/// link.
fn invert_known<'k, 'a>(
    kernel: &'k Kernel<'a>,
    function: &Activated,
    eta: Expr,
    response: Expr,
) -> super::chain::Progress<(Inversion<'k, 'a>, Option<&'static crate::links::Link>)> {
    let invert = |usual: Option<Expr>| {
        inversion::invert(kernel, response, eta, function.body, &function.given, usual)
    };
    if function.link.is_some() {
        return Ok((invert(function.usual)?, function.link));
    }
    let plain = invert(None)?;
    let store = kernel.store();
    for link in crate::links::ALL {
        if link.shape != Shape::Scalar || !link.parameters.is_empty() {
            continue;
        }
        let Some(forward) = super::activation::declared(store, link.forward) else {
            continue;
        };
        let binding: Binding = [(store.name("mu"), response)].into_iter().collect();
        let usual = store.substitute(forward, &binding);
        if plain.link == usual {
            return Ok((plain, Some(link)));
        }
        if !may_agree(store, plain.link, usual, response) {
            continue;
        }
        if let Ok(found) = invert(Some(usual))
            && found.link == usual
            && found.chain.theorem.conditions().len() <= plain.chain.theorem.conditions().len()
        {
            return Ok((found, Some(link)));
        }
    }
    Ok((plain, None))
}

/// Whether two terms in a variable have nearly the same values in machine numbers: no use to try
/// to prove them equal otherwise.
pub fn may_agree(store: &Store, a: Expr, b: Expr, variable: Expr) -> bool {
    let mut names = store.free_names(a);
    names.extend(store.free_names(b));
    let mut met = false;
    for point in [0.3, 0.7, 1.7, -0.4, -1.6] {
        let mut values: FxHashMap<Expr, f64> = FxHashMap::default();
        for (k, name) in names.iter().enumerate() {
            values.insert(*name, 0.45 + 0.21 * k as f64);
        }
        values.insert(variable, point);
        let [a, b] = [a, b].map(|e| f64_value(store, e, &values));
        if !(a.is_finite() && b.is_finite()) {
            continue;
        }
        if (a - b).abs() > 1e-6 * (1.0 + a.abs()) {
            return false;
        }
        met = true;
    }
    met
}

/// Whether a function takes one predictor or those of all categories.
pub fn shape(function: &Function) -> Shape {
    match function {
        Function::Link(link, _) => link.shape,
        _ => Shape::Scalar,
    }
}

/// Whether a function is affine in its variable.
pub fn is_affine(store: &Store, body: Expr, variable: Expr) -> bool {
    let kernel = Kernel::new(store);
    let Some(q) = ring::quotient(store, kernel.arranger(), body) else {
        return false;
    };
    q.bottom.as_constant().is_some_and(|c| !c.is_zero())
        && q.top.0.keys().all(|monomial| {
            let own = |(atom, power): &(Expr, u32)| *atom == variable && *power == 1;
            monomial.iter().filter(|m| own(m)).count() <= 1
                && monomial
                    .iter()
                    .all(|m| own(m) || !store.contains(m.0, variable))
        })
}

fn map(predictors: Predictors, f: impl Fn(Expr) -> Expr) -> Predictors {
    match predictors {
        Predictors::One(e) => Predictors::One(f(e)),
        Predictors::List(all) => Predictors::List(all.into_iter().map(f).collect()),
        Predictors::Indexed(e, size) => Predictors::Indexed(f(e), size),
    }
}

/// Names for values: `h = ...` or `h[i] = ... for i in 1..m`, and the signal of the names.
fn define(store: &Store, name: Expr, index: Expr, values: Signal) -> (Vec<Expr>, Signal) {
    match values {
        Signal::List(all) if all.len() == 1 => {
            (vec![store.eq(name, all[0])], Signal::List(vec![name]))
        }
        Signal::List(all) => {
            let names: Vec<Expr> = (1..=all.len())
                .map(|k| store.entry(name, &[store.int(k as i64)]))
                .collect();
            let equations = names
                .iter()
                .zip(&all)
                .map(|(n, e)| store.eq(*n, *e))
                .collect();
            (equations, Signal::List(names))
        }
        Signal::Indexed(template, size) => {
            let at = |e: Expr| store.substitute(e, &[(store.slot(1), index)].into_iter().collect());
            let equation = store.eq(store.entry(name, &[index]), at(template));
            let all = store.bind(Head::Each, index, store.int(1), size, equation);
            let names = store.entry(name, &[store.slot(1)]);
            (vec![all], Signal::Indexed(names, size))
        }
    }
}

fn input_set(store: &Store, inputs: &Inputs, signal: &Signal) -> FxHashSet<Expr> {
    match (inputs, signal) {
        (Inputs::Indexed { name, .. }, _) => [store.name(name)].into_iter().collect(),
        (Inputs::Named(_), Signal::List(all)) => all.iter().copied().collect(),
        (Inputs::Named(_), Signal::Indexed(..)) => FxHashSet::default(),
    }
}

/// The inputs as the dictionary names them.
fn input_words(store: &Store, inputs: &Inputs, signal: Signal) -> Vec<Expr> {
    match inputs {
        Inputs::Named(_) => signal.into_list().unwrap_or_default(),
        Inputs::Indexed { name, .. } => {
            vec![store.entry(store.name(name), &[store.name("j")])]
        }
    }
}

/// Every name that the description uses, without its subscript: w for w_1 and w_blue. No letter
/// that is chosen has one.
fn names(store: &Store, inputs: &Inputs, layers: &[Layer], outputs: &Outputs) -> FxHashSet<String> {
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut take = |name: &str| {
        let base = name.split_once('_').map_or(name, |(base, _)| base);
        if !taken.contains(base) {
            taken.insert(base.to_owned());
        }
    };
    let add = |expr: Expr, take: &mut dyn FnMut(&str)| {
        for name in store.free_names(expr) {
            store.name_text(name).into_iter().for_each(&mut *take);
        }
    };
    match inputs {
        Inputs::Named(names) => names.iter().for_each(|name| take(name)),
        Inputs::Indexed { name, size } => {
            take(name);
            size.symbol().into_iter().for_each(&mut take);
        }
    }
    match outputs {
        Outputs::Symbol(name) => take(name),
        Outputs::Named(names) => names.iter().for_each(|name| take(name)),
    }
    for layer in layers {
        layer.units.symbol().into_iter().for_each(&mut take);
        match &layer.weights {
            Weights::Symbol(name) => take(name),
            Weights::Values(rows) => rows.iter().flatten().for_each(|e| add(*e, &mut take)),
        }
        match &layer.bias {
            Bias::Symbol(name) => take(name),
            Bias::Values(values) => values.iter().for_each(|e| add(*e, &mut take)),
            Bias::None => {}
        }
        match &layer.function {
            Function::Link(_, values) => values.iter().for_each(|e| add(*e, &mut take)),
            Function::Activation(_, values) => {
                values.iter().for_each(|(_, e)| add(*e, &mut take));
            }
            Function::Formula { name, body, .. } => {
                take(name);
                add(*body, &mut take);
            }
        }
    }
    taken
}
