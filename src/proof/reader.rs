//! Reading the table of formulas: whatever the text is, what comes out is well formed.

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::Unreadable;
use super::formulas::{HEADS, Reference, reference};
use crate::expr::{Args, Expr, Head, Kind, NameKind, Number, Relation, Store, function};
use crate::parse;

/// The formulas of a table.
pub(super) struct Formulas<'a> {
    store: &'a Store,
    entries: Vec<Expr>,
    /// Whether slots for indices occur in an expression that was checked.
    checked: FxHashMap<Expr, bool>,
}

impl<'a> Formulas<'a> {
    /// Reads the entries in order; one may refer to earlier ones only.
    ///
    /// # Errors
    /// The first entry that is no formula or term, and why.
    pub(super) fn read(store: &'a Store, value: &Value) -> Result<Formulas<'a>, Unreadable> {
        let list = value
            .as_array()
            .ok_or_else(|| Unreadable::new("formulas", "expected a list"))?;
        let mut formulas = Formulas {
            store,
            entries: Vec::with_capacity(list.len()),
            checked: FxHashMap::default(),
        };
        for (number, entry) in list.iter().enumerate() {
            let place = || format!("formulas[{number}]");
            let read = match entry {
                Value::String(text) => formulas.text(text),
                Value::Object(_) => formulas.node(entry),
                _ => Err("expected a text or a node".to_owned()),
            };
            let expr = read.map_err(|why| Unreadable::new(place(), why))?;
            formulas
                .check(expr)
                .map_err(|why| Unreadable::new(place(), why))?;
            formulas.entries.push(expr);
        }
        Ok(formulas)
    }

    /// The store of the formulas.
    pub(super) fn store(&self) -> &'a Store {
        self.store
    }

    /// The formula or term that a number refers to.
    ///
    /// # Errors
    /// If there is none, or if it is a template.
    pub(super) fn get(&self, value: Option<&Value>, place: &str) -> Result<Expr, Unreadable> {
        let expr = self.template(value, place)?;
        if self.checked.get(&expr).copied().unwrap_or(true) {
            return Err(Unreadable::new(place, "slots are for templates"));
        }
        Ok(expr)
    }

    /// The entry that a number refers to, which may have slots for indices.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn template(&self, value: Option<&Value>, place: &str) -> Result<Expr, Unreadable> {
        let number = value
            .and_then(Value::as_u64)
            .ok_or_else(|| Unreadable::new(place, "expected the number of a formula"))?;
        usize::try_from(number)
            .ok()
            .and_then(|number| self.entries.get(number).copied())
            .ok_or_else(|| Unreadable::new(place, format!("there is no formula {number}")))
    }

    /// A list of entries.
    ///
    /// # Errors
    /// If it is none.
    pub(super) fn list(&self, value: Option<&Value>, place: &str) -> Result<Vec<Expr>, Unreadable> {
        let list = value
            .and_then(Value::as_array)
            .ok_or_else(|| Unreadable::new(place, "expected a list of numbers of formulas"))?;
        list.iter()
            .map(|item| self.get(Some(item), place))
            .collect()
    }

    /// Checks an expression that was put together from others.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(&mut self, root: Expr) -> Result<(), String> {
        let store = self.store;
        let mut stack = vec![(root, false)];
        while let Some((expr, ready)) = stack.pop() {
            if self.checked.contains_key(&expr) {
                continue;
            }
            let args = store.args(expr);
            if ready {
                let slot = store.slot_number(expr).is_some();
                let slots = slot || args.iter().any(|arg| self.checked[arg]);
                self.checked.insert(expr, slots);
            } else {
                well_formed(store, expr)?;
                stack.push((expr, true));
                stack.extend(args.iter().map(|arg| (*arg, false)));
            }
        }
        Ok(())
    }

    fn text(&self, text: &str) -> Result<Expr, String> {
        let store = self.store;
        let read = parse::formula(store, text).map_err(|faults| {
            let message = faults.first().map_or("no formula", |f| f.message.as_str());
            format!("{message} in `{}`", excerpt(text))
        })?;
        let mut fault = None;
        let result = store.fold(read, |expr, node, args: &[Expr]| match &node.head {
            Head::Name(name) => match reference(name) {
                None => expr,
                Some(Reference::Slot(number)) => store.slot(number),
                Some(Reference::Part(number)) => match self.entries.get(number) {
                    Some(part) => *part,
                    None => {
                        fault = Some(format!("`{name}` refers to no earlier formula"));
                        expr
                    }
                },
            },
            _ if node.args.as_slice() == args => expr,
            head => store.make(head.clone(), Args::from_slice(args)),
        });
        fault.map_or(Ok(result), Err)
    }

    fn node(&self, entry: &Value) -> Result<Expr, String> {
        let store = self.store;
        if let Some(number) = entry.get("number") {
            return ratio(store, number.as_str().unwrap_or_default())
                .ok_or_else(|| "expected a number such as \"1/2\"".to_owned());
        }
        if let Some(name) = entry.get("name") {
            let name = name.as_str().unwrap_or_default();
            return match reference(name) {
                Some(_) => Ok(store.name(name)),
                None => Err("a name that is no reference is written as a text".to_owned()),
            };
        }
        let word = entry.get("head").and_then(Value::as_str);
        let head = word
            .and_then(head)
            .ok_or("expected a \"head\" that is known")?;
        let list = entry.get("args").and_then(Value::as_array);
        let args: Result<Args, Unreadable> = list
            .ok_or("expected a list \"args\"")?
            .iter()
            .map(|item| self.template(Some(item), "args"))
            .collect();
        let args = args.map_err(|fault| fault.why)?;
        Ok(store.make(head, args))
    }
}

/// `1/2`, or a decimal.
fn ratio(store: &Store, text: &str) -> Option<Expr> {
    let value = |text: &str| Some(Number::parse(text).ok()?.value().clone());
    let value = match text.split_once('/') {
        None => value(text)?,
        Some((top, bottom)) => {
            let bottom = value(bottom)?;
            if bottom == num_traits::Zero::zero() {
                return None;
            }
            value(top)? / bottom
        }
    };
    Some(store.rational(value))
}

fn head(word: &str) -> Option<Head> {
    const RELATIONS: [Relation; 6] = [
        Relation::Equal,
        Relation::NotEqual,
        Relation::Less,
        Relation::LessEqual,
        Relation::Greater,
        Relation::GreaterEqual,
    ];
    if let Some((_, head)) = HEADS.iter().find(|(known, _)| *known == word) {
        return Some(head.clone());
    }
    if let Some(relation) = RELATIONS.iter().find(|r| r.plain() == word) {
        return Some(Head::Relation(*relation));
    }
    let name = word.strip_suffix("()")?;
    match function(name) {
        Some(f) => (f.name == name).then_some(Head::Call(f)),
        None => Some(Head::Apply(name.into())),
    }
}

/// Whether a node has as many children as it needs, each a term or a formula as its place wants.
fn well_formed(store: &Store, expr: Expr) -> Result<(), String> {
    let node = store.node(expr);
    let args = node.args.as_slice();
    let is_formula = |e: &Expr| store.head(*e).is_formula();
    let terms = !args.iter().any(is_formula);
    let formulas = args.iter().all(is_formula);
    let right = match &node.head {
        Head::Number(n) => args.is_empty() && !n.is_negative(),
        Head::Name(_) | Head::True | Head::False => args.is_empty(),
        Head::Add | Head::Mul => args.len() >= 2 && terms,
        Head::Neg => args.len() == 1 && terms,
        Head::Div | Head::Pow | Head::Relation(_) => args.len() == 2 && terms,
        Head::Call(f) => {
            (f.arity.0..=f.arity.1).contains(&args.len())
                && terms
                && (f.kind == Kind::Real || args.len() == 1)
        }
        Head::Apply(name) => !args.is_empty() && terms && is_function_name(store, name),
        Head::Vector => terms,
        Head::Entry => args.len() >= 2 && terms && is_base(store, args[0]),
        Head::Sum | Head::Product | Head::Derivative => {
            args.len() == 4 && terms && is_index(store, args[0])
        }
        Head::Each => {
            args.len() == 4
                && !args[..3].iter().any(is_formula)
                && is_formula(&args[3])
                && is_index(store, args[0])
        }
        Head::Piecewise => {
            args.len() >= 2
                && args
                    .iter()
                    .enumerate()
                    .all(|(k, arg)| is_formula(arg) == (k % 2 == 0 && (k + 1 < args.len())))
        }
        Head::And | Head::Or => args.len() >= 2 && formulas,
        Head::Not => args.len() == 1 && formulas,
        Head::Iff | Head::Implies => args.len() == 2 && formulas,
    };
    if right {
        Ok(())
    } else {
        Err("a node has children that do not fit its head".to_owned())
    }
}

/// A bound index: a plain name, no constant and no slot.
fn is_index(store: &Store, expr: Expr) -> bool {
    store.is_variable(expr)
}

/// What indices may stand behind: a name or a vector written out.
fn is_base(store: &Store, expr: Expr) -> bool {
    match store.head(expr) {
        Head::Name(name) => name.kind() != NameKind::Slot,
        Head::Vector => true,
        _ => false,
    }
}

/// A function that is no word of the language: what the reader takes `f(x)` for.
fn is_function_name(store: &Store, name: &str) -> bool {
    match parse::formula(store, &format!("{name}(x)")) {
        Ok(read) => matches!(store.head(read), Head::Apply(read) if **read == *name),
        Err(_) => false,
    }
}

fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
