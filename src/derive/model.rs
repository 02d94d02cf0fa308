//! From the equation of a generalized linear model to the network that it is: g(μ) = η solved for μ.

use super::activation::{Activated, activated, declared};
use super::assemble::Letters;
use super::chain::Chain;
use super::columns;
use super::dictionary::Predictor;
use super::finding::{self, Finding, Names};
use super::finish;
use super::inversion;
use super::network::may_agree;
use super::outcome::{self, Definition, Derivation};
use super::record::{Record, proof_of, renamed};
use crate::expr::{Binding, Expr, Head, Store};
use crate::kernel::{Kernel, Step};
use crate::links::{self, Link, Shape};
use crate::network::{Function, Model, Network};
use crate::render::page::{Direction, Level, Line, Link as Relation, Text};

/// What comes of a model.
pub struct Converted {
    /// The derivation from its equation to that of the network.
    pub derivation: Derivation,
    /// The network, if its mean was found.
    pub network: Option<Network>,
    /// Inputs of the network that are products or functions of variables: names and values.
    pub columns: Vec<(String, Expr)>,
}

/// Derives the network that a model is.
///
/// # Errors
/// A sentence that says why the equation is no generalized linear model.
pub fn convert(store: &Store, model: &Model) -> Result<Converted, Text> {
    columns::check(store, model.predictor, &model.inputs)?;
    let sides = [model.left, model.predictor];
    let names = sides.iter().flat_map(|side| store.free_names(*side));
    let taken = names.filter_map(|name| store.name_text(name).map(str::to_owned));
    let mut letters = Letters::avoiding(store, taken.collect());
    let eta = letters.pick(&["eta", "z", "t"]);
    let response = match store.name_text(model.mean) {
        Some(_) => model.mean,
        None => letters.pick(&["mu", "p", "y", "v"]),
    };
    let renaming: Binding = [(model.mean, response)].into_iter().collect();
    let left = store.substitute(model.left, &renaming);
    let kernel = Kernel::new(store);
    let Some(found) = recognise(&kernel, model, left, response, eta) else {
        return Ok(Converted {
            derivation: finish::of_model(
                store,
                outcome::unknown(
                    store.eq(model.left, model.predictor),
                    "the equation was not solved for the mean",
                ),
                model.mean,
                &model.inputs,
            ),
            network: None,
            columns: Vec::new(),
        });
    };
    let (derivation, predictor) = written(store, &kernel, model, &found, left, response, eta);
    let derivation = finish::of_model(store, derivation, model.mean, &model.inputs);
    let layer = columns::layer(store, predictor, &model.inputs);
    let (network, columns) = match layer {
        Some(layer) => layer.network(store, model.mean, &found.function),
        None => {
            let shown = found.activated.named.unwrap_or(found.activated.body);
            let value = store.substitute(shown, &[(eta, predictor)].into_iter().collect());
            let output = model.mean;
            (Network::Equation { output, value }, Vec::new())
        }
    };
    Ok(Converted {
        derivation,
        network: Some(network),
        columns,
    })
}

/// The activation whose inverse a left side is, and `left = η ⇔ y = f(η)`.
struct Found<'k, 'a> {
    function: Function,
    activated: Activated,
    lemma: Lemma<'k, 'a>,
}

/// `left = η ⇔ y = f(η)`.
struct Lemma<'k, 'a> {
    chain: Chain<'k, 'a>,
    /// It goes from the network's side to the model's.
    backwards: bool,
    /// It says f by its name.
    named: bool,
}

/// Finds the activation: that of the link which the left side is, or else the solution itself.
fn recognise<'k, 'a>(
    kernel: &'k Kernel<'a>,
    model: &Model,
    left: Expr,
    response: Expr,
    eta: Expr,
) -> Option<Found<'k, 'a>> {
    let store = kernel.store();
    let of = |link: &'static Link, values: Vec<Expr>| {
        let function = Function::Link(link, values);
        let activated = activated(store, &function, eta, response)?;
        let lemma = lemma(kernel, &activated, left, response, eta)?;
        Some(Found {
            function,
            activated,
            lemma,
        })
    };
    if let Some((link, values)) = &model.link {
        return of(link, values.clone());
    }
    let scalar = || {
        let links = links::ALL.iter().copied();
        links.filter(|link| link.shape == Shape::Scalar)
    };
    // Links without parameters say more: a square root is a power as well.
    let plain = scalar().filter(|link| link.parameters.is_empty());
    let with_parameters = scalar().filter(|link| !link.parameters.is_empty());
    for link in plain.clone().chain(with_parameters) {
        if let Some(values) = values(store, link, left, response)
            && let Some(found) = of(link, values)
        {
            return Some(found);
        }
    }
    for link in plain {
        let binding = [(store.name("mu"), response)].into_iter().collect();
        let usual = store.substitute(declared(store, link.forward)?, &binding);
        if may_agree(store, left, usual, response)
            && let Some(found) = of(link, Vec::new())
        {
            return Some(found);
        }
    }
    let chain = inversion::solved(kernel, store.eq(left, eta), response, &[], None).ok()?;
    let (_, body) = store.sides(chain.current())?;
    let function = Function::Formula {
        name: "f".into(),
        variable: eta,
        body,
    };
    let mut activated = activated(store, &function, eta, response)?;
    activated.named = None;
    Some(Found {
        function,
        activated,
        lemma: Lemma {
            chain,
            backwards: false,
            named: false,
        },
    })
}

/// The lemma, from the left; where that takes conditions which the other way does not take, the
/// other way.
fn lemma<'k, 'a>(
    kernel: &'k Kernel<'a>,
    activated: &Activated,
    left: Expr,
    response: Expr,
    eta: Expr,
) -> Option<Lemma<'k, 'a>> {
    let store = kernel.store();
    let (given, body) = (&activated.given, activated.body);
    let first = store.eq(left, eta);
    let ends = [Some(body), activated.named];
    let ends = ends.into_iter().flatten();
    let mut forwards = ends.enumerate().filter_map(|(k, end)| {
        let chain = inversion::solved(kernel, first, response, given, Some(end)).ok()?;
        (chain.current() == store.eq(response, end)).then_some(Lemma {
            chain,
            backwards: false,
            named: k > 0,
        })
    });
    let forwards = forwards.next();
    let count = |chain: &Chain<'_, '_>| chain.theorem.conditions().len();
    if let Some(lemma) = &forwards
        && count(&lemma.chain) <= given.len()
    {
        return forwards;
    }
    let other = inversion::invert(kernel, response, eta, body, given, Some(left)).ok();
    let other = other.filter(|other| {
        let fewer = |lemma: &Lemma<'_, '_>| count(&other.chain) < count(&lemma.chain);
        other.link == left && forwards.as_ref().is_none_or(fewer)
    });
    match other {
        Some(other) => Some(Lemma {
            chain: other.chain,
            backwards: true,
            named: false,
        }),
        None => forwards,
    }
}

/// The parameters for which a term is the link of a mean, if there are any.
fn values(store: &Store, link: &Link, term: Expr, mean: Expr) -> Option<Vec<Expr>> {
    let pattern = declared(store, link.forward)?;
    let mut binding: Binding = [(store.name("mu"), mean)].into_iter().collect();
    let variables: Vec<Expr> = link
        .parameters
        .iter()
        .map(|parameter| store.name(parameter.name))
        .collect();
    fits(store, pattern, term, mean, &variables, &mut binding)
        .then(|| variables.iter().map(|v| binding.get(v).copied()).collect())?
}

/// Whether a declared term becomes another by putting something in for its variables. As deep as
/// the declared term.
fn fits(
    store: &Store,
    pattern: Expr,
    term: Expr,
    mean: Expr,
    variables: &[Expr],
    binding: &mut Binding,
) -> bool {
    if let Some(value) = binding.get(&pattern) {
        return *value == term;
    }
    if variables.contains(&pattern) {
        let free = !store.contains(term, mean);
        binding.insert(pattern, term);
        return free;
    }
    let (wanted, given) = (store.node(pattern), store.node(term));
    if wanted.args.is_empty() {
        return pattern == term;
    }
    wanted.head == given.head
        && wanted.args.len() == given.args.len()
        && (wanted.args.iter().zip(&given.args))
            .all(|(a, b)| fits(store, *a, *b, mean, variables, binding))
}

/// The page and the proof.
fn written(
    store: &Store,
    kernel: &Kernel<'_>,
    model: &Model,
    found: &Found<'_, '_>,
    left: Expr,
    response: Expr,
    eta: Expr,
) -> (Derivation, Expr) {
    let activated = &found.activated;
    let lemma = &found.lemma.chain;
    let names = Names {
        // The dictionary has the columns of the predictor.
        inputs: Vec::new(),
        layers: 1,
    };
    let mut finding = Finding::new(store, activated, &names, None, &model.inputs);
    finding.direction = Direction::FromModel;
    let to_mean: Binding = [(response, model.mean)].into_iter().collect();
    let of_mean = |e: Expr| store.substitute(e, &to_mean);
    finding.function.domain = activated.domain.map(of_mean);
    let form = of_mean(activated.usual.unwrap_or(left));
    finding.form = Some((form, model.mean, eta));
    let on_response = |c: &&Expr| store.contains(**c, response) && !store.contains(**c, eta);
    let conditions = lemma.theorem.conditions().iter();
    finding.on_response = conditions
        .filter(on_response)
        .map(|condition| of_mean(*condition))
        .collect();
    let definition = format!("{}-definition", activated.label.replace(' ', "-"));
    if let Some(named) = activated.named
        && matches!(store.head(named), Head::Apply(_))
    {
        let why = format!("definition of {}", activated.label);
        kernel.define(&definition, &why, named, activated.body);
        finding.definitions.push(Definition {
            name: definition.clone(),
            why,
            left: named,
            body: activated.body,
        });
    }
    let first = store.eq(model.left, model.predictor);
    let mut record = Record::new(kernel, first, &activated.given);
    // What a step gets wrong is not claimed.
    if steps(&mut record, model, found, &definition, response, eta).is_none() {
        return (finding.failed(first), model.predictor);
    }
    let (_, value) = store
        .sides(record.chain.current())
        .unwrap_or((model.mean, model.predictor));
    finding.network = store.eq(model.mean, value);
    let predictor = collected(store, &record, first);
    let parts = Predictor::of(store, predictor, &model.inputs);
    // What has no parts needs no abbreviation.
    let long = !store.args(predictor).is_empty();
    let predictors = long.then_some((eta, predictor));
    let derivation = finding.finish(record, predictors.as_slice(), &parts);
    (derivation, predictor)
}

/// The linear predictor after its terms were collected: the last right side of a line that still
/// has the model's left side.
fn collected(store: &Store, record: &Record<'_, '_>, first: Expr) -> Expr {
    let (left, given) = store.sides(first).unwrap_or((first, first));
    let lines = record.lines.iter().map_while(|line| {
        let (same, predictor) = store.sides(line.after)?;
        (same == left).then_some(predictor)
    });
    lines.last().unwrap_or(given)
}

/// The steps from the model's equation to the network's.
fn steps(
    record: &mut Record<'_, '_>,
    model: &Model,
    found: &Found<'_, '_>,
    definition: &str,
    response: Expr,
    eta: Expr,
) -> Option<()> {
    let store = record.chain.store();
    let kernel = record.chain.kernel;
    let lemma = &found.lemma.chain;
    // A predictor with products of inputs stays as it is.
    let _ = record.chain.collapse(&[1], &model.inputs);
    record.note(|formula| formula);
    if let Some((last, others)) = record.lines.split_last_mut() {
        for line in others {
            line.level = Level::Full;
        }
        last.level = Level::Brief;
        last.reason = "collect the intercept and the coefficient of each input".into();
    }
    let (_, predictor) = store.sides(record.chain.current())?;
    let binding: Binding = [(response, model.mean), (eta, predictor)]
        .into_iter()
        .collect();
    let name = "inversion";
    let fixed: Vec<Expr> = lemma
        .first_names()
        .into_iter()
        .filter(|name| *name != eta && *name != response)
        .collect();
    kernel.lemma(name, "solve for the mean", &lemma.theorem, &fixed);
    let named = found.activated.named;
    let end = match found.lemma.named {
        true => named?,
        false => found.activated.body,
    };
    let put: Binding = [(eta, predictor)].into_iter().collect();
    let after = store.eq(model.mean, store.substitute(end, &put));
    let before = record.chain.current();
    let bindings = [(response, model.mean), (eta, predictor)]
        .into_iter()
        .map(|(name, value)| (store.name_text(name).unwrap_or_default().to_owned(), value));
    let step = Step {
        rule: name.to_owned(),
        path: Vec::new(),
        bindings: bindings.collect(),
        after,
    };
    record.chain.take(step, Text::default(), Level::Full).ok()?;
    let to_mean: Binding = [(response, model.mean)].into_iter().collect();
    let shown = |formula: Expr| store.substitute(formula, &to_mean);
    let start = record.lines.len();
    let proof = proof_of(lemma, &found.activated.given);
    record.note_lemma(lemma, proof, fixed, &binding, |formula| formula, shown);
    for line in &mut record.lines[start..] {
        line.reason = renamed(&line.reason, shown);
    }
    if found.lemma.backwards {
        let opened = lemma.theorem.conditions().iter();
        let opened = opened.filter(|condition| !found.activated.given.contains(condition));
        let conditions = opened.map(|c| store.substitute(*c, &binding)).collect();
        record.lines.truncate(start);
        record.lines.push(Line {
            rule: name.to_owned(),
            relation: Relation::Iff,
            before,
            after,
            shown: store.eq(model.mean, found.activated.body),
            conditions,
            reason: "solve for the mean".into(),
            level: Level::Standard,
        });
    }
    if let Some(named) = named.filter(|_| !found.lemma.named) {
        let argument = match store.head(named) {
            Head::Call(_) => "a",
            _ => store.name_text(eta).unwrap_or_default(),
        };
        let applied = record
            .chain
            .apply(definition, &[1], &[(argument, predictor)]);
        applied.ok()?;
        record.note(|formula| formula);
    }
    if start < record.lines.len() {
        finding::polish(&mut record.lines[start..]);
    }
    if let Some(line) = record.lines.last_mut() {
        line.shown = line.after;
        line.level = Level::Brief;
    }
    Some(())
}
