//! What is said of each statement of a formula, given what the document has said before it.

use super::super::{Claim, Report, Verdict, check, usual};
use super::mend::Mending;
use super::note;
use super::stance::{self, Stance};
use super::weigh::{Case, weigh};
use super::whole::Whole;
use super::{Checked, unparsed};
use crate::check::budget::Budget;
use crate::check::discourse::{Discourse, definition_of};
use crate::document::acts::Act;
use crate::document::{Found, Role};
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
    /// Where only proofs of changed formulas are looked for.
    pub mending: Option<&'a Mending<'a>>,
    /// Whether it goes on the chain of the formula before.
    pub continues: bool,
}

/// What stands before a statement in its formula.
#[derive(Default)]
struct Rows {
    /// Whether anything does.
    joined: bool,
    /// What is defined there.
    defined: Vec<Expr>,
}

/// What is said of a statement.
#[derive(Default)]
pub(super) struct Judged {
    pub report: Report,
    /// What counts as given, with its lines.
    pub given: Vec<(Expr, usize)>,
    /// Values at which that holds, where the verdict rests on it.
    pub holds_at: Option<Vec<(Expr, Expr)>>,
    /// The links, and what they rest on, for which these are.
    pub rests: Option<(Vec<Expr>, Vec<Expr>)>,
    /// Whether a number is right as it is rounded.
    pub rounded: bool,
    /// Whether something behind its first link is left open.
    pub open: bool,
    /// What would be said of it if what it does not define could not be said in words.
    pub doubted: Option<Report>,
    /// What stands beside a definition that speaks of the same and does not agree with it.
    pub nearly: Vec<(Expr, usize)>,
}

impl Judged {
    /// There is nothing to verify.
    pub fn silent(why: impl Into<String>, given: Vec<(Expr, usize)>) -> Judged {
        Judged {
            report: Report::new(Verdict::NoClaim, why),
            given,
            ..Judged::default()
        }
    }
}

impl Judge<'_> {
    /// The verdict on all statements of the formula; what they define is known from then on. `again`
    /// reads the formula once more where a statement gives a letter another meaning.
    pub fn all(
        &self,
        known: &mut Discourse,
        statements: &[Result<Statement, Diagnostic>],
        again: impl Fn(&Discourse) -> Vec<Result<Statement, Diagnostic>>,
    ) -> Whole {
        let mut whole = Whole::default();
        let mut statements = statements.to_vec();
        for k in 0..statements.len() {
            let statement = &statements[k];
            match statement {
                Err(fault) => {
                    let report = unparsed(std::slice::from_ref(fault));
                    whole.fail(fault.clone(), report);
                }
                Ok(statement) => {
                    let later = self.defined_later(known, statement, &statements[k + 1..]);
                    let here = later.as_ref().unwrap_or(known);
                    let left = |s: &Statement| s.definition.as_ref().map(|own| own.left);
                    let rows = Rows {
                        joined: !whole.is_empty(),
                        defined: statements[..k].iter().flatten().filter_map(left).collect(),
                    };
                    let mut judged = self.statement(here, statement, &rows);
                    let assumed = judged.report.assumed.iter();
                    let line = |fact| known.scope.line_of(fact).unwrap_or(self.found.line);
                    judged
                        .given
                        .extend(assumed.map(|fact| (*fact, line(*fact))));
                    // What is said of one thing twice claims that both are the same.
                    judged.open |= judged.report.verdict == Verdict::NoClaim
                        && left(statement).is_some_and(|own| rows.defined.contains(&own));
                    let meant = self.learn(known, statement, &judged.report);
                    whole.add(statement, judged);
                    if meant && k + 1 < statements.len() {
                        let read = again(known);
                        if read.len() == statements.len() {
                            statements = read;
                        }
                    }
                }
            }
        }
        whole.finish(self.store)
    }

    /// What is known with the definitions that stand behind a statement in its formula: they are in
    /// force for the whole of it.
    fn defined_later(
        &self,
        known: &Discourse,
        statement: &Statement,
        later: &[Result<Statement, Diagnostic>],
    ) -> Option<Discourse> {
        let own = statement.definition.as_ref().map(|own| own.left);
        if own.is_some_and(|own| !known.scope.knows(self.store, own)) {
            // It defines itself, and what stands behind it may be defined by it.
            return None;
        }
        let mut all: Option<Discourse> = None;
        for definition in later.iter().flatten().filter_map(|s| s.definition.as_ref()) {
            let here = all.as_ref().unwrap_or(known);
            if own != Some(definition.left)
                && !here.scope.knows(self.store, definition.left)
                && matches!(
                    self.store.head(definition.left),
                    Head::Name(_) | Head::Apply(_)
                )
            {
                let all = all.get_or_insert_with(|| known.clone());
                all.define(self.store, definition, self.found.line);
            }
        }
        all
    }

    /// What the other readings would give, where it is something else. Where the formula is false
    /// only as it was read, nothing is claimed of it.
    pub fn compare(
        &self,
        known: &Discourse,
        alternatives: &[Alternative],
        checked: &mut Checked,
    ) -> Vec<Option<Verdict>> {
        let verdict = checked.report.verdict;
        let mut outcomes = vec![None; alternatives.len()];
        // Of other verdicts only an explanation tells what else could be.
        if verdict == Verdict::NoClaim || verdict != Verdict::Refuted && checked.explained.is_none()
        {
            return outcomes;
        }
        for (alternative, outcome) in alternatives.iter().zip(&mut outcomes) {
            let verdicts = alternative.statements.iter().map(|statement| {
                let statement = statement.as_ref().ok().filter(|s| s.beyond.is_none())?;
                Some(
                    self.statement(known, statement, &Rows::default())
                        .report
                        .verdict,
                )
            });
            let verdicts: Option<Vec<Verdict>> = verdicts.collect();
            let Some(other) = verdicts.and_then(|all| all.into_iter().max()) else {
                continue;
            };
            let quiet = matches!(other, Verdict::Unknown | Verdict::NoClaim);
            if other == verdict || quiet && (self.alone || verdict != Verdict::Refuted) {
                continue;
            }
            *outcome = Some(other);
            let doubtful = match verdict {
                Verdict::Refuted => {
                    matches!(other, Verdict::Equivalent | Verdict::Conditional) || !self.alone
                }
                Verdict::Conditional => other == Verdict::Equivalent,
                _ => false,
            };
            if doubtful {
                // A careful reader does not call false what may be meant in another way.
                checked.report = Report::new(
                    Verdict::Unknown,
                    format!(
                        "the verdict depends on the reading: {}, and then it would {}",
                        note(&self.found.text, &alternative.choice),
                        match other {
                            Verdict::Equivalent => "hold",
                            Verdict::Conditional => "hold under a condition",
                            _ => "not be false",
                        }
                    ),
                );
                checked.counterexample = None;
            }
        }
        outcomes
    }

    /// The verdict on one statement, behind some rows of the same formula.
    fn statement(&self, known: &Discourse, statement: &Statement, rows: &Rows) -> Judged {
        let line = self.found.line;
        let mut given: Vec<(Expr, usize)> = statement
            .given
            .iter()
            .map(|given| (given.formula, line))
            .collect();
        given.extend(&self.conditions);
        let words = match self.alone {
            true if self.found.role == Role::Statement => Stance::Surely,
            _ => stance::of_words(self.found),
        };
        // "Then log p > 0" concludes, where something is known of p.
        let concluded = statement.nature == Nature::Restriction
            && words == Stance::Surely
            && !self.alone
            && known.speaks_of(self.store, statement.formula);
        if let Some(why) = &statement.beyond {
            return Judged {
                open: true,
                ..Judged::silent(&**why, given)
            };
        }
        if !concluded && let Some(why) = silent(statement) {
            return Judged::silent(why, given);
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
            shapes: statement.shapes.clone(),
            budget: self.budget,
        };
        let case = Case {
            store: self.store,
            known,
            text: &self.found.text,
            line,
            alone: self.alone,
            words,
            mending: self.mending,
            rows: &rows.defined,
            continues: self.continues && !rows.joined,
            defines: self.found.act.act == Act::Define && self.found.act.sure,
        };
        let Some(definition) = &statement.definition else {
            return weigh(&case, &claim, None, given);
        };
        if matches!(self.store.head(definition.left), Head::Call(_)) {
            return self.letter(&case, &claim, definition, given);
        }
        self.definition(&case, &claim, definition, rows.joined, given)
    }

    /// What is known with the functions and entries that the statement itself gives.
    fn local(
        &self,
        known: &Discourse,
        statement: &Statement,
        given: &[(Expr, usize)],
    ) -> Option<Discourse> {
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

    /// A statement of what a letter with a usual meaning is, σ(z) = ..: a claim about the usual
    /// function, unless the letter is surely meant for another one.
    fn letter(
        &self,
        case: &Case<'_>,
        claim: &Claim,
        definition: &Definition,
        given: Vec<(Expr, usize)>,
    ) -> Judged {
        let store = self.store;
        if self.mending.is_some() {
            return weigh(case, claim, None, given);
        }
        let told = case.known.tell(store, claim, None, true);
        let report = check(store, &told.claim);
        let claimed = &*definition.name != "sigma"
            || report.verdict == Verdict::Equivalent
            || !usual::is_another_sigma(store, &definition.parameters, definition.value)
                && self.found.act.act != Act::Define
                && (self.alone || case.known.confirmed(store, definition.left));
        if claimed {
            return weigh(case, claim, None, given);
        }
        let why = match report.counterexample {
            Some(_) => "a definition, and not of the usual function of this name",
            None => "a definition",
        };
        self.rest(case, claim, definition, why, given)
    }

    /// A statement that may define its left side.
    fn definition(
        &self,
        case: &Case<'_>,
        claim: &Claim,
        definition: &Definition,
        joined: bool,
        given: Vec<(Expr, usize)>,
    ) -> Judged {
        let store = self.store;
        let act = &self.found.act;
        let concludes = act.act == Act::Assert || joined || self.alone || act.denied;
        // What is said of the left side already, in itself or by what it defines.
        let known = case.known;
        let again = known.scope.knows(store, definition.left);
        let told = known.tell(store, claim, None, true);
        let mentions = |formula: Expr| match store.sides(formula) {
            Some((a, b)) => {
                a != definition.left
                    && (store.contains(a, definition.left) || store.contains(b, definition.left))
            }
            None => false,
        };
        let assumed = known.about_any(store, definition.left);
        let involved = told.claim.given.iter().any(|g| mentions(*g))
            || assumed.iter().any(|entry| mentions(entry.formula))
            || told.claim.links.first().is_some_and(|link| {
                let sides = store.sides(*link);
                sides.is_some_and(|(_, b)| store.contains(b, definition.left))
            });
        if concludes && (again || involved) && act.act != Act::Define {
            let judged = weigh(case, claim, None, given.clone());
            let claimed = match judged.report.verdict {
                Verdict::Equivalent => true,
                Verdict::Conditional | Verdict::Refuted | Verdict::Unknown => {
                    involved || speaks_of_the_same(store, known, definition)
                }
                _ => false,
            };
            if claimed {
                return judged;
            }
            if joined && again {
                // It is said in two ways, and that they are the same is left open.
                let mut judged = self.rest(case, claim, definition, "a definition", given);
                judged.open = true;
                return judged;
            }
        } else if involved && act.act != Act::Define {
            // A model, and what follows from it.
            let judged = weigh(case, claim, None, given.clone());
            if judged.report.verdict == Verdict::Equivalent {
                return judged;
            }
            let beside = told.lefts.iter().all(|left| known.is_defined_beside(*left));
            if beside && !told.lefts.is_empty() {
                let mut rest = self.rest(case, claim, definition, "a definition", given);
                rest.nearly = judged.given;
                return rest;
            }
        } else if again
            && claim.links.len() == 1
            && claim.quantities.is_empty()
            && repeats(store, known, definition)
        {
            // The same definition once more is true by the first one.
            let again = Case {
                words: Stance::Surely,
                ..*case
            };
            let judged = weigh(&again, claim, None, given.clone());
            if judged.report.verdict == Verdict::Equivalent {
                return judged;
            }
        }
        self.rest(case, claim, definition, "a definition", given)
    }

    /// What a definition claims besides: the further links of its chain.
    fn rest(
        &self,
        case: &Case<'_>,
        claim: &Claim,
        definition: &Definition,
        why: &str,
        given: Vec<(Expr, usize)>,
    ) -> Judged {
        if claim.links.len() < 2 {
            let why = match case.words {
                Stance::No(words) => words,
                _ => why,
            };
            return Judged::silent(why, given);
        }
        let mut rest = claim.clone();
        rest.links.remove(0);
        rest.chain = true;
        weigh(case, &rest, Some(definition.left), given)
    }
}

/// Why the signs of a statement make it no claim.
fn silent(statement: &Statement) -> Option<&'static str> {
    Some(match statement.nature {
        Nature::Claim => return None,
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

/// Whether a definition says of its left side what the one in force says.
fn repeats(store: &Store, known: &Discourse, definition: &Definition) -> bool {
    let left = match definition.parameters.as_slice() {
        [] => definition.left,
        parameters => store.apply(&definition.name, parameters),
    };
    let says = !matches!(store.head(definition.value), Head::Name(_))
        && !store.free_names(definition.value).is_empty();
    says && known.scope.right_side(store, left).is_some_and(|old| {
        let kernel = crate::kernel::Kernel::new(store);
        let arranger = kernel.arranger();
        old == definition.value
            || arranger.same(store, old, definition.value)
            || crate::kernel::ring::equal(store, arranger, old, definition.value)
    })
}

/// Whether a second definition of a name speaks of the same variables as the first.
fn speaks_of_the_same(store: &Store, known: &Discourse, definition: &Definition) -> bool {
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
