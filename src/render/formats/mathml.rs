//! MathML Core within a fragment of HTML: headings, paragraphs and tables are HTML, formulas
//! `<math>` elements; a derivation is one aligned table of formulas.

use std::borrow::Cow;

use crate::expr::{Expr, Store};
use crate::render::flow::Piece as FlowPiece;
use crate::render::frame::{Frame, Row, Word};
use crate::render::layout::{
    Accent, BigOperator, Bracket, Class, Id, Item, Layout, Pen, Style, Times, layout,
};
use crate::render::page::{Block, Link, Page, Piece, Text};
use crate::render::steps::shown;
use crate::render::{Format, Options, text};

/// MathML.
pub static FORMAT: Format = Format {
    name: "mathml",
    extension: "mathml.html",
    about: "MathML Core in a fragment of HTML",
    write,
    formula,
};

const OPEN_BLOCK: &str = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">";
const OPEN_INLINE: &str = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";

/// A formula as a block.
pub fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    let layout = layout(store, expr, options.notation, Style::Display);
    format!("{OPEN_BLOCK}{}</math>", math(&layout))
}

/// A laid-out formula, without the `math` element.
pub fn math(layout: &Layout) -> String {
    let mut out = String::new();
    if let Some(root) = layout.root() {
        put(layout, root, &mut out);
    }
    out
}

/// Text for a paragraph.
pub fn inline(store: &Store, text: &Text, options: &Options) -> String {
    let mut out = String::new();
    for piece in &text.0 {
        match piece {
            Piece::Words(words) => out.push_str(&escape(&text::clean(words))),
            Piece::Code(code) => {
                out.push_str(&format!("<code>{}</code>", escape(&text::clean(code))));
            }
            Piece::Math(expr) => {
                let layout = layout(store, *expr, options.notation, Style::Inline);
                out.push_str(&format!("{OPEN_INLINE}{}</math>", math(&layout)));
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
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A derivation or several formulas as one block.
pub fn display(frame: &Frame) -> String {
    if let ([layout], [_]) = (frame.layouts.as_slice(), frame.rows.as_slice()) {
        return format!("{OPEN_BLOCK}{}</math>\n", math(layout));
    }
    let mut out = format!("{OPEN_BLOCK}<mtable displaystyle=\"true\">\n");
    for row in &frame.rows {
        table_row(frame, row, &mut out);
    }
    out.push_str("</mtable></math>\n");
    out
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut out = String::from("<section class=\"equiff\">\n");
    out.push_str(&format!("<h2>{}</h2>\n", escape(&text::clean(&page.title))));
    if !page.message.0.is_empty() {
        let message = inline(store, &page.message, options);
        out.push_str(&format!("<p>{message}</p>\n"));
    }
    for block in &page.blocks {
        out.push_str(&self::block(store, block, options));
    }
    out.push_str("</section>\n");
    out
}

/// A part of a page.
pub fn block(store: &Store, block: &Block, options: &Options) -> String {
    match block {
        Block::Heading(heading) => format!("<h3>{}</h3>\n", escape(&text::clean(heading))),
        Block::Paragraph(text) => format!("<p>{}</p>\n", inline(store, text, options)),
        Block::Formulas(formulas) => display(&Frame::of_formulas(store, formulas, options)),
        Block::Derivation { first, lines } => {
            let steps = shown(store, lines, options.steps);
            display(&Frame::of_steps(store, *first, &steps, options))
        }
        Block::Dictionary(pairs) => {
            let mut out = String::from("<table>\n");
            for (left, right) in pairs {
                let left = inline(store, left, options);
                let right = inline(store, right, options);
                out.push_str(&format!(
                    "<tr><th scope=\"row\" style=\"text-align:left; font-weight:normal; \
                     padding-right:2em\">{left}</th><td>{right}</td></tr>\n"
                ));
            }
            out.push_str("</table>\n");
            out
        }
    }
}

fn table_row(frame: &Frame, row: &Row, out: &mut String) {
    const RIGHT: &str = "<mtd style=\"text-align:right; padding-right:0\">";
    const LEFT: &str = "<mtd style=\"text-align:left; padding-left:0\">";
    let layout = &frame.layouts[row.layout];
    out.push_str("<mtr>");
    if frame.has_links() {
        out.push_str("<mtd style=\"text-align:right; padding-right:1em\">");
        out.push_str(match row.link {
            Some(Link::Iff) => "<mo>⟺</mo>",
            Some(Link::Implies) => "<mo>⟹</mo>",
            Some(Link::Equal) | None => "",
        });
        out.push_str("</mtd>");
    }
    out.push_str(RIGHT);
    if let Some(left) = row.left {
        put(layout, left, out);
    }
    out.push_str("</mtd>");
    out.push_str(LEFT);
    let overhangs = row.overhangs || row.right.is_empty();
    if overhangs {
        out.push_str("<mpadded width=\"0\">");
    }
    if row.indent > 0 {
        out.push_str(&format!("<mspace width=\"{}em\"></mspace>", row.indent));
    }
    if row.link == Some(Link::Equal) && row.left.is_none() {
        out.push_str("<mo form=\"infix\">=</mo>");
    }
    for (i, piece) in row.right.iter().enumerate() {
        match *piece {
            FlowPiece::Item(id) => match layout.item(id) {
                // A sign that begins a cell would lose the space around it.
                Item::Symbol(Class::Relation | Class::Binary, text) if i == 0 => {
                    out.push_str("<mo form=\"infix\">");
                    out.push_str(&escape(layout.text(text)));
                    out.push_str("</mo>");
                }
                _ => put(layout, id, out),
            },
            FlowPiece::Open(bracket, tall) => out.push_str(&fence(brackets(bracket).0, tall, true)),
            FlowPiece::Close(bracket, tall) => {
                out.push_str(&fence(brackets(bracket).1, tall, false));
            }
        }
    }
    if row.right.is_empty() {
        out.push_str(&reason(&row.reason));
    }
    if overhangs {
        out.push_str("</mpadded>");
    }
    out.push_str("</mtd>");
    if !row.right.is_empty() && !row.reason.is_empty() {
        out.push_str("<mtd style=\"text-align:left; padding-left:2em\">");
        out.push_str(&reason(&row.reason));
        out.push_str("</mtd>");
    }
    out.push_str("</mtr>\n");
}

fn reason(words: &[Word]) -> String {
    let mut out = String::from("<mrow displaystyle=\"false\">");
    let mut prose = String::new();
    let flush = |prose: &mut String, out: &mut String| {
        if !prose.is_empty() {
            out.push_str(&format!("<mtext>{}</mtext>", escape(&firm_spaces(prose))));
            prose.clear();
        }
    };
    for word in words {
        match word {
            Word::Words(words) => prose.push_str(words),
            Word::Code(code) => {
                flush(&mut prose, &mut out);
                out.push_str(&format!(
                    "<mtext style=\"font-family:monospace\">{}</mtext>",
                    escape(&firm_spaces(code))
                ));
            }
            Word::Math(layout) => {
                flush(&mut prose, &mut out);
                out.push_str(&format!("<mrow>{}</mrow>", math(layout)));
            }
        }
    }
    flush(&mut prose, &mut out);
    out.push_str("</mrow>");
    out
}

/// Spaces at the ends of an element would be dropped.
fn firm_spaces(text: &str) -> String {
    let inner = text.trim_matches(' ');
    let before = text.len() - text.trim_start_matches(' ').len();
    let after = text.len() - before - inner.len();
    [&"\u{a0}".repeat(before), inner, &"\u{a0}".repeat(after)].concat()
}

fn put(layout: &Layout, id: Id, out: &mut String) {
    layout.write(id, out, String::push_str, spell);
}

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => {
            pen.text("<mrow>");
            pen.items(layout.children(span));
            pen.text("</mrow>");
        }
        Item::Symbol(class, text) => pen.text(symbol(class, layout.text(text))),
        Item::Times(Times::Touch | Times::Bracket) => pen.text("<mo>&#x2062;</mo>"),
        Item::Times(Times::Thin) => {
            pen.text("<mo>&#x2062;</mo><mspace width=\"0.1667em\"></mspace>");
        }
        Item::Times(Times::Dot) => pen.text("<mo>⋅</mo>"),
        Item::Application => pen.text("<mo>&#x2061;</mo>"),
        Item::Quad => pen.text("<mspace width=\"1em\"></mspace>"),
        Item::Fraction(above, below) => element("mfrac", &[above, below], pen),
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
            pen.text("<mrow>");
            pen.text(fence(open, tall, true));
            pen.item(body);
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
            pen.text(format!(
                "<mo stretchy=\"{wide}\">{}</mo></mover>",
                match accent {
                    Accent::Hat => '^',
                    Accent::Bar => '¯',
                    Accent::Tilde => '~',
                }
            ));
        }
        Item::Operator {
            operator,
            lower,
            upper,
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
        Item::Cases(span) => {
            pen.text("<mrow><mo>{</mo><mtable>");
            for pair in layout.children(span).chunks(2) {
                pen.text("<mtr>");
                for id in pair {
                    pen.text("<mtd style=\"text-align:left\">");
                    pen.item(*id);
                    pen.text("</mtd>");
                }
                pen.text("</mtr>");
            }
            pen.text("</mtable></mrow>");
        }
        Item::Column(span) => {
            pen.text("<mrow><mo>(</mo><mtable>");
            for id in layout.children(span) {
                pen.text("<mtr><mtd>");
                pen.item(*id);
                pen.text("</mtd></mtr>");
            }
            pen.text("</mtable><mo>)</mo></mrow>");
        }
        Item::Group(id, body) => {
            pen.text(format!("<mrow class=\"part-{id}\">"));
            pen.item(body);
            pen.text("</mrow>");
        }
    }
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
        Class::Binary | Class::Relation => format!("<mo>{escaped}</mo>"),
        Class::Punctuation => format!("<mo>{escaped}</mo>"),
        Class::Prefix => format!("<mo form=\"prefix\">{escaped}</mo>"),
        Class::Slash => format!("<mo lspace=\"0em\" rspace=\"0em\">{escaped}</mo>"),
        Class::Ordinary => format!("<mi mathvariant=\"normal\">{escaped}</mi>"),
        Class::Words => format!("<mtext>{}</mtext>", escape(&firm_spaces(&clean))),
    }
}

/// The bold character for a letter; MathML Core has no attribute for it.
fn bold(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let letter = chars.next().filter(|_| chars.next().is_none())?;
    let (first, bold) = match letter {
        'A'..='Z' => ('A', 0x1D400),
        'a'..='z' => ('a', 0x1D41A),
        'Α'..='Ω' => ('Α', 0x1D6A8),
        'α'..='ω' => ('α', 0x1D6C2),
        _ => return None,
    };
    char::from_u32(bold + (u32::from(letter) - u32::from(first)))
}

fn fence(bracket: &str, tall: bool, opens: bool) -> String {
    let form = if opens { "prefix" } else { "postfix" };
    format!("<mo form=\"{form}\" stretchy=\"{tall}\">{bracket}</mo>")
}

fn brackets(bracket: Bracket) -> (&'static str, &'static str) {
    match bracket {
        Bracket::Round => ("(", ")"),
        Bracket::Square => ("[", "]"),
        Bracket::Bar => ("|", "|"),
    }
}
