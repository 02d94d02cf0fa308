//! Follows a program as far as its models need it: assignments, calls, classes, loops whose number
//! is known. Nothing of a library is run; what its calls make is kept as it is written.

mod apply;
mod calls;
mod evaluate;
mod execute;
mod methods;
mod names;
pub mod values;
mod widths;

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::Diagnostic;
use crate::expr::Store;
use crate::models::graph::{Graph, Op};
use crate::network::Size;

use values::{Unknown, Value};

/// How many steps a program may take.
const MOST_STEPS: usize = 200_000;

/// How deep calls and expressions may be.
const DEEPEST: usize = 200;

/// What is known of a node beside what the graph says.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// The sizes of its axes but for that of the samples; empty: not known.
    pub shape: Vec<Size>,
    /// Whether it gives the logarithms of what is said.
    pub logarithms: bool,
    /// Whether it is a normalization that stands for factors and a shift.
    pub normalizes: bool,
    /// The layer that it is of.
    pub origin: Option<usize>,
}

/// A call of a method of a library's object.
pub struct Event {
    /// The number of the object.
    pub of: usize,
    /// The method.
    pub method: Rc<str>,
    /// Its arguments.
    pub arguments: Vec<(Option<String>, Value)>,
}

/// The names of one call of a function.
#[derive(Default)]
struct Frame {
    names: FxHashMap<String, Value>,
    /// The object whose method runs.
    own: Option<Rc<values::Object>>,
    /// Why it is not known what the function returns.
    doubt: Option<Rc<Unknown>>,
}

/// The state of a run.
pub struct Machine<'a> {
    pub store: &'a Store,
    pub source: &'a str,
    /// The nodes that were made.
    pub graph: Graph,
    /// What is known of each.
    pub info: Vec<Info>,
    /// Methods that were called.
    pub events: Vec<Event>,
    /// What calls of libraries made, and objects of the program's classes, in order.
    pub made: Vec<Value>,
    /// The classes of the program.
    pub classes: Vec<Rc<values::Class>>,
    /// The functions of the program.
    pub functions: Vec<Rc<super::python::Function>>,
    /// What a reader should know.
    pub notes: Vec<String>,
    /// Whether the program is of PyTorch.
    pub torch: bool,
    globals: FxHashMap<String, Value>,
    frames: Vec<Frame>,
    stars: Vec<String>,
    /// Which model a name stands for, by the frame's depth.
    bindings: FxHashMap<(usize, String), usize>,
    bound: FxHashSet<usize>,
    /// Why it is not known whether a statement runs.
    uncertain: Option<Rc<Unknown>>,
    /// The sizes that are not known: what the code says of them, and their symbols.
    sizes: Vec<(String, String)>,
    steps: usize,
    depth: usize,
}

impl<'a> Machine<'a> {
    pub fn new(store: &'a Store, source: &'a str) -> Machine<'a> {
        Machine {
            store,
            source,
            graph: Graph::default(),
            info: Vec::new(),
            events: Vec::new(),
            made: Vec::new(),
            classes: Vec::new(),
            functions: Vec::new(),
            notes: Vec::new(),
            torch: is_torch(source),
            globals: FxHashMap::default(),
            frames: Vec::new(),
            stars: Vec::new(),
            bindings: FxHashMap::default(),
            bound: FxHashSet::default(),
            uncertain: None,
            sizes: Vec::new(),
            steps: 0,
            depth: 0,
        }
    }

    /// Says something once.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// The text of a place, short enough for a sentence.
    pub fn excerpt(&self, span: &Range<usize>) -> String {
        let text = self.source.get(span.clone()).unwrap_or_default();
        let line = text.split_whitespace().collect::<Vec<&str>>().join(" ");
        match line.char_indices().nth(60) {
            Some((at, _)) => format!("{}…", &line[..at]),
            None => line,
        }
    }

    /// Adds a node.
    pub fn node(
        &mut self,
        op: Op,
        from: Vec<usize>,
        shape: Vec<Size>,
        span: Range<usize>,
    ) -> usize {
        let name = self.excerpt(&span);
        let node = self.graph.push(name, op, from);
        self.graph.nodes[node].place = Some(span);
        self.info.push(Info {
            shape,
            ..Info::default()
        });
        node
    }

    /// The node that a node only repeats.
    pub fn behind(&self, mut node: usize) -> usize {
        while let Op::Identity = self.graph.nodes[node].op
            && let [from] = self.graph.nodes[node].from.as_slice()
        {
            node = *from;
        }
        node
    }

    /// The models that are still in use at the end: those whose name was not given to another.
    pub fn in_use(&self, id: usize) -> bool {
        !self.bound.contains(&id) || self.bindings.values().any(|own| *own == id)
    }

    /// The name that a model goes by.
    pub fn called(&self, id: usize) -> Option<&str> {
        let mut names: Vec<&(usize, String)> = self
            .bindings
            .iter()
            .filter(|(_, own)| **own == id)
            .map(|(name, _)| name)
            .collect();
        names.sort();
        names.first().map(|(_, name)| name.as_str())
    }

    fn spent(&mut self) -> bool {
        self.steps += 1;
        self.steps > MOST_STEPS
    }
}

/// Whether a program is of PyTorch; fragments come without imports.
fn is_torch(source: &str) -> bool {
    let keras = ["keras", "tensorflow", "tf."]
        .iter()
        .any(|word| source.contains(word));
    source.contains("torch") || source.contains("nn.") && !keras
}

/// A fault: something between the input and the output that is not understood.
pub fn between(unknown: &Unknown) -> Diagnostic {
    Diagnostic::new(unknown.why.clone(), unknown.span.clone())
        .label("stands between the input and the output")
        .help(
            "equiff reads dense layers, activations, sums and what does nothing at inference; \
             what is outside that decides what the network is, so it is not left out",
        )
}

/// The method of a class that is what its objects do as models.
pub fn forward(class: &Rc<values::Class>) -> Option<Rc<super::python::Function>> {
    calls::FORWARD
        .iter()
        .find_map(|name| calls::method(class, name))
}
