//! A formula that begins with a relation, `= a + b`: its left side stands at the end of the formula
//! before it.

use std::sync::Arc;

use super::lexer::{self, Kind, Token};
use super::symbols::{self, Meaning};
use super::tree::{Node, Sign};
use crate::expr::Relation;

/// Left sides longer than this are not taken over.
const LONGEST: usize = 4000;

/// The last side of the formula before one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lead {
    /// It as it is written.
    pub text: Arc<str>,
    /// The relation before it, if it is a side of one.
    pub relation: Option<Relation>,
}

impl Lead {
    /// A side that a later formula may go on from; nothing where it is cut out of an environment.
    pub fn of(text: &str, relation: Option<Relation>) -> Option<Lead> {
        let text = text
            .trim()
            .trim_end_matches(['.', ',', ';', ':'])
            .trim_end();
        let whole =
            |open: &str, close: &str| text.matches(open).count() == text.matches(close).count();
        let fits = !text.is_empty()
            && text.len() <= LONGEST
            && whole("\\begin{", "\\end{")
            && whole("\\left", "\\right");
        fits.then(|| Lead {
            text: text.into(),
            relation,
        })
    }

    /// Whether a chain goes on from it with a relation: nobody goes on from `x > 0` with `< 1`.
    fn goes_on(&self, next: Sign) -> bool {
        let turn = |relation: Relation| match relation {
            Relation::Equal => 0,
            Relation::Less | Relation::LessEqual => -1,
            Relation::Greater | Relation::GreaterEqual => 1,
            Relation::NotEqual => 2,
        };
        match (self.relation.map(turn), next) {
            (None | Some(0), _) => true,
            (Some(2), _) => false,
            (Some(first), Sign::Relation(next)) => matches!(turn(next), 0) || turn(next) == first,
            (Some(_), _) => false,
        }
    }

    /// The tokens of the whole formula; nothing where it does not go on from this side.
    pub(super) fn before(&self, tokens: &[Token]) -> Option<Vec<Token>> {
        if !self.goes_on(leading(tokens)?) {
            return None;
        }
        // They stand before the text, in which they have no place.
        let mut all = lexer::tokens(&self.text, 0..self.text.len());
        for token in &mut all {
            (token.start, token.end) = (0, 0);
        }
        all.extend_from_slice(tokens);
        Some(all)
    }
}

/// The relation with which a formula begins.
fn leading(tokens: &[Token]) -> Option<Sign> {
    let mut at = 0;
    let mut named = false;
    while let Some(token) = tokens.get(at) {
        match &token.kind {
            Kind::Begin(_) => named = true,
            // The columns of an array.
            Kind::Open if named => {
                let end = tokens[at..].iter().position(|t| t.kind == Kind::Close)?;
                at += end;
            }
            Kind::Open | Kind::Close | Kind::Symbol('&') => {}
            Kind::Command(name) => match symbols::command(name) {
                Meaning::Space => {}
                Meaning::Node(Node::Quad) => {}
                Meaning::Node(Node::Sign(sign)) => {
                    return match sign {
                        Sign::Relation(_)
                        | Sign::Equivalent
                        | Sign::Approximate
                        | Sign::Proportional => Some(sign),
                        _ => None,
                    };
                }
                _ => return None,
            },
            Kind::Symbol(c) => {
                let relation = match c {
                    '=' => Relation::Equal,
                    // `<a, b>` are brackets.
                    '<' if tokens[at..].iter().all(|t| t.kind != Kind::Symbol('>')) => {
                        Relation::Less
                    }
                    '>' => Relation::Greater,
                    _ => return None,
                };
                let next = tokens.get(at + 1).map(|next| &next.kind);
                // `=>` and the like.
                let joined = matches!(next, Some(Kind::Symbol('>' | '<' | ':' | '!')));
                return (!joined).then_some(Sign::Relation(relation));
            }
            _ => return None,
        }
        at += 1;
    }
    None
}
