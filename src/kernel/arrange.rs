//! Arrangement: two expressions are arranged alike when they differ only in the order and
//! bracketing of sums, products, conjunctions and disjunctions, in the place of a minus sign
//! within a product, in which side of a relation stands left, in the spelling of numbers (and
//! sums, products and quotients of literal numbers), and in the names of bound indices. All of
//! these leave value and definedness untouched.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use num_rational::BigRational;
use num_traits::{One, Zero};
use rustc_hash::FxHashMap;

use super::effort;
use super::ring::Quotient;
use crate::expr::{Args, Expr, Head, Number, Relation, Store};

/// Computes arranged forms and remembers them, and the quotients of polynomials that terms are.
///
/// It also counts the work that is done with it: a search that must end gives it a limit, past
/// which nothing more is decided.
pub struct Arranger {
    done: RefCell<FxHashMap<Expr, Expr>>,
    heights: RefCell<FxHashMap<Expr, u32>>,
    quotients: RefCell<FxHashMap<Expr, Option<Rc<Quotient>>>>,
    left: Cell<u64>,
    /// What had been counted of arithmetic when it was last asked.
    counted: Cell<u64>,
}

impl Default for Arranger {
    fn default() -> Arranger {
        Arranger::limited(u64::MAX)
    }
}

/// Binders around more nested ones than this keep the names of their indices.
const MAX_HEIGHT: u32 = 64;

impl Arranger {
    /// One that does so much work and no more, in parts of formulas looked at.
    pub fn limited(work: u64) -> Arranger {
        Arranger {
            done: RefCell::default(),
            heights: RefCell::default(),
            quotients: RefCell::default(),
            left: Cell::new(work),
            counted: Cell::new(effort::done()),
        }
    }

    /// Takes some work from what is left; whether there was so much.
    pub fn spend(&self, work: usize) -> bool {
        let Some(left) = self.left() else {
            return true;
        };
        self.left.set(left.saturating_sub(work as u64));
        left >= work as u64
    }

    /// The work that is left; `None` if there is no limit.
    pub fn left(&self) -> Option<u64> {
        let left = self.left.get();
        if left == u64::MAX {
            return None;
        }
        // Arithmetic since it was last asked.
        let done = effort::done();
        let since = done.wrapping_sub(self.counted.replace(done));
        self.left.set(left.saturating_sub(since));
        Some(self.left.get())
    }

    /// The quotient that an arranged term is, if it is known.
    pub(super) fn quotient(&self, term: Expr) -> Option<Option<Rc<Quotient>>> {
        self.quotients.borrow().get(&term).cloned()
    }

    /// Remembers the quotient that an arranged term is.
    pub(super) fn remember(&self, term: Expr, quotient: Option<Rc<Quotient>>) {
        self.quotients.borrow_mut().insert(term, quotient);
    }

    /// Whether two expressions are arranged alike.
    pub fn same(&self, store: &Store, a: Expr, b: Expr) -> bool {
        a == b || self.arranged(store, a) == self.arranged(store, b)
    }

    /// The canonical arrangement of an expression.
    pub fn arranged(&self, store: &Store, root: Expr) -> Expr {
        if let Some(known) = self.done.borrow().get(&root) {
            return *known;
        }
        let mut stack = vec![(root, false)];
        while let Some((expr, ready)) = stack.pop() {
            if self.done.borrow().contains_key(&expr) {
                continue;
            }
            let node = store.node(expr);
            if ready {
                let args: Args = {
                    let done = self.done.borrow();
                    node.args.iter().map(|arg| done[arg]).collect()
                };
                let new = self.node(store, &node.head, args);
                self.done.borrow_mut().insert(expr, new);
                self.done.borrow_mut().insert(new, new);
            } else {
                stack.push((expr, true));
                stack.extend(node.args.iter().map(|arg| (*arg, false)));
            }
        }
        self.done.borrow()[&root]
    }

    /// The arranged form of a node whose children are arranged.
    fn node(&self, store: &Store, head: &Head, mut args: Args) -> Expr {
        match head {
            Head::Number(n) if n.written().is_some() => store.rational(n.value().clone()),
            Head::Add => {
                let mut flat = flatten(store, &Head::Add, &args);
                if flat
                    .iter()
                    .filter(|term| store.literal(**term).is_some())
                    .count()
                    > 1
                {
                    let mut sum = BigRational::zero();
                    flat.retain(|term| match store.literal(*term) {
                        Some(value) => {
                            sum += value;
                            false
                        }
                        None => true,
                    });
                    flat.push(store.rational(sum));
                }
                let zero = store.int(0);
                if flat.len() > 1 {
                    flat.retain(|term| *term != zero);
                }
                flat.sort_unstable();
                store.add(flat)
            }
            Head::Neg => match (store.head(args[0]), store.args(args[0])) {
                (Head::Neg, [inner]) => *inner,
                _ => store.neg(args[0]),
            },
            Head::Mul => {
                let mut negative = false;
                for arg in &mut args {
                    if let (Head::Neg, [inner]) = (store.head(*arg), store.args(*arg)) {
                        negative = !negative;
                        *arg = *inner;
                    }
                }
                let mut flat = flatten(store, &Head::Mul, &args);
                if flat
                    .iter()
                    .filter(|f| number_value(store, **f).is_some())
                    .count()
                    > 1
                {
                    let mut value = BigRational::one();
                    flat.retain(|factor| match number_value(store, *factor) {
                        Some(number) => {
                            value *= number.value();
                            false
                        }
                        None => true,
                    });
                    flat.push(store.rational(value));
                }
                let one = store.int(1);
                if flat.len() > 1 {
                    flat.retain(|factor| *factor != one);
                }
                flat.sort_unstable();
                let product = store.mul(flat);
                if negative {
                    store.neg(product)
                } else {
                    product
                }
            }
            Head::Div => {
                let (top_negative, top) = strip_sign(store, args[0]);
                let (bottom_negative, bottom) = strip_sign(store, args[1]);
                let quotient = match (number_value(store, top), number_value(store, bottom)) {
                    (_, Some(b)) if b.value().is_one() => top,
                    (Some(a), Some(b)) if !b.value().is_zero() => {
                        store.rational(a.value() / b.value())
                    }
                    _ => store.div(top, bottom),
                };
                if top_negative != bottom_negative {
                    store.neg(quotient)
                } else {
                    quotient
                }
            }
            Head::Pow if args[1] == store.int(1) => args[0],
            Head::Relation(relation) => {
                let swap = match relation {
                    Relation::Equal | Relation::NotEqual => args[0] > args[1],
                    Relation::Greater | Relation::GreaterEqual => true,
                    Relation::Less | Relation::LessEqual => false,
                };
                if swap {
                    store.relate(relation.flipped(), args[1], args[0])
                } else {
                    store.relate(*relation, args[0], args[1])
                }
            }
            Head::And => {
                let mut flat = flatten(store, &Head::And, &args);
                flat.retain(|part| *store.head(*part) != Head::True);
                flat.sort_unstable();
                flat.dedup();
                store.and(flat)
            }
            Head::Or => {
                let mut flat = flatten(store, &Head::Or, &args);
                flat.sort_unstable();
                flat.dedup();
                if flat.len() == 1 {
                    flat[0]
                } else {
                    store.make(Head::Or, flat)
                }
            }
            head if head.binds() => {
                let Some(index) = self.index(store, args[0], args[3]) else {
                    return store.with_args(head, &args);
                };
                let binding = [(args[0], index)].into_iter().collect();
                // The new name may change the order of terms.
                let body = self.arranged(store, store.substitute(args[3], &binding));
                store.make(head.clone(), [index, args[1], args[2], body].as_slice())
            }
            _ => store.with_args(head, &args),
        }
    }

    /// The name of an index: by the height of its binder, so that equal sums get equal names, and
    /// beyond it where another index of that name is free in the body. `None` if binders are
    /// nested too deeply.
    fn index(&self, store: &Store, own: Expr, body: Expr) -> Option<Expr> {
        let height = self.height(store, body);
        if height >= MAX_HEIGHT {
            return None;
        }
        let free = store.free_names(body);
        (height + 1..)
            .map(|n| store.bound(n as usize))
            .find(|name| *name == own || !free.contains(name))
    }

    /// How deeply binders are nested in an expression.
    fn height(&self, store: &Store, root: Expr) -> u32 {
        let mut heights = self.heights.borrow_mut();
        let mut stack = vec![(root, false)];
        while let Some((expr, ready)) = stack.pop() {
            if heights.contains_key(&expr) {
                continue;
            }
            let node = store.node(expr);
            if ready || node.args.is_empty() {
                let below = node.args.iter().map(|arg| heights[arg]).max();
                heights.insert(expr, below.unwrap_or(0) + u32::from(node.head.binds()));
            } else {
                stack.push((expr, true));
                stack.extend(node.args.iter().map(|arg| (*arg, false)));
            }
        }
        heights[&root]
    }
}

/// Sums and products with more parts than this are left nested: x·x, of that the square, of that the
/// square, ... has few parts and doubles with each.
const MAX_PARTS: usize = 1 << 21;

fn flatten(store: &Store, head: &Head, args: &[Expr]) -> Args {
    let mut flat = Args::new();
    let inner = args.iter().filter(|arg| store.head(**arg) == head);
    if inner.map(|arg| store.args(*arg).len()).sum::<usize>() > MAX_PARTS {
        return args.iter().copied().collect();
    }
    for arg in args {
        if store.head(*arg) == head {
            flat.extend_from_slice(store.args(*arg));
        } else {
            flat.push(*arg);
        }
    }
    flat
}

fn strip_sign(store: &Store, expr: Expr) -> (bool, Expr) {
    match (store.head(expr), store.args(expr)) {
        (Head::Neg, [inner]) => (true, *inner),
        _ => (false, expr),
    }
}

/// The value of a number node.
pub(super) fn number_value(store: &Store, expr: Expr) -> Option<&Number> {
    match store.head(expr) {
        Head::Number(n) => Some(n),
        _ => None,
    }
}
