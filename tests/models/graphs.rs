//! Graphs made here: what is folded is the same function.

use equiff::expr::Store;
use equiff::models::graph::{self, BiasOf, Graph, Loss, Matrix, Op};
use equiff::network::{Network, Size, Weights};
use equiff::parse;
use equiff::render::page::Verdict;

use super::Model;

fn input(graph: &mut Graph, width: u64) -> usize {
    let node = graph.push(
        "x",
        Op::Input {
            width: Size::Number(width),
        },
        Vec::new(),
    );
    graph.inputs.push(node);
    node
}

fn dense(graph: &mut Graph, from: usize, rows: &[&[f64]], bias: &[f64]) -> usize {
    let columns = rows[0].len();
    let values = rows.concat();
    let op = Op::Dense {
        units: Size::Number(rows.len() as u64),
        weights: Matrix::new(rows.len(), columns, values),
        bias: BiasOf::Values(bias.to_vec()),
    };
    graph.push("dense", op, vec![from])
}

fn apply(store: &Store, graph: &mut Graph, from: usize, name: &str) -> usize {
    let function = parse::activation(store, name).unwrap();
    graph.push(name, Op::Apply(function), vec![from])
}

fn model(store: Store, graph: Graph) -> Model {
    let network = graph
        .network(&store)
        .unwrap_or_else(|why| panic!("{why:?}"));
    let notes = graph.notes(&network);
    Model {
        store,
        graph,
        network,
        notes,
    }
}

/// The equation agrees with the graph's own arithmetic.
fn agrees(model: &Model) -> Verdict {
    let derivation = model.derivation();
    let found = graph::agreement(
        &model.store,
        &model.graph,
        &model.inputs(),
        derivation.page.network,
    );
    let found = found.expect("numbers");
    assert!(
        found.points == 64 && found.largest_error < 1e-5,
        "{found:?}"
    );
    derivation.page.verdict
}

#[test]
fn skips_and_scales_of_affine_maps_are_one_layer() {
    let store = Store::new();
    let mut graph = Graph::default();
    let x = input(&mut graph, 2);
    let d = dense(&mut graph, x, &[&[0.5, -1.0], &[2.0, 0.25]], &[1.0, -2.0]);
    let sum = graph.push("add", Op::Add, vec![x, d]);
    let scale = Op::Scale {
        factors: vec![2.0, 3.0],
        shift: vec![0.0, 1.0],
    };
    let scaled = graph.push("bn", scale, vec![sum]);
    let difference = graph.push("sub", Op::Subtract, vec![scaled, x]);
    let joined = graph.push("concat", Op::Concat, vec![difference, d, x]);
    let last = dense(
        &mut graph,
        joined,
        &[&[1.0, -0.5, 0.25, 1.5, 0.75, -1.0]],
        &[0.125],
    );
    let p = apply(&store, &mut graph, last, "sigmoid");
    graph.outputs.push(p);
    let model = model(store, graph);
    let Network::Layers { layers, .. } = &model.network else {
        panic!();
    };
    assert_eq!(layers.len(), 1);
    assert_eq!(agrees(&model), Verdict::Equivalent);
}

#[test]
fn linear_layers_of_a_chain_stay_layers() {
    let store = Store::new();
    let mut graph = Graph::default();
    let x = input(&mut graph, 2);
    let d = dense(&mut graph, x, &[&[0.5, -1.0], &[2.0, 0.25]], &[1.0, -2.0]);
    let last = dense(&mut graph, d, &[&[1.0, -0.5]], &[0.125]);
    let p = apply(&store, &mut graph, last, "exp");
    graph.outputs.push(p);
    let model = model(store, graph);
    let Network::Layers { layers, .. } = &model.network else {
        panic!();
    };
    assert_eq!(layers.len(), 2);
    assert_eq!(agrees(&model), Verdict::Equivalent);
}

#[test]
fn branches_of_one_activation_are_one_hidden_layer() {
    let store = Store::new();
    let mut graph = Graph::default();
    let (a, b) = (input(&mut graph, 1), input(&mut graph, 2));
    let one = dense(&mut graph, a, &[&[0.5], &[-1.0]], &[1.0, 0.0]);
    let one = apply(&store, &mut graph, one, "relu");
    let two = dense(&mut graph, b, &[&[1.0, -1.0]], &[0.5]);
    let two = apply(&store, &mut graph, two, "relu");
    let joined = graph.push("concat", Op::Concat, vec![two, one]);
    let last = dense(&mut graph, joined, &[&[1.0, 2.0, -1.5]], &[0.0]);
    let p = apply(&store, &mut graph, last, "sigmoid");
    graph.outputs.push(p);
    assert_eq!(agrees(&model(store, graph)), Verdict::NotAGlm);
}

/// A value that skips a hidden layer.
fn skipping(store: &Store, activation: &str) -> Graph {
    let mut graph = Graph::default();
    let x = input(&mut graph, 2);
    let d = dense(&mut graph, x, &[&[0.5, -1.0], &[2.0, 0.25]], &[1.0, -2.0]);
    let h = apply(store, &mut graph, d, activation);
    let sum = graph.push("add", Op::Add, vec![x, h]);
    let last = dense(&mut graph, sum, &[&[1.0, 2.0]], &[0.0]);
    graph.outputs.push(last);
    graph
}

#[test]
fn past_a_hidden_layer_nothing_is_added_wrongly() {
    let store = Store::new();
    assert!(skipping(&store, "tanh").network(&store).is_err());
    let graph = skipping(&store, "relu");
    let model = model(store, graph);
    assert_eq!(agrees(&model), Verdict::NotAGlm);
    assert!(model.notes.iter().any(|note| note.contains("carried")));
}

#[test]
fn an_activation_of_an_activation_is_one() {
    let store = Store::new();
    let mut graph = Graph::default();
    let x = input(&mut graph, 2);
    let d = dense(&mut graph, x, &[&[0.5, -1.0]], &[1.0]);
    let h = apply(&store, &mut graph, d, "softplus");
    let p = apply(&store, &mut graph, h, "exp");
    let scale = Op::Scale {
        factors: vec![100.0],
        shift: vec![3.0],
    };
    let scaled = graph.push("rescaling", scale, vec![p]);
    graph.outputs.push(scaled);
    let model = model(store, graph);
    let Network::Layers { layers, .. } = &model.network else {
        panic!();
    };
    assert_eq!(layers.len(), 1);
    agrees(&model);
}

/// Two outputs of one layer are never outputs of a layer after it.
#[test]
fn several_heads_are_one_layer() {
    for activations in [["sigmoid", "sigmoid"], ["sigmoid", "exp"]] {
        let store = Store::new();
        let mut graph = Graph::default();
        let x = input(&mut graph, 2);
        for (name, row) in activations.iter().zip([[0.5, -1.0], [2.0, 0.25]]) {
            let d = dense(&mut graph, x, &[&row], &[1.0]);
            let head = apply(&store, &mut graph, d, name);
            graph.outputs.push(head);
        }
        if activations[0] == activations[1] {
            assert_eq!(agrees(&model(store, graph)), Verdict::Equivalent);
        } else {
            assert!(graph.network(&store).is_err());
        }
    }
}

#[test]
fn outputs_scaled_by_different_numbers_are_no_hidden_layer() {
    let store = Store::new();
    let mut graph = Graph::default();
    let x = input(&mut graph, 2);
    let d = dense(&mut graph, x, &[&[0.5, -1.0], &[1.0, 0.5]], &[1.0, 0.0]);
    let p = apply(&store, &mut graph, d, "sigmoid");
    let scale = Op::Scale {
        factors: vec![2.0, 3.0],
        shift: vec![0.0],
    };
    let scaled = graph.push("scaled", scale, vec![p]);
    graph.outputs.push(scaled);
    assert!(graph.network(&store).is_err());
}

#[test]
fn a_hidden_layer_of_one_unit_is_part_of_the_activation() {
    let store = Store::new();
    let mut graph = Graph::default();
    let x = input(&mut graph, 2);
    let d = dense(&mut graph, x, &[&[0.5, -1.0]], &[1.0]);
    let h = apply(&store, &mut graph, d, "sigmoid");
    let last = dense(&mut graph, h, &[&[2.0]], &[-0.5]);
    graph.outputs.push(last);
    let model = model(store, graph);
    assert_eq!(agrees(&model), Verdict::Equivalent);
}

#[test]
fn a_loss_of_logits_makes_probabilities() {
    let store = Store::new();
    let mut graph = Graph::default();
    let x = input(&mut graph, 2);
    let d = dense(
        &mut graph,
        x,
        &[&[0.5, -1.0], &[1.0, 0.5], &[0.0, 2.0]],
        &[1.0, 0.0, 0.5],
    );
    graph.outputs.push(d);
    graph.loss = Some(Loss {
        name: "CrossEntropyLoss".to_owned(),
        applies: parse::activation(&store, "softmax").ok(),
    });
    let model = model(store, graph);
    assert!(model.notes[0].contains("CrossEntropyLoss"));
    assert_eq!(agrees(&model), Verdict::Equivalent);
    assert!(
        model
            .derivation()
            .page
            .glm
            .unwrap()
            .name
            .contains("multinomial")
    );
}

#[test]
fn large_hidden_layers_keep_symbols() {
    let store = Store::new();
    let mut graph = Graph::default();
    let mut at = input(&mut graph, 40);
    for width in [40, 40, 3] {
        let rows: Vec<Vec<f64>> = (0..width)
            .map(|i| (0..40).map(|j| f64::from(i * 7 + j) * 0.01 - 1.0).collect())
            .collect();
        let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let bias = vec![0.5; rows.len()];
        at = dense(&mut graph, at, &rows, &bias);
        at = apply(&store, &mut graph, at, "tanh");
    }
    graph.outputs.push(at);
    let model = model(store, graph);
    let Network::Layers { layers, .. } = &model.network else {
        panic!();
    };
    assert!(
        layers
            .iter()
            .all(|layer| matches!(layer.weights, Weights::Symbol(_)))
    );
    assert!(!model.notes.is_empty());
}

#[test]
fn what_is_no_graph_is_a_fault() {
    let store = Store::new();
    let mut graph = Graph::default();
    let x = input(&mut graph, 3);
    assert!(graph.network(&store).is_err(), "no output");
    let wrong = dense(&mut graph, x, &[&[0.5, -1.0]], &[1.0]);
    graph.outputs.push(wrong);
    assert!(
        graph.network(&store).is_err(),
        "two weights for three inputs"
    );
    let mut cyclic = Graph::default();
    let x = input(&mut cyclic, 3);
    let a = cyclic.push("a", Op::Add, vec![x, 2]);
    cyclic.push("b", Op::Identity, vec![a]);
    cyclic.outputs.push(2);
    assert!(cyclic.network(&store).is_err(), "a cycle");
    let mut wide = Graph::default();
    let x = input(&mut wide, u64::MAX);
    wide.outputs.push(x);
    assert!(wide.network(&store).is_err(), "too wide");
    let mut broken = Graph::default();
    let x = input(&mut broken, 1);
    let d = dense(&mut broken, x, &[&[f64::NAN]], &[1.0]);
    broken.outputs.push(d);
    assert!(broken.network(&store).is_err(), "no number");
}
