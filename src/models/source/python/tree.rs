//! Python as a tree: the part of it that models are written in.

use std::ops::Range;
use std::rc::Rc;

/// An expression and its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub term: Term,
    /// Its bytes.
    pub span: Range<usize>,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum Term {
    /// A name, `None`, `True` and `False` among them.
    Name(String),
    /// A number as written.
    Number(String),
    /// A text.
    Text(String),
    /// A list or a tuple.
    List(Vec<Expr>),
    /// A dictionary.
    Dict(Vec<(Expr, Expr)>),
    /// `a.b`
    Member(Box<Expr>, String),
    /// `f(…)`
    Call(Box<Expr>, Vec<Argument>),
    /// `a[…]`
    Index(Box<Expr>, Vec<Expr>),
    /// An operator between two.
    Binary(String, Box<Expr>, Box<Expr>),
    /// A sign in front.
    Unary(String, Box<Expr>),
    /// `a if c else b`: condition, then, else.
    Choice(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `lambda x: …`
    Lambda(Rc<Function>),
    /// `[e for x in xs]`: the element, the variable, what it runs over.
    Each(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Anything else.
    Other,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// How many stars stand before it.
    pub stars: usize,
    /// Its value.
    pub value: Expr,
}

/// A parameter of a function.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its default.
    pub default: Option<Expr>,
    /// How many stars stand before it.
    pub stars: usize,
}

/// A function.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Vec<Statement>,
    /// Where its name stands.
    pub span: Range<usize>,
    /// Whether a decorator changes what it is.
    pub decorated: bool,
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Statement {
    /// Targets, one after the other, and the value.
    Assign(Vec<Expr>, Expr),
    /// An expression by itself.
    Expression(Expr),
    /// `return`
    Return(Option<Expr>),
    /// `def`
    Function(Rc<Function>),
    /// `class`: the name, the bases, the body.
    Class(String, Vec<Expr>, Rc<Vec<Statement>>, Range<usize>),
    /// `if` with its branches; the last has no condition where there is an `else`.
    If(Vec<(Option<Expr>, Vec<Statement>)>, Range<usize>),
    /// `for`: the variable, what it runs over, the body.
    For(Expr, Expr, Vec<Statement>, Range<usize>),
    /// `while`
    While(Vec<Statement>, Range<usize>),
    /// Statements that run once: those of `with` and `try`.
    Block(Vec<Statement>),
    /// `import a.b as c`: the path and the name it gets.
    Import(String, String),
    /// `from a import *`
    ImportAll(String),
    /// Anything else.
    Other,
}
