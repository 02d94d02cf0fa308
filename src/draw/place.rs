//! Where things stand in a drawing.

use rustc_hash::FxHashSet;

use super::curve::Curve;
use super::describe::Speaker;
use super::edges::line;
use super::scheme::{Column, Scheme, Stage};
use crate::expr::{Expr, Store};
use crate::network::Size;
use crate::render::Options;
use crate::render::drawing::{
    Anchor, Dash, Drawing, Edge, Fill, Label, Paint, Point, Shape, Stroke, label_width,
};
use crate::render::page::Text;
use crate::render::sheet::Sheet;

/// From the middle of a neuron to that of the next one below.
const STEP: f64 = 46.0;
/// The radius of inputs.
pub(super) const INPUT: f64 = 15.0;
/// The radius of the neuron that stands for 1.
const ONE: f64 = 9.0;
/// The radius of units of which there are several.
const UNIT: f64 = 18.0;
/// The radius of the only output unit.
const OUTPUT: f64 = 25.0;
/// From column to column, at least.
const COLUMN: f64 = 135.0;
/// Free room around a drawing.
const MARGIN: f64 = 8.0;

/// Puts a scheme on a plane.
pub(super) fn place(store: &Store, scheme: &Scheme, options: &Options) -> Drawing {
    let speaker = Speaker::new(options.language);
    let mut placer = Placer {
        store,
        speaker: &speaker,
        options,
        sheet: Sheet::new(store, &formulas(scheme), options),
        ids: FxHashSet::default(),
        back: Vec::new(),
        front: Vec::new(),
        signed: false,
    };
    placer.all(scheme);
    let mut drawing = Drawing {
        title: speaker.title(scheme),
        description: speaker.description(store, scheme),
        shapes: placer.back.into_iter().chain(placer.front).collect(),
        ..Drawing::default()
    };
    fit(&mut placer.sheet, &mut drawing);
    drawing
}

/// All formulas that may stand in a label, so that indices are written alike.
fn formulas(scheme: &Scheme) -> Vec<Expr> {
    let mut all = scheme.inputs.shown.clone();
    all.extend(&scheme.outputs);
    for stage in &scheme.layers {
        all.extend(stage.weights.iter().flatten());
        all.extend(stage.biases.iter().flatten());
    }
    all
}

/// A column with its units in place.
pub(super) struct Placed {
    pub(super) x: f64,
    /// The heights of the shown units.
    pub(super) rows: Vec<f64>,
    /// The height of the neuron that stands for 1.
    pub(super) one: Option<f64>,
    /// The height of the dots.
    pub(super) dots: Option<f64>,
    pub(super) radius: f64,
}

impl Placed {
    /// Where the units of a column stand; `one`: with a neuron that stands for 1 below them.
    fn new(column: &Column<Expr>, one: bool, radius: f64, x: f64) -> Placed {
        let units = column.shown.len();
        let slots = units + usize::from(column.gap.is_some()) + usize::from(one);
        let top = -STEP * (slots as f64 - 1.0) / 2.0;
        let at = |slot: usize| top + STEP * slot as f64;
        let slot = |unit: usize| unit + usize::from(column.gap.is_some_and(|gap| unit >= gap));
        Placed {
            x,
            rows: (0..units).map(|unit| at(slot(unit))).collect(),
            one: one.then(|| at(slots - 1)),
            dots: column.gap.map(at),
            radius,
        }
    }

    /// The top of the first neuron.
    pub(super) fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or(0.0) - self.radius
    }

    fn bottom(&self) -> f64 {
        let last = self.rows.last().copied().unwrap_or(0.0) + self.radius;
        self.one.map_or(last, |one| last.max(one + ONE))
    }
}

/// A drawing being put together.
pub(super) struct Placer<'a> {
    pub(super) store: &'a Store,
    pub(super) speaker: &'a Speaker,
    pub(super) options: &'a Options,
    pub(super) sheet: Sheet<'a>,
    pub(super) ids: FxHashSet<String>,
    /// What neurons may cover.
    pub(super) back: Vec<Shape>,
    pub(super) front: Vec<Shape>,
    /// Whether edges show numbers that no label says.
    pub(super) signed: bool,
}

impl Placer<'_> {
    fn all(&mut self, scheme: &Scheme) {
        let biased = |stage: Option<&Stage>| {
            stage.is_some_and(|stage| stage.biases.iter().any(Option::is_some))
        };
        let first = biased(scheme.layers.first());
        let mut before = Placed::new(&scheme.inputs, first, INPUT, 0.0);
        let mut captions = vec![(
            before.x,
            counted(self.store, self.speaker, &scheme.inputs.size, "input"),
        )];
        let mut bottom = before.bottom();
        let inputs = before.rows.clone();
        let mut sources = scheme.inputs.shown.clone();
        let mut columns = Vec::new();
        for (i, stage) in scheme.layers.iter().enumerate() {
            let last = i + 1 == scheme.layers.len();
            let single = stage.units.size == Size::Number(1);
            let radius = if single && last { OUTPUT } else { UNIT };
            let next = biased(scheme.layers.get(i + 1));
            let x = before.x + before.radius + radius + self.gap(stage);
            let column = Placed::new(&stage.units, next, radius, x);
            let number = (scheme.layers.len() > 1).then_some(i + 1);
            self.edges(stage, &sources, &before, &column, number);
            if let Some(one) = before.one {
                self.one(before.x, one);
            }
            captions.push((x, caption(self.store, self.speaker, stage)));
            bottom = bottom.max(column.bottom());
            sources.clone_from(&stage.units.shown);
            columns.push(std::mem::replace(&mut before, column));
        }
        columns.push(before);
        self.inputs(scheme, &inputs);
        if let Some(dots) = columns[0].dots {
            self.dots(columns[0].x, dots);
        }
        for (i, (stage, column)) in scheme.layers.iter().zip(&columns[1..]).enumerate() {
            self.units(stage, column, i + 1 == scheme.layers.len());
        }
        if let (Some(stage), Some(column)) = (scheme.layers.last(), columns.last()) {
            self.outputs(stage, column, &scheme.outputs);
        }
        if scheme.layers.last().is_some_and(|stage| stage.softmax) {
            bottom += 8.0;
        }
        for (x, text) in captions {
            self.front
                .push(label(text, (x, bottom + 14.0), Anchor::Middle, true));
        }
        if self.signed {
            self.legend(bottom + 32.0);
        }
    }

    /// From the rim of a column's neurons to that of the next, wide enough for labels.
    fn gap(&mut self, stage: &Stage) -> f64 {
        let names = label_width(&mut self.sheet, &stage.names, false) + 24.0;
        let several = stage.weights.len() > 1;
        let weights = stage.weights.iter().flatten().copied();
        let widths = weights.map(|weight| self.width(weight));
        let widest = widths.fold(0.0, f64::max).min(120.0);
        match several {
            true => COLUMN.max(names),
            false => COLUMN.max(90.0 + 2.2 * widest),
        }
    }

    /// How wide a formula is as a label.
    pub(super) fn width(&mut self, formula: Expr) -> f64 {
        label_width(&mut self.sheet, &Text::default().math(formula), false)
    }

    /// The neuron that stands for 1.
    fn one(&mut self, x: f64, y: f64) {
        self.front.push(Shape::Circle {
            center: (x, y),
            radius: ONE,
            fill: Fill::Ground,
            stroke: line(Paint::Ink, 1.0),
        });
        self.front
            .push(label("1".into(), (x, y), Anchor::Middle, false));
    }

    fn inputs(&mut self, scheme: &Scheme, rows: &[f64]) {
        let shown = &scheme.inputs.shown;
        let widths = shown.iter().map(|input| self.width(*input));
        let widest = widths.collect::<Vec<_>>().into_iter().fold(0.0, f64::max);
        let within = widest <= 2.0 * INPUT - 7.0;
        for (input, y) in shown.iter().zip(rows) {
            self.front.push(Shape::Circle {
                center: (0.0, *y),
                radius: INPUT,
                fill: Fill::Input,
                stroke: line(Paint::Ink, 1.0),
            });
            let text = Text::default().math(*input);
            self.front.push(match within {
                true => label(text, (0.0, *y), Anchor::Middle, false),
                false => label(text, (-INPUT - 5.0, *y), Anchor::End, false),
            });
        }
    }

    fn dots(&mut self, x: f64, y: f64) {
        for offset in [-6.0, 0.0, 6.0] {
            self.front.push(Shape::Circle {
                center: (x, y + offset),
                radius: 1.3,
                fill: Fill::Ink,
                stroke: line(Paint::Ink, 0.0),
            });
        }
    }

    /// The neurons of a layer.
    fn units(&mut self, stage: &Stage, column: &Placed, last: bool) {
        let radius = column.radius;
        if stage.softmax {
            let (left, top) = (column.x - radius - 7.0, column.top() - 7.0);
            let last = column.rows.last().copied().unwrap_or(0.0);
            self.back.push(Shape::Frame {
                corner: (left, top),
                size: (2.0 * radius + 14.0, last + radius + 7.0 - top),
                stroke: Stroke {
                    paint: Paint::Soft,
                    width: 0.8,
                    dash: Dash::Dashed,
                },
            });
        }
        for y in &column.rows {
            self.front.push(Shape::Circle {
                center: (column.x, *y),
                radius,
                fill: if last { Fill::Output } else { Fill::Hidden },
                stroke: line(Paint::Ink, 1.0),
            });
            match &stage.curve {
                Some(curve) => self.curve(curve, (column.x, *y), radius * 0.66),
                None if stage.softmax => {}
                None => {
                    let text = Text::default().math(self.store.name("f"));
                    self.front
                        .push(label(text, (column.x, *y), Anchor::Middle, true));
                }
            }
        }
        if let Some(dots) = column.dots {
            self.dots(column.x, dots);
        }
    }

    fn curve(&mut self, curve: &Curve, (x, y): Point, size: f64) {
        let at = |(right, up): (f64, f64)| (x + size * right, y - 0.8 * size * up);
        let faint = line(Paint::Faint, 0.6);
        let mut axis = |from, to| {
            self.front.push(Shape::Line {
                from: at(from),
                to: at(to),
                stroke: faint,
                arrow: false,
            });
        };
        if let Some(up) = curve.zero.1 {
            axis((-1.0, up), (1.0, up));
        }
        if let Some(right) = curve.zero.0 {
            axis((right, -1.0), (right, 1.0));
        }
        for points in &curve.lines {
            let points = points.iter().map(|point| at(*point)).collect();
            self.front.push(Shape::Curve(points, line(Paint::Ink, 1.4)));
        }
    }

    fn outputs(&mut self, stage: &Stage, column: &Placed, outputs: &[Expr]) {
        let rim = column.x + column.radius + if stage.softmax { 7.0 } else { 0.0 };
        for (y, output) in column.rows.iter().zip(outputs) {
            let end = rim + 28.0;
            self.front.push(Shape::Line {
                from: (rim, *y),
                to: (end, *y),
                stroke: line(Paint::Ink, 1.1),
                arrow: true,
            });
            let text = Text::default().math(*output);
            self.front
                .push(label(text, (end + 5.0, *y), Anchor::Start, false));
        }
    }
}

pub(super) fn label(text: Text, at: Point, anchor: Anchor, small: bool) -> Shape {
    Shape::Label(Label {
        at,
        anchor,
        text,
        small,
        covers: false,
    })
}

/// How many there are, with a symbol as a formula.
fn counted(store: &Store, speaker: &Speaker, size: &Size, what: &str) -> Text {
    match size {
        Size::Number(_) => speaker.count(size, what).as_str().into(),
        Size::Symbol(name) => {
            let text = Text::default().math(store.name(name));
            speaker.text(&text.words(format!(" {what}s")))
        }
    }
}

/// What stands below a layer: its size, if it is not one, and its activation.
fn caption(store: &Store, speaker: &Speaker, stage: &Stage) -> Text {
    let mut activation = stage.activation.chars();
    let text = match &stage.units.size {
        Size::Number(1) => Text::default(),
        size => counted(store, speaker, size, "unit").words(", "),
    };
    match (activation.next(), activation.next()) {
        (Some(_), None) => text.math(store.name(&stage.activation)),
        _ => text.words(stage.activation.as_str()),
    }
}

/// Moves a drawing to the first quadrant and gives it its size.
fn fit(sheet: &mut Sheet<'_>, drawing: &mut Drawing) {
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    let mut see = |(x, y): Point, right: f64, down: f64| {
        low = (low.0.min(x - right), low.1.min(y - down));
        high = (high.0.max(x + right), high.1.max(y + down));
    };
    for shape in &drawing.shapes {
        match shape {
            Shape::Edge(edge) => [edge.from, edge.to]
                .map(|p| see(p, 1.0, 1.0))
                .into_iter()
                .collect(),
            Shape::Line { from, to, .. } => {
                [*from, *to].map(|p| see(p, 3.0, 3.0)).into_iter().collect()
            }
            Shape::Curve(points, _) => points.iter().for_each(|p| see(*p, 1.0, 1.0)),
            Shape::Circle { center, radius, .. } => see(*center, radius + 1.0, radius + 1.0),
            Shape::Frame { corner, size, .. } => {
                see(*corner, 1.0, 1.0);
                see((corner.0 + size.0, corner.1 + size.1), 1.0, 1.0);
            }
            Shape::Label(label) => {
                let width = label_width(sheet, &label.text, label.small);
                let middle = match label.anchor {
                    Anchor::Start => label.at.0 + width / 2.0,
                    Anchor::Middle => label.at.0,
                    Anchor::End => label.at.0 - width / 2.0,
                };
                // Fonts differ from the estimate.
                see((middle, label.at.1), width * 0.56 + 2.0, 9.0);
            }
        }
    }
    let (dx, dy) = (MARGIN - low.0, MARGIN - low.1);
    drawing.width = high.0 - low.0 + 2.0 * MARGIN;
    drawing.height = high.1 - low.1 + 2.0 * MARGIN;
    let shift = |point: &mut Point| *point = (point.0 + dx, point.1 + dy);
    for shape in &mut drawing.shapes {
        match shape {
            Shape::Edge(Edge { from, to, .. }) | Shape::Line { from, to, .. } => {
                shift(from);
                shift(to);
            }
            Shape::Curve(points, _) => points.iter_mut().for_each(shift),
            Shape::Circle { center, .. } => shift(center),
            Shape::Frame { corner, .. } => shift(corner),
            Shape::Label(label) => shift(&mut label.at),
        }
    }
}
