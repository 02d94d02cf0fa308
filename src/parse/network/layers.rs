//! Inputs, layers and outputs as they are written; [`super::assemble`] compares their numbers.

use std::ops::Range;

use super::super::lexer::{Kind, Token};
use super::super::names;
use super::Reader;
use super::activation::Definitions;
use super::assemble::{BiasValues, Draft, OutputNames, Placed, units_of_short_style};
use super::scope::Role;
use super::statement::{File, Keyword, Statement};
use super::values::{Name, Value};
use crate::catalog;
use crate::error::Diagnostic;
use crate::network::{Inputs, Network, Size};

impl Reader<'_> {
    /// Reads the network of a description made of statements.
    pub fn layers(&mut self, file: &File, first: &Statement) -> Option<Network> {
        self.mixed_styles(file);
        let inputs = file.first(Keyword::Inputs);
        if inputs.is_none() && self.faults.is_empty() {
            self.fault(
                Diagnostic::new("the network has no inputs", first.span())
                    .label("the description starts here")
                    .help("add a line such as `inputs x[n]` or `inputs x_1, x_2`"),
            );
        }
        let inputs = inputs.filter(|line| !line.broken).and_then(|line| {
            let value = self.inputs(line)?;
            let span = line.span();
            Some(Placed { value, span })
        });
        let definitions = self.definitions(file);
        let drafts = self.drafts(file, first, &definitions);
        let outputs = match file.first(Keyword::Output) {
            Some(line) if line.broken => return None,
            Some(line) => Some(Placed {
                value: self.output_names(line)?,
                span: line.span(),
            }),
            None => None,
        };
        self.unused(file, &definitions);
        let (inputs, mut drafts) = (inputs?, drafts?);
        if let [draft] = drafts.as_mut_slice()
            && draft.units.is_none()
        {
            draft.units = Some(units_of_short_style(draft, outputs.as_ref()));
        }
        self.assemble(&inputs, drafts, outputs)
    }

    fn mixed_styles(&mut self, file: &File) {
        let Some(layer) = file.first(Keyword::Layer) else {
            return;
        };
        for keyword in [Keyword::Weights, Keyword::Bias, Keyword::Activation] {
            let Some(line) = file.first(keyword) else {
                continue;
            };
            let word = keyword.text();
            let help = match keyword {
                Keyword::Activation => "a layer has its activation after its number of units: \
                                        `layer 1 sigmoid`"
                    .to_owned(),
                _ => format!("write them in the layer's line: `layer 1 sigmoid {word} ...`"),
            };
            self.fault(
                Diagnostic::new(format!("`{word}` beside `layer`"), line.span())
                    .label("which layer is this for?")
                    .help(help)
                    .related(layer.span(), "the layers are described one by one"),
            );
        }
    }

    fn inputs(&mut self, line: &Statement) -> Option<Inputs> {
        let tokens = line.tokens.as_slice();
        let kinds: Vec<Kind> = tokens.iter().take(2).map(|token| token.kind).collect();
        if kinds == [Kind::Name, Kind::OpenSquare] {
            let (name, size) = self.vector(tokens, line.end)?;
            let expr = self.store.name(&name.text);
            self.declare(expr, true, Role::Input, name.span);
            let name = name.text;
            return Some(Inputs::Indexed { name, size });
        }
        let list = self.names(tokens, line.end)?;
        for name in &list {
            let expr = names::variable(self.store, &name.text);
            self.declare(expr, false, Role::Input, name.span.clone());
        }
        Some(Inputs::Named(
            list.into_iter().map(|name| name.text).collect(),
        ))
    }

    /// `x[n]`
    fn vector(&mut self, tokens: &[Token], end: usize) -> Option<(Name, Size)> {
        let name = self.name(tokens[0])?;
        if names::entry_parts(&name.text).is_some() {
            self.fault(
                Diagnostic::new("a vector's name has no number", name.span)
                    .label("this is an entry of a vector"),
            );
            return None;
        }
        let close = tokens
            .iter()
            .position(|token| token.kind == Kind::CloseSquare);
        let Some(close) = close else {
            self.fault(
                Diagnostic::new("a bracket is never closed", tokens[1].span())
                    .label("opened here")
                    .related(end..end, "the line ends without closing it"),
            );
            return None;
        };
        if let Some(rest) = tokens.get(close + 1) {
            let found = rest.found(self.source);
            self.fault(
                Diagnostic::new(format!("unexpected {found}"), rest.span())
                    .label("expected the end of the line")
                    .help("a vector stands alone; several inputs are listed by name: `x_1, x_2`"),
            );
            return None;
        }
        let inner = &tokens[2..close];
        let span = match (inner.first(), inner.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => tokens[close].span(),
        };
        let size = self.size(inner, span.clone())?;
        self.declare_size(&size, span);
        Some((name, size))
    }

    fn declare_size(&mut self, size: &Size, span: Range<usize>) {
        if let Size::Symbol(name) = size {
            let expr = self.store.name(name);
            self.declare(expr, false, Role::Size, span);
        }
    }

    fn definitions(&mut self, file: &File) -> Definitions {
        let mut all = Definitions::default();
        for line in file.with(Keyword::Definition) {
            let read = if line.broken {
                None
            } else {
                self.definition(line)
            };
            let Some((name, definition)) = read else {
                continue;
            };
            all.entry(catalog::normal(&name)).or_insert(definition);
        }
        all
    }

    fn unused(&mut self, file: &File, definitions: &Definitions) {
        if file.first(Keyword::Layer).is_none() {
            return;
        }
        let unused = definitions.values().flatten().filter(|d| !d.used.get());
        let faults: Vec<Diagnostic> = unused
            .map(|definition| {
                let name = &definition.name;
                Diagnostic::new(format!("no layer uses `{name}`"), definition.span.clone())
                    .label("defined here")
                    .help(format!("name it in a layer: `layer 1 {name}`"))
            })
            .collect();
        self.faults(faults);
    }

    /// The layers as they are written; `None` if some are not there.
    fn drafts(
        &mut self,
        file: &File,
        first: &Statement,
        definitions: &Definitions,
    ) -> Option<Vec<Draft>> {
        if file.first(Keyword::Layer).is_some() {
            let mut drafts = Vec::new();
            for line in file.with(Keyword::Layer).filter(|line| !line.broken) {
                drafts.push(self.layer_line(line, definitions));
            }
            return Some(drafts);
        }
        let mut definition = file.with(Keyword::Definition);
        let line = file.first(Keyword::Activation).or(definition.next());
        let Some(line) = line else {
            if self.faults.is_empty() {
                self.fault(
                    Diagnostic::new("the network has no activation", first.span())
                        .label("the description starts here")
                        .help("add a line such as `activation sigmoid`, or `activation linear`"),
                );
            }
            return None;
        };
        if let Some(again) = definition.next() {
            self.fault(
                Diagnostic::new("`activation` is given twice", again.span())
                    .label("given again here")
                    .related(line.span(), "given first here"),
            );
        }
        let function = if line.broken {
            None
        } else if line.keyword == Keyword::Definition {
            let mut all = definitions.values().flatten();
            all.next().map(|definition| definition.function.clone())
        } else {
            self.function(&line.tokens, line.end, definitions)
        };
        let weights = file.first(Keyword::Weights);
        let bias = file.first(Keyword::Bias);
        Some(vec![Draft {
            units: None,
            function,
            weights: weights.map(|line| self.weight_values(&line.tokens, line)),
            bias: bias.map(|line| self.bias_values(&line.tokens, line)),
            span: line.span(),
        }])
    }

    /// `layer UNITS ACTIVATION [weights W] [bias b]`
    fn layer_line(&mut self, line: &Statement, definitions: &Definitions) -> Draft {
        let tokens = line.tokens.as_slice();
        // A minus sign belongs to the number after it.
        let after_units = match tokens {
            [a, slash, _, ..] if (a.kind, slash.kind) == (Kind::Number, Kind::Slash) => 3,
            [sign, _, ..] if sign.kind == Kind::Minus => 2,
            _ => 1,
        };
        if self.has_no_size(tokens) {
            return Draft {
                units: None,
                function: None,
                weights: None,
                bias: None,
                span: line.span(),
            };
        }
        let units = &tokens[..after_units.min(tokens.len())];
        let span = units.first().map_or(line.end, |token| token.start)
            ..units.last().map_or(line.end, |token| token.end);
        let size = self.size(units, span.clone());
        if let Some(size) = &size {
            self.declare_size(size, span.clone());
        }
        let mut draft = Draft {
            units: size.map(|value| Placed { value, span }),
            function: None,
            weights: None,
            bias: None,
            span: line.span(),
        };
        let rest = &tokens[units.len()..];
        let clauses = clauses(rest, self.source);
        let head = &rest[..clauses.first().map_or(rest.len(), |(at, _)| *at)];
        let end = head
            .last()
            .or(units.last())
            .map_or(line.end, |token| token.end);
        draft.function = self.function(head, end, definitions);
        for (index, (at, keyword)) in clauses.iter().enumerate() {
            let until = clauses.get(index + 1).map_or(rest.len(), |(at, _)| *at);
            let values = &rest[at + 1..until];
            let word = rest[*at];
            let given = match keyword {
                Keyword::Weights => draft.weights.is_some(),
                _ => draft.bias.is_some(),
            };
            if given {
                self.fault(
                    Diagnostic::new(format!("`{}` is given twice", keyword.text()), word.span())
                        .label("given again here"),
                );
                continue;
            }
            let end = values.last().map_or(word.end, |token| token.end);
            let clause = Statement {
                keyword: *keyword,
                place: word.span(),
                tokens: Vec::new(),
                end,
                broken: values.is_empty(),
            };
            if values.is_empty() {
                self.fault(
                    Diagnostic::new(format!("`{}` says nothing", keyword.text()), word.span())
                        .label("expected something after it"),
                );
            }
            match keyword {
                Keyword::Weights => draft.weights = Some(self.weight_values(values, &clause)),
                _ => draft.bias = Some(self.bias_values(values, &clause)),
            }
        }
        draft
    }

    /// Reports `layer sigmoid`, where the number of units is missing.
    fn has_no_size(&mut self, tokens: &[Token]) -> bool {
        let [name, rest @ ..] = tokens else {
            return false;
        };
        let text = name.text(self.source);
        let followed = rest.first().is_some_and(|next| {
            matches!(next.kind, Kind::Name | Kind::Number)
                && !matches!(&self.source[next.span()], "weights" | "bias")
        });
        if name.kind != Kind::Name || followed || catalog::find(&text).is_none() {
            return false;
        }
        self.fault(
            Diagnostic::new("the number of units is missing", name.span())
                .label("expected a number or a name before the activation")
                .help(format!("write for example `layer 1 {text}`")),
        );
        true
    }

    fn weight_values(
        &mut self,
        tokens: &[Token],
        line: &Statement,
    ) -> Option<Placed<Vec<Vec<Value>>>> {
        if line.broken {
            return None;
        }
        let value = self.rows(tokens, line.end)?;
        let span = line.span();
        Some(Placed { value, span })
    }

    fn bias_values(&mut self, tokens: &[Token], line: &Statement) -> Option<Placed<BiasValues>> {
        if line.broken {
            return None;
        }
        let span = line.span();
        if let [token] = tokens
            && token.text(self.source) == "none"
        {
            let value = BiasValues::None;
            return Some(Placed { value, span });
        }
        let rows = self.rows(tokens, line.end)?;
        // Commas and semicolons mean the same: one bias a unit.
        let value = BiasValues::List(rows.into_iter().flatten().collect());
        Some(Placed { value, span })
    }

    fn output_names(&mut self, line: &Statement) -> Option<OutputNames> {
        let kinds: Vec<Kind> = line.tokens.iter().take(2).map(|token| token.kind).collect();
        if kinds == [Kind::Name, Kind::OpenSquare] {
            let (name, size) = self.vector(&line.tokens, line.end)?;
            return Some(OutputNames::Vector(name, size));
        }
        self.names(&line.tokens, line.end).map(OutputNames::List)
    }
}

/// Where `weights` and `bias` stand in a layer's line, outside brackets.
fn clauses(tokens: &[Token], source: &str) -> Vec<(usize, Keyword)> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::OpenRound | Kind::OpenSquare => depth += 1,
            Kind::CloseRound | Kind::CloseSquare => depth = depth.saturating_sub(1),
            Kind::Name if depth == 0 => match &source[token.span()] {
                "weights" => found.push((index, Keyword::Weights)),
                "bias" => found.push((index, Keyword::Bias)),
                _ => {}
            },
            _ => {}
        }
    }
    found
}
