//! PDF, typeset by Typst.

use crate::render::Format;
use crate::render::typ::formula;
use crate::render::typeset::{paper, typeset};

/// PDF.
pub static FORMAT: Format = Format {
    name: "pdf",
    extension: "pdf",
    about: "PDF, typeset by Typst where that is installed",
    draws: true,
    write: paper,
    formula,
    parts: None,
    pack: Some(|document| typeset(document, "pdf")),
};
