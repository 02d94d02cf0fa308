//! Families as R, statsmodels and Julia spell them, with their links:
//! `binomial(link = "probit")`, `sm.families.Poisson()`, `Binomial(), ProbitLink()`.

use std::ops::Range;

use super::{Read, fault};
use crate::error::Diagnostic;
use crate::families::{self, Family};

/// A family, and the link that was said with it, as `--link` takes it.
pub struct Spelt {
    /// The family.
    pub family: &'static Family,
    /// The link and where it stands.
    pub link: Option<(String, Range<usize>)>,
    /// Whether only mean and variance are said to be the family's.
    pub quasi: bool,
}

/// Links by other names than ours: those of classes in statsmodels and in Julia.
const LINKS: &[(&str, &str)] = &[
    ("inversepower", "inverse"),
    ("inversesquared", "inverse_squared"),
    ("inversesquare", "inverse_squared"),
    ("cauchy", "cauchit"),
    ("1/mu^2", "inverse_squared"),
];

/// Reads a family with its link.
///
/// # Errors
/// A bracket that is not closed, or a family that is not known.
pub fn spelt(text: &str) -> Result<Spelt, Diagnostic> {
    let (head, rest) = head(text, 0)?;
    let mut link = None;
    if let Some(inner) = &head.inner {
        link = of_arguments(text, inner.clone())?;
    }
    // Julia gives the link after the family.
    let after = text[rest..].trim_start();
    let start = text.len() - after.len();
    match after.strip_prefix(',') {
        Some(second) => {
            let start = text.len() - second.trim_start().len();
            link = Some((link_name(&text[start..])?, start..text.len()));
        }
        None if !after.is_empty() => {
            return Err(
                Diagnostic::new("something follows the family", start..text.len())
                    .label("expected nothing more")
                    .help("write for example `binomial(link = \"probit\")`"),
            );
        }
        None => {}
    }
    let name = &text[head.name.clone()];
    let (family, quasi) = named(name).ok_or_else(|| unknown(name, head.name.clone()))?;
    Ok(Spelt {
        family,
        link,
        quasi,
    })
}

/// A name and what stands in its brackets.
struct Head {
    name: Range<usize>,
    inner: Option<Range<usize>>,
}

/// A name with its brackets, and where it ends.
fn head(text: &str, start: usize) -> Result<(Head, usize), Diagnostic> {
    let begin = start + (text[start..].len() - text[start..].trim_start().len());
    let end = text[begin..]
        .find(['(', ',', ')'])
        .map_or(text.len(), |at| begin + at);
    let name = begin..begin + text[begin..end].trim_end().len();
    if !text[end..].starts_with('(') {
        return Ok((Head { name, inner: None }, end));
    }
    match closing(text, end) {
        Some(close) => {
            let inner = Some(end + 1..close);
            Ok((Head { name, inner }, close + 1))
        }
        None => Err(Diagnostic::new("a bracket is never closed", end..end + 1)
            .label("opened here")
            .help("write for example `binomial(link = \"probit\")`")),
    }
}

/// The bracket that closes one, texts in quotes apart.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in text[open..].char_indices() {
        match (quote, c) {
            (Some(own), c) if c == own => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth -= 1;
                if depth == 0 {
                    return Some(open + at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The link among the arguments of a family.
fn of_arguments(
    text: &str,
    inner: Range<usize>,
) -> Result<Option<(String, Range<usize>)>, Diagnostic> {
    let mut start = inner.start;
    let mut first = true;
    while start < inner.end {
        let (_, mut end) = head(&text[..inner.end], start)?;
        // What follows the brackets belongs to the argument.
        end += text[end..inner.end].find(',').unwrap_or(inner.end - end);
        let part = &text[start..end];
        let (name, value) = match part.split_once('=') {
            Some((name, value)) if !name.contains(['"', '\'', '(']) => (Some(name.trim()), value),
            _ => (None, part),
        };
        let span = end - value.trim_start().len()..end;
        let number = value.trim().parse::<f64>().is_ok();
        let is_link = name == Some("link") || name.is_none() && first && !number;
        if is_link && !value.trim().is_empty() {
            return Ok(Some((link_name(value)?, span)));
        }
        first = false;
        start = end + 1;
    }
    Ok(None)
}

/// A link as `--link` takes it.
fn link_name(text: &str) -> Result<String, Diagnostic> {
    let text = text.trim();
    let quoted = ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    let text = quoted.unwrap_or(text).trim();
    let (head, _) = head(text, 0)?;
    let name = &text[head.name.clone()];
    let inner = head
        .inner
        .map(|inner| text[inner].trim())
        .filter(|inner| !inner.is_empty());
    let last = name.rsplit("::").next().unwrap_or(name);
    if last == "make.link" {
        return link_name(inner.unwrap_or_default());
    }
    let last = match last.rsplit_once('.') {
        Some((_, last)) if !last.starts_with(|c: char| c.is_ascii_digit()) => last,
        _ => last,
    };
    let last = last
        .strip_suffix("Link")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(last);
    let plain: String = last
        .chars()
        .filter(|c| *c != '_')
        .flat_map(char::to_lowercase)
        .collect();
    let known = LINKS
        .iter()
        .find(|(own, _)| *own == plain)
        .map(|(_, link)| *link);
    let name = known.unwrap_or(last);
    let inner = inner.map(|inner| inner.rsplit('=').next().unwrap_or(inner).trim());
    Ok(match inner {
        Some(inner) => format!("{name}({inner})"),
        None => name.to_owned(),
    })
}

/// The family of a name, and whether it is a quasi family.
fn named(name: &str) -> Option<(&'static Family, bool)> {
    let quotes = |c: char| c == '"' || c == '\'';
    let name = name.trim_matches(quotes).trim();
    let bare = name.rsplit("::").next().unwrap_or(name);
    // R joins words by dots, `negative.binomial`: its last word alone is another family.
    let spaced = bare.replace('.', " ");
    let find = |text: &str| families::find(text);
    if let Some(family) = find(name).or_else(|| find(bare)).or_else(|| find(&spaced)) {
        return Some((family, false));
    }
    let quasi = bare.strip_prefix("quasi").filter(|rest| !rest.is_empty());
    if let Some(family) = quasi.and_then(find) {
        return Some((family, true));
    }
    // `sm.families.Binomial`: a class.
    let class = bare.rsplit('.').next()?;
    let is_class = class.starts_with(|c: char| c.is_uppercase());
    find(class)
        .filter(|_| is_class)
        .map(|family| (family, false))
}

fn unknown(name: &str, span: Range<usize>) -> Diagnostic {
    let known: Vec<&str> = families::ALL.iter().map(|family| family.name).collect();
    let help = match families::suggest(name) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("families are {}", known.join(", ")),
    };
    Diagnostic::new("no family has this name", span)
        .label("not known")
        .help(help)
}

/// The family of an option, and the link of the two options.
pub(super) fn asked(family: Option<&str>, link: Option<&str>) -> Read<(Spelt, Option<String>)> {
    let text = family.unwrap_or("gaussian");
    let spelt = match spelt(text) {
        Ok(spelt) => spelt,
        Err(diagnostic) => return fault("--family", text, diagnostic),
    };
    let link = match (link, &spelt.link) {
        (Some(link), Some((own, span))) if super::squeezed(link) != super::squeezed(own) => {
            let diagnostic = Diagnostic::new("the link is given twice", span.clone())
                .label(format!("`--link` says {link}"))
                .help("leave one of them out");
            return fault("--family", text, diagnostic);
        }
        (Some(link), _) => Some(link.to_owned()),
        (None, Some((own, _))) => Some(own.clone()),
        (None, None) => None,
    };
    Ok((spelt, link))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_as_they_are_spelt() {
        let all = [
            ("binomial", "binomial", None),
            ("binomial(link = \"probit\")", "binomial", Some("probit")),
            ("negative.binomial(2)", "negative binomial", None),
            ("inverse.gaussian", "inverse gaussian", None),
            ("binomial('cloglog')", "binomial", Some("cloglog")),
            ("poisson(link=sqrt)", "poisson", Some("sqrt")),
            ("stats::poisson()", "poisson", None),
            ("quasipoisson(link = \"log\")", "poisson", Some("log")),
            (
                "inverse.gaussian(link = \"1/mu^2\")",
                "inverse gaussian",
                Some("inverse_squared"),
            ),
            ("Gamma(link = power(0.5))", "gamma", Some("power(0.5)")),
            ("MASS::negative.binomial(2)", "negative binomial", None),
            (
                "negative.binomial(theta = 2, link = log)",
                "negative binomial",
                Some("log"),
            ),
            (
                "sm.families.Binomial(link=sm.families.links.Probit())",
                "binomial",
                Some("Probit"),
            ),
            (
                "sm.families.Gamma(sm.families.links.inverse_power())",
                "gamma",
                Some("inverse"),
            ),
            ("Binomial(), ProbitLink()", "binomial", Some("Probit")),
            (
                "binomial(make.link(\"cauchit\"))",
                "binomial",
                Some("cauchit"),
            ),
        ];
        for (text, family, link) in all {
            let spelt = spelt(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(spelt.family.name, family, "{text}");
            assert_eq!(
                spelt.link.as_ref().map(|(link, _)| link.as_str()),
                link,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (text, at) in [
            ("poisson(xyz", 7),
            ("zero.binomial()", 0),
            ("binomial(link = \"probit\"", 8),
            ("posson()", 0),
        ] {
            let fault = spelt(text).err().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(fault.span.start, at, "{text}");
        }
    }
}
