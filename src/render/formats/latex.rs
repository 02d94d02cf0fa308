//! LaTeX: a fragment that compiles with amsmath alone.

use crate::expr::{Expr, Store};
use crate::render::flow::Piece as FlowPiece;
use crate::render::frame::{Frame, Row, Word};
use crate::render::layout::{
    Accent, BigOperator, Bracket, Class, GREEK, Id, Item, Layout, Pen, Style, Times, layout,
};
use crate::render::page::{Block, Link, Page, Piece, Text};
use crate::render::steps::shown;
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
    math(&layout(store, expr, options.notation, Style::Display))
}

/// A laid-out formula, without delimiters.
pub fn math(layout: &Layout) -> String {
    let mut out = String::new();
    if let Some(root) = layout.root() {
        layout.write(root, &mut out, join, spell);
    }
    out
}

/// Text for a paragraph: words escaped, formulas between dollar signs.
pub fn inline(store: &Store, text: &Text, options: &Options) -> String {
    let mut out = String::new();
    for piece in &text.0 {
        match piece {
            Piece::Words(words) => out.push_str(&escape(words)),
            Piece::Code(code) => out.push_str(&format!("\\texttt{{{}}}", escape(code))),
            Piece::Math(expr) => {
                let layout = layout(store, *expr, options.notation, Style::Inline);
                out.push_str(&format!("${}$", math(&layout)));
            }
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
pub fn display(frame: &Frame) -> String {
    if let ([layout], [_]) = (frame.layouts.as_slice(), frame.rows.as_slice()) {
        return format!("\\[\n  {}\n\\]\n", math(layout));
    }
    let (open, close) = match frame.has_links() {
        true => ("\\begin{alignat*}{3}\n", "\n\\end{alignat*}\n"),
        false => ("\\begin{align*}\n", "\n\\end{align*}\n"),
    };
    let rows: Vec<String> = frame.rows.iter().map(|row| line(frame, row)).collect();
    let long = frame.rows.len() > 25;
    let mut out = String::new();
    if long {
        out.push_str("\\begingroup\\allowdisplaybreaks\n");
    }
    out.push_str(open);
    out.push_str(&rows.join(" \\\\\n"));
    out.push_str(close);
    if long {
        out.push_str("\\endgroup\n");
    }
    out
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut out = format!("\\subsection*{{{}}}\n\n", escape(&page.title));
    if !page.message.0.is_empty() {
        out.push_str(&inline(store, &page.message, options));
        out.push_str("\n\n");
    }
    for block in &page.blocks {
        match block {
            Block::Heading(heading) => {
                out.push_str(&format!(
                    "\\paragraph{{{}.}}\n",
                    escape(heading.trim_end_matches('.'))
                ));
                continue;
            }
            Block::Paragraph(text) => {
                out.push_str(&inline(store, text, options));
                out.push('\n');
            }
            Block::Formulas(formulas) => {
                trim_blank_line(&mut out);
                out.push_str(&display(&Frame::of_formulas(store, formulas, options)));
            }
            Block::Derivation { first, lines } => {
                trim_blank_line(&mut out);
                let steps = shown(store, lines, options.steps);
                out.push_str(&display(&Frame::of_steps(store, *first, &steps, options)));
            }
            Block::Dictionary(pairs) => {
                out.push_str("\\begin{center}\n\\begin{tabular}{@{}l@{\\qquad}l@{}}\n\\hline\n");
                for (left, right) in pairs {
                    let left = inline(store, left, options);
                    let right = inline(store, right, options);
                    out.push_str(&format!("{left} & {right} \\\\\n"));
                }
                out.push_str("\\hline\n\\end{tabular}\n\\end{center}\n");
            }
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// No paragraph ends before a display.
fn trim_blank_line(out: &mut String) {
    if out.ends_with("\n\n") && !out.ends_with("\\]\n\n") && !out.ends_with("*}\n\n") {
        out.pop();
    }
}

fn line(frame: &Frame, row: &Row) -> String {
    let layout = &frame.layouts[row.layout];
    let mut out = String::from("  ");
    if frame.has_links() {
        out.push_str(match row.link {
            Some(Link::Iff) => "\\iff\\quad && ",
            Some(Link::Implies) => "\\implies\\quad && ",
            Some(Link::Equal) | None => "&& ",
        });
    }
    let leading_equal = row.link == Some(Link::Equal);
    if let Some(left) = row.left {
        layout.write(left, &mut out, join, spell);
        out.push(' ');
    }
    out.push('&');
    let mut right = "\\quad".repeat(row.indent as usize);
    if row.indent > 0 {
        // An operator that begins a line keeps the space after it.
        right.push_str(if row.right.is_empty() { "" } else { "{}" });
    }
    if leading_equal && row.left.is_none() {
        right.push_str("= ");
    }
    for piece in &row.right {
        match *piece {
            FlowPiece::Item(id) => layout.write(id, &mut right, join, spell),
            FlowPiece::Open(bracket, tall) => {
                right.push_str(if tall { "\\biggl" } else { "" });
                right.push_str(brackets(bracket).0);
            }
            FlowPiece::Close(bracket, tall) => {
                right.push_str(if tall { "\\biggr" } else { "" });
                right.push_str(brackets(bracket).1);
            }
        }
    }
    let reason = reason(&row.reason);
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
    out
}

fn reason(words: &[Word]) -> String {
    if words.is_empty() {
        return String::new();
    }
    let mut out = String::from("\\text{");
    for word in words {
        match word {
            Word::Words(words) => out.push_str(&escape(words)),
            Word::Code(code) => out.push_str(&format!("\\texttt{{{}}}", escape(code))),
            Word::Math(layout) => {
                // Text within a display would set limits below and above.
                let formula = math(layout);
                let limits = formula.contains("\\sum") || formula.contains("\\prod");
                let style = if limits { "\\textstyle " } else { "" };
                out.push_str(&format!("${style}{formula}$"));
            }
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
        Item::Symbol(class, text) => pen.text(symbol(class, layout.text(text))),
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
            braced(layout, base, matches!(layout.item(base), Item::Row(_)), pen);
            for (mark, script) in [("_", below), ("^", above)] {
                if let Some(script) = script {
                    pen.text(mark);
                    braced(layout, script, !is_one_sign(layout, script), pen);
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
        } => {
            pen.text(match operator {
                BigOperator::Sum => "\\sum_{",
                BigOperator::Product => "\\prod_{",
            });
            pen.item(lower);
            pen.text("}^");
            braced(layout, upper, !is_one_sign(layout, upper), pen);
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
        Item::Group(_, body) => pen.item(body),
    }
}

fn braced<'a>(_: &'a Layout, id: Id, braces: bool, pen: &mut Pen<'a>) {
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

fn symbol(class: Class, text: &str) -> String {
    let mut chars = text.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let sign = single.and_then(sign);
    match class {
        Class::Binary | Class::Relation => format!(" {} ", sign.unwrap_or(text)),
        Class::Punctuation => format!("{text} "),
        Class::Prefix | Class::Ordinary => sign.unwrap_or(text).to_owned(),
        Class::Slash => text.to_owned(),
        Class::Number if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') => text.to_owned(),
        Class::Italic if sign.is_some() => sign.unwrap_or(text).to_owned(),
        Class::Italic if text.is_ascii() => text.to_owned(),
        Class::Upright if sign.is_some() => sign.unwrap_or(text).to_owned(),
        Class::Bold => match sign {
            Some(sign) => format!("\\boldsymbol{{{sign}}}"),
            None => format!("\\mathbf{{{}}}", escape(text)),
        },
        Class::Function if FUNCTIONS.contains(&text) => format!("\\{text}"),
        Class::Function => format!("\\operatorname{{{}}}", escape(text)),
        Class::Upright | Class::Number if text.is_ascii() => {
            format!("\\mathrm{{{}}}", escape(text))
        }
        Class::Words | Class::Italic | Class::Upright | Class::Number => {
            format!("\\text{{{}}}", escape(text))
        }
    }
}

/// Functions that have a command of their own.
const FUNCTIONS: &[&str] = &[
    "exp", "log", "min", "max", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh",
    "tanh",
];

/// The command of a sign that is no ASCII character.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
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
        _ => return greek(c),
    })
}

fn greek(c: char) -> Option<&'static str> {
    let mut buffer = [0; 4];
    let letter: &str = c.encode_utf8(&mut buffer);
    let at = GREEK.iter().position(|(_, greek)| *greek == letter)?;
    GREEK_COMMANDS.get(at).copied()
}

/// The commands of [`GREEK`], in its order.
const GREEK_COMMANDS: &[&str] = &[
    "\\alpha",
    "\\beta",
    "\\gamma",
    "\\delta",
    "\\epsilon",
    "\\zeta",
    "\\eta",
    "\\theta",
    "\\iota",
    "\\kappa",
    "\\lambda",
    "\\mu",
    "\\nu",
    "\\xi",
    "\\pi",
    "\\rho",
    "\\sigma",
    "\\tau",
    "\\upsilon",
    "\\phi",
    "\\chi",
    "\\psi",
    "\\omega",
    "\\Gamma",
    "\\Delta",
    "\\Theta",
    "\\Lambda",
    "\\Xi",
    "\\Pi",
    "\\Sigma",
    "\\Upsilon",
    "\\Phi",
    "\\Psi",
    "\\Omega",
];

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
    fn every_greek_letter_has_its_command() {
        assert_eq!(GREEK.len(), GREEK_COMMANDS.len());
        for ((name, _), command) in GREEK.iter().zip(GREEK_COMMANDS) {
            assert_eq!(command[1..], **name);
        }
    }

    #[test]
    fn hostile_text_is_only_text() {
        assert_eq!(
            escape("\\input{x} 50% a_b #1 ^~ <&>\u{1b}"),
            "\\textbackslash{}input\\{x\\} 50\\% a\\_b \\#1 \\textasciicircum{}\\textasciitilde{} \
             \\textless{}\\&\\textgreater{}"
        );
    }
}
