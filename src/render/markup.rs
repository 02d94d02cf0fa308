//! Formulas in MathML Core and text in HTML, for every format that holds some.

use std::borrow::Cow;

use super::Options;
use super::frame::{Frame, Row};
use super::layout::{
    Accent, BigOperator, Bracket, Class, Id, Item, Layout, Mark, Pen, Style, Times,
};
use super::page::{Link, Text};
use super::pieces::Piece;
use super::script::bold;
use super::sheet::Sheet;
use super::spoken::{spoken, spoken_pieces, spoken_rows};
use super::text;
use super::words::{Word, words_in_parts};
use crate::expr::{Expr, Store};
use crate::languages::Language;

/// The opening tag of a formula, with more attributes, and with the formula in words.
pub fn open(attributes: &str, spoken: Option<String>) -> String {
    let spoken = spoken.filter(|words| !words.is_empty());
    let spoken = spoken.map_or_else(String::new, |words| {
        format!(" alttext=\"{}\"", escape(&words))
    });
    format!("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"{attributes}{spoken}>")
}

const BLOCK: &str = " display=\"block\"";

/// A formula as a block.
pub fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    let mut sheet = Sheet::new(store, &[expr], options);
    let formula = sheet.lay(expr, Style::Display);
    let layout = sheet.layout();
    let mut out = open(BLOCK, spoken(layout, formula.root, options.language));
    put(layout, formula.root, &mut out);
    out + "</math>"
}

/// Text for a paragraph.
pub fn inline(sheet: &mut Sheet<'_>, text: &Text) -> String {
    let mut out = String::new();
    for word in words_in_parts(sheet, text) {
        match word {
            Word::Words(words) => out.push_str(&escape(&words)),
            Word::Code(code) => out.push_str(&format!("<code>{}</code>", escape(&code))),
            Word::Math(formula) => {
                let words = spoken(sheet.layout(), formula.root, sheet.language());
                out.push_str(&open("", words));
                put(sheet.layout(), formula.root, &mut out);
                out.push_str("</math>");
            }
            Word::Part(pieces) => {
                let words = spoken_pieces(sheet.layout(), &pieces, sheet.language());
                out.extend(["<wbr>", &open("", words)]);
                put_pieces(sheet.layout(), &pieces, &mut out);
                out.push_str("</math>");
            }
        }
    }
    out
}

/// Text in which every character stands for itself, in elements and attributes.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '>', '&', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let marks = [
        ('&', "&amp;"),
        ('<', "&lt;"),
        ('>', "&gt;"),
        ('"', "&quot;"),
        ('\'', "&#39;"),
    ];
    let escaped = |text: String, (mark, entity)| text.replace(mark, entity);
    Cow::Owned(marks.into_iter().fold(text.to_owned(), escaped))
}

/// A derivation or several formulas as one block.
pub fn display(layout: &Layout, frame: &Frame, language: &'static Language, out: &mut String) {
    if let Some(formula) = frame.single {
        out.push_str(&open(BLOCK, spoken(layout, formula.root, language)));
        put(layout, formula.root, out);
    } else {
        out.push_str(&open(BLOCK, spoken_rows(layout, &frame.rows, language)));
        out.push_str("<mtable displaystyle=\"true\">\n");
        for row in &frame.rows {
            table_row(layout, frame, row, out);
        }
        out.push_str("</mtable>");
    }
    out.push_str("</math>\n");
}

fn table_row(layout: &Layout, frame: &Frame, row: &Row, out: &mut String) {
    const RIGHT: &str =
        "<mtd style=\"text-align:right; text-align:-webkit-right; padding-right:0\">";
    const LEFT: &str = "<mtd style=\"text-align:left; padding-left:0\">";
    const BOTH: &str = "<mtd columnspan=\"2\" style=\"text-align:left\">";
    out.push_str("<mtr>");
    if frame.linked {
        out.push_str("<mtd style=\"text-align:left; padding-right:1em\">");
        out.push_str(match row.link {
            Some(Link::Iff) => "<mo intent=\"_is-equivalent-to\">⟺</mo>",
            Some(Link::Implies) => "<mo intent=\"_implies\">⟹</mo>",
            Some(Link::Equal) | None => "",
        });
        out.push_str("</mtd>");
    }
    if row.between || row.flush && !row.right.is_empty() {
        out.push_str(BOTH);
    } else {
        out.push_str(RIGHT);
        if let Some(left) = row.left {
            put(layout, left, out);
        }
        out.push_str("</mtd>");
        out.push_str(LEFT);
    }
    let overhangs = row.overhangs;
    if overhangs {
        out.push_str("<mpadded width=\"0\">");
    }
    if row.indent > 0 {
        out.push_str(&format!("<mspace width=\"{}em\"></mspace>", row.indent));
    }
    if row.link == Some(Link::Equal) && row.left.is_none() {
        out.push_str("<mo form=\"infix\">=</mo>");
    }
    put_pieces(layout, &row.right, out);
    if row.right.is_empty() {
        reason(layout, &row.reason, out);
    }
    if overhangs {
        out.push_str("</mpadded>");
    }
    out.push_str("</mtd>");
    if !row.right.is_empty() && !row.reason.is_empty() {
        out.push_str("<mtd style=\"text-align:left; padding-left:2em\">");
        reason(layout, &row.reason, out);
        out.push_str("</mtd>");
    }
    out.push_str("</mtr>\n");
}

/// Pieces of a formula that lines divide, appended; the first begins its line.
pub fn put_pieces(layout: &Layout, pieces: &[Piece], out: &mut String) {
    for (i, piece) in pieces.iter().enumerate() {
        put_piece(layout, *piece, i == 0, out);
    }
}

fn put_piece(layout: &Layout, piece: Piece, first: bool, out: &mut String) {
    match piece {
        Piece::Item(id) => match layout.item(id) {
            // A sign that begins a cell would lose the space around it.
            Item::Symbol(Class::Relation | Class::Binary, text) if first => {
                out.push_str("<mo form=\"infix\">");
                out.push_str(&escape(layout.text(text)));
                out.push_str("</mo>");
            }
            Item::Times(_) if first => out.push_str("<mo form=\"infix\">⋅</mo>"),
            _ => put(layout, id, out),
        },
        Piece::Open(bracket, tall) => out.push_str(&divided(brackets(bracket).0, tall, true)),
        Piece::Close(bracket, tall) => out.push_str(&divided(brackets(bracket).1, tall, false)),
        // The base stands on lines before.
        Piece::Scripts(id) => {
            layout.write_scripts(id, out, String::push_str, "<mrow></mrow>", spell);
        }
        Piece::None => {}
    }
}

fn reason(layout: &Layout, words: &[Word], out: &mut String) {
    out.push_str("<mrow displaystyle=\"false\">");
    for word in words {
        match word {
            Word::Words(words) => {
                // Words that follow each other are one text.
                match out.strip_suffix("</mtext>").map(str::len) {
                    Some(length) => out.truncate(length),
                    None => out.push_str("<mtext>"),
                }
                out.extend([&*escape(&firm_spaces(words)), "</mtext>"]);
            }
            Word::Code(code) => {
                let style = "style=\"font-family:monospace\"";
                let code = firm_spaces(code);
                let code = format!("<mrow><mtext {style}>{}</mtext></mrow>", escape(&code));
                out.push_str(&code);
            }
            Word::Math(formula) => {
                out.push_str("<mrow>");
                put(layout, formula.root, out);
                out.push_str("</mrow>");
            }
            Word::Part(pieces) => put_pieces(layout, pieces, out),
        }
    }
    out.push_str("</mrow>");
}

/// Spaces at the ends of an element would be dropped, and others break lines.
fn firm_spaces(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// An item of a formula, appended.
pub fn put(layout: &Layout, id: Id, out: &mut String) {
    layout.write(id, out, String::push_str, spell);
}

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => element("mrow", layout.children(span), pen),
        Item::Symbol(class, text) => pen.text(symbol(class, layout.text(text))),
        Item::Times(Times::Touch | Times::Bracket) => pen.text("<mo>&#x2062;</mo>"),
        Item::Times(Times::Thin) => pen.text("<mo>&#x2062;</mo><mspace width=\"0.17em\"></mspace>"),
        Item::Times(Times::Dot) => pen.text("<mo>⋅</mo>"),
        Item::Application => pen.text("<mo>&#x2061;</mo>"),
        Item::Quad => pen.text("<mspace width=\"1em\"></mspace>"),
        Item::Fraction(above, below) => element("mfrac", &[above, below], pen),
        Item::Script {
            base,
            below: None,
            above: Some(above),
        } if is_transpose(layout, above) => {
            pen.text("<msup intent=\"transpose($x)\"><mrow arg=\"x\">");
            pen.item(base);
            pen.text("</mrow>");
            pen.item(above);
            pen.text("</msup>");
        }
        Item::Script { base, below, above } => match (below, above) {
            (Some(below), Some(above)) => element("msubsup", &[base, below, above], pen),
            (Some(below), None) => element("msub", &[base, below], pen),
            (None, Some(above)) => element("msup", &[base, above], pen),
            (None, None) => pen.item(base),
        },
        Item::Fence {
            bracket,
            tall,
            body,
        } => {
            let (open, close) = brackets(bracket);
            let bar = bracket == Bracket::Bar;
            pen.text(if bar {
                "<mrow intent=\"absolute-value($x)\">"
            } else {
                "<mrow>"
            });
            pen.text(fence(open, tall, true));
            pen.text(if bar { "<mrow arg=\"x\">" } else { "" });
            pen.item(body);
            pen.text(if bar { "</mrow>" } else { "" });
            pen.text(fence(close, tall, false));
            pen.text("</mrow>");
        }
        Item::Root { degree, body } => match degree {
            None => element("msqrt", &[body], pen),
            Some(degree) => element("mroot", &[body, degree], pen),
        },
        Item::Accent(accent, base) => {
            pen.text("<mover accent=\"true\">");
            pen.item(base);
            let wide = matches!(layout.item(base), Item::Symbol(Class::Upright, _));
            let mark = match accent {
                Accent::Hat => '^',
                Accent::Bar => '¯',
                Accent::Tilde => '~',
            };
            pen.text(format!("<mo stretchy=\"{wide}\">{mark}</mo></mover>"));
        }
        Item::Marked(Mark::Changed, body) => pen.item(body),
        Item::Marked(mark @ (Mark::Colored(_) | Mark::Linked(..)), body) => {
            let (color, number) = match mark {
                Mark::Linked(number, color) => (color, Some(number)),
                Mark::Colored(color) => (Some(color), None),
                Mark::Changed => (None, None),
            };
            pen.text("<mrow");
            if let Some(number) = number {
                pen.text(format!(" class=\"l{number}\""));
            }
            if let Some(color) = color {
                // A page may redefine the variable, for dark ground.
                let (name, shade) = (color.names[0], color.light_hex());
                pen.text(format!(" style=\"color:var(--{name},#{shade})\""));
            }
            pen.text(">");
            pen.item(body);
            pen.text("</mrow>");
        }
        Item::Operator {
            operator,
            lower,
            upper,
            ..
        } => {
            let sign = match operator {
                BigOperator::Sum => '∑',
                BigOperator::Product => '∏',
            };
            pen.text(format!("<munderover><mo>{sign}</mo>"));
            pen.item(lower);
            pen.item(upper);
            pen.text("</munderover>");
        }
        Item::Cases { parts, stacked } => {
            pen.text("<mrow><mo>{</mo>");
            table(if stacked { 1 } else { 2 }, layout.children(parts), pen);
            pen.text("</mrow>");
        }
        Item::Column(span) => {
            pen.text("<mrow><mo>(</mo>");
            table(1, layout.children(span), pen);
            pen.text("<mo>)</mo></mrow>");
        }
    }
}

fn is_transpose(layout: &Layout, above: Id) -> bool {
    matches!(layout.item(above), Item::Symbol(_, text) if layout.text(text) == "⊤")
}

fn table(columns: usize, cells: &[Id], pen: &mut Pen<'_>) {
    pen.text("<mtable>");
    for row in cells.chunks(columns) {
        pen.text("<mtr>");
        for cell in row {
            pen.between("<mtd style=\"text-align:left\">", *cell, "</mtd>");
        }
        pen.text("</mtr>");
    }
    pen.text("</mtable>");
}

fn element(name: &'static str, children: &[Id], pen: &mut Pen<'_>) {
    pen.text("<");
    pen.text(name);
    pen.text(">");
    pen.items(children);
    pen.text("</");
    pen.text(name);
    pen.text(">");
}

fn symbol(class: Class, text: &str) -> String {
    let clean = text::clean(text);
    let escaped = escape(&clean);
    let single = text.chars().count() == 1;
    match class {
        Class::Italic if single => format!("<mi>{escaped}</mi>"),
        // A single letter would be italic.
        Class::Upright | Class::Function if single => {
            format!("<mi mathvariant=\"normal\">{escaped}</mi>")
        }
        Class::Italic | Class::Upright | Class::Function => format!("<mi>{escaped}</mi>"),
        Class::Bold => match bold(text) {
            Some(letter) => format!("<mi>{letter}</mi>"),
            None => format!("<mi style=\"font-weight:bold\">{escaped}</mi>"),
        },
        Class::Number => format!("<mn>{escaped}</mn>"),
        Class::Binary | Class::Relation | Class::Punctuation => format!("<mo>{escaped}</mo>"),
        Class::Prefix => format!("<mo form=\"prefix\">{escaped}</mo>"),
        Class::Slash => format!("<mo lspace=\"0em\" rspace=\"0em\">{escaped}</mo>"),
        Class::Ordinary => format!("<mi mathvariant=\"normal\">{escaped}</mi>"),
        Class::Words => format!("<mtext>{}</mtext>", escape(&firm_spaces(&clean))),
    }
}

fn fence(bracket: &str, tall: bool, opens: bool) -> String {
    let form = if opens { "prefix" } else { "postfix" };
    format!("<mo form=\"{form}\" stretchy=\"{tall}\">{bracket}</mo>")
}

/// A bracket whose partner stands on another line, so that neither grows by itself.
fn divided(bracket: &str, tall: bool, opens: bool) -> String {
    let size = "minsize=\"2.4em\" stretchy=\"true\"";
    fence(bracket, tall, opens).replace("stretchy=\"true\"", size)
}

/// The signs of a pair of brackets.
pub fn brackets(bracket: Bracket) -> (&'static str, &'static str) {
    match bracket {
        Bracket::Round => ("(", ")"),
        Bracket::Square => ("[", "]"),
        Bracket::Bar => ("|", "|"),
    }
}
