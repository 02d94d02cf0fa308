//! Models on the command line: equations and model formulas become networks; runs that are watched;
//! what a system installs beside the program.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::{equiff, folder, run};

const MTCARS: &[&str] = &[
    "--glm",
    "am ~ wt + hp + wt:hp",
    "--family",
    "binomial",
    "--link",
    "probit",
];

fn with<'a>(first: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    [first, rest].concat()
}

#[test]
fn a_model_formula_gives_network_drawing_and_proof() {
    let net = run(&with(&with(&["derive"], MTCARS), &["--to", "net"]), "");
    assert_eq!(net.status, 0, "{}", net.err);
    let statements: Vec<&str> = net
        .out
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert_eq!(
        statements,
        [
            "inputs      wt, hp, wt_hp",
            "weights     w_wt, w_hp, w_wt_hp",
            "bias        b",
            "activation  probit",
            "output      p",
        ]
    );
    assert!(net.out.contains("# wt_hp = wt*hp\n"), "{}", net.out);
    // What comes out goes in again.
    let back = run(&["derive", "-", "--to", "json"], &net.out);
    let back: Value = serde_json::from_str(&back.out).expect("JSON");
    assert_eq!(
        back["result"]["plain"][0],
        "Phi_inv(p) = b + w_wt*wt + w_hp*hp + w_wt_hp*wt_hp"
    );
    let json = run(&with(&with(&["derive"], MTCARS), &["--to", "json"]), "");
    let value: Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(value["verdict"], "equivalent");
    assert_eq!(value["direction"], "from-model");
    assert_eq!(
        value["result"]["plain"][0],
        "Phi_inv(p) = b + w_wt*wt + w_hp*hp + w_wt_hp*wt*hp"
    );
    assert_eq!(
        value["network"]["plain"],
        "p = Phi(b + w_wt*wt + w_hp*hp + w_wt_hp*wt*hp)"
    );
    let replay = run(&["replay", "-"], &json.out);
    assert_eq!(replay.status, 0, "{}", replay.err);
    // An output that claims the other direction is no longer what is proved.
    let turned = json.out.replace("from-model", "from-network");
    assert_eq!(run(&["replay", "-"], &turned).status, 1);
    let drawing = run(&with(&["draw"], MTCARS), "");
    assert!(drawing.out.contains("<svg "), "{}", drawing.out);
}

#[test]
fn statistics_are_those_of_the_formula_s_family() {
    let text = run(
        &[
            "derive",
            "--glm",
            "breaks ~ wool",
            "--family",
            "poisson",
            "--levels",
            "wool=A,B",
            "--statistics",
        ],
        "",
    );
    assert_eq!(text.status, 0, "{}", text.err);
    assert!(text.out.contains("by the Poisson family"), "{}", text.out);
    let refused = run(
        &["derive", "examples/fitted.net", "--family", "poisson"],
        "",
    );
    assert_eq!(refused.status, 2);
    assert!(
        refused.err.contains("--statistics or --glm"),
        "{}",
        refused.err
    );
}

/// Names of columns are names of the user: they are no lines of a description.
/// The usual name of a link's regression is that of its usual family.
#[test]
fn models_are_called_by_their_family() {
    let said = |arguments: &[&str]| run(arguments, "").out;
    let gamma = said(&[
        "derive", "--glm", "y ~ x", "--family", "gamma", "--link", "log",
    ]);
    assert!(!gamma.contains("Poisson regression"), "{gamma}");
    assert!(
        gamma.starts_with("Generalized linear model with the gamma family and the log link"),
        "{gamma}"
    );
    let plain = "mu = exp(b + w*x)";
    let gaussian = said(&[
        "derive",
        "-e",
        plain,
        "--statistics",
        "--family",
        "gaussian",
    ]);
    assert!(!gaussian.contains("Poisson regression"), "{gaussian}");
    let poisson = said(&["derive", "-e", plain, "--statistics", "--family", "poisson"]);
    assert!(
        poisson.contains("The network is Poisson regression."),
        "{poisson}"
    );
    let json = said(&[
        "derive", "--glm", "y ~ x", "--family", "gamma", "--link", "log", "--to", "json",
    ]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let name = json["glm"]["name"].as_str().expect("a name");
    assert_eq!(
        name,
        "generalized linear model with the gamma family and the log link"
    );
}

#[test]
fn comments_stay_comments() {
    let net = run(
        &[
            "derive",
            "--glm",
            "y ~ f",
            "--levels",
            "f=a,b\nactivation relu",
            "--to",
            "net",
        ],
        "",
    );
    assert_eq!(net.status, 0, "{}", net.err);
    let keywords = [
        "#",
        "inputs",
        "weights",
        "bias",
        "activation  identity",
        "output",
    ];
    for line in net.out.lines() {
        assert!(keywords.iter().any(|word| line.starts_with(word)), "{line}");
    }
}

#[test]
fn every_format_shows_a_model() {
    let formats = [
        "unicode", "latex", "mathml", "typst", "html", "markdown", "beamer",
    ];
    for format in formats {
        let shown = run(
            &["derive", "-e", "log(p/(1-p)) = b + w_1 x_1", "--to", format],
            "",
        );
        assert_eq!(shown.status, 0, "{format}: {}", shown.err);
        assert!(
            shown.out.contains("as a network"),
            "{format}: {}",
            shown.out
        );
    }
}

#[test]
fn there_are_manual_pages_and_completions() {
    let page = run(&["man"], "");
    assert!(page.out.contains(".TH equiff 1"), "{}", page.out);
    let page = run(&["man", "derive"], "");
    assert!(page.out.contains(".TH equiff-derive 1"), "{}", page.out);
    assert!(page.out.contains("\\-\\-standalone"), "{}", page.out);
    let wrong = run(&["man", "dervie"], "");
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    for (shell, sign) in [
        ("bash", "complete -F _equiff"),
        ("zsh", "#compdef equiff"),
        ("fish", "complete -c equiff"),
    ] {
        let script = run(&["completions", shell], "");
        assert!(script.out.contains(sign), "{shell}: {}", script.out);
        assert!(script.out.contains("standalone"), "{shell}");
    }
    assert_eq!(run(&["completions", "dos"], "").status, 2);
}

#[test]
fn a_watched_file_is_read_again() {
    let folder = folder("watch");
    let file = folder.join("one.net");
    fs::write(&file, "inputs x\nactivation sigmoid\noutput p\n").expect("a file");
    let mut child = equiff()
        .args(["derive", "--steps", "result", "--watch"])
        .arg(&file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let (sender, lines) = mpsc::channel();
    let out = BufReader::new(child.stdout.take().expect("a pipe"));
    let also = sender.clone();
    let err = BufReader::new(child.stderr.take().expect("a pipe"));
    let read = |reader: Box<dyn BufRead + Send>, sender: mpsc::Sender<String>| {
        std::thread::spawn(move || {
            for line in reader.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        })
    };
    read(Box::new(out), sender);
    read(Box::new(err), also);
    let wait = |what: &str| loop {
        let line = lines.recv_timeout(Duration::from_secs(60));
        if line.expect("a line in time").contains(what) {
            break;
        }
    };
    wait("Logistic regression");
    // Replaced as an editor does it.
    let draft = folder.join("draft");
    fs::write(&draft, "inputs x\nactivation probit\noutput p\n").expect("a file");
    fs::rename(&draft, &file).expect("a name");
    wait("Probit regression");
    fs::write(&file, "inputs x\nactivation sigmod\n").expect("a file");
    wait("unknown activation");
    fs::write(&file, "inputs x\nactivation exp\noutput m\n").expect("a file");
    wait("Poisson regression");
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let refused = run(&["derive", "--watch", "-"], "inputs x");
    assert_eq!(refused.status, 2);
}

/// Rounded numbers are those of the derivation, and the bound that is said holds.
#[test]
fn rounding_says_how_far_it_is_off() {
    let glm = [
        "derive",
        "--glm",
        "am ~ wt + hp",
        "--family",
        "binomial",
        "--coefficients",
        "18.8662987172041, -8.08347518244463, 0.0362555960822165",
        "--digits",
        "3",
    ];
    let text = run(&glm, "").out;
    assert!(text.contains("18.9 \u{2212} 8.08 wt + 0.0363 hp"), "{text}");
    let said = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(
        said.contains("by at most 0.034 + 0.0035\u{b7}|wt| + 0.000045\u{b7}|hp|."),
        "{said}"
    );
    let net = run(&with(&glm, &["--to", "net"]), "").out;
    assert!(net.contains("weights     -8.08, 0.0363\n"), "{net}");
    assert!(net.contains("0.0035*abs(wt)"), "{net}");
    // Of numbers that are short already nothing is said.
    let same = run(&["derive", "examples/fitted.net", "--digits", "3"], "").out;
    assert_eq!(same, run(&["derive", "examples/fitted.net"], "").out);

    let refused = "inputs x\nlayer 1 tanh weights 0.123\nlayer 1 exp weights 2.5";
    let deep = run(&["derive", "-", "--digits", "2"], refused);
    assert_eq!((deep.status, deep.out.as_str()), (2, ""));
    assert_eq!(
        run(&["derive", "examples/fitted.net", "--digits", "0"], "").status,
        2
    );
}

/// Greek letters stand on the pages of every format that has sections.
#[test]
fn coefficients_have_greek_letters() {
    for (format, letter) in [
        ("unicode", "\u{3b2}\u{2080} + \u{3b2}\u{2081}\u{b7}x_blue"),
        ("latex", "\\beta_0"),
        ("beamer", "\\beta_0"),
        ("markdown", "\\beta_0"),
        ("typst", "beta_0"),
        ("html", "<mi>\u{3b2}</mi>"),
        ("mathml", "<mi>\u{3b2}</mi>"),
    ] {
        let derive = ["derive", "examples/logistic.net", "--to", format];
        let without = run(&derive, "").out;
        assert!(!without.contains(letter), "{format}: {without}");
        let text = run(&with(&derive, &["--greek"]), "").out;
        assert!(text.contains(letter), "{format}: {text}");
    }
    let none = run(&["derive", "-", "--greek"], "inputs x\nactivation relu");
    assert!(none.err.contains("no linear predictor"), "{}", none.err);
}
