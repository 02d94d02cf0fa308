//! Statements.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::values::{Class, Unknown, Value};
use super::{DEEPEST, Frame, Machine};
use crate::models::source::python::{Expr, Statement, Term};

/// How often a loop is followed.
const MOST_ROUNDS: usize = 64;

/// Where a run goes on.
pub enum Flow {
    Next,
    Return(Value),
}

impl Machine<'_> {
    /// Runs statements.
    pub fn run(&mut self, all: &[Statement]) -> Flow {
        if self.depth > DEEPEST {
            return Flow::Next;
        }
        self.depth += 1;
        for statement in all {
            if self.spent() {
                break;
            }
            if let Flow::Return(value) = self.statement(statement) {
                self.depth -= 1;
                return Flow::Return(value);
            }
        }
        self.depth -= 1;
        Flow::Next
    }

    fn statement(&mut self, statement: &Statement) -> Flow {
        match statement {
            Statement::Assign(targets, value) => {
                let value = self.evaluate(value);
                for target in targets {
                    self.assign(target, value.clone());
                }
            }
            Statement::Expression(value) => {
                self.evaluate(value);
            }
            Statement::Return(value) => {
                let value = value
                    .as_ref()
                    .map_or(Value::None, |value| self.evaluate(value));
                return self.leave(value);
            }
            Statement::Function(function) => {
                if self.frames.is_empty() {
                    self.functions.push(function.clone());
                }
                let value = Value::Function(function.clone(), None);
                self.bind(&function.name, value);
            }
            Statement::Class(name, bases, body, span) => {
                let class = self.class(name, bases, body, span);
                self.bind(name, class);
            }
            Statement::If(branches, span) => return self.branch(branches, span),
            Statement::For(target, over, body, span) => return self.each(target, over, body, span),
            Statement::While(body, span) => {
                self.doubtful(
                    span,
                    "it is not known how often this loop runs",
                    |machine| {
                        machine.run(body);
                    },
                );
            }
            Statement::Block(body) => return self.run(body),
            Statement::Import(path, name) => {
                self.bind(name, Value::Path(path.as_str().into()));
            }
            Statement::ImportAll(module) => self.stars.push(module.clone()),
            Statement::Other => {}
        }
        Flow::Next
    }

    /// Leaves a function, if it is known that it is left here.
    fn leave(&mut self, value: Value) -> Flow {
        match (self.uncertain.clone(), self.frames.last_mut()) {
            (Some(doubt), Some(frame)) => {
                frame.doubt = Some(doubt);
                Flow::Next
            }
            _ => Flow::Return(value),
        }
    }

    /// Runs something of which it is not known whether or how often it runs.
    fn doubtful(&mut self, span: &Range<usize>, why: &str, run: impl FnOnce(&mut Self)) {
        let before = self.uncertain.clone();
        if before.is_none() {
            self.uncertain = Some(Rc::new(Unknown {
                span: span.clone(),
                why: why.to_owned(),
            }));
        }
        run(self);
        self.uncertain = before;
    }

    fn branch(&mut self, branches: &[(Option<Expr>, Vec<Statement>)], span: &Range<usize>) -> Flow {
        for (at, (condition, body)) in branches.iter().enumerate() {
            let truth = match condition {
                None => Some(true),
                Some(condition) => self.evaluate(condition).truth(),
            };
            match truth {
                Some(true) => return self.run(body),
                Some(false) => {}
                None => {
                    let why = "it is not known whether this condition holds";
                    self.doubtful(span, why, |machine| {
                        for (_, body) in &branches[at..] {
                            machine.run(body);
                        }
                    });
                    return Flow::Next;
                }
            }
        }
        Flow::Next
    }

    fn each(
        &mut self,
        target: &Expr,
        over: &Expr,
        body: &[Statement],
        span: &Range<usize>,
    ) -> Flow {
        let over = self.evaluate(over);
        match self.iterate(&over) {
            Some(all) if all.len() <= MOST_ROUNDS => {
                for value in all {
                    self.assign(target, value);
                    if let Flow::Return(value) = self.run(body) {
                        return Flow::Return(value);
                    }
                }
            }
            _ => self.doubtful(
                span,
                "it is not known how often this loop runs",
                |machine| {
                    machine.assign(target, Value::unknown(target.span.clone(), ""));
                    machine.run(body);
                },
            ),
        }
        Flow::Next
    }

    fn class(
        &mut self,
        name: &str,
        bases: &[Expr],
        body: &[Statement],
        span: &Range<usize>,
    ) -> Value {
        let bases = bases.iter().map(|base| self.evaluate(base)).collect();
        let mut methods = FxHashMap::default();
        let mut fields = Vec::new();
        for statement in body {
            match statement {
                Statement::Function(function) => {
                    methods.insert(function.name.clone(), function.clone());
                }
                Statement::Assign(targets, value) => {
                    let value = self.evaluate(value);
                    for target in targets {
                        if let Term::Name(name) = &target.term {
                            fields.push((name.clone(), value.clone()));
                        }
                    }
                }
                _ => {}
            }
        }
        let class = Rc::new(Class {
            name: name.to_owned(),
            bases,
            methods,
            fields,
            span: span.clone(),
        });
        self.classes.push(class.clone());
        Value::Class(class)
    }

    /// Gives a name a value.
    pub fn bind(&mut self, name: &str, value: Value) {
        if let Some(id) = value.id() {
            self.bound.insert(id);
            self.bindings
                .insert((self.frames.len(), name.to_owned()), id);
        }
        let names = match self.frames.last_mut() {
            Some(frame) => &mut frame.names,
            None => &mut self.globals,
        };
        names.insert(name.to_owned(), value);
    }

    /// Gives a target a value.
    pub fn assign(&mut self, target: &Expr, value: Value) {
        match &target.term {
            Term::Name(name) => {
                let before = self.lookup(name);
                let value = self.doubted(before.as_ref(), value);
                self.bind(name, value);
            }
            Term::List(targets) => {
                if let Value::Unknown(_) = value {
                    targets
                        .iter()
                        .for_each(|target| self.assign(target, value.clone()));
                    return;
                }
                let items = self
                    .iterate(&value)
                    .filter(|items| items.len() == targets.len());
                for (at, target) in targets.iter().enumerate() {
                    let item = items.as_ref().and_then(|items| items.get(at).cloned());
                    let item = item.unwrap_or_else(|| self.not_known(&target.span));
                    self.assign(target, item);
                }
            }
            Term::Member(of, name) => {
                if let Value::Object(object) = self.evaluate(of) {
                    let before = object.fields.borrow().get(name).cloned();
                    let value = self.doubted(before.as_ref(), value);
                    object.fields.borrow_mut().insert(name.clone(), value);
                }
            }
            Term::Index(of, keys) => {
                let of = self.evaluate(of);
                let key = keys.first().map(|key| self.evaluate(key));
                match (of, key) {
                    (Value::Dict(pairs), Some(key)) => pairs.borrow_mut().push((key, value)),
                    (Value::List(all), _) => {
                        let unknown = self.not_known(&target.span);
                        all.borrow_mut().push(unknown);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// A value that is assigned where it is not known whether the assignment runs.
    fn doubted(&self, before: Option<&Value>, value: Value) -> Value {
        let Some(doubt) = &self.uncertain else {
            return value;
        };
        match (before, &value) {
            (Some(Value::Tensor(a)), Value::Tensor(b)) if self.behind(*a) == self.behind(*b) => {
                value
            }
            (Some(_), _) => Value::Unknown(doubt.clone()),
            (None, _) => value,
        }
    }

    /// Something that is not understood.
    pub fn not_known(&self, span: &Range<usize>) -> Value {
        Value::unknown(
            span.clone(),
            format!("`{}` is not understood", self.excerpt(span)),
        )
    }

    /// The value of a name, if the program gives it one.
    pub fn lookup(&self, name: &str) -> Option<Value> {
        let own = self.frames.last().and_then(|frame| frame.names.get(name));
        // A function within a function sees the names of the outer one.
        let outer = || {
            let mut frames = self.frames.iter().rev().skip(1);
            frames.find_map(|frame| frame.names.get(name))
        };
        own.or_else(|| self.globals.get(name))
            .or_else(outer)
            .cloned()
    }

    /// Runs in a frame of its own; what it returns.
    pub fn framed(
        &mut self,
        names: FxHashMap<String, Value>,
        own: Option<Rc<super::values::Object>>,
        body: &[Statement],
    ) -> Value {
        self.frames.push(Frame {
            names,
            own,
            doubt: None,
        });
        let before = self.uncertain.take();
        let flow = self.run(body);
        self.uncertain = before;
        let frame = self.frames.pop().unwrap_or_default();
        match (frame.doubt, flow) {
            (Some(doubt), _) => Value::Unknown(doubt),
            (None, Flow::Return(value)) => value,
            (None, Flow::Next) => Value::None,
        }
    }

    /// The object whose method runs.
    pub fn own(&self) -> Option<Rc<super::values::Object>> {
        self.frames.last().and_then(|frame| frame.own.clone())
    }

    /// How many calls are open.
    pub fn calls(&self) -> usize {
        self.frames.len()
    }

    /// Why it is not known whether the statement at hand runs.
    pub fn doubt(&self) -> Option<Rc<Unknown>> {
        self.uncertain.clone()
    }
}
