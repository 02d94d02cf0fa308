//! Frames for talks: one step appears at a time, the part of a formula that it changed is
//! highlighted, and long derivations go on on further frames.

use std::fmt::Write as _;

use crate::expr::{Expr, Store};
use crate::render::block::{self, Writer};
use crate::render::drawing::{Drawing, tikz};
use crate::render::frame::{Frame, Room, Row, TEXT};
use crate::render::layout::{Layout, Style};
use crate::render::page::{Line, Page, Text};
use crate::render::pieces::Piece;
use crate::render::sheet::Sheet;
use crate::render::steps::{claim, shown};
use crate::render::tex::{self, CHANGED, LATEX, babel, color_definitions, escape, prose};
use crate::render::words::{self, words};
use crate::render::{Format, Options};

/// Beamer.
pub static FORMAT: Format = Format {
    name: "beamer",
    extension: "beamer.tex",
    about: "Frames for LaTeX's beamer",
    draws: true,
    write,
    formula: tex::formula,
    parts: None,
    pack: None,
};

/// The width of a slide of 16:9, in tenths of a digit.
const WIDE: u32 = 660;

/// The width of a slide of 4:3.
const NARROW: u32 = 540;

/// The height of what fits on a slide below its title, in tenths of a line.
const HEIGHT: u32 = 150;

/// The room of a drawing on a slide of 4:3, in points.
const SLIDE: (f64, f64) = (300.0, 190.0);

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut sheet = Sheet::of_page(store, page, options);
    let mut slides = Slides {
        options,
        title: String::new(),
        heading: String::new(),
        waiting: String::new(),
        height: 0,
        out: String::new(),
    };
    block::write(&mut sheet, page, options, &mut slides);
    slides.flush();
    let colors = match &page.drawing {
        Some(drawing) => tikz::definitions(&sheet, drawing),
        None => color_definitions(sheet.layout()),
    };
    let tikz = match page.drawing {
        Some(_) => "\\usepackage{tikz}\n",
        None => "",
    };
    let frames = slides.out.trim_end();
    if !options.standalone {
        return format!("{colors}{frames}\n");
    }
    let theme = options.theme.as_deref().unwrap_or("default");
    let title = escape(&page.title);
    format!(
        "\\documentclass[aspectratio=169]{{beamer}}\n\\usetheme{{{}}}\n\
         \\setbeamertemplate{{navigation symbols}}{{}}\n\\usepackage[T1]{{fontenc}}\n\
         \\usepackage[utf8]{{inputenc}}\n\\usepackage{{lmodern}}\n\\usepackage{{amsmath}}\n\
         {}{tikz}{colors}\\title{{{title}}}\n\\date{{}}\n\n\\begin{{document}}\n\n{frames}\n\n\
         \\end{{document}}\n",
        escape(theme),
        babel(options.language)
    )
}

struct Slides<'a> {
    options: &'a Options,
    title: String,
    heading: String,
    /// Text that waits for the slide that it belongs on.
    waiting: String,
    /// Its height, in tenths of a line.
    height: u32,
    out: String,
}

impl Writer for Slides<'_> {
    fn opening(&mut self, sheet: &mut Sheet<'_>, page: &Page) {
        if !page.title.is_empty() {
            self.title(&page.title);
        }
        self.paragraph(sheet, &page.message);
        if let Some((first, step)) = claim(sheet.store(), page) {
            let steps = std::slice::from_ref(&step);
            let frame = Frame::of_steps(sheet, first, steps, self.room());
            self.show(sheet.layout(), &frame, &frame.rows, false);
        }
        self.flush();
        if let Some(drawing) = &page.drawing {
            self.drawing(sheet, drawing);
        }
    }

    fn drawing(&mut self, sheet: &mut Sheet<'_>, drawing: &Drawing) {
        let picture = tikz::picture(sheet, drawing, drawing.scale(SLIDE));
        let _ = write!(self.waiting, "  \\centering\n{picture}");
        self.flush();
    }

    fn title(&mut self, title: &str) {
        self.title = escape(title);
    }

    fn heading(&mut self, heading: &str) {
        self.flush();
        self.heading = escape(heading.trim_end_matches('.'));
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text) {
        let words = words(sheet, text, Style::Inline);
        let layout = sheet.layout();
        let lines = words::width(layout, &words) / self.room().width + 1;
        if self.height + 12 * lines > HEIGHT {
            self.flush();
        }
        let text = prose(layout, &words);
        let _ = writeln!(self.waiting, "  {text}\\par\n");
        self.height += 12 * lines + 5;
        if self.height > HEIGHT {
            self.slide("[allowframebreaks]");
        }
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        let mut rest = formulas;
        while !rest.is_empty() {
            // As many as fit on a slide, but at least one.
            let all = Frame::of_formulas(sheet, rest, self.room());
            let heights = all.groups().map(|rows| height(sheet.layout(), rows));
            let count = self.count(heights);
            let (here, others) = rest.split_at(count.clamp(1, rest.len()));
            rest = others;
            let frame = Frame::of_formulas(sheet, here, self.room());
            self.show(sheet.layout(), &frame, &frame.rows, false);
            if !rest.is_empty() {
                self.flush();
            }
        }
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        let steps = shown(sheet.store(), first, lines, self.options.steps);
        let (mut first, mut rest) = (first, steps.as_slice());
        let mut carried = false;
        loop {
            // The formula above, and as many steps as fit, but at least one.
            let all = Frame::of_steps(sheet, first, rest, self.room());
            let heights = all.groups().map(|rows| height(sheet.layout(), rows));
            let count = self.count(heights).saturating_sub(1);
            let (here, others) = rest.split_at(count.max(1).min(rest.len()));
            rest = others;
            let frame = Frame::of_steps(sheet, first, here, self.room());
            let layout = sheet.layout();
            // What stood on the slide before stands again only where there is room.
            let known = match carried && height(layout, &frame.rows) > HEIGHT {
                true => frame.groups().next().map_or(0, <[Row]>::len),
                false => 0,
            };
            self.show(layout, &frame, &frame.rows[known..], true);
            self.flush();
            carried = true;
            match here.last() {
                Some(last) if !rest.is_empty() => first = last.formula,
                _ => return,
            }
        }
    }

    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]) {
        if self.height + 16 * u32::try_from(pairs.len()).unwrap_or(HEIGHT) > HEIGHT {
            self.flush();
        }
        for pairs in pairs.chunks(8) {
            self.waiting.push_str(
                "  \\begin{tabular}{@{}p{0.36\\linewidth}@{\\quad}p{0.57\\linewidth}@{}}\n",
            );
            for (left, right) in pairs {
                let [left, right] = [left, right].map(|text| {
                    let words = words(sheet, text, Style::Inline);
                    prose(sheet.layout(), &words)
                });
                let ragged = "\\raggedright ";
                let _ = writeln!(
                    self.waiting,
                    "    {ragged}{left} & {ragged}{right} \\tabularnewline[0.3em]"
                );
            }
            self.waiting.push_str("  \\end{tabular}\n");
            self.flush();
        }
    }
}

impl Slides<'_> {
    /// Writes the slide of what waits.
    fn flush(&mut self) {
        self.slide("");
    }

    /// The same, with options.
    fn slide(&mut self, options: &str) {
        self.height = 0;
        if self.waiting.trim().is_empty() {
            return;
        }
        let heading = match self.heading.as_str() {
            "" => &self.title,
            heading => heading,
        };
        let waiting = self.waiting.trim_end();
        let _ = writeln!(
            self.out,
            "\\begin{{frame}}{options}{{{heading}}}\n{waiting}\n\\end{{frame}}\n"
        );
        self.waiting.clear();
    }

    /// Rows of a frame below what waits, and on further slides as far as they do not fit.
    fn show(&mut self, layout: &Layout, frame: &Frame, rows: &[Row], overlays: bool) {
        let mut rest = rows;
        while !rest.is_empty() {
            let fits = |row: &Row| height(layout, std::slice::from_ref(row));
            let mut count = self.count(rest.iter().map(fits));
            // A formula stays with what introduces it.
            while count < rest.len() && count.checked_sub(1).is_some_and(|last| rest[last].between)
            {
                count -= 1;
            }
            if count == 0 && self.height > 0 {
                self.flush();
                continue;
            }
            let introduced = rest.iter().take_while(|row| row.between).count();
            let (here, others) = rest.split_at(count.max(introduced + 1).min(rest.len()));
            rest = others;
            self.waiting
                .push_str(&display(layout, frame, here, overlays));
            self.height += height(layout, here);
            if !rest.is_empty() {
                self.flush();
            }
        }
    }

    /// How many of the heights fit below what waits.
    fn count(&self, heights: impl Iterator<Item = u32>) -> usize {
        let mut used = self.height;
        let fits = heights.take_while(|height| {
            used += height;
            used <= HEIGHT
        });
        fits.count()
    }

    fn room(&self) -> Room {
        Room {
            width: if self.options.standalone {
                WIDE
            } else {
                NARROW
            },
            changes: true,
            ..TEXT
        }
        .wanted(self.options)
    }
}

/// Rows of a frame as a display; with overlays, each formula after the first appears by itself.
fn display(layout: &Layout, frame: &Frame, rows: &[Row], overlays: bool) -> String {
    let (open, close) = match frame.linked {
        true => ("  \\begin{alignat*}{3}\n", "\n  \\end{alignat*}\n"),
        false => ("  \\begin{align*}\n", "\n  \\end{align*}\n"),
    };
    let mut out = String::from(open);
    let (mut number, mut end, mut rest) = (1, "", rows);
    while let Some(row) = rest.first() {
        number += usize::from(rest.len() < rows.len() && row.starts);
        if let Some((text, count)) = LATEX.introduction(layout, rest) {
            let text = match overlays && number > 1 {
                true => format!("\\uncover<{number}->{{{text}}}"),
                false => text,
            };
            let _ = writeln!(out, "{end}  \\intertext{{{text}}}");
            (end, rest) = ("", &rest[count..]);
            continue;
        }
        let mut line = String::new();
        LATEX.line(layout, frame, row, &mut line);
        let line = match overlays {
            true => uncovered(&line, number),
            false => line.replace(CHANGED, "{"),
        };
        let _ = write!(out, "{end}  {line}");
        (end, rest) = (" \\\\\n", &rest[1..]);
    }
    out + close
}

/// The cells of a line, to be seen from an overlay on; what changed there is highlighted there.
fn uncovered(line: &str, number: usize) -> String {
    let line = line.replace(CHANGED, &format!("\\alert<{number}>{{"));
    if number == 1 {
        return line;
    }
    let cells: Vec<String> = cells(&line)
        .into_iter()
        .map(|cell| match cell.trim() {
            "" => cell.to_owned(),
            text => format!(" \\uncover<{number}->{{{text}}} "),
        })
        .collect();
    cells.join("&")
}

/// The cells between the signs `&` that are neither escaped nor within braces or an environment.
fn cells(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let (mut start, mut depth, mut escaped) = (0, 0, false);
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => {
                let rest = &line[at..];
                if rest.starts_with("begin{") {
                    depth += 1;
                } else if rest.starts_with("end{") {
                    depth -= 1;
                }
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            '&' if depth == 0 => {
                cells.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(&line[start..]);
    cells
}

/// The estimated height of rows.
fn height(layout: &Layout, rows: &[Row]) -> u32 {
    let of = |row: &Row| {
        if row.between {
            return 25;
        }
        let tall = |piece: &Piece| match piece {
            Piece::Item(id) => layout.is_tall(*id),
            Piece::Open(_, tall) | Piece::Close(_, tall) => *tall,
            Piece::Scripts(_) | Piece::None => false,
        };
        match row.right.iter().any(tall) || row.left.is_some_and(|left| layout.is_tall(left)) {
            true => 26,
            false => 15,
        }
    };
    rows.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_those_of_the_outer_table() {
        let line = "a \\& {b & c} & \\begin{cases} d & e \\end{cases} & f";
        let cells: Vec<&str> = cells(line).into_iter().map(str::trim).collect();
        let second = "\\begin{cases} d & e \\end{cases}";
        assert_eq!(cells, ["a \\& {b & c}", second, "f"]);
    }
}
