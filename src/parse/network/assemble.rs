//! Whether the numbers of inputs, units, weights, biases and outputs agree, and default names.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::names;
use super::Reader;
use super::scope::Role;
use super::values::{Name, Value, count, counted};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head};
use crate::links::Shape;
use crate::network::{Bias, Function, Inputs, Layer, Network, Outputs, Size, Weights};

/// Rows of values.
pub(super) type Rows = Vec<Vec<Value>>;

/// Something that was read, and where.
pub(super) struct Placed<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// A layer before its numbers are compared. `Some(None)` is a part with a fault.
pub(super) struct Draft {
    /// `None` in the short style, where it follows from the rest.
    pub units: Option<Placed<Size>>,
    pub function: Option<Function>,
    pub weights: Option<Option<Placed<Rows>>>,
    pub bias: Option<Option<Placed<BiasValues>>>,
    pub span: Range<usize>,
}

/// The bias as it is written.
pub(super) enum BiasValues {
    None,
    List(Vec<Value>),
}

/// The outputs as they are written.
pub(super) enum OutputNames {
    List(Vec<Name>),
    /// `output p[K]`
    Vector(Name, Size),
}

/// What feeds a layer.
struct Source {
    size: Size,
    /// Whether it is one number with a name of its own, no vector of length 1.
    scalar: bool,
    span: Range<usize>,
    /// What it is in words, "input" or "unit".
    noun: &'static str,
}

/// The units of the single layer without `layer`: one for each output or row of weights.
pub(super) fn units_of_short_style(
    draft: &Draft,
    outputs: Option<&Placed<OutputNames>>,
) -> Placed<Size> {
    let (value, span) = match (outputs, &draft.weights) {
        (
            Some(Placed {
                value: OutputNames::List(list),
                span,
            }),
            _,
        ) if list.len() > 1 => (count(list.len()), span),
        (
            Some(Placed {
                value: OutputNames::Vector(_, size),
                span,
            }),
            _,
        ) => (size.clone(), span),
        (_, Some(Some(rows))) if rows.value.len() > 1 => (count(rows.value.len()), &rows.span),
        _ => (count(1), &draft.span),
    };
    let span = span.clone();
    Placed { value, span }
}

/// The shapes of the weights and biases that are one name, and where each was met first.
type Shapes = FxHashMap<String, (Option<Size>, Size, Range<usize>)>;

impl Reader<'_> {
    /// Puts a network together from its parts.
    pub fn assemble(
        &mut self,
        inputs: &Placed<Inputs>,
        drafts: Vec<Draft>,
        outputs: Option<Placed<OutputNames>>,
    ) -> Option<Network> {
        let size = match &inputs.value {
            Inputs::Named(list) => count(list.len()),
            Inputs::Indexed { size, .. } => size.clone(),
        };
        let mut source = Some(Source {
            scalar: matches!(&inputs.value, Inputs::Named(list) if list.len() == 1),
            size,
            span: inputs.span.clone(),
            noun: "input",
        });
        let several = drafts.len() > 1;
        let mut shapes = Shapes::default();
        let mut layers = Vec::new();
        let mut complete = true;
        let mut last = None;
        for (index, draft) in drafts.into_iter().enumerate() {
            let suffix = if several {
                (index + 1).to_string()
            } else {
                String::new()
            };
            let next = draft.units.as_ref().map(|units| Source {
                size: units.value.clone(),
                scalar: units.value == count(1),
                span: units.span.clone(),
                noun: "unit",
            });
            last = draft.units.as_ref().map(|units| Placed {
                value: units.value.clone(),
                span: units.span.clone(),
            });
            let layer = match (&source, draft.units.as_ref()) {
                (Some(source), Some(units)) => {
                    self.check_categories(&draft, &units.value);
                    self.layer(&draft, &units.value, source, &suffix, &mut shapes)
                }
                _ => None,
            };
            complete &= layer.is_some();
            layers.extend(layer);
            source = next;
        }
        let outputs = self.outputs(outputs, &last?);
        let inputs = inputs.value.clone();
        complete.then_some(Network::Layers {
            inputs,
            layers,
            outputs: outputs?,
        })
    }

    /// Softmax on the one unit of a description that does not say how many there are.
    fn check_categories(&mut self, draft: &Draft, units: &Size) {
        let line = self.source[draft.span.clone()].trim_start();
        if *units == count(1)
            && !line.starts_with("layer")
            && let Some(Function::Link(link, _)) = &draft.function
            && link.shape == Shape::Categories
        {
            let name = link.activation;
            self.fault(
                Diagnostic::new(format!("`{name}` needs several units"), draft.span.clone())
                    .label("how many units are there?")
                    .help(format!(
                        "write `layer K {name}` instead, or name the outputs: `output p, q, r`"
                    )),
            );
        }
    }

    fn layer(
        &mut self,
        draft: &Draft,
        units: &Size,
        source: &Source,
        suffix: &str,
        shapes: &mut Shapes,
    ) -> Option<Layer> {
        let scalar = source.scalar && *units == count(1);
        let weights = match &draft.weights {
            Some(given) => given.as_ref().and_then(|given| {
                let weights = self.weights(given, units, source, scalar)?;
                if let Weights::Symbol(name) = &weights {
                    let shape = (Some(source.size.clone()), units.clone(), given.span.clone());
                    self.check_shape(name, shape, shapes);
                }
                Some(weights)
            }),
            None => {
                let name = format!("w{suffix}");
                self.declare_default(&name, !scalar, Role::Weight, draft.span.clone());
                Some(Weights::Symbol(name))
            }
        };
        let bias = match &draft.bias {
            Some(given) => given.as_ref().and_then(|given| {
                let bias = self.bias(given, units, draft)?;
                if let Bias::Symbol(name) = &bias {
                    self.check_shape(name, (None, units.clone(), given.span.clone()), shapes);
                }
                Some(bias)
            }),
            None => {
                let name = format!("b{suffix}");
                self.declare_default(&name, *units != count(1), Role::Bias, draft.span.clone());
                Some(Bias::Symbol(name))
            }
        };
        Some(Layer {
            units: units.clone(),
            function: draft.function.clone()?,
            weights: weights?,
            bias: bias?,
        })
    }

    fn weights(
        &mut self,
        given: &Placed<Rows>,
        units: &Size,
        source: &Source,
        scalar: bool,
    ) -> Option<Weights> {
        if let [row] = given.value.as_slice()
            && let [value] = row.as_slice()
            && let Some(name) = self.plain(value.expr)
        {
            self.declare(value.expr, !scalar, Role::Weight, value.span.clone());
            return Some(Weights::Symbol(name));
        }
        let before = self.faults.len();
        let rows = given.value.len();
        if *units != count(rows) {
            let message = match rows {
                1 => format!("one row of weights for {}", counted(units, "unit")),
                n => format!("{n} rows of weights for {}", counted(units, "unit")),
            };
            let help = match units {
                Size::Symbol(_) => "name the whole matrix: `weights W`",
                Size::Number(1) => "only a layer with several units has rows separated by `;`",
                _ => {
                    "write one row a unit, separated by `;`, or name the whole matrix: `weights W`"
                }
            };
            self.fault(
                Diagnostic::new(message, given.span.clone())
                    .label("one row a unit is expected")
                    .help(help),
            );
            return None;
        }
        for (index, row) in given.value.iter().enumerate() {
            if source.size == count(row.len()) {
                continue;
            }
            let what = counted(&count(row.len()), "weight");
            let place = if rows > 1 {
                format!(" in row {}", index + 1)
            } else {
                String::new()
            };
            let have = counted(&source.size, source.noun);
            let fault = Diagnostic::new(format!("{what}{place} for {have}"), row_span(row, given));
            let fault = fault.label(what).related(source.span.clone(), have);
            self.fault(match source.size {
                Size::Symbol(_) => fault.help("name the weights by one vector: `weights w`"),
                Size::Number(_) => fault.help("give one weight for each, or one vector's name"),
            });
        }
        if self.faults.len() > before {
            return None;
        }
        for value in given.value.iter().flatten() {
            self.declare_value(value, Role::Weight);
        }
        let expr = |value: &Value| value.expr;
        let rows = given.value.iter();
        Some(Weights::Values(
            rows.map(|row| row.iter().map(expr).collect()).collect(),
        ))
    }

    fn bias(&mut self, given: &Placed<BiasValues>, units: &Size, draft: &Draft) -> Option<Bias> {
        let values = match &given.value {
            BiasValues::None => return Some(Bias::None),
            BiasValues::List(values) => values,
        };
        if let [value] = values.as_slice()
            && let Some(name) = self.plain(value.expr)
        {
            let vector = *units != count(1);
            self.declare(value.expr, vector, Role::Bias, value.span.clone());
            return Some(Bias::Symbol(name));
        }
        if *units != count(values.len()) {
            let what = match values.len() {
                1 => "1 bias".to_owned(),
                n => format!("{n} biases"),
            };
            let have = counted(units, "unit");
            let fault = Diagnostic::new(format!("{what} for {have}"), given.span.clone());
            let fault = fault.label(what);
            let place = draft
                .units
                .as_ref()
                .map_or(&draft.span, |units| &units.span);
            self.fault(
                fault
                    .related(place.clone(), have)
                    .help("give one bias a unit, one name for all, or `bias none`"),
            );
            return None;
        }
        for value in values {
            self.declare_value(value, Role::Bias);
        }
        Some(Bias::Values(
            values.iter().map(|value| value.expr).collect(),
        ))
    }

    fn outputs(
        &mut self,
        outputs: Option<Placed<OutputNames>>,
        units: &Placed<Size>,
    ) -> Option<Outputs> {
        let vector = units.value != count(1);
        let Some(Placed { value, span }) = outputs else {
            self.declare_default("y", vector, Role::Output, units.span.clone());
            return Some(Outputs::Symbol("y".to_owned()));
        };
        let have = counted(&units.value, "unit");
        let mismatch = |what: String| {
            Diagnostic::new(format!("{what} for {have}"), span.clone())
                .label(what)
                .related(units.span.clone(), have.clone())
                .help("name each unit's output, or all by one name: `output p`")
        };
        let name = match value {
            OutputNames::List(list) if list.len() > 1 => {
                if units.value != count(list.len()) {
                    self.fault(mismatch(format!("{} outputs", list.len())));
                    return None;
                }
                for name in &list {
                    let expr = names::variable(self.store, &name.text);
                    self.declare(expr, false, Role::Output, name.span.clone());
                }
                let names = list.into_iter().map(|name| name.text);
                return Some(Outputs::Named(names.collect()));
            }
            OutputNames::List(list) => list.into_iter().next()?,
            OutputNames::Vector(name, size) => {
                if size != units.value {
                    self.fault(mismatch(counted(&size, "output")));
                    return None;
                }
                name
            }
        };
        if vector && names::entry_parts(&name.text).is_some() {
            self.fault(mismatch("1 output".to_owned()));
            return None;
        }
        let expr = names::variable(self.store, &name.text);
        self.declare(expr, vector, Role::Output, name.span);
        Some(Outputs::Symbol(name.text))
    }

    /// The text of a plain name.
    fn plain(&self, expr: Expr) -> Option<String> {
        self.store.name_text(expr).map(str::to_owned)
    }

    fn declare_value(&mut self, value: &Value, role: Role) {
        if matches!(self.store.head(value.expr), Head::Name(_) | Head::Entry) {
            self.declare(value.expr, false, role, value.span.clone());
        }
    }

    /// Uses a default name; says so if it is taken.
    fn declare_default(&mut self, name: &str, vector: bool, role: Role, span: Range<usize>) {
        let expr = self.store.name(name);
        if let Err(mut fault) = self.scope.declare(self.store, expr, vector, role, span) {
            let (word, other) = match role {
                Role::Weight => ("weights", "v"),
                Role::Bias => ("bias", "c"),
                _ => ("output", "p"),
            };
            fault.message = format!("the default name `{name}` is taken");
            fault.label = format!("without `{word}`, this is called `{name}`");
            fault.help = Some(format!("choose a name: `{word} {other}`"));
            self.fault(*fault);
        }
    }

    /// Weights that several layers share under one name must fit each of them.
    fn check_shape(
        &mut self,
        name: &str,
        shape: (Option<Size>, Size, Range<usize>),
        shapes: &mut Shapes,
    ) {
        let first = shapes
            .entry(name.to_owned())
            .or_insert_with(|| shape.clone());
        if (&first.0, &first.1) != (&shape.0, &shape.1) {
            let fault = Diagnostic::new(
                format!("`{name}` has different sizes in two layers"),
                shape.2,
            );
            let fault = fault
                .label("used here with another size")
                .help("give each layer weights of its own")
                .related(first.2.clone(), "used first here");
            self.fault(fault);
        }
    }
}

/// The place of a row of values.
fn row_span(row: &[Value], given: &Placed<Rows>) -> Range<usize> {
    match (row.first(), row.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => given.span.clone(),
    }
}
