//! What a network's equation leaves open and what it shares with the fitted model: distribution,
//! log-likelihood and loss, score and information, identifiability, the reading of coefficients.
//!
//! The sections follow a derivation on its page. Every formula in them is proved by the checker
//! when the page is made, under the conditions that are said; what is not proved is left out.
//!
//! ```
//! use equiff::expr::Store;
//! use equiff::{derive, parse, statistics};
//!
//! let store = Store::new();
//! let network = parse::network(&store, "inputs x\nactivation sigmoid\noutput p").unwrap();
//! let found = derive::derive(&store, &network);
//! let account = statistics::of(&store, &found, None).unwrap();
//! assert_eq!(account.family.unwrap().name, "binomial");
//! assert!(account.open.is_empty());
//! ```

mod account;
mod categories;
mod digits;
mod distribution;
pub mod greek;
mod likelihood;
mod named;
mod open;
mod output;
mod reading;
mod score;
mod subject;
mod weight;

pub use account::Claimed;
pub use named::name_by_family;
pub use output::attach;

use crate::derive::Derivation;
use crate::expr::Store;
use crate::families::{self, Family};
use crate::links::Shape;
use crate::render::page::{Block, Text};
use account::Account;
use subject::Subject;

/// Sections for the page of a derivation.
pub struct Statistics {
    /// The sections.
    pub blocks: Vec<Block>,
    /// The family that they speak of.
    pub family: Option<&'static Family>,
    /// What was proved for them.
    pub claims: Vec<Claimed>,
    /// What could not be proved, and so is not said.
    pub open: Vec<Claimed>,
}

/// The sections for a derivation, with a family or the one that its link suggests: the one that it
/// is canonical for, else the first that it is used with.
///
/// # Errors
/// Why the family does not fit the network, in words.
pub fn of(
    store: &Store,
    derivation: &Derivation,
    family: Option<&'static Family>,
) -> Result<Statistics, String> {
    let page = &derivation.page;
    let (Some(model), Some(card)) = (&derivation.model, &page.link) else {
        return Ok(silent(
            "The network has no link, so that there is no generalized linear model to speak of.",
        ));
    };
    // The formulas of a link are in these letters, and so can have no parameter of the name.
    let reserved = [store.name("mu"), store.name("eta")];
    let own = model.link.is_none() || !model.parameters.is_empty();
    if own
        && store
            .free_names(page.network)
            .iter()
            .any(|name| reserved.contains(name))
    {
        return Ok(silent(
            "The network uses the name mu or eta, which stand for the mean and the linear \
             predictor here: with another name there is more to say.",
        ));
    }
    let shape = match model.categories {
        Some(_) => Shape::Categories,
        None => Shape::Scalar,
    };
    let usual = page.glm.iter().flat_map(|glm| &glm.families);
    let Some(family) = family.or_else(|| usual.into_iter().find_map(|name| families::find(name)))
    else {
        return Ok(silent(
            "No family of response distributions is in common use with this link: --family NAME \
             chooses one.",
        ));
    };
    if family.shape != shape {
        let (has, needs) = match shape {
            Shape::Scalar => ("one output a mean", "categories"),
            Shape::Categories => ("the probabilities of categories", "one mean"),
        };
        return Err(format!(
            "the {} family is for {needs}, and the network gives {has}",
            family.title
        ));
    }
    let mut account = Account::new(store);
    let Some(subject) = Subject::new(store, family, model, page, card) else {
        return Ok(silent("The family's formulas cannot be read."));
    };
    let shown = match shape {
        Shape::Scalar => one_mean(&subject, &mut account, derivation),
        Shape::Categories => categories::sections(&subject, &mut account, derivation),
    };
    match shown {
        Some(()) => Ok(Statistics {
            blocks: account.blocks,
            family: Some(family),
            claims: account.claims,
            open: account.open,
        }),
        None => Ok(silent("The family's formulas cannot be read.")),
    }
}

/// The sections for a model of one mean.
fn one_mean(
    subject: &Subject<'_>,
    account: &mut Account<'_>,
    derivation: &Derivation,
) -> Option<()> {
    let canonical = subject.canonical(account);
    distribution::section(subject, account, derivation, canonical);
    likelihood::section(subject, account, canonical)?;
    score::section(subject, account, canonical)?;
    open::section(subject, account, derivation);
    reading::section(subject, account, derivation)
}

/// No sections but a sentence.
fn silent(why: &str) -> Statistics {
    Statistics {
        blocks: vec![
            Block::Heading("Statistics".into()),
            Block::Paragraph(Text::from(why)),
        ],
        family: None,
        claims: Vec::new(),
        open: Vec::new(),
    }
}
