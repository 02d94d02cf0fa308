//! From expressions to layouts: the machine that builds items from a stack of tasks.

use rustc_hash::{FxHashMap, FxHashSet};

use super::instance::Instances;
use super::{Accent, BigOperator, Bracket, Class, Formula, Id, Item, Layout, Mark, Style};
use crate::expr::{Expr, Head, Node, Store};
use crate::languages::Language;
use crate::render::color::Colors;
use crate::render::{Notation, Options, plain};

/// What surrounds a sub-expression.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub style: Style,
    pub script: bool,
    pub bars: bool,
    pub fractions: u8,
    pub least: Level,
    /// The values of indices of sums that are being written out; see [`super::instance`].
    pub scope: u32,
}

impl Context {
    /// Whether a fraction is stacked here.
    pub fn stacked(self) -> bool {
        self.style == Style::Display && !self.script && self.fractions < 2
    }

    pub fn least(self, least: Level) -> Context {
        Context { least, ..self }
    }

    pub fn script(self) -> Context {
        Context {
            script: true,
            least: Level::Add,
            ..self
        }
    }
}

/// How tightly an expression holds together as it is laid out, from the loosest on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
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

pub(super) enum Task {
    Lay(Expr, Context),
    /// The item is kept for the next time that the expression stands in such a context.
    Keep(Key),
    Done(Id),
    Instances(Box<Instances>),
    Row(usize),
    Fraction,
    Below,
    Above,
    Fence(Bracket),
    Root {
        degree: bool,
    },
    Accent(Accent),
    Operator(BigOperator, bool),
    Cases(usize),
    FlatCases(usize),
    Column(usize),
    Marked(Mark),
}

/// An expression and what of its context its items depend on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(Expr, Style, u8);

impl Key {
    fn new(expr: Expr, context: Context) -> Key {
        let flags = u8::from(context.script) + 2 * u8::from(context.bars);
        Key(expr, context.style, flags + 4 * context.fractions.min(2))
    }
}

/// Nodes of more parts than this are laid out once.
const LARGE: usize = 6;

/// Lays expressions out in one arena. It runs tasks from a stack; each leaves one item among the
/// values.
pub struct Builder<'a> {
    pub(super) store: &'a Store,
    pub(super) vectors: bool,
    /// Whether sums with numeric bounds are written out.
    pub(super) expanded: bool,
    /// Names whose indices stand in brackets in a line of characters.
    pub(super) bracketed: FxHashSet<Expr>,
    pub(super) layout: Layout,
    pub(super) queue: Vec<Task>,
    pub(super) scopes: Vec<super::instance::Scope>,
    done: FxHashMap<Key, Id>,
    values: Vec<Id>,
    colors: Colors,
    language: &'static Language,
    comma: bool,
    links: FxHashMap<Expr, u32>,
    marks: FxHashMap<Expr, Option<Mark>>,
    /// The part of the formula at hand that has changed.
    changed: Option<Expr>,
}

impl<'a> Builder<'a> {
    /// A builder of formulas that [`crate::render::notation`] has prepared.
    pub fn new(store: &'a Store, notation: Notation, options: &Options) -> Builder<'a> {
        Builder {
            store,
            vectors: notation == Notation::Vector,
            expanded: notation == Notation::Expanded,
            bracketed: FxHashSet::default(),
            layout: Layout::default(),
            queue: Vec::new(),
            scopes: Vec::new(),
            done: FxHashMap::default(),
            values: Vec::new(),
            colors: options.colors.clone(),
            language: options.language,
            comma: options.comma,
            links: FxHashMap::default(),
            marks: FxHashMap::default(),
            changed: None,
        }
    }

    /// Names whose entries have brackets.
    pub fn bracket(&mut self, names: FxHashSet<Expr>) {
        self.bracketed = names;
    }

    /// Names and entries that are linked to something else on the page, by numbers.
    pub fn link(&mut self, links: FxHashMap<Expr, u32>) {
        self.links = links;
    }

    /// What has been laid out.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Lays an expression out, in which a part has changed.
    pub fn build_changed(&mut self, expr: Expr, changed: Expr, style: Style) -> Formula {
        // What is kept from other formulas has no such mark, and must get none.
        let done = std::mem::take(&mut self.done);
        self.changed = Some(changed);
        let formula = self.build(expr, style);
        self.changed = None;
        self.done = done;
        formula
    }

    /// Lays an expression out.
    pub fn build(&mut self, expr: Expr, style: Style) -> Formula {
        let context = Context {
            style,
            script: false,
            bars: false,
            fractions: 0,
            least: Level::Each,
            scope: 0,
        };
        let first = match (self.store.head(expr), self.store.args(expr)) {
            (Head::Each, [_, _, _, body]) => *body,
            _ => expr,
        };
        let first = match (self.store.head(first), self.store.args(first)) {
            (Head::And, [part, ..]) => *part,
            _ => first,
        };
        let aligned = matches!(self.store.head(first), Head::Relation(_));
        let mut stack = vec![Task::Lay(expr, context)];
        while let Some(task) = stack.pop() {
            match task {
                Task::Lay(expr, context) => self.expression(expr, context),
                Task::Instances(instances) => self.instance(instances),
                task => {
                    self.make(task);
                    continue;
                }
            }
            stack.extend(self.queue.drain(..).rev());
        }
        self.scopes.clear();
        let root = self.values.pop().expect("each task leaves an item");
        Formula { root, aligned }
    }

    /// Queues the tasks that lay an expression out, in brackets where its context asks for them.
    fn expression(&mut self, expr: Expr, context: Context) {
        let node = self.store.node(expr);
        let bracket = self.level(expr, context) < context.least;
        let leaf = matches!(node.head, Head::Name(_) | Head::Number(_));
        let key = Key::new(expr, context);
        if context.scope == 0 && (leaf || node.args.len() > LARGE || self.is_written_out(expr)) {
            match self.done.get(&key) {
                Some(id) => self.queue.push(Task::Done(*id)),
                None => {
                    self.node(expr, context);
                    self.marked(expr, node, context);
                    self.queue.push(Task::Keep(key));
                }
            }
        } else {
            self.node(expr, context);
            self.marked(expr, node, context);
        }
        if bracket {
            self.queue.push(Task::Fence(Bracket::Round));
        }
        if self.changed == Some(expr) {
            self.queue.push(Task::Marked(Mark::Changed));
        }
    }

    /// Queues the mark of a name or an entry that has one.
    fn marked(&mut self, expr: Expr, node: &Node, context: Context) {
        let named = matches!(node.head, Head::Name(_) | Head::Entry);
        let nothing = self.colors.mark_nothing() && self.links.is_empty();
        if !named || nothing || context.style == Style::Linear {
            return;
        }
        let mark = match self.marks.get(&expr) {
            Some(mark) => *mark,
            None => {
                let color = self.colors.of(&plain(self.store, expr));
                let mark = match self.links.get(&expr) {
                    Some(number) => Some(Mark::Linked(*number, color)),
                    None => color.map(Mark::Colored),
                };
                self.marks.insert(expr, mark);
                mark
            }
        };
        self.queue.extend(mark.map(Task::Marked));
    }

    /// Makes an item of the last values.
    fn make(&mut self, task: Task) {
        let layout = &mut self.layout;
        let values = &mut self.values;
        let mut pop = || values.pop().expect("each task leaves an item");
        let item = match task {
            Task::Lay(..) | Task::Instances(_) | Task::Row(1) => return,
            Task::Done(id) => return values.push(id),
            Task::Keep(key) => {
                let last = values.last().expect("each task leaves an item");
                self.done.insert(key, *last);
                return;
            }
            Task::Row(count) => {
                let span = layout.span(&values[values.len() - count..]);
                values.truncate(values.len() - count);
                Item::Row(span)
            }
            Task::FlatCases(count) => {
                let start = values.len() - count;
                let cases = layout.flat_cases(&values[start..]);
                values.truncate(start);
                return values.push(cases);
            }
            Task::Cases(count) => {
                let start = values.len() - count;
                let cases = layout.cases(&values[start..]);
                values.truncate(start);
                return values.push(cases);
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
                let mut base = pop();
                let mut mark = None;
                if let Item::Marked(id, inner) = layout.item(base) {
                    (base, mark) = (inner, Some(id));
                }
                let script = match layout.item(base) {
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
                };
                match mark {
                    Some(mark) => Item::Marked(mark, layout.push(script)),
                    None => script,
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
            Task::Marked(mark) => Item::Marked(mark, pop()),
            Task::Operator(operator, display) => {
                let upper = pop();
                Item::Operator {
                    operator,
                    display,
                    lower: pop(),
                    upper,
                }
            }
        };
        let id = layout.push(item);
        values.push(id);
    }

    pub(super) fn lay(&mut self, expr: Expr, context: Context) {
        self.queue.push(Task::Lay(expr, context));
    }

    pub(super) fn symbol(&mut self, class: Class, text: &str) {
        let id = match class {
            Class::Words => self.layout.symbol(class, self.language.say(text)),
            Class::Number if self.comma && text.contains('.') => {
                self.layout.symbol(class, &text.replace('.', ","))
            }
            _ => self.layout.symbol(class, text),
        };
        self.queue.push(Task::Done(id));
    }

    /// What stands between the parts of a list.
    pub(super) fn separator(&self) -> &'static str {
        match self.comma {
            true => ";",
            false => ",",
        }
    }

    /// Queues an item that has no parts.
    pub(super) fn mark(&mut self, item: Item) {
        let id = self.layout.mark(item);
        self.queue.push(Task::Done(id));
    }
}
