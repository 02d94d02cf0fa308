//! Formulas and text in Typst's notation.

use super::Options;
use super::color::Color;
use super::layout::{
    Accent, BigOperator, Bracket, Class, Formula, GREEK, Id, Item, Layout, Mark, Pen, Style, Times,
};
use super::pieces::Piece;
use super::sheet::Sheet;
use super::text;
use super::words::Word;
use crate::expr::{Expr, Store};

/// A formula in display style, without delimiters.
pub fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    let mut sheet = Sheet::new(store, &[expr], options);
    let formula = sheet.lay(expr, Style::Display);
    math(sheet.layout(), formula)
}

/// A laid-out formula, without delimiters.
pub fn math(layout: &Layout, formula: Formula) -> String {
    let mut out = String::new();
    put(layout, formula.root, &mut out);
    out
}

/// Words escaped, formulas between dollar signs.
pub fn prose(layout: &Layout, words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        match word {
            Word::Words(words) => out.push_str(&escape(words)),
            Word::Code(code) => out.push_str(&format!("#raw({})", string(code))),
            Word::Math(formula) => {
                out.push('$');
                put(layout, formula.root, &mut out);
                out.push('$');
            }
            Word::Part(pieces) => {
                // An operator that begins a part keeps the space after it.
                out.push_str("$\"\"");
                for (i, piece) in pieces.iter().enumerate() {
                    put_piece(layout, *piece, i == 0, &mut out);
                }
                out.push('$');
            }
        }
    }
    out
}

/// Text in which every character stands for itself.
pub fn escape(words: &str) -> String {
    let clean = text::clean(words);
    let mut out = String::new();
    let mut before = None;
    let mut rest = clean.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let special = match c {
            '\\' | '#' | '$' | '*' | '_' | '`' | '<' | '>' | '@' | '~' | '[' | ']' | '"' | '/' => {
                true
            }
            '\'' => true,
            // Headings, lists and terms at the beginning of a line.
            '=' | '+' => before.is_none_or(|c| c == ' '),
            // Dashes, minus signs, soft hyphens and list items.
            '-' => {
                before.is_none_or(|c| c == ' ' || c == '-')
                    || next.is_some_and(|c| matches!(c, '-' | '?') || c.is_ascii_digit())
            }
            '.' => {
                next == Some('.')
                    || before == Some('.')
                    || (next == Some(' ') || next.is_none())
                        && out.bytes().all(|b| b.is_ascii_digit())
            }
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// A text as a string of Typst's.
pub fn string(text: &str) -> String {
    let text = text::clean(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

/// Definitions of the colours that formulas use.
pub fn color_definitions(layout: &Layout) -> String {
    layout
        .colors()
        .map(|color| {
            format!(
                "#let {}(it) = text(fill: rgb(\"{}\"), it)\n",
                color_name(color),
                color.light_hex()
            )
        })
        .collect()
}

fn color_name(color: &Color) -> String {
    format!("equiff{}", color.names[0])
}

/// An item of a formula, appended.
pub fn put(layout: &Layout, id: Id, out: &mut String) {
    layout.write(id, out, join, spell);
}

/// A piece of a formula that lines divide, appended; `first`: it begins its line.
pub fn put_piece(layout: &Layout, piece: Piece, first: bool, out: &mut String) {
    match piece {
        // A sign for a product that a line break divides.
        Piece::Item(id) if first && matches!(layout.item(id), Item::Times(_)) => {
            join(out, "dot");
        }
        Piece::Item(id) => put(layout, id, out),
        Piece::Open(bracket, tall) => half(brackets(bracket).0, tall, out),
        Piece::Close(bracket, tall) => half(brackets(bracket).1, tall, out),
        Piece::Scripts(id) => layout.write_scripts(id, out, join, "\"\"", spell),
        Piece::None => {}
    }
}

/// A bracket whose partner stands on another line.
fn half(bracket: &str, tall: bool, out: &mut String) {
    match tall {
        true => join(out, &format!("lr(size: #2.4em, \\{bracket})")),
        false => join(out, &format!("\\{bracket}")),
    }
}

/// Appends a text, with a space where two would become one.
fn join(out: &mut String, text: &str) {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\\');
    let last = out.chars().next_back();
    let next = text.chars().next();
    let divided = match (last, next) {
        // What looks like a call would be one.
        (Some(last), Some('(')) => {
            let start = out.trim_end_matches(char::is_alphanumeric).len();
            (word(last) && !FUNCTIONS.contains(&&out[start..])) || last == ')'
        }
        (Some(last), Some(next)) => (word(last) || last == ')') && word(next),
        _ => false,
    };
    if divided {
        out.push(' ');
    }
    out.push_str(text);
}

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => pen.items(layout.children(span)),
        Item::Symbol(class, text) => symbol(class, layout.text(text), pen),
        Item::Times(Times::Touch | Times::Bracket) => pen.text(" "),
        Item::Application => {}
        Item::Times(Times::Thin) => pen.text(" thin "),
        Item::Times(Times::Dot) => pen.text(" dot "),
        Item::Quad => pen.text(" quad "),
        Item::Fraction(above, below) => {
            operand(layout, above, pen);
            pen.text(" / ");
            operand(layout, below, pen);
        }
        Item::Script { base, below, above } => {
            match layout.item(base) {
                // Braces without ink hold a base together.
                Item::Row(_) => pen.between("attach(", base, ")"),
                _ => pen.item(base),
            }
            script(layout, "_", below, pen);
            script(layout, "^", above, pen);
        }
        Item::Fence {
            bracket,
            tall,
            body,
        } => {
            let (open, close) = brackets(bracket);
            match bracket {
                Bracket::Bar => pen.between("abs(", body, ")"),
                _ if tall || is_flat(layout, body) => pen.between(open, body, close),
                // A bracket that would grow with limits that stick out.
                _ => {
                    pen.text("lr(size: #100%, ");
                    pen.between(open, body, close);
                    pen.text(")");
                }
            }
        }
        Item::Root { degree, body } => match degree {
            None => pen.between("sqrt(", body, ")"),
            Some(degree) => {
                pen.between("root(", degree, ", ");
                pen.between("", body, ")");
            }
        },
        Item::Accent(accent, base) => {
            let command = match accent {
                Accent::Hat => "hat(",
                Accent::Bar => "macron(",
                Accent::Tilde => "tilde(",
            };
            pen.between(command, base, ")");
        }
        Item::Marked(Mark::Changed | Mark::Linked(_, None), body) => pen.item(body),
        Item::Marked(Mark::Colored(color) | Mark::Linked(_, Some(color)), body) => {
            pen.text(format!("{}(", color_name(color)));
            pen.item(body);
            pen.text(")");
        }
        Item::Operator {
            operator,
            lower,
            upper,
            ..
        } => {
            pen.text(match operator {
                BigOperator::Sum => "sum",
                BigOperator::Product => "product",
            });
            script(layout, "_", Some(lower), pen);
            script(layout, "^", Some(upper), pen);
            pen.text(" ");
        }
        Item::Cases { parts, stacked } => {
            let between = match stacked {
                true => [", quad ", ", "],
                false => [" & ", ", "],
            };
            table("cases(", between, layout, layout.children(parts), pen);
        }
        Item::Column(span) => table("vec(", [", "; 2], layout, layout.children(span), pen),
    }
}

/// Whether brackets around an item stay small by themselves.
fn is_flat(layout: &Layout, id: Id) -> bool {
    !layout.is_tall(id)
}

/// The numerator or denominator of a fraction: brackets around it are not shown.
fn operand(layout: &Layout, id: Id, pen: &mut Pen<'_>) {
    match layout.item(id) {
        Item::Symbol(..) => pen.item(id),
        _ => pen.between("(", id, ")"),
    }
}

/// An item after `_` or `^`; brackets around it are not shown.
fn script(layout: &Layout, mark: &'static str, id: Option<Id>, pen: &mut Pen<'_>) {
    let Some(id) = id else { return };
    pen.text(mark);
    match layout.item(id) {
        Item::Symbol(Class::Italic | Class::Number | Class::Upright, _) => {
            pen.item(id);
        }
        _ => pen.between("(", id, ")"),
    }
}

/// Cells as arguments of a function, with marks between them in turns.
fn table(
    open: &'static str,
    between: [&'static str; 2],
    layout: &Layout,
    cells: &[Id],
    pen: &mut Pen<'_>,
) {
    pen.text(open);
    for (i, cell) in cells.iter().enumerate() {
        if let Some(before) = i.checked_sub(1) {
            pen.text(between[before % 2]);
        }
        // A comma would end the argument.
        match has_comma(layout, *cell) {
            true => pen.between("#box($", *cell, "$)"),
            false => pen.item(*cell),
        }
    }
    pen.text(")");
}

/// A formula as the argument of a function, which its commas would end.
pub fn argument(formula: &str) -> String {
    let mut out = String::with_capacity(formula.len());
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for c in formula.chars() {
        match c {
            _ if escaped => {}
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' | ';' if depth == 0 => out.push('\\'),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

fn has_comma(layout: &Layout, id: Id) -> bool {
    let comma = |id: &Id| matches!(layout.item(*id), Item::Symbol(Class::Punctuation, _));
    match layout.item(id) {
        Item::Row(span) => layout.children(span).iter().any(comma),
        _ => comma(&id),
    }
}

fn symbol<'a>(class: Class, text: &'a str, pen: &mut Pen<'a>) {
    let mut chars = text.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let greek = GREEK.iter().find(|(_, letter)| *letter == text);
    match class {
        Class::Binary | Class::Relation => {
            pen.text(" ");
            sign(text, pen);
            pen.text(" ");
        }
        Class::Punctuation => {
            pen.text(text);
            pen.text(" ");
        }
        Class::Prefix | Class::Ordinary => sign(text, pen),
        Class::Slash => pen.text("\\/"),
        Class::Number if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') => pen.text(text),
        // A comma would divide arguments.
        Class::Number if text.contains(',') => pen.text(format!("\"{text}\"")),
        Class::Bold => {
            pen.text("upright(bold(");
            match (greek, single) {
                (Some((name, _)), _) => pen.text(*name),
                (None, Some(letter)) if letter.is_alphabetic() => pen.text(text),
                _ => pen.text(string(text)),
            }
            pen.text("))");
        }
        Class::Function if FUNCTIONS.contains(&text) => pen.text(text),
        Class::Function => pen.text(format!("op({})", string(text))),
        Class::Italic | Class::Upright if greek.is_some() => {
            pen.text(greek.map_or(text, |(name, _)| *name));
        }
        Class::Italic if single.is_some_and(|c| c.is_alphabetic() || c == '∂') => pen.text(text),
        _ => pen.text(string(text)),
    }
}

/// A sign that is no letter.
fn sign<'a>(text: &'a str, pen: &mut Pen<'a>) {
    match text {
        "−" => pen.text("-"),
        "·" => pen.text("dot"),
        "⋯" => pen.text("dots.c"),
        "…" => pen.text("dots"),
        "⊤" => pen.text("top"),
        "<" | ">" | "=" | "+" | "≤" | "≥" | "≠" | "≈" | "⟺" | "⟹" | "→" | "∈" | "∞" | "×" =>
        {
            pen.text(text);
        }
        _ => pen.text(string(text)),
    }
}

/// Functions that Typst knows by name.
const FUNCTIONS: &[&str] = &[
    "exp", "log", "min", "max", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh",
    "tanh",
];

fn brackets(bracket: Bracket) -> (&'static str, &'static str) {
    match bracket {
        Bracket::Round => ("(", ")"),
        Bracket::Square => ("[", "]"),
        Bracket::Bar => ("|", "|"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_only_text() {
        assert_eq!(
            escape("#import \"x\" $y$ *b* _i_ `c` <l> @r // -- \u{1b}[x]"),
            "\\#import \\\"x\\\" \\$y\\$ \\*b\\* \\_i\\_ \\`c\\` \\<l\\> \\@r \\/\\/ \\-\\- \\[x\\]"
        );
        assert_eq!(string("a\"b\\c"), "\"a\\\"b\\\\c\"");
    }
}
