//! The page as a picture, typeset by Typst.

use crate::render::Format;
use crate::render::typ::formula;
use crate::render::typeset::{picture, typeset};

/// PNG.
pub static FORMAT: Format = Format {
    name: "png",
    extension: "png",
    about: "Picture of the page (PNG), by Typst",
    draws: true,
    write: picture,
    formula,
    parts: None,
    pack: Some(|document| typeset(document, "png")),
};
