//! Formulas in Office Math Markup (ECMA-376, part 1, clause 22.1): equations that Word and LibreOffice
//! edit.

use super::layout::{Accent, BigOperator, Class, Id, Item, Layout, Mark, Pen, Times};
use super::markup::{brackets, escape};
use super::pieces::Piece;
use super::text;

/// Where a colour begins, whose six digits follow, and where it ends: no text of users has these.
const COLOR: char = '\u{E000}';
const COLOR_END: &str = "\u{E001}";
/// The font of formulas.
const FONT: &str = "<w:rPr><w:rFonts w:ascii=\"Cambria Math\" w:hAnsi=\"Cambria Math\"/></w:rPr>";
/// Where nothing is to be seen; an empty element would be a dotted box.
const NOTHING: &str = "<m:r><m:t>\u{200b}</m:t></m:r>";

/// The document with the colours of its formulas, which are properties of each run in them.
pub fn colored(document: &str) -> String {
    let mut out = String::with_capacity(document.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = document;
    while let Some(at) = rest.find([COLOR, '\u{E001}']) {
        put_runs(&rest[..at], open.last().copied(), &mut out);
        let begins = rest[at..].starts_with(COLOR);
        rest = &rest[at + COLOR.len_utf8()..];
        match begins.then(|| rest.split_at_checked(6)).flatten() {
            Some((digits, after)) => {
                open.push(digits);
                rest = after;
            }
            None => {
                open.pop();
            }
        }
    }
    put_runs(rest, open.last().copied(), &mut out);
    out
}

/// Runs of formulas in a colour, appended.
fn put_runs(runs: &str, color: Option<&str>, out: &mut String) {
    match color {
        None => out.push_str(runs),
        Some(color) => {
            let font = FONT.replace("</w:rPr>", &format!("<w:color w:val=\"{color}\"/></w:rPr>"));
            out.push_str(&runs.replace(FONT, &font));
        }
    }
}

/// An item of a formula, appended.
pub fn put(layout: &Layout, id: Id, out: &mut String) {
    layout.write(id, out, String::push_str, spell);
}

/// Pieces of a formula that lines divide, appended to what the line has of it. Signs without an operand and brackets without a
/// partner are words: programs that read equations as text take them for mistakes otherwise.
pub fn put_pieces(layout: &Layout, pieces: &[Piece], out: &mut String) {
    let mut open = 0;
    let starts = out.is_empty();
    for (k, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Item(id) => {
                if ends(layout, *id) {
                    (0..std::mem::take(&mut open)).for_each(|_| out.push_str(OPERAND_END));
                }
                match (layout.item(*id), k) {
                    (Item::Times(_), 0) if starts => out.push_str(&words("\u{22c5}")),
                    (Item::Symbol(Class::Relation, text), 0) if starts => {
                        out.push_str(&words(&format!("{} ", layout.text(text))));
                    }
                    (Item::Operator { .. }, _) => {
                        layout.write(*id, out, String::push_str, |layout, inner, pen| {
                            match inner == *id {
                                true => operator(layout, inner, pen),
                                false => spell(layout, inner, pen),
                            }
                        });
                        open += 1;
                    }
                    _ => put(layout, *id, out),
                }
            }
            Piece::Open(bracket, _) => out.push_str(&words(brackets(*bracket).0)),
            Piece::Close(bracket, _) => out.push_str(&words(brackets(*bracket).1)),
            Piece::Scripts(id) => {
                layout.write_scripts(*id, out, String::push_str, NOTHING, spell);
            }
            Piece::None => {}
        }
    }
    (0..open).for_each(|_| out.push_str(OPERAND_END));
}

/// The end of what a sum or product is of.
const OPERAND_END: &str = "</m:e></m:nary>";

/// Whether what a sum or product is of ends before an item.
fn ends(layout: &Layout, id: Id) -> bool {
    match layout.item(id) {
        Item::Symbol(class, _) => matches!(
            class,
            Class::Binary | Class::Relation | Class::Punctuation | Class::Words
        ),
        _ => false,
    }
}

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => row(layout, layout.children(span), pen),
        Item::Symbol(class, text) => pen.text(symbol(class, layout.text(text))),
        Item::Times(Times::Touch | Times::Bracket) | Item::Application => {}
        Item::Times(Times::Thin) => pen.text(run("\u{2009}", "p")),
        Item::Times(Times::Dot) => pen.text(run("\u{22c5}", "p")),
        Item::Quad => pen.text(run("\u{2003}", "p")),
        Item::Fraction(above, below) => {
            pen.text("<m:f>");
            pen.between("<m:num>", above, "</m:num>");
            pen.between("<m:den>", below, "</m:den>");
            pen.text("</m:f>");
        }
        Item::Script { base, below, above } => {
            let name = match (below, above) {
                (Some(_), Some(_)) => "m:sSubSup",
                (Some(_), None) => "m:sSub",
                (None, Some(_)) => "m:sSup",
                (None, None) => return pen.item(base),
            };
            pen.text(format!("<{name}>"));
            pen.between("<m:e>", base, "</m:e>");
            if let Some(below) = below {
                pen.between("<m:sub>", below, "</m:sub>");
            }
            if let Some(above) = above {
                pen.between("<m:sup>", above, "</m:sup>");
            }
            pen.text(format!("</{name}>"));
        }
        Item::Fence { bracket, body, .. } => {
            let (open, close) = brackets(bracket);
            pen.text(fence(open, close));
            pen.item(body);
            pen.text("</m:e></m:d>");
        }
        Item::Root { degree, body } => {
            match degree {
                None => pen.text("<m:rad><m:radPr><m:degHide m:val=\"1\"/></m:radPr><m:deg/>"),
                Some(degree) => pen.between("<m:rad><m:deg>", degree, "</m:deg>"),
            }
            pen.between("<m:e>", body, "</m:e>");
            pen.text("</m:rad>");
        }
        Item::Accent(accent, base) => {
            let mark = match accent {
                Accent::Hat => '\u{302}',
                Accent::Bar => '\u{305}',
                Accent::Tilde => '\u{303}',
            };
            pen.text(format!(
                "<m:acc><m:accPr><m:chr m:val=\"{mark}\"/></m:accPr><m:e>"
            ));
            pen.item(base);
            pen.text("</m:e></m:acc>");
        }
        Item::Marked(Mark::Colored(color) | Mark::Linked(_, Some(color)), body) => {
            pen.text(format!("{COLOR}{}", color.light_hex()));
            pen.item(body);
            pen.text(COLOR_END);
        }
        Item::Marked(Mark::Changed | Mark::Linked(_, None), body) => pen.item(body),
        Item::Operator { .. } => {
            operator(layout, id, pen);
            pen.text(NOTHING);
            pen.text(OPERAND_END);
        }
        Item::Cases { parts, stacked } => {
            pen.text(fence("{", ""));
            matrix(
                if stacked { 1 } else { 2 },
                layout.children(parts),
                "left",
                pen,
            );
            pen.text("</m:e></m:d>");
        }
        Item::Column(span) => {
            pen.text(fence("(", ")"));
            matrix(1, layout.children(span), "center", pen);
            pen.text("</m:e></m:d>");
        }
    }
}

/// Items side by side; what an operator with limits is of stands within it, up to the next sign.
fn row(layout: &Layout, items: &[Id], pen: &mut Pen<'_>) {
    let mut open = 0;
    for id in items {
        if ends(layout, *id) {
            (0..std::mem::take(&mut open)).for_each(|_| pen.text(OPERAND_END));
        }
        match layout.item(*id) {
            Item::Operator { .. } => {
                operator(layout, *id, pen);
                open += 1;
            }
            _ => pen.item(*id),
        }
    }
    (0..open).for_each(|_| pen.text(OPERAND_END));
}

/// An operator with its limits, up to what it is of.
fn operator(layout: &Layout, id: Id, pen: &mut Pen<'_>) {
    let Item::Operator {
        operator,
        display,
        lower,
        upper,
    } = layout.item(id)
    else {
        return;
    };
    let sign = match operator {
        BigOperator::Sum => '∑',
        BigOperator::Product => '∏',
    };
    let place = if display { "undOvr" } else { "subSup" };
    pen.text(format!(
        "<m:nary><m:naryPr><m:chr m:val=\"{sign}\"/><m:limLoc m:val=\"{place}\"/></m:naryPr>"
    ));
    pen.between("<m:sub>", lower, "</m:sub>");
    pen.between("<m:sup>", upper, "</m:sup>");
    pen.text("<m:e>");
}

fn matrix(columns: usize, cells: &[Id], side: &str, pen: &mut Pen<'_>) {
    pen.text(format!(
        "<m:m><m:mPr><m:mcs><m:mc><m:mcPr><m:count m:val=\"{columns}\"/>\
         <m:mcJc m:val=\"{side}\"/></m:mcPr></m:mc></m:mcs></m:mPr>"
    ));
    for row in cells.chunks(columns) {
        pen.text("<m:mr>");
        for cell in row {
            pen.between("<m:e>", *cell, "</m:e>");
        }
        pen.text("</m:mr>");
    }
    pen.text("</m:m>");
}

fn fence(open: &str, close: &str) -> String {
    format!("<m:d><m:dPr><m:begChr m:val=\"{open}\"/><m:endChr m:val=\"{close}\"/></m:dPr><m:e>")
}

fn symbol(class: Class, text: &str) -> String {
    match class {
        Class::Italic => run(text, "i"),
        Class::Bold => run(text, "b"),
        Class::Words => words(text),
        // Not every program sets a word upright because it is asked to; normal text always is.
        Class::Upright | Class::Function if text.chars().count() > 1 && !is_known(text) => {
            words(text)
        }
        _ => run(text, "p"),
    }
}

/// Characters of a formula in a style: `p` upright, `i` italic, `b` bold.
fn run(characters: &str, style: &str) -> String {
    let clean = text::clean(characters);
    format!(
        "<m:r><m:rPr><m:sty m:val=\"{style}\"/></m:rPr>{FONT}<m:t xml:space=\"preserve\">{}</m:t></m:r>",
        escape(&clean)
    )
}

/// Functions that every program knows by their names.
fn is_known(name: &str) -> bool {
    [
        "log", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min",
    ]
    .contains(&name)
}

/// Words within a formula.
pub fn words(characters: &str) -> String {
    let clean = text::clean(characters);
    format!(
        "<m:r><m:rPr><m:nor/></m:rPr>{FONT}<m:t xml:space=\"preserve\">{}</m:t></m:r>",
        escape(&clean)
    )
}
