//! Generalized linear models as R writes them: a model formula with family and link,
//! `am ~ wt + hp + wt:hp`, and what its terms are as columns of the design matrix.
//!
//! Terms are expanded and factors coded as in R (Chambers & Hastie, *Statistical Models in S*,
//! 1992, chapter 2): treatment contrasts for factors, orthogonal polynomials for ordered ones. A
//! formula comes without data, so that the levels of factors must be said.

mod build;
mod coding;
mod coefficients;
mod family;
mod latex;
mod read;
mod table;
mod terms;

use rustc_hash::FxHashSet;

use crate::catalog;
use crate::derive::activation::declared;
use crate::error::Diagnostic;
use crate::expr::{Binding, Expr, Store};
use crate::families::Family;
use crate::links::{self, Link, Shape};
use crate::network::{Description, Function, Model};
use crate::parse;
use crate::render::page::{Block, Text};

pub use family::{Spelt, spelt};
pub use latex::read_latex;
pub use table::coefficients as table;

use build::{Builder, Outcome};
use coding::Factor;
use terms::squeezed;

/// A model as it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// The formula.
    pub formula: &'a str,
    /// The family; Gaussian if it is left out, as in R.
    pub family: Option<&'a str>,
    /// The link; the family's canonical one if it is left out, or the logarithm where that has a
    /// parameter.
    pub link: Option<&'a str>,
    /// Factors and their levels: `tension=L,M,H`, ordered `dose=low<high`.
    pub levels: Vec<&'a str>,
    /// Coefficients: numbers in the order of the columns, or `wt=-8.08`.
    pub coefficients: Option<&'a str>,
    /// The link is written by its name where formulas have one.
    pub named_link: bool,
}

/// A fault in one of the texts.
#[derive(Debug)]
pub struct Fault {
    /// Which text: `--glm`, `--link`, ...
    pub option: &'static str,
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub diagnostic: Diagnostic,
}

/// A model that was read.
pub struct Glm {
    /// The model's equation; the network itself, where there are several categories.
    pub description: Description,
    /// The columns of the design matrix by the names that R gives them, the intercept included.
    pub columns: Vec<String>,
    /// The columns' values, in variables, indicators of levels and polynomials.
    pub values: Vec<Expr>,
    /// The family.
    pub family: &'static Family,
    /// What the names mean: names, and words.
    pub legend: Vec<(Expr, String)>,
    /// The formula with family and link, in words.
    pub about: Text,
}

impl Glm {
    /// The section of a page that says what the formula means.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Paragraph(self.about.clone())];
        if !self.legend.is_empty() {
            let rows = self.legend.iter();
            let rows = rows.map(|(name, words)| {
                (
                    Text::default().math(*name),
                    Text::default().words(words.clone()),
                )
            });
            blocks.push(Block::Dictionary(rows.collect()));
        }
        blocks
    }
}

type Read<T> = Result<T, Box<Fault>>;

fn fault<T>(option: &'static str, text: &str, diagnostic: Diagnostic) -> Read<T> {
    Err(Box::new(Fault {
        option,
        text: text.to_owned(),
        diagnostic,
    }))
}

/// Reads a model.
///
/// # Errors
/// The first fault: in the formula, a name that is not known, levels or coefficients that do not
/// fit.
pub fn read(store: &Store, asked: &Asked<'_>) -> Read<Glm> {
    let formula = match read::read(asked.formula) {
        Ok(formula) => formula,
        Err(diagnostic) => return fault("--glm", asked.formula, diagnostic),
    };
    let terms = match terms::expand(asked.formula, &formula.terms) {
        Ok(terms) => terms,
        Err(diagnostic) => return fault("--glm", asked.formula, diagnostic),
    };
    let (spelt, link_text) = family::asked(asked.family, asked.link)?;
    let family = spelt.family;
    let (link, values) = link(store, link_text.as_deref(), family)?;
    let factors = factors(asked)?;
    let mut builder = Builder::new(store, asked.formula);
    let response = formula.response.map(|span| asked.formula[span].trim());
    let categories = match (family.shape, response) {
        (Shape::Categories, Some(name)) => {
            let own = factors.iter().find(|f| f.name == squeezed(name));
            let Some(own) = own else {
                let text = asked.levels.join(" ");
                let diagnostic = Diagnostic::new("the categories are not known", 0..text.len())
                    .label("the levels of the response are missing")
                    .help(format!("add `--levels {}=A,B,C`", squeezed(name)));
                return fault("--levels", &text, diagnostic);
            };
            Some(own.levels.clone())
        }
        (Shape::Categories, None) => {
            let diagnostic = Diagnostic::new("a multinomial model has a response", 0..0)
                .label("expected its name before `~`");
            return fault("--glm", asked.formula, diagnostic);
        }
        (Shape::Scalar, _) => None,
    };
    let mut used: Vec<&Factor> = Vec::new();
    let own: Vec<Option<Factor>> = terms
        .variables
        .iter()
        .map(|span| {
            let name = squeezed(&asked.formula[span.clone()]);
            let bare = name
                .strip_prefix("factor(")
                .and_then(|rest| rest.strip_suffix(')'));
            let found = factors
                .iter()
                .find(|f| f.name == name || Some(f.name.as_str()) == bare);
            used.extend(found);
            found.cloned()
        })
        .collect();
    let unused = factors.iter().find(|factor| {
        let is_response = response.is_some_and(|name| squeezed(name) == factor.name);
        !is_response && !used.iter().any(|own| own.name == factor.name)
    });
    if let Some(unused) = unused {
        let text = asked.levels.join(" ");
        let at = text.find(&unused.name).unwrap_or(0);
        let diagnostic = Diagnostic::new(
            format!("the formula has no variable `{}`", unused.name),
            at..at + unused.name.len(),
        )
        .label("not in the formula");
        return fault("--levels", &text, diagnostic);
    }
    let design = builder.design(&terms, &own)?;
    let rows = categories.as_ref().map_or(1, |levels| levels.len() - 1);
    let numbers = coefficients::read(store, asked, &design.columns, rows)?;
    let mut offsets: Vec<Expr> = Vec::new();
    for span in &terms.offsets {
        offsets.push(builder.term(span.clone())?);
    }
    let description = match categories {
        Some(_) if !offsets.is_empty() => {
            let diagnostic = Diagnostic::new(
                "an offset has no place in a multinomial model",
                terms.offsets[0].clone(),
            )
            .label("it would be the same for every category");
            return fault("--glm", asked.formula, diagnostic);
        }
        Some(levels) => {
            let outputs = Outcome {
                levels,
                response: response.unwrap_or_default(),
            };
            Description::Network(builder.multinomial(&outputs, &design, numbers)?)
        }
        None => {
            let mean = builder.mean(family);
            let levels =
                response.and_then(|name| factors.iter().find(|f| f.name == squeezed(name)));
            let words = match (levels, family.name) {
                (Some(own), "binomial") => of_levels(response.unwrap_or_default(), &own.levels),
                _ => meaning(response),
            };
            builder.legend.insert(0, (mean, words));
            let predictor = builder.predictor(&design, numbers, &offsets);
            Description::Model(Model {
                left: left(store, asked, link, &values, mean).unwrap_or(mean),
                mean,
                predictor,
                inputs: builder.inputs,
                link: Some((link, values)),
            })
        }
    };
    Ok(Glm {
        description,
        columns: design.columns,
        values: design.values,
        family,
        legend: builder.legend,
        about: about(asked, family, link, spelt.quasi),
    })
}

/// g(mean).
fn left(
    store: &Store,
    asked: &Asked<'_>,
    link: &Link,
    values: &[Expr],
    mean: Expr,
) -> Option<Expr> {
    if asked.named_link && link.name == "logit" {
        return Some(store.call("logit", &[mean]));
    }
    let parameters = link.parameters.iter().zip(values);
    let parameters = parameters.map(|(parameter, value)| (store.name(parameter.name), *value));
    let binding: Binding = parameters.chain([(store.name("mu"), mean)]).collect();
    Some(store.substitute(declared(store, link.forward)?, &binding))
}

/// What the mean is, in words.
fn meaning(response: Option<&str>) -> String {
    let Some(response) = response else {
        return "mean of the response".to_owned();
    };
    let counts = response.strip_prefix("cbind(");
    let counts = counts.and_then(|rest| rest.strip_suffix(')')?.split_once(','));
    match counts {
        Some((successes, failures)) => {
            let (successes, failures) = (successes.trim(), failures.trim());
            format!("probability of what {successes} counts, against {failures}")
        }
        None => format!("mean of {response}"),
    }
}

/// What the mean of a factor is, in words: R takes its first level for the failure.
fn of_levels(response: &str, levels: &[String]) -> String {
    match levels {
        [failure, success] => {
            format!("probability that {response} is {success}, and not {failure}")
        }
        [failure, ..] => format!("probability that {response} is not {failure}"),
        [] => meaning(Some(response)),
    }
}

/// What a formula is, in words.
fn about(asked: &Asked<'_>, family: &Family, link: &Link, quasi: bool) -> Text {
    let link = match link.shape {
        Shape::Scalar => format!(
            " with the {} family and the {} link:",
            family.title, link.name
        ),
        Shape::Categories => format!(" with the {} family:", family.title),
    };
    let text = Text::from("The model formula ")
        .code(asked.formula.trim())
        .words(link);
    match quasi {
        true => text.words(" (a quasi family: only mean and variance are said to be the family's)"),
        false => text,
    }
}

/// The link and its parameters.
fn link(store: &Store, asked: Option<&str>, family: &Family) -> Read<(&'static Link, Vec<Expr>)> {
    let named = |name: &str| match catalog::find(name) {
        Some(catalog::Entry::Link(link)) => Some(link),
        _ => None,
    };
    let Some(text) = asked else {
        let canonical = links::ALL
            .iter()
            .copied()
            .find(|link| link.canonical_for.contains(&family.name) && link.parameters.is_empty());
        let usual = canonical.or_else(|| named("log"));
        return match usual {
            Some(link) => Ok((link, Vec::new())),
            None => fault("--link", "", Diagnostic::new("no link is known", 0..0)),
        };
    };
    // As R spells it.
    let spelt = match squeezed(text).as_str() {
        "1/mu^2" => "inverse_squared".to_owned(),
        _ => text.to_owned(),
    };
    let function = match parse::activation(store, &spelt) {
        Ok(function) => function,
        Err(faults) => {
            let fallback = Diagnostic::new("this is no link", 0..text.len());
            return fault(
                "--link",
                &spelt,
                faults.into_iter().next().unwrap_or(fallback),
            );
        }
    };
    match function {
        Function::Link(link, values) if link.shape == family.shape => Ok((link, values)),
        Function::Link(..) => {
            let diagnostic = Diagnostic::new(
                format!("this link is not one of the {} family", family.title),
                0..spelt.len(),
            )
            .label("it has another number of means");
            fault("--link", &spelt, diagnostic)
        }
        _ => {
            let diagnostic = Diagnostic::new("this activation is no link", 0..spelt.len())
                .label("it is not one-to-one, or not declared as a link")
                .help("`equiff links` lists all links");
            fault("--link", &spelt, diagnostic)
        }
    }
}

/// The factors of `--levels`.
fn factors(asked: &Asked<'_>) -> Read<Vec<Factor>> {
    let text = asked.levels.join(" ");
    let mut all: Vec<Factor> = Vec::new();
    let mut start = 0;
    for one in &asked.levels {
        let span = start..start + one.len();
        start = span.end + 1;
        let help = "write for example `tension=L,M,H`, or `dose=low<high` for ordered levels";
        let Some((name, levels)) = one.split_once('=') else {
            let diagnostic = Diagnostic::new("this gives no levels", span)
                .label("expected `NAME=LEVEL,LEVEL,...`")
                .help(help);
            return fault("--levels", &text, diagnostic);
        };
        let ordered = levels.contains('<');
        let levels = levels.split(if ordered { '<' } else { ',' });
        let levels: Vec<String> = levels.map(|level| level.trim().to_owned()).collect();
        let mut seen = FxHashSet::default();
        if levels.len() < 2
            || levels
                .iter()
                .any(|l| l.is_empty() || !seen.insert(l.clone()))
        {
            let diagnostic = Diagnostic::new("a factor has two or more different levels", span)
                .label("the first is the baseline")
                .help(help);
            return fault("--levels", &text, diagnostic);
        }
        all.push(Factor {
            name: squeezed(name),
            levels,
            ordered,
        });
    }
    Ok(all)
}
