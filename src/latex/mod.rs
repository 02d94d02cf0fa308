//! LaTeX mathematics to expressions, as a careful reader takes it.
//!
//! ```
//! use equiff::{expr::Store, latex, render};
//! let store = Store::new();
//! let reading = latex::read(&store, r"\log\frac{p}{1-p} = z", &latex::Scope::new()).unwrap();
//! let statement = reading.statements[0].as_ref().unwrap();
//! assert_eq!(render::plain(&store, statement.formula), "log(p/(1 - p)) = z");
//! ```
//!
//! The way of a text: `lexer` makes tokens, `macros` expands them, `build` makes a tree of lists
//! (what stands in braces, brackets and cells), `reader` reads the lists from the inside out into
//! terms, `statement` puts terms and signs together. Nothing recurses over the input. What can be
//! taken in two ways is decided once, with a note, and the other reading is offered too.

mod bars;
mod beyond;
mod big;
mod braces;
mod build;
mod called;
mod calls;
mod close;
mod commands;
mod conditions;
mod differential;
mod digest;
mod digits;
mod dots;
mod draft;
mod either;
mod entries;
mod environments;
mod finish;
mod functions;
mod integrals;
mod known;
mod labels;
mod lead;
mod lexer;
mod limits;
mod macros;
mod matrices;
mod multiply;
mod names;
mod numerals;
mod operands;
mod products;
mod ranges;
mod reader;
mod restrictions;
mod scope;
mod scripts;
mod slips;
mod stacked;
mod statement;
mod survey;
mod symbols;
mod table;
mod tables;
mod terms;
mod tidy;
mod tree;
mod typesetting;
mod unfold;
mod unicode;
mod update;
mod uses;
mod vectors;
mod words;
mod written;

pub use lead::Lead;
pub use macros::Macros;
pub use matrices::{Kind, declarations, names_alone};
pub use scope::Scope;
pub use slips::{Slip, letter, slips};
pub use table::Table;

use std::ops::Range;
use std::sync::Arc;

use crate::error::Diagnostic;
use crate::expr::{Expr, Shapes, Store};

/// At most so many other readings are offered.
const ALTERNATIVES: usize = 4;

/// Texts longer than this are no formulas.
const LONGEST: usize = 4_000_000;

/// What a text says.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The statements, in the order in which they are written; one that cannot be read says
    /// where and why.
    pub statements: Vec<Result<Statement, Diagnostic>>,
    /// Where the text can be taken in two ways, and what was chosen.
    pub choices: Vec<Choice>,
    /// Brackets without a partner; the reading is what is left without them, or with the partner
    /// where the list ends.
    pub repairs: Vec<Range<usize>>,
    /// Whether its first side stands in the formula before it.
    pub led: bool,
    /// The readings that the other choices lead to, one choice changed at a time.
    pub alternatives: Vec<Alternative>,
}

/// A place that can be taken in two ways.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// The bytes of the text that it is about.
    pub span: Range<usize>,
    /// How the place was taken.
    pub chosen: String,
    /// How it could be taken too.
    pub other: String,
}

/// Another reading of the same text.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The choice that was made the other way.
    pub choice: Choice,
    /// The statements that come of it.
    pub statements: Vec<Result<Statement, Diagnostic>>,
}

/// What kind of statement a text is, as far as its signs tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nature {
    /// A relation or a chain; it may define too, see [`Statement::definition`].
    Claim,
    /// `a := b`
    Definition,
    /// `y \sim D(p)`
    Distribution,
    /// `a \approx b`
    Approximation,
    /// `a \propto b`
    Proportionality,
    /// `a \leftrightarrow b`
    Correspondence,
    /// `x \in S` or `f: A \to B` alone.
    Declaration,
    /// An inequality of a variable and a number alone: `x > 0`, `0 < p < 1`. In a text it says
    /// which values are meant; as a claim it would be false.
    Restriction,
    /// `w = w - \alpha dw`, `w \gets 0`: a new value, and nothing that holds.
    Update,
    /// `a \overset{!}{=} b`: what is required.
    Constraint,
    /// `H_0: \beta = 0`: what a test is about, or an event.
    Hypothesis,
    /// `a \overset{?}{=} b`
    Question,
    /// A term without a relation.
    Expression,
}

/// A statement of a text.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// What its signs say it is.
    pub nature: Nature,
    /// The whole: the conjunction of its links, or the term. A sign other than a relation is
    /// read as `=`.
    pub formula: Expr,
    /// The links of the chain: relations, or equivalences and implications between formulas.
    pub links: Vec<Link>,
    /// What the text gives: after "for", "where", "if", memberships, restrictions.
    pub given: Vec<Given>,
    /// What it defines, if it can be read so: its left side is a name, or a function of names,
    /// that occurs nowhere else in it.
    pub definition: Option<Definition>,
    /// Names that are declared as vectors, with their sizes.
    pub vectors: Vec<(String, Option<Expr>)>,
    /// The sizes of the vectors whose entries occur.
    pub sizes: Arc<[(Expr, Expr)]>,
    /// Names and terms that stand for quantities without a meaning in the language: P(Y = 1 | x),
    /// E\[X\], integrals, dL/dw. No counterexample may give them values at will.
    pub quantities: Vec<Expr>,
    /// The names of the formula that are matrices and vectors.
    pub shapes: Shapes,
    /// Why nothing of it is verified, where it speaks of what is beyond real numbers.
    pub beyond: Option<Arc<str>>,
}

/// A link of a chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// What the link says.
    pub formula: Expr,
    /// Its bytes in the text; on an implied left side they reach back to where that stands.
    pub span: Range<usize>,
    /// The bytes of its left side.
    pub left: Range<usize>,
    /// The bytes of its right side.
    pub right: Range<usize>,
    /// The bytes of its sign.
    pub sign: Range<usize>,
}

/// A condition that the text states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// The condition.
    pub formula: Expr,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// A definition: `p = σ(z)`, `f(x) = x^2`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// The name as it is written: `sigma` for σ, even where σ(z) is read as the sigmoid.
    pub name: Arc<str>,
    /// The left side.
    pub left: Expr,
    /// The arguments of a function.
    pub parameters: Vec<Expr>,
    /// The right side; of a chain the first one.
    pub value: Expr,
    /// Whether it says so of every index that its left side has, not of some range of them.
    pub everywhere: bool,
    /// The bytes of the left side.
    pub span: Range<usize>,
}

/// Reads a formula.
///
/// # Errors
/// Where braces or environments do not match, or macros do not come to an end; what is wrong with
/// one statement of several stands in its place in the reading.
pub fn read(store: &Store, text: &str, scope: &Scope) -> Result<Reading, Diagnostic> {
    if text.len() > LONGEST {
        return Err(Diagnostic::new("the formula is too long", 0..0));
    }
    let quoted = unquoted(text);
    let text = quoted.as_deref().unwrap_or(text);
    let tokens = lexer::tokens(text, 0..text.len());
    if let Some(lead) = &scope.lead
        && let Some(whole) = lead.before(&tokens)
        && let Ok(mut reading) = read_tokens(store, whole, text, scope)
        && reading.statements.iter().all(Result::is_ok)
        && reading.repairs.is_empty()
    {
        reading.led = true;
        if lead.relation.is_some() {
            // A later link of a chain defines nothing.
            if let Some(Ok(first)) = reading.statements.first_mut() {
                first.definition = None;
            }
        }
        return Ok(reading);
    }
    read_tokens(store, tokens, text, scope)
}

fn read_tokens(
    store: &Store,
    tokens: Vec<lexer::Token>,
    text: &str,
    scope: &Scope,
) -> Result<Reading, Diagnostic> {
    let tokens = braces::uncrossed(braces::unlabelled(scope.macros.expand(tokens)?));
    let mut tree = build::tree(&tokens, text.len())?;
    let names = match scope.names.is_filled() {
        true => {
            scope.names.join(&mut tree);
            scope.names.clone()
        }
        false => Arc::new(Table::alone(&mut tree)),
    };
    let (statements, choices) = statements(store, &tree, scope, &names, None);
    if statements.is_empty() {
        return Err(Diagnostic::new("there is no formula", 0..text.len()));
    }
    let mut statements = statements;
    if !tree.repairs.is_empty() {
        // What is guessed defines nothing.
        for statement in statements.iter_mut().flatten() {
            statement.definition = None;
        }
    }
    let alternatives = choices
        .iter()
        .take(ALTERNATIVES)
        .map(|choice| Alternative {
            choice: choice.clone(),
            statements: self::statements(store, &tree, scope, &names, Some(choice.clone())).0,
        })
        .collect();
    Ok(Reading {
        statements,
        choices,
        repairs: tree.repairs,
        led: false,
        alternatives,
    })
}

/// A formula in a block quotation, whose lines all begin with `>`, with blanks in its place.
fn unquoted(text: &str) -> Option<String> {
    let quoted = |line: &str| line.trim_start().starts_with('>');
    let mut lines = text.lines();
    lines.next()?;
    let mut rest = lines.filter(|line| !line.trim().is_empty()).peekable();
    rest.peek()?;
    if !rest.all(quoted) {
        return None;
    }
    let mut start = true;
    Some(
        text.chars()
            .map(|c| match c {
                '\n' => {
                    start = true;
                    c
                }
                '>' if start => {
                    start = false;
                    ' '
                }
                _ => {
                    start &= c.is_whitespace();
                    c
                }
            })
            .collect(),
    )
}

fn statements(
    store: &Store,
    tree: &tree::Tree,
    scope: &Scope,
    names: &Arc<Table>,
    flipped: Option<Choice>,
) -> (Vec<Result<Statement, Diagnostic>>, Vec<Choice>) {
    let mut reader = reader::Reader::new(store, scope, tree, names.clone(), flipped);
    reader.read_all();
    let mut drafts = statement::Assembly::new(&mut reader).run();
    let bare = reader.bare_functions();
    if !bare.is_empty() {
        // A bare σ beside its derivative is one of the same variable.
        for draft in &mut drafts {
            draft.map(
                |expr| match bare.keys().any(|name| store.contains(expr, *name)) {
                    true => store.substitute(expr, &bare),
                    false => expr,
                },
            );
        }
    }
    for draft in &mut drafts {
        draft.map(|expr| reader.with_identity(expr));
        draft.loose = draft.has_open_signs(store)
            && !reader.choose(
                draft.span.clone(),
                "both signs are meant, upper ones with upper ones",
                "one of the two signs is meant",
            );
    }
    for draft in &mut drafts {
        let nothing = || Diagnostic::new("a sign alone", draft.span.clone());
        if let Some(fault) = draft
            .fault
            .clone()
            .or_else(|| draft.is_sign().then(nothing))
        {
            if let Some((expr, why)) = reader.whole(&draft.span, &fault) {
                draft.whole = Some(expr);
                draft.beyond = Some(why);
            }
            draft.fault = Some(fault);
            continue;
        }
        let mut all = draft.expressions().into_iter();
        let hidden = all.find_map(|expr| reader.is_hidden(expr));
        let mut given = draft.given.iter();
        draft.partial = given.any(|(formula, _)| reader.is_hidden(*formula).is_some());
        draft.beyond = draft.beyond.take().or(hidden);
    }
    let shapes = reader.shapes();
    let all: Vec<Expr> = drafts
        .iter()
        .flat_map(|draft| draft.expressions())
        .collect();
    let beside = !reader.survey.certain_matrices.is_empty();
    let mut sizes = vectors::Sizes::new(store, &scope.sizes, &all, &shapes.columns, beside);
    let mut statements: Vec<Result<Statement, Diagnostic>> = drafts
        .into_iter()
        .map(|draft| draft.statement(store, &mut sizes, &reader.letters, &reader.quantities))
        .collect();
    let mut known: Vec<(Expr, Expr)> = sizes.known().iter().map(|(a, b)| (*a, *b)).collect();
    known.sort_unstable();
    let known: Arc<[(Expr, Expr)]> = known.into();
    for statement in statements.iter_mut().flatten() {
        statement.sizes = known.clone();
        statement.shapes = shapes.clone();
        statement.take_by_entries(store, reader.lists);
    }
    (statements, reader.choices)
}
