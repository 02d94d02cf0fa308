//! From expressions to layouts.

use rustc_hash::FxHashMap;

use super::name::Name;
use super::product::times;
use super::vector::{Part, contraction};
use super::{Accent, BigOperator, Bracket, Class, Id, Item, Layout, Times};
use crate::expr::{Expr, Function, Head, Node, Relation, Store, rational_text};
use crate::render::Notation;
use crate::render::notation::{DOTS, present};

/// Where a formula stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// On a line of its own: stacked fractions.
    Display,
    /// Within a line of text: slashes.
    Inline,
    /// In a line of characters: slashes, names as they are typed, `if(...)`.
    Linear,
}

/// Lays an expression out.
pub fn layout(store: &Store, expr: Expr, notation: Notation, style: Style) -> Layout {
    layout_marked(store, expr, notation, style, &|_| None)
}

/// Lays an expression out, with those sub-expressions as [`Item::Group`]s that `mark` numbers.
pub fn layout_marked(
    store: &Store,
    expr: Expr,
    notation: Notation,
    style: Style,
    mark: &dyn Fn(Expr) -> Option<u32>,
) -> Layout {
    let expr = present(store, expr, notation);
    let builder = Builder {
        store,
        vectors: notation == Notation::Vector,
        mark,
        layout: Layout {
            display: style == Style::Display,
            ..Layout::default()
        },
        leaves: FxHashMap::default(),
        queue: Vec::new(),
        values: Vec::new(),
    };
    let context = Context {
        style,
        script: false,
        bars: false,
        fractions: 0,
        least: Level::Each,
    };
    builder.run(expr, context)
}

/// What surrounds a sub-expression.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) style: Style,
    script: bool,
    bars: bool,
    fractions: u8,
    least: Level,
}

impl Context {
    /// Whether a fraction is stacked here.
    pub(super) fn stacked(self) -> bool {
        self.style == Style::Display && !self.script && self.fractions < 2
    }

    fn least(self, least: Level) -> Context {
        Context { least, ..self }
    }

    fn script(self) -> Context {
        Context {
            script: true,
            least: Level::Add,
            ..self
        }
    }
}

/// How tightly an expression holds together as it is laid out, from the loosest on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Each,
    Iff,
    Implies,
    Or,
    And,
    Not,
    Relation,
    Add,
    Neg,
    Mul,
    Factor,
    Atom,
}

enum Task {
    Lay(Expr, Context),
    Done(Id),
    Row(usize),
    Fraction,
    Below,
    Above,
    Fence(Bracket),
    Root { degree: bool },
    Accent(Accent),
    Operator(BigOperator),
    Cases(usize),
    Column(usize),
    Group(u32),
}

/// Runs tasks from a stack; each leaves one item among the values.
struct Builder<'a> {
    store: &'a Store,
    vectors: bool,
    mark: &'a dyn Fn(Expr) -> Option<u32>,
    layout: Layout,
    leaves: FxHashMap<(Expr, bool), Id>,
    queue: Vec<Task>,
    values: Vec<Id>,
}

impl Builder<'_> {
    fn run(mut self, expr: Expr, context: Context) -> Layout {
        let first = match self.store.head(expr) {
            Head::Each => self.store.args(expr)[3],
            _ => expr,
        };
        let first = match self.store.head(first) {
            Head::And => self.store.args(first)[0],
            _ => first,
        };
        self.layout.aligned = matches!(self.store.head(first), Head::Relation(_));
        let mut stack = vec![Task::Lay(expr, context)];
        while let Some(task) = stack.pop() {
            match task {
                Task::Lay(expr, context) => {
                    let bracket = self.level(expr, context) < context.least;
                    self.node(expr, context);
                    if bracket {
                        self.queue.push(Task::Fence(Bracket::Round));
                    }
                    if let Some(id) = (self.mark)(expr) {
                        self.queue.push(Task::Group(id));
                    }
                    stack.extend(self.queue.drain(..).rev());
                }
                task => self.make(task),
            }
        }
        self.layout.root = self.values.pop();
        self.layout
    }

    /// Makes an item of the last values.
    fn make(&mut self, task: Task) {
        let layout = &mut self.layout;
        let values = &mut self.values;
        let mut pop = || values.pop().expect("each task leaves an item");
        let item = match task {
            Task::Lay(..) => return,
            Task::Done(id) => return values.push(id),
            Task::Row(1) => return,
            Task::Row(count) => {
                let span = layout.span(&values[values.len() - count..]);
                values.truncate(values.len() - count);
                Item::Row(span)
            }
            Task::Cases(count) => {
                let span = layout.span(&values[values.len() - count..]);
                values.truncate(values.len() - count);
                Item::Cases(span)
            }
            Task::Column(count) => {
                let span = layout.span(&values[values.len() - count..]);
                values.truncate(values.len() - count);
                Item::Column(span)
            }
            Task::Fraction => {
                let below = pop();
                Item::Fraction(pop(), below)
            }
            Task::Below => {
                let below = Some(pop());
                Item::Script {
                    base: pop(),
                    below,
                    above: None,
                }
            }
            Task::Above => {
                let above = Some(pop());
                let base = pop();
                match layout.item(base) {
                    Item::Script {
                        base,
                        below,
                        above: None,
                    } => Item::Script { base, below, above },
                    _ => Item::Script {
                        base,
                        below: None,
                        above,
                    },
                }
            }
            Task::Fence(bracket) => {
                let body = pop();
                Item::Fence {
                    bracket,
                    tall: layout.is_tall(body),
                    body,
                }
            }
            Task::Root { degree } => {
                let degree = degree.then(&mut pop);
                Item::Root {
                    degree,
                    body: pop(),
                }
            }
            Task::Accent(accent) => Item::Accent(accent, pop()),
            Task::Operator(operator) => {
                let upper = pop();
                Item::Operator {
                    operator,
                    lower: pop(),
                    upper,
                }
            }
            Task::Group(id) => Item::Group(id, pop()),
        };
        let id = layout.push(item);
        values.push(id);
    }

    fn level(&self, expr: Expr, context: Context) -> Level {
        let node = self.store.node(expr);
        match &node.head {
            Head::Each => Level::Each,
            Head::Iff => Level::Iff,
            Head::Implies => Level::Implies,
            Head::Or => Level::Or,
            Head::And => Level::And,
            Head::Not => Level::Not,
            Head::Relation(_) => Level::Relation,
            Head::Add => Level::Add,
            Head::Neg => Level::Neg,
            Head::Mul | Head::Sum | Head::Product => Level::Mul,
            Head::Div if context.stacked() && fits_fraction(self.store, expr) => Level::Factor,
            Head::Div => Level::Mul,
            Head::Pow => Level::Factor,
            Head::Number(n) => match n.written() {
                None if n.value().is_integer() => Level::Atom,
                None if context.stacked() => Level::Factor,
                None => Level::Mul,
                Some(text) if text.contains(['e', 'E']) && context.style != Style::Linear => {
                    Level::Mul
                }
                Some(_) => Level::Atom,
            },
            Head::Piecewise if context.style != Style::Linear => Level::Add,
            Head::Call(f) => match f.name {
                "exp" if exponential(self.store, expr, context) => Level::Factor,
                "sqrt" | "root" => Level::Factor,
                "integer" | "even" | "odd" if context.style != Style::Linear => Level::Relation,
                _ => Level::Atom,
            },
            _ => Level::Atom,
        }
    }

    /// Queues the tasks that lay a node out, brackets around it apart.
    fn node(&mut self, expr: Expr, context: Context) {
        let store = self.store;
        let node = store.node(expr);
        let args = node.args.as_slice();
        match &node.head {
            Head::Name(name) => self.name(expr, name, context),
            Head::Number(_) => self.number(expr, context),
            Head::True => self.symbol(Class::Words, "true"),
            Head::False => self.symbol(Class::Words, "false"),
            Head::Add => self.sum_of(args, context),
            Head::Neg => {
                self.symbol(Class::Prefix, "−");
                self.lay(args[0], context.least(Level::Mul));
                self.queue.push(Task::Row(2));
            }
            Head::Mul => self.product(args, context),
            Head::Div => self.fraction(expr, context),
            Head::Pow => {
                self.lay(args[0], context.least(Level::Atom));
                self.lay(args[1], context.script());
                self.queue.push(Task::Above);
            }
            Head::Call(f) => self.call(f, expr, args, context),
            Head::Apply(name) => {
                match Name::new(name).base.0 {
                    Class::Italic => self.named(name, context, Class::Italic),
                    _ => self.symbol(Class::Function, name),
                }
                self.arguments(args, context);
            }
            Head::Derivative => {
                self.symbol(Class::Function, "diff");
                self.arguments(&self.store.derivative_arguments(args), context);
            }
            Head::Entry => self.entry(args, context),
            Head::Vector => self.vector(args, context),
            Head::Sum | Head::Product => self.indexed(expr, node, context),
            Head::Piecewise => self.cases(args, context),
            Head::Relation(_) | Head::And | Head::Each => {
                let count = self.flat(expr, context);
                self.queue.push(Task::Row(count));
            }
            Head::Or => self.words_between(args, " or ", context.least(Level::And)),
            Head::Not => {
                self.symbol(Class::Words, "not ");
                self.lay(args[0], context.least(Level::Atom));
                self.queue.push(Task::Row(2));
            }
            Head::Iff | Head::Implies => {
                let sign = match node.head {
                    Head::Iff => "⟺",
                    _ => "⟹",
                };
                self.lay(args[0], context.least(Level::Or));
                self.symbol(Class::Relation, sign);
                self.lay(args[1], context.least(Level::Or));
                self.queue.push(Task::Row(3));
            }
        }
    }

    fn lay(&mut self, expr: Expr, context: Context) {
        self.queue.push(Task::Lay(expr, context));
    }

    fn done(&mut self, item: Item) {
        let id = self.layout.push(item);
        self.queue.push(Task::Done(id));
    }

    fn symbol(&mut self, class: Class, text: &str) {
        let id = self.layout.symbol(class, text);
        self.queue.push(Task::Done(id));
    }

    /// Queues the items of a relation, a conjunction or "for each" side by side; says how many.
    fn flat(&mut self, expr: Expr, context: Context) -> usize {
        let store = self.store;
        let args = store.args(expr);
        match store.head(expr) {
            Head::Relation(relation) => {
                self.lay(args[0], context.least(Level::Add));
                self.symbol(Class::Relation, relation_sign(*relation));
                self.lay(args[1], context.least(Level::Add));
                3
            }
            Head::And => self.conjunction(args, context),
            Head::Each => {
                let body = context.least(Level::Iff);
                let mut count = match store.head(args[3]) {
                    Head::Relation(_) | Head::And => self.flat(args[3], body),
                    _ => {
                        self.lay(args[3], body);
                        1
                    }
                };
                if context.style == Style::Linear {
                    self.symbol(Class::Words, " for ");
                } else {
                    self.done(Item::Quad);
                    self.symbol(Class::Words, "for ");
                    count += 1;
                }
                self.lay(args[0], context.least(Level::Atom));
                self.symbol(Class::Relation, "=");
                self.lay(args[1], context.least(Level::Add));
                count += 4;
                if args[1] != args[2] {
                    for mark in [",", "…", ","] {
                        let class = match mark {
                            "," => Class::Punctuation,
                            _ => Class::Ordinary,
                        };
                        self.symbol(class, mark);
                    }
                    self.lay(args[2], context.least(Level::Add));
                    count += 4;
                }
                count
            }
            _ => 0,
        }
    }

    /// Queues conjuncts; those that share a middle become a chain: 0 < p < 1.
    fn conjunction(&mut self, parts: &[Expr], context: Context) -> usize {
        let store = self.store;
        let relation = |part: Expr| match (store.head(part), store.args(part)) {
            (Head::Relation(relation), [a, b]) => Some((*relation, *a, *b)),
            _ => None,
        };
        let mut count = 0;
        let mut before: Option<(Relation, Expr)> = None;
        for (i, part) in parts.iter().enumerate() {
            let current = relation(*part);
            if let (Some((first, middle)), Some((second, a, b))) = (before, current)
                && middle == a
                && chained(first, second)
            {
                self.symbol(Class::Relation, relation_sign(second));
                self.lay(b, context.least(Level::Add));
                count += 2;
            } else {
                if i > 0 {
                    self.symbol(Class::Words, " and ");
                    count += 1;
                }
                if current.is_some() {
                    count += self.flat(*part, context);
                } else {
                    self.lay(*part, context.least(Level::Not));
                    count += 1;
                }
            }
            before = current.map(|(relation, _, b)| (relation, b));
        }
        count
    }

    fn words_between(&mut self, parts: &[Expr], words: &str, context: Context) {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.symbol(Class::Words, words);
            }
            self.lay(*part, context);
        }
        self.queue.push(Task::Row(2 * parts.len() - 1));
    }

    fn sum_of(&mut self, terms: &[Expr], context: Context) {
        let mut count = 0;
        for (i, term) in terms.iter().enumerate() {
            let node = self.store.node(*term);
            let negated = matches!(node.head, Head::Neg);
            let term = if negated { node.args[0] } else { *term };
            match (i, negated) {
                (0, false) => {}
                (0, true) => self.symbol(Class::Prefix, "−"),
                (_, true) => self.symbol(Class::Binary, "−"),
                (_, false) => self.symbol(Class::Binary, "+"),
            }
            count += 1 + usize::from(negated || i > 0);
            self.lay(term, context.least(Level::Mul));
        }
        self.queue.push(Task::Row(count));
    }

    fn product(&mut self, factors: &[Expr], context: Context) {
        for (i, factor) in factors.iter().enumerate() {
            if i > 0 {
                let mark = times(self.store, context, factors[i - 1], *factor);
                self.done(Item::Times(mark));
            }
            // A sum sign reaches as far as the product goes, so it may come last without brackets.
            let open = i + 1 == factors.len()
                && matches!(self.store.head(*factor), Head::Sum | Head::Product);
            let least = if open { Level::Mul } else { Level::Factor };
            self.lay(*factor, context.least(least));
        }
        self.queue.push(Task::Row(2 * factors.len() - 1));
    }

    fn fraction(&mut self, expr: Expr, context: Context) {
        let (above, below) = (self.store.args(expr)[0], self.store.args(expr)[1]);
        if context.stacked() && fits_fraction(self.store, expr) {
            let inner = Context {
                fractions: context.fractions + 1,
                least: Level::Add,
                ..context
            };
            self.lay(above, inner);
            self.lay(below, inner);
            return self.queue.push(Task::Fraction);
        }
        let reaching = |expr: Expr| matches!(self.store.head(expr), Head::Sum | Head::Product);
        let least = match self.store.head(above) {
            Head::Mul if !self.store.args(above).last().copied().is_some_and(reaching) => {
                Level::Mul
            }
            _ => Level::Factor,
        };
        self.lay(above, context.least(least));
        self.symbol(Class::Slash, "/");
        self.lay(below, context.least(Level::Factor));
        self.queue.push(Task::Row(3));
    }

    fn call(&mut self, f: &Function, expr: Expr, args: &[Expr], context: Context) {
        let linear = context.style == Style::Linear;
        match (f.name, args) {
            ("exp", [arg]) if exponential(self.store, expr, context) => {
                self.symbol(Class::Italic, "e");
                self.lay(*arg, context.script());
                return self.queue.push(Task::Above);
            }
            ("sqrt", [arg]) => {
                self.lay(*arg, context.least(Level::Add));
                return self.queue.push(Task::Root { degree: false });
            }
            ("root", [arg, degree]) if !linear => {
                self.lay(*arg, context.least(Level::Add));
                self.lay(*degree, context.script());
                return self.queue.push(Task::Root { degree: true });
            }
            ("abs", [arg]) if !(linear && context.bars) => {
                let inner = Context {
                    bars: true,
                    ..context.least(Level::Add)
                };
                self.lay(*arg, inner);
                return self.queue.push(Task::Fence(Bracket::Bar));
            }
            ("integer", [arg]) if !linear => {
                self.lay(*arg, context.least(Level::Add));
                self.symbol(Class::Relation, "∈");
                self.symbol(Class::Ordinary, "ℤ");
                return self.queue.push(Task::Row(3));
            }
            ("even" | "odd", [arg]) if !linear => {
                self.lay(*arg, context.least(Level::Add));
                self.symbol(Class::Words, &format!(" is {}", f.name));
                return self.queue.push(Task::Row(2));
            }
            ("Phi", _) => self.symbol(Class::Upright, "Φ"),
            ("Phi_inv", _) => {
                self.symbol(Class::Upright, "Φ");
                self.symbol(Class::Prefix, "−");
                self.symbol(Class::Number, "1");
                self.queue.push(Task::Row(2));
                self.queue.push(Task::Above);
            }
            ("log10" | "log2", _) if !linear => {
                self.symbol(Class::Function, "log");
                self.symbol(Class::Number, &f.name[3..]);
                self.queue.push(Task::Below);
            }
            ("asin" | "acos" | "atan", _) => {
                self.symbol(Class::Function, &format!("arc{}", &f.name[1..]));
            }
            ("asinh" | "acosh" | "atanh", _) => {
                self.symbol(Class::Function, &format!("ar{}", &f.name[1..]));
            }
            _ => self.symbol(Class::Function, f.symbol),
        }
        self.arguments(args, context);
    }

    /// Queues arguments in brackets and joins them to the function before.
    fn arguments(&mut self, args: &[Expr], context: Context) {
        self.done(Item::Application);
        self.listed(args, context);
        self.queue.push(Task::Fence(Bracket::Round));
        self.queue.push(Task::Row(3));
    }

    fn listed(&mut self, args: &[Expr], context: Context) {
        for (i, arg) in args.iter().enumerate() {
            if i > 0 {
                self.symbol(Class::Punctuation, ",");
            }
            self.lay(*arg, context.least(Level::Iff));
        }
        self.queue
            .push(Task::Row((2 * args.len()).saturating_sub(1)));
    }

    fn vector(&mut self, args: &[Expr], context: Context) {
        if context.stacked() && !args.is_empty() && args.len() <= 8 {
            for arg in args {
                self.lay(*arg, context.least(Level::Iff));
            }
            return self.queue.push(Task::Column(args.len()));
        }
        let bracket = match context.style {
            Style::Linear => Bracket::Square,
            _ => Bracket::Round,
        };
        self.listed(args, context);
        self.queue.push(Task::Fence(bracket));
    }

    fn indexed(&mut self, expr: Expr, node: &Node, context: Context) {
        if self.vectors
            && let Some(parts) = contraction(self.store, expr)
        {
            return self.contracted(&parts, context);
        }
        let args = &node.args;
        let operator = match node.head {
            Head::Sum => BigOperator::Sum,
            _ => BigOperator::Product,
        };
        self.lay(args[0], context.script());
        self.symbol(Class::Relation, "=");
        self.lay(args[1], context.script());
        self.queue.push(Task::Row(3));
        self.lay(args[2], context.script());
        self.queue.push(Task::Operator(operator));
        self.lay(args[3], context.least(Level::Mul));
        self.queue.push(Task::Row(2));
    }

    fn contracted(&mut self, parts: &[Part], context: Context) {
        let mut count = 0;
        let mut opened = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            let after_vector = i > 0
                && matches!(
                    parts[i - 1],
                    Part::Bold(_)
                        | Part::Row(..)
                        | Part::Transposed
                        | Part::Scalar(_)
                        | Part::Close
                );
            if after_vector && matches!(part, Part::Bold(_) | Part::Row(..) | Part::Open) {
                let mark = match (context.style, &parts[i - 1]) {
                    (Style::Linear, _) | (_, Part::Scalar(_)) => Times::Thin,
                    _ => Times::Touch,
                };
                self.done(Item::Times(mark));
                count += 1;
            }
            match part {
                Part::Scalar(expr) => {
                    self.lay(*expr, context.least(Level::Factor));
                    count += 1;
                }
                Part::Bold(name) => {
                    let name = self.store.name_text(*name).unwrap_or_default();
                    self.named(name, context, Class::Bold);
                    count += 1;
                }
                Part::Row(matrix, row) => {
                    let name = self.store.name_text(*matrix).unwrap_or_default();
                    let lower = name.to_lowercase();
                    let name = if name.chars().count() == 1 {
                        &lower
                    } else {
                        name
                    };
                    self.named(name, context, Class::Bold);
                    self.lay(*row, context.script());
                    self.queue.push(Task::Below);
                    count += 1;
                }
                Part::Transposed => {
                    self.symbol(Class::Ordinary, "⊤");
                    self.queue.push(Task::Above);
                }
                Part::Open => {
                    opened.push(count);
                    count = 0;
                }
                Part::Close => {
                    self.queue.push(Task::Row(count));
                    self.queue.push(Task::Fence(Bracket::Round));
                    count = opened.pop().unwrap_or(0) + 1;
                }
                Part::Plus | Part::Minus => {
                    let first = i == 0 || matches!(parts[i - 1], Part::Open);
                    let class = if first { Class::Prefix } else { Class::Binary };
                    let sign = if matches!(part, Part::Plus) {
                        "+"
                    } else {
                        "−"
                    };
                    self.symbol(class, sign);
                    count += 1;
                }
            }
        }
        self.queue.push(Task::Row(count));
    }

    fn cases(&mut self, args: &[Expr], context: Context) {
        if context.style == Style::Linear {
            self.symbol(Class::Function, "if");
            return self.arguments(args, context);
        }
        let inner = Context {
            fractions: context.fractions + 1,
            ..context.least(Level::Iff)
        };
        for pair in args.chunks(2) {
            match pair {
                [condition, value] => {
                    self.lay(*value, inner);
                    self.symbol(Class::Words, "if ");
                    self.lay(*condition, inner);
                    self.queue.push(Task::Row(2));
                }
                rest => {
                    rest.iter().for_each(|value| self.lay(*value, inner));
                    self.symbol(Class::Words, "otherwise");
                }
            }
        }
        self.queue.push(Task::Cases(args.len().div_ceil(2) * 2));
    }

    fn name(&mut self, expr: Expr, name: &str, context: Context) {
        if let Some(id) = self.leaves.get(&(expr, context.stacked())) {
            return self.queue.push(Task::Done(*id));
        }
        if name == DOTS {
            return self.symbol(Class::Ordinary, name);
        }
        self.named(name, context, Class::Italic);
        if let [Task::Done(id)] = self.queue.as_slice() {
            self.leaves.insert((expr, context.stacked()), *id);
        }
    }

    /// Queues a name with its accent and subscripts; `Class::Bold` sets its base in bold.
    fn named(&mut self, name: &str, context: Context, class: Class) {
        if context.style == Style::Linear {
            let parsed = Name::new(name);
            let rest = name.find('_').filter(|at| *at > 0).unwrap_or(name.len());
            let class = if class == Class::Bold {
                class
            } else {
                parsed.base.0
            };
            let text = match super::name::greek(&name[..rest]) {
                Some(letter) => [letter, &name[rest..]].concat(),
                None => name.to_owned(),
            };
            return self.symbol(class, &text);
        }
        let parsed = Name::new(name);
        self.base(&parsed, class);
        if !parsed.subscripts.is_empty() {
            let count = self.subscripts(&parsed);
            self.queue.push(Task::Row(count));
            self.queue.push(Task::Below);
        }
    }

    fn base(&mut self, name: &Name<'_>, class: Class) {
        let class = if class == Class::Bold {
            class
        } else {
            name.base.0
        };
        self.symbol(class, name.base.1);
        if let Some(accent) = name.accent {
            self.queue.push(Task::Accent(accent));
        }
    }

    /// Queues the subscripts of a name, with commas; says how many items these are.
    fn subscripts(&mut self, name: &Name<'_>) -> usize {
        for (i, (class, text)) in name.subscripts.iter().enumerate() {
            if i > 0 {
                self.symbol(Class::Punctuation, ",");
            }
            self.symbol(*class, text);
        }
        (2 * name.subscripts.len()).saturating_sub(1)
    }

    fn entry(&mut self, args: &[Expr], context: Context) {
        let store = self.store;
        let indices = &args[1..];
        let parsed = match store.name_text(args[0]) {
            Some(_) if context.style == Style::Linear => None,
            Some(name) => Some(Name::new(name)),
            None => None,
        };
        let mut count = 0;
        match &parsed {
            Some(name) => {
                self.base(name, Class::Italic);
                count = self.subscripts(name);
            }
            None => self.lay(args[0], context.least(Level::Atom)),
        }
        let short = |index: &Expr| match store.head(*index) {
            Head::Name(name) => {
                let name = Name::new(name);
                name.base.0 == Class::Italic && name.subscripts.is_empty()
            }
            Head::Number(n) => {
                n.value().is_integer()
                    && n.value().numer().bits() < 4
                    && store.small_integer(*index).is_some_and(|k| k < 10)
            }
            _ => false,
        };
        let commas = context.style == Style::Linear || !indices.iter().all(short);
        for (i, index) in indices.iter().enumerate() {
            if count > 0 && (commas || i == 0) {
                self.symbol(Class::Punctuation, ",");
                count += 1;
            }
            self.lay(*index, context.script());
            count += 1;
        }
        self.queue.push(Task::Row(count));
        self.queue.push(Task::Below);
    }

    fn number(&mut self, expr: Expr, context: Context) {
        if let Some(id) = self.leaves.get(&(expr, context.stacked())) {
            return self.queue.push(Task::Done(*id));
        }
        let Head::Number(n) = self.store.head(expr) else {
            return;
        };
        match n.written() {
            Some(text) if context.style != Style::Linear && text.contains(['e', 'E']) => {
                let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
                self.symbol(Class::Number, mantissa);
                self.done(Item::Times(Times::Dot));
                self.symbol(Class::Number, "10");
                let digits = exponent.trim_start_matches(['+', '-']);
                if exponent.starts_with('-') {
                    self.symbol(Class::Prefix, "−");
                    self.symbol(Class::Number, digits);
                    self.queue.push(Task::Row(2));
                } else {
                    self.symbol(Class::Number, digits);
                }
                self.queue.push(Task::Above);
                self.queue.push(Task::Row(3));
            }
            Some(text) => self.symbol(Class::Number, text),
            None if n.value().is_integer() => {
                self.symbol(Class::Number, &rational_text(n.value()));
            }
            None => {
                self.symbol(Class::Number, &n.value().numer().to_string());
                if !context.stacked() {
                    self.symbol(Class::Slash, "/");
                }
                self.symbol(Class::Number, &n.value().denom().to_string());
                self.queue.push(if context.stacked() {
                    Task::Fraction
                } else {
                    Task::Row(3)
                });
            }
        }
        if let [Task::Done(id)] = self.queue.as_slice() {
            self.leaves.insert((expr, context.stacked()), *id);
        }
    }
}

/// Whether a call of exp is set as a power of e: its argument must be short and flat.
pub(super) fn exponential(store: &Store, call: Expr, context: Context) -> bool {
    if context.script {
        return false;
    }
    let mut leaves = 0;
    let mut stack: Vec<Expr> = store.args(call).to_vec();
    while let Some(expr) = stack.pop() {
        let node = store.node(expr);
        match &node.head {
            Head::Name(_) | Head::Number(_) => leaves += 1,
            Head::Entry => {
                leaves += 1;
                let simple =
                    |index: &Expr| matches!(store.head(*index), Head::Name(_) | Head::Number(_));
                if !node.args[1..].iter().all(simple) {
                    return false;
                }
            }
            Head::Add | Head::Neg | Head::Mul | Head::Div | Head::Pow => {
                if node.args.len() > 6 {
                    return false;
                }
                stack.extend_from_slice(&node.args);
            }
            _ => return false,
        }
        if leaves > 6 || stack.len() > 12 {
            return false;
        }
    }
    true
}

/// Whether a quotient is short enough for a fraction, which no line break can divide.
pub(super) fn fits_fraction(store: &Store, quotient: Expr) -> bool {
    store.args(quotient).iter().all(|side| {
        let mut left = 60;
        let mut stack = vec![*side];
        while let Some(expr) = stack.pop() {
            let args = store.args(expr);
            left -= 1;
            if left <= 0 || args.len() > 30 {
                return false;
            }
            stack.extend_from_slice(args);
        }
        true
    })
}

fn chained(first: Relation, second: Relation) -> bool {
    use Relation::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    match (first, second) {
        (NotEqual, _) | (_, NotEqual) => false,
        (Less | LessEqual | Equal, Less | LessEqual | Equal) => true,
        (Greater | GreaterEqual | Equal, Greater | GreaterEqual | Equal) => true,
        _ => false,
    }
}

fn relation_sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::NotEqual => "≠",
        Relation::Less => "<",
        Relation::LessEqual => "≤",
        Relation::Greater => ">",
        Relation::GreaterEqual => "≥",
    }
}
