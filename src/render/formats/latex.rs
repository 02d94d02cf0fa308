//! LaTeX: a fragment that compiles with amsmath alone.

use crate::expr::{Expr, Store};
use crate::render::block::{self, Writer};
use crate::render::frame::{Frame, Row, TEXT_WIDTH};
use crate::render::layout::{Layout, Style};
use crate::render::page::{Line, Link, Page, Text};
use crate::render::sheet::Sheet;
use crate::render::tex::{escape, formula, math, prose, put, put_piece};
use crate::render::words::{self, Word, words};
use crate::render::{Format, Options};

/// LaTeX.
pub static FORMAT: Format = Format {
    name: "latex",
    extension: "tex",
    about: "LaTeX fragment for a document with amsmath",
    write,
    formula,
};

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut sheet = Sheet::of_page(store, page, options);
    let mut writer = LatexPage {
        out: String::new(),
        options,
    };
    block::write(&mut sheet, page, &mut writer);
    let mut out = writer.out;
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

struct LatexPage<'a> {
    out: String,
    options: &'a Options,
}

impl Writer for LatexPage<'_> {
    fn title(&mut self, title: &str) {
        self.out = format!("\\subsection*{{{}}}\n\n", escape(title));
    }

    fn heading(&mut self, heading: &str) {
        let heading = escape(heading.trim_end_matches('.'));
        self.out.push_str(&format!("\\paragraph{{{heading}.}}\n"));
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text) {
        let words = words(sheet, text, Style::Inline);
        let layout = sheet.layout();
        let wide = |word: &Word| {
            !matches!(word, Word::Words(_))
                && words::width(layout, std::slice::from_ref(word)) > 120
        };
        // Wide words need wider spaces elsewhere.
        let (open, close) = match words.iter().any(wide) {
            true => ("{\\emergencystretch=4em ", "\\par}"),
            false => ("", ""),
        };
        let text = prose(layout, &words);
        self.out.push_str(&format!("{open}{text}{close}\n\n"));
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        let frame = Frame::of_formulas(sheet, formulas, TEXT_WIDTH);
        self.display(sheet.layout(), &frame);
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        let frame = block::derivation(sheet, first, lines, self.options);
        self.display(sheet.layout(), &frame);
    }

    /// A table of two columns, whose cells wrap if they are too wide together.
    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]) {
        let mut widest = [0, 0];
        let mut rows = Vec::new();
        for (left, right) in pairs {
            let cells = [left, right].map(|text| words(sheet, text, Style::Inline));
            let layout = sheet.layout();
            for (widest, cell) in widest.iter_mut().zip(&cells) {
                *widest = words::width(layout, cell).max(*widest);
            }
            rows.push(cells.map(|cell| prose(layout, &cell)));
        }
        // In cells that wrap, `\\\\` would end a line of the cell.
        let wraps = widest[0].saturating_add(widest[1]).saturating_add(40) > TEXT_WIDTH;
        let (columns, ragged) = match wraps {
            false => ("l@{\\qquad}l", ""),
            true => (
                "p{0.33\\linewidth}@{\\qquad}p{0.58\\linewidth}",
                "\\raggedright ",
            ),
        };
        let open = "\\begin{center}\n\\begin{tabular}";
        self.out
            .push_str(&format!("{open}{{@{{}}{columns}@{{}}}}\n\\hline\n"));
        let end = if wraps { "\\tabularnewline" } else { "\\\\" };
        for [left, right] in rows {
            let row = format!("{ragged}{left} & {ragged}{right} {end}\n");
            self.out.push_str(&row);
        }
        self.out
            .push_str("\\hline\n\\end{tabular}\n\\end{center}\n\n");
    }
}

impl LatexPage<'_> {
    /// A derivation or several formulas as a display, with its environment.
    fn display(&mut self, layout: &Layout, frame: &Frame) {
        let out = &mut self.out;
        // No paragraph ends before a display.
        if out.ends_with("\n\n") && !out.ends_with("\\]\n\n") && !out.ends_with("*}\n\n") {
            out.pop();
        }
        if let Some(formula) = frame.single {
            out.push_str(&format!("\\[\n  {}\n\\]\n\n", math(layout, formula)));
            return;
        }
        let environment = match frame.linked {
            true => ("\\begin{alignat*}{3}\n", "\n\\end{alignat*}\n"),
            false => ("\\begin{align*}\n", "\n\\end{align*}\n"),
        };
        let group = match frame.rows.len() > 12 {
            true => ("\\begingroup\\allowdisplaybreaks\n", "\\endgroup\n"),
            false => ("", ""),
        };
        out.push_str(group.0);
        out.push_str(environment.0);
        for (i, row) in frame.rows.iter().enumerate() {
            out.push_str(if i > 0 { " \\\\\n" } else { "" });
            line(layout, frame, row, out);
        }
        out.push_str(environment.1);
        out.push_str(group.1);
        out.push('\n');
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
        put(layout, left, out);
        out.push(' ');
    }
    if !row.flush {
        out.push('&');
    }
    let mut right = "\\quad".repeat(row.indent as usize);
    if row.indent > 0 {
        // An operator that begins a line keeps the space after it.
        right.push_str(if row.right.is_empty() { "" } else { "{}" });
    }
    if row.link == Some(Link::Equal) && row.left.is_none() {
        right.push_str("= ");
    }
    for (i, piece) in row.right.iter().enumerate() {
        put_piece(layout, *piece, i == 0, &mut right);
    }
    let reason = reason(layout, &row.reason);
    if row.right.is_empty() {
        out.push_str(&match row.overhangs {
            true => format!("\\rlap{{${right}{reason}$}}"),
            false => right + &reason,
        });
        return;
    }
    match row.flush || row.overhangs {
        true => out.push_str(&format!("\\rlap{{$\\displaystyle {{}}{right}$}}")),
        false => out.push_str(&right),
    }
    let padding = match row.padding {
        0 => String::new(),
        padding => format!("\\hspace{{{}em}}", padding.div_ceil(20)),
    };
    if row.flush {
        if let Some(widest) = frame.widest {
            out.push_str("\\hphantom{\\displaystyle ");
            put(layout, widest, out);
            out.push('}');
        }
        out.push_str(&format!("&{padding}"));
    }
    if !reason.is_empty() {
        out.push_str(&format!(" &&\\quad {reason}"));
    }
    if !row.flush {
        out.push_str(&padding);
    }
}

fn reason(layout: &Layout, words: &[Word]) -> String {
    if words.is_empty() {
        return String::new();
    }
    let mut out = String::from("\\text{");
    for word in words {
        let word = prose(layout, std::slice::from_ref(word));
        // Text within a display would set limits below and above.
        match word.strip_prefix('$') {
            Some(math) if math.contains("\\sum") || math.contains("\\prod") => {
                out.push_str("$\\textstyle ");
                out.push_str(math);
            }
            _ => out.push_str(&word),
        }
    }
    out.push('}');
    out
}
