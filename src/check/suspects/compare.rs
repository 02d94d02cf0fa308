//! Whether a term is a usual formula under a renaming, or a small edit away from it.
//!
//! Terms are compared by their values at points without a pattern. Each renaming of the letters is
//! tried; for each the term is evaluated once, and looked up among the values of the edits.

use std::cell::OnceCell;

use super::edits::{self, Edit, FOREIGN};
use super::entry::Scale;
use super::form::{FUNCTION, Form, Look, Role, family};
use super::read;
use super::value::{Names, Point, value};
use crate::expr::{Expr, Head, Store};
use crate::latex::Scope;

/// At so many points values agree.
const POINTS: usize = 4;

/// So many points are tried until a term has a value at enough of them.
const TRIED: u64 = 24;

/// More renamings of a term are not tried.
const RENAMINGS: usize = 1_500;

/// Where the values of variables are taken from: where the usual formula has a value.
const RANGES: [(f64, f64); 4] = [(0.1, 0.9), (1.1, 2.9), (-0.9, 0.9), (-0.9, -0.1)];

/// The values at some points; `None` where one is missing.
type Values = Option<[f64; POINTS]>;

/// The points at which formulas are compared: those at which the usual one has values.
#[derive(Clone, Copy, Debug)]
struct Points {
    range: (f64, f64),
    seeds: [u64; POINTS],
}

/// A formula of the library with its values.
pub struct Known {
    /// The formula without its letters.
    pub form: Form,
    points: Points,
    /// Whether it has cases, which need numbers of both signs.
    cases: bool,
    values: Values,
    edits: OnceCell<Vec<Edited>>,
}

/// A small edit with its values.
pub struct Edited {
    /// The edit.
    pub edit: Edit,
    values: Values,
    /// How large the form with it is.
    size: u64,
}

impl Known {
    /// A formula of the library; `None` if it is beyond the reader.
    pub fn of(store: &Store, text: &str) -> Option<Known> {
        let term = read::term(store, text, &Scope::new())?;
        let functions = Form::of(store, term, Look::Functions);
        let several = |form: &Form| form.families.iter().any(|f| f.arity > FUNCTION + 1);
        let functions = functions.filter(several);
        let mut form = functions.or_else(|| Form::of(store, term, Look::Plain))?;
        form.roles
            .insert(family(store, FOREIGN), Role::Family(FOREIGN));
        let names = Names::own(&form);
        let cases = has_cases(store, &form);
        let first = if cases { 2 } else { 0 };
        let mut ranges = RANGES[first..].iter();
        let points = ranges.find_map(|range| points(store, &form, *range))?;
        let values = values(store, &form, &names, form.root, points);
        Some(Known {
            form,
            points,
            cases,
            values,
            edits: OnceCell::new(),
        })
    }

    /// Its small edits, which are made when they are first asked for.
    fn edits(&self, store: &Store) -> &[Edited] {
        self.edits.get_or_init(|| {
            let names = Names::own(&self.form);
            let all = edits::edits(store, &self.form).into_iter();
            let all = all.map(|edit| Edited {
                values: values(store, &self.form, &names, edit.root, self.points),
                size: store.written_size(edit.root),
                edit,
            });
            // What is zero or nothing is no slip that anyone makes.
            let tells = |value: &f64| value.abs() > 1e-12;
            let told = |values: [f64; POINTS]| match self.cases {
                // Of cases one may well be zero.
                true => values.iter().any(tells),
                false => values.iter().all(tells),
            };
            all.filter(|edited| edited.values.is_some_and(told))
                .collect()
        })
    }
}

/// Whether a form has cases.
fn has_cases(store: &Store, form: &Form) -> bool {
    store.any(form.root, |node| match &node.head {
        Head::Piecewise => true,
        Head::Call(function) => matches!(function.name, "max" | "min" | "abs"),
        _ => false,
    })
}

/// Points of a range at which a form has values.
fn points(store: &Store, form: &Form, range: (f64, f64)) -> Option<Points> {
    let names = Names::own(form);
    let defined = |seed: &u64| {
        let point = Point {
            seed: *seed,
            range,
            formal: false,
        };
        value(store, form, &names, form.root, point).is_some()
    };
    let found: Vec<u64> = (0..TRIED).filter(defined).take(POINTS).collect();
    let seeds = found.try_into().ok()?;
    Some(Points { range, seeds })
}

/// The values of a term at some points. A logarithm of a negative number and the like are formal
/// there, so that slips that are nowhere defined are known too.
fn values(store: &Store, form: &Form, names: &Names, root: Expr, points: Points) -> Values {
    let mut all = [0.0; POINTS];
    for (number, seed) in all.iter_mut().zip(points.seeds) {
        let point = Point {
            seed,
            range: points.range,
            formal: true,
        };
        *number = value(store, form, names, root, point)?;
    }
    Some(all)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Whether values agree, up to what may differ as a whole.
fn agree(a: &Values, b: &Values, scale: Scale) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    let ratio = a[0] / b[0];
    a.iter().zip(b).all(|(a, b)| match scale {
        Scale::Exact => close(*a, *b),
        _ if *b == 0.0 => *a == 0.0,
        _ => close(a / b, ratio) && (scale == Scale::Any || ratio > 0.0),
    })
}

/// The renamings of a form's letters to those of another one, those that keep letters first.
fn renamings(own: &Form, usual: &Form, foreign: bool) -> Vec<Names> {
    let mut all = Vec::new();
    let (mine, theirs) = (own.families.len(), usual.families.len());
    let near = match foreign {
        false => mine == theirs,
        true => mine >= 1 && mine + 1 >= theirs && mine <= theirs + 1,
    };
    // A letter that the usual formula does not have stands beside all that it has.
    let foreign = foreign && (mine == theirs + 1 || mine == theirs && fixed(own) && fixed(usual));
    if !near || own.sizes.len() > 3 || own.indices.len() > 3 {
        return all;
    }
    let mut stack = vec![Vec::new()];
    let indices = permutations(own.indices.len());
    let sizes = permutations(own.sizes.len());
    while let Some(taken) = stack.pop() {
        if all.len() >= RENAMINGS || stack.len() > 20_000 {
            break;
        }
        let Some(next) = own.families.get(taken.len()) else {
            for indices in &indices {
                for sizes in &sizes {
                    all.push(Names {
                        families: taken.clone(),
                        indices: indices.clone(),
                        sizes: sizes.clone(),
                    });
                }
            }
            continue;
        };
        if foreign && next.arity == 0 && !taken.contains(&FOREIGN) {
            let mut more = taken.clone();
            more.push(FOREIGN);
            stack.push(more);
        }
        let mut fitting: Vec<usize> = (0..theirs)
            .filter(|k| usual.families[*k].arity == next.arity && !taken.contains(k))
            .collect();
        // The last on the stack is tried first.
        fitting.sort_by_key(|k| {
            let text = &usual.families[*k].text;
            (*text == next.text, same_letter(text, &next.text))
        });
        for k in fitting {
            let mut more = taken.clone();
            more.push(k);
            stack.push(more);
        }
    }
    all
}

/// The letter of a name with its hat, without its indices.
fn letter(text: &str) -> &str {
    let end = |text: &str| {
        text.find(|c: char| !c.is_alphabetic())
            .unwrap_or(text.len())
    };
    let bare = end(text);
    match text[bare..].strip_prefix("_hat") {
        Some(_) => &text[..bare + 4],
        None => &text[..bare],
    }
}

/// Letters that are written for each other.
const ALIKE: &[&[&str]] = &[
    &["b", "beta", "theta", "w"],
    &["p", "pi", "y_hat", "p_hat", "h", "h_theta", "mu"],
    &["l", "ell"],
    &["s", "sigma"],
    &["m", "mu"],
];

/// Whether two names are written by one letter, or by such as are written for each other.
fn same_letter(a: &str, b: &str) -> bool {
    let (a, b) = (letter(a), letter(b));
    let among = |letters: &&&[&str]| letters.contains(&a) && letters.contains(&b);
    a.eq_ignore_ascii_case(b) || ALIKE.iter().any(|letters| among(&letters))
}

/// Whether a form is written by the letters by which a formula is usually written, but for one that
/// is a slip.
pub fn conventional(own: &Form, usual: &Form, names: &Names) -> bool {
    let pairs = own.families.iter().zip(&names.families);
    pairs.fold(true, |all, (family, k)| {
        let known = usual.families.get(*k);
        all && (*k == FOREIGN || known.is_some_and(|known| same_letter(&known.text, &family.text)))
    })
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..count.min(3) {
        let mut longer = Vec::new();
        for some in all {
            for next in 0..count {
                if !some.contains(&next) {
                    let mut more: Vec<usize> = some.clone();
                    more.push(next);
                    longer.push(more);
                }
            }
        }
        all = longer;
    }
    all
}

/// The forms in which a term is compared: as it stands, with scalar products as values, and with a
/// part of its own as one.
pub fn forms(store: &Store, term: Expr) -> Vec<Form> {
    let mut all: Vec<Form> = Vec::new();
    let mut add = |form: Form| {
        if !all.iter().any(|known| known.root == form.root) {
            all.push(form);
        }
    };
    for look in [Look::Plain, Look::Dots, Look::Functions] {
        let Some(form) = Form::of(store, term, look) else {
            continue;
        };
        let parts = form.private_parts(store);
        let collapsed: Vec<Form> = parts
            .into_iter()
            .map(|part| form.collapsed(store, part))
            .collect();
        add(form);
        collapsed.into_iter().for_each(&mut add);
    }
    all
}

/// Whether a form is a formula of the library under a renaming.
pub fn is(store: &Store, form: &Form, known: &Known, scale: Scale, letters: bool) -> bool {
    agreeing(store, form, known, scale, letters)
        .next()
        .is_some()
}

/// The renamings under which a form is a formula of the library.
pub fn agreeing<'a>(
    store: &'a Store,
    form: &'a Form,
    known: &'a Known,
    scale: Scale,
    letters: bool,
) -> impl Iterator<Item = Names> + 'a {
    let fits = form.sizes.len() == known.form.sizes.len()
        && form.indices.len() == known.form.indices.len();
    let mut renamings = match fits {
        true => renamings(form, &known.form, false),
        false => Vec::new(),
    };
    if letters {
        keep_roles(&mut renamings, form, &known.form);
    }
    renamings.into_iter().filter(move |names| {
        let own = values(store, form, names, form.root, known.points);
        agree(&own, &known.values, scale)
    })
}

/// Symbols that mean the same everywhere: what a classifier finds, and what it does not.
const FIXED: &[&str] = &["TP", "FP", "TN", "FN"];

/// Whether all letters of a form are such symbols.
fn fixed(form: &Form) -> bool {
    let mut letters = form.families.iter().map(|family| letter(&family.text));
    letters.all(|letter| FIXED.contains(&letter))
}

/// Where the letters are the usual ones they mean what they mean.
fn keep_roles(renamings: &mut Vec<Names>, own: &Form, usual: &Form) {
    let is_usual = |names: &Names| conventional(own, usual, names);
    if renamings.iter().any(is_usual) || fixed(own) && fixed(usual) {
        renamings.retain(is_usual);
    }
}

/// What is asked of a term that may be an edit.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// What may differ as a whole.
    pub scale: Scale,
    /// Whether its letters have to be the usual ones.
    pub letters: bool,
    /// Whether they mean what they mean where they are.
    pub usual: bool,
}

/// The first small edit of a formula of the library that a form is, and the renaming.
pub fn edit_of<'k>(
    store: &Store,
    library: &Store,
    form: &Form,
    known: &'k Known,
    asked: Asked,
) -> Option<(&'k Edit, Names)> {
    if has_cases(store, form) && !known.cases {
        return None;
    }
    let own_size = store.written_size(form.root);
    let mut renamings = renamings(form, &known.form, true);
    if asked.letters {
        renamings.retain(|names| conventional(form, &known.form, names));
    } else if asked.usual {
        keep_roles(&mut renamings, form, &known.form);
    }
    if renamings.is_empty() {
        return None;
    }
    // Among edits the one that needs no factor is meant.
    let scales = [Scale::Exact, Scale::Positive, Scale::Any].into_iter();
    for scale in scales.take_while(|some| *some <= asked.scale) {
        for names in &renamings {
            let own = values(store, form, names, form.root, known.points);
            if own.is_none() {
                continue;
            }
            let found = known.edits(library).iter().find(|edited| {
                let alike = own_size * 5 >= edited.size * 3 && own_size <= edited.size * 3;
                alike
                    && agree(&own, &edited.values, scale)
                    && !agree(&edited.values, &known.values, asked.scale)
            });
            if let Some(edited) = found {
                return Some((&edited.edit, names.clone()));
            }
        }
    }
    None
}
