//! Expressions.

use std::cell::RefCell;
use std::rc::Rc;

use super::values::{Library, Value, last, library};
use super::{DEEPEST, Machine};
use crate::models::source::python::{Expr, Term};

/// The most items of a range that are listed.
const MOST_ITEMS: usize = 100;

/// The most characters or items of what is put together.
pub const LONGEST: usize = 10_000;

impl Machine<'_> {
    /// The value of an expression.
    pub fn evaluate(&mut self, expr: &Expr) -> Value {
        if self.depth > DEEPEST || self.spent() {
            return Value::unknown(
                expr.span.clone(),
                "the program is too deep or too long to follow",
            );
        }
        self.depth += 1;
        let value = self.term(expr);
        self.depth -= 1;
        value
    }

    fn term(&mut self, expr: &Expr) -> Value {
        match &expr.term {
            Term::Name(name) => self.named(name),
            Term::Number(text) => number(text).unwrap_or_else(|| self.not_known(&expr.span)),
            Term::Text(text) => Value::Text(text.as_str().into()),
            Term::List(items) => {
                let items = self.values(items);
                Value::list(items)
            }
            Term::Dict(pairs) => {
                let mut all = Vec::new();
                for (key, value) in pairs {
                    all.push((self.evaluate(key), self.evaluate(value)));
                }
                Value::Dict(Rc::new(RefCell::new(all)))
            }
            Term::Member(of, name) => {
                let of = self.evaluate(of);
                self.member(of, name, expr)
            }
            Term::Call(callee, arguments) => {
                let callee = self.evaluate(callee);
                let mut given = Vec::new();
                for argument in arguments {
                    let value = self.evaluate(&argument.value);
                    match (argument.stars, self.iterate(&value), &value) {
                        (1, Some(items), _) => {
                            given.extend(items.into_iter().map(|item| (None, item)));
                        }
                        (2, _, Value::Dict(pairs)) => {
                            for (key, value) in pairs.borrow().iter() {
                                given.push((key.text().map(str::to_owned), value.clone()));
                            }
                        }
                        (0, ..) => given.push((argument.name.clone(), value)),
                        _ => given.push((Some("**".to_owned()), self.not_known(&expr.span))),
                    }
                }
                self.call(callee, given, &expr.span)
            }
            Term::Index(of, keys) => {
                let of = self.evaluate(of);
                self.index(&of, keys, expr)
            }
            Term::Binary(sign, left, right) => {
                let left = self.evaluate(left);
                let right = self.evaluate(right);
                self.binary(sign, left, right, expr)
            }
            Term::Unary(sign, inner) => {
                let inner = self.evaluate(inner);
                self.unary(sign, inner, expr)
            }
            Term::Choice(condition, then, other) => match self.evaluate(condition).truth() {
                Some(true) => self.evaluate(then),
                Some(false) => self.evaluate(other),
                None => self.not_known(&expr.span),
            },
            Term::Lambda(function) => Value::Function(function.clone(), self.own()),
            Term::Each(element, variable, over) => {
                let over = self.evaluate(over);
                let Some(all) = self.iterate(&over).filter(|all| all.len() <= 64) else {
                    return self.not_known(&expr.span);
                };
                let mut items = Vec::new();
                for value in all {
                    self.assign(variable, value);
                    items.push(self.evaluate(element));
                }
                Value::list(items)
            }
            Term::Other => self.not_known(&expr.span),
        }
    }

    fn values(&mut self, items: &[Expr]) -> Vec<Value> {
        let mut all = Vec::new();
        for item in items {
            match &item.term {
                Term::Unary(sign, inner) if sign == "*" => {
                    let inner = self.evaluate(inner);
                    match self.iterate(&inner) {
                        Some(items) => all.extend(items),
                        None => all.push(self.not_known(&item.span)),
                    }
                }
                _ => all.push(self.evaluate(item)),
            }
        }
        all
    }

    fn named(&mut self, name: &str) -> Value {
        if let Some(value) = self.lookup(name) {
            return value;
        }
        match name {
            "None" => return Value::None,
            "True" => return Value::Bool(true),
            "False" => return Value::Bool(false),
            "__name__" => return Value::Text("__main__".into()),
            _ => {}
        }
        match super::names::usual(name, self.torch, &self.stars) {
            Some(path) => Value::Path(path.into()),
            None => Value::Symbol(name.into()),
        }
    }

    fn member(&mut self, of: Value, name: &str, expr: &Expr) -> Value {
        match of {
            Value::Path(path) => Value::Path(format!("{path}.{name}").into()),
            Value::Object(object) => {
                if let Some(value) = object.fields.borrow().get(name) {
                    return value.clone();
                }
                if name == "training" {
                    return Value::Bool(false);
                }
                if let Some(method) = super::calls::method(&object.class, name) {
                    return Value::Function(method, Some(object.clone()));
                }
                Value::Method(Value::Object(object).into(), name.into())
            }
            Value::Unknown(_) => of,
            // `args.hidden_size`, `config.n_in`: a size that is not known.
            Value::Symbol(_) => Value::Method(of.into(), name.into()),
            Value::Tensor(_) if matches!(name, "shape" | "T" | "mT") => self.not_known(&expr.span),
            of => Value::Method(of.into(), name.into()),
        }
    }

    fn index(&mut self, of: &Value, keys: &[Expr], expr: &Expr) -> Value {
        let key = match keys {
            [key] => self.evaluate(key),
            _ => return self.not_known(&expr.span),
        };
        if let Value::Dict(pairs) = of {
            let same = |own: &Value| match (own.text(), key.text()) {
                (Some(a), Some(b)) => a == b,
                _ => matches!((own, &key), (Value::Int(a), Value::Int(b)) if a == b),
            };
            let pairs = pairs.borrow();
            if let Some((_, value)) = pairs.iter().rev().find(|(own, _)| same(own)) {
                return value.clone();
            }
        }
        if let (Some(items), Value::Int(at)) = (self.iterate(of), &key) {
            let at = match *at < 0 {
                true => at + items.len() as i64,
                false => *at,
            };
            let item = usize::try_from(at)
                .ok()
                .and_then(|at| items.get(at).cloned());
            return item.unwrap_or_else(|| self.not_known(&expr.span));
        }
        // Columns of a table: `df[['age', 'dose']]`, `df['y']`.
        let columns = match &key {
            Value::List(_) => self.texts(&key),
            Value::Text(_) => Some(vec![key.text().unwrap_or_default().to_owned()]),
            _ => None,
        };
        match (of, columns) {
            (Value::Symbol(_) | Value::Unknown(_) | Value::Method(..), Some(_)) => {
                Value::Method(Box::new(of.clone()), "[]".into()).with_columns(key)
            }
            _ => self.not_known(&expr.span),
        }
    }

    /// The texts of a list of texts.
    pub fn texts(&self, value: &Value) -> Option<Vec<String>> {
        let items = value.items()?;
        items
            .iter()
            .map(|item| item.text().map(str::to_owned))
            .collect()
    }

    fn unary(&mut self, sign: &str, inner: Value, expr: &Expr) -> Value {
        match (sign, &inner) {
            ("-", Value::Int(n)) => n.checked_neg().map_or(inner, Value::Int),
            ("-", Value::Float(x)) => Value::Float(-x),
            ("-", Value::Tensor(node)) => self.scaled(*node, -1.0, 0.0, &expr.span),
            ("+" | "await", _) => inner,
            ("not", _) => match inner.truth() {
                Some(truth) => Value::Bool(!truth),
                None => self.not_known(&expr.span),
            },
            _ => self.not_known(&expr.span),
        }
    }

    fn binary(&mut self, sign: &str, left: Value, right: Value, expr: &Expr) -> Value {
        let tensor = |value: &Value| matches!(value, Value::Tensor(_));
        if (tensor(&left) || tensor(&right)) && matches!(sign, "+" | "-" | "*" | "/" | "@") {
            return self.arithmetic(sign, &left, &right, &expr.span);
        }
        if let (Value::Unknown(_), true) = (&left, tensor(&right)) {
            return left;
        }
        match (sign, &left, &right) {
            (_, Value::Int(a), Value::Int(b)) => {
                integers(sign, *a, *b).unwrap_or_else(|| self.not_known(&expr.span))
            }
            ("or", ..) => match left.truth() {
                Some(true) => left,
                Some(false) => right,
                None => self.not_known(&expr.span),
            },
            ("and", ..) => match left.truth() {
                Some(true) => right,
                Some(false) => left,
                None => self.not_known(&expr.span),
            },
            ("is" | "==", Value::None, Value::None) => Value::Bool(true),
            ("is not" | "!=", Value::None, Value::None) => Value::Bool(false),
            ("is" | "is not" | "==" | "!=", value, Value::None) => match value {
                Value::Unknown(_) | Value::Symbol(_) | Value::Method(..) => {
                    self.not_known(&expr.span)
                }
                _ => Value::Bool(matches!(sign, "is not" | "!=")),
            },
            ("==", Value::Text(a), Value::Text(b)) => Value::Bool(a == b),
            ("!=", Value::Text(a), Value::Text(b)) => Value::Bool(a != b),
            ("+", Value::Text(a), Value::Text(b)) if a.len() + b.len() <= LONGEST => {
                Value::Text(format!("{a}{b}").into())
            }
            ("+", Value::List(a), Value::List(b))
                if a.borrow().len() + b.borrow().len() <= LONGEST =>
            {
                let both = a
                    .borrow()
                    .iter()
                    .chain(b.borrow().iter())
                    .cloned()
                    .collect();
                Value::list(both)
            }
            ("*", Value::List(a), Value::Int(n)) | ("*", Value::Int(n), Value::List(a)) => {
                let items = a.borrow().clone();
                let count = usize::try_from(*n).unwrap_or(0);
                match items.len().saturating_mul(count) {
                    0..=MOST_ITEMS => {
                        let times = if items.is_empty() { 0 } else { count };
                        let all = std::iter::repeat_n(items, times).flatten();
                        Value::list(all.collect())
                    }
                    _ => self.not_known(&expr.span),
                }
            }
            ("+" | "-" | "*" | "/", a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => Value::Float(match sign {
                    "+" => a + b,
                    "-" => a - b,
                    "*" => a * b,
                    _ => a / b,
                }),
                _ => self.not_known(&expr.span),
            },
            _ => self.not_known(&expr.span),
        }
    }

    /// What a loop over a value runs over, if that is known.
    pub fn iterate(&self, value: &Value) -> Option<Vec<Value>> {
        match value {
            Value::List(all) => Some(all.borrow().clone()),
            Value::Made(made) if library(&made.path) == Library::Torch => {
                matches!(last(&made.path), "ModuleList" | "Sequential").then(|| made.parts())
            }
            _ => None,
        }
    }
}

impl Value {
    /// A member of a table with the columns that it is of.
    fn with_columns(self, columns: Value) -> Value {
        let pair = (Value::Text("columns".into()), columns);
        Value::Dict(Rc::new(RefCell::new(vec![
            pair,
            (Value::Text("of".into()), self),
        ])))
    }

    /// The columns of a table that were chosen.
    pub fn columns(&self) -> Option<Vec<String>> {
        let Value::Dict(pairs) = self else {
            return None;
        };
        let pairs = pairs.borrow();
        let (_, columns) = pairs
            .iter()
            .find(|(key, _)| key.text() == Some("columns"))?;
        match columns {
            Value::Text(text) => Some(vec![text.to_string()]),
            _ => {
                let items = columns.items()?;
                items
                    .iter()
                    .map(|item| item.text().map(str::to_owned))
                    .collect()
            }
        }
    }
}

fn number(text: &str) -> Option<Value> {
    if let Some(digits) = text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        return i64::from_str_radix(digits, 16).ok().map(Value::Int);
    }
    match text.parse::<i64>() {
        Ok(n) => Some(Value::Int(n)),
        Err(_) => text
            .parse::<f64>()
            .ok()
            .filter(|x| x.is_finite())
            .map(Value::Float),
    }
}

fn integers(sign: &str, a: i64, b: i64) -> Option<Value> {
    Some(match sign {
        "+" => Value::Int(a.checked_add(b)?),
        "-" => Value::Int(a.checked_sub(b)?),
        "*" => Value::Int(a.checked_mul(b)?),
        "//" => Value::Int(a.checked_div_euclid(b).filter(|_| b > 0)?),
        "%" => Value::Int(a.checked_rem_euclid(b).filter(|_| b > 0)?),
        "/" if b != 0 => Value::Float(a as f64 / b as f64),
        "**" => Value::Int(a.checked_pow(u32::try_from(b).ok()?)?),
        "==" => Value::Bool(a == b),
        "!=" => Value::Bool(a != b),
        "<" => Value::Bool(a < b),
        "<=" => Value::Bool(a <= b),
        ">" => Value::Bool(a > b),
        ">=" => Value::Bool(a >= b),
        "and" => Value::Int(if a == 0 { a } else { b }),
        "or" => Value::Int(if a != 0 { a } else { b }),
        _ => return None,
    })
}
