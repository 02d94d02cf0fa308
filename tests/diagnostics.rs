//! One faulty description an error: `examples/errors/NAME.net`, drawn as in
//! `snapshots/errors/NAME.snap`. A new example needs no change here.

use std::fs;
use std::path::Path;

use equiff::error::{Diagnostic, render};
use equiff::expr::Store;
use equiff::parse;

/// What is printed about a description.
fn report(bytes: &[u8], name: &str) -> Result<(), String> {
    let store = Store::new();
    let text = String::from_utf8_lossy(bytes);
    let faults: Vec<Diagnostic> = match parse::decode(bytes) {
        Err(fault) => vec![fault],
        Ok(text) => match parse::network(&store, text) {
            Ok(_) => return Ok(()),
            Err(faults) => faults,
        },
    };
    Err(render(&faults, name, &text, false))
}

#[test]
fn every_faulty_example_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/errors");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut count = 0;
    for file in fs::read_dir(root.join("examples/errors")).expect("the folder is there") {
        let path = file.expect("a readable folder").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let stem = stem.expect("names are UTF-8").to_owned();
        let bytes = fs::read(&path).expect("a readable file");
        let Err(report) = report(&bytes, &format!("{stem}.net")) else {
            panic!("{stem}.net has no fault");
        };
        settings.bind(|| insta::assert_snapshot!(stem, report));
        count += 1;
    }
    assert!(count > 40);
}

/// Pieces that mutations put in: every kind of token, and what is none.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "|",
    ",",
    ";",
    "+",
    "-",
    "*",
    "/",
    "^",
    "=",
    "<",
    ">=",
    "!=",
    "<=>",
    "=>",
    ":=",
    "~",
    "≈",
    "..",
    "#",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{feff}",
    "x",
    "x_1",
    "x₁",
    "wⱼ",
    "²",
    "⁻¹",
    "⁻",
    "√",
    "∞",
    "é",
    "ω",
    "p̂",
    "𝑥",
    "e",
    "pi",
    "1",
    "0",
    "1e9",
    "1e99999",
    ".5",
    "nan",
    "exp(",
    "sum(",
    "if(",
    "max(",
    "root(",
    "relu(",
    "softmax",
    "Phi",
    "and ",
    " or ",
    "not ",
    "true",
    " where ",
    " for ",
    " k in 1..n",
    "inputs ",
    "weights ",
    "bias ",
    "activation ",
    "layer ",
    "output ",
    "none",
    "n",
    "sigmoid",
    "f(z) = ",
    "\\frac{a}{b}",
];

/// A text with a few parts replaced, removed, doubled or put in.
fn mutate(rng: &mut fastrand::Rng, text: &str) -> String {
    let mut chars: Vec<String> = text.chars().map(String::from).collect();
    for _ in 0..rng.usize(1..8) {
        let at = rng.usize(0..=chars.len());
        let to = rng.usize(at..=chars.len().min(at + 6));
        match rng.u8(0..4) {
            0 => drop(chars.drain(at..to)),
            1 => {
                let part = chars[at..to].to_vec();
                chars.splice(at..at, part);
            }
            _ => {
                let piece = PIECES[rng.usize(0..PIECES.len())].to_owned();
                chars.splice(at..to.min(at + 1), [piece]);
            }
        }
    }
    chars.concat()
}

fn check(text: &str, faults: &[Diagnostic]) {
    assert!(!faults.is_empty() && faults.len() <= 60, "{text}");
    for fault in faults {
        let related = fault.related.as_ref().map(|(span, _)| span);
        for span in related.into_iter().chain([&fault.span]) {
            assert!(text.get(span.clone()).is_some(), "{span:?} in {text:?}");
        }
        assert!(!fault.message.is_empty() && !fault.label.is_empty());
    }
    let drawn = render(faults, "file", text, false);
    let is_raw = |c: char| c.is_control() && c != '\n';
    assert!(!drawn.contains(is_raw), "{drawn:?}");
}

#[test]
fn no_input_makes_the_reader_panic() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds: Vec<String> = [
        "inputs x[n]\nlayer 4 leaky_relu(0.1) weights V bias c\nlayer 1 sigmoid\noutput p\n",
        "inputs a, b\nweights 1, -1/2; 3, w[2]\nbias none\nactivation f(z) = if(z > 0, z, a*z)",
        "p = sigmoid(b + w_1*x_1 + sum(j, 1, n, w[j]*x[j])^2)",
        "p = z^2 <=> sqrt(p) = z for z >= 0, k in 1..K and not (a < b < c)",
        "|x + |y|| = e^-x²/√(2π) where σ⁻¹ = tan^-1(x) or Φ⁻¹(p) := [a, b][1]",
    ]
    .map(str::to_owned)
    .to_vec();
    let files = fs::read_dir(root.join("examples/errors")).expect("the folder is there");
    let files = files.filter_map(|file| fs::read_to_string(file.ok()?.path()).ok());
    seeds.extend(files.filter(|text| text.len() < 500));
    seeds.sort();
    let mut rng = fastrand::Rng::with_seed(7);
    for _ in 0..6000 {
        let seed = &seeds[rng.usize(0..seeds.len())];
        let text = mutate(&mut rng, seed);
        let store = Store::new();
        if let Err(faults) = parse::network(&store, &text) {
            check(&text, &faults);
        }
        if let Err(faults) = parse::claim(&store, &text) {
            check(&text, &faults);
        }
        if let Err(faults) = parse::formula(&store, &text) {
            check(&text, &faults);
        }
    }
}
