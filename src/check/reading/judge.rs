//! What is said of each statement of a formula, given what the document has said before it.

use super::super::{Claim, Report, Verdict, check, usual};
use super::known::{Known, Told, definition_of};
use super::note;
use super::whole::Whole;
use super::{Checked, unparsed};
use crate::check::budget::Budget;
use crate::document::{Found, Role, Tone};
use crate::error::Diagnostic;
use crate::expr::{Expr, Head, Store};
use crate::latex::{Alternative, Definition, Nature, Statement};

/// Judges the statements of one formula.
pub(super) struct Judge<'a> {
    pub store: &'a Store,
    pub found: &'a Found,
    /// Whether no document stands around the formula.
    pub alone: bool,
    /// Conditions that stand behind the formula, with their lines.
    pub conditions: Vec<(Expr, usize)>,
    /// How much is tried.
    pub budget: Budget,
}

/// What is said of a statement.
pub(super) struct Judged {
    pub report: Report,
    /// What counts as given, with its lines.
    pub given: Vec<(Expr, usize)>,
}

impl Judge<'_> {
    /// The verdict on all statements of the formula; what they define is known from then on.
    pub fn all(&self, known: &mut Known, statements: &[Result<Statement, Diagnostic>]) -> Whole {
        let mut whole = Whole::default();
        for statement in statements {
            match statement {
                Err(fault) => {
                    let report = unparsed(std::slice::from_ref(fault));
                    whole.fail(fault.clone(), report);
                }
                Ok(statement) => {
                    let judged = self.statement(known, statement, !whole.is_empty());
                    self.learn(known, statement, &judged.report);
                    whole.add(self.store, statement, judged);
                }
            }
        }
        whole.finish()
    }

    /// What the other readings would give, where it is something else. Where the formula is false
    /// only as it was read, nothing is claimed of it.
    pub fn compare(
        &self,
        known: &Known,
        alternatives: &[Alternative],
        checked: &mut Checked,
    ) -> Vec<Option<Verdict>> {
        let verdict = checked.report.verdict;
        let mut outcomes = vec![None; alternatives.len()];
        if verdict == Verdict::NoClaim {
            return outcomes;
        }
        for (alternative, outcome) in alternatives.iter().zip(&mut outcomes) {
            let verdicts = alternative.statements.iter().map(|statement| {
                let statement = statement.as_ref().ok()?;
                Some(self.statement(known, statement, false).report.verdict)
            });
            let verdicts: Option<Vec<Verdict>> = verdicts.collect();
            let Some(other) = verdicts.and_then(|all| all.into_iter().max()) else {
                continue;
            };
            if other == verdict || matches!(other, Verdict::Unknown | Verdict::NoClaim) {
                continue;
            }
            *outcome = Some(other);
            if verdict == Verdict::Refuted && other == Verdict::Equivalent {
                // A careful reader does not call false what may be meant in another way.
                checked.report = Report::new(
                    Verdict::Unknown,
                    format!(
                        "the verdict depends on the reading: {}, and then it would hold",
                        note(&self.found.text, &alternative.choice)
                    ),
                );
                checked.counterexample = None;
                checked.steps.clear();
            }
        }
        outcomes
    }

    /// Takes up what a statement says for those that follow.
    fn learn(&self, known: &mut Known, statement: &Statement, report: &Report) {
        let store = self.store;
        let definition = statement.definition.as_ref();
        let mut said = statement.clone();
        said.definition = None;
        known.scope.learn(store, &said);
        let stated = self.found.role == Role::Statement;
        if let Some(definition) = definition
            && (stated || self.found.lasting)
        {
            if matches!(store.head(definition.left), Head::Call(_))
                && report.verdict == Verdict::Equivalent
            {
                // What is true of a known function defines no other.
                known.confirm(definition.left);
            } else if report.verdict == Verdict::NoClaim
                || !known.scope.knows(store, definition.left)
            {
                known.define(store, definition, self.found.line);
                return;
            }
        }
        let restricts = statement.nature == Nature::Restriction || !stated;
        if restricts {
            let sentence = (!self.found.lasting).then_some(self.found.sentence);
            for link in &statement.links {
                if matches!(store.head(link.formula), Head::Relation(_)) {
                    known.restrict(link.formula, self.found.line, sentence);
                }
            }
        }
        if statement.nature == Nature::Declaration {
            let only_here = !stated && !self.found.lasting;
            let sentence = only_here.then_some(self.found.sentence);
            for given in &statement.given {
                known.restrict(given.formula, self.found.line, sentence);
            }
        }
    }

    /// The verdict on one statement; `joined` if others of the same formula stand before it.
    fn statement(&self, known: &Known, statement: &Statement, joined: bool) -> Judged {
        let line = self.found.line;
        let mut given: Vec<(Expr, usize)> = statement
            .given
            .iter()
            .map(|given| (given.formula, line))
            .collect();
        given.extend(&self.conditions);
        if let Some(why) = self.silent(statement) {
            let report = Report::new(Verdict::NoClaim, why);
            return Judged { report, given };
        }
        let names =
            |part: &Expr| definition_of(self.store, *part).is_some_and(|d| d.parameters.is_empty());
        for link in &statement.links {
            if let Some(premise) = self.premise(link.formula) {
                let parts = self.store.conjuncts(premise).into_iter().filter(names);
                given.extend(parts.map(|part| (part, line)));
            }
        }
        let local = self.local(known, statement, &given);
        let known = local.as_ref().unwrap_or(known);
        let claim = Claim {
            links: self.links(statement),
            given: given.iter().map(|(formula, _)| *formula).collect(),
            chain: false,
            quantities: statement.quantities.clone(),
            budget: self.budget,
        };
        let Some(definition) = &statement.definition else {
            let told = known.tell(self.store, &claim, None);
            let report = charitable(self.store, &claim, &told);
            self.used(&mut given, told);
            return Judged { report, given };
        };
        if matches!(self.store.head(definition.left), Head::Call(_)) {
            return self.letter(known, &claim, definition, given);
        }
        self.definition(known, &claim, definition, joined, given)
    }

    /// What is known with the functions and entries that the statement itself gives.
    fn local(
        &self,
        known: &Known,
        statement: &Statement,
        given: &[(Expr, usize)],
    ) -> Option<Known> {
        let premises = statement
            .links
            .iter()
            .filter_map(|link| self.premise(link.formula));
        let equations = given.iter().map(|(formula, _)| *formula).chain(premises);
        let mut local = None;
        for equation in equations.flat_map(|formula| self.store.conjuncts(formula)) {
            let named = |e: Expr| matches!(self.store.head(e), Head::Name(_));
            if let Some(definition) = definition_of(self.store, equation)
                && !named(definition.left)
            {
                let all = local.get_or_insert_with(|| known.clone());
                all.define(self.store, &definition, self.found.line);
            }
        }
        local
    }

    /// The premise of an implication, if it only says what functions are, or the names in a
    /// derivative.
    fn premise(&self, link: Expr) -> Option<Expr> {
        let store = self.store;
        let (Head::Implies, [premise, conclusion]) = (store.head(link), store.args(link)) else {
            return None;
        };
        // The derivative in the conclusion is of what the premise sets its name to.
        let derived = store.has_kind(*conclusion, &Head::Derivative);
        let function = |part: Expr| {
            definition_of(store, part).is_some_and(|d| derived || !d.parameters.is_empty())
        };
        let parts = store.conjuncts(*premise);
        (!parts.is_empty() && parts.into_iter().all(function)).then_some(*premise)
    }

    /// The links of a statement; of "f(x) = x^2 implies f'(x) = 2x" the conclusion.
    fn links(&self, statement: &Statement) -> Vec<Expr> {
        let conclusion = |link: Expr| match self.premise(link) {
            Some(_) => self.store.args(link)[1],
            None => link,
        };
        let links = statement.links.iter();
        links.map(|link| conclusion(link.formula)).collect()
    }

    /// Adds what was used of what the document says.
    fn used(&self, given: &mut Vec<(Expr, usize)>, told: Told) {
        let here = self.found.line;
        given.extend(told.used.into_iter().map(|(formula, line)| match line {
            0 => (formula, here),
            line => (formula, line),
        }));
    }

    /// Why the signs or the words around a statement make it no claim.
    fn silent(&self, statement: &Statement) -> Option<&'static str> {
        Some(match statement.nature {
            Nature::Claim if self.found.role == Role::Statement => return None,
            Nature::Claim => "a condition of what stands beside it",
            Nature::Definition => "a definition",
            Nature::Distribution => "a distribution",
            Nature::Approximation => "an approximation",
            Nature::Proportionality => "a proportionality",
            Nature::Correspondence => "a correspondence",
            Nature::Declaration => "a declaration",
            Nature::Restriction => "a restriction of a variable",
            Nature::Update => "an update: the name has a new value",
            Nature::Constraint => "a constraint",
            Nature::Hypothesis => "a hypothesis",
            Nature::Question => "a question",
            Nature::Expression => "an expression without a relation",
        })
    }

    /// A statement of what a letter with a usual meaning is, σ(z) = ..: a claim about the usual
    /// function, unless the letter is surely meant for another one.
    fn letter(
        &self,
        known: &Known,
        claim: &Claim,
        definition: &Definition,
        mut given: Vec<(Expr, usize)>,
    ) -> Judged {
        let store = self.store;
        let told = known.tell(store, claim, None);
        let report = charitable(store, claim, &told);
        let claimed = &*definition.name != "sigma"
            || report.verdict == Verdict::Equivalent
            || !usual::is_another_sigma(store, &definition.parameters, definition.value)
                && self.found.tone != Tone::Defines
                && (self.alone || known.confirmed(store, definition.left));
        if claimed {
            self.used(&mut given, told);
            return Judged { report, given };
        }
        let why = match report.counterexample {
            Some(_) => "a definition, and not of the usual function of this name",
            None => "a definition",
        };
        let report = self.rest(known, claim, definition, why, &mut given);
        Judged { report, given }
    }

    /// A statement that may define its left side.
    fn definition(
        &self,
        known: &Known,
        claim: &Claim,
        definition: &Definition,
        joined: bool,
        mut given: Vec<(Expr, usize)>,
    ) -> Judged {
        let store = self.store;
        // What is said of the left side already, in itself or by what it defines.
        let told = known.tell(store, claim, None);
        let again = known.scope.knows(store, definition.left);
        let involved = told.claim.given.iter().any(|g| match store.sides(*g) {
            Some((a, b)) => {
                a != definition.left
                    && (store.contains(a, definition.left) || store.contains(b, definition.left))
            }
            None => false,
        }) || told.claim.links.first().is_some_and(|link| {
            let sides = store.sides(*link);
            sides.is_some_and(|(_, b)| store.contains(b, definition.left))
        });
        if (again || involved) && self.found.tone != Tone::Defines {
            let report = charitable(store, claim, &told);
            let claimed = match report.verdict {
                Verdict::Equivalent => true,
                Verdict::Conditional | Verdict::Refuted | Verdict::Unknown => {
                    let concludes = joined || self.found.tone == Tone::Concludes;
                    concludes && (involved || speaks_of_the_same(store, known, definition))
                }
                _ => false,
            };
            if claimed {
                self.used(&mut given, told);
                return Judged { report, given };
            }
        }
        let report = self.rest(known, claim, definition, "a definition", &mut given);
        Judged { report, given }
    }

    /// What a definition claims besides: the further links of its chain.
    fn rest(
        &self,
        known: &Known,
        claim: &Claim,
        definition: &Definition,
        why: &str,
        given: &mut Vec<(Expr, usize)>,
    ) -> Report {
        let store = self.store;
        if claim.links.len() < 2 {
            return Report::new(Verdict::NoClaim, why);
        }
        let mut rest = claim.clone();
        rest.links.remove(0);
        rest.chain = true;
        let told = known.tell(store, &rest, Some(definition.left));
        let report = charitable(store, &rest, &told);
        self.used(given, told);
        report
    }
}

/// The verdict on a claim with what the document says. A definition may be meant for another
/// place: where the claim holds without the document's definitions, it holds.
fn charitable(store: &Store, bare: &Claim, told: &Told) -> Report {
    let report = check(store, &told.claim);
    if told.used.is_empty() || report.verdict == Verdict::Equivalent {
        return report;
    }
    let other = check(store, bare);
    match other.verdict {
        Verdict::Equivalent => other,
        _ => report,
    }
}

/// Whether a second definition of a name speaks of the same variables as the first.
fn speaks_of_the_same(store: &Store, known: &Known, definition: &Definition) -> bool {
    let Some(old) = known.scope.right_side(store, definition.left) else {
        return false;
    };
    let names = |e: Expr| {
        let mut all = store.free_names(e);
        all.sort_unstable();
        all
    };
    names(old) == names(definition.value)
}
