//! The blocks of a page in order, for any format.

use super::Options;
use super::drawing::Drawing;
use super::frame::{Frame, Room};
use super::page::{Block, Line, Page, Text};
use super::reasons::arranged;
use super::sheet::Sheet;
use super::steps::shown;
use crate::expr::Expr;

/// What a format writes for the parts of a page.
pub trait Writer {
    /// What stands above the blocks: title and message.
    fn opening(&mut self, sheet: &mut Sheet<'_>, page: &Page) {
        if !page.title.is_empty() {
            self.title(&page.title);
        }
        if !page.message.0.is_empty() {
            self.paragraph(sheet, &page.message);
        }
        if let Some(drawing) = &page.drawing {
            self.drawing(sheet, drawing);
        }
    }

    /// The drawing of the network, in formats that can show it.
    fn drawing(&mut self, _: &mut Sheet<'_>, _: &Drawing) {}
    /// The title.
    fn title(&mut self, title: &str);
    /// A heading.
    fn heading(&mut self, heading: &str);
    /// A paragraph.
    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text);
    /// Formulas on lines of their own.
    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]);
    /// A derivation, at the options' level of detail.
    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]);
    /// A dictionary.
    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]);
}

/// Writes what opens a page and its blocks.
pub fn write(sheet: &mut Sheet<'_>, page: &Page, options: &Options, writer: &mut impl Writer) {
    let page = &*arranged(sheet.store(), page, options);
    writer.opening(sheet, page);
    for block in &page.blocks {
        match block {
            Block::Heading(heading) => writer.heading(heading),
            Block::Paragraph(text) => writer.paragraph(sheet, text),
            Block::Formulas(formulas) => writer.formulas(sheet, formulas),
            Block::Derivation { first, lines } => writer.derivation(sheet, *first, lines),
            Block::Dictionary(pairs) => writer.dictionary(sheet, pairs),
        }
    }
}

/// A derivation as a frame, with the steps that the options show.
pub fn derivation(
    sheet: &mut Sheet<'_>,
    first: Expr,
    lines: &[Line],
    options: &Options,
    room: Room,
) -> Frame {
    let steps = shown(sheet.store(), first, lines, options.steps);
    Frame::of_steps(sheet, first, &steps, room.wanted(options))
}
