//! Formulas and text in TeX's notation, for every format that is TeX or holds some.

pub mod display;
mod row;

use std::borrow::Cow;

use super::color::Color;
use super::frame::TEXT_WIDTH;
use super::layout::{
    Accent, BigOperator, Bracket, Class, Formula, GREEK, Id, Item, Layout, Mark, Pen, Style, Times,
};
use super::pieces::Piece;
use super::sheet::Sheet;
use super::words::Word;
use super::{Options, text};
use crate::expr::{Expr, Store};
use crate::languages::Language;

/// A formula in display style, without delimiters.
pub fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    let mut sheet = Sheet::new(store, &[expr], &Options::colorless(options));
    let formula = sheet.lay(expr, Style::Display);
    LATEX.math(sheet.layout(), formula)
}

/// How a program that reads TeX's notation differs from LaTeX.
pub struct Dialect {
    /// Spells an item.
    pub spell: for<'a> fn(&'a Layout, Id, &mut Pen<'a>),
    /// Whether words within formulas may hold formulas between dollar signs.
    pub nested: bool,
    /// Whether formulas may be set without width, so that they reach over what follows.
    pub laps: bool,
}

/// What loads the hyphenation of a language other than English. The language is read from babel's
/// locale files, which come with it, and not from files that have to be installed; where its
/// hyphenation is missing, lines stretch.
pub fn babel(language: &Language) -> String {
    match language.code {
        "en" => String::new(),
        _ => format!(
            "\\usepackage[{}, provide=*]{{babel}}\n\\setlength{{\\emergencystretch}}{{3em}}\n",
            language.babel
        ),
    }
}

/// What stands before a part that a step changed; a brace ends it.
pub const CHANGED: &str = "\\changed{";

/// LaTeX itself.
pub const LATEX: Dialect = Dialect {
    spell,
    nested: true,
    laps: true,
};

impl Dialect {
    /// A laid-out formula, without delimiters.
    pub fn math(&self, layout: &Layout, formula: Formula) -> String {
        let mut out = String::new();
        self.put(layout, formula.root, &mut out);
        out
    }
}

/// Words escaped, formulas between dollar signs.
pub fn prose(layout: &Layout, words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        match word {
            Word::Words(words) => out.push_str(&escape(words)),
            Word::Code(code) => out.push_str(&format!("\\texttt{{{}}}", typed(code))),
            Word::Math(formula) => {
                let mut math = LATEX.math(layout, *formula);
                if layout.width(formula.root) > TEXT_WIDTH / 4 {
                    // TeX breaks lines of its own accord at operators and relations only.
                    math = math.replace('/', "/\\allowbreak ");
                    math = math.replace(", ", ",\\allowbreak ");
                    math = math.replace("\\text{ }", "\\text{ }\\allowbreak ");
                }
                out.push_str(&format!("${math}$"));
            }
            Word::Part(pieces) => {
                // An operator that begins a part keeps the space after it.
                out.push_str("${}");
                for (i, piece) in pieces.iter().enumerate() {
                    LATEX.put_piece(layout, *piece, i == 0, &mut out);
                }
                out.push('$');
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
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => out.extend(['\\', c]),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("\\symbol{34}"),
            '`' => out.push_str("\\textasciigrave{}"),
            // Two in a row would become one sign.
            '-' if out.ends_with('-') => out.push_str("{}-"),
            '\'' if out.ends_with('\'') => out.push_str("{}'"),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '“' => out.push_str("``"),
            '”' => out.push_str("''"),
            '’' => out.push('\''),
            '\u{a0}' => out.push('~'),
            _ => match sign(c) {
                Some(sign) => out.push_str(&format!("${sign}$")),
                None if has_glyph(c) => out.push(c),
                None => out.push_str(&format!("\\texttt{{U+{:04X}}}", u32::from(c))),
            },
        }
    }
    out
}

/// Text as typed, escaped; long words may be broken after signs.
fn typed(code: &str) -> String {
    const LONG: usize = 16;
    let word = |word: &str| -> String {
        if word.chars().count() <= LONG {
            return escape(word);
        }
        let parts = word.split_inclusive(|c: char| !c.is_alphanumeric());
        let parts: Vec<String> = parts.map(escape).collect();
        parts.join("\\allowbreak{}")
    };
    let words: Vec<String> = code.split(' ').map(word).collect();
    words.join(" ")
}

/// The name of a colour, which [`color_definition`] defines.
fn color_name(color: &Color) -> String {
    format!("equiff{}", color.names[0])
}

/// The definition of a colour, for a document with xcolor.
pub fn color_definition(name: &str, shade: &str) -> String {
    let shade = shade.to_uppercase();
    format!("\\definecolor{{equiff{name}}}{{HTML}}{{{shade}}}\n")
}

/// Definitions of the colours that formulas use.
pub fn color_definitions(layout: &Layout) -> String {
    layout
        .colors()
        .map(|color| color_definition(color.names[0], &color.light_hex()))
        .collect()
}

/// Whether the usual fonts of LaTeX have the character, alone or as a letter with an accent.
fn has_glyph(c: char) -> bool {
    c.is_ascii()
        || (matches!(c, 'À'..='ž') && !"ÐðÞþ×÷ĐđĦħĸŊŋŦŧŲųĄąĘęĮįĢģĶķĻļŅņŖŗĿŀŉĳĲ".contains(c))
}

impl Dialect {
    /// An item of a formula, appended.
    pub fn put(&self, layout: &Layout, id: Id, out: &mut String) {
        layout.write(id, out, join, self.spell);
    }

    /// A piece of a formula that lines divide, appended; `first`: it begins its line.
    pub fn put_piece(&self, layout: &Layout, piece: Piece, first: bool, out: &mut String) {
        match piece {
            // A sign for a product that a line break divides.
            Piece::Item(id) if first && matches!(layout.item(id), Item::Times(_)) => {
                out.push_str("\\cdot ");
            }
            Piece::Item(id) => self.put(layout, id, out),
            Piece::Open(bracket, tall) => {
                out.push_str(if tall { "\\biggl" } else { "" });
                out.push_str(brackets(bracket).0);
            }
            Piece::Close(bracket, tall) => {
                out.push_str(if tall { "\\biggr" } else { "" });
                out.push_str(brackets(bracket).1);
            }
            Piece::Scripts(id) => layout.write_scripts(id, out, join, "", self.spell),
            Piece::None => {}
        }
    }
}

/// Appends a text; a letter does not run into the command before it.
fn join(out: &mut String, text: &str) {
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let command = out.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if command.len() < out.len() && command.ends_with('\\') {
            out.push(' ');
        }
    }
    out.push_str(text);
}

/// Spells an item in LaTeX.
pub fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => pen.items(layout.children(span)),
        Item::Symbol(class, text) => symbol(class, layout.text(text), pen),
        Item::Times(Times::Touch | Times::Bracket) | Item::Application => {}
        Item::Times(Times::Thin) => pen.text("\\, "),
        Item::Times(Times::Dot) => pen.text(" \\cdot "),
        Item::Quad => pen.text("\\quad "),
        Item::Fraction(above, below) => {
            pen.between("\\frac{", above, "}{");
            pen.between("", below, "}");
        }
        Item::Script { base, below, above } => {
            match layout.item(base) {
                Item::Row(_) => pen.between("{", base, "}"),
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
            pen.text(if tall { "\\left" } else { "" });
            pen.between(open, body, if tall { "\\right" } else { "" });
            pen.text(close);
        }
        Item::Root { degree, body } => {
            pen.text("\\sqrt");
            if let Some(degree) = degree {
                pen.between("[", degree, "]");
            }
            pen.between("{", body, "}");
        }
        Item::Accent(accent, base) => {
            let wide = matches!(layout.item(base), Item::Symbol(Class::Upright, _));
            let command = match (accent, wide) {
                (Accent::Hat, false) => "\\hat{",
                (Accent::Hat, true) => "\\widehat{",
                (Accent::Bar, false) => "\\bar{",
                (Accent::Bar, true) => "\\overline{",
                (Accent::Tilde, false) => "\\tilde{",
                (Accent::Tilde, true) => "\\widetilde{",
            };
            pen.between(command, base, "}");
        }
        Item::Marked(Mark::Changed | Mark::Linked(_, None), body) => {
            pen.between(CHANGED, body, "}")
        }
        Item::Marked(Mark::Colored(color) | Mark::Linked(_, Some(color)), body) => {
            pen.text(format!("\\textcolor{{{}}}{{", color_name(color)));
            pen.item(body);
            pen.text("}");
        }
        Item::Operator {
            operator,
            lower,
            upper,
            ..
        } => {
            pen.text(match operator {
                BigOperator::Sum => "\\sum",
                BigOperator::Product => "\\prod",
            });
            script(layout, "_", Some(lower), pen);
            script(layout, "^", Some(upper), pen);
            pen.text(" ");
        }
        Item::Cases { parts, stacked } => {
            let between = match stacked {
                true => [" \\\\ \\qquad ", " \\\\ "],
                false => [" & ", " \\\\ "],
            };
            table("cases", between, layout.children(parts), pen);
        }
        Item::Column(span) => table("pmatrix", [" \\\\ "; 2], layout.children(span), pen),
    }
}

/// An item after `_` or `^`; one letter or digit needs no braces.
fn script(layout: &Layout, mark: &'static str, id: Option<Id>, pen: &mut Pen<'_>) {
    let Some(id) = id else { return };
    pen.text(mark);
    match layout.item(id) {
        Item::Symbol(Class::Italic | Class::Number, text) if layout.text(text).len() == 1 => {
            pen.item(id);
        }
        _ => pen.between("{", id, "}"),
    }
}

/// An environment of cells, with marks between them in turns.
fn table(environment: &str, between: [&'static str; 2], cells: &[Id], pen: &mut Pen<'_>) {
    pen.text(format!("\\begin{{{environment}}} "));
    for (i, cell) in cells.iter().enumerate() {
        if let Some(before) = i.checked_sub(1) {
            pen.text(between[before % 2]);
        }
        pen.item(*cell);
    }
    pen.text(format!(" \\end{{{environment}}}"));
}

fn symbol<'a>(class: Class, text: &'a str, pen: &mut Pen<'a>) {
    let mut chars = text.chars();
    let single = chars.next().filter(|_| chars.next().is_none());
    let sign = single.and_then(sign);
    let wrapped = |command: &str| Cow::Owned(format!("\\{command}{{{}}}", escape(text)));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match class {
        Class::Binary | Class::Relation => {
            pen.text(" ");
            pen.text(sign.unwrap_or(Cow::Borrowed(text)));
            pen.text(" ");
        }
        Class::Punctuation => {
            pen.text(text);
            pen.text(" ");
        }
        Class::Prefix | Class::Ordinary | Class::Slash => {
            pen.text(sign.unwrap_or(Cow::Borrowed(text)));
        }
        Class::Number if digits(text) => pen.text(text),
        // A comma within a number has no space after it.
        Class::Number if digits(&text.replace(',', "")) => pen.text(text.replace(',', "{,}")),
        Class::Bold => match sign {
            Some(sign) => pen.text(format!("\\boldsymbol{{{sign}}}")),
            None => pen.text(wrapped("mathbf")),
        },
        Class::Function if FUNCTIONS.contains(&text) => pen.text(format!("\\{text}")),
        Class::Function => pen.text(wrapped("operatorname")),
        Class::Italic | Class::Upright if sign.is_some() => pen.text(sign.unwrap_or_default()),
        Class::Italic if text.is_ascii() => pen.text(text),
        Class::Upright | Class::Number if text.is_ascii() => pen.text(wrapped("mathrm")),
        Class::Words | Class::Italic | Class::Upright | Class::Number => pen.text(wrapped("text")),
    }
}

/// Whether a function has a command of its own.
pub fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name)
}

/// Functions that have a command of their own.
const FUNCTIONS: &[&str] = &[
    "exp", "log", "min", "max", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh",
    "tanh",
];

/// Signs and their commands.
const SIGNS: &str = "− -  · \\cdot  ⋯ \\cdots  … \\dots  × \\times  ≤ \\le  ≥ \\ge  ≠ \\ne  ≈ \\approx  \
    ⟺ \\iff  ⇔ \\iff  ⟹ \\implies  ⇒ \\implies  → \\to  ⊤ \\top  ᵀ \\top  ∈ \\in  ℤ \\mathbf{Z}  \
    ℝ \\mathbf{R}  ∞ \\infty  ∂ \\partial  √ \\surd  ² ^2  ³ ^3  ¹ ^1  ⁻ ^-";

/// The command of a sign that is no ASCII character; that of a Greek letter is its name.
fn sign(c: char) -> Option<Cow<'static, str>> {
    if c.is_ascii() {
        return None;
    }
    if let Some((name, _)) = GREEK.iter().find(|(_, letter)| letter.starts_with(c)) {
        return Some(Cow::Owned(format!("\\{name}")));
    }
    let mut signs = SIGNS.split_ascii_whitespace();
    signs.find(|sign| sign.starts_with(c))?;
    signs.next().map(Cow::Borrowed)
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
