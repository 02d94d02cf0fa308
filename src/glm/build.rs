//! From columns to predictors: names for variables, indicators and coefficients.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::coding::{self, Factor, Part, degree};
use super::terms::{Terms, squeezed};
use super::{Read, fault};
use crate::catalog;
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Store};
use crate::families::Family;
use crate::network::{Bias, Function, Inputs, Layer, Network, Outputs, Size, Weights};
use crate::parse;

/// Functions whose columns depend on all the data.
const OF_DATA: &[&str] = &[
    "poly", "ns", "bs", "scale", "s", "cut", "ordered", "relevel",
];

/// The response of several categories.
pub(super) struct Outcome<'a> {
    pub levels: Vec<String>,
    pub response: &'a str,
}

/// The columns of the design matrix.
pub(super) struct Design {
    /// Their names in R.
    pub columns: Vec<String>,
    /// What they are.
    pub values: Vec<Expr>,
    /// What their coefficients are called after; empty: the intercept.
    short: Vec<String>,
}

/// What a column has of one variable.
struct Piece {
    /// As R names it.
    r: String,
    /// Its value.
    value: Expr,
    /// What a coefficient is called after.
    short: String,
}

/// Puts a model together.
pub(super) struct Builder<'a> {
    store: &'a Store,
    source: &'a str,
    names: FxHashSet<String>,
    /// The vectors of which names are entries.
    bases: FxHashSet<String>,
    /// The names of the formula's variables, by what it calls them.
    words: FxHashMap<String, String>,
    /// What the names mean.
    pub legend: Vec<(Expr, String)>,
    /// The variables.
    pub inputs: FxHashSet<Expr>,
}

impl<'a> Builder<'a> {
    pub fn new(store: &'a Store, source: &'a str) -> Builder<'a> {
        Builder {
            store,
            source,
            names: FxHashSet::default(),
            bases: FxHashSet::default(),
            words: FxHashMap::default(),
            legend: Vec::new(),
            inputs: FxHashSet::default(),
        }
    }

    /// The columns of a formula.
    pub fn design(&mut self, terms: &Terms, factors: &[Option<Factor>]) -> Read<Design> {
        let mut values: Vec<Option<Expr>> = Vec::new();
        for (span, factor) in terms.variables.iter().zip(factors) {
            values.push(match factor {
                Some(_) => None,
                None => Some(self.term(span.clone())?),
            });
        }
        let mut design = Design {
            columns: Vec::new(),
            values: Vec::new(),
            short: Vec::new(),
        };
        if terms.intercept {
            design.columns.push("(Intercept)".to_owned());
            design.values.push(self.store.int(1));
            design.short.push(String::new());
        }
        for column in coding::columns(terms, factors) {
            let mut pieces: Vec<Piece> = Vec::new();
            for part in &column {
                pieces.push(self.piece(part, terms, factors, &values));
            }
            let joined = |text: &dyn Fn(&Piece) -> String, sign: &str| {
                let all: Vec<String> = pieces.iter().map(text).collect();
                all.join(sign)
            };
            design.columns.push(joined(&|piece| piece.r.clone(), ":"));
            let factors: Vec<Expr> = pieces.iter().map(|piece| piece.value).collect();
            design.values.push(self.store.mul(factors.as_slice()));
            design.short.push(joined(&|piece| piece.short.clone(), "_"));
        }
        Ok(design)
    }

    fn piece(
        &mut self,
        part: &Part,
        terms: &Terms,
        factors: &[Option<Factor>],
        values: &[Option<Expr>],
    ) -> Piece {
        let store = self.store;
        let (Part::Value(v) | Part::Level(v, _) | Part::Polynomial(v, _)) = part;
        let written = squeezed(&self.source[terms.variables[*v].clone()]);
        let bare = written.trim_matches('`').to_owned();
        let own = factors[*v].as_ref();
        let level = |k: usize| own.and_then(|factor| factor.levels.get(k)).cloned();
        let (r, short, words) = match part {
            Part::Value(v) => {
                let value = values[*v].unwrap_or_else(|| store.int(1));
                return Piece {
                    r: written.clone(),
                    value,
                    short: spelt(&bare),
                };
            }
            Part::Level(_, k) => {
                let level = level(*k).unwrap_or_default();
                let r = format!("{written}{level}");
                // What `factor(cyl)` is a factor of.
                let of = bare
                    .strip_prefix("factor(")
                    .and_then(|r| r.strip_suffix(')'));
                let of = of.unwrap_or(&bare);
                (
                    r,
                    spelt(&format!("{of}{level}")),
                    format!("1 where {of} is {level}, else 0"),
                )
            }
            Part::Polynomial(_, k) => {
                let r = format!("{written}{}", degree(*k));
                let words = format!(
                    "orthogonal polynomial of degree {k} in the number of the level of {bare}"
                );
                (r.clone(), spelt(&r), words)
            }
        };
        let known = self.legend.iter().find(|(_, own)| *own == words);
        let value = match known {
            Some((name, _)) => *name,
            None => {
                let name = self.variable(&short);
                self.legend.push((name, words));
                name
            }
        };
        Piece { r, value, short }
    }

    /// A free name for a variable, which is an input.
    fn variable(&mut self, wanted: &str) -> Expr {
        let name = self.free(wanted);
        let variable = parse::variable(self.store, &name);
        let base = match self.store.head(variable) {
            Head::Entry => self.store.args(variable)[0],
            _ => variable,
        };
        self.inputs.insert(base);
        variable
    }

    /// The wanted name, or one like it: no word of the language, no name that is taken, no entry of a
    /// vector that is a name by itself, nor the reverse.
    fn free(&mut self, wanted: &str) -> String {
        let store = self.store;
        let base = |name: &str| {
            let variable = parse::variable(store, name);
            match store.head(variable) {
                Head::Entry => store.name_text(store.args(variable)[0]),
                _ => None,
            }
        };
        let mut name = wanted.to_owned();
        while !parse::is_name(&name)
            || self.names.contains(&name)
            || self.bases.contains(&name)
            || base(&name).is_some_and(|base| self.names.contains(base))
        {
            name.push('v');
        }
        self.bases.extend(base(&name).map(str::to_owned));
        self.names.insert(name.clone());
        name
    }

    /// A term that the formula writes: a variable, or a function of variables.
    pub fn term(&mut self, span: Range<usize>) -> Read<Expr> {
        let store = self.store;
        let text = self.source[span.clone()].trim();
        let inner = text
            .strip_prefix("I(")
            .and_then(|rest| rest.strip_suffix(')'));
        let wrong = |message: String, label: &str, help: Option<&str>| {
            let fault_at = Diagnostic::new(message, span.clone()).label(label);
            let fault_at = match help {
                Some(help) => fault_at.help(help),
                None => fault_at,
            };
            fault("--glm", self.source, fault_at)
        };
        let plain = self.renamed(inner.unwrap_or(text));
        let called = text.split('(').next().unwrap_or_default();
        if OF_DATA.contains(&called) {
            return wrong(
                format!("the columns of `{called}` depend on the data"),
                "a formula alone does not say them",
                Some("powers are written `I(x^2)`; factors are said by `--levels`"),
            );
        }
        if called == "factor" {
            return wrong(
                "the levels of this factor are not known".to_owned(),
                "a formula alone does not say them",
                Some("add `--levels NAME=A,B,C`"),
            );
        }
        let read = parse::formula(store, &plain);
        let Ok(term) = read else {
            let message = read.err().and_then(|faults| faults.into_iter().next());
            let message = message.map_or_else(String::new, |fault| fault.message);
            return wrong(
                format!("this term cannot be read: {message}"),
                "no formula",
                None,
            );
        };
        let unknown = store
            .subterms(term)
            .into_iter()
            .find_map(|part| match store.head(part) {
                Head::Apply(name) => Some(name.to_string()),
                _ => None,
            });
        if let Some(name) = unknown {
            return wrong(
                format!("no function is called `{name}`"),
                "expected a function such as `log`",
                None,
            );
        }
        if store.head(term).is_formula() {
            return wrong(
                "a condition is no number".to_owned(),
                "expected a variable",
                Some("give it as a factor, with `--levels`"),
            );
        }
        for name in store.free_names(term) {
            if !parse::is_constant(store, name) {
                self.inputs.insert(name);
            }
        }
        Ok(term)
    }

    /// The name of a variable of the formula.
    fn word(&mut self, word: &str) -> String {
        if let Some(known) = self.words.get(word) {
            return known.clone();
        }
        let name = self.free(&spelt(word));
        if name != word {
            let variable = parse::variable(self.store, &name);
            self.legend.push((variable, word.to_owned()));
        }
        self.words.insert(word.to_owned(), name.clone());
        name
    }

    /// A term of R with names as plain formulas have them: no dots, no backquotes.
    fn renamed(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
            if let Some(quoted) = rest.strip_prefix('`') {
                let end = quoted.find('`').unwrap_or(quoted.len());
                out += &self.word(&quoted[..end]);
                rest = quoted.get(end + 1..).unwrap_or_default();
            } else if c.is_alphabetic() || c == '.' && !digit(&rest[1..]) {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_'));
                let end = end.unwrap_or(rest.len());
                let word = &rest[..end];
                let called = rest[end..].trim_start().starts_with('(');
                match called || word == "pi" {
                    true => out += word,
                    false => out += &self.word(word),
                }
                rest = &rest[end..];
            } else if c.is_ascii_digit() || c == '.' {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
                let end = end.unwrap_or(rest.len());
                out += &rest[..end];
                rest = &rest[end..];
            } else {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        out
    }

    /// The name of the mean.
    pub fn mean(&mut self, family: &Family) -> Expr {
        let wanted = match family.name {
            "binomial" => ["p", "mu", "m"],
            _ => ["mu", "m", "mean"],
        };
        let free = wanted.iter().find(|name| !self.names.contains(**name));
        let name = self.free(free.copied().unwrap_or("mu"));
        self.store.name(&name)
    }

    /// The name of a coefficient.
    fn weight(&mut self, column: &str) -> Expr {
        let wanted = match column {
            "" => "b".to_owned(),
            _ => {
                // The weight of x_1 or x1 is w_1.
                let digits = column
                    .strip_prefix('x')
                    .map(|rest| rest.trim_start_matches('_'));
                let number =
                    |rest: &&str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
                let letter = ["w", "beta"].into_iter().find(|w| !self.names.contains(*w));
                let letter = letter.unwrap_or("c");
                format!("{letter}_{}", digits.filter(number).unwrap_or(column))
            }
        };
        let name = match column {
            "" => {
                let free = ["b", "beta_0", "b_0"];
                let free = free.iter().find(|name| !self.names.contains(**name));
                self.free(free.copied().unwrap_or("b"))
            }
            _ => self.free(&wanted),
        };
        parse::variable(self.store, &name)
    }

    /// The linear predictor.
    pub fn predictor(
        &mut self,
        design: &Design,
        numbers: Option<Vec<Vec<Expr>>>,
        offsets: &[Expr],
    ) -> Expr {
        let store = self.store;
        let row = numbers.and_then(|rows| rows.into_iter().next());
        let mut terms: Vec<Expr> = Vec::new();
        for (k, short) in design.short.iter().enumerate() {
            let number = row.as_ref().and_then(|row| row.get(k).copied());
            let weight = number.unwrap_or_else(|| self.weight(short));
            terms.push(weighted(store, weight, design.values[k]));
        }
        terms.extend_from_slice(offsets);
        match terms.as_slice() {
            [] => store.int(0),
            [one] => *one,
            _ => store.add(terms.as_slice()),
        }
    }

    /// The network of several categories: the first level is the baseline and comes last, all its
    /// weights are 0.
    pub fn multinomial(
        &mut self,
        outcome: &Outcome<'_>,
        design: &Design,
        numbers: Option<Vec<Vec<Expr>>>,
    ) -> Read<Network> {
        let store = self.store;
        let Some(catalog::Entry::Link(softmax)) = catalog::find("softmax") else {
            return fault(
                "--glm",
                self.source,
                Diagnostic::new("no softmax is known", 0..0),
            );
        };
        let mut outputs: Vec<String> = Vec::new();
        let mut rows: Vec<Vec<Expr>> = Vec::new();
        let levels = outcome.levels.iter().enumerate();
        for (k, level) in levels.cycle().skip(1).take(outcome.levels.len()) {
            let name = self.free(&format!("p_{}", spelt(level)));
            let words = format!("probability that {} is {level}", outcome.response);
            self.legend.push((parse::variable(store, &name), words));
            outputs.push(name);
            rows.push(match (k.checked_sub(1), &numbers) {
                (None, _) => vec![store.int(0); design.short.len()],
                (Some(k), Some(numbers)) => numbers[k].clone(),
                (Some(_), None) => {
                    let names = design.short.iter().map(|short| match short.as_str() {
                        "" => format!("b_{}", spelt(level)),
                        short => format!("w_{}_{short}", spelt(level)),
                    });
                    let names: Vec<String> = names.collect();
                    let free = names.iter().map(|name| self.free(name));
                    free.map(|name| parse::variable(store, &name)).collect()
                }
            });
        }
        let intercept = design.short.first().is_some_and(String::is_empty);
        let bias = match intercept {
            true => Bias::Values(rows.iter_mut().map(|row| row.remove(0)).collect()),
            false => Bias::None,
        };
        let values = &design.values[usize::from(intercept)..];
        let mut inputs: Vec<String> = Vec::new();
        for (value, short) in values.iter().zip(&design.short[usize::from(intercept)..]) {
            let own = crate::render::plain(store, *value);
            if matches!(store.head(*value), Head::Name(_) | Head::Entry) {
                inputs.push(own);
                continue;
            }
            let name = self.free(short);
            self.legend.push((store.name(&name), own));
            inputs.push(name);
        }
        if inputs.is_empty() {
            let diagnostic = Diagnostic::new(
                "this model has no columns but the intercept",
                0..self.source.len(),
            )
            .label("expected a variable");
            return fault("--glm", self.source, diagnostic);
        }
        Ok(Network::Layers {
            inputs: Inputs::Named(inputs),
            layers: vec![Layer {
                units: Size::Number(outcome.levels.len() as u64),
                function: Function::Link(softmax, Vec::new()),
                weights: Weights::Values(rows),
                bias,
            }],
            outputs: Outputs::Named(outputs),
        })
    }
}

/// A product with a coefficient, as its author writes it: a negative number makes the term
/// negative, and the intercept stands by itself.
fn weighted(store: &Store, weight: Expr, value: Expr) -> Expr {
    if value == store.int(1) {
        return weight;
    }
    match (store.head(weight), store.args(weight)) {
        (Head::Neg, [positive]) => store.neg(weighted(store, *positive, value)),
        _ => {
            let mut factors = vec![weight];
            match store.head(value) {
                Head::Mul => factors.extend_from_slice(store.args(value)),
                _ => factors.push(value),
            }
            store.mul(factors.as_slice())
        }
    }
}

/// A text as a name: letters and digits, from a letter on; no entry of a vector unless it was one.
fn spelt(text: &str) -> String {
    if parse::is_name(text) {
        return text.to_owned();
    }
    let inner = text
        .strip_prefix("I(")
        .and_then(|rest| rest.strip_suffix(')'));
    let text = inner.unwrap_or(text).replace("^2", "sq");
    let name: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    match name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => name,
        false => format!("v{name}"),
    }
}
