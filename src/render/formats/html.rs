//! One self-contained page of HTML: MathML Core, no script, light and dark, for screen, phone and
//! print. Steps that leave steps out open to show them.

use std::fmt::Write as _;

use crate::expr::{Expr, Head, Store};
use crate::render::block::{self, Writer};
use crate::render::drawing::{Drawing, svg};
use crate::render::frame::{Frame, Room, Row, TEXT};
use crate::render::layout::Layout;
use crate::render::markup::{self, escape, inline, put, put_pieces};
use crate::render::page::{Level, Line, Link, Page, Text};
use crate::render::pieces::Piece;
use crate::render::reasons::{Reasons, introduction};
use crate::render::sheet::Sheet;
use crate::render::spoken::spoken_pieces;
use crate::render::steps::{Shown, bare, claim, shown};
use crate::render::words::reason;
use crate::render::{Format, Options, Parts, text};

/// A page of HTML.
pub static FORMAT: Format = Format {
    name: "html",
    extension: "html",
    about: "Self-contained page of HTML with MathML",
    draws: true,
    write,
    formula: markup::formula,
    parts: Some(Parts {
        write: part,
        around,
    }),
    pack: None,
};

const STYLE: &str = include_str!("html.css");

/// The room of a formula that stands alone.
const ROOM: Room = Room { width: 800, ..TEXT };

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let mut sheet = Sheet::of_page(store, page, options);
    let links = links(store, page);
    sheet.link(
        links
            .iter()
            .map(|(weight, number, _)| (*weight, *number))
            .collect(),
    );
    let mut writer = HtmlPage {
        out: String::new(),
        options,
    };
    block::write(&mut sheet, page, options, &mut writer);
    let body = writer.out;
    let dark = match &page.drawing {
        Some(drawing) => {
            let rules = svg::dark(&sheet, drawing);
            format!("@media screen and (prefers-color-scheme: dark) {{\n{rules}}}\n")
        }
        None => String::new(),
    };
    let css = format!("{}{dark}{}", shades(sheet.layout()), lights(&links));
    document(&page.title, &body, &css, options)
}

/// A page without a frame, its names without colours.
fn part(store: &Store, page: &Page, options: &Options) -> String {
    let options = &Options::colorless(options);
    let mut sheet = Sheet::of_page(store, page, options);
    let mut writer = HtmlPage {
        out: String::new(),
        options,
    };
    block::write(&mut sheet, page, options, &mut writer);
    writer.out
}

/// What stands before and after the parts of a document.
fn around(title: &str, options: &Options) -> [String; 2] {
    const BODY: &str = "\u{0}";
    let heading = format!("<h1>{}</h1>\n{BODY}", escape(&text::clean(title)));
    let whole = document(title, &heading, "", options);
    let (before, after) = whole.split_once(BODY).unwrap_or((&whole, ""));
    [before.to_owned(), after.to_owned()]
}

fn document(title: &str, body: &str, css: &str, options: &Options) -> String {
    let title = escape(&text::clean(title)).into_owned();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"equiff\">\n<title>{title}</title>\n\
         <style>\n{STYLE}{css}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        options.language.code,
    )
}

/// Pages of more edges than this do not light them.
const LIGHTED: usize = 64;

/// The weights that have an edge of their own in the drawing: a name or an entry, its number, and
/// the edge's id.
fn links<'p>(store: &Store, page: &'p Page) -> Vec<(Expr, u32, &'p str)> {
    let edges = page.drawing.iter().flat_map(Drawing::edges);
    let named = |weight: Expr| matches!(store.head(weight), Head::Name(_) | Head::Entry);
    let mut all: Vec<(Expr, u32, &str)> = Vec::new();
    for (edge, next) in edges.filter(|edge| named(edge.weight)).zip(0..) {
        // Several edges may share a weight.
        let known = all.iter().find(|(weight, ..)| *weight == edge.weight);
        let number = known.map_or(next, |(_, number, _)| *number);
        all.push((edge.weight, number, &edge.id));
    }
    if all.len() > LIGHTED {
        all.clear();
    }
    all
}

/// Rules by which a weight in a formula lights its edge, and the edge the weight.
fn lights(links: &[(Expr, u32, &str)]) -> String {
    let mut out = String::new();
    for (_, number, id) in links {
        let _ = writeln!(
            out,
            "main:has(.l{number}:hover) #{id} line {{ stroke-width: 4; }}\n\
             main:has(#{id}:hover) .l{number}, .l{number}:hover {{ background: var(--mark); }}"
        );
    }
    out
}

/// The colours that the page uses, as variables for both grounds.
fn shades(layout: &Layout) -> String {
    let (mut light, mut dark) = (String::new(), String::new());
    for color in layout.colors() {
        let name = color.names[0];
        let _ = write!(light, " --{name}: #{};", color.light_hex());
        let _ = write!(dark, " --{name}: #{};", color.dark_hex());
    }
    match light.is_empty() {
        true => String::new(),
        false => format!(
            ":root {{{light} }}\n\
             @media screen and (prefers-color-scheme: dark) {{ :root {{{dark} }} }}\n"
        ),
    }
}

struct HtmlPage<'a> {
    out: String,
    options: &'a Options,
}

impl Writer for HtmlPage<'_> {
    fn opening(&mut self, sheet: &mut Sheet<'_>, page: &Page) {
        if !page.title.is_empty() {
            self.title(&page.title);
        }
        if !page.message.0.is_empty() {
            let message = inline(sheet, &page.message);
            let _ = writeln!(self.out, "<p class=\"lead\">{message}</p>");
        }
        if let Some(drawing) = &page.drawing {
            let drawing = svg::element(sheet, drawing);
            let _ = writeln!(self.out, "<figure>{drawing}</figure>");
        }
        let Some((first, step)) = claim(sheet.store(), page) else {
            return;
        };
        let label = sheet.language().say("What is shown");
        let _ = writeln!(self.out, "<section class=\"claim\" aria-label=\"{label}\">");
        self.steps(sheet, first, &[step], &[]);
        self.out.push_str("</section>\n");
    }

    fn title(&mut self, title: &str) {
        let title = text::clean(title);
        let _ = writeln!(self.out, "<h1>{}</h1>", escape(&title));
    }

    fn heading(&mut self, heading: &str) {
        let heading = text::clean(heading);
        let _ = writeln!(self.out, "<h2>{}</h2>", escape(&heading));
    }

    fn paragraph(&mut self, sheet: &mut Sheet<'_>, text: &Text) {
        let text = inline(sheet, text);
        let _ = writeln!(self.out, "<p>{text}</p>");
    }

    fn formulas(&mut self, sheet: &mut Sheet<'_>, formulas: &[Expr]) {
        let frame = Frame::of_formulas(sheet, formulas, self.room());
        let layout = sheet.layout();
        let style = Columns::of(layout, &frame).style();
        let _ = writeln!(self.out, "<div class=\"formulas\" style=\"{style}\">");
        self.out.push_str("<span class=\"row wide\"><span></span>");
        self.formula(layout, &frame.rows);
        self.out.push_str("</span>\n</div>\n");
    }

    fn derivation(&mut self, sheet: &mut Sheet<'_>, first: Expr, lines: &[Line]) {
        let steps = shown(sheet.store(), first, lines, self.options.steps);
        self.steps(sheet, first, &steps, lines);
    }

    fn dictionary(&mut self, sheet: &mut Sheet<'_>, pairs: &[(Text, Text)]) {
        self.out.push_str("<table>\n<tbody>\n");
        for (left, right) in pairs {
            let (left, right) = (inline(sheet, left), inline(sheet, right));
            let _ = writeln!(
                self.out,
                "<tr><th scope=\"row\">{left}</th><td>{right}</td></tr>"
            );
        }
        self.out.push_str("</tbody>\n</table>\n");
    }
}

impl HtmlPage<'_> {
    fn room(&self) -> Room {
        ROOM.wanted(self.options)
    }

    fn between(&self) -> bool {
        self.options.reasons == Reasons::Between
    }

    /// A chain of formulas with links and reasons; a step opens if it stands for several of the
    /// lines.
    fn steps(&mut self, sheet: &mut Sheet<'_>, first: Expr, steps: &[Shown<'_>], lines: &[Line]) {
        let frame = Frame::of_steps(sheet, first, &bare(steps), self.room());
        let columns = Columns::of(sheet.layout(), &frame);
        let _ = writeln!(
            self.out,
            "<ol class=\"steps\" style=\"{}\">",
            columns.style()
        );
        let mut above = first;
        let all = std::iter::once(None).chain(steps.iter().map(Some));
        for (step, rows) in all.zip(frame.groups()) {
            let why = match step {
                Some(step) => {
                    let why = reason(sheet.language(), step.reason, &step.conditions);
                    match self.between() {
                        true => inline(sheet, &introduction(sheet.language(), why)),
                        false => inline(sheet, &why),
                    }
                }
                None => String::new(),
            };
            let within = step.map_or(Vec::new(), |step| {
                let lines = lines.get(step.lines.clone()).unwrap_or_default();
                shown(sheet.store(), above, lines, Level::Full)
            });
            let before = std::mem::replace(&mut above, step.map_or(first, |step| step.formula));
            let opens = within.len() > 1;
            self.out.push_str(match opens {
                true => "<li><details><summary>",
                false => "<li>",
            });
            self.row(sheet.layout(), &columns, rows, &why);
            if opens {
                self.out.push_str("</summary>\n<div class=\"within\">\n");
                self.steps(sheet, before, &within, &[]);
                self.out.push_str("</div></details>");
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n");
    }

    /// One formula with what stands beside it.
    fn row(&mut self, layout: &Layout, columns: &Columns, rows: &[Row], why: &str) {
        if self.between() && !why.is_empty() {
            let _ = write!(self.out, "<span class=\"why before\">{why}</span>");
        }
        let link = rows.first().and_then(|row| row.link);
        let (sign, spoken) = match link {
            Some(Link::Iff) => ("⟺", "is equivalent to"),
            Some(Link::Implies) => ("⟹", "implies"),
            Some(Link::Equal) | None => ("", ""),
        };
        let spoken = self.options.language.say(spoken);
        self.out.push_str(match columns.are_wide(layout, rows) {
            true => "<span class=\"row wide\">",
            false => "<span class=\"row\">",
        });
        match sign {
            "" => self.out.push_str("<span></span>"),
            sign => {
                let _ = write!(
                    self.out,
                    "<span class=\"sign\"><span aria-hidden=\"true\">{sign}</span>\
                     <span class=\"hidden\">{spoken}</span></span>"
                );
            }
        }
        self.formula(layout, rows);
        if !self.between() && !why.is_empty() {
            let _ = write!(self.out, "<span class=\"why\">{why}</span>");
        }
        self.out.push_str("</span>");
    }

    /// The lines of one formula.
    fn formula(&mut self, layout: &Layout, rows: &[Row]) {
        // Phrases, not blocks: all of it may stand in a summary.
        self.out.push_str("<span class=\"formula\">");
        for row in rows {
            self.out.push_str("<span class=\"line\">");
            let whole = row.flush;
            if !whole {
                self.out.push_str("<span class=\"left\">");
                if let Some(left) = row.left {
                    self.open(layout, &[Piece::Item(left)]);
                    put(layout, left, &mut self.out);
                    self.out.push_str("</math>");
                }
                self.out.push_str("</span>");
            }
            self.out.push_str(match whole {
                true => "<span class=\"whole\">",
                false => "<span>",
            });
            self.open(layout, &row.right);
            if row.indent > 0 {
                let _ = write!(self.out, "<mspace width=\"{}em\"></mspace>", row.indent);
            }
            if equals(row) {
                self.out.push_str("<mo form=\"infix\">=</mo>");
            }
            put_pieces(layout, &row.right, &mut self.out);
            self.out.push_str("</math></span></span>");
        }
        self.out.push_str("</span>");
    }

    fn open(&mut self, layout: &Layout, pieces: &[Piece]) {
        let words = spoken_pieces(layout, pieces, self.options.language);
        self.out
            .push_str(&markup::open(" displaystyle=\"true\"", words));
    }
}

/// Whether a row begins with an equals sign of its own.
fn equals(row: &Row) -> bool {
    row.link == Some(Link::Equal) && row.left.is_none()
}

/// How wide the sign is, with the space about it.
const SIGN: u32 = 27;

/// The columns of a chain, in tenths of a digit: its rows are grids of their own, which stand below
/// one another as those of one table.
struct Columns {
    /// What stands left of the relation.
    left: u32,
    /// A whole formula; reasons stand beside it.
    formula: u32,
}

impl Columns {
    fn of(layout: &Layout, frame: &Frame) -> Columns {
        let lefts = frame.rows.iter().filter_map(|row| row.left);
        let left = lefts.map(|left| layout.width(left)).max().unwrap_or(0);
        let mut columns = Columns { left, formula: 0 };
        let linked = frame.groups().skip(usize::from(frame.linked));
        let mut widths: Vec<u32> = linked.map(|rows| columns.width(layout, rows)).collect();
        widths.sort_unstable();
        // A few wide formulas do not push all reasons aside: theirs stand below.
        let usual = widths
            .get(widths.len() / 2)
            .map_or(0, |width| width * 8 / 5);
        let usual = widths.iter().filter(|width| **width <= usual).max();
        columns.formula = usual.copied().unwrap_or(0).min(ROOM.width * 3 / 5);
        columns
    }

    /// The width of the lines of one formula.
    fn width(&self, layout: &Layout, rows: &[Row]) -> u32 {
        let line = |row: &Row| {
            let right: u32 = row.right.iter().map(|piece| piece.width(layout)).sum();
            let right = right + if equals(row) { SIGN } else { 0 };
            right + row.indent * 20 + if row.flush { 0 } else { self.left }
        };
        rows.iter().map(line).max().unwrap_or(0)
    }

    fn are_wide(&self, layout: &Layout, rows: &[Row]) -> bool {
        self.width(layout, rows) > self.formula
    }

    /// Twenty units are an em; estimates are a little small for the fonts of browsers.
    fn style(&self) -> String {
        let em = |width: u32| f64::from(width) / 20.0 * 1.12;
        let (left, formula) = (em(self.left), em(self.formula));
        format!("--left: {left:.2}em; --formula: {formula:.2}em")
    }
}
