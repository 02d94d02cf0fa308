//! One snapshot for every link and activation, with the derivation of a one-layer network in
//! each format for people. Adding a link touches its source file and its snapshot.
//!
//! The snapshots say what the pages look like; that what they say is true is tested elsewhere
//! (`tests/links.rs`, `tests/derive.rs`).

use std::fs;
use std::path::Path;

use equiff::catalog::Entry;
use equiff::derive::derive;
use equiff::expr::Store;
use equiff::links::{Parameter, Shape};
use equiff::render::{self, Options};
use equiff::{activations, links, parse};

/// Values for parameters without a default, of which the first that is allowed is taken.
const TYPICAL: &[&str] = &["0.5", "1.5", "2", "0.1", "3"];

/// The networks with this activation: with a typical parameter, and with a letter where letters
/// are allowed; for softmax three categories and K.
fn networks(entry: Entry) -> Vec<String> {
    let name = entry.names()[0];
    if let Entry::Link(link) = entry
        && link.shape == Shape::Categories
    {
        return ["3", "K"]
            .map(|units| format!("inputs x[n]\nlayer {units} {name} weights W bias b\noutput p\n"))
            .to_vec();
    }
    let with = |arguments: &str| {
        format!("inputs x[n]\nweights w\nbias b\nactivation {name}{arguments}\noutput y\n")
    };
    let is_valid = |text: &String| parse::network(&Store::new(), text).is_ok();
    let parameters = entry.parameters();
    let mut all = Vec::new();
    if parameters
        .iter()
        .all(|parameter| parameter.default.is_some())
    {
        all.push(with(""));
    } else {
        let given = |value: &str| {
            let value = |parameter: &Parameter| parameter.default.unwrap_or(value).to_owned();
            let values: Vec<String> = parameters.iter().map(value).collect();
            with(&format!("({})", values.join(", ")))
        };
        all.extend(TYPICAL.iter().map(|value| given(value)).find(is_valid));
    }
    if !parameters.is_empty() {
        let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
        all.push(with(&format!("({})", names.join(", "))));
    }
    all.retain(is_valid);
    assert!(!all.is_empty(), "{name}: no network can be described");
    all
}

fn snapshot(folder: &str, entry: Entry) {
    let mut text = String::new();
    for network in networks(entry) {
        for format in ["unicode", "latex", "mathml"] {
            let store = Store::new();
            let derivation = derive(&store, &parse::network(&store, &network).unwrap());
            let format = render::format(format).unwrap();
            let options = Options {
                width: Some(80),
                ..Options::default()
            };
            let page = (format.write)(&store, &derivation.page, &options);
            let activation = network.lines().rev().nth(1).unwrap();
            text.push_str(&format!("==== {}: {activation}\n{page}\n", format.name));
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(entry.names()[0], text));
}

/// Snapshots whose link or activation is gone.
fn assert_no_others(folder: &str, names: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("snapshots")
        .join(folder);
    for file in fs::read_dir(path).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".snap");
        let known = name.is_some_and(|name| names.contains(&name));
        assert!(known || file.ends_with(".snap.new"), "{folder}/{file}");
    }
}

#[test]
fn every_link_has_its_pages() {
    for link in links::ALL {
        snapshot("links", Entry::Link(link));
    }
    let names: Vec<&str> = links::ALL.iter().map(|link| link.names[0]).collect();
    assert_no_others("links", &names);
}

#[test]
fn every_activation_has_its_pages() {
    for activation in activations::ALL {
        snapshot("activations", Entry::Activation(activation));
    }
    let all = activations::ALL.iter();
    let names: Vec<&str> = all.map(|activation| activation.names[0]).collect();
    assert_no_others("activations", &names);
}
