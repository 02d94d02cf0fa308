//! Certificates as JSON, and back.
//!
//! A certificate is an object whose `kind` says which it is; steps are as in a proof's moves, each
//! with the whole formula after it. Formulas are numbers of entries of a table.

use serde_json::{Map, Value, json};

use super::formulas::Table;
use super::moves::{bindings, path};
use super::reader::Formulas;
use super::{Unreadable, signs};
use crate::expr::{Expr, Store};
use crate::kernel::Step;
use crate::kernel::certificate::{Certificate, DEPTH, Deduction};

/// A statement with what is given and the certificate of its proof.
#[derive(Clone, Debug)]
pub struct Proved {
    /// What is proved.
    pub statement: Expr,
    /// What is given.
    pub given: Vec<Expr>,
    /// How it is proved.
    pub certificate: Certificate,
}

/// Writes proofs with the table of their formulas.
///
/// # Errors
/// What of them cannot be written: a name or a number that no plain formula can say.
pub fn to_json(store: &Store, proofs: &[Proved]) -> Result<Value, String> {
    let mut table = Table::new(store);
    let mut written = Vec::with_capacity(proofs.len());
    for proof in proofs {
        let statement = number(&mut table, proof.statement)?;
        let given: Result<Vec<usize>, String> =
            proof.given.iter().map(|g| number(&mut table, *g)).collect();
        written.push(json!({
            "statement": statement,
            "given": given?,
            "certificate": certificate(&mut table, &proof.certificate)?,
        }));
    }
    Ok(json!({"statements": written, "formulas": table.into_entries()}))
}

/// Reads what [`to_json`] writes.
///
/// # Errors
/// The first part that is not as it should be.
pub fn from_json(store: &Store, value: &Value) -> Result<Vec<Proved>, Unreadable> {
    let missing = |what: &str| Unreadable::new(what, "expected a list");
    let table = value.get("formulas").ok_or_else(|| missing("formulas"))?;
    let reader = Reader {
        formulas: Formulas::read(store, table)?,
    };
    let list = value.get("statements").and_then(Value::as_array);
    let list = list.ok_or_else(|| missing("statements"))?;
    let proofs = list.iter().enumerate().map(|(number, item)| {
        let place = format!("statements[{number}]");
        let given = reader.formulas.list(item.get("given"), &place)?;
        given.iter().try_for_each(|g| reader.truth(*g, &place))?;
        Ok(Proved {
            statement: reader.formula(item, "statement", &place)?,
            given,
            certificate: reader.certificate(item.get("certificate"), &place, 0)?,
        })
    });
    proofs.collect()
}

/// The number of a formula, with indices that can be written: the kernel takes formulas that differ
/// in the names of their indices for the same.
pub(super) fn number(table: &mut Table<'_>, formula: Expr) -> Result<usize, String> {
    let written = table.store().with_written_indices(formula);
    table.number(written)
}

fn certificate(table: &mut Table<'_>, one: &Certificate) -> Result<Value, String> {
    Ok(match one {
        Certificate::Meeting { left, right } => json!({
            "kind": "meeting",
            "left": steps(table, left)?,
            "right": steps(table, right)?,
        }),
        Certificate::Mutual { forth, back } => json!({
            "kind": "mutual",
            "forth": deduction(table, forth)?,
            "back": deduction(table, back)?,
        }),
        Certificate::Direct(inner) => json!({
            "kind": "direct",
            "deduction": deduction(table, inner)?,
        }),
        Certificate::Cases { relation, yes, no } => json!({
            "kind": "cases",
            "relation": number(table, *relation)?,
            "yes": certificate(table, yes)?,
            "no": certificate(table, no)?,
        }),
        Certificate::Vacuous => json!({"kind": "vacuous"}),
        Certificate::Matrices => json!({"kind": "matrices"}),
        Certificate::Each { each, entry, rest } => json!({
            "kind": "each",
            "each": number(table, *each)?,
            "entry": certificate(table, entry)?,
            "rest": certificate(table, rest)?,
        }),
        Certificate::Instance {
            name,
            term,
            general,
            proof,
        } => json!({
            "kind": "instance",
            "name": number(table, *name)?,
            "term": number(table, *term)?,
            "general": number(table, *general)?,
            "proof": certificate(table, proof)?,
        }),
    })
}

fn deduction(table: &mut Table<'_>, one: &Deduction) -> Result<Value, String> {
    let all = |table: &mut Table<'_>, list: &[Deduction]| -> Result<Vec<Value>, String> {
        list.iter().map(|inner| deduction(table, inner)).collect()
    };
    Ok(match one {
        Deduction::Follows => json!({"kind": "follows"}),
        Deduction::Signs(evidence) => signs::write(table, evidence)?,
        Deduction::Identity(equations) => signs::write_identity(table, equations)?,
        Deduction::Never => json!({"kind": "never"}),
        Deduction::Condition => json!({"kind": "condition"}),
        Deduction::Parts(parts) => json!({"kind": "parts", "parts": all(table, parts)?}),
        Deduction::Split { assumption, cases } => json!({
            "kind": "split",
            "assumption": number(table, *assumption)?,
            "cases": all(table, cases)?,
        }),
        Deduction::Either { relation, yes, no } => json!({
            "kind": "either",
            "relation": number(table, *relation)?,
            "yes": deduction(table, yes)?,
            "no": deduction(table, no)?,
        }),
        Deduction::Goal { steps: list, then } => json!({
            "kind": "goal",
            "steps": steps(table, list)?,
            "then": deduction(table, then)?,
        }),
        Deduction::Assumption {
            assumption,
            steps: list,
            then,
        } => json!({
            "kind": "assumption",
            "assumption": number(table, *assumption)?,
            "steps": steps(table, list)?,
            "then": deduction(table, then)?,
        }),
        Deduction::Substitute { name, value, then } => json!({
            "kind": "substitute",
            "name": number(table, *name)?,
            "value": number(table, *value)?,
            "then": deduction(table, then)?,
        }),
        Deduction::Lemma {
            formula,
            proof,
            then,
        } => json!({
            "kind": "lemma",
            "formula": number(table, *formula)?,
            "proof": deduction(table, proof)?,
            "then": deduction(table, then)?,
        }),
        Deduction::Equal { left, right } => json!({
            "kind": "equal",
            "left": steps(table, left)?,
            "right": steps(table, right)?,
        }),
    })
}

fn steps(table: &mut Table<'_>, steps: &[Step]) -> Result<Vec<Value>, String> {
    let steps = steps.iter().map(|step| {
        let mut names: Vec<&String> = step.bindings.keys().collect();
        names.sort_unstable();
        let mut values = Map::new();
        for name in names {
            values.insert(name.clone(), json!(number(table, step.bindings[name])?));
        }
        Ok(json!({
            "rule": step.rule,
            "path": step.path,
            "bindings": values,
            "after": number(table, step.after)?,
        }))
    });
    steps.collect()
}

struct Reader<'a> {
    formulas: Formulas<'a>,
}

impl Reader<'_> {
    fn certificate(
        &self,
        value: Option<&Value>,
        place: &str,
        depth: usize,
    ) -> Result<Certificate, Unreadable> {
        let place = format!("{place}.certificate");
        let (value, kind) = tagged(value, &place, depth)?;
        let inner = |key: &str| {
            self.certificate(value.get(key), &place, depth + 1)
                .map(Box::new)
        };
        let deduce = |key: &str| self.deduction(value.get(key), &place, depth + 1);
        Ok(match kind {
            "meeting" => Certificate::Meeting {
                left: self.steps(value, "left", &place)?,
                right: self.steps(value, "right", &place)?,
            },
            "mutual" => Certificate::Mutual {
                forth: deduce("forth")?,
                back: deduce("back")?,
            },
            "direct" => Certificate::Direct(deduce("deduction")?),
            "cases" => Certificate::Cases {
                relation: self.formula(value, "relation", &place)?,
                yes: inner("yes")?,
                no: inner("no")?,
            },
            "vacuous" => Certificate::Vacuous,
            "matrices" => Certificate::Matrices,
            "each" => Certificate::Each {
                each: self.formula(value, "each", &place)?,
                entry: inner("entry")?,
                rest: inner("rest")?,
            },
            "instance" => Certificate::Instance {
                name: self.formulas.get(value.get("name"), &place)?,
                term: self.formulas.get(value.get("term"), &place)?,
                general: self.formula(value, "general", &place)?,
                proof: inner("proof")?,
            },
            _ => {
                return Err(Unreadable::new(
                    place,
                    "there is no such kind of certificate",
                ));
            }
        })
    }

    fn deduction(
        &self,
        value: Option<&Value>,
        place: &str,
        depth: usize,
    ) -> Result<Deduction, Unreadable> {
        let (value, kind) = tagged(value, place, depth)?;
        let inner = |key: &str| self.deduction(value.get(key), place, depth + 1);
        let boxed = |key: &str| inner(key).map(Box::new);
        let all = |key: &str| -> Result<Vec<Deduction>, Unreadable> {
            let list = value.get(key).and_then(Value::as_array);
            let list = list.ok_or_else(|| Unreadable::new(place, "expected a list"))?;
            let parts = list.iter();
            parts
                .map(|part| self.deduction(Some(part), place, depth + 1))
                .collect()
        };
        Ok(match kind {
            "follows" => Deduction::Follows,
            "signs" => Deduction::Signs(signs::read(&self.formulas, value, place)?),
            "identity" => Deduction::Identity(signs::read_identity(&self.formulas, value, place)?),
            "never" => Deduction::Never,
            "condition" => Deduction::Condition,
            "parts" => Deduction::Parts(all("parts")?),
            "split" => Deduction::Split {
                assumption: self.formula(value, "assumption", place)?,
                cases: all("cases")?,
            },
            "either" => Deduction::Either {
                relation: self.formula(value, "relation", place)?,
                yes: boxed("yes")?,
                no: boxed("no")?,
            },
            "goal" => Deduction::Goal {
                steps: self.steps(value, "steps", place)?,
                then: boxed("then")?,
            },
            "assumption" => Deduction::Assumption {
                assumption: self.formula(value, "assumption", place)?,
                steps: self.steps(value, "steps", place)?,
                then: boxed("then")?,
            },
            "substitute" => Deduction::Substitute {
                name: self.formulas.get(value.get("name"), place)?,
                value: self.formulas.get(value.get("value"), place)?,
                then: boxed("then")?,
            },
            "lemma" => Deduction::Lemma {
                formula: self.formula(value, "formula", place)?,
                proof: boxed("proof")?,
                then: boxed("then")?,
            },
            "equal" => Deduction::Equal {
                left: self.steps(value, "left", place)?,
                right: self.steps(value, "right", place)?,
            },
            _ => return Err(Unreadable::new(place, "there is no such kind of deduction")),
        })
    }

    fn steps(&self, value: &Value, key: &str, place: &str) -> Result<Vec<Step>, Unreadable> {
        let list = value.get(key).and_then(Value::as_array);
        let list =
            list.ok_or_else(|| Unreadable::new(format!("{place}.{key}"), "expected a list"))?;
        let steps = list.iter().enumerate().map(|(number, item)| {
            let place = format!("{place}.{key}[{number}]");
            let rule = item.get("rule").and_then(Value::as_str);
            Ok(Step {
                rule: rule
                    .ok_or_else(|| Unreadable::new(&place, "expected a \"rule\""))?
                    .to_owned(),
                path: path(item, &place)?,
                bindings: bindings(&self.formulas, item, &place)?,
                after: self.formula(item, "after", &place)?,
            })
        });
        steps.collect()
    }

    /// A formula, not a term.
    fn formula(&self, value: &Value, key: &str, place: &str) -> Result<Expr, Unreadable> {
        let expr = self
            .formulas
            .get(value.get(key), &format!("{place}.{key}"))?;
        self.truth(expr, place)?;
        Ok(expr)
    }

    fn truth(&self, expr: Expr, place: &str) -> Result<(), Unreadable> {
        match self.formulas.store().head(expr).is_formula() {
            true => Ok(()),
            false => Err(Unreadable::new(
                place,
                "a proof is about formulas, not terms",
            )),
        }
    }
}

/// An object and its kind.
fn tagged<'v>(
    value: Option<&'v Value>,
    place: &str,
    depth: usize,
) -> Result<(&'v Value, &'v str), Unreadable> {
    if depth > DEPTH {
        return Err(Unreadable::new(place, "nested too deeply"));
    }
    let value = value.ok_or_else(|| Unreadable::new(place, "something is missing"))?;
    let kind = value.get("kind").and_then(Value::as_str);
    let kind = kind.ok_or_else(|| Unreadable::new(place, "expected a \"kind\""))?;
    Ok((value, kind))
}
