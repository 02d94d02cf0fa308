//! LaTeX: a fragment that compiles with amsmath alone, or a document.

use crate::expr::{Expr, Store};
use crate::render::block::{self, Writer};
use crate::render::drawing::{Drawing, tikz};
use crate::render::frame::{Frame, Room};
use crate::render::layout::{Layout, Style};
use crate::render::page::{Line, Page, Text};
use crate::render::sheet::Sheet;
use crate::render::tex::display::Displayer;
use crate::render::tex::{babel, color_definitions, escape, formula, prose};
use crate::render::words::{self, Word, words};
use crate::render::{Format, Options, Parts};

/// LaTeX.
pub static FORMAT: Format = Format {
    name: "latex",
    extension: "tex",
    about: "LaTeX fragment for a document with amsmath",
    draws: true,
    write,
    formula,
    parts: Some(Parts {
        write: part,
        around,
    }),
    pack: None,
};

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let options = match options.standalone {
        true => options.clone(),
        false => Options::uncolored(options),
    };
    let mut sheet = Sheet::of_page(store, page, &options);
    let mut writer = LatexPage {
        out: String::new(),
        options: &options,
        displays: Displayer::new(&options.displays),
        displayed: 0,
    };
    block::write(&mut sheet, page, &options, &mut writer);
    let body = writer.out.trim_end();
    let drawing = page.drawing.as_ref().filter(|_| options.standalone);
    let colors = match drawing {
        Some(drawing) => tikz::definitions(&sheet, drawing),
        None => color_definitions(sheet.layout()),
    };
    match options.standalone {
        true => {
            let packages = match (drawing, colors.is_empty()) {
                (Some(_), _) => "\\usepackage{tikz}\n",
                (None, true) => "",
                (None, false) => "\\usepackage{xcolor}\n",
            };
            format!(
                "{PREAMBLE}{}{packages}{colors}\n\\begin{{document}}\n\n{body}\n\n\\end{{document}}\n",
                babel(options.language)
            )
        }
        false if colors.is_empty() => format!("{body}\n"),
        false => format!("% Needs \\usepackage{{xcolor}}.\n{colors}{body}\n"),
    }
}

/// A page without what makes it a document, its names without colours.
fn part(store: &Store, page: &Page, options: &Options) -> String {
    write(store, page, &Options::fragment(options))
}

/// What stands before and after the parts of a document.
fn around(title: &str, options: &Options) -> [String; 2] {
    let heading = format!("\\section*{{{}}}\n\n", escape(title));
    match options.standalone {
        true => [
            format!(
                "{PREAMBLE}{}\n\\begin{{document}}\n\n{heading}",
                babel(options.language)
            ),
            "\\end{document}\n".to_owned(),
        ],
        false => [heading, String::new()],
    }
}

/// What a document begins with.
const PREAMBLE: &str = "\\documentclass{article}
\\usepackage[T1]{fontenc}
\\usepackage[utf8]{inputenc}
\\usepackage{lmodern}
\\usepackage{amsmath}
\\allowdisplaybreaks
";

/// The room of a drawing in a document, in points.
const TEXT_BLOCK: (f64, f64) = (340.0, 500.0);

struct LatexPage<'a> {
    out: String,
    options: &'a Options,
    displays: Displayer<'a>,
    /// Where the last display ends.
    displayed: usize,
}

impl Writer for LatexPage<'_> {
    /// In documents: a fragment needs no package but amsmath.
    fn drawing(&mut self, sheet: &mut Sheet<'_>, drawing: &Drawing) {
        if self.options.standalone {
            let picture = tikz::picture(sheet, drawing, drawing.scale(TEXT_BLOCK));
            self.out
                .push_str(&format!("\\begin{{center}}\n{picture}\\end{{center}}\n\n"));
        }
    }

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
            true => ("{\\emergencystretch=8em ", "\\par}"),
            false => ("", ""),
        };
        let text = prose(layout, &words);
        self.out.push_str(&format!("{open}{text}{close}\n\n"));
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        let frame = Frame::of_formulas(sheet, formulas, self.room());
        self.display(sheet.layout(), &frame);
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        let frame = block::derivation(sheet, first, lines, self.options, self.room());
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
        let wraps = widest[0].saturating_add(widest[1]).saturating_add(40) > self.room().width;
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
    fn room(&self) -> Room {
        self.options.displays.room(self.options)
    }

    /// A derivation or several formulas as a display.
    fn display(&mut self, layout: &Layout, frame: &Frame) {
        let out = &mut self.out;
        // No paragraph ends before a display.
        if self.displayed < out.len() && out.ends_with("\n\n") {
            out.pop();
        }
        self.displays.write(layout, frame, out);
        out.push('\n');
        self.displayed = out.len();
    }
}
