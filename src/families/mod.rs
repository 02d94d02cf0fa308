//! Families of response distributions, one file each: what a network's equation leaves open and a
//! fitted model adds.
//!
//! All are exponential dispersion families: ℓ = (yθ − b(θ))/φ + c with c free of the mean, so that
//! ∂ℓ/∂μ = (y − μ)/(φ V(μ)). Formulas are plain, in the response `y`, the mean `mu`, the dispersion
//! `phi`, a parameter of the family and `c`, a term without the mean. With which links a family is
//! used, and for which it is canonical, the links say.
//!
//! To add one, add a file with a constant [`Family`] named `FAMILY`; nothing else changes.

use crate::catalog::{closest, normal};
use crate::links::{Parameter, Shape};

include!(concat!(env!("OUT_DIR"), "/families.rs"));

/// A family of distributions of the response, in its mean.
#[derive(Debug)]
pub struct Family {
    /// Its name, as links mention it.
    pub name: &'static str,
    /// What else `--family` takes for it, beside its names in libraries.
    pub aliases: &'static [&'static str],
    /// How a sentence calls it, e.g. "Gaussian".
    pub title: &'static str,
    /// Names in libraries, e.g. ("R", "binomial").
    pub known_as: &'static [(&'static str, &'static str)],
    /// One mean, or those of all categories.
    pub shape: Shape,
    /// What values the response takes, in words.
    pub response: &'static str,
    /// Conditions on `y` that hold for each of them.
    pub support: &'static [&'static str],
    /// Where the mean lies: conditions on `mu`.
    pub mean: &'static [&'static str],
    /// A parameter that is known or estimated beside the mean.
    pub parameter: Option<Parameter>,
    /// A link's parameter that fixes it: the link's name, and the value by the link's parameter.
    pub fixed_by: Option<(&'static str, &'static str)>,
    /// What the dispersion φ is; `None`: it is 1.
    pub dispersion: Option<&'static str>,
    /// The variance function V(μ): the variance of the response is φ V(μ).
    pub variance: &'static str,
    /// The log-likelihood ℓ of one observation.
    pub log_likelihood: &'static str,
    /// ℓ by the linear predictor `eta`, under the canonical link.
    pub canonical: &'static str,
    /// What `c` in it is, if it has one.
    pub rest: Option<&'static str>,
    /// The unit deviance 2φ(ℓ at μ = y, minus ℓ).
    pub deviance: &'static str,
    /// Where in the support ℓ is defined at μ = y; elsewhere the deviance is a limit.
    pub saturated: &'static [&'static str],
    /// The loss whose least value is the greatest likelihood.
    pub loss: Loss,
    /// What the factor e^w of a mean is called.
    pub ratio: &'static str,
    /// What a difference w of means is called.
    pub difference: &'static str,
}

/// A loss of one observation: `scale`·(−ℓ) + `shift`, with a positive scale and a shift that are
/// free of the mean.
#[derive(Debug)]
pub struct Loss {
    /// Its name, e.g. "binary cross-entropy".
    pub name: &'static str,
    /// Its formula.
    pub formula: &'static str,
    /// The positive factor of −ℓ.
    pub scale: &'static str,
    /// What is added.
    pub shift: &'static str,
    /// Names in frameworks, e.g. ("PyTorch", "BCELoss").
    pub known_as: &'static [(&'static str, &'static str)],
    /// What to mind about them, a sentence or nothing; names as typed between backquotes.
    pub note: &'static str,
}

/// The family of a name; case, `-`, `_` and blanks do not matter.
pub fn find(name: &str) -> Option<&'static Family> {
    let wanted = normal(name);
    let mut all = ALL.iter().copied();
    all.find(|family| names(family).any(|name| normal(name) == wanted))
}

/// A family's name that a misspelt one may stand for.
pub fn suggest(name: &str) -> Option<&'static str> {
    closest(name, ALL.iter().copied().flat_map(names))
}

/// All names of a family.
fn names(family: &'static Family) -> impl Iterator<Item = &'static str> {
    let known = family.known_as.iter().map(|(_, name)| *name);
    let own = std::iter::once(family.name).chain(family.aliases.iter().copied());
    own.chain(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_families() {
        for family in ALL {
            for name in names(family) {
                assert_eq!(find(name).map(|found| found.name), Some(family.name));
            }
        }
        assert_eq!(suggest("posson"), Some("poisson"));
    }
}
