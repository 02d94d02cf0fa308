//! The sizes of labels.

use super::{SMALL_SIZE, TEXT_SIZE};
use crate::render::layout::Style;
use crate::render::page::Text;
use crate::render::sheet::Sheet;
use crate::render::words::{width, words};

/// The estimated width of a label, in points.
pub fn label_width(sheet: &mut Sheet<'_>, text: &Text, small: bool) -> f64 {
    let words = words(sheet, text, Style::Inline);
    // Estimates are in half points at ten points.
    let estimated = f64::from(width(sheet.layout(), &words)) / 2.0;
    match small {
        true => estimated * SMALL_SIZE / TEXT_SIZE,
        false => estimated,
    }
}
