//! Sizes: of layers, inputs and weights.

use std::ops::Range;

use super::Machine;
use super::values::Value;
use crate::models::graph::Op;
use crate::network::Size;
use crate::parse;

/// Names that formulas use for something else.
const TAKEN: &[&str] = &["e", "pi", "x", "y", "w", "b", "W", "i", "j", "k", "z", "p"];

impl Machine<'_> {
    /// A value as a size; what is not known is a symbol of the role that it plays.
    pub fn size(&mut self, value: Option<&Value>, role: &str, span: &Range<usize>) -> Size {
        match value {
            Some(Value::Int(n)) if *n > 0 => Size::Number(*n as u64),
            Some(Value::Symbol(name)) if parse::is_name(name) && !TAKEN.contains(&&**name) => {
                Size::Symbol(name.to_string())
            }
            Some(Value::Method(_, name)) if parse::is_name(name) && !TAKEN.contains(&&**name) => {
                Size::Symbol(name.to_string())
            }
            Some(Value::Unknown(unknown)) => {
                let text = self.excerpt(&unknown.span);
                let known = self.sizes.iter().find(|(own, _)| *own == text);
                if let Some((_, symbol)) = known {
                    return Size::Symbol(symbol.clone());
                }
                let symbol = self.symbol(role);
                self.note(format!(
                    "The code does not say what {text} is: it is the size {symbol}."
                ));
                self.sizes.push((text, symbol.clone()));
                Size::Symbol(symbol)
            }
            _ => {
                let text = self.excerpt(span);
                let symbol = self.symbol(role);
                self.sizes.push((text, symbol.clone()));
                Size::Symbol(symbol)
            }
        }
    }

    /// A symbol for a size that no other has.
    fn symbol(&self, role: &str) -> String {
        let taken = |name: &str| self.sizes.iter().any(|(_, symbol)| symbol == name);
        let numbered = (2..).map(|k| format!("{role}{k}"));
        let mut all = std::iter::once(role.to_owned()).chain(numbered);
        all.find(|name| !taken(name))
            .unwrap_or_else(|| role.to_owned())
    }

    /// A shape: its sizes without that of the samples.
    pub fn shape(&mut self, value: &Value, samples: bool, span: &Range<usize>) -> Vec<Size> {
        let mut items = match value {
            Value::List(all) => all.borrow().clone(),
            Value::None => Vec::new(),
            one => vec![one.clone()],
        };
        if samples && !items.is_empty() {
            items.remove(0);
        }
        items
            .iter()
            .map(|item| self.size(Some(item), "n", span))
            .collect()
    }

    /// How many values a shape has.
    pub fn product(&self, shape: &[Size]) -> Option<Size> {
        let numbers: Option<Vec<u64>> = shape
            .iter()
            .map(|size| match size {
                Size::Number(n) => Some(*n),
                Size::Symbol(_) => None,
            })
            .collect();
        match (shape, numbers) {
            ([], _) => None,
            ([one], _) => Some(one.clone()),
            (_, Some(numbers)) => numbers
                .into_iter()
                .try_fold(1_u64, u64::checked_mul)
                .map(Size::Number),
            _ => Some(Size::Symbol("n".to_owned())),
        }
    }

    /// How many values a node has, if that is known.
    pub fn width(&self, node: usize) -> Option<Size> {
        self.product(&self.info[node].shape)
    }

    /// Says of the input behind a node how wide it is, where that was not known; whether it fits.
    pub fn widen(&mut self, node: usize, width: &Size) -> bool {
        let behind = self.behind(node);
        if let Some(known) = self.width(node).or_else(|| self.width(behind)) {
            return match (&known, width) {
                (Size::Number(a), Size::Number(b)) => a == b,
                _ => true,
            };
        }
        if let Op::Input { width: own } = &mut self.graph.nodes[behind].op {
            *own = width.clone();
            self.info[behind].shape = vec![width.clone()];
        }
        self.info[node].shape = vec![width.clone()];
        true
    }

    /// An input of a width that is not known yet.
    pub fn input(&mut self, shape: Vec<Size>, span: &Range<usize>) -> usize {
        let width = self.product(&shape).unwrap_or(Size::Symbol("n".to_owned()));
        self.node(Op::Input { width }, Vec::new(), shape, span.clone())
    }

    /// The same values in one row.
    pub fn flat(&mut self, node: usize, span: &Range<usize>) -> Value {
        let shape = self.width(node).into_iter().collect();
        Value::Tensor(self.node(Op::Identity, vec![node], shape, span.clone()))
    }
}
