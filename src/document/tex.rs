//! TeX files.

use super::{Document, scan};

/// Finds the formulas of a TeX file; what stands after `\end{document}` is none of it.
pub(super) fn read(text: &str) -> Document {
    let end = text.find("\\end{document}").unwrap_or(text.len());
    scan::read(&text[..end], scan::Flavour::Tex, &[])
}
