//! Typst: the drawing by Typst's own shapes, with no package.

use std::fmt::Write as _;

use super::{Anchor, Dash, Drawing, Fill, Format, Label, Paint, Point, SMALL_SIZE, Shape, Stroke};
use super::{TEXT_SIZE, head, number};
use crate::expr::Store;
use crate::render::Options;
use crate::render::layout::Style;
use crate::render::sheet::Sheet;
use crate::render::typ::{color_definitions, prose, string};
use crate::render::words::words;

/// Typst.
pub static FORMAT: Format = Format {
    name: "typst",
    extension: "typ",
    about: "Typst, by its own shapes",
    write,
};

fn write(store: &Store, drawing: &Drawing, options: &Options) -> String {
    let mut sheet = drawing.sheet(store, options);
    let picture = picture(&mut sheet, drawing);
    let colors = color_definitions(sheet.layout());
    let page = match options.standalone {
        true => {
            "#set page(width: auto, height: auto, margin: 4pt)\n\
             #set text(font: (\"New Computer Modern\", \"Libertinus Serif\"))\n"
        }
        false => "",
    };
    format!("{page}{colors}{DEFINE_LABEL}{picture}")
}

/// A label at a point, from its left by a share of its width.
pub const DEFINE_LABEL: &str = "#let eqlabel(x, y, share, size, color, ground, body) = context {
  let it = text(size: size, fill: color, body)
  let it = box(fill: ground, outset: 1.5pt, it)
  let room = measure(it)
  place(dx: x - share * room.width, dy: y - room.height / 2, it)
}
";

/// The drawing as a box; labels need [`DEFINE_LABEL`].
pub fn picture(sheet: &mut Sheet<'_>, drawing: &Drawing) -> String {
    let mut out = format!(
        "#figure(alt: {}, box(width: {}pt, height: {}pt)[\n",
        string(&drawing.description),
        number(drawing.width),
        number(drawing.height)
    );
    for shape in &drawing.shapes {
        match shape {
            Shape::Edge(edge) => line(edge.from, edge.to, &edge.stroke, &mut out),
            Shape::Line {
                from,
                to,
                stroke,
                arrow,
            } => {
                line(*from, *to, stroke, &mut out);
                if *arrow {
                    curve(&head(*from, *to), stroke, &mut out);
                }
            }
            Shape::Curve(points, stroke) => curve(points, stroke, &mut out),
            Shape::Circle {
                center,
                radius,
                fill,
                stroke,
            } => {
                let outline = match stroke.width > 0.0 {
                    true => style(stroke),
                    false => "none".into(),
                };
                let _ = writeln!(
                    out,
                    "  #place(dx: {}pt, dy: {}pt, circle(radius: {}pt, fill: rgb(\"{}\"), \
                     stroke: {outline}))",
                    number(center.0 - radius),
                    number(center.1 - radius),
                    number(*radius),
                    fill.shades().1
                );
            }
            Shape::Frame {
                corner,
                size,
                stroke,
            } => {
                let _ = writeln!(
                    out,
                    "  #place(dx: {}pt, dy: {}pt, rect(width: {}pt, height: {}pt, radius: 9pt, \
                     stroke: {}))",
                    number(corner.0),
                    number(corner.1),
                    number(size.0),
                    number(size.1),
                    style(stroke)
                );
            }
            Shape::Label(label) => put_label(sheet, label, &mut out),
        }
    }
    out + "])\n"
}

fn line(from: Point, to: Point, stroke: &Stroke, out: &mut String) {
    let _ = writeln!(
        out,
        "  #place(line(start: {}, end: {}, stroke: {}))",
        point(from),
        point(to),
        style(stroke)
    );
}

fn curve(points: &[Point], stroke: &Stroke, out: &mut String) {
    for pair in points.windows(2) {
        line(pair[0], pair[1], stroke, out);
    }
}

fn point((x, y): Point) -> String {
    format!("({}pt, {}pt)", number(x), number(y))
}

fn style(stroke: &Stroke) -> String {
    let dash = match stroke.dash {
        Dash::Solid => "",
        Dash::Dashed => ", dash: (6pt, 3.5pt)",
        Dash::Dotted => ", dash: (1.2pt, 2.6pt), cap: \"round\"",
    };
    format!(
        "(paint: rgb(\"{}\"), thickness: {}pt{dash})",
        stroke.paint.shades().1,
        number(stroke.width)
    )
}

fn put_label(sheet: &mut Sheet<'_>, label: &Label, out: &mut String) {
    let words = words(sheet, &label.text, Style::Inline);
    let text = prose(sheet.layout(), &words);
    let share = match label.anchor {
        Anchor::Start => "0",
        Anchor::Middle => "0.5",
        Anchor::End => "1",
    };
    let (size, paint) = match label.small {
        true => (SMALL_SIZE, Paint::Soft),
        false => (TEXT_SIZE, Paint::Ink),
    };
    let ground = match label.covers {
        true => format!("rgb(\"{}\")", Fill::Ground.shades().1),
        false => "none".into(),
    };
    let _ = writeln!(
        out,
        "  #eqlabel({}pt, {}pt, {share}, {size}pt, rgb(\"{}\"), {ground})[{text}]",
        number(label.at.0),
        number(label.at.1),
        paint.shades().1
    );
}
