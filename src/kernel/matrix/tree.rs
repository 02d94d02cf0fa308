//! Terms of matrices as nodes, each occurrence one of its own; children stand before their parents.

use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::Why;
use crate::expr::{Expr, Head, Shapes, Store};

/// What a node is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind {
    Number(BigRational),
    /// A name, an entry, or a term that nobody looks into.
    Atom(Expr),
    /// The same, of which it is known that it is a number.
    Scalar(Expr),
    Add,
    Neg,
    /// A product of numbers and at most one matrix.
    Mul,
    Div,
    /// A power of a number.
    Pow(i32),
    Matmul,
    Transpose,
    Inverse,
    Eye,
    Trace,
    Det,
}

/// A node and its children.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub children: Vec<usize>,
}

/// Equations as nodes.
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// The sides of each equation.
    pub equations: Vec<(usize, usize)>,
}

enum Task {
    Visit(Expr),
    Build(Kind, usize),
}

impl Tree {
    pub fn new(store: &Store, equations: &[(Expr, Expr)]) -> Result<Tree, Why> {
        let mut tree = Tree {
            nodes: Vec::new(),
            equations: Vec::new(),
        };
        for (a, b) in equations {
            let pair = (tree.add(store, *a)?, tree.add(store, *b)?);
            tree.equations.push(pair);
        }
        Ok(tree)
    }

    fn add(&mut self, store: &Store, term: Expr) -> Result<usize, Why> {
        let mut tasks = vec![Task::Visit(term)];
        let mut done: Vec<usize> = Vec::new();
        while let Some(task) = tasks.pop() {
            match task {
                Task::Visit(expr) => {
                    let (kind, children) = read(store, expr)?;
                    tasks.push(Task::Build(kind, children.len()));
                    tasks.extend(children.into_iter().rev().map(Task::Visit));
                }
                Task::Build(kind, count) => {
                    let from = done.len().checked_sub(count).ok_or("a fault in the tree")?;
                    let children = done.split_off(from);
                    self.nodes.push(Node { kind, children });
                    done.push(self.nodes.len() - 1);
                }
            }
        }
        done.pop().ok_or("there is nothing")
    }
}

/// What a term is, and the parts of it to look into.
fn read(store: &Store, expr: Expr) -> Result<(Kind, Vec<Expr>), Why> {
    if let Some(number) = store.literal(expr) {
        return Ok((Kind::Number(number), Vec::new()));
    }
    let args = store.args(expr).to_vec();
    let kind = match store.head(expr) {
        Head::Name(_) | Head::Entry => return Ok((Kind::Atom(expr), Vec::new())),
        Head::Add => Kind::Add,
        Head::Neg => Kind::Neg,
        Head::Mul => Kind::Mul,
        Head::Div => Kind::Div,
        Head::Pow => return power(store, expr, &args),
        Head::Apply(name) => match (&**name, args.len()) {
            ("matmul", 1..) => Kind::Matmul,
            ("transpose", 1) => Kind::Transpose,
            ("inverse", 1) => Kind::Inverse,
            ("eye", _) => return Ok((Kind::Eye, Vec::new())),
            ("tr", 1) => Kind::Trace,
            ("det", 1) => Kind::Det,
            // A function that nobody knows may have any value.
            _ => return Ok((Kind::Atom(expr), Vec::new())),
        },
        Head::Vector => return Err("a matrix that is written out"),
        head if head.is_formula() => return Err("a formula in a term"),
        // The value of a known function of numbers.
        _ if Shapes::default().matter(store, expr) => return Err("a function of matrices"),
        _ => return Ok((Kind::Scalar(expr), Vec::new())),
    };
    Ok((kind, args))
}

fn power(store: &Store, expr: Expr, args: &[Expr]) -> Result<(Kind, Vec<Expr>), Why> {
    let [base, exponent] = args else {
        return Err("a fault in the tree");
    };
    let literal = store.literal(*exponent).filter(|n| n.is_integer());
    match literal.and_then(|n| n.to_integer().to_i32()) {
        Some(count) if count != 0 && count.abs() <= 8 => {
            // The square of a length is a product.
            if let (2, Head::Apply(name), [of]) = (count, store.head(*base), store.args(*base))
                && &**name == "norm"
            {
                let turned = store.apply("transpose", &[*of]);
                return Ok((Kind::Matmul, vec![turned, *of]));
            }
            Ok((Kind::Pow(count), vec![*base]))
        }
        _ if Shapes::default().matter(store, expr) => Err("a power of matrices"),
        _ => Ok((Kind::Scalar(expr), Vec::new())),
    }
}
