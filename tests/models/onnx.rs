//! Graphs of ONNX written here, operator by operator.

use equiff::render::page::Verdict;

use super::{Model, read};

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 128 {
        bytes.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn number(field: u64, value: i64) -> Vec<u8> {
    [varint(field << 3), varint(value as u64)].concat()
}

fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
    [
        &varint(field << 3 | 2)[..],
        &varint(value.len() as u64),
        value,
    ]
    .concat()
}

fn text(field: u64, value: &str) -> Vec<u8> {
    bytes(field, value.as_bytes())
}

/// A tensor of single precision.
fn floats(name: &str, dims: &[i64], values: &[f32]) -> Vec<u8> {
    let raw: Vec<u8> = values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    let dims: Vec<u8> = dims.iter().flat_map(|size| number(1, *size)).collect();
    bytes(
        5,
        &[dims, number(2, 1), text(8, name), bytes(9, &raw)].concat(),
    )
}

/// A tensor of whole numbers.
fn wholes(name: &str, values: &[i64]) -> Vec<u8> {
    let raw: Vec<u8> = values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    bytes(
        5,
        &[
            number(1, values.len() as i64),
            number(2, 7),
            text(8, name),
            bytes(9, &raw),
        ]
        .concat(),
    )
}

fn node(op: &str, inputs: &[&str], output: &str, attributes: &[(&str, i64)]) -> Vec<u8> {
    let mut all: Vec<u8> = inputs.iter().flat_map(|name| text(1, name)).collect();
    all.extend(text(2, output));
    all.extend(text(4, op));
    for (name, value) in attributes {
        all.extend(bytes(
            5,
            &[text(1, name), number(3, *value), number(20, 2)].concat(),
        ));
    }
    bytes(1, &all)
}

fn port(field: u64, name: &str, width: i64) -> Vec<u8> {
    let dims = [bytes(1, &text(2, "N")), bytes(1, &number(1, width))].concat();
    let tensor = [number(1, 1), bytes(2, &dims)].concat();
    bytes(
        field,
        &[text(1, name), bytes(2, &bytes(1, &tensor))].concat(),
    )
}

/// A model of two inputs and some outputs that begins with a linear layer `a`.
fn model(nodes: &[Vec<u8>], outputs: i64) -> Result<Model, String> {
    let weights: Vec<f32> = vec![0.5, -1.0, 2.0, 0.25, 1.5, -0.75];
    let start = [
        node("Gemm", &["x", "W", "b"], "a", &[]),
        floats("W", &[2, 3], &weights),
        floats("b", &[3], &[0.5, -0.25, 0.0]),
        floats("one", &[], &[1.0]),
        floats("half", &[], &[0.5]),
        floats("root", &[], &[std::f32::consts::SQRT_2]),
        wholes("last", &[-1]),
        wholes("first", &[0]),
        port(11, "x", 2),
        port(12, "y", outputs),
    ];
    let graph = [start.concat(), nodes.concat()].concat();
    let opset = [text(1, ""), number(2, 17)].concat();
    read(
        "model.onnx",
        &[number(1, 8), bytes(7, &graph), bytes(8, &opset)].concat(),
    )
}

/// What the model's linear layer gives.
fn scores(x: [f64; 2]) -> [f64; 3] {
    [
        0.5 + 0.5 * x[0] + 0.25 * x[1],
        -0.25 - x[0] + 1.5 * x[1],
        2.0 * x[0] - 0.75 * x[1],
    ]
}

fn check(nodes: &[Vec<u8>], outputs: usize, expected: impl Fn([f64; 3]) -> Vec<f64>) -> Verdict {
    let model = model(nodes, outputs as i64).unwrap_or_else(|why| panic!("{why}"));
    let derivation = model.derivation();
    for x in [[0.25, -0.5], [1.5, 2.0], [-1.0, 0.75]] {
        let own = model.value(&derivation, &x);
        let right = expected(scores(x));
        assert_eq!(own.len(), right.len());
        for (own, right) in own.iter().zip(right) {
            assert!((own - right).abs() < 1e-6, "{own} is not {right}");
        }
    }
    derivation.page.verdict
}

fn each(function: impl Fn(f64) -> f64) -> impl Fn([f64; 3]) -> Vec<f64> {
    move |scores| scores.iter().map(|score| function(*score)).collect()
}

fn softmax(scores: [f64; 3]) -> Vec<f64> {
    let sum: f64 = scores.iter().map(|score| score.exp()).sum();
    scores.iter().map(|score| score.exp() / sum).collect()
}

#[test]
fn activations_written_out_are_recognized() {
    let nodes = [
        node("Neg", &["a"], "n", &[]),
        node("Exp", &["n"], "e", &[]),
        node("Add", &["e", "one"], "s", &[]),
        node("Div", &["one", "s"], "y", &[]),
    ];
    assert_eq!(
        check(&nodes, 3, each(|z| 1.0 / (1.0 + (-z).exp()))),
        Verdict::Equivalent
    );
    let nodes = [
        node("Exp", &["a"], "e", &[]),
        node("Neg", &["e"], "n", &[]),
        node("Exp", &["n"], "f", &[]),
        node("Sub", &["one", "f"], "y", &[]),
    ];
    assert_eq!(
        check(&nodes, 3, each(|z| 1.0 - (-z.exp()).exp())),
        Verdict::Equivalent
    );
    let nodes = [
        node("Div", &["a", "root"], "d", &[]),
        node("Erf", &["d"], "e", &[]),
        node("Add", &["e", "one"], "s", &[]),
        node("Mul", &["s", "half"], "y", &[]),
    ];
    let model = model(&nodes, 3).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(
        model.derivation().page.link.map(|link| link.name),
        Some("probit".to_owned())
    );
}

#[test]
fn a_softmax_written_out_is_one() {
    let nodes = [
        node("Exp", &["a"], "e", &[]),
        node("ReduceSum", &["e", "last"], "s", &[("keepdims", 1)]),
        node("Div", &["e", "s"], "y", &[]),
    ];
    assert_eq!(check(&nodes, 3, softmax), Verdict::Equivalent);
    // As PyTorch writes `view(x.size(0), -1)`.
    let nodes = [
        node("Shape", &["a"], "shape", &[]),
        node("Gather", &["shape", "first"], "g", &[("axis", 0)]),
        node("Concat", &["g", "last"], "target", &[("axis", 0)]),
        node("Reshape", &["a", "target"], "r", &[]),
        node("Softmax", &["r"], "y", &[("axis", 1)]),
    ];
    assert_eq!(check(&nodes, 3, softmax), Verdict::Equivalent);
}

#[test]
fn a_constant_goes_into_the_intercept() {
    let nodes = [
        node("Add", &["a", "half"], "s", &[]),
        node("Exp", &["s"], "y", &[]),
    ];
    assert_eq!(
        check(&nodes, 3, each(|z| (z + 0.5).exp())),
        Verdict::Equivalent
    );
    let model = model(&nodes, 3).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(
        model.derivation().page.link.map(|link| link.name),
        Some("log".to_owned())
    );
}

#[test]
fn rows_of_the_batch_are_never_mixed() {
    // A softmax over the batch, a sum over it, and a product of two values.
    assert!(model(&[node("Softmax", &["a"], "y", &[("axis", 0)])], 3).is_err());
    assert!(model(&[node("ReduceSum", &["a", "first"], "y", &[])], 3).is_err());
    let nodes = [
        node("Gemm", &["x", "W", "b"], "c", &[]),
        node("Mul", &["a", "c"], "y", &[]),
    ];
    assert!(model(&nodes, 3).is_err());
    assert!(
        model(&[node("Conv", &["a", "W"], "y", &[])], 3).is_err_and(|why| why.contains("Conv"))
    );
}
