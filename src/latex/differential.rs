//! Derivatives: d/dz, partial derivatives, primes.
//!
//! A derivative is a [`Head::Derivative`]: a bound variable, the point, the order and the body as
//! a function of the bound variable. By an entry w_j it is taken with that entry free and all
//! others kept: in the body w\[k\] becomes `if(k = j, v, w[k])`. The derivative of a quantity
//! whose dependence is not known (dL/dw) is a name of its own.

use std::ops::Range;

use super::reader::{Reader, place};
use super::tree::{Id, Item, Node};
use crate::error::Diagnostic;
use crate::expr::{Args, Expr, Head};

/// A list as one side of dy/dx.
pub(super) struct Differential {
    /// The order over the line: d^2 y.
    order: Option<Result<Expr, Diagnostic>>,
    /// What is differentiated.
    body: Option<Result<Expr, Diagnostic>>,
    /// The variables under the line and their orders.
    variables: Option<Vec<(Expr, Expr)>>,
}

pub(super) enum Found {
    Term(Expr),
    /// d/dz before its operand.
    Operator(Vec<(Expr, Expr)>),
}

/// Whether a node is the d of a differential.
fn is_d(item: &Item) -> bool {
    match &item.node {
        Node::Partial => true,
        Node::Name { text, .. } => &**text == "d",
        _ => false,
    }
}

/// A fraction as a derivative, if it is one.
pub(super) fn fraction(
    reader: &mut Reader<'_>,
    over: Id,
    under: Id,
    span: Range<usize>,
) -> Result<Option<Found>, Diagnostic> {
    let (Some(a), Some(b)) = (
        &reader.values[over].differential,
        &reader.values[under].differential,
    ) else {
        return Ok(None);
    };
    let Some(mut variables) = b.variables.clone() else {
        return Ok(None);
    };
    let (order, body) = (a.order.clone(), a.body.clone());
    if let Some(order) = order {
        let order = order?;
        // d^2/dz^2 says the order twice; once is enough.
        let one = reader.store.int(1);
        if let [(_, given)] = variables.as_mut_slice()
            && *given == one
        {
            *given = order;
        }
    }
    let Some(body) = body else {
        return Ok(Some(Found::Operator(variables)));
    };
    let mut value = body.map_err(|fault| fault.label("in a derivative"))?;
    for (variable, order) in variables.into_iter().rev() {
        reader.spend(value, span.clone())?;
        value = reader.derivative(value, variable, order);
    }
    Ok(Some(Found::Term(value)))
}

impl<'a> Reader<'a> {
    /// A list as a differential, if it starts with d.
    pub fn differential(&mut self, items: &'a [Item]) -> Option<Differential> {
        let (first, rest) = items.split_first()?;
        if !is_d(first) {
            return None;
        }
        let (order, rest) = match rest.split_first() {
            Some((item, after)) => match item.node {
                Node::Script { up: true, list } => {
                    (Some(self.term(list, item.start..item.end)), after)
                }
                Node::Script { .. } => (None, rest),
                _ => (None, rest),
            },
            None => (None, rest),
        };
        let variables = self.variables(items);
        let body = (!rest.is_empty()).then(|| match rest {
            [
                Item {
                    node: Node::Group(id),
                    start,
                    end,
                    ..
                },
            ] => self.term(*id, *start..*end),
            _ => self.slice(rest),
        });
        Some(Differential {
            order,
            body,
            variables,
        })
    }

    /// `dz`, `\partial x\,\partial y`, `dz^2`
    fn variables(&mut self, items: &'a [Item]) -> Option<Vec<(Expr, Expr)>> {
        let one = self.store.int(1);
        let mut all = Vec::new();
        let mut at = 0;
        while at < items.len() {
            if !is_d(&items[at]) {
                return None;
            }
            at += 1;
            // `\partial_{y}` for `\partial y`
            if let Some(Node::Script { up: false, list }) = items.get(at).map(|item| &item.node) {
                let variable = self.term(*list, place(items)).ok()?;
                all.push((variable, one));
                at += 1;
                continue;
            }
            let from = at;
            let item = items.get(at)?;
            at += 1;
            let name = matches!(item.node, Node::Name { .. });
            if !name && !matches!(item.node, Node::Group(_) | Node::Fence { .. }) {
                return None;
            }
            let mut order = one;
            let mut end = at;
            while let Some(item) = items.get(at) {
                match item.node {
                    Node::Script { up: false, .. } | Node::Prime(_) => end = at + 1,
                    // The level of `\partial z^l` is no order.
                    Node::Script { up: true, list } if self.is_level(&items[from].node, list) => {
                        end = at + 1;
                    }
                    Node::Script { up: true, list } => {
                        let transpose = self.survey.is_transpose(self.tree, list)
                            || matches!(self.tree.single(list), Some(Node::Prime(_)));
                        if !transpose {
                            order = self.term(list, item.start..item.end).ok()?;
                        }
                    }
                    // By σ(z).
                    Node::Fence { .. } if name && items.get(at + 1).is_none_or(is_d) => {
                        end = at + 1;
                    }
                    _ => break,
                }
                at += 1;
            }
            let variable = self.slice(&items[from..end]).ok()?;
            all.push((variable, order));
        }
        (!all.is_empty()).then_some(all)
    }

    /// Whether what stands above a name is an index by what the document does with it.
    fn is_level(&self, node: &Node, above: Id) -> bool {
        match node {
            Node::Name { text, .. } => self.names.is_index_above(self.tree, text, above),
            _ => false,
        }
    }

    /// A name for the variable at a point: the point itself if it is a name.
    pub fn variable_for(&self, point: Expr) -> Expr {
        let store = self.store;
        match store.name_text(point) {
            Some(name) if !matches!(name, "e" | "pi") => point,
            _ => ["t", "u", "v", "s", "r"]
                .iter()
                .map(|name| store.name(name))
                .chain((1..).map(|n| store.name(&format!("t{n}"))))
                .find(|name| !store.contains(point, *name))
                .unwrap_or(point),
        }
    }

    /// The derivative of a function at a point.
    pub fn derivative_at(&self, point: Expr, order: Expr, f: impl Fn(Expr) -> Expr) -> Expr {
        let variable = self.variable_for(point);
        let body = f(variable);
        self.store
            .make(Head::Derivative, [variable, point, order, body].as_slice())
    }

    /// The derivative of a term by a variable, an entry, or another term.
    pub fn derivative(&mut self, body: Expr, variable: Expr, order: Expr) -> Expr {
        let store = self.store;
        let base = match store.head(variable) {
            Head::Entry => store.args(variable)[0],
            _ => variable,
        };
        // `\frac{d\sigma}{dz}` is of σ(z).
        if store.name_text(body) == Some("sigma")
            && !self.scope.binds("sigma")
            && matches!(store.head(variable), Head::Name(_))
            && self
                .of_variable
                .iter()
                .all(|(name, known)| &**name != "sigma" || *known == variable)
        {
            self.of_variable("sigma", variable);
            let body = store.call("sigmoid", &[variable]);
            return store.make(
                Head::Derivative,
                [variable, variable, order, body].as_slice(),
            );
        }
        if self.crosses_levels(body, variable) {
            return self.unknown_derivative(body, variable, order);
        }
        let body = match self.known_body(body, variable) {
            Some(value) if self.leads_to(value, base) => value,
            _ => body,
        };
        // Of what the document has defined, all that depends on the variable is put in.
        let mut body = self.scope.expanded(store, body, base);
        let entry = matches!(store.head(variable), Head::Entry);
        if !store.contains(body, base) || (entry && stands_whole(store, body, base)) {
            body = self.scope.applied(store, body, None).0;
            body = self.scope.expanded(store, body, base);
        }
        // f(w) for the whole vector w says nothing of how it depends on one entry.
        if entry && stands_whole(store, body, base) {
            return self.unknown_derivative(body, variable, order);
        }
        if !store.contains(body, base) {
            if store.free_names(body).is_empty() {
                return store.make(
                    Head::Derivative,
                    [variable, variable, order, body].as_slice(),
                );
            }
            return self.unknown_derivative(body, variable, order);
        }
        match store.head(variable) {
            Head::Name(_) => store.make(
                Head::Derivative,
                [variable, variable, order, body].as_slice(),
            ),
            Head::Entry => {
                let taken =
                    |name: Expr| store.contains(body, name) || store.contains(variable, name);
                let fresh = fresh(store, taken);
                let inner = by_entry(store, body, variable, fresh);
                store.make(Head::Derivative, [fresh, variable, order, inner].as_slice())
            }
            _ => {
                // By a term: only where nothing else in the body depends on its variables.
                let taken =
                    |name: Expr| store.contains(body, name) || store.contains(variable, name);
                let fresh = fresh(store, taken);
                let inner = store.rebuild(body, |head, args| {
                    let same = store.args(variable) == args && store.head(variable) == head;
                    same.then_some(fresh)
                });
                let inside = store.free_names(variable);
                if store
                    .free_names(inner)
                    .iter()
                    .any(|name| inside.contains(name))
                {
                    return self.unknown_derivative(body, variable, order);
                }
                store.make(Head::Derivative, [fresh, variable, order, inner].as_slice())
            }
        }
    }

    /// dL/dw where nobody has said what L is.
    fn unknown_derivative(&mut self, body: Expr, variable: Expr, order: Expr) -> Expr {
        let store = self.store;
        let base = |expr: Expr| -> (Option<String>, Vec<Expr>) {
            match (store.head(expr), store.args(expr)) {
                (Head::Name(name), _) => (Some(name.to_string()), Vec::new()),
                (Head::Entry, [base, indices @ ..]) => {
                    (store.name_text(*base).map(str::to_owned), indices.to_vec())
                }
                _ => (None, Vec::new()),
            }
        };
        let ((over, mut indices), (under, more)) = (base(body), base(variable));
        let (Some(over), Some(under)) = (over, under) else {
            let depends = store.free_names(body);
            return self.opaque("derivative", &[body, variable, order], depends);
        };
        let name = match store.small_integer(order) {
            Some(1) => format!("d{over}_d{under}"),
            Some(n) => format!("d{n}{over}_d{under}{n}"),
            None => format!("dn{over}_d{under}n"),
        };
        indices.extend(more);
        let name = store.name(&name);
        if !self.quantities.contains(&name) {
            self.quantities.push(name);
        }
        if indices.is_empty() {
            name
        } else {
            store.entry(name, &indices)
        }
    }
}

fn fresh(store: &crate::expr::Store, taken: impl Fn(Expr) -> bool) -> Expr {
    ["t", "u", "v"]
        .iter()
        .map(|name| store.name(name))
        .chain((1..).map(|n| store.name(&format!("t{n}"))))
        .find(|name| !taken(*name))
        .unwrap_or_else(|| store.name("t"))
}

/// Whether a vector stands in a term otherwise than by its entries.
fn stands_whole(store: &crate::expr::Store, term: Expr, vector: Expr) -> bool {
    term == vector
        || store.any(term, |node| {
            let args = match node.head {
                Head::Entry => &node.args[1..],
                _ => &node.args[..],
            };
            args.contains(&vector)
        })
}

/// The body as a function of one entry: `w[k]` becomes `if(k = j, v, w[k])`.
fn by_entry(store: &crate::expr::Store, body: Expr, entry: Expr, variable: Expr) -> Expr {
    let (base, indices) = (store.args(entry)[0], store.args(entry)[1..].to_vec());
    // A bound index of the same name as a free one is another index.
    let names: Vec<Expr> = indices.iter().flat_map(|i| store.free_names(*i)).collect();
    let body = store.avoiding(body, || names.into_iter().collect());
    store.rebuild(body, |head, args| {
        if *head != Head::Entry || args[0] != base || args.len() != indices.len() + 1 {
            return None;
        }
        if args[1..] == indices[..] {
            return Some(variable);
        }
        let number = |expr: Expr| store.literal(expr);
        let mut equal = Vec::new();
        for (a, b) in args[1..].iter().zip(&indices) {
            match (number(*a), number(*b)) {
                (Some(a), Some(b)) if a != b => return None,
                _ if a == b => {}
                _ => equal.push(store.eq(*a, *b)),
            }
        }
        let kept = store.entry(base, &args[1..]);
        let parts: Args = [store.and(equal), variable, kept].into_iter().collect();
        Some(store.make(Head::Piecewise, parts))
    })
}
