//! Terms are shared: what is short to define may be too long to write down. Nothing must hang on
//! it, in any output, and nothing is claimed of what cannot be shown.

use super::{objects, run};

/// Fifty definitions, each of which uses the one before it twice: written out the last one has more
/// than 2^50 parts.
fn doubled(last: &str) -> String {
    let names: Vec<char> = ('A'..='Z').chain('a'..='x').collect();
    let mut text = format!("Let ${} = t + 1$.\n\n", names[0]);
    for pair in names.windows(2) {
        let [a, b] = pair else { continue };
        // Letters with a meaning of their own are left out.
        text += &format!("Let $v_{{{b}}} = v_{{{a}}} \\cdot (v_{{{a}}} + 1)$.\n\n");
    }
    text + &last.replace("LAST", "v_{x}")
}

#[test]
fn no_output_hangs_on_what_is_too_long_to_write() {
    let text = doubled("Then $\\frac{d LAST}{d t} = 3$. Hence $LAST = t$ and $LAST > v_{w}$.\n");
    let formats = "text json jsonl sarif github html latex markdown typst mathml";
    for format in formats.split(' ') {
        for more in [None, Some("--steps"), Some("--explain")] {
            let mut arguments = vec!["check", "-", "--as", "markdown", "--to", format];
            arguments.extend(more);
            let run = run(&arguments, &text);
            assert!(run.out.len() < 4_000_000, "{format}: {}", run.out.len());
            assert_ne!(run.status, 2, "{format}: {}", run.err);
        }
    }
}

#[test]
fn circles_of_definitions_end_and_prove_nothing_false() {
    let text = "Let $f(x) = g(x) + g(x)$ and $g(x) = f(x) + f(x)$. Then $f(1) = 3$.\n\n\
                Let $a = b + 1$. Let $b = a + c$. Let $c = a t$. Then $\\frac{d a}{d t} = 1$.\n";
    let run = run(&["check", "-", "--as", "markdown", "--to", "jsonl"], text);
    for object in objects(&run.out) {
        assert_ne!(object["verdict"], "equivalent", "{object}");
    }
}
