//! Numbers put into terms: sizes first, so that sums can be written out, then all else.

use rustc_hash::FxHashSet;

use super::Instance;
use crate::eval::{Assignment, exact};
use crate::expr::{Binding, Expr, Head, Store};

/// Sums of more terms are not written out.
const TERMS: i64 = 64;
/// Longer terms are not looked at.
const LONGEST: u64 = 200_000;

/// Values of all variables but one.
pub(super) struct Setting<'a> {
    store: &'a Store,
    sizes: Binding,
    others: Binding,
    along: Expr,
}

impl<'a> Setting<'a> {
    /// `None` if a value is no number, or a variable has two or is a constant.
    pub fn new(store: &'a Store, values: &[(Expr, Expr)], along: Expr) -> Option<Setting<'a>> {
        let (mut sizes, mut others) = (Binding::default(), Binding::default());
        for (name, value) in values {
            let number = exact(store, *value, &Assignment::new())?;
            let constant = store.is_constant(*name);
            let variable = matches!(store.head(*name), Head::Name(_) | Head::Entry);
            if constant || !variable || *name == along || others.contains_key(name) {
                return None;
            }
            others.insert(*name, *value);
            let whole =
                number.is_integer() && number > num_rational::BigRational::from_integer(0.into());
            if whole && store.small_integer(*value).is_some() {
                sizes.insert(*name, *value);
            }
        }
        Some(Setting {
            store,
            sizes,
            others,
            along,
        })
    }

    /// A term at a value of the variable that has none; `None` if it is too long.
    pub fn at(&self, term: Expr, point: Expr) -> Option<Expr> {
        let whole = self.written_out(term)?;
        let mut all = self.others.clone();
        if point != self.along {
            all.insert(self.along, point);
        }
        Some(self.store.substitute(whole, &all))
    }

    /// A term with sizes put in and its sums written out.
    pub fn written_out(&self, term: Expr) -> Option<Expr> {
        let store = self.store;
        if store.written_size(term) > LONGEST {
            return None;
        }
        let sized = sized(store, term, &self.sizes)?;
        (store.written_size(sized) <= LONGEST).then_some(sized)
    }

    /// Whether the sizes leave an instance of an equation that is one for a range.
    pub fn has_instance(&self, instance: &Instance) -> bool {
        let store = self.store;
        instance.range.is_none_or(|(lo, hi)| {
            let put = |end: Expr| {
                let whole = store.substitute(end, &self.sizes);
                exact(store, whole, &Assignment::new())
            };
            matches!((put(lo), put(hi)), (Some(lo), Some(hi)) if lo <= hi)
        })
    }
}

/// A term with values of its sizes put in, its sums and products written out.
pub(super) fn sized(store: &Store, term: Expr, sizes: &Binding) -> Option<Expr> {
    let needed = names_of_sizes(store, term);
    let binding: Binding = sizes
        .iter()
        .filter(|(name, _)| needed.contains(name))
        .map(|(name, value)| (*name, *value))
        .collect();
    let term = store.substitute(term, &binding);
    let number = |end: Expr| -> Option<i64> {
        let value = exact(store, end, &Assignment::new())?;
        i64::try_from(value.is_integer().then(|| value.to_integer())?).ok()
    };
    let term = store.rebuild(term, |head, args| {
        let (Head::Sum | Head::Product, [index, lo, hi, body]) = (head, args) else {
            return None;
        };
        let (lo, hi) = (number(*lo)?, number(*hi)?);
        if !(0..TERMS).contains(&hi.checked_sub(lo)?) || store.written_size(*body) > LONGEST {
            return None;
        }
        let terms = (lo..=hi).map(|k| {
            let binding: Binding = [(*index, store.int(k))].into_iter().collect();
            store.substitute(*body, &binding)
        });
        let terms: Vec<Expr> = terms.collect();
        Some(match head {
            Head::Sum => store.add(terms.as_slice()),
            _ => store.mul(terms.as_slice()),
        })
    });
    // Indices such as K − 1 and K are numbers then.
    Some(store.rebuild(term, |head, args| match (head, args) {
        (Head::Entry, [base, indices @ ..])
            if indices.iter().any(|i| store.small_integer(*i).is_none()) =>
        {
            let whole: Option<Vec<Expr>> = indices
                .iter()
                .map(|i| Some(store.int(number(*i)?)))
                .collect();
            Some(store.entry(*base, &whole?))
        }
        _ => None,
    }))
}

/// Names in the ends of ranges and in the places of indices that no range binds.
pub(super) fn names_of_sizes(store: &Store, term: Expr) -> FxHashSet<Expr> {
    let free: FxHashSet<Expr> = store.free_names(term).into_iter().collect();
    let mut found = FxHashSet::default();
    for part in store.subterms(term) {
        let args = store.args(part);
        let places: &[Expr] = match store.head(part) {
            Head::Derivative => &[],
            Head::Entry => &args[1..],
            head if head.binds() => &args[1..3],
            _ => &[],
        };
        let names = places.iter().flat_map(|place| store.free_names(*place));
        found.extend(names.filter(|name| free.contains(name)));
    }
    found
}
