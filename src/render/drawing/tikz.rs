//! TikZ: a picture for a LaTeX document, or a document of the picture's size.

use std::fmt::Write as _;

use super::{Anchor, Dash, Drawing, Fill, Format, Label, Paint, Point, SMALL_SIZE, Shape, Stroke};
use super::{TEXT_SIZE, number};
use crate::expr::Store;
use crate::render::Options;
use crate::render::layout::Style;
use crate::render::sheet::Sheet;
use crate::render::tex::{color_definition, escape, prose};
use crate::render::words::words;

/// TikZ.
pub static FORMAT: Format = Format {
    name: "tikz",
    extension: "tikz",
    about: "TikZ picture for LaTeX",
    write,
};

/// The border of a document of its own.
const BORDER: f64 = 4.0;

fn write(store: &Store, drawing: &Drawing, options: &Options) -> String {
    let mut sheet = drawing.sheet(store, options);
    let picture = picture(&mut sheet, drawing, 1.0);
    let colors = definitions(&sheet, drawing);
    if !options.standalone {
        return format!("% Needs \\usepackage{{tikz}}.\n{colors}{picture}");
    }
    let (width, height) = (drawing.width + 2.0 * BORDER, drawing.height + 2.0 * BORDER);
    format!(
        "\\documentclass{{article}}
\\usepackage[T1]{{fontenc}}
\\usepackage[utf8]{{inputenc}}
\\usepackage{{lmodern}}
\\usepackage{{amsmath}}
\\usepackage{{tikz}}
\\usepackage[paperwidth={width}bp, paperheight={height}bp, margin={border}bp]{{geometry}}
\\pagestyle{{empty}}
\\setlength{{\\parindent}}{{0pt}}
\\setlength{{\\topskip}}{{0pt}}
{colors}
\\begin{{document}}
{picture}\\end{{document}}
",
        width = number(width),
        height = number(height),
        border = number(BORDER),
    )
}

/// Definitions of the colours of a picture and of its formulas.
pub fn definitions(sheet: &Sheet<'_>, drawing: &Drawing) -> String {
    let mut out = String::new();
    let mut define = |name: &str, shade: &str| {
        let line = color_definition(name, shade);
        if !out.contains(&line) {
            out.push_str(&line);
        }
    };
    for shape in &drawing.shapes {
        if let Shape::Circle { fill, .. } = shape {
            let (name, light, _) = fill.shades();
            define(name, light);
        }
    }
    for paint in drawing.paints() {
        let (name, light, _) = paint.shades();
        define(name, &light);
    }
    define(Paint::Soft.shades().0, &Paint::Soft.shades().1);
    for color in sheet.layout().colors() {
        define(color.names[0], &color.light_hex());
    }
    out
}

/// The picture, made smaller or larger.
pub fn picture(sheet: &mut Sheet<'_>, drawing: &Drawing, scale: f64) -> String {
    let mut out = String::new();
    for line in [&drawing.title, &drawing.description] {
        let _ = writeln!(out, "% {}", escape(line));
    }
    let sized = match scale == 1.0 {
        true => String::new(),
        false => format!(", scale={}, transform shape", number(scale)),
    };
    let _ = writeln!(
        out,
        "\\begin{{tikzpicture}}[x=1bp, y=-1bp, inner sep=1.5bp, line join=round{sized}]"
    );
    let _ = writeln!(
        out,
        "  \\useasboundingbox (0,0) rectangle ({},{});",
        number(drawing.width),
        number(drawing.height)
    );
    for shape in &drawing.shapes {
        match shape {
            Shape::Edge(edge) => line(edge.from, edge.to, &edge.stroke, "", &mut out),
            Shape::Line {
                from,
                to,
                stroke,
                arrow,
            } => line(
                *from,
                *to,
                stroke,
                if *arrow { "->, " } else { "" },
                &mut out,
            ),
            Shape::Curve(points, stroke) => {
                let points: Vec<String> = points.iter().map(|p| point(*p)).collect();
                let _ = writeln!(
                    out,
                    "  \\draw[{}] plot coordinates {{{}}};",
                    style(stroke),
                    points.join(" ")
                );
            }
            Shape::Circle {
                center,
                radius,
                fill,
                stroke,
            } => {
                let fill = color(fill.shades().0);
                let _ = match stroke.width > 0.0 {
                    true => write!(out, "  \\filldraw[{}, fill={fill}]", style(stroke)),
                    false => write!(out, "  \\fill[{fill}]"),
                };
                let _ = writeln!(
                    out,
                    " {} circle[radius={}bp];",
                    point(*center),
                    number(*radius)
                );
            }
            Shape::Frame {
                corner,
                size,
                stroke,
            } => {
                let end = (corner.0 + size.0, corner.1 + size.1);
                let _ = writeln!(
                    out,
                    "  \\draw[{}, rounded corners=9bp] {} rectangle {};",
                    style(stroke),
                    point(*corner),
                    point(end)
                );
            }
            Shape::Label(label) => put_label(sheet, label, &mut out),
        }
    }
    out + "\\end{tikzpicture}\n"
}

fn line(from: Point, to: Point, stroke: &Stroke, head: &str, out: &mut String) {
    let _ = writeln!(
        out,
        "  \\draw[{head}{}] {} -- {};",
        style(stroke),
        point(from),
        point(to)
    );
}

fn point((x, y): Point) -> String {
    format!("({},{})", number(x), number(y))
}

fn color(name: &str) -> String {
    format!("equiff{name}")
}

fn style(stroke: &Stroke) -> String {
    let dash = match stroke.dash {
        Dash::Solid => "",
        Dash::Dashed => ", dash pattern=on 6bp off 3.5bp",
        Dash::Dotted => ", line cap=round, dash pattern=on 1.2bp off 2.6bp",
    };
    let (name, _, _) = stroke.paint.shades();
    format!(
        "{}, line width={}bp{dash}",
        color(name),
        number(stroke.width)
    )
}

fn put_label(sheet: &mut Sheet<'_>, label: &Label, out: &mut String) {
    let words = words(sheet, &label.text, Style::Inline);
    let text = prose(sheet.layout(), &words);
    let size = if label.small { SMALL_SIZE } else { TEXT_SIZE };
    let mut options = String::from(match label.anchor {
        Anchor::Start => "anchor=mid west",
        Anchor::Middle => "anchor=mid",
        Anchor::End => "anchor=mid east",
    });
    if label.covers {
        let _ = write!(options, ", fill={}", color(Fill::Ground.shades().0));
    } else {
        options.push_str(", inner sep=0pt");
    }
    if label.small {
        let _ = write!(options, ", text={}", color(Paint::Soft.shades().0));
    }
    let _ = writeln!(
        out,
        "  \\node[{options}, font=\\fontsize{{{size}}}{{{}}}\\selectfont] at {} {{{text}}};",
        number(size * 1.2),
        point(label.at)
    );
}
