//! The claims of a text: read in order, with what the text has defined and restricted so far.

mod confirmed;
mod doubt;
mod each;
mod judge;
mod lead;
mod learn;
mod mend;
mod shape;
mod shapes;
mod shown;
mod stance;
mod weigh;
mod whole;

use std::ops::{ControlFlow, Range};

use super::discourse::{Discourse, Parallel, definition_of};
use super::suspects::cues::Context;
use super::suspects::{self, Suspect, brackets, indices};
use super::{Options, Report, Verdict, made};
use crate::document::acts::Act;
use crate::document::{self, Found, Kind, Notation};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Store};
use crate::latex;
use crate::parse;
use crate::render;
pub use each::FAULT;
use judge::Judge;
pub use mend::Mended;
pub use shown::Step;

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
    /// Where its characters stand, if it is not one piece of the file.
    pub places: document::Places,
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
    /// Values at which what is given holds and the claim is defined.
    pub holds_at: Option<Vec<(String, String)>>,
    /// Links of what holds that claim nothing: definitions and models.
    pub unclaimed: Vec<String>,
    /// Whether it holds as its numbers are rounded.
    pub rounded: bool,
    /// Whether the text denies it; then it is no finding.
    pub denied: bool,
    /// The nearest true formula, where it is refuted and one is proved.
    pub fix: Option<Mended>,
    /// The usual formula that it differs from by a small edit.
    pub suspect: Option<Suspect>,
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
    /// What could be read in two ways, what was chosen, and what would come of the other way; and
    /// what the words around it make of it.
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
            places: document::Places::default(),
            links: Vec::new(),
            faults: Vec::new(),
            reading: String::new(),
            given: Vec::new(),
            report: Report::new(Verdict::Unparsed, message),
            conditions: Vec::new(),
            counterexample: None,
            holds_at: None,
            unclaimed: Vec::new(),
            rounded: false,
            denied: false,
            fix: None,
            suspect: None,
            id: None,
            ignored: None,
            explained: None,
        }
    }
}

/// Reads the claims of a text one after another.
pub struct Reader {
    store: Store,
    known: Discourse,
    /// What the document says of matrices.
    declared: shapes::Declared,
    /// Whether each formula stands alone, without a document around it.
    alone: bool,
    /// The last side of the formula before, and what the text does with that.
    last: Option<(latex::Lead, Act, document::Role)>,
    /// The lines of formulas that are suspect, and what they differ from.
    suspected: Vec<(usize, String)>,
    options: Options,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader {
            store: Store::new(),
            known: Discourse::default(),
            declared: shapes::Declared::default(),
            alone: true,
            last: None,
            suspected: Vec::new(),
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
        let mut all = Vec::new();
        let _ = self.each(found, |checked, _| {
            all.push(checked);
            ControlFlow::Continue(())
        });
        all
    }

    /// The names that items or rows beside each other define in several ways.
    fn parallel(&self, found: &document::Document) -> Parallel {
        let mut parallel = Parallel::default();
        let mut scope = latex::Scope::new();
        scope.macros = found.macros.clone();
        for formula in &found.formulas {
            if !Parallel::concerns(&found.blocks, formula.block) {
                continue;
            }
            let Ok(reading) = latex::read(&self.store, &formula.text, &scope) else {
                continue;
            };
            for statement in reading.statements.iter().flatten() {
                if let Some(definition) = &statement.definition {
                    parallel.note(&found.blocks, formula.block, &definition.name);
                }
            }
        }
        parallel
    }

    /// The claim of one formula, which may be of several parts; `behind` are conditions that
    /// follow it.
    pub fn formula(&mut self, found: &Found, behind: &[&Found]) -> Checked {
        self.known.enter(&self.store, found);
        let scope = &mut self.known.scope;
        self.declared.enter(&self.store, scope, found.sentence);
        if let Some(domain) = found.domain {
            let name = parse::variable(&self.store, found.text.trim());
            if matches!(self.store.head(name), Head::Name(_) | Head::Entry) {
                self.known.declare(&self.store, name, domain, found.line);
            }
        }
        match found.notation {
            Notation::Plain => self.plain(found),
            Notation::Latex => {
                let mut checked = self.continued(found, behind);
                checked.suspect = self.suspect(found, &checked).or(checked.suspect.take());
                if let Some(suspect) = &checked.suspect {
                    self.suspected.push((found.line, suspect.name.clone()));
                }
                self.doubted(&mut checked);
                checked
            }
        }
    }

    /// The usual formula that a formula of a document differs from by a small edit; what is claimed,
    /// and holds or is refuted, is none.
    fn suspect(&self, found: &Found, checked: &Checked) -> Option<Suspect> {
        if self.alone || found.act.denied || !suspects::is_open(&checked.report) {
            return None;
        }
        let context = Context::new(&found.title, &found.lead, &found.after);
        let macros = &self.known.scope.macros;
        suspects::find(&found.text, macros, &context)
            .or_else(|| brackets::unbalanced(&found.text, found.display))
    }

    /// What fails because of a formula that is suspect itself is not wrong for that.
    fn doubted(&self, checked: &mut Checked) {
        let fails = matches!(
            checked.report.verdict,
            Verdict::Refuted | Verdict::Conditional
        );
        let lines = || checked.given.iter().map(|(_, line)| *line);
        let suspected = self.suspected.iter();
        let mut rested = suspected.filter(|(line, _)| lines().any(|given| given == *line));
        let Some((line, name)) = rested.next().filter(|_| fails && !self.alone) else {
            return;
        };
        let why = format!(
            "it does not follow from line {line}, but that is suspect itself: it differs from the \
             usual {name}"
        );
        checked.report = Report::new(Verdict::Unknown, why);
        checked.conditions.clear();
        checked.counterexample = None;
        checked.fix = None;
    }

    /// Where the formulas of what it has read live.
    pub fn store(&self) -> &Store {
        &self.store
    }

    fn plain(&self, found: &Found) -> Checked {
        let store = &self.store;
        match parse::claim(store, &found.text) {
            Err(faults) => self.unparsed(found, faults),
            Ok(claim) => {
                let plain = super::of_plain(store, &claim, self.options.budget);
                let given: Vec<(Expr, usize)> =
                    plain.given.into_iter().map(|g| (g, found.line)).collect();
                let mut checked = self.checked(found, Some(claim.formula), &given, plain.report);
                let point = plain.holds_at.as_ref();
                checked.holds_at = point.map(|point| self.shown_point(found, point));
                checked
            }
        }
    }

    fn latex(&mut self, found: &Found, behind: &[&Found]) -> Checked {
        let store = &self.store;
        let mut reading = match latex::read(store, &found.text, &self.known.scope) {
            Ok(reading) => reading,
            Err(fault) => return self.unparsed(found, vec![fault]),
        };
        self.last = lead::of(store, found, &reading);
        let lead = self.known.scope.lead.take().filter(|_| reading.led);
        let mut conditions: Vec<(Expr, usize)> = Vec::new();
        for other in behind {
            if let Ok(reading) = latex::read(store, &other.text, &self.known.scope) {
                for statement in reading.statements.iter().flatten() {
                    let links = statement.links.iter();
                    conditions.extend(links.map(|link| (link.formula, other.line)));
                    // A declaration says all that it says as given.
                    let given = statement
                        .given
                        .iter()
                        .filter(|_| statement.links.is_empty());
                    conditions.extend(given.map(|given| (given.formula, other.line)));
                }
            }
        }
        let continues = lead.as_ref().is_some_and(|lead| lead.relation.is_some());
        self.known.scope.lead = lead;
        // What the formula itself says of its letters, for the derivatives in it.
        let said = said(store, &reading, &conditions);
        let open = reading
            .statements
            .iter()
            .flatten()
            .any(|statement| !statement.quantities.is_empty());
        if open && !said.is_empty() {
            let mut scope = self.known.scope.clone();
            for definition in &said {
                scope.define(store, definition);
            }
            if let Ok(again) = latex::read(store, &found.text, &scope)
                && again.statements.iter().all(Result::is_ok)
            {
                reading = again;
            }
        }
        let repairs = &reading.repairs;
        let judge = Judge {
            store,
            found,
            alone: self.alone,
            conditions,
            budget: self.options.budget,
            mending: None,
            continues,
        };
        let before = self.known.clone();
        let again = |known: &Discourse| match latex::read(store, &found.text, &known.scope) {
            Ok(reading) => reading.statements,
            Err(_) => Vec::new(),
        };
        let mut whole = judge.all(&mut self.known, &reading.statements, again);
        if let Some(place) = repairs.first()
            && !matches!(whole.report.verdict, Verdict::NoClaim | Verdict::Unparsed)
        {
            // What may be a slip of the pen is no claim that is false, nor one that holds.
            let fault = Diagnostic::new("a bracket has no partner", place.clone());
            whole.faults.push(fault.clone());
            whole.report = unparsed(&[fault]);
        }
        let doubted = whole.doubted.take();
        let fix = (whole.report.verdict == Verdict::Refuted || doubted.is_some())
            .then(|| {
                let report = doubted.as_ref().unwrap_or(&whole.report);
                let point = report.counterexample.as_deref().unwrap_or_default();
                judge.mended(&before, reading.statements.len(), &whole.given, point)
            })
            .flatten();
        let near =
            (!self.alone && whole.report.verdict == Verdict::NoClaim && !whole.nearly.is_empty())
                .then(|| judge.mended(&before, reading.statements.len(), &whole.nearly, &[]))
                .flatten();
        if let Some(report) = doubted.filter(|_| fix.is_some()) {
            // With a small change it is an identity: that is no matter of what words say.
            whole.report = report;
        }
        let holds_at = self.confirmed(&mut whole);
        let holds_at = holds_at.map(|point| self.shown_point(found, &point));
        let rounded = whole.rounded && whole.report.verdict == Verdict::Equivalent;
        let mut checked = self.checked(found, whole.reading(store), &whole.given, whole.report);
        checked.holds_at = holds_at;
        checked.rounded = rounded && checked.report.verdict == Verdict::Equivalent;
        checked.denied = found.act.denied;
        checked.links = whole.links;
        checked.faults = whole.faults;
        let outcomes = judge.compare(&self.known, &reading.alternatives, &mut checked);
        if !self.alone && suspects::is_open(&checked.report) {
            let statements = reading.statements.iter().flatten();
            let mut amiss = statements.filter_map(|s| indices::amiss(store, s, &found.text));
            checked.suspect = amiss.next().or_else(|| indices::empty_sum(&found.text));
            if let (None, Some(near)) = (&checked.suspect, near) {
                checked.suspect = Some(Suspect {
                    usual: near.text,
                    name: "what stands beside it".to_owned(),
                    difference: format!("with what stands beside it, it holds {}", near.words),
                    span: near.at,
                });
            }
        }
        checked.fix = fix.filter(|_| checked.report.verdict == Verdict::Refuted);
        if let Some(explained) = &mut checked.explained {
            let unknown = std::iter::repeat(None);
            let notes = reading
                .choices
                .iter()
                .zip(outcomes.into_iter().chain(unknown));
            explained.notes = notes
                .map(|(choice, outcome)| match outcome {
                    Some(verdict) => format!(
                        "{}, and then it would be {}",
                        note(&found.text, choice),
                        verdict.word()
                    ),
                    None => note(&found.text, choice),
                })
                .collect();
            if !self.alone {
                explained.notes.push(stance::in_words(found));
            }
        }
        checked
    }

    fn unparsed(&self, found: &Found, faults: Vec<Diagnostic>) -> Checked {
        let report = unparsed(&faults);
        let mut checked = self.checked(found, None, &[], report);
        checked.faults = faults;
        checked
    }

    fn checked(
        &self,
        found: &Found,
        reading: Option<Expr>,
        given: &[(Expr, usize)],
        report: Report,
    ) -> Checked {
        let store = &self.store;
        let writer = shown::Writer::new(store, &found.text);
        let mut report = writer.settled(reading, given, report);
        let unclaimed = match reading {
            Some(reading) => {
                crate::check::replay::unclaimed(store, reading, given, &report, &found.text)
            }
            None => Some(Vec::new()),
        };
        if unclaimed.is_none() {
            // What has no proof, and claims something, is not said to hold.
            report = Report::new(Verdict::NoClaim, "a part of it is left open");
        }
        report.message = made::said(&report.message);
        let show = |e: &Expr| writer.formula(*e);
        Checked {
            line: found.line,
            column: found.column,
            offset: found.offset,
            text: found.text.clone(),
            places: found.places.clone(),
            links: Vec::new(),
            faults: Vec::new(),
            reading: reading.as_ref().map(show).unwrap_or_default(),
            given: given.iter().map(|(g, line)| (show(g), *line)).collect(),
            conditions: report.conditions.iter().map(show).collect(),
            counterexample: report
                .counterexample
                .as_ref()
                .map(|point| self.shown_point(found, point)),
            holds_at: None,
            unclaimed: unclaimed.iter().flatten().map(show).collect(),
            rounded: false,
            denied: false,
            fix: None,
            suspect: None,
            id: found.id.clone(),
            ignored: found.ignore.clone(),
            explained: reading
                .filter(|formula| self.options.explain && writer.laid_out(*formula))
                .map(|formula| Explained {
                    latex: self.in_latex(formula),
                    notes: Vec::new(),
                }),
            report,
        }
    }

    /// The values of a point as plain formulas.
    fn shown_point(&self, found: &Found, point: &[(Expr, Expr)]) -> Vec<(String, String)> {
        let writer = shown::Writer::new(&self.store, &found.text);
        let pairs = point.iter();
        pairs
            .map(|(name, value)| (writer.formula(*name), writer.formula(*value)))
            .collect()
    }

    /// A formula in LaTeX, as it was read.
    fn in_latex(&self, formula: Expr) -> String {
        let options = render::Options::default();
        render::format("latex").map_or_else(String::new, |latex| {
            render::formula(latex, &self.store, formula, &options)
        })
    }
}

/// What a formula and the conditions behind it say of their letters.
fn said(
    store: &Store,
    reading: &latex::Reading,
    conditions: &[(Expr, usize)],
) -> Vec<latex::Definition> {
    let mut all = Vec::new();
    let mut add = |formula: Expr| {
        for part in store.conjuncts(formula) {
            all.extend(definition_of(store, part));
        }
    };
    conditions.iter().for_each(|(formula, _)| add(*formula));
    for statement in reading.statements.iter().flatten() {
        statement.given.iter().for_each(|given| add(given.formula));
        for link in &statement.links {
            if let (Head::Implies, [premise, _]) =
                (store.head(link.formula), store.args(link.formula))
            {
                add(*premise);
            }
        }
    }
    let defined = reading.statements.iter().flatten();
    all.extend(defined.filter_map(|statement| statement.definition.clone()));
    all
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
