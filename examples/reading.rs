//! dev
use equiff::{expr::Store, latex, render};
use std::io::BufRead;
fn main() {
    let mut bad = 0;
    let mut n = 0;
    let quiet = std::env::args().nth(1);
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let v: serde_json::Value = serde_json::from_str(&line).unwrap();
        let Some(text) = v["latex"].as_str() else { continue };
        n += 1;
        let store = Store::new();
        let scope = latex::Scope::new();
        let reading = latex::read(&store, text, &scope);
        let show = |r: &Result<latex::Statement, equiff::error::Diagnostic>| match r {
            Ok(s) => format!(
                "{:?}{}: {}{}{}",
                s.nature,
                s.definition.as_ref().map_or(String::new(), |d| format!("[def {}]", d.name)),
                render::plain(&store, s.formula),
                if s.given.is_empty() { String::new() } else {
                    format!("   GIVEN {}", s.given.iter().map(|g| render::plain(&store, g.formula)).collect::<Vec<_>>().join("; "))
                },
                if s.vectors.is_empty() { String::new() } else { format!("   VECTORS {:?}", s.vectors.iter().map(|v| &v.0).collect::<Vec<_>>()) },
            ),
            Err(d) => format!("!! {} [{}]", d.message, text.get(d.span.clone()).unwrap_or("?")),
        };
        let mut out = String::new();
        let mut fault = false;
        match &reading {
            Err(d) => { fault = true; out += &format!("    !!! {} [{}]\n", d.message, text.get(d.span.clone()).unwrap_or("?")); }
            Ok(r) => {
                for s in &r.statements { fault |= s.is_err(); out += &format!("    {}\n", show(s)); }
                for c in &r.choices { out += &format!("      ? {} [{}]\n", c.chosen, text.get(c.span.clone()).unwrap_or("?")); }
            }
        }
        if fault { bad += 1; }
        if quiet.as_deref() == Some("-f") && !fault { continue }
        println!("{} {}\n{}", v["id"].as_str().unwrap_or(""), text.replace('\n', " ⏎ "), out);
    }
    println!("{bad} of {n} with faults");
}
