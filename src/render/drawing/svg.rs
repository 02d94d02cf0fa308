//! SVG: real text, a title and a description, an id for each weight, light and dark.

use std::fmt::Write as _;

use super::{
    Anchor, Dash, Drawing, Edge, Fill, Format, Label, Paint, Point, SMALL_SIZE, Shape, Stroke,
    TEXT_SIZE, head, label_width, number,
};
use crate::expr::Store;
use crate::render::layout::{Accent, BigOperator, Bracket, Class, Id, Item, Layout, Mark, Pen};
use crate::render::layout::{Style, Times};
use crate::render::markup::escape;
use crate::render::script::bold;
use crate::render::sheet::Sheet;
use crate::render::words::{Word, words};
use crate::render::{Options, text};

/// SVG.
pub static FORMAT: Format = Format {
    name: "svg",
    extension: "svg",
    about: "SVG, for web pages and most programs",
    write,
};

/// Points of the drawing to pixels of the picture.
const SCALE: f64 = 1.5;

/// Serif fonts with italics.
const FONTS: &str =
    "'Latin Modern Roman', 'CMU Serif', 'STIX Two Text', Cambria, 'Times New Roman', serif";

fn write(store: &Store, drawing: &Drawing, options: &Options) -> String {
    let mut sheet = drawing.sheet(store, options);
    let body = body(&mut sheet, drawing);
    let dark = dark(&sheet, drawing);
    let ground = format!(
        "<rect class=\"f-ground\" width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n",
        number(drawing.width),
        number(drawing.height)
    );
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\
         <style>@media (prefers-color-scheme: dark) {{\n{dark}}}</style>\n{ground}{body}</svg>\n",
        open(drawing)
    )
}

/// The drawing as an element of an HTML page, which [`dark`] helps to show on dark ground.
pub fn element(sheet: &mut Sheet<'_>, drawing: &Drawing) -> String {
    let body = body(sheet, drawing);
    format!("{}{body}</svg>", open(drawing))
}

/// Rules of a stylesheet for dark ground.
pub fn dark(sheet: &Sheet<'_>, drawing: &Drawing) -> String {
    let mut out = String::new();
    for fill in FILLS {
        let (name, _, dark) = fill.shades();
        let _ = writeln!(out, ".f-{name} {{ fill: #{dark}; }}");
    }
    for paint in drawing.paints() {
        let (name, _, dark) = paint.shades();
        let _ = writeln!(out, ".s-{name} {{ stroke: #{dark}; }}");
    }
    let colors = sheet.layout().colors().map(Paint::Colored);
    for paint in [Paint::Ink, Paint::Soft].into_iter().chain(colors) {
        let (name, _, dark) = paint.shades();
        let _ = writeln!(out, ".t-{name} {{ fill: #{dark}; }}");
    }
    out
}

const FILLS: [Fill; 5] = [
    Fill::Input,
    Fill::Hidden,
    Fill::Output,
    Fill::Ground,
    Fill::Ink,
];

/// The opening tag, the title and the description.
fn open(drawing: &Drawing) -> String {
    let (width, height) = (drawing.width, drawing.height);
    let mut out = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    let _ = write!(
        out,
        " viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"img\" \
         aria-labelledby=\"drawing-title drawing-text\" font-family=\"{FONTS}\" \
         font-size=\"{TEXT_SIZE}\">\n<title id=\"drawing-title\">{}</title>\n\
         <desc id=\"drawing-text\">{}</desc>\n",
        number(width),
        number(height),
        (width * SCALE).round(),
        (height * SCALE).round(),
        typed(&drawing.title),
        typed(&drawing.description),
    );
    out
}

/// Text of a user as text.
fn typed(words: &str) -> String {
    escape(&text::clean(words)).into_owned()
}

/// The shapes.
fn body(sheet: &mut Sheet<'_>, drawing: &Drawing) -> String {
    let mut out = String::new();
    for shape in &drawing.shapes {
        match shape {
            Shape::Edge(edge) => put_edge(edge, &mut out),
            Shape::Line {
                from,
                to,
                stroke,
                arrow,
            } => {
                put_line(*from, *to, stroke, &mut out);
                if *arrow {
                    put_curve(&head(*from, *to), stroke, &mut out);
                }
            }
            Shape::Curve(points, stroke) => put_curve(points, stroke, &mut out),
            Shape::Circle {
                center,
                radius,
                fill,
                stroke,
            } => {
                let (name, light, _) = fill.shades();
                let mut outline = attributes(stroke);
                if stroke.width > 0.0 {
                    let class = format!("class=\"f-{name} ");
                    outline = outline.replacen("class=\"", &class, 1);
                } else {
                    outline = format!(" class=\"f-{name}\"");
                }
                let _ = writeln!(
                    out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"#{light}\"{outline}/>",
                    number(center.0),
                    number(center.1),
                    number(*radius)
                );
            }
            Shape::Frame {
                corner,
                size,
                stroke,
            } => {
                let _ = writeln!(
                    out,
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"9\" fill=\"none\"{}/>",
                    number(corner.0),
                    number(corner.1),
                    number(size.0),
                    number(size.1),
                    attributes(stroke)
                );
            }
            Shape::Label(label) => put_label(sheet, label, &mut out),
        }
    }
    out
}

/// The attributes of a line, a space before each.
fn attributes(stroke: &Stroke) -> String {
    let (name, light, _) = stroke.paint.shades();
    let dash = match stroke.dash {
        Dash::Solid => "",
        Dash::Dashed => " stroke-dasharray=\"6 3.5\"",
        Dash::Dotted => " stroke-dasharray=\"1.2 2.6\" stroke-linecap=\"round\"",
    };
    let width = number(stroke.width);
    format!(" class=\"s-{name}\" stroke=\"#{light}\" stroke-width=\"{width}\"{dash}")
}

fn put_edge(edge: &Edge, out: &mut String) {
    let _ = writeln!(
        out,
        "<g id=\"{}\" class=\"edge\"><title>{}</title>",
        edge.id,
        typed(&edge.title)
    );
    put_line(edge.from, edge.to, &edge.stroke, out);
    out.push_str("</g>\n");
}

fn put_line(from: Point, to: Point, stroke: &Stroke, out: &mut String) {
    let _ = writeln!(
        out,
        "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>",
        number(from.0),
        number(from.1),
        number(to.0),
        number(to.1),
        attributes(stroke)
    );
}

fn put_curve(points: &[Point], stroke: &Stroke, out: &mut String) {
    let points: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{},{}", number(*x), number(*y)))
        .collect();
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke-linejoin=\"round\"{}/>",
        points.join(" "),
        attributes(stroke)
    );
}

fn put_label(sheet: &mut Sheet<'_>, label: &Label, out: &mut String) {
    let words = words(sheet, &label.text, Style::Inline);
    let layout = sheet.layout();
    let mut body = String::new();
    for word in &words {
        match word {
            Word::Words(words) | Word::Code(words) => body.push_str(&escape(words)),
            Word::Math(formula) => put(layout, formula.root, &mut body),
            // Only long sentences are taken apart.
            Word::Part(_) => {}
        }
    }
    // What follows a subscript is raised again; at the end nothing does.
    while let Some(rest) = body
        .strip_suffix(LEVEL_BELOW)
        .or(body.strip_suffix(LEVEL_ABOVE))
    {
        body.truncate(rest.len());
    }
    let size = if label.small { SMALL_SIZE } else { TEXT_SIZE };
    let paint = if label.small { Paint::Soft } else { Paint::Ink };
    let (name, light, _) = paint.shades();
    let anchor = match label.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let font = match label.small {
        true => format!(" font-size=\"{}\"", number(size)),
        false => String::new(),
    };
    if label.covers {
        let (width, height) = (
            label_width(sheet, &label.text, label.small) + 5.0,
            size + 4.0,
        );
        let left = label.at.0
            - match label.anchor {
                Anchor::Start => 2.5,
                Anchor::Middle => width / 2.0,
                Anchor::End => width - 2.5,
            };
        let _ = writeln!(
            out,
            "<rect class=\"f-ground\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>",
            number(left),
            number(label.at.1 - height / 2.0),
            number(width),
            number(height)
        );
    }
    let _ = writeln!(
        out,
        "<text class=\"t-{name}\" x=\"{}\" y=\"{}\" fill=\"#{light}\"{anchor}{font}>{body}</text>",
        number(label.at.0),
        number(label.at.1 + 0.32 * size)
    );
}

/// Back from a subscript to the line, for what follows: a space without width.
const LEVEL_BELOW: &str = "<tspan dy=\"-2.2\">\u{200b}</tspan>";
/// Back from a superscript.
const LEVEL_ABOVE: &str = "<tspan dy=\"3.6\">\u{200b}</tspan>";

/// A formula within text, on one line.
fn put(layout: &Layout, id: Id, out: &mut String) {
    layout.write(id, out, String::push_str, spell);
}

fn spell<'a>(layout: &'a Layout, id: Id, pen: &mut Pen<'a>) {
    match layout.item(id) {
        Item::Row(span) => pen.items(layout.children(span)),
        Item::Symbol(class, text) => pen.text(symbol(class, layout.text(text), "")),
        Item::Times(Times::Touch | Times::Bracket) | Item::Application => {}
        Item::Times(Times::Thin) => pen.text("\u{2009}"),
        Item::Times(Times::Dot) => pen.text("\u{b7}"),
        Item::Quad => pen.text("\u{2003}"),
        Item::Fraction(above, below) => {
            pen.item(above);
            pen.between("/", below, "");
        }
        Item::Script { base, below, above } => {
            pen.item(base);
            scripts(below, above, pen);
        }
        Item::Fence { bracket, body, .. } => match bracket {
            Bracket::Round => pen.between("(", body, ")"),
            Bracket::Square => pen.between("[", body, "]"),
            Bracket::Bar => pen.between("|", body, "|"),
        },
        Item::Root { degree, body } => {
            if let Some(degree) = degree {
                scripts(None, Some(degree), pen);
            }
            pen.between("\u{221a}(", body, ")");
        }
        Item::Accent(accent, base) => {
            let mark = match accent {
                Accent::Hat => "\u{302}",
                Accent::Bar => "\u{304}",
                Accent::Tilde => "\u{303}",
            };
            match layout.item(base) {
                Item::Symbol(class, text) => pen.text(symbol(class, layout.text(text), mark)),
                _ => pen.between("", base, mark),
            }
        }
        Item::Marked(Mark::Changed | Mark::Linked(_, None), body) => pen.item(body),
        Item::Marked(Mark::Colored(color) | Mark::Linked(_, Some(color)), body) => {
            let (name, light) = (color.names[0], color.light_hex());
            pen.text(format!("<tspan class=\"t-{name}\" fill=\"#{light}\">"));
            pen.item(body);
            pen.text("</tspan>");
        }
        Item::Operator {
            operator,
            lower,
            upper,
            ..
        } => {
            pen.text(match operator {
                BigOperator::Sum => "\u{2211}",
                BigOperator::Product => "\u{220f}",
            });
            scripts(Some(lower), Some(upper), pen);
        }
        Item::Cases { parts, .. } => row("{", layout.children(parts), "", pen),
        Item::Column(span) => row("(", layout.children(span), ")", pen),
    }
}

/// What stands in a table, on one line.
fn row(open: &'static str, cells: &[Id], close: &'static str, pen: &mut Pen<'_>) {
    pen.text(open);
    for (i, cell) in cells.iter().enumerate() {
        pen.between(if i > 0 { ", " } else { "" }, *cell, "");
    }
    pen.text(close);
}

fn scripts(below: Option<Id>, above: Option<Id>, pen: &mut Pen<'_>) {
    if let Some(below) = below {
        pen.between("<tspan dy=\"2.2\" font-size=\"7\">", below, "</tspan>");
        pen.text(LEVEL_BELOW);
    }
    if let Some(above) = above {
        pen.between("<tspan dy=\"-3.6\" font-size=\"7\">", above, "</tspan>");
        pen.text(LEVEL_ABOVE);
    }
}

/// A symbol, with an accent if it has one.
fn symbol(class: Class, text: &str, accent: &str) -> String {
    let clean = text::clean(text);
    let escaped = format!("{}{accent}", escape(&clean));
    match class {
        Class::Italic => format!("<tspan font-style=\"italic\">{escaped}</tspan>"),
        Class::Bold if bold(text).is_some() => {
            format!("<tspan font-weight=\"bold\">{escaped}</tspan>")
        }
        Class::Binary | Class::Relation => format!(" {escaped} "),
        Class::Punctuation => format!("{escaped} "),
        _ => escaped,
    }
}
