//! The columns of a design matrix: fields, powers, products, and indicators of categories.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// A factor of a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Factor {
    /// A field to a power, its bits.
    Power(String, u64),
    /// 1 where a field has a value, else 0.
    Is(String, String),
}

/// Columns, each once.
#[derive(Default)]
pub struct Columns {
    /// Their names.
    pub names: Vec<String>,
    factors: Vec<Vec<Factor>>,
    known: FxHashMap<Vec<Factor>, usize>,
}

impl Columns {
    /// The column that is a product of factors.
    pub fn column(&mut self, mut factors: Vec<Factor>) -> usize {
        factors.sort();
        if let Some(column) = self.known.get(&factors) {
            return *column;
        }
        let parts: Vec<String> = factors.iter().map(name).collect();
        self.names.push(parts.join("_x_"));
        self.factors.push(factors.clone());
        self.known.insert(factors, self.names.len() - 1);
        self.names.len() - 1
    }

    /// What columns mean that are no fields as they are.
    pub fn notes(&self) -> Vec<String> {
        let mut notes: BTreeMap<usize, String> = BTreeMap::new();
        for (index, factors) in self.factors.iter().enumerate() {
            let name = &self.names[index];
            let plain = matches!(factors.as_slice(), [Factor::Power(_, power)] if f64::from_bits(*power) == 1.0);
            if !plain && index < 50 {
                let parts: Vec<String> = factors.iter().map(meaning).collect();
                notes.insert(index, format!("{name} is {}.", parts.join(" times ")));
            }
        }
        notes.into_values().collect()
    }
}

fn name(factor: &Factor) -> String {
    match factor {
        Factor::Power(field, power) if f64::from_bits(*power) == 1.0 => field.clone(),
        Factor::Power(field, power) => {
            let power = f64::from_bits(*power)
                .to_string()
                .replace('.', "p")
                .replace('-', "m");
            format!("{field}_pow{power}")
        }
        Factor::Is(field, value) => format!("{field}_{value}"),
    }
}

fn meaning(factor: &Factor) -> String {
    match factor {
        Factor::Power(field, power) if f64::from_bits(*power) == 1.0 => field.clone(),
        Factor::Power(field, power) => format!("{field} to the power {}", f64::from_bits(*power)),
        Factor::Is(field, value) => format!("1 where {field} is “{value}”, else 0"),
    }
}
