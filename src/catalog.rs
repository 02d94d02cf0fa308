//! All links and activations by name: case, `-`, `_` and blanks in a name do not matter.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::activations::{self, Activation};
use crate::links::{self, Link, Parameter};

/// A declared link or activation.
#[derive(Clone, Copy, Debug)]
pub enum Entry {
    /// A link; as an activation its name means its inverse.
    Link(&'static Link),
    /// An activation that is no inverse of a link.
    Activation(&'static Activation),
}

impl Entry {
    /// The accepted names, first the one of its file.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Entry::Link(link) => link.names,
            Entry::Activation(activation) => activation.names,
        }
    }

    /// The declared parameters, in the order of positional arguments.
    pub fn parameters(self) -> &'static [Parameter] {
        match self {
            Entry::Link(link) => link.parameters,
            Entry::Activation(activation) => activation.parameters,
        }
    }
}

static BY_NAME: LazyLock<FxHashMap<String, Entry>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for entry in all() {
        for name in entry.names() {
            map.entry(normal(name)).or_insert(entry);
        }
    }
    map
});

/// Everything declared: links, then activations.
pub fn all() -> impl Iterator<Item = Entry> {
    let links = links::ALL.iter().map(|link| Entry::Link(link));
    let activations = activations::ALL.iter();
    links.chain(activations.map(|activation| Entry::Activation(activation)))
}

/// The link or activation with this name.
pub fn find(name: &str) -> Option<Entry> {
    BY_NAME.get(&normal(name)).copied()
}

/// A declared name that a misspelt one may stand for.
pub fn suggest(name: &str) -> Option<&'static str> {
    closest(name, all().flat_map(Entry::names).copied())
}

/// The candidate that is nearest to a misspelt name, if one is near: one slip in up to four
/// letters, two in up to eight, three in more.
pub(crate) fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = normal(name);
    // A name of thousands of letters is no slip of the pen, and comparing takes long.
    if name.chars().count() > 60 {
        return None;
    }
    let most = match name.chars().count() {
        0..=1 => return None,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&name, &normal(candidate));
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A name without what does not matter in it.
pub(crate) fn normal(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '-' | '_' | '−' | '–') && !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_dashes_do_not_matter() {
        for name in ["leaky_relu", "Leaky-ReLU", "LEAKYRELU", "leaky relu"] {
            assert!(matches!(find(name), Some(Entry::Link(link)) if link.names[0] == "leaky_relu"));
        }
        assert!(find("sigmod").is_none());
    }

    #[test]
    fn slips_have_suggestions() {
        assert_eq!(suggest("sigmod"), Some("sigmoid"));
        assert_eq!(suggest("sofmtax"), Some("softmax"));
        assert_eq!(suggest("quadratic_thing"), None);
    }

    #[test]
    fn no_name_means_two_things() {
        let mut seen: FxHashMap<String, &str> = FxHashMap::default();
        for entry in all() {
            for name in entry.names() {
                let first = entry.names()[0];
                let other = *seen.entry(normal(name)).or_insert(first);
                assert_eq!(other, first, "{name} is declared twice");
            }
        }
    }
}
