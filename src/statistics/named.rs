//! The name of a model with a family of choice.

use crate::derive::Derivation;
use crate::derive::finding::capitalised;
use crate::families::Family;
use crate::render::page::{Block, Piece, Text};

/// Calls the model by its family where that is not the one that the usual name of the link's
/// regression stands for: with a log link and the gamma family it is no Poisson regression.
pub fn name_by_family(derivation: &mut Derivation, family: &Family) {
    let Some(link) = derivation.model.as_ref().and_then(|model| model.link) else {
        return;
    };
    let mut usual = link.canonical_for.iter().chain(link.used_with);
    if usual.next().is_none_or(|usual| *usual == family.name) {
        return;
    }
    let (old, new) = (
        link.regression,
        format!(
            "a generalized linear model with the {} family and the {} link",
            family.title, link.name
        ),
    );
    let page = &mut derivation.page;
    page.title = page.title.replace(&capitalised(old), &capitalised(&new));
    let rename = |text: &mut Text| {
        for piece in &mut text.0 {
            if let Piece::Words(words) = piece {
                *words = words.replace(old, &new);
            }
        }
    };
    rename(&mut page.message);
    for block in &mut page.blocks {
        if let Block::Dictionary(rows) = block {
            rows.iter_mut().for_each(|(_, right)| rename(right));
        }
    }
    if let Some(glm) = &mut page.glm {
        glm.name = new.trim_start_matches("a ").to_owned();
    }
}
