//! The page as a picture, typeset by Typst.

use crate::render::Format;
use crate::render::typ::formula;
use crate::render::typeset::{picture, typeset};

/// SVG, each glyph a path.
pub static FORMAT: Format = Format {
    name: "page-svg",
    extension: "page.svg",
    about: "Picture of the page (SVG), by Typst",
    draws: true,
    write: picture,
    formula,
    parts: None,
    pack: Some(|document| typeset(document, "svg")),
};
