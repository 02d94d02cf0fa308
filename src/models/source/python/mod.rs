//! A tolerant reader of Python: what it does not understand is a statement or an expression of its
//! own, with its place, and never stops the rest.

mod atoms;
mod expressions;
mod statements;
mod tokens;
mod tree;

pub use tokens::{Kind, Token, text_of};
pub use tree::{Expr, Function, Statement, Term};

use crate::error::Diagnostic;

/// A program.
pub struct Program {
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// Reads a program.
///
/// # Errors
/// A bracket or a text that is never closed: what follows it means nothing.
pub fn read(source: &str) -> Result<Program, Diagnostic> {
    let tokens = tokens::tokens(source)?;
    let statements = statements::read(source, &tokens);
    Ok(Program { tokens, statements })
}
