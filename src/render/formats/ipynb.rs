//! Jupyter notebooks (nbformat 4.5): the page of Markdown as cells, one a section.

use serde_json::{Value, json};

use super::markdown;
use crate::expr::{Expr, Store};
use crate::render::page::Page;
use crate::render::{Format, Options};

/// Notebooks.
pub static FORMAT: Format = Format {
    name: "ipynb",
    extension: "ipynb",
    about: "Jupyter notebook with cells of Markdown",
    draws: false,
    write,
    formula,
    parts: None,
    pack: None,
};

/// A formula as Markdown has it.
fn formula(store: &Store, expr: Expr, options: &Options) -> String {
    (markdown::FORMAT.formula)(store, expr, options)
}

fn write(store: &Store, page: &Page, options: &Options) -> String {
    let text = (markdown::FORMAT.write)(store, page, options);
    // Headings begin lines, and nothing else of ours begins with this sign and a blank.
    let mut cells: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        match cells.last_mut() {
            Some(cell) if !is_heading(line) => cell.push_str(line),
            _ => cells.push(line.to_owned()),
        }
    }
    let cells: Vec<Value> = cells
        .iter()
        .enumerate()
        .map(|(k, cell)| {
            let lines: Vec<&str> = cell.trim_end().split_inclusive('\n').collect();
            json!({
                "cell_type": "markdown",
                "id": format!("equiff-{}", k + 1),
                "metadata": {},
                "source": lines,
            })
        })
        .collect();
    let notebook = json!({
        "cells": cells,
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    });
    format!("{notebook:#}\n")
}

fn is_heading(line: &str) -> bool {
    line.trim_start_matches('#').starts_with(' ') && line.starts_with('#')
}
