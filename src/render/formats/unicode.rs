//! Unicode text for a terminal.
//!
//! Formulas are plain formulas with mathematical characters, which the plain reader reads back;
//! sum signs, dots and "for k = 1, …, n" are for people only.

use anstyle::{Effects, Style as Paint};
use pretty::{Arena, DocAllocator, DocBuilder};
use unicode_width::UnicodeWidthStr;

use crate::expr::{Expr, Store};
use crate::render::block::{self, Writer};
use crate::render::flow::Measure;
use crate::render::frame::reason_column;
use crate::render::layout::{BigOperator, Bracket, Class, Id, Item, Layout, Pen, Style, Times};
use crate::render::page::{Line, Link, Page, Text};
use crate::render::pieces::Piece;
use crate::render::reasons::{Reasons, introduction};
use crate::render::script::{lowered, raised};
use crate::render::sheet::Sheet;
use crate::render::spelt::Spelt;
use crate::render::steps::shown;
use crate::render::words::{Word, reason, words};
use crate::render::{Format, Options, text};

/// Unicode text.
pub static FORMAT: Format = Format {
    name: "unicode",
    extension: "txt",
    about: "Unicode text for the terminal",
    draws: false,
    write,
    formula,
    parts: None,
    pack: None,
};

/// The columns left of a displayed formula, where its relation to the one above stands.
const INDENT: usize = 4;

/// A formula, wrapped at the width of the options.
pub fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    let mut sheet = Sheet::new(store, &[expr], options);
    wrapped(&mut sheet, expr, options.width)
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut sheet = Sheet::of_page(store, page, options);
    let mut writer = UnicodePage {
        out: String::new(),
        options,
    };
    block::write(&mut sheet, page, options, &mut writer);
    writer.out
}

struct UnicodePage<'a> {
    out: String,
    options: &'a Options,
}

impl Writer for UnicodePage<'_> {
    fn title(&mut self, title: &str) {
        let title = painted(&text::clean(title), Effects::BOLD, self.options);
        self.out.push_str(&title);
        self.out.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        let heading = painted(&text::clean(heading), Effects::BOLD, self.options);
        self.out.push_str(&format!("\n{heading}\n"));
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text) {
        let text = paragraph(sheet, text, self.options.width);
        self.out.push_str(&format!("\n{text}\n"));
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        self.out.push('\n');
        let room = self.options.width.map(|width| width.saturating_sub(INDENT));
        for formula in formulas {
            indented(&mut self.out, "", &wrapped(sheet, *formula, room), INDENT);
        }
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        self.out.push('\n');
        let room = self.options.width.map(|width| width.saturating_sub(INDENT));
        let mut rows = vec![("", wrapped(sheet, first, room), Text::default())];
        for step in &shown(sheet.store(), first, lines, self.options.steps) {
            let sign = match step.link {
                Link::Iff => "⟺",
                Link::Implies => "⟹",
                Link::Equal => "=",
            };
            let formula = wrapped(sheet, step.formula, room);
            rows.push((
                sign,
                formula,
                reason(sheet.language(), step.reason, &step.conditions),
            ));
        }
        if self.options.reasons == Reasons::Between {
            self.introduced(sheet, rows);
            return;
        }
        let size = |text: &str| u32::try_from(text.width()).unwrap_or(u32::MAX);
        let reasons: Vec<String> = rows
            .iter()
            .map(|row| paragraph(sheet, &row.2, None))
            .collect();
        let sizes: Vec<(u32, u32)> = rows
            .iter()
            .zip(&reasons)
            .map(|((_, formula, _), reason)| match formula.contains('\n') {
                true => (u32::MAX, size(reason)),
                false => (size(formula), size(reason)),
            })
            .collect();
        let room = u32::try_from(room.unwrap_or(usize::MAX)).unwrap_or(u32::MAX);
        let beside = reason_column(&sizes, room, 3);
        let column = room.saturating_sub(beside.saturating_add(3));
        let place = sizes
            .iter()
            .filter(|(formula, reason)| *formula <= column && (1..=beside).contains(reason))
            .map(|(formula, _)| *formula)
            .max()
            .unwrap_or(0);
        for (((sign, formula, text), line), (width, reason_width)) in
            rows.iter().zip(reasons).zip(sizes)
        {
            if reason_width > 0 && reason_width <= beside && width <= column {
                let gap = " ".repeat((place - width) as usize + 3);
                let reason = painted(&line, Effects::DIMMED, self.options);
                indented(
                    &mut self.out,
                    sign,
                    &format!("{formula}{gap}{reason}"),
                    INDENT,
                );
                continue;
            }
            indented(&mut self.out, sign, formula, INDENT);
            if reason_width > 0 {
                let deeper = INDENT + 4;
                let width = self.options.width.map(|width| width.saturating_sub(deeper));
                for line in paragraph(sheet, text, width).lines() {
                    indented(
                        &mut self.out,
                        "",
                        &painted(line, Effects::DIMMED, self.options),
                        deeper,
                    );
                }
            }
        }
    }

    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]) {
        self.out.push('\n');
        let mut rows = Vec::new();
        for (left, right) in pairs {
            rows.push(vec![
                paragraph(sheet, left, None),
                paragraph(sheet, right, None),
            ]);
        }
        let lines = text::table(&rows);
        let room = self.options.width.unwrap_or(usize::MAX);
        if lines.iter().all(|line| line.width() + INDENT <= room) {
            for line in lines {
                indented(&mut self.out, "", &line, INDENT);
            }
            return;
        }
        for (left, right) in pairs {
            for (text, indent) in [(left, INDENT), (right, 2 * INDENT)] {
                let width = self.options.width.map(|width| width.saturating_sub(indent));
                indented(&mut self.out, "", &paragraph(sheet, text, width), indent);
            }
        }
    }
}

impl UnicodePage<'_> {
    /// Formulas with their reasons above them.
    fn introduced(&mut self, sheet: &mut Sheet<'_>, rows: Vec<(&str, String, Text)>) {
        for (sign, formula, why) in rows {
            let why = paragraph(
                sheet,
                &introduction(sheet.language(), why),
                self.options.width,
            );
            for line in why.lines() {
                let line = painted(line, Effects::DIMMED, self.options);
                indented(&mut self.out, "", &line, 0);
            }
            indented(&mut self.out, sign, &formula, INDENT);
        }
    }
}

/// Lines with an indentation, in which a sign stands before the first.
fn indented(out: &mut String, sign: &str, text: &str, indent: usize) {
    for (i, line) in text.lines().enumerate() {
        let sign = if i == 0 { sign } else { "" };
        out.push_str(sign);
        if !line.is_empty() {
            spaces(out, indent.saturating_sub(sign.width()));
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

fn painted(text: &str, effects: Effects, options: &Options) -> String {
    if !options.color {
        return text.to_owned();
    }
    let paint = Paint::new().effects(effects);
    format!("{}{text}{}", paint.render(), paint.render_reset())
}

/// Text with its formulas, in lines of a width.
fn paragraph(sheet: &mut Sheet<'_>, text: &Text, width: Option<usize>) -> String {
    let arena: Arena<'_> = Arena::new();
    let mut doc: DocBuilder<'_, Arena<'_>> = arena.nil();
    for word in words(sheet, text, Style::Linear) {
        match word {
            Word::Words(words) => {
                let blanks = words.len() - words.trim_start_matches(' ').len();
                if blanks > 0 {
                    doc = doc.append(arena.softline());
                }
                doc = doc.append(arena.text(words[blanks..].to_owned()));
            }
            Word::Code(code) => doc = doc.append(arena.text(format!("`{code}`"))),
            Word::Part(pieces) => {
                let mut part = String::new();
                pieces
                    .iter()
                    .for_each(|piece| put(sheet.layout(), *piece, &mut part));
                doc = doc.append(arena.text(part));
            }
            Word::Math(formula) => {
                let spelt = Spelt::new(sheet.layout(), formula, 0, put);
                for (i, part) in spelt.parts().enumerate() {
                    if i > 0 {
                        doc = doc.append(arena.softline());
                    }
                    doc = doc.append(arena.text(part.to_owned()));
                }
            }
        }
    }
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = doc.render_fmt(width.unwrap_or(usize::MAX), &mut out);
    out
}

/// A formula in lines of a width.
fn wrapped(sheet: &mut Sheet<'_>, expr: Expr, width: Option<usize>) -> String {
    let formula = sheet.lay(expr, Style::Linear);
    let layout = sheet.layout();
    let room = width
        .and_then(|width| u32::try_from(width).ok())
        .unwrap_or(u32::MAX);
    Spelt::new(layout, formula, room.saturating_mul(2), put).lines(Measure {
        room,
        shift: 4,
        align: true,
        hang: 4,
    })
}

fn put(layout: &Layout, piece: Piece, out: &mut String) {
    match piece {
        Piece::Item(id) => layout.write(id, out, String::push_str, spell),
        Piece::Open(bracket, _) => out.push_str(brackets(bracket).0),
        Piece::Close(bracket, _) => out.push_str(brackets(bracket).1),
        Piece::Scripts(id) => layout.write_scripts(id, out, String::push_str, "", spell),
        Piece::None => {}
    }
}

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => pen.items(layout.children(span)),
        Item::Symbol(class, text) => symbol(class, layout.text(text), pen),
        Item::Times(Times::Thin) => pen.text(" "),
        Item::Times(_) => pen.text("·"),
        Item::Application | Item::Quad => {}
        Item::Script { base, below, above } => {
            pen.item(base);
            for (script, glyph, marks) in [
                (below, lowered as fn(char) -> _, ("[", "]")),
                (above, raised, ("^(", ")")),
            ] {
                if let Some(script) = script {
                    small(layout, script, glyph, marks, pen);
                }
            }
        }
        Item::Fence { bracket, body, .. } => {
            let (open, close) = brackets(bracket);
            pen.text(open);
            pen.item(body);
            pen.text(close);
        }
        Item::Accent(_, base) | Item::Marked(_, base) => pen.item(base),
        Item::Operator {
            operator,
            lower,
            upper,
            ..
        } => {
            pen.text(match operator {
                BigOperator::Sum => "Σ",
                BigOperator::Product => "Π",
            });
            small(layout, lower, lowered, ("_{", "}"), pen);
            small(layout, upper, raised, ("^{", "}"), pen);
            pen.text(" ");
        }
        // A layout in one line has none of these.
        Item::Fraction(first, second) => joined(&[first, second], "/", pen),
        Item::Root { body, .. } => joined(&[body], "", pen),
        Item::Cases { parts: span, .. } | Item::Column(span) => {
            joined(layout.children(span), ", ", pen)
        }
    }
}

fn joined(ids: &[Id], separator: &'static str, pen: &mut Pen<'_>) {
    pen.text("(");
    for (i, id) in ids.iter().enumerate() {
        pen.text(if i > 0 { separator } else { "" });
        pen.item(*id);
    }
    pen.text(")");
}

fn symbol<'a>(class: Class, text: &'a str, pen: &mut Pen<'a>) {
    match class {
        Class::Binary | Class::Relation => {
            pen.text(" ");
            pen.text(text);
            pen.text(" ");
        }
        Class::Punctuation => {
            pen.text(text);
            pen.text(" ");
        }
        _ if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) => pen.text(text),
        _ => pen.text(text::clean(text)),
    }
}

/// An item in small characters if there are such, else between marks.
fn small<'a>(
    layout: &'a Layout,
    id: Id,
    glyph: fn(char) -> Option<char>,
    (open, close): (&'static str, &'static str),
    pen: &mut Pen<'a>,
) {
    let mut text = String::new();
    layout.write(id, &mut text, String::push_str, spell);
    let glyphs: Option<String> = match text.as_str() {
        "⊤" => Some("ᵀ".to_owned()),
        text => text.chars().filter(|c| *c != ' ').map(glyph).collect(),
    };
    match glyphs {
        Some(glyphs) => pen.text(glyphs),
        None => {
            pen.text(open);
            pen.text(text);
            pen.text(close);
        }
    }
}

fn brackets(bracket: Bracket) -> (&'static str, &'static str) {
    match bracket {
        Bracket::Round => ("(", ")"),
        Bracket::Square => ("[", "]"),
        Bracket::Bar => ("|", "|"),
    }
}
