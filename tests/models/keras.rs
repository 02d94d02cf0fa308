//! Architectures of Keras as JSON, of several versions.

use equiff::render::page::Verdict;

use super::read;

fn verdict(text: &str) -> (Verdict, Vec<String>) {
    let model = read("model.json", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
    (model.derivation().page.verdict, model.notes)
}

fn refused(text: &str) -> String {
    match read("model.json", text.as_bytes()) {
        Ok(_) => panic!("it was read"),
        Err(why) => why,
    }
}

#[test]
fn a_functional_model_of_keras_2() {
    let text = r#"{"class_name": "Functional", "keras_version": "2.9.0", "config": {"name": "model", "layers": [
{"class_name": "InputLayer", "config": {"batch_input_shape": [null, 3], "name": "in"}, "name": "in", "inbound_nodes": []},
{"class_name": "Dense", "config": {"name": "d", "units": 1, "activation": "hard_sigmoid", "use_bias": true}, "name": "d", "inbound_nodes": [[["in", 0, 0, {}]]]}],
"input_layers": [["in", 0, 0]], "output_layers": [["d", 0, 0]]}}"#;
    assert_eq!(verdict(text).0, Verdict::NotAGlm);
    let model = read("model.json", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
    // Keras 2 has z/5 + 1/2 where Keras 3 has z/6 + 1/2.
    let network = equiff::description::describe(&model.store, &model.network);
    assert!(network.contains("z/5"), "{network}");
}

#[test]
fn a_sequential_model_without_an_input_layer() {
    let text = r#"{"class_name": "Sequential", "config": {"name": "s", "layers": [
{"class_name": "Dense", "config": {"name": "d", "units": 4, "activation": "linear", "batch_input_shape": [null, 3]}},
{"class_name": "BatchNormalization", "config": {"name": "bn", "axis": [1]}},
{"class_name": "Dropout", "config": {"name": "drop", "rate": 0.5}},
{"class_name": "Dense", "config": {"name": "e", "units": 3, "activation": "softmax"}}]}}"#;
    let (verdict, notes) = verdict(text);
    assert_eq!(verdict, Verdict::Equivalent);
    assert!(
        notes
            .iter()
            .any(|note| note.contains("Batch normalization")),
        "{notes:?}"
    );
}

#[test]
fn two_heads_of_one_activation_are_two_regressions() {
    let text = r#"{"class_name": "Functional", "config": {"name": "m", "layers": [
{"class_name": "InputLayer", "config": {"batch_shape": [null, 3], "name": "in"}, "name": "in", "inbound_nodes": []},
{"class_name": "Dense", "config": {"name": "ill", "units": 1, "activation": "sigmoid"}, "name": "ill", "inbound_nodes": [[["in", 0, 0, {}]]]},
{"class_name": "Dense", "config": {"name": "dead", "units": 1, "activation": "sigmoid"}, "name": "dead", "inbound_nodes": [[["in", 0, 0, {}]]]}],
"input_layers": [["in", 0, 0]], "output_layers": [["ill", 0, 0], ["dead", 0, 0]]}}"#;
    assert_eq!(verdict(text).0, Verdict::Equivalent);
}

#[test]
fn what_is_not_read_is_named() {
    let own = r#"{"class_name": "MyModel", "config": {"name": "m"}}"#;
    assert!(refused(own).contains("MyModel"));
    let convolution = r#"{"class_name": "Sequential", "config": {"layers": [
{"class_name": "InputLayer", "config": {"batch_shape": [null, 8, 8, 1]}},
{"class_name": "Conv2D", "config": {"name": "c", "filters": 3}}]}}"#;
    assert!(refused(convolution).contains("Conv2D"));
    let arrays = r#"{"class_name": "Sequential", "config": {"layers": [
{"class_name": "InputLayer", "config": {"batch_shape": [null, 8, 8]}},
{"class_name": "Dense", "config": {"name": "d", "units": 3}}]}}"#;
    assert!(refused(arrays).contains("flatten"));
    let activation = r#"{"class_name": "Sequential", "config": {"layers": [
{"class_name": "InputLayer", "config": {"batch_shape": [null, 8]}},
{"class_name": "Dense", "config": {"name": "d", "units": 3, "activation": "my_activation"}}]}}"#;
    assert!(refused(activation).contains("my_activation"));
}

#[test]
fn operations_with_constants_are_no_layers() {
    let text = r#"{"class_name": "Functional", "config": {"name": "m", "layers": [
{"class_name": "InputLayer", "config": {"batch_shape": [null, 1], "name": "in"}, "name": "in", "inbound_nodes": []},
{"module": "keras.src.ops.numpy", "class_name": "Multiply", "config": {"name": "twice"}, "name": "twice", "inbound_nodes":
[{"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 1], "keras_history": ["in", 0, 0]}}, 2.0], "kwargs": {}}]}],
"input_layers": ["in", 0, 0], "output_layers": ["twice", 0, 0]}}"#;
    assert!(refused(text).contains("constants"));
}

#[test]
fn hostile_configurations_are_refused() {
    let nested = format!(
        "{}{}",
        r#"{"class_name": "Sequential", "config": {"layers": ["#.repeat(60),
        "]}}".repeat(60)
    );
    refused(&nested);
    let wide = r#"{"class_name": "Sequential", "config": {"layers": [
{"class_name": "InputLayer", "config": {"batch_shape": [null, 18446744073709551615, 3]}},
{"class_name": "Dense", "config": {"name": "d", "units": 18446744073709551615}}]}}"#;
    refused(wide);
    let cyclic = r#"{"class_name": "Functional", "config": {"name": "m", "layers": [
{"class_name": "InputLayer", "config": {"batch_shape": [null, 3], "name": "in"}, "name": "in", "inbound_nodes": []},
{"class_name": "Add", "config": {"name": "a"}, "name": "a", "inbound_nodes": [[["in", 0, 0, {}], ["b", 0, 0, {}]]]},
{"class_name": "Add", "config": {"name": "b"}, "name": "b", "inbound_nodes": [[["in", 0, 0, {}], ["a", 0, 0, {}]]]}],
"input_layers": [["in", 0, 0]], "output_layers": [["b", 0, 0]]}}"#;
    refused(cyclic);
}
