//! The claims of a text: read in order, with what the text has defined and restricted so far.

use std::ops::Range;

use super::{Claim, Options, Report, Verdict, check};
use crate::document::{self, Domain, Found, Kind, Notation, Role};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Relation, Store};
use crate::latex::{self, Nature, Scope, Statement};
use crate::parse;
use crate::render::{self, plain};

/// A claim of a text and what is said of it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The line on which it starts, from 1.
    pub line: usize,
    /// The column at which it starts, from 1.
    pub column: usize,
    /// The byte of the file at which it starts; see [`Found::offset`].
    pub offset: usize,
    /// The claim as it is written.
    pub text: String,
    /// The bytes of the text that each link of its chain takes, where they are known.
    pub links: Vec<Range<usize>>,
    /// What cannot be read of it; the places are bytes of the text.
    pub faults: Vec<Diagnostic>,
    /// How it was read, as a plain formula.
    pub reading: String,
    /// What counts as given, as plain formulas, with the line where it stands.
    pub given: Vec<(String, usize)>,
    /// What is said of it.
    pub report: Report,
    /// The conditions as plain formulas.
    pub conditions: Vec<String>,
    /// Each variable of the counterexample with its value.
    pub counterexample: Option<Vec<(String, String)>>,
    /// The steps: rule, before, after, conditions.
    pub steps: Vec<(String, String, String, Vec<String>)>,
    /// The `id` of a line of a `.jsonl` file.
    pub id: Option<serde_json::Value>,
    /// Why it is to be left out, if a comment says so.
    pub ignored: Option<String>,
    /// How it was read, where that was asked for.
    pub explained: Option<Explained>,
}

/// How a formula was read.
#[derive(Clone, Debug, Default)]
pub struct Explained {
    /// The reading in LaTeX.
    pub latex: String,
    /// What could be read in two ways, and what was chosen.
    pub notes: Vec<String>,
}

impl Checked {
    /// A line of a file that cannot be read at all.
    pub fn unreadable(line: usize, text: String, message: String) -> Checked {
        Checked {
            line,
            column: 1,
            offset: 0,
            text,
            links: Vec::new(),
            faults: Vec::new(),
            reading: String::new(),
            given: Vec::new(),
            report: Report::new(Verdict::Unparsed, message),
            conditions: Vec::new(),
            counterexample: None,
            steps: Vec::new(),
            id: None,
            ignored: None,
            explained: None,
        }
    }
}

/// What holds from a place of a document on.
struct Known {
    formula: Expr,
    line: usize,
}

/// Reads the claims of a text one after another.
pub struct Reader {
    store: Store,
    scope: Scope,
    known: Vec<Known>,
    /// Whether each formula stands alone, without a document around it.
    alone: bool,
    options: Options,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader {
            store: Store::new(),
            scope: Scope::new(),
            known: Vec::new(),
            alone: true,
            options: Options::default(),
        }
    }
}

impl Reader {
    /// A reader of formulas that stand alone.
    pub fn alone(options: Options) -> Reader {
        Reader {
            options,
            ..Reader::default()
        }
    }

    /// A reader of the formulas of one document.
    pub fn within(options: Options) -> Reader {
        Reader {
            alone: false,
            options,
            ..Reader::default()
        }
    }

    /// The claims of a document, in order.
    ///
    /// # Errors
    /// What is wrong with the file as a whole.
    pub fn document(kind: Kind, text: &str) -> Result<Vec<Checked>, document::BadLine> {
        let found = document::read(kind, text)?;
        Ok(Reader::within(Options::default()).claims(&found))
    }

    /// The claims of what has been found in a document, in order.
    pub fn claims(&mut self, found: &document::Document) -> Vec<Checked> {
        self.scope.macros = found.macros.clone();
        let mut all = Vec::new();
        for (k, formula) in found.formulas.iter().enumerate() {
            // Conditions behind a formula are given for it: "... for $0 < p < 1$".
            let behind: Vec<&Found> = found.formulas[k + 1..]
                .iter()
                .take_while(|next| next.role == Role::Condition)
                .collect();
            all.extend(self.formula(formula, &behind));
        }
        all
    }

    /// The claims of one formula; `behind` are conditions that follow it.
    pub fn formula(&mut self, found: &Found, behind: &[&Found]) -> Vec<Checked> {
        if let Some(domain) = found.domain {
            self.restrict(found, domain);
        }
        match found.notation {
            Notation::Plain => vec![self.plain(found)],
            Notation::Latex => self.latex(found, behind),
        }
    }

    /// Where the formulas of what it has read live.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Takes up "let n be a positive integer".
    fn restrict(&mut self, found: &Found, domain: Domain) {
        let store = &self.store;
        let name = parse::variable(store, found.text.trim());
        if !matches!(store.head(name), Head::Name(_) | Head::Entry) {
            return;
        }
        let zero = store.int(0);
        let mut add = |formula: Expr| {
            self.known.push(Known {
                formula,
                line: found.line,
            });
        };
        match domain {
            Domain::Positive | Domain::PositiveInteger => {
                add(store.relate(Relation::Greater, name, zero));
            }
            Domain::Nonnegative => add(store.relate(Relation::GreaterEqual, name, zero)),
            Domain::Negative => add(store.relate(Relation::Less, name, zero)),
            Domain::Nonzero => add(store.relate(Relation::NotEqual, name, zero)),
            Domain::Probability => {
                add(store.relate(Relation::Greater, name, zero));
                add(store.relate(Relation::Less, name, store.int(1)));
            }
            Domain::Integer | Domain::Real => {}
        }
    }

    fn plain(&mut self, found: &Found) -> Checked {
        let store = &self.store;
        let report = match super::plain(store, &found.text) {
            Ok(report) => report,
            Err(faults) => return self.unparsed(found, faults),
        };
        let reading = parse::claim(store, &found.text)
            .map(|claim| plain(store, claim.formula))
            .unwrap_or_default();
        let mut checked = self.checked(found, reading, Vec::new(), report);
        if self.options.explain
            && let Ok(claim) = parse::claim(store, &found.text)
        {
            checked.explained = Some(Explained {
                latex: self.in_latex(claim.formula),
                notes: Vec::new(),
            });
        }
        checked
    }

    /// A formula in LaTeX, as it was read.
    fn in_latex(&self, formula: Expr) -> String {
        let options = render::Options::default();
        render::format("latex").map_or_else(String::new, |latex| {
            render::formula(latex, &self.store, formula, &options)
        })
    }

    fn latex(&mut self, found: &Found, behind: &[&Found]) -> Vec<Checked> {
        let reading = match latex::read(&self.store, &found.text, &self.scope) {
            Ok(reading) => reading,
            Err(fault) => return vec![self.unparsed(found, vec![fault])],
        };
        let mut conditions: Vec<Expr> = Vec::new();
        for other in behind {
            if let Ok(reading) = latex::read(&self.store, &other.text, &self.scope) {
                for statement in reading.statements.iter().flatten() {
                    conditions.extend(statement.links.iter().map(|link| link.formula));
                }
            }
        }
        let mut all = Vec::new();
        for statement in &reading.statements {
            match statement {
                Err(fault) => all.push(self.unparsed(found, vec![fault.clone()])),
                Ok(statement) => {
                    let mut checked = self.statement(found, statement, &conditions);
                    checked.links = statement.links.iter().map(|l| l.span.clone()).collect();
                    if self.options.explain {
                        let notes = reading.choices.iter().filter(|choice| {
                            statement.span.start <= choice.span.start
                                && choice.span.end <= statement.span.end
                        });
                        checked.explained = Some(Explained {
                            latex: self.in_latex(statement.formula),
                            notes: notes.map(|choice| note(&found.text, choice)).collect(),
                        });
                    }
                    all.push(checked);
                }
            }
        }
        let held: Vec<bool> = all
            .iter()
            .map(|checked| checked.report.verdict == Verdict::Equivalent)
            .collect();
        for (k, statement) in reading.statements.iter().enumerate() {
            let Ok(statement) = statement else { continue };
            // What is true of a known function defines no other.
            let mut learnt = statement.clone();
            if held.get(k) == Some(&true) {
                learnt.definition = None;
            }
            self.scope.learn(&self.store, &learnt);
            if statement.nature == Nature::Restriction || found.role != Role::Statement {
                for link in &statement.links {
                    if matches!(self.store.head(link.formula), Head::Relation(_)) {
                        self.known.push(Known {
                            formula: link.formula,
                            line: found.line,
                        });
                    }
                }
            }
        }
        all
    }

    fn statement(&self, found: &Found, statement: &Statement, conditions: &[Expr]) -> Checked {
        let store = &self.store;
        let mut given: Vec<(Expr, usize)> = statement
            .given
            .iter()
            .map(|given| (given.formula, found.line))
            .collect();
        given.extend(conditions.iter().map(|c| (*c, found.line)));
        let reading = plain(store, statement.formula);
        let silent = match statement.nature {
            Nature::Claim if found.role == Role::Statement => None,
            Nature::Claim => Some("a condition of what stands beside it"),
            Nature::Definition => Some("a definition"),
            Nature::Distribution => Some("a distribution"),
            Nature::Approximation => Some("an approximation"),
            Nature::Proportionality => Some("a proportionality"),
            Nature::Correspondence => Some("a correspondence"),
            Nature::Declaration => Some("a declaration"),
            Nature::Restriction => Some("a restriction of a variable"),
            Nature::Expression => Some("an expression without a relation"),
        };
        // σ(x) = x sigmoid(βx) has another name for the sigmoid: its σ is not it.
        let silent = silent.or_else(|| {
            let part = |span: &std::ops::Range<usize>| found.text.get(span.clone()).unwrap_or("");
            let [link, ..] = statement.links.as_slice() else {
                return None;
            };
            let sigma = |text: &str| text.contains("\\sigma") || text.contains('σ');
            let (left, right) = (part(&link.left), part(&link.right));
            let other = sigma(left) && !sigma(right) && right.contains("sigmoid");
            (other
                && !matches!(self.store.head(link.formula), Head::Iff | Head::Implies)
                && is_another_body(store, link.formula))
            .then_some("a definition")
        });
        if let Some(why) = silent {
            let report = Report::new(Verdict::NoClaim, why);
            return self.checked(found, reading, given, report);
        }
        // What the document defined and restricted, as far as the claim speaks of it, or of what
        // it speaks of.
        let defined = statement.definition.as_ref().map(|d| d.left);
        let mut names = store.free_names(statement.formula);
        let mut next = 0;
        while next < names.len() && next < 64 {
            let name = names[next];
            next += 1;
            if defined == Some(name) {
                continue;
            }
            let equations = self.known.iter().filter_map(|known| {
                let (a, b) = store.sides(known.formula)?;
                let value = if a == name { b } else { a };
                (a == name || b == name).then_some((value, known.line))
            });
            let scoped = self.scope.value(name).map(|value| (value, found.line));
            if let Some((value, line)) = equations.last().or(scoped)
                && !store.contains(value, name)
            {
                let equation = store.eq(name, value);
                if !given.iter().any(|(g, _)| *g == equation) {
                    given.push((equation, line));
                }
                for more in store.free_names(value) {
                    if !names.contains(&more) {
                        names.push(more);
                    }
                }
            }
        }
        for known in &self.known {
            let about = store.free_names(known.formula);
            let restriction = store.sides(known.formula).is_none();
            if restriction && !about.is_empty() && about.iter().all(|name| names.contains(name)) {
                given.push((known.formula, known.line));
            }
        }
        let claim = Claim {
            links: statement.links.iter().map(|link| link.formula).collect(),
            given: given.iter().map(|(formula, _)| *formula).collect(),
            chain: false,
            quantities: statement.quantities.clone(),
        };
        // A function with a meaning of its own may be stated or defined: what is true is a claim;
        // in a document another body is taken for a definition.
        let meaning = statement.links.first().is_some_and(|link| {
            let left = store.args(link.formula).first();
            left.is_some_and(|e| matches!(store.head(*e), Head::Call(_)))
        });
        let fixed = statement
            .definition
            .as_ref()
            .is_some_and(|d| &*d.name != "sigma");
        let other = statement
            .definition
            .as_ref()
            .is_some_and(|d| is_another_function(store, d));
        let defines =
            statement.definition.is_some() && !(meaning && (fixed || self.alone && !other));
        let mut report = match defines {
            true if statement.links.len() == 1 => {
                let silent = Report::new(Verdict::NoClaim, "a definition");
                let report = if meaning {
                    check(store, &claim)
                } else {
                    silent.clone()
                };
                match report.verdict {
                    Verdict::Equivalent => report,
                    _ => silent,
                }
            }
            true => {
                // Of a definition with further links the links are claims.
                let mut claim = claim.clone();
                claim.links.remove(0);
                claim.chain = true;
                check(store, &claim)
            }
            false => check(store, &claim),
        };
        if report.verdict != Verdict::Equivalent && claim.given.len() > statement.given.len() {
            // A definition may be meant for another place: without it the claim may hold as well.
            let bare = Claim {
                given: statement.given.iter().map(|g| g.formula).collect(),
                ..claim
            };
            if bare.links.len() > 1 || !defines {
                let other = check(store, &bare);
                if other.verdict == Verdict::Equivalent {
                    report = other;
                }
            }
        }
        self.checked(found, reading, given, report)
    }

    fn unparsed(&self, found: &Found, faults: Vec<Diagnostic>) -> Checked {
        let report = unparsed(&faults);
        let mut checked = self.checked(found, String::new(), Vec::new(), report);
        checked.faults = faults;
        checked
    }

    fn checked(
        &self,
        found: &Found,
        reading: String,
        given: Vec<(Expr, usize)>,
        report: Report,
    ) -> Checked {
        let store = &self.store;
        let show = |e: &Expr| plain(store, *e);
        Checked {
            line: found.line,
            column: found.column,
            offset: found.offset,
            text: found.text.clone(),
            links: Vec::new(),
            faults: Vec::new(),
            reading,
            given: given.iter().map(|(g, line)| (show(g), *line)).collect(),
            conditions: report.conditions.iter().map(show).collect(),
            counterexample: report.counterexample.as_ref().map(|point| {
                let pairs = point.iter();
                pairs
                    .map(|(name, value)| (show(name), show(value)))
                    .collect()
            }),
            steps: report
                .steps
                .iter()
                .map(|line| {
                    (
                        line.step.rule.clone(),
                        show(&line.before),
                        show(&line.step.after),
                        line.conditions.iter().map(show).collect(),
                    )
                })
                .collect(),
            id: found.id.clone(),
            ignored: found.ignore.clone(),
            explained: None,
            report,
        }
    }
}

/// Whether σ(x) = t surely names another function than the sigmoid: t has names of its own, or
/// speaks of the sigmoid, or is an activation by cases.
fn is_another_function(store: &Store, definition: &latex::Definition) -> bool {
    let parameters: Vec<Expr> = definition
        .parameters
        .iter()
        .flat_map(|p| store.free_names(*p))
        .collect();
    let own = store.free_names(definition.value).into_iter().any(|name| {
        !parameters.contains(&name) && !matches!(store.name_text(name), Some("e" | "pi"))
    });
    own || store.any(definition.value, |node| match &node.head {
        Head::Piecewise => true,
        Head::Call(f) => matches!(f.name, "sigmoid" | "max" | "min" | "abs"),
        _ => false,
    })
}

/// Whether in σ(x) = t the term t has names that x has not.
fn is_another_body(store: &Store, equation: Expr) -> bool {
    let Some((left, right)) = store.sides(equation) else {
        return false;
    };
    let known = store.free_names(left);
    store
        .free_names(right)
        .iter()
        .any(|name| !known.contains(name))
}

/// What could be read in two ways, and what was chosen, in words.
fn note(text: &str, choice: &latex::Choice) -> String {
    let part = text.get(choice.span.clone()).unwrap_or_default().trim();
    format!(
        "`{part}` is taken as {}; it could be {}",
        choice.chosen, choice.other
    )
}

fn unparsed(faults: &[Diagnostic]) -> Report {
    let message = faults
        .iter()
        .map(|fault| match fault.label.as_str() {
            "" => fault.message.clone(),
            label => format!("{} ({label})", fault.message),
        })
        .collect::<Vec<_>>()
        .join("; ");
    Report::new(Verdict::Unparsed, message)
}
