//! LaTeX: a fragment that compiles with amsmath alone.

use std::borrow::Cow;

use crate::expr::{Expr, Store};
use crate::render::frame::{Frame, Row, TEXT_WIDTH};
use crate::render::layout::{
    Accent, BigOperator, Bracket, Class, GREEK, Formula, Id, Item, Layout, Pen, Style, Times,
};
use crate::render::page::{Block, Link, Page, Text};
use crate::render::pieces::Piece;
use crate::render::sheet::Sheet;
use crate::render::steps::shown;
use crate::render::words::{self, Word, words};
use crate::render::{Format, Options, text};

/// LaTeX.
pub static FORMAT: Format = Format {
    name: "latex",
    extension: "tex",
    about: "LaTeX fragment for a document with amsmath",
    write,
    formula,
};

/// A formula in display style, without delimiters.
pub fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    let mut sheet = Sheet::new(store, &[expr], options);
    let formula = sheet.lay(expr, Style::Display);
    math(sheet.layout(), formula)
}

/// A laid-out formula, without delimiters.
fn math(layout: &Layout, formula: Formula) -> String {
    let mut out = String::new();
    layout.write(formula.root, &mut out, join, spell);
    out
}

/// Text for a paragraph: words escaped, formulas between dollar signs.
fn inline(sheet: &mut Sheet<'_>, text: &Text) -> String {
    let words = words(sheet, text, Style::Inline);
    prose(sheet.layout(), &words)
}

fn prose(layout: &Layout, words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        match word {
            Word::Words(words) => out.push_str(&escape(words)),
            Word::Code(code) => out.push_str(&format!("\\texttt{{{}}}", escape(code))),
            Word::Math(formula) => out.push_str(&format!("${}$", math(layout, *formula))),
        }
    }
    out
}

/// Text in which every character stands for itself.
pub fn escape(words: &str) -> String {
    let mut out = String::new();
    for c in text::clean(words).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            // Two in a row would become one sign.
            '-' if out.ends_with('-') => out.push_str("{}-"),
            '\'' if out.ends_with('\'') => out.push_str("{}'"),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '“' => out.push_str("``"),
            '”' => out.push_str("''"),
            '’' => out.push('\''),
            _ => match sign(c) {
                Some(sign) => out.push_str(&format!("${sign}$")),
                None => out.push(c),
            },
        }
    }
    out
}

/// A derivation or several formulas as a display, with its environment.
fn display(layout: &Layout, frame: &Frame) -> String {
    if let Some(formula) = frame.single {
        return format!("\\[\n  {}\n\\]\n", math(layout, formula));
    }
    let (open, close) = match frame.linked {
        true => ("\\begin{alignat*}{3}\n", "\n\\end{alignat*}\n"),
        false => ("\\begin{align*}\n", "\n\\end{align*}\n"),
    };
    let long = frame.rows.len() > 25;
    let mut out = String::new();
    if long {
        out.push_str("\\begingroup\\allowdisplaybreaks\n");
    }
    out.push_str(open);
    for (i, row) in frame.rows.iter().enumerate() {
        out.push_str(if i > 0 { " \\\\\n" } else { "" });
        line(layout, frame, row, &mut out);
    }
    out.push_str(close);
    if long {
        out.push_str("\\endgroup\n");
    }
    out
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut sheet = Sheet::of_page(store, page, options);
    let mut out = format!("\\subsection*{{{}}}\n\n", escape(&page.title));
    if !page.message.0.is_empty() {
        out.push_str(&inline(&mut sheet, &page.message));
        out.push_str("\n\n");
    }
    for block in &page.blocks {
        match block {
            Block::Heading(heading) => {
                let heading = escape(heading.trim_end_matches('.'));
                out.push_str(&format!("\\paragraph{{{heading}.}}\n"));
                continue;
            }
            Block::Paragraph(text) => {
                out.push_str(&inline(&mut sheet, text));
                out.push('\n');
            }
            Block::Formulas(formulas) => {
                trim_blank_line(&mut out);
                let frame = Frame::of_formulas(&mut sheet, formulas);
                out.push_str(&display(sheet.layout(), &frame));
            }
            Block::Derivation { first, lines } => {
                trim_blank_line(&mut out);
                let steps = shown(store, lines, options.steps);
                let frame = Frame::of_steps(&mut sheet, *first, &steps);
                out.push_str(&display(sheet.layout(), &frame));
            }
            Block::Dictionary(pairs) => dictionary(&mut sheet, pairs, &mut out),
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A table of two columns, which wrap if they are too wide together.
fn dictionary(sheet: &mut Sheet<'_>, pairs: &[(Text, Text)], out: &mut String) {
    let mut widest = [0, 0];
    let mut rows = Vec::new();
    for (left, right) in pairs {
        let cells = [left, right].map(|text| words(sheet, text, Style::Inline));
        let layout = sheet.layout();
        for (widest, cell) in widest.iter_mut().zip(&cells) {
            *widest = words::width(layout, cell).max(*widest);
        }
        let [left, right] = cells.map(|cell| prose(layout, &cell));
        rows.push((left, right));
    }
    let wraps = widest[0].saturating_add(widest[1]).saturating_add(40) > TEXT_WIDTH;
    let (columns, ragged) = match wraps {
        false => ("l@{\\qquad}l", ""),
        true => ("p{0.35\\linewidth}@{\\qquad}p{0.5\\linewidth}", "\\raggedright "),
    };
    let row = |(left, right): &(String, String)| format!("{ragged}{left} & {right} \\\\\n");
    let rows: String = rows.iter().map(row).collect();
    out.push_str(&format!(
        "\\begin{{center}}\n\\begin{{tabular}}{{@{{}}{columns}@{{}}}}\n\\hline\n{rows}\\hline\n\
         \\end{{tabular}}\n\\end{{center}}\n"
    ));
}

/// No paragraph ends before a display.
fn trim_blank_line(out: &mut String) {
    if out.ends_with("\n\n") && !out.ends_with("\\]\n\n") && !out.ends_with("*}\n\n") {
        out.pop();
    }
}

fn line(layout: &Layout, frame: &Frame, row: &Row, out: &mut String) {
    out.push_str("  ");
    if frame.linked {
        out.push_str(match row.link {
            Some(Link::Iff) => "\\iff\\quad && ",
            Some(Link::Implies) => "\\implies\\quad && ",
            Some(Link::Equal) | None => "&& ",
        });
    }
    if let Some(left) = row.left {
        layout.write(left, out, join, spell);
        out.push(' ');
    }
    out.push('&');
    let mut right = "\\quad".repeat(row.indent as usize);
    if row.indent > 0 {
        // An operator that begins a line keeps the space after it.
        right.push_str(if row.right.is_empty() { "" } else { "{}" });
    }
    if row.link == Some(Link::Equal) && row.left.is_none() {
        right.push_str("= ");
    }
    for (i, piece) in row.right.iter().enumerate() {
        match *piece {
            Piece::Item(id) => match layout.item(id) {
                // A sign for a product that a line break divides.
                Item::Times(_) if i == 0 => right.push_str("\\cdot "),
                _ => layout.write(id, &mut right, join, spell),
            },
            Piece::Open(bracket, tall) => {
                right.push_str(if tall { "\\biggl" } else { "" });
                right.push_str(brackets(bracket).0);
            }
            Piece::Close(bracket, tall) => {
                right.push_str(if tall { "\\biggr" } else { "" });
                right.push_str(brackets(bracket).1);
            }
            Piece::Scripts(id) => {
                let base = |item| match item {
                    Item::Script { base, .. } => Some(base),
                    _ => None,
                };
                let mut stop = base(layout.item(id));
                layout.write(id, &mut right, join, |layout, id, pen| {
                    if stop == Some(id) {
                        stop = None;
                    } else {
                        spell(layout, id, pen);
                    }
                });
            }
            Piece::None => {}
        }
    }
    let reason = reason(layout, &row.reason);
    if row.right.is_empty() {
        right.push_str(&reason);
        out.push_str(&format!("\\rlap{{${right}$}}"));
    } else if row.overhangs {
        out.push_str(&format!("\\rlap{{$\\displaystyle {{}}{right}$}}"));
    } else {
        out.push_str(&right);
        if !reason.is_empty() {
            out.push_str(&format!(" &&\\quad {reason}"));
        }
        if row.padding > 0 {
            // The rows that overhang count when the display is centred.
            out.push_str(&format!("\\hspace{{{}em}}", row.padding.div_ceil(20)));
        }
    }
}

fn reason(layout: &Layout, words: &[Word]) -> String {
    if words.is_empty() {
        return String::new();
    }
    let mut out = String::from("\\text{");
    for word in words {
        match word {
            Word::Math(formula) => {
                // Text within a display would set limits below and above.
                let formula = math(layout, *formula);
                let limits = formula.contains("\\sum") || formula.contains("\\prod");
                let style = if limits { "\\textstyle " } else { "" };
                out.push_str(&format!("${style}{formula}$"));
            }
            word => out.push_str(&prose(layout, std::slice::from_ref(word))),
        }
    }
    out.push('}');
    out
}

/// Appends a text; a letter does not run into the command before it.
fn join(out: &mut String, text: &str) {
    let letter = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if letter {
        let command = out.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if command.len() < out.len() && command.ends_with('\\') {
            out.push(' ');
        }
    }
    out.push_str(text);
}

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => pen.items(layout.children(span)),
        Item::Symbol(class, text) => symbol(class, layout.text(text), pen),
        Item::Times(Times::Touch | Times::Bracket) | Item::Application => {}
        Item::Times(Times::Thin) => pen.text("\\, "),
        Item::Times(Times::Dot) => pen.text(" \\cdot "),
        Item::Quad => pen.text("\\quad "),
        Item::Fraction(above, below) => {
            pen.text("\\frac{");
            pen.item(above);
            pen.text("}{");
            pen.item(below);
            pen.text("}");
        }
        Item::Script { base, below, above } => {
            braced(base, matches!(layout.item(base), Item::Row(_)), pen);
            for (mark, script) in [("_", below), ("^", above)] {
                if let Some(script) = script {
                    pen.text(mark);
                    braced(script, !is_one_sign(layout, script), pen);
                }
            }
        }
        Item::Fence {
            bracket,
            tall,
            body,
        } => {
            let (open, close) = brackets(bracket);
            if tall {
                pen.text("\\left");
            }
            pen.text(open);
            pen.item(body);
            if tall {
                pen.text("\\right");
            }
            pen.text(close);
        }
        Item::Root { degree, body } => {
            pen.text("\\sqrt");
            if let Some(degree) = degree {
                pen.text("[");
                pen.item(degree);
                pen.text("]");
            }
            pen.text("{");
            pen.item(body);
            pen.text("}");
        }
        Item::Accent(accent, base) => {
            let wide = matches!(layout.item(base), Item::Symbol(Class::Upright, _));
            pen.text(match (accent, wide) {
                (Accent::Hat, false) => "\\hat{",
                (Accent::Hat, true) => "\\widehat{",
                (Accent::Bar, false) => "\\bar{",
                (Accent::Bar, true) => "\\overline{",
                (Accent::Tilde, false) => "\\tilde{",
                (Accent::Tilde, true) => "\\widetilde{",
            });
            pen.item(base);
            pen.text("}");
        }
        Item::Operator {
            operator,
            lower,
            upper,
            ..
        } => {
            pen.text(match operator {
                BigOperator::Sum => "\\sum_{",
                BigOperator::Product => "\\prod_{",
            });
            pen.item(lower);
            pen.text("}^");
            braced(upper, !is_one_sign(layout, upper), pen);
            pen.text(" ");
        }
        Item::Cases(span) => {
            pen.text("\\begin{cases} ");
            for (i, pair) in layout.children(span).chunks(2).enumerate() {
                if i > 0 {
                    pen.text(" \\\\ ");
                }
                for (j, id) in pair.iter().enumerate() {
                    if j > 0 {
                        pen.text(" & ");
                    }
                    pen.item(*id);
                }
            }
            pen.text(" \\end{cases}");
        }
        Item::Column(span) => {
            pen.text("\\begin{pmatrix} ");
            for (i, id) in layout.children(span).iter().enumerate() {
                if i > 0 {
                    pen.text(" \\\\ ");
                }
                pen.item(*id);
            }
            pen.text(" \\end{pmatrix}");
        }
    }
}

fn braced(id: Id, braces: bool, pen: &mut Pen<'_>) {
    if braces {
        pen.text("{");
    }
    pen.item(id);
    if braces {
        pen.text("}");
    }
}

/// Whether an item is one letter or digit, which needs no braces as a script.
fn is_one_sign(layout: &Layout, id: Id) -> bool {
    match layout.item(id) {
        Item::Symbol(Class::Italic | Class::Number, text) => layout.text(text).len() == 1,
        _ => false,
    }
}

fn symbol<'a>(class: Class, text: &'a str, pen: &mut Pen<'a>) {
    let mut chars = text.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let sign = single.and_then(sign);
    let wrapped = |command: &str| format!("\\{command}{{{}}}", escape(text));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match class {
        Class::Binary | Class::Relation => {
            pen.text(" ");
            pen.text(sign.map_or(Cow::Borrowed(text), Cow::Owned));
            pen.text(" ");
        }
        Class::Punctuation => {
            pen.text(text);
            pen.text(" ");
        }
        Class::Prefix | Class::Ordinary | Class::Slash => {
            pen.text(sign.map_or(Cow::Borrowed(text), Cow::Owned));
        }
        Class::Number if digits(text) => pen.text(text),
        Class::Bold => pen.text(match sign {
            Some(sign) => format!("\\boldsymbol{{{sign}}}"),
            None => wrapped("mathbf"),
        }),
        Class::Function if FUNCTIONS.contains(&text) => pen.text(format!("\\{text}")),
        Class::Function => pen.text(wrapped("operatorname")),
        Class::Italic | Class::Upright if sign.is_some() => pen.text(sign.unwrap_or_default()),
        Class::Italic if text.is_ascii() => pen.text(text),
        Class::Upright | Class::Number if text.is_ascii() => pen.text(wrapped("mathrm")),
        Class::Words | Class::Italic | Class::Upright | Class::Number => {
            pen.text(wrapped("text"));
        }
    }
}

/// Functions that have a command of their own.
const FUNCTIONS: &[&str] = &[
    "exp", "log", "min", "max", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh",
    "tanh",
];

/// The command of a sign that is no ASCII character.
fn sign(c: char) -> Option<String> {
    if c.is_ascii() {
        return None;
    }
    let command = match c {
        '−' => "-",
        '·' => "\\cdot",
        '×' => "\\times",
        '≤' => "\\le",
        '≥' => "\\ge",
        '≠' => "\\ne",
        '≈' => "\\approx",
        '⟺' | '⇔' => "\\iff",
        '⟹' | '⇒' => "\\implies",
        '→' => "\\to",
        '⋯' => "\\cdots",
        '…' => "\\dots",
        '⊤' | 'ᵀ' => "\\top",
        '∈' => "\\in",
        'ℤ' => "\\mathbf{Z}",
        'ℝ' => "\\mathbf{R}",
        '∞' => "\\infty",
        '√' => "\\surd",
        '²' => "^2",
        '³' => "^3",
        '¹' => "^1",
        '⁻' => "^-",
        _ => {
            let letter = |greek: &&(&str, &str)| greek.1.starts_with(c);
            // The command of a Greek letter is its name.
            return GREEK.iter().find(letter).map(|(name, _)| format!("\\{name}"));
        }
    };
    Some(command.to_owned())
}

fn brackets(bracket: Bracket) -> (&'static str, &'static str) {
    match bracket {
        Bracket::Round => ("(", ")"),
        Bracket::Square => ("[", "]"),
        Bracket::Bar => ("\\lvert ", "\\rvert "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_only_text() {
        assert_eq!(
            escape("\\input{x} 50% a_b #1 ^~ <&>\u{1b}"),
            "\\textbackslash{}input\\{x\\} 50\\% a\\_b \\#1 \\textasciicircum{}\\textasciitilde{} \
             \\textless{}\\&\\textgreater{}"
        );
    }
}
