//! Expressions as plain formulas, the notation of the command line and of `.net` files.
//!
//! What is printed reads back as the same expression, so brackets stand exactly where the
//! grammar needs them. The one exception is a fraction that is a number without a spelling of
//! its own: `1/2` reads back as a division.

use std::borrow::Cow;

use num_traits::Signed;
use rustc_hash::FxHashSet;

use crate::expr::{Expr, Head, Node, Store, rational_text};

/// Writes an expression as a plain formula.
pub fn plain(store: &Store, expr: Expr) -> String {
    plain_with(store, expr, &FxHashSet::default())
}

/// The names of which some entry has an index that is no number: beside `p[k]` the entry `p_16`
/// is better written `p[16]`.
pub fn indexed(store: &Store, formulas: impl IntoIterator<Item = Expr>) -> FxHashSet<Expr> {
    let mut found = FxHashSet::default();
    let mut seen = FxHashSet::default();
    let mut stack: Vec<Expr> = formulas.into_iter().collect();
    while let Some(expr) = stack.pop() {
        let args = store.args(expr);
        if args.is_empty() || !seen.insert(expr) {
            continue;
        }
        if *store.head(expr) == Head::Entry
            && args[1..]
                .iter()
                .any(|index| store.literal(*index).is_none())
        {
            found.insert(args[0]);
        }
        stack.extend_from_slice(args);
    }
    found
}

/// Writes an expression as a plain formula; all entries of some names with brackets.
pub fn plain_with(store: &Store, expr: Expr, bracketed: &FxHashSet<Expr>) -> String {
    written(store, expr, bracketed, usize::MAX).unwrap_or_else(|beginning| beginning)
}

/// Writes an expression as a plain formula of at most so many bytes. What is written of it takes
/// the time, not what it is as a tree.
///
/// # Errors
/// The beginning of a longer formula, with "…".
pub fn plain_within(store: &Store, expr: Expr, most: usize) -> Result<String, String> {
    written(store, expr, &FxHashSet::default(), most)
}

fn written(
    store: &Store,
    expr: Expr,
    bracketed: &FxHashSet<Expr>,
    most: usize,
) -> Result<String, String> {
    let mut out = String::new();
    let mut stack = vec![Task::Print(expr, Level::Each)];
    // The parts of one node in written order, before they go on the stack in reverse.
    let mut parts = Vec::new();
    while let Some(task) = stack.pop() {
        if out.len() > most {
            return Err(beginning(&out, most));
        }
        match task {
            Task::Text(text) => out.push_str(&text),
            Task::Print(expr, least) => {
                let node = store.node(expr);
                let bracket = level(node) < least;
                if bracket {
                    out.push('(');
                }
                node_parts(store, node, bracketed, &mut parts);
                if bracket {
                    stack.push(Task::Text(Cow::Borrowed(")")));
                }
                stack.extend(parts.drain(..).rev());
            }
        }
    }
    match out.len() > most {
        true => Err(beginning(&out, most)),
        false => Ok(out),
    }
}

/// The beginning of a text that is too long, cut at a blank where there is one.
fn beginning(text: &str, most: usize) -> String {
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at));
    let text = &text[..end.unwrap_or(0)];
    let end = text.rfind(' ').unwrap_or(text.len());
    format!("{} …", &text[..end])
}

/// How tightly a node holds together, from the loosest on.
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
    Pow,
    Atom,
}

enum Task<'a> {
    Text(Cow<'a, str>),
    /// The expression, in brackets if it holds together less tightly than this.
    Print(Expr, Level),
}

fn level(node: &Node) -> Level {
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
        Head::Mul | Head::Div => Level::Mul,
        Head::Pow => Level::Pow,
        Head::Number(n) if n.is_negative() => Level::Neg,
        Head::Number(n) if n.written().is_none() && !n.value().is_integer() => Level::Mul,
        _ => Level::Atom,
    }
}

/// Appends what a node prints, without brackets around it.
fn node_parts<'a>(
    store: &'a Store,
    node: &'a Node,
    bracketed: &FxHashSet<Expr>,
    parts: &mut Vec<Task<'a>>,
) {
    let text = |text: &'a str| Task::Text(Cow::Borrowed(text));
    let args = &node.args;
    match &node.head {
        Head::Number(n) => parts.push(match n.written() {
            Some(written) => text(written),
            None => Task::Text(Cow::Owned(rational_text(n.value()))),
        }),
        Head::Name(name) => parts.push(text(name)),
        Head::True => parts.push(text("true")),
        Head::False => parts.push(text("false")),
        Head::Add => {
            for (i, arg) in args.iter().enumerate() {
                let term = store.node(*arg);
                match term.head {
                    _ if i == 0 => parts.push(Task::Print(*arg, Level::Neg)),
                    Head::Neg => {
                        parts.push(text(" - "));
                        parts.push(Task::Print(term.args[0], Level::Mul));
                    }
                    _ => {
                        parts.push(text(" + "));
                        parts.push(Task::Print(*arg, Level::Mul));
                    }
                }
            }
        }
        Head::Mul => {
            for (i, arg) in args.iter().enumerate() {
                // `a/b*c` is a product whose first factor is `a/b`; `a*b*c` has three factors.
                let leading = i == 0 && !matches!(store.head(*arg), Head::Mul);
                if i > 0 {
                    parts.push(text("*"));
                }
                parts.push(Task::Print(
                    *arg,
                    if leading { Level::Mul } else { Level::Pow },
                ));
            }
        }
        Head::Neg => {
            parts.push(text("-"));
            parts.push(Task::Print(args[0], Level::Mul));
        }
        Head::Div => {
            parts.push(Task::Print(args[0], Level::Mul));
            parts.push(text("/"));
            parts.push(Task::Print(args[1], Level::Pow));
        }
        Head::Pow => {
            parts.push(Task::Print(args[0], Level::Atom));
            parts.push(text("^"));
            parts.push(Task::Print(args[1], Level::Atom));
        }
        Head::Call(f) => list(text(f.name), "(", args, ")", parts),
        Head::Apply(name) => list(text(name), "(", args, ")", parts),
        Head::Vector => list(text(""), "[", args, "]", parts),
        Head::Piecewise => list(text("if"), "(", args, ")", parts),
        Head::Sum => list(text("sum"), "(", args, ")", parts),
        Head::Product => list(text("prod"), "(", args, ")", parts),
        Head::Derivative => {
            let args = store.derivative_arguments(args);
            list(text("diff"), "(", &args, ")", parts);
        }
        Head::Entry => {
            let name = store.name_text(args[0]);
            if let (Some(name), [index]) = (name, &args[1..])
                && !bracketed.contains(&args[0])
                && let Some(digits) = subscript(store, name, *index)
            {
                parts.push(text(name));
                parts.push(Task::Text(Cow::Owned(format!("_{digits}"))));
                return;
            }
            // A name alone may stand before the bracket: `(w[1])[2]` is an entry of an entry.
            if name.is_some() {
                list(
                    Task::Print(args[0], Level::Atom),
                    "[",
                    &args[1..],
                    "]",
                    parts,
                );
            } else {
                parts.push(text("("));
                let base = Task::Print(args[0], Level::Each);
                list(base, ")[", &args[1..], "]", parts);
            }
        }
        Head::Relation(relation) => {
            parts.push(Task::Print(args[0], Level::Add));
            parts.push(text(" "));
            parts.push(text(relation.plain()));
            parts.push(text(" "));
            parts.push(Task::Print(args[1], Level::Add));
        }
        Head::And => separated(" and ", args, Level::Not, parts),
        Head::Or => separated(" or ", args, Level::And, parts),
        Head::Iff => separated(" <=> ", args, Level::Or, parts),
        Head::Implies => separated(" => ", args, Level::Or, parts),
        Head::Not => {
            parts.push(text("not "));
            parts.push(Task::Print(args[0], Level::Atom));
        }
        Head::Each => {
            parts.push(Task::Print(args[3], Level::Iff));
            parts.push(text(" for "));
            parts.push(Task::Print(args[0], Level::Atom));
            parts.push(text(" in "));
            parts.push(Task::Print(args[1], Level::Add));
            parts.push(text(".."));
            parts.push(Task::Print(args[2], Level::Add));
        }
    }
}

/// The digits of `x_12`, if the entry is written so: a simple name with one literal index.
fn subscript(store: &Store, name: &str, index: Expr) -> Option<String> {
    let Head::Number(n) = store.head(index) else {
        return None;
    };
    let simple = n.written().is_none() && n.value().is_integer() && !n.value().is_negative();
    (simple && !name.contains('_')).then(|| n.value().numer().to_string())
}

fn list<'a>(
    before: Task<'a>,
    open: &'static str,
    args: &[Expr],
    close: &'static str,
    parts: &mut Vec<Task<'a>>,
) {
    parts.push(before);
    parts.push(Task::Text(Cow::Borrowed(open)));
    separated(", ", args, Level::Iff, parts);
    parts.push(Task::Text(Cow::Borrowed(close)));
}

fn separated(separator: &'static str, args: &[Expr], least: Level, parts: &mut Vec<Task<'_>>) {
    for (i, arg) in args.iter().enumerate() {
        if i > 0 {
            parts.push(Task::Text(Cow::Borrowed(separator)));
        }
        parts.push(Task::Print(*arg, least));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_written_as_far_as_wanted() {
        let s = Store::new();
        let mut e = s.name("x");
        assert_eq!(plain_within(&s, e, 1), Ok("x".into()));
        for _ in 0..1_000 {
            e = s.mul([s.add([e, s.int(1)].as_slice()), e].as_slice());
        }
        let written = plain_within(&s, e, 10_000).unwrap_err();
        assert!(written.ends_with(" …") && written.len() < 10_010);
        assert_eq!(plain_within(&s, s.name("long"), 3), Err("lon …".into()));
    }

    #[test]
    fn brackets_stand_where_they_are_needed() {
        let s = Store::new();
        let [a, b, c] = ["a", "b", "c"].map(|name| s.name(name));
        let two = s.int(2);
        let cases = [
            (s.add([a, s.neg(b), c].as_slice()), "a - b + c"),
            (s.sub(a, s.add([b, c].as_slice())), "a - (b + c)"),
            (s.sub(a, s.sub(b, c)), "a - (b - c)"),
            (
                s.add([s.add([a, b].as_slice()), c].as_slice()),
                "(a + b) + c",
            ),
            (s.div(s.mul([a, b].as_slice()), c), "a*b/c"),
            (s.mul([s.div(a, b), c].as_slice()), "a/b*c"),
            (s.mul([a, s.div(b, c)].as_slice()), "a*(b/c)"),
            (s.div(a, s.div(b, c)), "a/(b/c)"),
            (s.div(s.div(a, b), c), "a/b/c"),
            (s.neg(s.mul([a, b].as_slice())), "-a*b"),
            (s.mul([s.neg(a), b].as_slice()), "(-a)*b"),
            (s.neg(s.pow(a, two)), "-a^2"),
            (s.pow(s.neg(a), two), "(-a)^2"),
            (s.pow(a, s.neg(two)), "a^(-2)"),
            (s.neg(s.neg(a)), "-(-a)"),
            (s.entry(a, &[two]), "a_2"),
            (s.entry(a, &[b, two]), "a[b, 2]"),
            (s.entry(s.name("x_y"), &[two]), "x_y[2]"),
            (
                s.and([s.eq(a, b), s.relate(crate::expr::Relation::Less, b, c)]),
                "a = b and b < c",
            ),
        ];
        for (expr, text) in cases {
            assert_eq!(plain(&s, expr), text);
        }
    }
}
