//! Integrals: an unknown function of the names that are free in them. Over what they go does not
//! matter by its name, so \int f(t) dt is \int f(u) du.

use super::reader::Reader;
use super::terms::Terms;
use super::tree::{Id, Item, Node};
use crate::error::Diagnostic;
use crate::expr::Expr;

/// Over more variables nobody integrates.
const MOST: usize = 20;

/// A differential: where it ends, and its variable if that is a name.
struct Differential {
    end: usize,
    variable: Option<Expr>,
}

impl<'a> Reader<'a> {
    /// The differential at a place of a run of nodes: `dx`, `\text{d}x`, `d\sigma^2`, `d(2t)`, and the
    /// `\dx` of a file of macros that is not there.
    fn differential_at(&self, items: &[Item], at: usize) -> Option<Differential> {
        let store = self.store;
        let (sign, mut next) = (items.get(at)?, at + 1);
        match &sign.node {
            Node::Name { text, .. } if &**text == "d" => {}
            Node::Text(text) if text.trim() == "d" => {}
            Node::Name { text, .. } if self.tree.unknown.contains(text) => {
                let variable = text.strip_prefix('d')?;
                let letter = variable.len() == 1 || super::labels::spells_letter(variable);
                let variable = letter.then(|| store.name(variable));
                return Some(Differential {
                    end: next,
                    variable,
                });
            }
            _ => return None,
        }
        let script = |item: Option<&Item>| matches!(item?.node, Node::Script { .. }).then_some(());
        if script(items.get(next)).is_some() {
            next += 1;
        }
        let variable = match &items.get(next)?.node {
            Node::Name { text, .. } if !super::labels::is_function(text) => Some(store.name(text)),
            Node::Name { .. } | Node::Fence { .. } | Node::Group(_) => None,
            _ => return None,
        };
        let mut end = next + 1;
        while script(items.get(end)).is_some() {
            end += 1;
        }
        Some(Differential { end, variable })
    }
}

impl<'a> Terms<'_, 'a> {
    /// The integrand with its differentials, and how many nodes were taken.
    pub(super) fn integral(
        &mut self,
        below: Option<Id>,
        above: Option<Id>,
        start: usize,
    ) -> Result<(Expr, usize), Diagnostic> {
        let rest = &self.items[self.at..];
        let found = (0..rest.len()).find(|at| self.reader.differential_at(rest, *at).is_some());
        let Some(at) = found else {
            let end = rest.last().map_or(start, |item| item.end);
            let fault = "the integral does not say over what";
            return Err(Diagnostic::new(fault, start..end.max(start)));
        };
        let mut variables = Vec::new();
        let mut end = at;
        while let Some(one) = self.reader.differential_at(rest, end)
            && variables.len() < MOST
        {
            end = one.end;
            variables.push(one.variable);
        }
        let space = |item: &Item| matches!(item.node, Node::Align | Node::Quad);
        let store = self.reader.store;
        let body = if !rest[..at].iter().all(space) {
            self.reader.slice(&rest[..at])?
        } else if rest[end..].iter().all(space) || ends_here(&rest[end]) {
            store.int(1)
        } else {
            // `\int dx f(x)`
            let reach = rest[end..].iter().position(ends_here);
            let from = end;
            end = reach.map_or(rest.len(), |length| end + length);
            self.reader.slice(&rest[from..end])?
        };
        Ok((self.integrated(below, above, &variables, body), end))
    }

    fn integrated(
        &mut self,
        below: Option<Id>,
        above: Option<Id>,
        variables: &[Option<Expr>],
        body: Expr,
    ) -> Expr {
        let store = self.reader.store;
        let tree = self.reader.tree;
        let bound = |id: Option<Id>| {
            let text = id.and_then(|id| super::labels::text(tree, &tree.lists[id]));
            store.name(&text.unwrap_or_default())
        };
        let mut key = vec![bound(below), bound(above)];
        let mut depends: Vec<Expr> = Vec::new();
        for id in [below, above].into_iter().flatten() {
            if let Ok(limit) = self.reader.term(id, 0..0)
                && self.reader.is_hidden(limit).is_none()
            {
                depends.extend(store.free_names(limit));
            }
        }
        let free = store.free_names(body);
        depends.extend(free.into_iter().filter(|n| !variables.contains(&Some(*n))));
        // The names of the variables do not matter.
        let mut dummies = crate::expr::Binding::default();
        for (number, variable) in variables.iter().enumerate() {
            let dummy = match number {
                0 => store.name("integration_variable"),
                n => store.name(&format!("integration_variable_{n}")),
            };
            key.push(dummy);
            if let Some(variable) = variable {
                dummies.insert(*variable, dummy);
            }
        }
        key.push(store.substitute(body, &dummies));
        self.reader.opaque("integral", &key, depends)
    }
}

/// Whether a node ends what an integral before it takes.
fn ends_here(item: &Item) -> bool {
    use super::tree::Op;
    matches!(
        item.node,
        Node::Op(Op::Plus | Op::Minus | Op::PlusMinus | Op::MinusPlus | Op::Slash)
            | Node::Op(Op::Other(_))
    )
}
