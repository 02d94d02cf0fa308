//! Calls: of the program's functions and classes, of libraries, of layers.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::values::{Class, Library, Made, Object, Value, last, library};
use super::{DEEPEST, Machine};
use crate::models::source::python::Function;

/// How many calls may be open.
const MOST_CALLS: usize = 25;

/// How the methods are called that are what a model does.
pub const FORWARD: &[&str] = &["forward", "call", "__call__"];

/// A method of a class, or of those that it is based on.
pub fn method(class: &Rc<Class>, name: &str) -> Option<Rc<Function>> {
    let mut class = class.clone();
    for _ in 0..MOST_CALLS {
        if let Some(found) = class.methods.get(name) {
            return Some(found.clone());
        }
        class = base(&class)?;
    }
    None
}

/// The class of the program that a class is based on.
fn base(class: &Class) -> Option<Rc<Class>> {
    class.bases.iter().find_map(|base| match base {
        Value::Class(base) => Some(base.clone()),
        _ => None,
    })
}

impl Machine<'_> {
    /// A call.
    pub fn call(
        &mut self,
        callee: Value,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        if self.calls() > MOST_CALLS || self.depth > DEEPEST {
            return Value::unknown(span.clone(), "the program's calls are too deep to follow");
        }
        self.depth += 1;
        let value = self.called_value(callee, arguments, span);
        self.depth -= 1;
        value
    }

    fn called_value(
        &mut self,
        callee: Value,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        match callee {
            Value::Path(path) => self.call_path(&path, arguments, span),
            Value::Class(class) => self.instance(&class, arguments),
            Value::Function(function, own) => self.call_function(&function, own, arguments, span),
            Value::Made(made) => match tensors(&arguments) {
                Some(given) => self.layer(&made, &given, span),
                None => unknown_among(&arguments).unwrap_or_else(|| self.not_known(span)),
            },
            Value::Object(object) => {
                let found = FORWARD.iter().find_map(|name| method(&object.class, name));
                match found {
                    Some(function) => self.call_function(&function, Some(object), arguments, span),
                    None => {
                        let why = format!("`{}` has no method `forward`", object.class.name);
                        Value::unknown(span.clone(), why)
                    }
                }
            }
            Value::Method(of, name) => self.call_method(*of, &name, arguments, span),
            Value::Unknown(unknown) => Value::Unknown(unknown),
            _ => self.not_known(span),
        }
    }

    fn call_path(
        &mut self,
        path: &str,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        if let Some(own) = path.strip_prefix("builtins.") {
            return self.own_function(own, arguments, span);
        }
        let makes_model = matches!(last(path), "Model" | "Functional" | "Sequential");
        if !makes_model && let Some(given) = tensors(&arguments) {
            return self.functional(path, &given, &arguments, span);
        }
        if let Some(unknown) = unknown_among(&arguments)
            && matches!(library(path), Library::Torch | Library::Keras)
            && is_function(last(path))
        {
            return unknown;
        }
        match library(path) {
            Library::Other => Value::unknown(
                span.clone(),
                format!("`{}` is of a library that is not read", self.excerpt(span)),
            ),
            Library::Sklearn if last(path) == "train_test_split" => {
                let plain = arguments.into_iter().filter(|(name, _)| name.is_none());
                Value::list(
                    plain
                        .flat_map(|(_, value)| [value.clone(), value])
                        .collect(),
                )
            }
            Library::Keras if last(path) == "Input" => match self.make(path, arguments, span) {
                Value::Made(made) => crate::models::source::keras::input(self, &made),
                other => other,
            },
            _ => self.make(path, arguments, span),
        }
    }

    /// What a call of a library makes.
    pub fn make(
        &mut self,
        path: &str,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        let made = Value::Made(Rc::new(Made {
            path: path.to_owned(),
            arguments,
            added: RefCell::default(),
            span: span.clone(),
            id: self.made.len(),
        }));
        self.made.push(made.clone());
        made
    }

    fn own_function(
        &mut self,
        name: &str,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        let values: Vec<&Value> = arguments.iter().map(|(_, value)| value).collect();
        match (name, values.as_slice()) {
            ("super", _) => match self.own() {
                Some(own) => Value::Super(own),
                None => self.not_known(span),
            },
            ("print", _) => Value::None,
            ("range", all) => {
                let numbers: Option<Vec<i64>> = all
                    .iter()
                    .map(|value| match value {
                        Value::Int(n) => Some(*n),
                        _ => None,
                    })
                    .collect();
                let (from, to) = match numbers.as_deref() {
                    Some([to]) => (0, *to),
                    Some([from, to]) => (*from, *to),
                    _ => return self.not_known(span),
                };
                match to.saturating_sub(from) {
                    ..=0 => Value::list(Vec::new()),
                    1..=100 => Value::list((from..to).map(Value::Int).collect()),
                    _ => self.not_known(span),
                }
            }
            ("len", [value]) => match self.iterate(value) {
                Some(all) => Value::Int(all.len() as i64),
                None => self.not_known(span),
            },
            ("list" | "tuple", [value]) => match self.iterate(value) {
                Some(all) => Value::list(all),
                None => self.not_known(span),
            },
            ("list" | "tuple", []) => Value::list(Vec::new()),
            ("reversed", [value]) => match self.iterate(value) {
                Some(all) => Value::list(all.into_iter().rev().collect()),
                None => self.not_known(span),
            },
            ("enumerate", [value]) => match self.iterate(value) {
                Some(all) => {
                    let pairs = all.into_iter().enumerate();
                    let pairs =
                        pairs.map(|(at, item)| Value::list(vec![Value::Int(at as i64), item]));
                    Value::list(pairs.collect())
                }
                None => self.not_known(span),
            },
            ("zip", [a, b]) => match (self.iterate(a), self.iterate(b)) {
                (Some(a), Some(b)) => {
                    let pairs = a.into_iter().zip(b);
                    Value::list(pairs.map(|(a, b)| Value::list(vec![a, b])).collect())
                }
                _ => self.not_known(span),
            },
            ("int", [Value::Int(n)]) => Value::Int(*n),
            ("int", [Value::Float(x)]) if x.abs() < 1e15 => Value::Int(x.trunc() as i64),
            ("dict", _) => {
                let pairs = arguments
                    .into_iter()
                    .filter_map(|(name, value)| Some((Value::Text(name?.as_str().into()), value)));
                Value::Dict(Rc::new(RefCell::new(pairs.collect())))
            }
            _ => self.not_known(span),
        }
    }

    /// An object of a class of the program; parameters without a value are symbols.
    pub fn instance(
        &mut self,
        class: &Rc<Class>,
        arguments: Vec<(Option<String>, Value)>,
    ) -> Value {
        let object = Rc::new(Object {
            class: class.clone(),
            fields: RefCell::default(),
            id: self.made.len(),
        });
        self.made.push(Value::Object(object.clone()));
        let mut at = Some(class.clone());
        let mut fields = Vec::new();
        for _ in 0..MOST_CALLS {
            let Some(class) = at else { break };
            fields.extend(class.fields.iter().cloned());
            at = base(&class);
        }
        object.fields.borrow_mut().extend(fields.into_iter().rev());
        if let Some(function) = method(class, "__init__") {
            let span = class.span.clone();
            self.call_function(&function, Some(object.clone()), arguments, &span);
        }
        if let Some(function) = method(class, "build") {
            let span = class.span.clone();
            self.call_function(&function, Some(object.clone()), Vec::new(), &span);
        }
        Value::Object(object)
    }

    /// Runs a function of the program.
    pub fn call_function(
        &mut self,
        function: &Rc<Function>,
        own: Option<Rc<Object>>,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        if self.calls() > MOST_CALLS {
            return Value::unknown(span.clone(), "the program's calls are too deep to follow");
        }
        let mut names: FxHashMap<String, Value> = FxHashMap::default();
        let mut plain: Vec<Value> = Vec::new();
        // A lambda within a method knows the object by the frame around it.
        let takes_own = own.is_some() && function.name != "lambda" && !is_static(function);
        if let (Some(own), true) = (&own, takes_own) {
            plain.push(Value::Object(own.clone()));
        }
        let mut named: Vec<(String, Value)> = Vec::new();
        for (name, value) in arguments {
            match name {
                Some(name) => named.push((name, value)),
                None => plain.push(value),
            }
        }
        let mut plain = plain.into_iter();
        for parameter in &function.parameters {
            let given = match parameter.stars {
                0 => named.iter().position(|(name, _)| *name == parameter.name),
                _ => None,
            };
            let value = match (parameter.stars, given) {
                (1, _) => Value::list(plain.by_ref().collect()),
                (2, _) => {
                    let all = named.drain(..);
                    let pairs = all.map(|(name, value)| (Value::Text(name.as_str().into()), value));
                    Value::Dict(Rc::new(RefCell::new(pairs.collect())))
                }
                (_, Some(at)) => named.remove(at).1,
                (_, None) => match (plain.next(), &parameter.default) {
                    (Some(value), _) => value,
                    (None, Some(default)) => self.evaluate(default),
                    (None, None) => Value::Symbol(parameter.name.as_str().into()),
                },
            };
            names.insert(parameter.name.clone(), value);
        }
        if function.name == "lambda" {
            // It sees the names around it.
            for (name, value) in self
                .frames
                .last()
                .map(|frame| &frame.names)
                .into_iter()
                .flatten()
            {
                names.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        self.framed(names, own, &function.body)
    }
}

/// Whether a function takes no object although it is a method.
fn is_static(function: &Function) -> bool {
    let first = function.parameters.first().map(|first| first.name.as_str());
    function.decorated && !matches!(first, Some("self" | "cls"))
}

/// The vectors among the arguments, also those in a list; none if there are none.
pub fn tensors(arguments: &[(Option<String>, Value)]) -> Option<Vec<usize>> {
    let mut all = Vec::new();
    for (_, value) in arguments {
        match value {
            Value::Tensor(node) => all.push(*node),
            Value::List(items) => {
                let items = items.borrow();
                let nodes = items.iter().filter_map(|item| match item {
                    Value::Tensor(node) => Some(*node),
                    _ => None,
                });
                let nodes: Vec<usize> = nodes.collect();
                if nodes.len() == items.len() {
                    all.extend(nodes);
                }
            }
            _ => {}
        }
    }
    (!all.is_empty()).then_some(all)
}

/// Whether a name is that of a function of vectors: classes begin with a capital letter, and what
/// makes weights may be given sizes that are not known.
fn is_function(name: &str) -> bool {
    let makes_weights = [
        "zeros", "randn", "rand", "ones", "empty", "normal", "uniform", "tensor",
    ];
    name.starts_with(|c: char| c.is_lowercase()) && !makes_weights.contains(&name)
}

/// What is not understood among the arguments.
fn unknown_among(arguments: &[(Option<String>, Value)]) -> Option<Value> {
    let found = arguments
        .iter()
        .find(|(_, value)| matches!(value, Value::Unknown(_)));
    found.map(|(_, value)| value.clone())
}
