//! The fields of a document, and those that are linear in another.

use roxmltree::Node;
use rustc_hash::FxHashMap;

use super::super::Fault;
use super::elements;

/// Expressions in expressions deeper than this are not read.
const DEEPEST: usize = 24;

/// A number times a field, and a number; or a number alone.
#[derive(Clone, Debug)]
struct Linear {
    field: Option<String>,
    factor: f64,
    shift: f64,
}

/// The fields of a document.
pub struct Fields {
    /// The values of categorical fields, in order.
    pub values: FxHashMap<String, Vec<String>>,
    /// Fields that are computed: linear in another, or not read.
    derived: FxHashMap<String, Option<Linear>>,
}

impl Fields {
    /// Those of a document.
    pub fn of(root: Node) -> Fields {
        let mut fields = Fields {
            values: FxHashMap::default(),
            derived: FxHashMap::default(),
        };
        for node in root.descendants().filter(Node::is_element) {
            let Some(name) = node.attribute("name") else {
                continue;
            };
            match node.tag_name().name() {
                "DataField" => {
                    let values =
                        elements(node, "Value").filter_map(|value| value.attribute("value"));
                    let values = values.map(str::to_owned).collect();
                    fields.values.insert(name.to_owned(), values);
                }
                "DerivedField" => {
                    let inner: Vec<Node> = parts(node);
                    let linear = match inner.as_slice() {
                        [one] => fields.linear(*one, 0),
                        _ => None,
                    };
                    fields.derived.insert(name.to_owned(), linear);
                }
                _ => {}
            }
        }
        fields
    }

    /// What an expression is, if it is linear in one field.
    fn linear(&self, node: Node, depth: usize) -> Option<Linear> {
        if depth > DEEPEST {
            return None;
        }
        match node.tag_name().name() {
            "Constant" => Some(Linear {
                field: None,
                factor: 0.0,
                shift: node
                    .text()?
                    .trim()
                    .parse()
                    .ok()
                    .filter(|value: &f64| value.is_finite())?,
            }),
            "FieldRef" => self.field(node.attribute("field")?),
            "NormContinuous" => {
                let inner = self.field(node.attribute("field")?)?;
                let point = |node: Node| {
                    let number = |name: &str| node.attribute(name)?.trim().parse::<f64>().ok();
                    Some((number("orig")?, number("norm")?))
                };
                let points: Option<Vec<(f64, f64)>> =
                    elements(node, "LinearNorm").map(point).collect();
                let [(x, y), (u, v)] = *points?.as_slice() else {
                    return None;
                };
                if !matches!(node.attribute("outliers"), None | Some("asIs")) {
                    return None;
                }
                let slope = (v - y) / (u - x);
                inner.scaled(slope, y - slope * x)
            }
            "Apply" => {
                let all: Option<Vec<Linear>> = parts(node)
                    .into_iter()
                    .map(|part| self.linear(part, depth + 1))
                    .collect();
                let [a, b] = all?.try_into().ok()?;
                match (node.attribute("function")?, &a.field, &b.field) {
                    ("+", _, None) => a.scaled(1.0, b.shift),
                    ("+", None, _) => b.scaled(1.0, a.shift),
                    ("-", _, None) => a.scaled(1.0, -b.shift),
                    ("-", None, _) => b.scaled(-1.0, a.shift),
                    ("*", _, None) => a.scaled(b.shift, 0.0),
                    ("*", None, _) => b.scaled(a.shift, 0.0),
                    ("/", _, None) => a.scaled(1.0 / b.shift, 0.0),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A field as what it is linear in.
    fn field(&self, name: &str) -> Option<Linear> {
        match self.derived.get(name) {
            Some(linear) => linear.clone(),
            None => Some(Linear {
                field: Some(name.to_owned()),
                factor: 1.0,
                shift: 0.0,
            }),
        }
    }

    /// The field that a name is linear in, the factor, and what is added.
    pub fn affine(&self, name: &str) -> Result<(String, f64, f64), Fault> {
        let linear = self.field(name);
        let found = linear.and_then(|linear| Some((linear.field?, linear.factor, linear.shift)));
        found.ok_or_else(|| {
            Fault::Bytes(format!(
                "the PMML computes the field `{}` in a way that is not read; what is read is linear in one field",
                name.escape_debug()
            ))
        })
    }

    /// The field that a name means.
    pub fn resolve(&self, name: &str) -> Result<String, Fault> {
        match self.affine(name)? {
            (field, 1.0, 0.0) => Ok(field),
            _ => Err(Fault::Bytes(format!(
                "the PMML uses the computed field `{}` in a product, a power or as a category, which is not read",
                name.escape_debug()
            ))),
        }
    }
}

impl Linear {
    /// factor * this + shift
    fn scaled(self, factor: f64, shift: f64) -> Option<Linear> {
        let scaled = Linear {
            factor: self.factor * factor,
            shift: self.shift * factor + shift,
            ..self
        };
        (scaled.factor.is_finite() && scaled.shift.is_finite()).then_some(scaled)
    }
}

/// The elements in a node, without extensions.
fn parts<'a, 'input>(node: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
    let all = node.children().filter(Node::is_element);
    all.filter(|child| child.tag_name().name() != "Extension")
        .collect()
}
