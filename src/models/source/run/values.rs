//! What expressions of a program mean, as far as a model needs it.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::models::source::python::Function;

/// A value.
#[derive(Clone, Debug)]
pub enum Value {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Rc<str>),
    /// A name whose value is not known.
    Symbol(Rc<str>),
    /// A list or a tuple.
    List(Rc<RefCell<Vec<Value>>>),
    Dict(Rc<RefCell<Vec<(Value, Value)>>>),
    /// Something of a library: `keras.layers.Dense`.
    Path(Rc<str>),
    /// What a call of a library's class or function made.
    Made(Rc<Made>),
    /// A vector that flows through the network: a node.
    Tensor(usize),
    /// A function, and the object that it is a method of.
    Function(Rc<Function>, Option<Rc<Object>>),
    Class(Rc<Class>),
    Object(Rc<Object>),
    /// A member of a value, to be called.
    Method(Box<Value>, Rc<str>),
    /// `super()`
    Super(Rc<Object>),
    /// What is not understood.
    Unknown(Rc<Unknown>),
}

/// Something that is not understood: where, and what it is.
#[derive(Debug)]
pub struct Unknown {
    /// Its bytes.
    pub span: Range<usize>,
    /// What is said of it.
    pub why: String,
}

/// What a call of a library made.
#[derive(Debug)]
pub struct Made {
    /// What was called.
    pub path: String,
    /// Its arguments.
    pub arguments: Vec<(Option<String>, Value)>,
    /// What was added to it later.
    pub added: RefCell<Vec<Value>>,
    /// The call.
    pub span: Range<usize>,
    /// Its number.
    pub id: usize,
}

/// A class of the program.
#[derive(Debug)]
pub struct Class {
    pub name: String,
    pub bases: Vec<Value>,
    pub methods: FxHashMap<String, Rc<Function>>,
    pub fields: Vec<(String, Value)>,
    pub span: Range<usize>,
}

/// An object of a class of the program.
#[derive(Debug)]
pub struct Object {
    pub class: Rc<Class>,
    pub fields: RefCell<FxHashMap<String, Value>>,
    pub id: usize,
}

impl Value {
    /// A list.
    pub fn list(all: Vec<Value>) -> Value {
        Value::List(Rc::new(RefCell::new(all)))
    }

    /// What is not understood.
    pub fn unknown(span: Range<usize>, why: impl Into<String>) -> Value {
        Value::Unknown(Rc::new(Unknown {
            span,
            why: why.into(),
        }))
    }

    /// The text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Int(n) => Some(*n as f64),
            Value::Float(x) => Some(*x),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn items(&self) -> Option<Vec<Value>> {
        match self {
            Value::List(all) => Some(all.borrow().clone()),
            _ => None,
        }
    }

    /// Whether it counts as true, if that is known.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Value::None => Some(false),
            Value::Bool(b) => Some(*b),
            Value::Int(n) => Some(*n != 0),
            Value::Float(x) => Some(*x != 0.0),
            Value::Text(text) => Some(!text.is_empty()),
            Value::List(all) => Some(!all.borrow().is_empty()),
            Value::Made(_) | Value::Object(_) | Value::Function(..) | Value::Class(_) => Some(true),
            _ => None,
        }
    }

    /// The number of a model's part, by which it is told from others.
    pub fn id(&self) -> Option<usize> {
        match self {
            Value::Made(made) => Some(made.id),
            Value::Object(object) => Some(object.id),
            _ => None,
        }
    }
}

impl Made {
    /// The last part of its path.
    pub fn name(&self) -> &str {
        last(&self.path)
    }

    /// An argument, by its names, or by its place among those without a name.
    pub fn argument(&self, place: usize, names: &[&str]) -> Option<&Value> {
        argument(&self.arguments, place, names)
    }

    /// An argument that only has a name.
    pub fn named(&self, names: &[&str]) -> Option<&Value> {
        argument(&self.arguments, usize::MAX, names)
    }

    /// What it holds: the arguments that are no options, and what was added.
    pub fn parts(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for (name, value) in &self.arguments {
            let given = name
                .as_deref()
                .is_none_or(|name| matches!(name, "layers" | "modules"));
            match value {
                Value::List(list) if given => all.extend(list.borrow().iter().cloned()),
                // `OrderedDict` and the like keep their order.
                Value::Dict(pairs) if given => {
                    all.extend(pairs.borrow().iter().map(|(_, value)| value.clone()));
                }
                Value::Made(inner) if given && inner.name() == "OrderedDict" => {
                    // Pairs of a name and a module.
                    all.extend(inner.parts().into_iter().filter_map(|part| match part {
                        Value::List(pair) => pair.borrow().last().cloned(),
                        part => Some(part),
                    }));
                }
                Value::Text(_) | Value::None => {}
                value if given => all.push(value.clone()),
                _ => {}
            }
        }
        all.extend(self.added.borrow().iter().cloned());
        all
    }
}

/// An argument, by its names, or by its place among those without a name.
pub fn argument<'a>(
    all: &'a [(Option<String>, Value)],
    place: usize,
    names: &[&str],
) -> Option<&'a Value> {
    let named = all
        .iter()
        .find(|(name, _)| name.as_deref().is_some_and(|name| names.contains(&name)));
    let mut plain = all.iter().filter(|(name, _)| name.is_none());
    named.or_else(|| plain.nth(place)).map(|(_, value)| value)
}

/// The last part of a path.
pub fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Whose something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Library {
    Keras,
    Torch,
    Sklearn,
    Statsmodels,
    Python,
    Other,
}

/// Whose a path is.
pub fn library(path: &str) -> Library {
    match path.split('.').next().unwrap_or_default() {
        "keras" | "tensorflow" | "tf" | "tf_keras" | "keras_core" | "tflearn" => Library::Keras,
        "torch" | "pytorch_lightning" | "lightning" | "pl" => Library::Torch,
        "sklearn" => Library::Sklearn,
        "statsmodels" => Library::Statsmodels,
        "builtins" | "collections" => Library::Python,
        _ => Library::Other,
    }
}
