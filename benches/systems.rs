//! Time per claim against SymPy, Maxima and Giac, as ratios within one run:
//! `cargo bench --bench systems`.
//!
//! Each system simplifies the difference of the sides of identities that all can read, in one
//! process that is warm; equiff reads the claim, decides it with its domains, and has its proof
//! verified, with a new store for each. A system that is not installed is skipped, and that is said.

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use equiff::check::{self, Verdict};
use equiff::expr::Store;

/// The two sides as equiff writes them, and as the systems do: sigmoid(t) is 1/(1 + exp(-t)).
const IDENTITIES: [[&str; 4]; 8] = [
    [
        "sigmoid(-z)",
        "1 - sigmoid(z)",
        "1/(1+exp(z))",
        "1-1/(1+exp(-z))",
    ],
    [
        "(1 + tanh(z/2))/2",
        "sigmoid(z)",
        "(1+tanh(z/2))/2",
        "1/(1+exp(-z))",
    ],
    [
        "2*sigmoid(2*z) - 1",
        "tanh(z)",
        "2/(1+exp(-2*z))-1",
        "tanh(z)",
    ],
    [
        "diff(sigmoid(z), z)",
        "sigmoid(z)*(1 - sigmoid(z))",
        "diff(1/(1+exp(-z)),z)",
        "1/(1+exp(-z))*(1-1/(1+exp(-z)))",
    ],
    [
        "diff(log(1 + exp(z)), z)",
        "sigmoid(z)",
        "diff(log(1+exp(z)),z)",
        "1/(1+exp(-z))",
    ],
    [
        "log(1 + exp(z)) - log(1 + exp(-z))",
        "z",
        "log(1+exp(z))-log(1+exp(-z))",
        "z",
    ],
    [
        "sigmoid(x - y)",
        "exp(x)/(exp(x) + exp(y))",
        "1/(1+exp(-(x-y)))",
        "exp(x)/(exp(x)+exp(y))",
    ],
    [
        "tanh(x + y)",
        "(tanh(x) + tanh(y))/(1 + tanh(x)*tanh(y))",
        "tanh(x+y)",
        "(tanh(x)+tanh(y))/(1+tanh(x)*tanh(y))",
    ],
];

/// What is said to be warm: the sigmoid neuron, and the page that the project grew from.
const SEED: [&str; 2] = [
    "p = sigmoid(z) <=> log(p/(1-p)) = z",
    "p = sigmoid(b + omega_blue*x_blue + omega_red*x_red + omega_purple*x_purple + omega_grey*x_grey) \
     <=> log(p/(1-p)) = b + omega_blue*x_blue + omega_red*x_red + omega_purple*x_purple + omega_grey*x_grey",
];

/// How many times SymPy's median, and Maxima's, equiff's is to fit into.
const GOALS: [(&str, f64); 2] = [("sympy", 1000.0), ("maxima", 30.0)];

fn main() -> ExitCode {
    let mut good = true;
    for claim in SEED {
        let seconds = own(claim, Verdict::Equivalent);
        println!("{:9.3} ms  {:.60}", 1e3 * seconds, claim);
        good &= seconds < 1e-3;
    }
    let mut times = Vec::new();
    for [left, right, ..] in IDENTITIES {
        let claim = format!("{left} = {right}");
        let seconds = own(&claim, Verdict::Equivalent);
        println!("{:9.3} ms  {claim}", 1e3 * seconds);
        times.push(seconds);
    }
    let mine = median(times);
    println!("equiff: median {:.3} ms, all proved", 1e3 * mine);
    for (system, answers) in [("sympy", sympy()), ("maxima", maxima()), ("giac", giac())] {
        let Some(answers) = answers else {
            println!("{system}: skipped, it is not installed");
            continue;
        };
        let decided = answers.iter().filter(|(zero, _)| *zero).count();
        let theirs = median(answers.iter().map(|(_, seconds)| *seconds).collect());
        let ratio = theirs / mine;
        let goal = GOALS.iter().find(|(name, _)| *name == system);
        let missed = goal.is_some_and(|(_, goal)| ratio < *goal);
        println!(
            "{system}: median {:.3} ms, {decided} of {} decided: {ratio:.1} times as long{}",
            1e3 * theirs,
            answers.len(),
            goal.map_or(String::new(), |(_, goal)| format!(
                " (goal {goal}{})",
                if missed { ", MISSED" } else { "" }
            ))
        );
        good &= !missed;
    }
    ExitCode::from(u8::from(!good))
}

/// Seconds for one claim, the median of many runs.
fn own(claim: &str, wanted: Verdict) -> f64 {
    let runs = (0..60).map(|_| {
        let start = Instant::now();
        let store = Store::new();
        let report = check::plain(&store, black_box(claim)).expect("a claim");
        assert_eq!(report.verdict, wanted, "{claim}");
        start.elapsed().as_secs_f64()
    });
    median(runs.collect())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The answers of a program that prints `equiff zero SECONDS` or `equiff open SECONDS` for each
/// identity; `None` if it is not there.
fn answers(program: &str, arguments: &[&str], input: &str) -> Option<Vec<(bool, f64)>> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(input.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let mut all = String::from_utf8_lossy(&output.stdout).into_owned();
    all.push_str(&String::from_utf8_lossy(&output.stderr));
    let found: Vec<(bool, f64)> = all
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace().skip_while(|word| *word != "equiff");
            let (_, answer, seconds) = (words.next()?, words.next()?, words.next()?);
            Some((answer == "zero", seconds.parse().ok()?))
        })
        .collect();
    (found.len() == IDENTITIES.len()).then_some(found)
}

fn sympy() -> Option<Vec<(bool, f64)>> {
    let mut script =
        "import time\nfrom sympy import *\nx, y, z = symbols('x y z', real=True)\n".to_owned();
    for [.., left, right] in IDENTITIES {
        script += &format!(
            "t = time.perf_counter()\nr = simplify(({left})-({right}))\n\
             print('equiff', 'zero' if r == 0 else 'open', time.perf_counter() - t)\n"
        );
    }
    answers("python3", &["-c", &script], "")
}

/// The mean of many runs, since its clock is coarse.
fn maxima() -> Option<Vec<(bool, f64)>> {
    let mut script = "display2d:false$\n".to_owned();
    for [.., left, right] in IDENTITIES {
        script += &format!(
            "block([r, t: elapsed_real_time()], for k thru 200 do \
             r: radcan(exponentialize(({left})-({right}))), \
             print(\"equiff\", if is(r = 0) = true then \"zero\" else \"open\", \
             float((elapsed_real_time() - t)/200)))$\n"
        );
    }
    answers("maxima", &["--very-quiet"], &script)
}

fn giac() -> Option<Vec<(bool, f64)>> {
    let path = std::env::temp_dir().join(format!("equiff-{}.cas", std::process::id()));
    let lines = IDENTITIES.iter().map(|[.., left, right]| {
        format!(
            "print(\"equiff \"+when(simplify(({left})-({right}))==0,\"zero\",\"open\")+\" \"\
             +string(evalf(time(simplify(({left})-({right})))[0])));\n"
        )
    });
    std::fs::write(&path, lines.collect::<String>()).ok()?;
    let found = answers("giac", &[path.to_str()?], "");
    let _ = std::fs::remove_file(&path);
    found
}
