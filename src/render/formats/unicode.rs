//! Unicode text for a terminal.
//!
//! Formulas are plain formulas with mathematical characters, which the plain reader reads back;
//! sum signs, dots and "for k = 1, …, n" are for people only.

use anstyle::{Effects, Style as Paint};
use pretty::{Arena, DocAllocator, DocBuilder};
use unicode_width::UnicodeWidthStr;

use crate::expr::{Expr, Store};
use crate::render::frame::{reason, reason_column};
use crate::render::layout::{
    BigOperator, Bracket, Class, Id, Item, Layout, Pen, Style, Times, layout,
};
use crate::render::page::{Block, Line, Link, Page, Piece, Text};
use crate::render::steps::shown;
use crate::render::{Format, Options, text};

/// Unicode text.
pub static FORMAT: Format = Format {
    name: "unicode",
    extension: "txt",
    about: "Unicode text for the terminal",
    write,
    formula,
};

/// Where a line may break, and what is aligned, as private characters that no input holds.
const BREAK: char = '\u{E000}';
const OPEN: char = '\u{E001}';
const CLOSE: char = '\u{E002}';
/// Between these, no line breaks.
const TIE: char = '\u{E003}';
const UNTIE: char = '\u{E004}';

/// A formula, wrapped at the width of the options.
pub fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    wrap(&marked(store, expr, options), options.width)
}

/// Text on one line.
pub fn inline(store: &Store, text: &Text, options: &Options) -> String {
    wrap(&marked_text(store, text, options), None)
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut out = String::new();
    let paragraph = |text: &Text| wrap(&marked_text(store, text, options), options.width);
    out.push_str(&painted(&text::clean(&page.title), Effects::BOLD, options));
    out.push('\n');
    if !page.message.0.is_empty() {
        out.push('\n');
        out.push_str(&paragraph(&page.message));
        out.push('\n');
    }
    for block in &page.blocks {
        out.push('\n');
        match block {
            Block::Heading(heading) => {
                out.push_str(&painted(&text::clean(heading), Effects::BOLD, options));
                out.push('\n');
            }
            Block::Paragraph(text) => {
                out.push_str(&paragraph(text));
                out.push('\n');
            }
            Block::Formulas(formulas) => {
                for formula in formulas {
                    indented(
                        &mut out,
                        "",
                        &wrap_in(store, *formula, options, INDENT),
                        INDENT,
                    );
                }
            }
            Block::Derivation { first, lines } => {
                derivation(store, *first, lines, options, &mut out);
            }
            Block::Dictionary(pairs) => dictionary(store, pairs, options, &mut out),
        }
    }
    out
}

/// The columns left of a displayed formula, where its relation to the one above stands.
const INDENT: usize = 4;

fn derivation(store: &Store, first: Expr, lines: &[Line], options: &Options, out: &mut String) {
    let steps = shown(store, lines, options.steps);
    let mut rows = vec![("", wrap_in(store, first, options, INDENT), String::new())];
    for step in &steps {
        let sign = match step.link {
            Link::Iff => "⟺",
            Link::Implies => "⟹",
            Link::Equal => "=",
        };
        let text = reason(step.reason, &step.conditions);
        rows.push((
            sign,
            wrap_in(store, step.formula, options, INDENT),
            marked_text(store, &text, options),
        ));
    }
    let size = |text: &str| u32::try_from(text.width()).unwrap_or(u32::MAX);
    let sizes: Vec<(u32, u32)> = rows
        .iter()
        .map(|(_, formula, reason)| {
            let width = match formula.contains('\n') {
                true => u32::MAX,
                false => size(formula),
            };
            (width, size(&wrap(reason, None)))
        })
        .collect();
    let room = options.width.unwrap_or(usize::MAX).saturating_sub(INDENT);
    let room = u32::try_from(room).unwrap_or(u32::MAX);
    let beside = reason_column(&sizes, room, 3);
    let column = room.saturating_sub(beside.saturating_add(3));
    let place = sizes
        .iter()
        .filter(|(formula, reason)| *formula <= column && (1..=beside).contains(reason))
        .map(|(formula, _)| *formula)
        .max()
        .unwrap_or(0);
    for ((sign, formula, reason), (width, reason_width)) in rows.iter().zip(sizes) {
        let reason_fits = reason_width > 0 && reason_width <= beside && width <= column;
        if reason_fits {
            let gap = " ".repeat((place - width) as usize + 3);
            let reason = painted(&wrap(reason, None), Effects::DIMMED, options);
            indented(out, sign, &format!("{formula}{gap}{reason}"), INDENT);
            continue;
        }
        indented(out, sign, formula, INDENT);
        if reason_width > 0 {
            let deeper = INDENT + 4;
            let width = options.width.map(|width| width.saturating_sub(deeper));
            for line in wrap(reason, width).lines() {
                indented(out, "", &painted(line, Effects::DIMMED, options), deeper);
            }
        }
    }
}

fn dictionary(store: &Store, pairs: &[(Text, Text)], options: &Options, out: &mut String) {
    let rows: Vec<Vec<String>> = pairs
        .iter()
        .map(|(left, right)| vec![inline(store, left, options), inline(store, right, options)])
        .collect();
    let lines = text::table(&rows);
    let room = options.width.unwrap_or(usize::MAX);
    if lines.iter().all(|line| line.width() + INDENT <= room) {
        for line in lines {
            indented(out, "", &line, INDENT);
        }
        return;
    }
    for (left, right) in pairs {
        for (text, indent) in [(left, INDENT), (right, 2 * INDENT)] {
            let marked = marked_text(store, text, options);
            let width = options.width.map(|width| width.saturating_sub(indent));
            indented(out, "", &wrap(&marked, width), indent);
        }
    }
}

/// Lines with an indentation, in which a sign stands before the first.
fn indented(out: &mut String, sign: &str, text: &str, indent: usize) {
    for (i, line) in text.lines().enumerate() {
        let sign = if i == 0 { sign } else { "" };
        out.push_str(sign);
        if !line.is_empty() {
            out.push_str(&" ".repeat(indent.saturating_sub(sign.width())));
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn painted(text: &str, effects: Effects, options: &Options) -> String {
    if !options.color {
        return text.to_owned();
    }
    let paint = Paint::new().effects(effects);
    format!("{}{text}{}", paint.render(), paint.render_reset())
}

fn wrap_in(store: &Store, expr: Expr, options: &Options, indent: usize) -> String {
    let width = options.width.map(|width| width.saturating_sub(indent));
    wrap(&marked(store, expr, options), width)
}

/// Text with marks where lines may break.
fn marked_text(store: &Store, text: &Text, options: &Options) -> String {
    let mut out = String::new();
    for piece in &text.0 {
        match piece {
            Piece::Words(words) => {
                let words = text::clean(words);
                out.extend(words.chars().map(|c| if c == ' ' { BREAK } else { c }));
            }
            Piece::Code(code) => {
                out.push('`');
                out.push_str(&text::clean(code));
                out.push('`');
            }
            Piece::Math(expr) => {
                let layout = layout(store, *expr, options.notation, Style::Linear);
                if let Some(root) = layout.root() {
                    layout.write(root, &mut out, String::push_str, spell);
                }
            }
        }
    }
    out
}

/// A formula with marks where lines may break; what follows its relation is aligned.
fn marked(store: &Store, expr: Expr, options: &Options) -> String {
    let layout = layout(store, expr, options.notation, Style::Linear);
    let mut out = String::new();
    let parts = layout.parts();
    let mut rest = parts.rest;
    if let Some(left) = parts.left {
        layout.write(left, &mut out, String::push_str, spell);
        if let Some((sign, after)) = rest.split_first() {
            layout.write(*sign, &mut out, String::push_str, spell);
            rest = after;
        }
    }
    out.push(OPEN);
    for id in rest {
        layout.write(*id, &mut out, String::push_str, spell);
    }
    out.push(CLOSE);
    out
}

/// Lays marked text out in lines.
fn wrap(marked: &str, width: Option<usize>) -> String {
    let plain: String = marked
        .chars()
        .filter_map(|c| match c {
            BREAK => Some(' '),
            OPEN | CLOSE | TIE | UNTIE => None,
            c => Some(c),
        })
        .collect();
    let Some(width) = width.filter(|width| plain.width() > *width) else {
        return plain;
    };
    let arena: Arena<'_> = Arena::new();
    let mut open: Vec<Vec<DocBuilder<'_, Arena<'_>>>> = vec![Vec::new()];
    let mut ties = 0usize;
    let mut word = String::new();
    for c in marked.chars() {
        if c == TIE {
            ties += 1;
        } else if c == UNTIE {
            ties = ties.saturating_sub(1);
        } else if !matches!(c, BREAK | OPEN | CLOSE) {
            word.push(c);
        } else if c == BREAK && ties > 0 {
            word.push(' ');
        } else {
            let mut docs = open.pop().unwrap_or_default();
            docs.push(arena.text(std::mem::take(&mut word)));
            match c {
                OPEN => {
                    open.push(docs);
                    docs = Vec::new();
                }
                CLOSE => {
                    let inner = arena.concat(docs).align();
                    docs = open.pop().unwrap_or_default();
                    docs.push(inner);
                }
                _ => docs.push(arena.softline()),
            }
            open.push(docs);
        }
    }
    if let Some(docs) = open.last_mut() {
        docs.push(arena.text(word));
    }
    let doc = arena.concat(open.into_iter().flatten());
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = doc.render_fmt(width, &mut out);
    out
}

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => pen.items(layout.children(span)),
        Item::Symbol(class, text) => {
            let text = layout.text(text);
            match class {
                Class::Binary => {
                    pen.text(BREAK.to_string());
                    pen.text(text);
                    pen.text(" ");
                }
                Class::Relation => {
                    pen.text(" ");
                    pen.text(text);
                    pen.text(" ");
                }
                Class::Punctuation => {
                    pen.text(text);
                    pen.text(" ");
                }
                Class::Words if text == " and " || text == " or " => {
                    pen.text(BREAK.to_string());
                    pen.text(&text[1..]);
                }
                _ => pen.text(text::clean(text)),
            }
        }
        Item::Times(Times::Thin) => pen.text(" "),
        Item::Times(_) => pen.text("·"),
        Item::Application => {}
        Item::Quad => pen.text(BREAK.to_string()),
        Item::Fraction(above, below) => {
            bracketed(above, ("(", ")"), pen);
            pen.text("/");
            bracketed(below, ("(", ")"), pen);
        }
        Item::Script { base, below, above } => {
            pen.item(base);
            if let Some(below) = below {
                match index(layout, below) {
                    Some(index) => pen.text(index),
                    None => tied(below, ("[", "]"), pen),
                }
            }
            if let Some(above) = above {
                match exponent(layout, above) {
                    Some(exponent) => pen.text(exponent),
                    None if matches!(layout.item(above), Item::Symbol(..)) => {
                        pen.text("^");
                        pen.item(above);
                    }
                    None => {
                        pen.text("^");
                        tied(above, ("(", ")"), pen);
                    }
                }
            }
        }
        Item::Fence { bracket, body, .. } => {
            let brackets = match bracket {
                Bracket::Round => ("(", ")"),
                Bracket::Square => ("[", "]"),
                Bracket::Bar => ("|", "|"),
            };
            bracketed(body, brackets, pen);
        }
        Item::Root { degree, body } => {
            let sign = match degree.map(|degree| flat(layout, degree)) {
                None => "√",
                Some(Some(degree)) if degree == "3" => "∛",
                Some(Some(degree)) if degree == "4" => "∜",
                Some(_) => "root",
            };
            pen.text(sign);
            match degree {
                Some(degree) if sign == "root" => {
                    pen.text("(");
                    pen.item(body);
                    pen.text(", ");
                    pen.item(degree);
                    pen.text(")");
                }
                _ if matches!(layout.item(body), Item::Symbol(..)) => pen.item(body),
                _ => bracketed(body, ("(", ")"), pen),
            }
        }
        Item::Accent(_, base) => pen.item(base),
        Item::Operator {
            operator,
            lower,
            upper,
        } => {
            pen.text(match operator {
                BigOperator::Sum => "Σ",
                BigOperator::Product => "Π",
            });
            for (script, glyph, mark) in
                [(lower, lowered as fn(char) -> _, "_"), (upper, raised, "^")]
            {
                let text = flat(layout, script);
                let glyphs: Option<String> =
                    text.and_then(|text| text.chars().map(glyph).collect());
                match glyphs {
                    Some(glyphs) => pen.text(glyphs),
                    None => {
                        pen.text(mark);
                        tied(script, ("{", "}"), pen);
                    }
                }
            }
            pen.text(" ");
        }
        Item::Cases(span) | Item::Column(span) => {
            pen.text("[");
            for (i, id) in layout.children(span).iter().enumerate() {
                pen.text(if i > 0 { ", " } else { "" });
                pen.item(*id);
            }
            pen.text("]");
        }
        Item::Group(_, body) => pen.item(body),
    }
}

/// An item in brackets, aligned within them.
fn bracketed(body: Id, (open, close): (&'static str, &'static str), pen: &mut Pen<'_>) {
    pen.text(open);
    pen.text(OPEN.to_string());
    pen.item(body);
    pen.text(CLOSE.to_string());
    pen.text(close);
}

/// An item in brackets in which no line breaks.
fn tied(body: Id, (open, close): (&'static str, &'static str), pen: &mut Pen<'_>) {
    pen.text(open);
    pen.text(TIE.to_string());
    pen.item(body);
    pen.text(UNTIE.to_string());
    pen.text(close);
}

/// The text of an item that is a few symbols in a row.
fn flat(layout: &Layout, id: Id) -> Option<String> {
    let text = |id: Id| match layout.item(id) {
        Item::Symbol(_, text) => Some(layout.text(text)),
        _ => None,
    };
    match layout.item(id) {
        Item::Row(span) if layout.children(span).len() <= 5 => {
            let children = layout.children(span).iter();
            children
                .map(|child| match layout.item(*child) {
                    Item::Row(_) => flat_inner(layout, *child),
                    _ => text(*child).map(str::to_owned),
                })
                .collect()
        }
        _ => text(id).map(str::to_owned),
    }
}

fn flat_inner(layout: &Layout, id: Id) -> Option<String> {
    let Item::Row(span) = layout.item(id) else {
        return None;
    };
    let symbols = layout
        .children(span)
        .iter()
        .map(|id| match layout.item(*id) {
            Item::Symbol(_, text) => Some(layout.text(text)),
            _ => None,
        });
    symbols.take(6).collect()
}

/// Indices as lowered characters: digits, or single letters.
fn index(layout: &Layout, id: Id) -> Option<String> {
    let text = flat(layout, id)?;
    let indices: Vec<&str> = text.split(',').collect();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match indices.as_slice() {
        [one] if digits(one) => one.chars().map(lowered).collect(),
        letters => letters
            .iter()
            .map(|letter| {
                let mut chars = letter.chars();
                let letter = chars.next().filter(|c| !c.is_ascii_digit())?;
                lowered(letter).filter(|_| chars.next().is_none())
            })
            .collect(),
    }
}

/// A whole number or the sign of transposition as raised characters.
fn exponent(layout: &Layout, id: Id) -> Option<String> {
    let text = flat(layout, id)?;
    if text == "⊤" {
        return Some("ᵀ".to_owned());
    }
    let digits = text.strip_prefix('−').unwrap_or(&text);
    let whole = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| text.chars().map(raised).collect()).flatten()
}

fn lowered(c: char) -> Option<char> {
    lookup(
        "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊−₋=₌aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ",
        c,
    )
}

fn raised(c: char) -> Option<char> {
    lookup(
        "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺−⁻=⁼aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ\
         AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁWᵂ",
        c,
    )
}

/// The character after another in a table of pairs.
fn lookup(table: &str, c: char) -> Option<char> {
    let mut chars = table.chars();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if from == c {
            return Some(to);
        }
    }
    None
}
