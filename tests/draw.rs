//! Drawings: snapshots of the examples, and what must hold of every drawing: well-formed SVG with
//! ids of its own, all within the picture, no label on another, and no growth with the network.

use std::collections::HashSet;

use equiff::draw::draw;
use equiff::expr::Store;
use equiff::parse;
use equiff::render::Options;
use equiff::render::color::Colors;
use equiff::render::drawing::{ALL, Anchor, Drawing, Shape, format, label_width};

fn options() -> Options {
    Options {
        colors: Colors {
            by_name: true,
            ..Colors::default()
        },
        ..Options::default()
    }
}

fn drawn(store: &Store, text: &str) -> Drawing {
    let network = parse::network(store, text).expect("a network");
    draw(store, &network, &options()).expect("a drawing")
}

/// The examples, the hard networks and some more, with their names.
fn networks() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in ["examples", "tests/data/hard"] {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "net") {
                let stem = path.file_stem().expect("a name").to_string_lossy();
                let text = std::fs::read_to_string(&path).expect("a network");
                all.push((stem.into_owned(), text));
            }
        }
    }
    let more = [
        ("thousand", "inputs x[1000]\nactivation sigmoid\noutput p"),
        (
            "eight",
            "inputs x[8]\nlayer 8 tanh\nlayer 8 softmax\noutput p",
        ),
        ("equation", "p = sigmoid(b + w_1*x_1 - 2*x_2)"),
        ("sum", "y = exp(c + sum(j, 1, n, w[j]*x[j]))"),
        ("one", "inputs x\nactivation step"),
        ("parameter", "inputs x\nactivation leaky_relu(a)"),
        (
            "matrix",
            "inputs u, v\nlayer 3 softmax weights 1, -2; 0, 3; 4, 5 bias none\noutput p, q, r",
        ),
    ];
    all.extend(more.map(|(name, text)| (name.to_owned(), text.to_owned())));
    all.sort();
    assert!(all.len() >= 15);
    all
}

#[test]
fn snapshots() {
    for (name, text) in networks() {
        let store = Store::new();
        let drawing = drawn(&store, &text);
        for format in ALL {
            insta::with_settings!({
                snapshot_path => format!("../snapshots/draw/{}", format.name),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(name.clone(), (format.write)(&store, &drawing, &options()));
            });
        }
    }
}

#[test]
fn svg_is_well_formed_and_every_id_its_own() {
    for (name, text) in networks() {
        let store = Store::new();
        let svg = (format("svg").expect("svg").write)(&store, &drawn(&store, &text), &options());
        let document = roxmltree::Document::parse(&svg).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut ids = HashSet::new();
        let mut edges = 0;
        for node in document.descendants().filter(|node| node.is_element()) {
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert(id.to_owned()), "{name}: {id} twice");
            }
            edges += usize::from(node.attribute("class") == Some("edge"));
        }
        assert!(edges > 0, "{name} has no edge");
        let root = document.root_element();
        for label in root
            .attribute("aria-labelledby")
            .expect("labels")
            .split(' ')
        {
            assert!(ids.contains(label), "{name}: nothing is called {label}");
        }
    }
    let store = Store::new();
    let text = std::fs::read_to_string("examples/logistic.net").expect("an example");
    let svg = (format("svg").expect("svg").write)(&store, &drawn(&store, &text), &options());
    for id in ["w-blue", "w-red", "w-purple", "w-grey", "b"] {
        assert!(svg.contains(&format!("<g id=\"{id}\" ")), "{id}");
    }
}

/// Left, top, right, bottom.
type Room = (f64, f64, f64, f64);

fn rooms(store: &Store, drawing: &Drawing) -> Vec<Room> {
    let mut sheet = drawing.sheet(store, &options());
    let mut rooms = Vec::new();
    for shape in &drawing.shapes {
        if let Shape::Label(label) = shape {
            let width = label_width(&mut sheet, &label.text, label.small);
            let left = match label.anchor {
                Anchor::Start => label.at.0,
                Anchor::Middle => label.at.0 - width / 2.0,
                Anchor::End => label.at.0 - width,
            };
            rooms.push((left, label.at.1 - 5.0, left + width, label.at.1 + 5.0));
        }
    }
    rooms
}

#[test]
fn labels_are_within_the_picture_and_apart() {
    for (name, text) in networks() {
        let store = Store::new();
        let drawing = drawn(&store, &text);
        let rooms = rooms(&store, &drawing);
        assert!(rooms.len() > 2, "{name}");
        for (i, a) in rooms.iter().enumerate() {
            assert!(a.0 >= 0.0 && a.1 >= 0.0, "{name}: {a:?}");
            assert!(
                a.2 <= drawing.width && a.3 <= drawing.height,
                "{name}: {a:?}"
            );
            for b in &rooms[..i] {
                let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                assert!(apart, "{name}: {a:?} on {b:?}");
            }
        }
        let within = |(x, y): (f64, f64)| {
            (0.0..=drawing.width).contains(&x) && (0.0..=drawing.height).contains(&y)
        };
        for shape in &drawing.shapes {
            match shape {
                Shape::Edge(edge) => assert!(within(edge.from) && within(edge.to), "{name}"),
                Shape::Line { from, to, .. } => assert!(within(*from) && within(*to), "{name}"),
                Shape::Curve(points, _) => assert!(points.iter().all(|p| within(*p)), "{name}"),
                Shape::Circle {
                    center: (x, y),
                    radius,
                    ..
                } => {
                    assert!(within((x - radius, y - radius)), "{name}");
                    assert!(within((x + radius, y + radius)), "{name}");
                }
                Shape::Frame { .. } | Shape::Label(_) => {}
            }
        }
    }
}

#[test]
fn large_networks_have_small_drawings() {
    for format in ALL {
        let size = |n: u32| {
            let store = Store::new();
            let text = format!("inputs x[{n}]\nlayer {n} relu\nlayer 1 sigmoid");
            (format.write)(&store, &drawn(&store, &text), &options()).len()
        };
        assert!(size(1_000_000) < size(20) + 400, "{}", format.name);
    }
}

#[test]
fn what_is_no_network_is_refused() {
    let store = Store::new();
    let network = parse::network(&store, "y = sin(x_1) + x_2").expect("a network");
    assert!(draw(&store, &network, &options()).is_err());
}
