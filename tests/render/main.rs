//! What every format must do with pages and formulas.

#[path = "../common/mod.rs"]
mod common;
mod pages;
mod spoken;
mod text;

use std::fs;
use std::path::Path;

use equiff::expr::Store;
use equiff::render::page::{Level, Page};
use equiff::render::{ALL, Notation, Options};

fn all_pages(s: &Store) -> Vec<(&'static str, Page, Options)> {
    let at = |notation: Notation| Options {
        notation,
        width: Some(100),
        ..Options::default()
    };
    let auto = || at(Notation::Auto);
    vec![
        ("logistic", pages::logistic(s), auto()),
        (
            "logistic-full",
            pages::logistic(s),
            Options {
                steps: Level::Full,
                ..auto()
            },
        ),
        (
            "logistic-result",
            pages::logistic(s),
            Options {
                steps: Level::Result,
                ..auto()
            },
        ),
        (
            "softmax",
            pages::softmax(s, s.name("n"), s.name("K")),
            auto(),
        ),
        (
            "softmax-vector",
            pages::softmax(s, s.name("n"), s.name("K")),
            at(Notation::Vector),
        ),
        (
            "softmax-dots",
            pages::softmax(s, s.name("n"), s.name("K")),
            at(Notation::Dots),
        ),
        ("keras", pages::softmax(s, s.int(32), s.int(16)), auto()),
        (
            "keras-expanded",
            pages::softmax(s, s.int(32), s.int(3)),
            at(Notation::Expanded),
        ),
        ("deep", pages::deep(s, s.int(3), s.int(4)), auto()),
        (
            "deep-symbolic",
            pages::deep(s, s.name("n"), s.name("m")),
            auto(),
        ),
        (
            "deep-vector",
            pages::deep(s, s.int(3), s.int(4)),
            at(Notation::Vector),
        ),
        (
            "deep-expanded",
            pages::deep(s, s.int(3), s.int(4)),
            at(Notation::Expanded),
        ),
        ("fitted", pages::fitted(s), auto()),
        ("leaky", pages::leaky(s), auto()),
    ]
}

/// Writes every page in every format, for people to look at.
#[test]
fn pages_are_written() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).unwrap();
    let s = Store::new();
    for (name, page, options) in all_pages(&s) {
        for format in ALL {
            let text = (format.write)(&s, &page, &options);
            assert!(!text.is_empty());
            fs::write(folder.join(format!("{name}.{}", format.extension)), text).unwrap();
        }
    }
}
