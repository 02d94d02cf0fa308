//! Names in formulas: variables, entries, and the functions before brackets.

use super::brackets::{Callee, Frame, FrameKind};
use super::build::{Op, Sort, Tail};
use super::formula::Parser;
use super::lexer::{Kind, Token};
use super::names;
use crate::error::Diagnostic;
use crate::expr::{Function, Head, function};

/// What stands between a function's name and its arguments.
enum Power {
    None,
    /// `^2` or, if the flag is set, `^-2`.
    Raised(Token, bool),
    /// `^-1`
    Inverse,
}

impl Parser<'_> {
    /// Reads a name; true if it is an operand, false if it opens a bracket.
    pub fn name(&mut self, token: Token) -> bool {
        let text = token.text(self.source);
        if let Some(power) = self.function_power(&text) {
            let (skip, power) = power;
            return self.call(token, &text, skip, power);
        }
        let next = self.peek(1);
        if next.kind == Kind::OpenRound {
            return self.call(token, &text, 1, Power::None);
        }
        let sort = match name_fault(&text, token) {
            Some(fault) => {
                self.fault(fault);
                Sort::Faulty
            }
            None => Sort::Term,
        };
        let expr = names::variable(self.store, &text);
        self.at += 1;
        if next.kind != Kind::OpenSquare {
            self.push(expr, token.start, token.end, sort, Tail::Other);
            return true;
        }
        if !matches!(self.store.head(expr), Head::Name(_)) {
            self.fault(
                Diagnostic::new(format!("`{text}` has an index already"), next.span())
                    .label("a second index")
                    .help("write two indices as `W[k, j]`"),
            );
        }
        self.ops.push(Op::Open(Frame {
            kind: FrameKind::Entry { expr, sort },
            start: token.start,
            bracket: next.span(),
            base: self.operands.len(),
        }));
        self.open += 1;
        self.at += 1;
        false
    }

    /// `sin^2(x)` and `Phi^-1(p)`: the power between a function and its arguments, and the number
    /// of tokens up to the opening bracket.
    fn function_power(&self, name: &str) -> Option<(usize, Power)> {
        if self.peek(1).kind != Kind::Caret {
            return None;
        }
        let bracket = usize::from(self.peek(2).kind == Kind::OpenRound);
        let minus = usize::from(self.peek(2 + bracket).kind == Kind::Minus);
        let number = self.peek(2 + bracket + minus);
        let after = 3 + bracket + minus;
        if number.kind != Kind::Number
            || bracket == 1 && self.peek(after).kind != Kind::CloseRound
            || self.peek(after + bracket).kind != Kind::OpenRound
        {
            return None;
        }
        let inverse = minus == 1 && number.text(self.source) == "1";
        if function(name).is_none() && !inverse {
            return None;
        }
        let power = match (inverse, minus) {
            (true, _) => Power::Inverse,
            (_, 1) => Power::Raised(number, true),
            _ => Power::Raised(number, false),
        };
        Some((after + bracket, power))
    }

    /// Opens the brackets of a call, `skip` tokens after its name.
    fn call(&mut self, token: Token, text: &str, skip: usize, power: Power) -> bool {
        let text = match text {
            "log_2" => "log2",
            "log_10" => "log10",
            text => text,
        };
        let mut callee = match (function(text), text) {
            (Some(f), _) => Callee::Known(f),
            (None, "sum") => Callee::Sum,
            (None, "prod") => Callee::Product,
            (None, "diff") => Callee::Derivative,
            (None, "if") => Callee::If,
            _ => Callee::Named(text.into()),
        };
        if let Callee::Named(name) = &callee
            && let Some(fault) = callee_fault(name, token)
        {
            self.fault(fault);
        }
        let mut raised = None;
        match power {
            Power::None => {}
            Power::Raised(number, negative) => {
                let value = self.number(number);
                raised = Some(if negative {
                    self.store.neg(value)
                } else {
                    value
                });
            }
            Power::Inverse => match inverse(&callee) {
                Some(f) => callee = Callee::Known(f),
                None => self.fault(
                    Diagnostic::new(
                        format!("`{text}^-1(...)` may be an inverse function or a power"),
                        token.start..self.peek(skip).end,
                    )
                    .label("which one is not known")
                    .help(format!("write the power as `{text}^-1 * (...)`")),
                ),
            },
        }
        self.at += skip;
        let bracket = self.peek(0);
        self.bracket(
            FrameKind::Call {
                callee,
                power: raised,
            },
            bracket,
        );
        if let Some(Op::Open(frame)) = self.ops.last_mut() {
            frame.start = token.start;
        }
        false
    }
}

/// The registered inverse of a function, for `f^-1(x)`.
fn inverse(callee: &Callee) -> Option<&'static Function> {
    const PAIRS: &[(&str, &str)] = &[
        ("exp", "log"),
        ("sin", "asin"),
        ("cos", "acos"),
        ("tan", "atan"),
        ("sinh", "asinh"),
        ("cosh", "acosh"),
        ("tanh", "atanh"),
        ("sigmoid", "logit"),
        ("Phi", "Phi_inv"),
    ];
    let Callee::Known(f) = callee else {
        return None;
    };
    PAIRS.iter().find_map(|(a, b)| match f.name {
        name if name == *a => function(b),
        name if name == *b => function(a),
        _ => None,
    })
}

/// Why a name cannot stand for a variable in a formula.
fn name_fault(name: &str, token: Token) -> Option<Diagnostic> {
    let base = names::entry_parts(name).map_or(name, |(base, _)| base);
    if names::is_infinite(base) {
        let fault = Diagnostic::new(format!("`{name}` is not a real number"), token.span());
        return Some(fault.label("variables and numbers are real"));
    }
    let argument = match function(base) {
        Some(f) if f.arity.0 > 1 => "x, ...",
        Some(_) => "x",
        None if matches!(base, "sum" | "prod") => "j, 1, n, w[j]",
        None if base == "if" => "z >= 0, z, a*z",
        None => return None,
    };
    let fault = Diagnostic::new(format!("`{base}` is a function"), token.span());
    Some(
        fault
            .label("expected its arguments in brackets")
            .help(format!("write `{base}({argument})`")),
    )
}

/// Why a name that is no function of the registry cannot be called.
fn callee_fault(name: &str, token: Token) -> Option<Diagnostic> {
    if let Some((base, index)) = names::entry_parts(name)
        && function(base).is_some()
    {
        let fault = Diagnostic::new(format!("unknown function `{name}`"), token.span())
            .label(format!("`{base}` has no subscript"));
        return Some(match base {
            "log" | "ln" => fault.help(format!("write `log(x)/log({index})` for this base")),
            _ => fault.help(format!("write `{base}(x)`")),
        });
    }
    let fault = Diagnostic::new(format!("`{name}` is no function"), token.span());
    match name {
        "e" => Some(
            fault
                .label("this is Euler's number")
                .help("write `exp(...)`, or `e*(...)` for a product"),
        ),
        _ if names::is_infinite(name) => Some(fault.label("this is not a real number")),
        _ => None,
    }
}
