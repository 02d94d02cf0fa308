//! Calls of methods.

use std::ops::Range;

use super::calls::method;
use super::evaluate::LONGEST;
use super::values::{Library, Object, Value, library};
use super::{Event, Machine};
use std::rc::Rc;

/// Methods of vectors that leave them as they are for one sample.
const SAME: &[&str] = &[
    "view",
    "reshape",
    "flatten",
    "squeeze",
    "float",
    "double",
    "to",
    "cuda",
    "cpu",
    "contiguous",
    "detach",
    "clone",
    "requires_grad_",
    "view_as",
    "type",
    "half",
    "astype",
];

/// Methods of models that give the model back.
const ITSELF: &[&str] = &[
    "fit",
    "to",
    "cuda",
    "cpu",
    "eval",
    "train",
    "float",
    "double",
    "half",
    "requires_grad_",
    "apply",
    "share_memory",
    "fit_regularized",
    "set_params",
    "partial_fit",
];

impl Machine<'_> {
    /// A call of a method.
    pub fn call_method(
        &mut self,
        of: Value,
        name: &str,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        match of {
            Value::Tensor(node) => self.of_tensor(node, name, arguments, span),
            Value::List(list) => {
                let value = arguments.into_iter().map(|(_, value)| value).next_back();
                let value = value.unwrap_or(Value::None);
                let value = match self.doubt() {
                    Some(doubt) => Value::Unknown(doubt),
                    None => value,
                };
                match (name, self.iterate(&value)) {
                    ("append", _) => list.borrow_mut().push(value),
                    ("extend", Some(items)) if items.len() + list.borrow().len() <= LONGEST => {
                        list.borrow_mut().extend(items);
                    }
                    ("extend" | "insert" | "pop" | "remove", _) => {
                        let unknown = self.not_known(span);
                        list.borrow_mut().push(unknown);
                    }
                    _ => return self.not_known(span),
                }
                Value::None
            }
            Value::Made(made) => {
                let value = arguments.iter().map(|(_, value)| value.clone()).next_back();
                let value = match (self.doubt(), value) {
                    (Some(doubt), _) => Value::Unknown(doubt),
                    (None, value) => value.unwrap_or(Value::None),
                };
                match name {
                    "add" | "append" | "add_module" | "register_module" => {
                        made.added.borrow_mut().push(value);
                        return Value::None;
                    }
                    "extend" | "insert" | "pop" => {
                        let unknown = self.not_known(span);
                        made.added.borrow_mut().push(unknown);
                        return Value::None;
                    }
                    "cdf" if made.name() == "Normal" => {
                        if let Some(Value::Tensor(node)) = arguments.first().map(|(_, value)| value)
                        {
                            return self.activation("probit", *node, span);
                        }
                    }
                    "forward" | "__call__" | "call" => {
                        return self.call(Value::Made(made), arguments, span);
                    }
                    _ => {}
                }
                self.events.push(Event {
                    of: made.id,
                    method: name.into(),
                    arguments,
                });
                match ITSELF.contains(&name) && library(&made.path) != Library::Other {
                    true => Value::Made(made),
                    false => self.not_known(span),
                }
            }
            Value::Object(object) => self.of_object(object, name, arguments, span),
            Value::Super(object) => self.of_super(&object, name, arguments, span),
            Value::Dict(pairs) if name == "get" => {
                let key = arguments
                    .first()
                    .and_then(|(_, value)| value.text().map(str::to_owned));
                let pairs = pairs.borrow();
                let found = pairs
                    .iter()
                    .rev()
                    .find(|(own, _)| own.text() == key.as_deref());
                match (found, arguments.get(1)) {
                    (Some((_, value)), _) => value.clone(),
                    (None, Some((_, value))) => value.clone(),
                    (None, None) => Value::None,
                }
            }
            Value::Unknown(unknown) => Value::Unknown(unknown),
            _ => self.not_known(span),
        }
    }

    fn of_object(
        &mut self,
        object: Rc<Object>,
        name: &str,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        if let "add_module" | "register_module" | "register_parameter" = name
            && let [(_, Value::Text(field)), (_, value)] = arguments.as_slice()
        {
            object
                .fields
                .borrow_mut()
                .insert(field.to_string(), value.clone());
            return Value::None;
        }
        // Keras' subclasses make their weights so.
        if name == "add_weight" {
            return self.make("keras.add_weight", arguments, span);
        }
        self.events.push(Event {
            of: object.id,
            method: name.into(),
            arguments,
        });
        match ITSELF.contains(&name) {
            true => Value::Object(object),
            false => self.not_known(span),
        }
    }

    fn of_super(
        &mut self,
        object: &Rc<Object>,
        name: &str,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        // What the class is based on; the method at hand is the one below.
        let below = object.class.bases.iter().find_map(|base| match base {
            Value::Class(base) => method(base, name),
            _ => None,
        });
        match below {
            Some(function) => self.call_function(&function, Some(object.clone()), arguments, span),
            None if name == "__init__" || name == "build" => Value::None,
            None => self.not_known(span),
        }
    }

    fn of_tensor(
        &mut self,
        node: usize,
        name: &str,
        arguments: Vec<(Option<String>, Value)>,
        span: &Range<usize>,
    ) -> Value {
        if SAME.contains(&name) {
            return self.flat(node, span);
        }
        // A method is the function of this name, the vector its first argument.
        let mut all = vec![(None, Value::Tensor(node))];
        all.extend(arguments);
        let library = if self.torch { "torch" } else { "keras.ops" };
        let given = super::calls::tensors(&all).unwrap_or_default();
        self.functional(&format!("{library}.{name}"), &given, &all, span)
    }
}
