//! The inputs that fuzzing found to reach most of the code, and those that once failed, as a normal
//! test: no panic, no hang, and no verdict that numbers contradict.

#[path = "../fuzz/inputs.rs"]
mod inputs;

use std::fs;
use std::path::Path;

/// Runs a target over its kept inputs.
fn run(target: &str, least: usize, input: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/inputs");
    let text = fs::read_to_string(folder.join(format!("{target}.txt"))).expect("inputs");
    let mut count = 0;
    for line in text.lines() {
        input(&unescaped(line));
        count += 1;
    }
    assert!(count >= least, "{count} inputs");
}

/// A line of `inputs/*.txt`: an input with its control characters and other bytes as `\xNN`, and
/// `\\`.
fn unescaped(line: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = line.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        match (first, more) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("hexadecimal");
                bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
                rest = after;
            }
            (b'\\', [b'\\', after @ ..]) => {
                bytes.push(b'\\');
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    bytes
}

#[test]
fn claims() {
    run("claim", 100, inputs::claim);
}

#[test]
fn latex() {
    run("latex", 100, inputs::latex);
}

#[test]
fn documents() {
    run("document", 100, inputs::document);
}

#[test]
fn networks() {
    run("network", 100, inputs::network);
}
