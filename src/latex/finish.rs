//! A complete draft to a statement: its links, conditions, and what it defines.

use std::ops::Range;
use std::sync::Arc;

use super::draft::{Chain, Connective, Draft};
use super::reader::Lists;
use super::vectors::Sizes;
use super::{Definition, Given, Link, Nature, Statement};
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Head, Relation, Shapes, Store};

impl Draft {
    /// The statement that the draft has become.
    ///
    /// # Errors
    /// The first thing that could not be read.
    pub fn statement(
        mut self,
        store: &Store,
        sizes: &mut Sizes<'_>,
        letters: &[(Expr, Arc<str>)],
        quantities: &[Expr],
    ) -> Result<Statement, Diagnostic> {
        if let Some(fault) = self.fault.take() {
            // What a variable is distributed as need not be a term.
            if self.nature != Some(Nature::Distribution) || self.connected() {
                return match self.whole {
                    Some(whole) => Ok(self.as_whole(store, whole, quantities)),
                    None => Err(fault),
                };
            }
            self.beyond = None;
            let whole = self.whole.take();
            self.sides = vec![vec![Chain::default()]];
            self.nature = Some(Nature::Declaration);
            let statement = self.statement(store, sizes, letters, quantities)?;
            return Ok(Statement {
                nature: Nature::Distribution,
                formula: whole.unwrap_or(statement.formula),
                ..statement
            });
        }
        let span = self.span.clone();
        let ends_early = || Diagnostic::new("the formula ends too early", span.end..span.end);
        // A connective at the very end points to another formula.
        if self
            .last_chain()
            .is_some_and(|chain| chain.terms.is_empty())
            && self.connectives.len() > 1
        {
            self.connectives.pop();
            self.sides.pop();
        }
        self.trimmed();
        for chain in self.sides.iter().flatten() {
            for (pair, (sign, _)) in chain.terms.windows(2).zip(&chain.signs) {
                if matches!(sign, Relation::Equal | Relation::NotEqual) {
                    sizes.equated([pair[0].0, pair[1].0]);
                }
            }
        }
        for chain in self.sides.iter_mut().flatten() {
            for (term, _) in &mut chain.terms {
                *term = sizes.lowered(*term);
            }
        }
        for (formula, _) in &mut self.given {
            *formula = sizes.lowered(*formula);
        }
        let declaration = self.nature == Some(Nature::Declaration);
        let mut sides: Vec<(Expr, Range<usize>)> = Vec::new();
        let mut relations: Vec<Link> = Vec::new();
        for side in &self.sides {
            let mut parts: Vec<Vec<Expr>> = vec![Vec::new()];
            let mut place: Option<Range<usize>> = None;
            for chain in side {
                if chain.or {
                    parts.push(Vec::new());
                }
                if chain.terms.is_empty() && declaration {
                    continue;
                }
                if chain.terms.len() != chain.signs.len() + 1 {
                    return Err(ends_early());
                }
                let last = chain.terms.len() - 1;
                let whole = chain.terms[0].1.start..chain.terms[last].1.end;
                place = Some(match place {
                    Some(place) => place.start.min(whole.start)..place.end.max(whole.end),
                    None => whole,
                });
                if chain.signs.is_empty()
                    && let Some(part) = parts.last_mut()
                {
                    part.push(chain.terms[0].0);
                }
                for (at, (relation, sign)) in chain.signs.iter().enumerate() {
                    let (a, b) = (&chain.terms[at], &chain.terms[at + 1]);
                    let strange = self.strange.iter().find(|(place, _)| place == sign);
                    let formula = match strange {
                        Some((_, name)) => strangely(store, name, [a.0, b.0]),
                        None => store.relate(*relation, a.0, b.0),
                    };
                    if let Some(part) = parts.last_mut() {
                        part.push(formula);
                    }
                    relations.push(Link {
                        formula,
                        span: a.1.start.min(b.1.start)..b.1.end.max(a.1.end),
                        left: a.1.clone(),
                        right: b.1.clone(),
                        sign: sign.clone(),
                    });
                }
            }
            let Some(place) = place else {
                if declaration {
                    continue;
                }
                return Err(ends_early());
            };
            // A term alone is no formula.
            let alone = side.iter().any(|chain| chain.signs.is_empty());
            if alone && (self.sides.len() > 1 || side.len() > 1) && !declaration {
                return Err(
                    Diagnostic::new("a term stands where a formula is needed", place)
                        .label("this is neither true nor false"),
                );
            }
            let formula = if side.len() == 1 && side[0].signs.is_empty() {
                side[0].terms[0].0
            } else if parts.len() == 1 {
                store.and(parts.remove(0))
            } else {
                let any: Args = parts.into_iter().map(|all| store.and(all)).collect();
                store.make(Head::Or, any)
            };
            sides.push((formula, place));
        }
        let disjunction = self.sides.iter().flatten().any(|chain| chain.or);
        let links = if self.connectives.is_empty() {
            if disjunction {
                vec![Link {
                    formula: sides[0].0,
                    span: sides[0].1.clone(),
                    left: sides[0].1.clone(),
                    right: sides[0].1.clone(),
                    sign: sides[0].1.clone(),
                }]
            } else {
                relations
            }
        } else {
            let pairs = self.connectives.iter().zip(sides.windows(2));
            pairs
                .map(|((connective, sign), pair)| {
                    let (a, b) = (pair[0].0, pair[1].0);
                    let formula = match connective {
                        Connective::Iff => store.make(Head::Iff, [a, b].as_slice()),
                        Connective::Implies => store.make(Head::Implies, [a, b].as_slice()),
                        Connective::ImpliedBy => store.make(Head::Implies, [b, a].as_slice()),
                    };
                    Link {
                        formula,
                        span: pair[0].1.start..pair[1].1.end,
                        left: pair[0].1.clone(),
                        right: pair[1].1.clone(),
                        sign: sign.clone(),
                    }
                })
                .collect()
        };
        let loose = self.loose;
        let links: Vec<Link> = links
            .into_iter()
            .flat_map(|link| {
                let formulas = super::either::links(store, link.formula, loose);
                formulas.into_iter().map(move |formula| Link {
                    formula,
                    ..link.clone()
                })
            })
            .collect();
        for (formula, _) in sides.iter_mut().chain(&mut self.given) {
            *formula = super::either::each(store, *formula, loose);
        }
        if matches!(self.nature, None | Some(Nature::Definition))
            && self.connectives.is_empty()
            && let [side] = self.sides.as_slice()
            && let [chain] = side.as_slice()
            && super::update::updates(store, chain, self.nature.is_some())
        {
            self.nature = Some(Nature::Update);
        }
        let nature = self.nature.unwrap_or(if links.is_empty() {
            Nature::Expression
        } else if self.restricts(store) {
            Nature::Restriction
        } else {
            Nature::Claim
        });
        let definition = self.definition(store, letters, quantities);
        let wrap = |formula: Expr| {
            self.ranges
                .iter()
                .rev()
                .fold(formula, |body, (index, lo, hi)| {
                    if store.free_names(body).contains(index) && store.head(body).is_formula() {
                        store.bind(Head::Each, *index, *lo, *hi, body)
                    } else {
                        body
                    }
                })
        };
        let formula = match (links.is_empty(), sides.first()) {
            (true, Some((formula, _))) => *formula,
            // Conditions alone are what is said.
            (true, None) => match self.given.is_empty() {
                true => store.make(Head::True, Args::new()),
                false => store.and(self.given.iter().map(|(formula, _)| *formula)),
            },
            (false, _) => wrap(store.and(links.iter().map(|link| link.formula))),
        };
        let links: Vec<Link> = links
            .into_iter()
            .map(|link| Link {
                formula: wrap(link.formula),
                ..link
            })
            .collect();
        let given: Vec<Given> = self
            .given
            .iter()
            .map(|(formula, span)| Given {
                formula: wrap(*formula),
                span: span.clone(),
            })
            .collect();
        let used = |part: &Expr| {
            links.iter().any(|link| store.contains(link.formula, *part))
                || store.contains(formula, *part)
        };
        let quantities = quantities.iter().copied().filter(used).collect();
        let silent = self.beyond.is_some();
        Ok(Statement {
            span: self.span,
            nature,
            formula,
            // What is not verified is no premise of anything.
            links: if silent { Vec::new() } else { links },
            beyond: self.beyond,
            given: if silent { Vec::new() } else { given },
            definition,
            vectors: self.vectors,
            sizes: Arc::default(),
            quantities,
            shapes: Shapes::default(),
        })
    }

    /// A statement that cannot be cut into its sides.
    fn as_whole(self, store: &Store, whole: Expr, quantities: &[Expr]) -> Statement {
        let used = |part: &Expr| store.contains(whole, *part);
        Statement {
            span: self.span,
            nature: Nature::Expression,
            formula: whole,
            links: Vec::new(),
            given: Vec::new(),
            definition: None,
            vectors: self.vectors,
            sizes: Arc::default(),
            quantities: quantities.iter().copied().filter(used).collect(),
            shapes: Shapes::default(),
            beyond: self.beyond,
        }
    }

    /// Whether it is an inequality of a variable and numbers, and no more.
    fn restricts(&self, store: &Store) -> bool {
        if self.connected() || self.sides.len() != 1 {
            return false;
        }
        self.sides[0].iter().all(|chain| {
            let equation = |(relation, _): &(Relation, _)| *relation == Relation::Equal;
            let simple = |term: Expr| match store.head(term) {
                Head::Name(_) => true,
                Head::Entry | Head::Call(_) => store.free_names(term).len() <= 2,
                _ => store.free_names(term).is_empty(),
            };
            let variables = chain
                .terms
                .iter()
                .filter(|(term, _)| !store.free_names(*term).is_empty())
                .count();
            !chain.signs.iter().any(equation)
                && chain.terms.iter().all(|(term, _)| simple(*term))
                && variables == 1
                && !chain.signs.is_empty()
        })
    }

    /// What the statement defines, if it can be read as a definition.
    fn definition(
        &self,
        store: &Store,
        letters: &[(Expr, Arc<str>)],
        quantities: &[Expr],
    ) -> Option<Definition> {
        if self.connected() || self.sides.first()?.len() != 1 {
            return None;
        }
        if !self.strange.is_empty() || self.is_part() || self.partial {
            return None;
        }
        let chain = &self.sides[0][0];
        if chain.signs.first()?.0 != Relation::Equal {
            return None;
        }
        if !matches!(self.nature, None | Some(Nature::Definition)) {
            return None;
        }
        let left = chain.terms[0].0;
        if quantities.contains(&left) && is_worked_out(store, left) {
            return None;
        }
        // In `p = P(Y = 1 | x) = \sigma(z)` the last side says what p is.
        let equal = chain
            .signs
            .iter()
            .take_while(|(sign, _)| *sign == Relation::Equal);
        let sides = &chain.terms[1..=equal.count()];
        let open = |side: Expr| {
            let base = match (store.head(side), store.args(side)) {
                (Head::Entry, [base, ..]) => *base,
                _ => side,
            };
            quantities.contains(&base)
        };
        let known = sides.iter().find(|(side, _)| !open(*side));
        let value = known.map_or(chain.terms[1].0, |(side, _)| *side);
        // `A^T = A` says something of A, not what a transpose is.
        if super::either::marked(store, value) || crate::expr::is_of_matrices(store, left) {
            return None;
        }
        let letter = letters
            .iter()
            .find(|(expr, _)| *expr == left)
            .map(|(_, name)| name.clone());
        let (name, parameters, key) = match (store.head(left), store.args(left)) {
            (Head::Name(name), _) => {
                if name.is_constant() {
                    return None;
                }
                (name.text().clone(), Vec::new(), left)
            }
            (Head::Entry, [base, indices @ ..]) => {
                let text = store.name_text(*base)?;
                let number = match indices {
                    [index] => store.small_integer(*index),
                    _ => None,
                };
                let name = match number {
                    Some(k) => format!("{text}_{k}").into(),
                    None => text.into(),
                };
                let key = if number.is_some() { left } else { *base };
                (name, Vec::new(), key)
            }
            (Head::Apply(_), _) if quantities.contains(&left) => return None,
            (Head::Apply(name), args) => {
                let names = args.iter().all(|arg| store.name_text(*arg).is_some());
                let mut distinct = args.to_vec();
                distinct.sort_unstable();
                distinct.dedup();
                if !names || distinct.len() != args.len() || args.is_empty() {
                    return None;
                }
                (name.clone(), args.to_vec(), left)
            }
            (Head::Call(_), args) => {
                let plain = |arg: &Expr| matches!(store.head(*arg), Head::Name(_) | Head::Entry);
                let names = args.iter().all(plain);
                (letter.filter(|_| names)?, args.to_vec(), left)
            }
            _ => return None,
        };
        // What is defined occurs nowhere else.
        for (term, _) in &chain.terms[1..] {
            let again = store.any(*term, |node| match (&node.head, store.head(left)) {
                (Head::Apply(a), Head::Apply(b)) => a == b,
                // `\\sigma(x) = x \\operatorname{sigmoid}(x)`: a word is no letter.
                (Head::Call(a), Head::Call(b)) => {
                    a == b && letters.iter().any(|(e, _)| store.node(*e) == node)
                }
                _ => false,
            });
            if again || store.contains(*term, key) {
                return None;
            }
        }
        Some(Definition {
            name,
            left,
            parameters,
            value,
            everywhere: self.ranges.iter().all(|(_, lo, hi)| {
                matches!(store.small_integer(*lo), Some(0 | 1))
                    && (matches!(store.head(*hi), Head::Name(_)) || store.literal(*hi).is_some())
            }),
            span: chain.terms[0].1.clone(),
        })
    }
}

impl Statement {
    /// Takes equations between vectors entry by entry, where the statement speaks of their entries.
    pub(super) fn take_by_entries(&mut self, store: &Store, lists: Lists) {
        if lists.rows && lists.columns && self.links.iter().any(|link| equates(store, link.formula))
        {
            self.beyond = Some("a row of numbers stands beside a column".into());
            self.links.clear();
            self.given.clear();
            self.definition = None;
        }
        let columns = lists.are_columns();
        let links = self.links.iter().map(|link| link.formula);
        let given = self.given.iter().map(|given| given.formula);
        let beside: Vec<Expr> = links.chain(given).collect();
        let Statement { shapes, .. } = self;
        let taken = |formula: &mut Expr| {
            *formula = shapes.by_entries(store, *formula, &beside, columns);
        };
        self.links
            .iter_mut()
            .map(|link| &mut link.formula)
            .for_each(taken);
        self.given
            .iter_mut()
            .map(|given| &mut given.formula)
            .for_each(taken);
        taken(&mut self.formula);
    }
}

/// Whether a formula is an equation between two lists of numbers.
fn equates(store: &Store, formula: Expr) -> bool {
    let list = |side: Expr| *store.head(side) == Head::Vector;
    store
        .sides(formula)
        .is_some_and(|(a, b)| list(a) && list(b))
}

/// A relation that is none of numbers, as a formula: an unknown function of its sides is 1.
fn strangely(store: &Store, name: &str, sides: [Expr; 2]) -> Expr {
    store.eq(store.apply(name, &sides), store.int(1))
}

/// Whether a term without a name of its own has a value that is worked out, as integrals and limits
/// have: it can be no definition.
fn is_worked_out(store: &Store, term: Expr) -> bool {
    let parts = store.called(term).and_then(|name| name.rsplit_once('_'));
    parts.is_some_and(|(kind, hash)| {
        hash.len() == 16
            && hash.bytes().all(|b| b.is_ascii_hexdigit())
            && matches!(kind, "integral" | "limit" | "value" | "max" | "min" | "sum")
    })
}
