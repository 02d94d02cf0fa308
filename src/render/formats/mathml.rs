//! MathML Core within a fragment of HTML: headings, paragraphs and tables are HTML, formulas
//! `<math>` elements; a derivation is one aligned table of formulas.

use crate::expr::{Expr, Store};
use crate::render::block::{self, Writer};
use crate::render::frame::{Frame, TEXT};
use crate::render::markup::{display, escape, formula, inline};
use crate::render::page::{Line, Page, Text};
use crate::render::sheet::Sheet;
use crate::render::{Format, Options, Parts, text};

/// MathML.
pub static FORMAT: Format = Format {
    name: "mathml",
    extension: "mathml.html",
    about: "MathML Core in a fragment of HTML",
    draws: false,
    write,
    formula,
    parts: Some(Parts {
        write,
        around: |_, _| [String::new(), String::new()],
    }),
    pack: None,
};

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut sheet = Sheet::of_page(store, page, options);
    let mut writer = MathPage {
        out: String::from("<section class=\"equiff\">\n"),
        options,
    };
    block::write(&mut sheet, page, options, &mut writer);
    writer.out + "</section>\n"
}

struct MathPage<'a> {
    out: String,
    options: &'a Options,
}

impl Writer for MathPage<'_> {
    fn title(&mut self, title: &str) {
        self.out
            .push_str(&format!("<h2>{}</h2>\n", escape(&text::clean(title))));
    }

    fn heading(&mut self, heading: &str) {
        let heading = text::clean(heading);
        self.out
            .push_str(&format!("<h3>{}</h3>\n", escape(&heading)));
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text) {
        self.out
            .push_str(&format!("<p>{}</p>\n", inline(sheet, text)));
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        let frame = Frame::of_formulas(sheet, formulas, TEXT.wanted(self.options));
        display(sheet.layout(), &frame, sheet.language(), &mut self.out);
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        let frame = block::derivation(sheet, first, lines, self.options, TEXT);
        display(sheet.layout(), &frame, sheet.language(), &mut self.out);
    }

    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]) {
        const CELL: &str = "text-align:left; font-weight:normal; padding-right:2em";
        self.out.push_str("<table>\n");
        for (left, right) in pairs {
            let (left, right) = (inline(sheet, left), inline(sheet, right));
            self.out.push_str(&format!(
                "<tr><th scope=\"row\" style=\"{CELL}\">{left}</th><td>{right}</td></tr>\n"
            ));
        }
        self.out.push_str("</table>\n");
    }
}
