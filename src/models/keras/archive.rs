//! The files inside the files: zip archives and HDF5.

use std::io::{Cursor, Read};

use serde_json::Value;
use zip::ZipArchive;

use super::super::Fault;
use super::{Parts, text};

/// What a file may unpack to, beside 20 times its size.
const SPARE: u64 = 1 << 20;

const DAMAGED: &str =
    "the file is a damaged Keras model; save it again with `model.save(\"model.keras\")`";

/// The parts of a `.keras` file; nothing for an archive of another kind.
pub fn open(bytes: &[u8]) -> Result<Option<Parts>, Fault> {
    let damaged = |what: &str| Fault::Bytes(format!("{DAMAGED} ({what})"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        Fault::bytes(
            "the file begins like a zip archive (a Keras model?) and is damaged; save it again",
        )
    })?;
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(|name| name.into_owned())
        .collect();
    let has = |name: &str| names.iter().any(|own| own == name);
    if names.iter().any(|name| name.ends_with("data.pkl")) {
        return Err(Fault::bytes(super::super::PICKLE));
    }
    if !has("config.json") {
        return Ok(None);
    }
    let limit = SPARE + 20 * bytes.len() as u64;
    let config = entry(&mut archive, "config.json", limit)
        .ok_or_else(|| damaged("no config.json can be read"))?;
    let config: Value =
        serde_json::from_slice(&config).map_err(|_| damaged("config.json is no JSON"))?;
    let metadata = entry(&mut archive, "metadata.json", limit).unwrap_or_default();
    let metadata: Value = serde_json::from_slice(&metadata).unwrap_or_default();
    let weights = match has("model.weights.h5") {
        true => {
            let bytes = entry(&mut archive, "model.weights.h5", limit);
            let bytes = bytes
                .ok_or_else(|| damaged("model.weights.h5 cannot be unpacked, or is too large"))?;
            weights(&bytes)?
        }
        false => return Err(damaged("it has no model.weights.h5")),
    };
    Ok(Some(Parts {
        kind: "a Keras model",
        compiled: config.get("compile_config").cloned().unwrap_or_default(),
        config,
        version: text(&metadata, "keras_version"),
        weights,
    }))
}

/// An entry of an archive, unless it is larger than the limit.
fn entry(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, limit: u64) -> Option<Vec<u8>> {
    let file = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}

#[cfg(feature = "models")]
pub use self::with::{hdf5, weights};

#[cfg(not(feature = "models"))]
pub use self::without::{hdf5, weights};

#[cfg(not(feature = "models"))]
mod without {
    use super::super::super::Fault;
    use super::super::Parts;
    use super::super::weights::Weights;

    const WITHOUT: &str = "this program was built without the feature `models`, which reads HDF5";

    pub fn weights(_: &[u8]) -> Result<Weights, Fault> {
        Err(Fault::bytes(WITHOUT))
    }

    pub fn hdf5(_: &[u8]) -> Result<Parts, Fault> {
        Err(Fault::bytes(WITHOUT))
    }
}

#[cfg(feature = "models")]
mod with {
    use hdf5_pure::{AttrValue, Dataset, Datatype, File, Group};
    use serde_json::Value;

    use super::super::super::Fault;
    use super::super::super::halves::{brain, half};
    use super::super::Parts;
    use super::super::weights::{By, Tensor, Weights};
    use super::{DAMAGED, SPARE};

    /// Groups in groups deeper than this are not looked into.
    const DEEPEST: usize = 24;
    /// The most objects that are looked at.
    const MOST: usize = 100_000;

    /// The weights of a `.keras` file.
    pub fn weights(bytes: &[u8]) -> Result<Weights, Fault> {
        let file = File::from_bytes(bytes.to_vec()).map_err(|_| Fault::bytes(DAMAGED))?;
        Ok(Weights::new(tensors(&file.root(), bytes.len())?, By::Place))
    }

    /// The parts of an HDF5 file.
    pub fn hdf5(bytes: &[u8]) -> Result<Parts, Fault> {
        let damaged = || {
            Fault::bytes(
                "the HDF5 file is damaged; save the model again with `model.save(\"model.keras\")`",
            )
        };
        let file = File::from_bytes(bytes.to_vec()).map_err(|_| damaged())?;
        let root = file.root();
        let attributes = root.attrs().map_err(|_| damaged())?;
        let text = |name: &str| attributes.get(name).and_then(text);
        let json = |name: &str| text(name).and_then(|text| serde_json::from_str(&text).ok());
        let Some(config) = text("model_config") else {
            return Err(Fault::bytes(
                "the HDF5 file has no Keras architecture that can be read (`model_config`): it is damaged or has weights alone; save the whole model with `model.save(\"model.keras\")`",
            ));
        };
        let config: Value = serde_json::from_str(&config).map_err(|_| damaged())?;
        let group = root.group("model_weights").map_err(|_| damaged())?;
        Ok(Parts {
            kind: "a Keras model in HDF5",
            config,
            compiled: json("training_config").unwrap_or_default(),
            version: text("keras_version"),
            weights: Weights::new(tensors(&group, bytes.len())?, By::Name),
        })
    }

    fn text(value: &AttrValue) -> Option<String> {
        match value {
            AttrValue::String(text) | AttrValue::AsciiString(text) => Some(text.clone()),
            AttrValue::StringSized { value, .. } | AttrValue::AsciiStringSized { value, .. } => {
                Some(value.clone())
            }
            AttrValue::StringArray(all) | AttrValue::AsciiStringArray(all) => all.first().cloned(),
            AttrValue::VarLenString(text) | AttrValue::VarLenAsciiString(text) => {
                Some(text.clone())
            }
            _ => None,
        }
    }

    /// All tensors below a group.
    fn tensors(root: &Group, size: usize) -> Result<Vec<Tensor>, Fault> {
        let damaged =
            || Fault::bytes("the weights in the HDF5 file are damaged; save the model again");
        let mut found = Vec::new();
        let mut rest = (20 * size as u64 + SPARE) / 8;
        let mut open: Vec<(Vec<String>, Group)> = vec![(Vec::new(), root.clone())];
        let mut seen = 0;
        while let Some((path, group)) = open.pop() {
            seen += 1;
            if seen > MOST || path.len() > DEEPEST {
                return Err(damaged());
            }
            for name in group.datasets().map_err(|_| damaged())? {
                let data = group.dataset(&name).map_err(|_| damaged())?;
                let tensor = tensor(&path, name, &data, &mut rest).ok_or_else(damaged)?;
                found.push(tensor);
            }
            for name in group.groups().map_err(|_| damaged())? {
                let inner = group.group(&name).map_err(|_| damaged())?;
                let mut path = path.clone();
                path.push(name);
                open.push((path, inner));
            }
        }
        Ok(found)
    }

    fn tensor(path: &[String], name: String, data: &Dataset, rest: &mut u64) -> Option<Tensor> {
        let shape = data.shape().ok()?;
        let entries = shape
            .iter()
            .try_fold(1_u64, |all, one| all.checked_mul(*one))?;
        *rest = rest.checked_sub(entries)?;
        let values = match data.datatype().ok()? {
            // Keras writes numbers that HDF5 has no type for as they are.
            Datatype::Opaque { size: 2, .. } => halves(data, brain)?,
            Datatype::FloatingPoint { size: 2, .. } => halves(data, half)?,
            _ => data.read_f64().ok()?,
        };
        if values.len() as u64 != entries {
            return None;
        }
        let mut path = path.to_vec();
        path.push(name);
        Some(Tensor {
            path,
            shape: shape
                .into_iter()
                .map(usize::try_from)
                .collect::<Result<_, _>>()
                .ok()?,
            values,
        })
    }

    /// Numbers of two bytes.
    fn halves(data: &Dataset, read: fn(u64) -> f64) -> Option<Vec<f64>> {
        let raw = data.read_raw().ok()?;
        let pairs = raw.chunks_exact(2);
        let value = |two: &[u8]| read(u64::from(two[0]) | u64::from(two[1]) << 8);
        Some(pairs.map(value).collect())
    }
}
