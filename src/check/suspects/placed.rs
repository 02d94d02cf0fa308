//! A usual formula at the wrong place: D(Q, P) for D(P, Q), a link where its inverse is meant,
//! factors of matrices in another order.

use super::entry::Scale;
use super::form::Form;
use super::{Looker, Shelf, Side, Suspect, columns, compare, order, read, words};
use crate::render::plain;

/// Links that are called by their names, and their inverses.
const LINKS: &[(&str, &str)] = &[
    ("logit", "1/(1 + exp(-z))"),
    ("probit", "Phi(z)"),
    ("cloglog", "1 - exp(-exp(z))"),
];

/// What a linear predictor is written with.
const PREDICTORS: &[&str] = &[
    "\\eta",
    "\\beta",
    "\\theta^T",
    "\\theta^\\top",
    "w^T",
    "w^\\top",
];

impl Looker<'_> {
    /// What is amiss with a formula that is one of the usual ones.
    pub(super) fn misplaced(
        &self,
        usual: &[&Shelf],
        forms: &[Form],
        side: &Side<'_>,
    ) -> Option<Suspect> {
        if usual.iter().any(|shelf| shelf.entry.matrices) {
            return self.disordered(usual, forms, side);
        }
        let mut usual = usual.iter();
        usual.find_map(|shelf| match (shelf.entry.pair, shelf.entry.link) {
            (true, _) => self.turned(shelf, forms, side),
            (_, true) => self.for_inverse(shelf, forms, side),
            _ => None,
        })
    }

    /// Factors of matrices in another order than in all formulas that are meant.
    fn disordered(&self, usual: &[&Shelf], forms: &[Form], side: &Side<'_>) -> Option<Suspect> {
        if columns::loses_transpose(side.own) || side.own.contains("\\frac") {
            return None;
        }
        let library = &self.library.store;
        let mut found = None;
        for shelf in usual {
            let entry = shelf.entry;
            let known = shelf.usual(library).into_iter().chain(shelf.also(library));
            for known in known {
                for form in forms {
                    let names =
                        compare::agreeing(&self.store, form, known, entry.scale, entry.letters);
                    for names in names {
                        let (own, usual) = ((&self.store, form), (library, &known.form));
                        match order::agree(own, usual, &names) {
                            Some(true) => return None,
                            Some(false) if found.is_none() => {
                                found =
                                    Some((entry, words::usual(library, &known.form, form, &names)));
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
        let (entry, text) = found?;
        let usual = columns::with_transposes(&text);
        Some(Suspect {
            difference: format!(
                "the order of factors differs: the usual {} has {usual}",
                entry.name
            ),
            usual,
            name: entry.name.to_owned(),
            span: side.piece.span.clone(),
        })
    }

    /// D(Q, P) by the formula of D(P, Q).
    fn turned(&self, shelf: &Shelf, forms: &[Form], side: &Side<'_>) -> Option<Suspect> {
        let [first, second] = arguments(side.left)?;
        let library = &self.library.store;
        let entry = shelf.entry;
        let turned = |form: &Form, known: &compare::Known| {
            let mut names = compare::agreeing(&self.store, form, known, entry.scale, entry.letters);
            let names = names.next()?;
            let letter = |wanted: usize| {
                let place = names.families.iter().position(|k| *k == wanted)?;
                form.families.get(place)?.text.chars().next()
            };
            let fits = letter(0)? == second && letter(1)? == first;
            (fits && first != second).then(|| {
                let mut turned = names.clone();
                for family in &mut turned.families {
                    *family = match *family {
                        0 => 1,
                        1 => 0,
                        other => other,
                    };
                }
                let usual = words::usual(library, &known.form, form, &turned);
                [usual, plain(&self.store, form.root)]
            })
        };
        let known = shelf.usual(library).into_iter().chain(shelf.also(library));
        let mut known = known.flat_map(|known| forms.iter().map(move |form| (form, known)));
        let [usual, _] = known.find_map(|(form, known)| turned(form, known))?;
        Some(Suspect {
            difference: format!(
                "two parts are exchanged: the usual {} of {first} and {second} has {usual}",
                entry.name
            ),
            usual,
            name: entry.name.to_owned(),
            span: side.piece.span.clone(),
        })
    }

    /// p = log(p/(1 - p)), where the left side is a probability.
    fn for_inverse(&self, shelf: &Shelf, forms: &[Form], side: &Side<'_>) -> Option<Suspect> {
        let library = &self.library.store;
        let entry = shelf.entry;
        let known = shelf.usual(library)?;
        let form = forms.first()?;
        let names =
            compare::agreeing(&self.store, form, known, Scale::Exact, entry.letters).next()?;
        let own = &form.families.first()?.text;
        let own_letter = own.chars().next()?;
        let left = side.left;
        let itself = left.strip_prefix('\\').unwrap_or(left) == own && is_mean(left);
        let probability = left.starts_with("P(")
            && left.ends_with(')')
            && matches!(own_letter, 'p' | 'P')
            && left.contains('|');
        if !itself && !probability {
            return None;
        }
        let usual = words::usual(library, &known.form, form, &names);
        Some(Suspect {
            difference: format!(
                "a function differs: {usual} is the {}, which is no mean; its inverse is meant",
                entry.name
            ),
            usual: "1/(1 + exp(-eta))".to_owned(),
            name: format!("inverse of the {}", entry.name),
            span: side.piece.span.clone(),
        })
    }

    /// μ = logit(η): a link of the linear predictor, where its inverse is meant.
    pub(super) fn link_of_predictor(&self, side: &Side<'_>) -> Option<Suspect> {
        if !is_mean(side.left) {
            return None;
        }
        let own = super::squashed(side.own);
        let (name, inverse, argument) = LINKS.iter().find_map(|(name, inverse)| {
            let rest = own.strip_prefix('\\').unwrap_or(&own);
            let braced = format!("{{{name}}}(");
            let rest = rest
                .strip_prefix(&braced)
                .or_else(|| rest.strip_prefix(&format!("{name}(")))?;
            Some((*name, *inverse, rest.strip_suffix(')')?))
        })?;
        let means = ["\\mu", "\\pi", "p", "P", "y", "E"];
        let predictor = PREDICTORS.iter().any(|mark| argument.contains(mark));
        let bare = argument.replace("\\beta", "").replace("\\eta", "");
        if !predictor || means.iter().any(|mean| bare.contains(mean)) {
            return None;
        }
        let at = side.own.find('(')? + 1;
        let inner = side.own.trim_end().strip_suffix(')')?.get(at..)?;
        let term = read::term(&self.store, inner, &self.scope)?;
        let inner = plain(&self.store, term);
        let usual = super::form::written(inverse, &|word| {
            (word == "z").then(
                || match inner.contains([' ', '-']) && inverse.contains("-z") {
                    true => format!("({inner})"),
                    false => inner.clone(),
                },
            )
        });
        Some(Suspect {
            difference: format!(
                "a function differs: the {name} of a mean is the linear predictor, and the mean \
                 is {usual}"
            ),
            usual,
            name: format!("inverse of the {name}"),
            span: side.piece.span.clone(),
        })
    }
}

/// Whether a left side is a mean or a probability.
fn is_mean(left: &str) -> bool {
    let bare = left.split(['_', '(']).next().unwrap_or(left);
    matches!(
        bare,
        "\\mu" | "p" | "\\pi" | "\\hat{p}" | "\\hat{\\mu}" | "\\hat{y}"
    ) || ["E(", "E[", "\\mathbb{E}", "P(", "\\Pr("]
        .iter()
        .any(|start| left.starts_with(start) && left.ends_with([')', ']']))
}

/// The letters of the two arguments of a left side, `D_{KL}(P\|Q)`.
fn arguments(left: &str) -> Option<[char; 2]> {
    let inner = left.strip_suffix([')', ']'])?;
    let open = inner.find(['(', '['])?;
    let inner = &inner[open + 1..];
    let marks = [
        "\\|",
        "||",
        "\\parallel",
        "\\Vert",
        "\\mid\\mid",
        "\\vert\\vert",
        ";",
        ",",
    ];
    let (first, second) = marks.iter().find_map(|mark| inner.split_once(mark))?;
    let letter = |text: &str| {
        let text = text.trim_matches(['{', '}']);
        let mut chars = text.chars();
        let letter = chars.next().filter(char::is_ascii_alphabetic)?;
        let rest = chars.as_str();
        (rest.is_empty() || rest.starts_with(['(', '_', '^'])).then_some(letter)
    };
    Some([letter(first)?, letter(second)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_a_left_side() {
        assert_eq!(arguments(r"D_{KL}(P\|Q)"), Some(['P', 'Q']));
        assert_eq!(arguments(r"KL(q(z)||p(z))"), Some(['q', 'p']));
        assert_eq!(arguments(r"KL(\hat{p},p)"), None);
        assert_eq!(arguments("D"), None);
    }
}
