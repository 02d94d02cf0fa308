//! Claims checked by equiff and by computer algebra, as ratios within one run:
//! `cargo bench --bench systems`.
//!
//! Every program is warm: each claim is decided many times in a running process, and the mean of
//! the fastest round is what counts; equiff begins each time with an empty store and reads the claim. What the systems
//! are asked is easier: whether they reduce the difference of the sides to 0, no matter where the
//! sides are defined. A system that is not installed is left out. Goals that are missed are
//! printed, and end the run with status 1.

use std::io::Write as _;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use equiff::check;
use equiff::expr::Store;

/// Each of [`EQUIVALENCES`] takes at most so many milliseconds.
const EACH: f64 = 1.0;
/// Runs of a claim that are averaged; Maxima's clock ticks a hundred times a second, so it needs
/// more of them.
const RUNS: u32 = 50;
const RUNS_OF_MAXIMA: u32 = 1000;
/// Rounds of each program.
const ROUNDS: u32 = 3;

/// The claim that the project began with, short and in full; these are no identities, so they are
/// for equiff alone.
const EQUIVALENCES: [&str; 2] = [
    "p = sigmoid(z) <=> log(p/(1-p)) = z",
    "p = sigmoid(b + omega_blue*x_blue + omega_red*x_red) \
     <=> log(p/(1-p)) = b + omega_blue*x_blue + omega_red*x_red",
];

/// Identities: for equiff, and the difference of their sides for the systems.
const CLAIMS: [(&str, &str); 9] = [
    (
        "(1 + tanh(z/2))/2 = sigmoid(z)",
        "(1+tanh(z/2))/2-1/(1+exp(-z))",
    ),
    (
        "sigmoid(-z) = 1 - sigmoid(z)",
        "1/(1+exp(z))-(1-1/(1+exp(-z)))",
    ),
    (
        "exp(z)/(1 + exp(z)) = sigmoid(z)",
        "exp(z)/(1+exp(z))-1/(1+exp(-z))",
    ),
    (
        "log(1 + exp(z)) - log(1 + exp(-z)) = z",
        "log(1+exp(z))-log(1+exp(-z))-z",
    ),
    (
        "tanh(z) = 2*sigmoid(2*z) - 1",
        "tanh(z)-(2/(1+exp(-2*z))-1)",
    ),
    (
        "log(sigmoid(z)/(1 - sigmoid(z))) = z",
        "log((1/(1+exp(-z)))/(1-1/(1+exp(-z))))-z",
    ),
    (
        "diff(sigmoid(z), z) = sigmoid(z)*(1 - sigmoid(z))",
        "diff(1/(1+exp(-z)),z)-1/(1+exp(-z))*(1-1/(1+exp(-z)))",
    ),
    ("cosh(z)^2 - sinh(z)^2 = 1", "cosh(z)^2-sinh(z)^2-1"),
    // Holds for x > 0 only: equiff must say so, and a system that reduces it to 0 is wrong.
    ("log(x^2) = 2*log(x)", "log(x^2)-2*log(x)"),
];

/// A program that is asked for all differences at once.
struct System {
    name: &'static str,
    command: &'static [&'static str],
    /// What it is told before the first difference.
    opening: &'static str,
    /// How it is told to print `equiff`, milliseconds, and 0 or something else, on a line.
    asked: fn(&str) -> String,
    /// equiff's median is to be so many times as fast.
    goal: Option<f64>,
}

const SYSTEMS: [System; 3] = [
    System {
        name: "SymPy simplify",
        command: &["python3", "-"],
        opening: "import time\nfrom sympy import *\nfrom sympy.core.cache import clear_cache\n\
                  z, x = symbols('z x', real=True)\nsimplify(sin(z)**2 + cos(z)**2)\n",
        asked: |gap| {
            // Without its cache, since a second look at the same formula is none.
            let gap = gap.replace('^', "**");
            format!(
                "spent = 0\nfor _ in range(3):\n    clear_cache(); begun = time.perf_counter()\n    \
                 out = simplify({gap})\n    spent += time.perf_counter() - begun\n\
                 print('equiff', spent / 3 * 1000, 0 if out == 0 else 'open')\n"
            )
        },
        goal: Some(1000.0),
    },
    System {
        name: "Maxima radcan(exponentialize)",
        command: &["maxima", "--very-quiet"],
        opening: "display2d:false$\n",
        asked: |gap| {
            format!(
                "block([t:elapsed_real_time(), r], \
                 for k thru {RUNS_OF_MAXIMA} do r:radcan(exponentialize({gap})), \
                 print(\"equiff\", 1000.0*(elapsed_real_time()-t)/{RUNS_OF_MAXIMA}, \
                 if r=0 then 0 else \"open\"))$\n"
            )
        },
        goal: Some(30.0),
    },
    System {
        name: "Giac simplify",
        command: &["giac", "/dev/stdin"],
        opening: "",
        asked: |gap| {
            format!(
                "print(\"equiff\",1000.0*time(simplify({gap}))[1],\
                 when(simplify({gap})==0,0,\"open\"));\n"
            )
        },
        goal: None,
    },
];

fn main() -> ExitCode {
    let mut good = true;
    for claim in EQUIVALENCES {
        let (spent, verdict) = own(claim);
        println!("{claim}: equiff {spent:.2} ms (goal {EACH}), {verdict}");
        good &= spent <= EACH;
    }
    let ours: Vec<_> = CLAIMS.iter().map(|(plain, _)| own(plain)).collect();
    let theirs: Vec<_> = SYSTEMS
        .iter()
        .map(|system| (system, system.run()))
        .collect();
    for (k, ((plain, _), (spent, verdict))) in CLAIMS.iter().zip(&ours).enumerate() {
        println!("{plain}: equiff {spent:.2} ms, {verdict}");
        for (system, answers) in &theirs {
            if let Some(Some((other, zero))) = answers.as_ref().map(|answers| answers.get(k)) {
                let said = match (*zero, *verdict) {
                    (true, "equivalent") => "0",
                    (true, _) => "0, with no word of where",
                    (false, _) => "not decided",
                };
                println!("    {} {other:.2} ms, {said}", system.name);
            }
        }
    }
    let own = median(ours.iter().map(|(spent, _)| *spent).collect());
    println!("median of equiff: {own:.3} ms");
    for (system, answers) in theirs {
        let name = system.name;
        let Some(answers) = answers else {
            println!("{name}: does not run here, left out");
            continue;
        };
        let decided = answers.iter().filter(|(_, zero)| *zero).count();
        let other = median(answers.iter().map(|(spent, _)| *spent).collect());
        let ratio = other / own;
        let goal = system
            .goal
            .map_or_else(String::new, |goal| format!(" (goal {goal})"));
        println!(
            "median of {name}: {other:.3} ms, {ratio:.2} times equiff's{goal}, {decided} of {} taken for 0",
            answers.len()
        );
        good &= system.goal.is_none_or(|goal| ratio >= goal);
    }
    ExitCode::from(u8::from(!good))
}

/// Milliseconds that equiff takes for a claim, and its verdict.
fn own(claim: &str) -> (f64, &'static str) {
    let once = || check::plain(&Store::new(), claim).expect("a claim that is read");
    let verdict = once().verdict.word();
    let round = |_| {
        let begun = Instant::now();
        for _ in 0..RUNS {
            assert_eq!(once().verdict.word(), verdict);
        }
        begun.elapsed().as_secs_f64() * 1000.0 / f64::from(RUNS)
    };
    (
        (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min),
        verdict,
    )
}

impl System {
    /// Milliseconds for each difference and whether it is reduced to 0, none if it cannot be run.
    fn run(&self) -> Option<Vec<(f64, bool)>> {
        let mut best = self.round()?;
        for _ in 1..ROUNDS {
            for (known, new) in best.iter_mut().zip(self.round()?) {
                known.0 = known.0.min(new.0);
            }
        }
        Some(best)
    }

    fn round(&self) -> Option<Vec<(f64, bool)>> {
        let mut child = Command::new(self.command[0])
            .args(&self.command[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        let mut text = self.opening.to_owned();
        text.extend(CLAIMS.iter().map(|(_, gap)| (self.asked)(gap)));
        // Closed at once, so that the program ends.
        let told = child.stdin.take()?.write_all(text.as_bytes());
        let done = child.wait_with_output().ok()?;
        told.ok()?;
        // Giac prints to standard error.
        let out = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
        let answers: Vec<_> = out.lines().filter_map(answer).collect();
        let all = answers.len() == CLAIMS.len();
        assert!(all || answers.is_empty(), "{}: {out}", self.name);
        all.then_some(answers)
    }
}

/// `equiff MILLISECONDS ANSWER` on a line, with blanks or commas.
fn answer(line: &str) -> Option<(f64, bool)> {
    let apart = |c: char| c.is_whitespace() || c == ',';
    let words = line.trim().strip_prefix("equiff")?.split(apart);
    let mut words = words.filter(|word| !word.is_empty());
    let spent = words.next()?.parse().ok()?;
    Some((spent, words.next()? == "0"))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
