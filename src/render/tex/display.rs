//! Rows of formulas in the environments of amsmath, with numbers and labels.

use super::{Dialect, LATEX};
use crate::render::Options;
use crate::render::frame::{Frame, Room, Row, TEXT};
use crate::render::layout::Layout;

/// The environment of rows of formulas.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Environment {
    /// `align` or, with links and reasons, `alignat`: each formula may have a number, pages may
    /// break between them.
    #[default]
    Align,
    /// `aligned` or `alignedat` within one equation.
    Aligned,
    /// `split` within one equation: one alignment, at the relations.
    Split,
    /// `gather`: each row in the middle.
    Gather,
}

impl Environment {
    /// Words and environments, in the order of the help.
    pub const ALL: [(&'static str, Environment); 4] = [
        ("align", Environment::Align),
        ("aligned", Environment::Aligned),
        ("split", Environment::Split),
        ("gather", Environment::Gather),
    ];
}

/// The numbers of equations.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Numbers {
    /// None.
    #[default]
    None,
    /// A number for each formula, or for each display where the environment has one number.
    Plain,
    /// The same with labels: a prefix, a colon, and 1, 2, ...
    Labelled(String),
}

/// How formulas on lines of their own are set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Displays {
    /// The environment of several rows.
    pub environment: Environment,
    /// The numbers.
    pub numbers: Numbers,
}

/// LaTeX where nothing may reach over what follows.
static PLAIN: Dialect = Dialect {
    laps: false,
    ..LATEX
};

/// The room of a number in the margin, in tenths of a digit.
const NUMBER: u32 = 90;

impl Displays {
    /// The room that numbers leave of a page's.
    pub fn room(&self, options: &Options) -> Room {
        let room = TEXT.wanted(options);
        let number = match self.numbers {
            Numbers::None => 0,
            _ => NUMBER,
        };
        Room {
            width: room.width.saturating_sub(number),
            laps: self.environment != Environment::Gather,
            ragged: self.environment == Environment::Gather,
            ..room
        }
    }
}

/// Writes displays, and counts their labels.
pub struct Displayer<'a> {
    displays: &'a Displays,
    labels: usize,
}

impl<'a> Displayer<'a> {
    /// A writer of displays that has written none.
    pub fn new(displays: &'a Displays) -> Displayer<'a> {
        Displayer {
            displays,
            labels: 0,
        }
    }

    /// Appends the rows of a frame as a display.
    pub fn write(&mut self, layout: &Layout, frame: &Frame, out: &mut String) {
        if let Some(formula) = frame.single {
            let (open, close) = self.equation();
            out.push_str(&format!(
                "{open}\n  {}\n{close}\n",
                LATEX.math(layout, formula)
            ));
            return;
        }
        let star = match self.displays.numbers {
            Numbers::None => "*",
            _ => "",
        };
        let columns = if frame.linked { "at" } else { "" };
        let count = if frame.linked { "{3}" } else { "" };
        match self.displays.environment {
            Environment::Align => {
                let name = format!("align{columns}{star}");
                self.broken(&name, count, layout, frame, out);
            }
            Environment::Gather => self.broken(&format!("gather{star}"), "", layout, frame, out),
            Environment::Aligned => {
                self.within(&format!("aligned{columns}"), count, layout, frame, out);
            }
            Environment::Split => self.within("split", "", layout, frame, out),
        }
    }

    /// An environment of which each formula may have a number.
    fn broken(
        &mut self,
        name: &str,
        columns: &str,
        layout: &Layout,
        frame: &Frame,
        out: &mut String,
    ) {
        let group = match frame.rows.len() > 12 {
            true => ("\\begingroup\\allowdisplaybreaks\n", "\\endgroup\n"),
            false => ("", ""),
        };
        out.push_str(&format!("{}\\begin{{{name}}}{columns}\n", group.0));
        let mut rows = Rows::default();
        let mut rest = frame.rows.as_slice();
        let mut introduced = false;
        while let Some(row) = rest.first() {
            if let Some((text, count)) = LATEX.introduction(layout, rest) {
                rows.text(&text);
                introduced = true;
                rest = &rest[count..];
                continue;
            }
            let mut line = self.line(layout, frame, row);
            let starts = row.starts || std::mem::take(&mut introduced);
            match (&self.displays.numbers, starts) {
                (Numbers::None, _) | (Numbers::Plain, true) => {}
                (Numbers::Labelled(_), true) => line.push_str(&self.label()),
                (_, false) => line.push_str(" \\notag"),
            }
            rows.row(&line);
            rest = &rest[1..];
        }
        out.push_str(&rows.out);
        out.push_str(&format!("\n\\end{{{name}}}\n{}", group.1));
    }

    /// An environment within one equation.
    fn within(
        &mut self,
        name: &str,
        columns: &str,
        layout: &Layout,
        frame: &Frame,
        out: &mut String,
    ) {
        let (open, close) = self.equation();
        out.push_str(&format!("{open}\n\\begin{{{name}}}{columns}\n"));
        let mut rows = Rows::default();
        for row in &frame.rows {
            rows.row(&self.line(layout, frame, row));
        }
        out.push_str(&format!("{}\n\\end{{{name}}}\n{close}\n", rows.out));
    }

    fn line(&self, layout: &Layout, frame: &Frame, row: &Row) -> String {
        let cells = self.dialect().cells(layout, frame, row);
        match self.displays.environment {
            Environment::Align | Environment::Aligned => cells.aligned(frame),
            Environment::Split => cells.split(),
            Environment::Gather => cells.gathered(),
        }
    }

    fn dialect(&self) -> &'static Dialect {
        match self.displays.environment {
            Environment::Gather => &PLAIN,
            _ => &LATEX,
        }
    }

    /// What opens and closes an equation.
    fn equation(&mut self) -> (String, &'static str) {
        match self.displays.numbers {
            Numbers::None => ("\\[".to_owned(), "\\]"),
            Numbers::Plain => ("\\begin{equation}".to_owned(), "\\end{equation}"),
            Numbers::Labelled(_) => {
                let open = format!("\\begin{{equation}}{}", self.label());
                (open, "\\end{equation}")
            }
        }
    }

    fn label(&mut self) -> String {
        self.labels += 1;
        match &self.displays.numbers {
            Numbers::Labelled(prefix) => format!("\\label{{{prefix}:{}}}", self.labels),
            _ => String::new(),
        }
    }
}

/// Rows and the texts between them.
#[derive(Default)]
struct Rows {
    out: String,
    /// Whether the last row has not been ended.
    open: bool,
}

impl Rows {
    fn row(&mut self, line: &str) {
        self.out.push_str(if self.open { " \\\\\n" } else { "" });
        self.out.push_str(line);
        self.open = true;
    }

    fn text(&mut self, text: &str) {
        let end = if self.open { " \\\\\n" } else { "" };
        self.out.push_str(&format!("{end}\\intertext{{{text}}}\n"));
        self.open = false;
    }
}
