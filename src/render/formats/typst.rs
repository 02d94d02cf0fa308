//! Typst: a fragment for any document, or a document of its own.

use std::fmt::Write as _;

use crate::expr::{Expr, Store};
use crate::render::block::{self, Writer};
use crate::render::drawing::{Drawing, typst as shapes};
use crate::render::frame::{Frame, Row, TEXT};
use crate::render::layout::{Layout, Style};
use crate::render::page::{Line, Link, Page, Text};
use crate::render::sheet::Sheet;
use crate::render::typ::{
    argument, color_definitions, escape, formula, math, prose, put, put_piece,
};
use crate::render::words::words;
use crate::render::{Format, Options, Parts};

/// Typst.
pub static FORMAT: Format = Format {
    name: "typst",
    extension: "typ",
    about: "Typst, as a fragment or a document",
    draws: true,
    write,
    formula,
    parts: Some(Parts {
        write: part,
        around,
    }),
    pack: None,
};

/// Settings of a document.
fn preamble(language: &str) -> String {
    format!(
        "#set page(paper: \"a4\", margin: (x: 3.1cm, y: 3cm), numbering: \"1\")
#set text(size: 10.5pt, font: (\"New Computer Modern\", \"Libertinus Serif\"), lang: \"{language}\")
#set par(justify: true)
#show math.equation: set block(breakable: true)

"
    )
}

/// Sets what it is given without width.
const OVER: &str = "#eqover[";
const DEFINE_OVER: &str = "#let eqover(it) = context { it; h(-measure(it).width) }\n";

fn write(store: &Store, page: &Page, options: &Options) -> String {
    document(store, page, options, "")
}

/// A page, and further settings of a document.
pub fn document(store: &Store, page: &Page, options: &Options, settings: &str) -> String {
    let mut sheet = Sheet::of_page(store, page, options);
    let mut writer = TypstPage {
        out: String::new(),
        options,
    };
    block::write(&mut sheet, page, options, &mut writer);
    let preamble = match options.standalone {
        true => preamble(options.language.code) + settings,
        false => String::new(),
    };
    let mut colors = color_definitions(sheet.layout());
    if !colors.is_empty() {
        colors.push('\n');
    }
    if writer.out.contains(OVER) {
        colors.insert_str(0, DEFINE_OVER);
    }
    if page.drawing.is_some() {
        colors.push_str(shapes::DEFINE_LABEL);
        colors.push('\n');
    }
    format!("{preamble}{colors}{}\n", writer.out.trim_end())
}

/// A page without what makes it a document, its names without colours.
fn part(store: &Store, page: &Page, options: &Options) -> String {
    write(store, page, &Options::fragment(options))
}

/// What stands before and after the parts of a document.
fn around(title: &str, options: &Options) -> [String; 2] {
    let settings = match options.standalone {
        true => preamble(options.language.code),
        false => String::new(),
    };
    [format!("{settings}== {}\n\n", escape(title)), String::new()]
}

struct TypstPage<'a> {
    out: String,
    options: &'a Options,
}

impl Writer for TypstPage<'_> {
    fn drawing(&mut self, sheet: &mut Sheet<'_>, drawing: &Drawing) {
        let picture = shapes::picture(sheet, drawing);
        let _ = writeln!(self.out, "{picture}");
    }

    fn title(&mut self, title: &str) {
        let mark = if self.options.standalone { "=" } else { "==" };
        let _ = writeln!(self.out, "{mark} {}\n", escape(title));
    }

    fn heading(&mut self, heading: &str) {
        let heading = escape(heading.trim_end_matches('.'));
        let _ = writeln!(self.out, "=== {heading}\n");
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text) {
        let words = words(sheet, text, Style::Inline);
        let _ = writeln!(self.out, "{}\n", prose(sheet.layout(), &words));
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        let frame = Frame::of_formulas(sheet, formulas, TEXT.wanted(self.options));
        self.display(sheet.layout(), &frame);
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        let frame = block::derivation(sheet, first, lines, self.options, TEXT);
        self.display(sheet.layout(), &frame);
    }

    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]) {
        self.out.push_str(
            "#align(center, table(\n  columns: 2,\n  align: left,\n  stroke: none,\n  \
             inset: (x: 0.7em, y: 0.4em),\n  table.hline(stroke: 0.6pt),\n",
        );
        for (left, right) in pairs {
            let cells = [left, right].map(|text| {
                let words = words(sheet, text, Style::Inline);
                prose(sheet.layout(), &words)
            });
            let _ = writeln!(self.out, "  [{}], [{}],", cells[0], cells[1]);
        }
        self.out.push_str("  table.hline(stroke: 0.6pt),\n))\n\n");
    }
}

impl TypstPage<'_> {
    /// A derivation or several formulas as one equation of aligned lines.
    fn display(&mut self, layout: &Layout, frame: &Frame) {
        if let Some(formula) = frame.single {
            let _ = writeln!(self.out, "$ {} $\n", math(layout, formula));
            return;
        }
        self.out.push_str("$\n");
        for (i, row) in frame.rows.iter().enumerate() {
            self.out.push_str(if i > 0 { " \\\n" } else { "" });
            line(layout, frame, row, &mut self.out);
        }
        self.out.push_str("\n$\n\n");
    }
}

/// A formula in display style where it would not be.
fn displayed(formula: &str) -> String {
    format!("display({})", argument(formula.trim()))
}

/// A line: columns are set to the right and to the left in turns.
fn line(layout: &Layout, frame: &Frame, row: &Row, out: &mut String) {
    out.push_str("  ");
    if frame.linked {
        out.push_str(match row.link {
            Some(Link::Iff) => "& ⟺ quad & ",
            Some(Link::Implies) => "& ⟹ quad & ",
            Some(Link::Equal) | None => "& & ",
        });
    }
    let mut right = String::new();
    if row.indent > 0 {
        right.push_str(&"quad ".repeat(row.indent as usize));
        // An operator that begins a line keeps the space after it.
        right.push_str(if row.right.is_empty() { "" } else { "\"\"" });
    }
    if row.link == Some(Link::Equal) && row.left.is_none() {
        right.push_str("= ");
    }
    for (i, piece) in row.right.iter().enumerate() {
        put_piece(layout, *piece, i == 0, &mut right);
    }
    let reason = match row.reason.is_empty() {
        true => String::new(),
        false => format!("#[{}]", prose(layout, &row.reason)),
    };
    let over = |content: &str| format!("{OVER}${content}$]");
    if row.between {
        out.push_str(&over(&reason));
        hide_widest(layout, frame, out);
        out.push_str(" &");
        return;
    }
    if row.right.is_empty() {
        let content = format!("{}{reason}", right.trim_start());
        let _ = match row.overhangs {
            true => write!(out, "& {}", over(&content)),
            false => write!(out, "& {content}"),
        };
        return;
    }
    if row.flush {
        // The row begins where the widest left side does.
        out.push_str(&over(&displayed(&right)));
        hide_widest(layout, frame, out);
        out.push_str(" & ");
    } else {
        if let Some(left) = row.left {
            put(layout, left, out);
            out.push(' ');
        }
        out.push_str("& ");
        match row.overhangs {
            true => out.push_str(&over(&displayed(&right))),
            false => out.push_str(&right),
        }
    }
    if row.padding > 0 {
        let _ = write!(out, " #h({}em)", row.padding.div_ceil(20));
    }
    if !reason.is_empty() {
        let _ = write!(out, " & & quad {reason}");
    }
}

/// As much space as the widest left side takes.
fn hide_widest(layout: &Layout, frame: &Frame, out: &mut String) {
    if let Some(widest) = frame.widest {
        out.push_str(" #hide($display(");
        put(layout, widest, out);
        out.push_str(")$)");
    }
}
