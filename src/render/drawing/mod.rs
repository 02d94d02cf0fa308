//! Drawings of networks: lines, circles and labels, before any format is chosen.
//!
//! Lengths are points, y grows downwards, and text has a size of [`TEXT_SIZE`]. Every format spells
//! the same shapes in order; what is drawn and where it stands is decided before (`crate::draw`).

mod measure;
pub mod svg;
pub mod tikz;
pub mod typst;

pub use measure::label_width;

use super::color::Color;
use super::page::Text;
use super::sheet::Sheet;
use super::{Options, page};
use crate::expr::{Expr, Store};

/// The size of labels, in points.
pub const TEXT_SIZE: f64 = 10.0;

/// The size of small labels, in points.
pub const SMALL_SIZE: f64 = 8.0;

/// A drawing.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// What it shows, in a few words.
    pub title: String,
    /// What it shows, for who cannot see it.
    pub description: String,
    /// Its width; shapes lie between 0 and it.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What is drawn, in order: later shapes cover earlier ones.
    pub shapes: Vec<Shape>,
}

/// A point, from the left and from the top.
pub type Point = (f64, f64);

/// A thing drawn.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A weight or a bias: a line from neuron to neuron.
    Edge(Edge),
    /// A straight line, with a head if it is an arrow.
    Line {
        /// Where it begins.
        from: Point,
        /// Where it ends.
        to: Point,
        /// How it is drawn.
        stroke: Stroke,
        /// Whether it has a head.
        arrow: bool,
    },
    /// A line through points.
    Curve(Vec<Point>, Stroke),
    /// A circle.
    Circle {
        /// Its centre.
        center: Point,
        /// Its radius.
        radius: f64,
        /// What is in it.
        fill: Fill,
        /// How its outline is drawn.
        stroke: Stroke,
    },
    /// A box with round corners around things that belong together.
    Frame {
        /// The corner at the left and top.
        corner: Point,
        /// Width and height.
        size: (f64, f64),
        /// How it is drawn.
        stroke: Stroke,
    },
    /// Words or a formula.
    Label(Label),
}

/// A line from neuron to neuron.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Its name in the file, unique: `w-blue`.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// The weight or bias that it stands for.
    pub weight: Expr,
    /// Where it begins.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
    /// How it is drawn.
    pub stroke: Stroke,
}

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stroke {
    /// Its colour.
    pub paint: Paint,
    /// Its width.
    pub width: f64,
    /// Whether it has gaps.
    pub dash: Dash,
}

/// The colour of a line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Paint {
    /// That of text.
    Ink,
    /// Fainter than text.
    Soft,
    /// Much fainter.
    Faint,
    /// A colour of the palette.
    Colored(&'static Color),
}

/// The gaps of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dash {
    /// None.
    Solid,
    /// Long ones.
    Dashed,
    /// Short ones.
    Dotted,
}

/// What a circle is filled with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fill {
    /// The colour of inputs.
    Input,
    /// The colour of hidden units.
    Hidden,
    /// The colour of output units.
    Output,
    /// The ground of the drawing.
    Ground,
    /// The colour of text.
    Ink,
}

impl Fill {
    /// The class of such things, and their shades on white and on dark ground.
    pub fn shades(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Fill::Input => ("input", "f1f2f5", "262a32"),
            Fill::Hidden => ("hidden", "e6effb", "1d2c42"),
            Fill::Output => ("output", "fbe3ec", "43222f"),
            Fill::Ground => ("ground", "ffffff", "16181d"),
            Fill::Ink => ("dot", "1b1d22", "e8e9ec"),
        }
    }
}

impl Paint {
    /// The name of the colour, and its shades on white and on dark ground.
    pub fn shades(self) -> (&'static str, String, String) {
        match self {
            Paint::Ink => ("ink", "1b1d22".into(), "e8e9ec".into()),
            Paint::Soft => ("soft", "5f646b".into(), "a9aeb8".into()),
            Paint::Faint => ("faint", "9aa0a9".into(), "666c77".into()),
            Paint::Colored(color) => (color.names[0], color.light_hex(), color.dark_hex()),
        }
    }
}

/// Where a label stands about its point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// Words or a formula; the point is at half the height of its letters.
#[derive(Clone, Debug)]
pub struct Label {
    /// The point.
    pub at: Point,
    /// Where it stands about it.
    pub anchor: Anchor,
    /// What it says.
    pub text: Text,
    /// Whether it is a remark in small letters.
    pub small: bool,
    /// Whether what is behind it is covered.
    pub covers: bool,
}

impl Drawing {
    /// How much smaller it must become to fit into a room of a width and a height; 1 if it fits.
    pub fn scale(&self, (width, height): (f64, f64)) -> f64 {
        let fits = (width / self.width).min(height / self.height).min(1.0);
        (fits * 100.0).floor() / 100.0
    }

    /// The formulas of its labels.
    pub fn formulas(&self) -> impl Iterator<Item = Expr> {
        let labels = self.shapes.iter().filter_map(|shape| match shape {
            Shape::Label(label) => Some(&label.text.0),
            _ => None,
        });
        labels.flatten().filter_map(|piece| match piece {
            page::Piece::Math(formula) => Some(*formula),
            _ => None,
        })
    }

    /// The edges, in order.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Edge(edge) => Some(edge),
            _ => None,
        })
    }

    /// The paints that it uses, each once.
    pub fn paints(&self) -> Vec<Paint> {
        let mut found = Vec::new();
        for shape in &self.shapes {
            let stroke = match shape {
                Shape::Edge(edge) => &edge.stroke,
                Shape::Line { stroke, .. }
                | Shape::Curve(_, stroke)
                | Shape::Circle { stroke, .. }
                | Shape::Frame { stroke, .. } => stroke,
                Shape::Label(_) => continue,
            };
            if !found.contains(&stroke.paint) {
                found.push(stroke.paint);
            }
        }
        found
    }

    /// A sheet for its labels alone.
    pub fn sheet<'s>(&self, store: &'s Store, options: &Options) -> Sheet<'s> {
        let formulas: Vec<Expr> = self.formulas().collect();
        Sheet::new(store, &formulas, options)
    }
}

/// A format of drawings.
pub struct Format {
    /// Its word for `--to`.
    pub name: &'static str,
    /// The usual ending of its files, without the dot.
    pub extension: &'static str,
    /// One line for the help.
    pub about: &'static str,
    /// Writes a file: a document of its own if [`Options::standalone`] says so.
    pub write: fn(&Store, &Drawing, &Options) -> String,
}

/// The formats of drawings.
pub static ALL: &[&Format] = &[&svg::FORMAT, &tikz::FORMAT, &typst::FORMAT];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    ALL.iter().copied().find(|format| format.name == name)
}

/// A length or coordinate as text, with as few digits as the eye needs.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" => "0".into(),
        text => text.into(),
    }
}

/// The head of an arrow: a line through three points.
fn head(from: Point, to: Point) -> [Point; 3] {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let (x, y) = (dx / length, dy / length);
    let end = |side: f64| (to.0 - 5.0 * x - side * y, to.1 - 5.0 * y + side * x);
    [end(3.0), to, end(-3.0)]
}
