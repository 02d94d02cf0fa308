//! Models in R: calls of `lm`, `glm` and the like, wherever they stand.

mod factors;
mod tokens;

use std::ops::Range;

use tokens::{Call, Kind, Program};

use crate::error::Diagnostic;
use crate::expr::Store;
use crate::models::graph::{BiasOf, Graph, Op};
use crate::models::{Fault, Form, Formula, Loaded};
use crate::network::Size;
use crate::parse;

const KIND: &str = "source code for R";

/// Functions that fit the models of `glm`, with the family that they have without being told.
const MODELS: &[(&str, &str)] = &[
    ("lm", "gaussian"),
    ("glm", "gaussian"),
    ("aov", "gaussian"),
    ("glm2", "gaussian"),
    ("speedglm", "gaussian"),
    ("bigglm", "gaussian"),
    ("bayesglm", "gaussian"),
    ("stan_glm", "gaussian"),
    ("svyglm", "gaussian"),
    ("glm.nb", "negative binomial"),
    ("multinom", "multinomial"),
];

/// Functions that fit models on a matrix of columns.
const ON_MATRICES: &[&str] = &["glmnet", "cv.glmnet"];

/// Functions that fit other models, and what those are.
const OTHERS: &[(&str, &str)] = &[
    (
        "polr",
        "cumulative probabilities P(Y ≤ k), one equation a level with the same weights: an ordinal model",
    ),
    (
        "clm",
        "cumulative probabilities P(Y ≤ k), one equation a level with the same weights: an ordinal model",
    ),
    ("vglm", "several predictors a response, as its family says"),
    (
        "glmer",
        "random effects, which make no generalized linear model",
    ),
    (
        "lmer",
        "random effects, which make no generalized linear model",
    ),
    (
        "lme",
        "random effects, which make no generalized linear model",
    ),
    (
        "betareg",
        "the mean of a beta distribution, which is no exponential dispersion family",
    ),
    (
        "gam",
        "smooth functions of its columns, which depend on the data",
    ),
    ("nls", "a curve that is no linear predictor"),
    ("coxph", "a hazard, and no mean"),
    ("rpart", "a tree"),
    ("randomForest", "trees"),
    ("zeroinfl", "a mixture of two models"),
    ("hurdle", "a mixture of two models"),
];

/// Reads a program.
///
/// # Errors
/// There is no model, several, or one that is not understood.
pub fn read(store: &Store, source: &str) -> Result<Loaded, Fault> {
    let fault = |diagnostic| Fault::Diagnostics(vec![diagnostic]);
    let program = Program::read(source).map_err(fault)?;
    let call = chosen(&program).map_err(fault)?;
    model(store, &program, &call).map_err(fault)
}

fn known(name: &str) -> bool {
    MODELS.iter().any(|(own, _)| *own == name) || ON_MATRICES.contains(&name)
}

/// The one call of a model.
fn chosen(program: &Program<'_>) -> Result<Call, Diagnostic> {
    let mut found: Vec<Call> = Vec::new();
    let mut other = None;
    let mut at = 0;
    while at < program.tokens.len() {
        let name = program.text(at);
        match program.call(at) {
            Some(call) if known(name) => {
                at = call.tokens.end;
                found.push(call);
                continue;
            }
            Some(call) => {
                let entry = OTHERS.iter().find(|(own, _)| *own == name);
                if let (Some((_, what)), None) = (entry, &other) {
                    other = Some((call, *what));
                }
            }
            None => {}
        }
        at += 1;
    }
    let first = match (found.first(), other) {
        (Some(first), _) => first,
        (None, Some((call, what))) => {
            return Err(Diagnostic::new(
                format!("`{}` fits {what}", call.name),
                call.span.clone(),
            )
            .label("not one of the models that equiff derives")
            .help("models that are read are `lm`, `glm`, `glm.nb`, `nnet::multinom` and `glmnet`"));
        }
        (None, None) => {
            let end = program.source.lines().next().map_or(0, str::len);
            return Err(Diagnostic::new("no model was found in this source code", 0..end)
                .label("read to its end")
                .help("models that are read are `lm`, `glm`, `glm.nb`, `nnet::multinom` and `glmnet`"));
        }
    };
    let told = |call: &Call| -> Vec<String> {
        let texts = call.arguments.iter().filter(|(name, _)| {
            matches!(
                name.as_deref(),
                None | Some("formula" | "family" | "offset")
            )
        });
        let texts = texts.map(|(_, tokens)| words(&program.source[program.span(tokens)]));
        std::iter::once(call.name.clone()).chain(texts).collect()
    };
    match found[1..].iter().find(|other| told(other) != told(first)) {
        None => Ok(first.clone()),
        Some(other) => Err(Diagnostic::new("this program fits several models", other.span.clone())
            .label("a second model")
            .related(first.span.clone(), "the first")
            .help("derive one at a time: give its call alone, `equiff derive -e 'glm(y ~ x, family = binomial)'`")),
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The text of some tokens; a name that the program gives a value stands for that value.
fn resolved(program: &Program<'_>, tokens: &Range<usize>) -> (String, Range<usize>) {
    let mut tokens = tokens.clone();
    for _ in 0..10 {
        if tokens.len() != 1 || program.tokens[tokens.start].kind != Kind::Name {
            break;
        }
        let name = program.text(tokens.start);
        let value = (0..program.tokens.len()).rev().find(|at| {
            program.text(*at) == name
                && matches!(program.text(at + 1), "<-" | "=" | "<<-")
                && starts(program, *at)
        });
        match value {
            Some(at) => tokens = program.statement(at + 2),
            None => break,
        }
    }
    // `as.formula("y ~ x")` and texts stand for what they say.
    if let Some(call) = program.call(tokens.start)
        && matches!(call.name.as_str(), "as.formula" | "formula")
        && call.tokens.end == tokens.end
        && let Some((_, inner)) = call.arguments.first()
    {
        tokens = inner.clone();
    }
    let span = match program.tokens.get(tokens.clone()) {
        Some([one]) if one.kind == Kind::Text => one.span.clone(),
        _ => program.span(&tokens),
    };
    (words(&program.source[span.clone()]), span)
}

/// Whether a token begins a statement.
fn starts(program: &Program<'_>, at: usize) -> bool {
    match at.checked_sub(1) {
        None => true,
        Some(before) => {
            program.tokens[before].kind == Kind::Line
                || matches!(program.text(before), "{" | "}" | ")")
        }
    }
}

/// A formula without what says of which table its columns are.
fn without_tables(formula: &str) -> String {
    let mut out = String::new();
    let mut rest = formula;
    while let Some(at) = rest.find('$') {
        let before =
            rest[..at].trim_end_matches(|c: char| c.is_alphanumeric() || c == '.' || c == '_');
        out += before;
        rest = &rest[at + 1..];
    }
    out += rest;
    for from in ["as.factor(", "stats::", "base::"] {
        let to = if from.ends_with('(') { "factor(" } else { "" };
        out = out.replace(from, to);
    }
    out
}

fn model(store: &Store, program: &Program<'_>, call: &Call) -> Result<Loaded, Diagnostic> {
    let named = |wanted: &str| {
        call.arguments
            .iter()
            .find(|(name, _)| name.as_deref() == Some(wanted))
            .map(|(_, tokens)| tokens)
    };
    let plain: Vec<&Range<usize>> = call
        .arguments
        .iter()
        .filter(|(name, _)| name.is_none())
        .map(|(_, tokens)| tokens)
        .collect();
    let family = match named("family").or_else(|| {
        plain
            .iter()
            .copied()
            .find(|tokens| is_family(program, tokens))
    }) {
        Some(tokens) => resolved(program, tokens).0,
        None => {
            let own = MODELS.iter().find(|(name, _)| *name == call.name);
            own.map_or("gaussian", |(_, family)| *family).to_owned()
        }
    };
    if ON_MATRICES.contains(&call.name.as_str()) {
        return on_matrix(store, call, &family);
    }
    let formulas = named("formula").into_iter().chain(plain);
    let texts = formulas.map(|tokens| resolved(program, tokens));
    let Some((text, place)) = texts.into_iter().find(|(text, _)| text.contains('~')) else {
        return Err(Diagnostic::new(
            "it is not known what the formula of this model is",
            call.span.clone(),
        )
        .label("expected `response ~ terms`")
        .help("give the formula where the model is made: `glm(y ~ x, family = binomial)`"));
    };
    let mut formula = without_tables(&text);
    if let Some(offset) = named("offset") {
        formula += &format!(
            " + offset({})",
            without_tables(&resolved(program, offset).0)
        );
    }
    let mut notes = Vec::new();
    let levels = factors::levels(program, &formula, &place)?;
    if call.name == "multinom" && !levels.iter().any(|own| responds(&formula, own)) {
        return multinomial(store, &formula, &place);
    }
    notes.push(
        "Columns are taken to be numbers unless the code gives their levels: a formula alone does not say which \
         are factors. Levels are given by `--levels NAME=A,B`."
            .to_owned(),
    );
    if family.starts_with("quasi") {
        notes.push("A quasi family has the same equation; its dispersion is estimated.".to_owned());
    }
    if call.name == "glm.nb" {
        notes.push("The shape of the negative binomial distribution is estimated; the equation is that of the mean.".to_owned());
    }
    Ok(Loaded {
        kind: KIND,
        model: Form::Formula(Formula {
            formula,
            family: Some(family),
            levels,
            ..Formula::default()
        }),
        notes,
    })
}

/// Whether the levels are those of the response.
fn responds(formula: &str, levels: &str) -> bool {
    let response = formula.split('~').next().unwrap_or_default().trim();
    levels.split('=').next() == Some(response)
}

/// Whether an argument without a name is a family.
fn is_family(program: &Program<'_>, tokens: &Range<usize>) -> bool {
    let mut name = program.text(tokens.start);
    if program.text(tokens.start + 1) == "::" {
        name = program.text(tokens.start + 2);
    }
    matches!(
        name,
        "binomial"
            | "poisson"
            | "gaussian"
            | "Gamma"
            | "inverse.gaussian"
            | "quasibinomial"
            | "quasipoisson"
            | "quasi"
            | "negative.binomial"
    )
}

/// One layer of symbols.
fn layer(
    store: &Store,
    names: Vec<String>,
    bias: bool,
    units: Size,
    activation: &str,
) -> Option<Graph> {
    let width = match names.len() {
        0 => Size::Symbol("n".to_owned()),
        count => Size::Number(count as u64),
    };
    let mut graph = Graph::default();
    let input = graph.push("columns", Op::Input { width }, Vec::new());
    let op = Op::Dense {
        units,
        weights: None,
        bias: if bias { BiasOf::Symbols } else { BiasOf::None },
    };
    let dense = graph.push("predictor", op, vec![input]);
    let function = parse::activation(store, activation).ok()?;
    let output = graph.push("mean", Op::Apply(function), vec![dense]);
    graph.inputs = vec![input];
    graph.outputs = vec![output];
    graph.feature_names = names;
    Some(graph)
}

/// Multinomial regression with K categories, where their names are not known.
fn multinomial(store: &Store, formula: &str, place: &Range<usize>) -> Result<Loaded, Diagnostic> {
    let right = formula.split_once('~').map_or("", |(_, right)| right);
    let terms: Vec<&str> = right.split('+').map(str::trim).collect();
    let names: Vec<String> = terms
        .iter()
        .filter(|term| !matches!(**term, "0" | "1"))
        .map(|term| (*term).to_owned())
        .collect();
    let graph = match !names.is_empty() && names.iter().all(|name| parse::is_name(name)) {
        true => {
            let bias = !terms.contains(&"0");
            layer(store, names, bias, Size::Symbol("K".to_owned()), "softmax")
        }
        false => None,
    };
    let Some(graph) = graph else {
        return Err(Diagnostic::new(
            "the categories of the response are not known",
            place.clone(),
        )
        .label("its columns are no plain names either")
        .help("give them: `equiff derive --glm 'y ~ x*z' --family multinomial --levels y=a,b,c`"));
    };
    let note = "K is the number of categories. The program sets the weights of the first category to 0; adding \
                the same to those of all changes no probability.";
    Ok(Loaded {
        kind: KIND,
        model: Form::Graph(graph),
        notes: vec![note.to_owned()],
    })
}

/// A model on a matrix of columns.
fn on_matrix(store: &Store, call: &Call, family: &str) -> Result<Loaded, Diagnostic> {
    let (units, activation) = match family {
        "gaussian" => (Size::Number(1), "identity"),
        "binomial" => (Size::Number(1), "sigmoid"),
        "poisson" => (Size::Number(1), "exp"),
        "multinomial" => (Size::Symbol("K".to_owned()), "softmax"),
        _ => {
            return Err(Diagnostic::new(
                format!("the family `{family}` is not read here"),
                call.span.clone(),
            )
            .label("of this model")
            .help("families are gaussian, binomial, poisson and multinomial"));
        }
    };
    let graph = layer(store, Vec::new(), true, units, activation);
    let graph =
        graph.ok_or_else(|| Diagnostic::new("this model is not read", call.span.clone()))?;
    Ok(Loaded {
        kind: KIND,
        model: Form::Graph(graph),
        notes: vec!["The code does not say how many columns the matrix has: n of them.".to_owned()],
    })
}
