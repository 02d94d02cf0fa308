//! The fixtures against what Keras, onnxruntime and scikit-learn computed.

use equiff::models::graph;
use equiff::network::{Network, Weights};
use equiff::render::page::Verdict;
use serde_json::Value;

use super::{Model, fixtures, read};

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(all) => all.iter().filter_map(Value::as_f64).collect(),
        Value::Object(object) => object.values().filter_map(Value::as_f64).collect(),
        one => one.as_f64().into_iter().collect(),
    }
}

/// Inputs and outputs; of several outputs the probabilities.
fn points(expected: &Value) -> Vec<(Vec<f64>, Vec<f64>)> {
    let rows = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let outputs = match &expected["outputs"] {
        Value::Object(all) => {
            let named = ["output_probability", "probabilities"];
            let found = named.iter().find_map(|name| all.get(*name));
            rows(
                found
                    .or_else(|| all.values().next_back())
                    .expect("an output"),
            )
        }
        all => rows(all),
    };
    let inputs = rows(&expected["inputs"]);
    inputs
        .iter()
        .zip(&outputs)
        .map(|(x, y)| (numbers(x), numbers(y)))
        .collect()
}

#[test]
fn equations_give_what_the_models_give() {
    let mut seen = 0;
    let mut files: Vec<_> = std::fs::read_dir(fixtures())
        .unwrap()
        .flatten()
        .map(|f| f.path())
        .collect();
    files.sort();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".expected.json") || name.starts_with("bad_") {
            continue;
        }
        let expected: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for file in expected["files"].as_array().unwrap() {
            let file = file.as_str().unwrap();
            let bytes = std::fs::read(fixtures().join(file)).unwrap();
            let model = read(file, &bytes).unwrap_or_else(|why| panic!("{file}: {why}"));
            agrees(file, &model, &expected);
            seen += 1;
        }
    }
    assert!(seen >= 60, "{seen} files");
}

fn agrees(file: &str, model: &Model, expected: &Value) {
    let derivation = model.derivation();
    let verdict = derivation.page.verdict;
    match expected["expect"].as_str() {
        Some("accept") => {
            assert!(
                matches!(verdict, Verdict::Equivalent | Verdict::Conditional),
                "{file}: {verdict:?}"
            );
        }
        _ => assert_eq!(verdict, Verdict::NotAGlm, "{file}"),
    }
    let Network::Layers { layers, .. } = &model.network else {
        panic!("{file}: layers");
    };
    if layers
        .iter()
        .any(|layer| matches!(layer.weights, Weights::Symbol(_)))
    {
        assert!(
            file.ends_with(".json"),
            "{file}: only architectures have symbols"
        );
        return;
    }
    for (input, output) in points(expected) {
        let mut output = output;
        let own = model.value(&derivation, &input);
        let run = graph::run(&model.store, &model.graph, &input).expect("numbers");
        if output.len() == own.len() + 1 {
            // Of two classes the equation is that of the second.
            output.remove(0);
        }
        assert_eq!(own.len(), output.len(), "{file}");
        for ((own, run), theirs) in own.iter().zip(&run).zip(&output) {
            let close = |value: f64| (value - theirs).abs() <= 1e-5 * theirs.abs().max(1e-3);
            assert!(close(*own), "{file}: {own} is not {theirs}");
            assert!(close(*run), "{file}: run gives {run}, not {theirs}");
        }
    }
    let agreement = graph::agreement(
        &model.store,
        &model.graph,
        &model.inputs(),
        derivation.page.network,
    );
    let agreement = agreement.expect("numbers");
    assert!(
        agreement.points > 32 && agreement.largest_error < 1e-4,
        "{file}: {agreement:?}"
    );
}

#[test]
fn damaged_files_get_one_sentence() {
    for file in std::fs::read_dir(fixtures()).unwrap().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if !name.starts_with("bad_") || name.ends_with(".expected.json") {
            continue;
        }
        let bytes = std::fs::read(file.path()).unwrap();
        match read(&name, &bytes) {
            Ok(_) => panic!("{name} was read"),
            Err(why) => assert!(
                why != "no model" && !why.contains('\n') && why.len() < 300,
                "{name}: {why}"
            ),
        }
    }
}

#[test]
fn what_is_no_model_gets_a_way_out() {
    let pickle = read("model.pt", b"\x80\x02}q\x00.").err().unwrap();
    assert!(pickle.contains("ONNX"), "{pickle}");
    let mut safetensors = 2_u64.to_le_bytes().to_vec();
    safetensors.extend(b"{}");
    let safetensors = read("model.safetensors", &safetensors).err().unwrap();
    assert!(
        safetensors.contains("how layers are connected"),
        "{safetensors}"
    );
    assert_eq!(
        read("a.net", b"inputs x[3]\nactivation sigmoid\n")
            .err()
            .unwrap(),
        "no model"
    );
}
