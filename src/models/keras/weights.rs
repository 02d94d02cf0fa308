//! Where the weights of a layer stand in the two kinds of files.

use rustc_hash::FxHashMap;

/// An array of a file.
#[derive(Clone, Debug)]
pub struct Tensor {
    /// Its groups, and its own name.
    pub path: Vec<String>,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its entries, row by row.
    pub values: Vec<f64>,
}

/// How the weights of a layer are found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By the place of the layer among its neighbours, `layers/dense_1/vars/0`, as in `.keras` files.
    Place,
    /// By its name, `dense_1/dense_1/kernel:0`, as in `.h5` files.
    Name,
}

/// The weights of a file.
pub struct Weights {
    tensors: Vec<Tensor>,
    /// Places and names, and the tensors that have them.
    found: FxHashMap<String, Vec<usize>>,
    by: Option<By>,
}

/// Where a layer stands.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Its place among the layers of its model: `layers/dense_1`.
    pub path: String,
    /// The names of the models that it is in, and its own.
    pub names: Vec<String>,
}

impl Weights {
    /// An architecture alone.
    pub fn none() -> Weights {
        Weights {
            tensors: Vec::new(),
            found: FxHashMap::default(),
            by: None,
        }
    }

    /// Arrays, and how they are found.
    pub fn new(tensors: Vec<Tensor>, by: By) -> Weights {
        let mut found: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (index, tensor) in tensors.iter().enumerate() {
            let parts = tensor.path.iter().flat_map(|part| part.split(['/', '\\']));
            let parts: Vec<&str> = parts.collect();
            for key in keys(&parts, by) {
                found.entry(key).or_default().push(index);
            }
        }
        Weights {
            tensors,
            found,
            by: Some(by),
        }
    }

    /// Whether there are any.
    pub fn any(&self) -> bool {
        self.by.is_some()
    }

    /// The variable of a layer: the one of this name, or of this number.
    pub fn get(&self, place: &Place, name: &str, number: usize) -> Option<&Tensor> {
        let key = match self.by? {
            By::Place => format!("{}/{number}", place.path),
            By::Name => format!("{}/{name}", place.names.last()?),
        };
        let inside = |index: &&usize| {
            let path = &self.tensors[**index].path;
            let parts: Vec<&str> = path.iter().flat_map(|part| part.split('/')).collect();
            place
                .names
                .iter()
                .all(|name| parts.contains(&name.as_str()))
        };
        let all = self.found.get(&key)?;
        let index = match self.by? {
            By::Place => all.first(),
            By::Name => all.iter().find(inside),
        };
        self.tensors.get(*index?)
    }
}

/// What a tensor is found by.
fn keys(parts: &[&str], by: By) -> Vec<String> {
    let Some((last, groups)) = parts.split_last() else {
        return Vec::new();
    };
    match by {
        By::Place => {
            let groups = groups
                .iter()
                .filter(|part| **part != "vars")
                .map(|part| match *part {
                    "_layer_checkpoint_dependencies" => "layers",
                    part => part,
                });
            let mut path: Vec<&str> = groups.collect();
            path.push(last);
            vec![path.join("/")]
        }
        By::Name => {
            let name = last.split(':').next().unwrap_or(last);
            let mut keys: Vec<String> = [groups.first(), groups.last()]
                .into_iter()
                .flatten()
                .map(|group| format!("{group}/{name}"))
                .collect();
            keys.dedup();
            keys
        }
    }
}
