//! The edges between two columns: their lines, labels and names.

use super::label::spots;
use super::place::{INPUT, Placed, Placer, label};
use super::scheme::Stage;
use crate::eval::f64_value;
use crate::expr::Expr;
use crate::network::Size;
use crate::render::color::find;
use crate::render::drawing::{Anchor, Dash, Edge, Paint, Point, Shape, Stroke, label_width};
use crate::render::page::Text;
use crate::render::plain;

impl Placer<'_> {
    /// The edges into a column, with their labels where there is room for all of them.
    pub(super) fn edges(
        &mut self,
        stage: &Stage,
        sources: &[Expr],
        before: &Placed,
        column: &Placed,
        number: Option<usize>,
    ) {
        let several = stage.units.size != Size::Number(1);
        let letter = |letter: &str| match number {
            Some(number) => format!("{letter}{number}"),
            None => letter.to_owned(),
        };
        let numbers = self.numbers(stage);
        let mut labels = Vec::new();
        let mut edges = Vec::new();
        for (u, (to, weights)) in column.rows.iter().zip(&stage.weights).enumerate() {
            let unit = plain(self.store, stage.units.shown[u]);
            let end = (column.x, *to);
            for (s, (from, weight)) in before.rows.iter().zip(weights).enumerate() {
                let source = plain(self.store, sources[s]);
                let text = plain(self.store, *weight);
                let own = tail(&text).filter(|_| self.is_symbol(*weight) && !several);
                let own = own.or(tail(&source)).unwrap_or(&source);
                let id = match several {
                    true => format!("{}-{unit}-{own}", letter("w")),
                    false => format!("{}-{own}", letter("w")),
                };
                let edge = Edge {
                    id: self.id(&id),
                    title: self.speaker.say(&format!("weight {text}")),
                    weight: *weight,
                    from: (before.x, *from),
                    to: end,
                    stroke: match &numbers {
                        Some(numbers) => signed(numbers[u][s], largest(numbers)),
                        None => self.colored(&text),
                    },
                };
                labels.push((*weight, edge.from, end));
                edges.push(edge);
            }
            if let (Some(bias), Some(one)) = (stage.biases[u], before.one) {
                let text = plain(self.store, bias);
                let id = match several {
                    true => format!("{}-{unit}", letter("b")),
                    false => letter("b"),
                };
                let dash = match f64_value(self.store, bias, &no_values()) < 0.0 {
                    true => Dash::Dashed,
                    false => Dash::Solid,
                };
                let edge = Edge {
                    id: self.id(&id),
                    title: self.speaker.say(&format!("bias {text}")),
                    weight: bias,
                    from: (before.x, one),
                    to: end,
                    stroke: Stroke {
                        paint: Paint::Ink,
                        width: if several { 0.7 } else { 1.4 },
                        dash,
                    },
                };
                labels.push((bias, edge.from, end));
                edges.push(edge);
            }
        }
        let many = edges.len() > 24;
        for edge in &mut edges {
            if several && numbers.is_none() {
                edge.stroke.width *= if many { 0.5 } else { 0.7 };
            }
        }
        let widths: Vec<f64> = labels.iter().map(|(text, ..)| self.width(*text)).collect();
        let lines: Vec<(Point, Point)> = labels.iter().map(|(_, from, to)| (*from, *to)).collect();
        self.back.extend(edges.into_iter().map(Shape::Edge));
        match spots(&lines, &widths, column.radius) {
            Some(spots) => {
                for ((formula, ..), at) in labels.iter().zip(spots) {
                    let text = Text::default().math(*formula);
                    let mut shown = label(text, at, Anchor::Middle, false);
                    if let Shape::Label(label) = &mut shown {
                        label.covers = true;
                    }
                    self.back.push(shown);
                }
            }
            None => {
                self.signed |= numbers.is_some();
                let x = (before.x + before.radius + column.x - column.radius) / 2.0;
                let y = before.top().min(column.top()) - 4.0;
                if !stage.names.0.is_empty() {
                    let names = label(stage.names.clone(), (x, y), Anchor::Middle, false);
                    self.front.push(names);
                }
            }
        }
    }

    /// The weights as numbers, if all of them are numbers.
    fn numbers(&self, stage: &Stage) -> Option<Vec<Vec<f64>>> {
        let value = |weight: &Expr| {
            let value = f64_value(self.store, *weight, &no_values());
            value.is_finite().then_some(value)
        };
        let rows = stage.weights.iter();
        rows.map(|row| row.iter().map(value).collect()).collect()
    }

    fn is_symbol(&self, weight: Expr) -> bool {
        self.store.has_name(weight)
    }

    fn colored(&self, name: &str) -> Stroke {
        match self.options.colors.of(name) {
            Some(color) => Stroke {
                paint: Paint::Colored(color),
                width: 1.8,
                dash: Dash::Solid,
            },
            None => line(Paint::Soft, 1.3),
        }
    }

    /// A name that no other edge has.
    fn id(&mut self, wanted: &str) -> String {
        let kept = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let wanted: String = wanted.chars().map(kept).collect();
        let wanted = wanted.trim_end_matches('-');
        let others = (2..).map(|n| format!("{wanted}-{n}"));
        let mut all = std::iter::once(wanted.to_owned()).chain(others);
        let found = all.find(|id| !self.ids.contains(id));
        let found = found.unwrap_or_default();
        self.ids.insert(found.clone());
        found
    }

    /// How numbers are shown where they are not written.
    pub(super) fn legend(&mut self, y: f64) {
        let mut x = -INPUT;
        let samples = [(1.0, "positive weight"), (-1.0, "negative weight")];
        for (value, words) in samples {
            let words = self.options.language.say(words);
            self.front.push(Shape::Line {
                from: (x, y),
                to: (x + 26.0, y),
                stroke: signed(value, 2.0),
                arrow: false,
            });
            self.front
                .push(label(words.into(), (x + 31.0, y), Anchor::Start, true));
            x += 41.0 + label_width(&mut self.sheet, &words.into(), true);
        }
        let words = self.options.language.say("width: size of the weight");
        self.front
            .push(label(words.into(), (x, y), Anchor::Start, true));
    }
}

/// What tells a name apart from its like: `blue` of `omega_blue`.
fn tail(name: &str) -> Option<&str> {
    name.split_once(['_', '['])
        .map(|(_, tail)| tail.trim_end_matches(']'))
}

fn no_values() -> rustc_hash::FxHashMap<Expr, f64> {
    rustc_hash::FxHashMap::default()
}

fn largest(numbers: &[Vec<f64>]) -> f64 {
    let sizes = numbers.iter().flatten().map(|number| number.abs());
    sizes.fold(0.0, f64::max)
}

/// A plain line.
pub(super) fn line(paint: Paint, width: f64) -> Stroke {
    Stroke {
        paint,
        width,
        dash: Dash::Solid,
    }
}

/// A number as a line: its width says how large it is, colour and gaps which sign it has.
fn signed(value: f64, largest: f64) -> Stroke {
    let share = if largest > 0.0 {
        value.abs() / largest
    } else {
        0.0
    };
    let (name, dash) = match value {
        0.0 => ("grey", Dash::Dotted),
        _ if value < 0.0 => ("red", Dash::Dashed),
        _ => ("blue", Dash::Solid),
    };
    Stroke {
        paint: find(name).map_or(Paint::Ink, Paint::Colored),
        width: 0.7 + 2.6 * share,
        dash,
    }
}
