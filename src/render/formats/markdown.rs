//! Markdown with formulas between double dollar signs, for GitHub, Pandoc and what else reads them.
//!
//! Both let Markdown's own rules loose on some of TeX's signs, and neither knows all of TeX's
//! commands: what is written here keeps to what both read.

use std::fmt::Write as _;

use crate::expr::{Expr, Store};
use crate::render::block::{self, Writer};
use crate::render::frame::{Frame, Room, TEXT};
use crate::render::layout::{Class, Id, Item, Layout, Pen, Style, Times};
use crate::render::page::{Line, Page, Text};
use crate::render::sheet::Sheet;
use crate::render::tex::{self, Dialect};
use crate::render::words::{Word, words};
use crate::render::{Format, Options, Parts, text};

/// Markdown.
pub static FORMAT: Format = Format {
    name: "markdown",
    extension: "md",
    about: "Markdown with $$...$$, for GitHub and Pandoc",
    draws: false,
    write,
    formula,
    parts: Some(Parts {
        write: part,
        around,
    }),
    pack: None,
};

/// No command that sets text without width is known to all readers.
const ROOM: Room = Room {
    laps: false,
    ..TEXT
};

/// TeX as MathJax on GitHub, KaTeX and Pandoc read it within Markdown.
static DIALECT: Dialect = Dialect {
    spell,
    nested: false,
    laps: false,
};

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        // A backslash before punctuation may be Markdown's, and \thinspace is not known to Pandoc.
        Item::Times(Times::Thin) => pen.text("\\hspace{2pt}"),
        Item::Symbol(class, text) => match (class, layout.text(text)) {
            (_, "<") => pen.text(" \\lt "),
            (_, ">") => pen.text(" \\gt "),
            (Class::Function, name) if !tex::is_function(name) => {
                pen.text(format!("\\mathop{{\\mathrm{{{}}}}}", tex::escape(name)));
            }
            _ => tex::spell(layout, id, pen),
        },
        _ => tex::spell(layout, id, pen),
    }
}

/// A page, its names without colours.
fn part(store: &Store, page: &Page, options: &Options) -> String {
    write(store, page, &Options::colorless(options))
}

/// The title of a document.
fn around(title: &str, _: &Options) -> [String; 2] {
    [format!("## {}\n\n", escape(title, false)), String::new()]
}

/// A formula, without dollar signs.
fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    let mut sheet = Sheet::new(store, &[expr], &Options::colorless(options));
    let formula = sheet.lay(expr, Style::Display);
    DIALECT.math(sheet.layout(), formula)
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let options = Options::colorless(options);
    let mut sheet = Sheet::of_page(store, page, &options);
    let mut writer = MarkdownPage {
        out: String::new(),
        options: &options,
    };
    block::write(&mut sheet, page, &options, &mut writer);
    let mut out = writer.out;
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

struct MarkdownPage<'a> {
    out: String,
    options: &'a Options,
}

impl Writer for MarkdownPage<'_> {
    fn title(&mut self, title: &str) {
        let _ = writeln!(self.out, "## {}\n", escape(title, false));
    }

    fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.out, "### {}\n", escape(heading, false));
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text) {
        let text = prose(sheet, text);
        let _ = writeln!(self.out, "{text}\n");
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        let frame = Frame::of_formulas(sheet, formulas, ROOM.wanted(self.options));
        self.display(sheet.layout(), &frame);
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        let frame = block::derivation(sheet, first, lines, self.options, ROOM);
        self.display(sheet.layout(), &frame);
    }

    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]) {
        let say = |words| self.options.language.say(words);
        let (network, model) = (say("Neural network"), say("Generalized linear model"));
        self.out
            .push_str(&format!("| {network} | {model} |\n| --- | --- |\n"));
        for (left, right) in pairs {
            let [left, right] = [left, right].map(|text| prose(sheet, text));
            let _ = writeln!(self.out, "| {left} | {right} |");
        }
        self.out.push('\n');
    }
}

impl MarkdownPage<'_> {
    fn display(&mut self, layout: &Layout, frame: &Frame) {
        self.out.push_str("$$\n");
        if let Some(formula) = frame.single {
            self.out.push_str(&DIALECT.math(layout, formula));
        } else {
            self.out.push_str("\\begin{aligned}\n");
            for (i, row) in frame.rows.iter().enumerate() {
                self.out.push_str(if i > 0 { " \\\\\n" } else { "" });
                DIALECT.line(layout, frame, row, &mut self.out);
            }
            self.out.push_str("\n\\end{aligned}");
        }
        self.out.push_str("\n$$\n\n");
    }
}

fn prose(sheet: &mut Sheet<'_>, text: &Text) -> String {
    let mut out = String::new();
    for word in words(sheet, text, Style::Inline) {
        match word {
            Word::Words(words) => {
                let starts = out.is_empty();
                out.push_str(&escape(&words, starts));
            }
            Word::Code(code) => out.push_str(&self::code(&code)),
            Word::Math(formula) => {
                let math = DIALECT.math(sheet.layout(), formula);
                let _ = write!(out, "${}$", math.trim());
            }
            Word::Part(_) => {}
        }
    }
    out
}

/// Text in which every character stands for itself; `starts`: it begins a paragraph.
fn escape(words: &str, starts: bool) -> String {
    let mut out = String::new();
    for c in text::clean(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '$' | '~' | '^' | '@'
            | '"' | '\'' => out.extend(['\\', c]),
            // Lists and rules begin a line.
            '-' | '+' | '=' | ':' if starts && out.is_empty() => out.extend(['\\', c]),
            '.' | ')' if starts && !out.is_empty() && out.bytes().all(|b| b.is_ascii_digit()) => {
                out.extend(['\\', c]);
            }
            '!' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// Text as typed, within more backquotes than stand in it.
fn code(text: &str) -> String {
    let text = text::clean(text);
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    match text.contains('`') {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_only_text() {
        assert_eq!(
            escape("<script> [x](javascript:y) $a$ | *b* `c` \u{1b}[0m", true),
            "&lt;script&gt; \\[x\\](javascript:y) \\$a\\$ \\| \\*b\\* \\`c\\` \\[0m"
        );
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
