//! The statistics of derivations: declared families against the tables of `tests/data`, and every
//! statement of an account through `equiff check` again.

mod common;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use common::{formula, table};
use equiff::check::{self, Verdict};
use equiff::eval::f64_value;
use equiff::expr::Store;
use equiff::families::{self, Family};
use equiff::links::{self, Link, Shape};
use equiff::render::page::{Block, Piece};
use equiff::render::{ALL, Options, plain};
use equiff::statistics::{self, Statistics};
use equiff::{derive, parse};

fn account(store: &Store, network: &str, family: Option<&str>) -> Statistics {
    let network = parse::network(store, network).unwrap_or_else(|e| panic!("{network}: {e:?}"));
    let found = derive::derive(store, &network);
    let family = family.map(|name| families::find(name).expect("a family"));
    statistics::of(store, &found, family).expect("a family that fits")
}

/// The families that a link is declared for.
fn families_of(link: &Link) -> impl Iterator<Item = &'static Family> {
    let names = link.canonical_for.iter().chain(link.used_with);
    names.map(|name| families::find(name).unwrap_or_else(|| panic!("{name} is declared")))
}

/// A network whose activation inverts a link.
fn network(link: &Link) -> String {
    let values: Vec<&str> = link
        .parameters
        .iter()
        .map(|parameter| parameter.default.unwrap_or("1/2"))
        .collect();
    let values = match values.as_slice() {
        [] => String::new(),
        values => format!("({})", values.join(", ")),
    };
    let output = match link.shape {
        Shape::Scalar => format!("activation {}{values}", link.names[0]),
        Shape::Categories => "layer 3 softmax".to_owned(),
    };
    format!("inputs x_1, x_2\n{output}\noutput p")
}

/// A proved statement as a plain claim.
fn claim(store: &Store, claimed: &statistics::Claimed) -> String {
    let given: Vec<String> = claimed.given.iter().map(|g| plain(store, *g)).collect();
    let statement = plain(store, claimed.formula);
    match given.as_slice() {
        [] => statement,
        given => format!("{statement} where {}", given.join(" and ")),
    }
}

/// A link with a family that it is declared for, and what was found.
struct Pair {
    name: String,
    /// Whether the link is declared to be canonical for the family, and whether the page says so.
    canonical: (bool, bool),
    claims: Vec<String>,
    /// What could not be proved.
    open: Vec<String>,
    /// Equations of the page that are not among what was proved.
    unfounded: Vec<String>,
}

fn pairs() -> &'static [Pair] {
    static PAIRS: OnceLock<Vec<Pair>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let all = links::ALL.iter();
        let all = all.flat_map(|link| families_of(link).map(move |family| (link, family)));
        all.map(|(link, family)| pair(link, family)).collect()
    })
}

fn pair(link: &Link, family: &'static Family) -> Pair {
    let store = Store::new();
    let found = account(&store, &network(link), Some(family.name));
    let words = format!("{:?}", found.blocks);
    let mut unfounded = Vec::new();
    for block in &found.blocks {
        let Block::Derivation { first, lines } = block else {
            continue;
        };
        let mut before = *first;
        for line in lines {
            assert_eq!(line.before, before);
            let equation = store.eq(before, line.after);
            if !found.claims.iter().any(|c| c.formula == equation) {
                unfounded.push(plain(&store, equation));
            }
            before = line.after;
        }
    }
    let all = |list: &[statistics::Claimed]| list.iter().map(|c| claim(&store, c)).collect();
    Pair {
        name: format!("{} with {}", link.name, family.name),
        canonical: (
            link.canonical_for.contains(&family.name),
            words.contains("\"canonical\""),
        ),
        claims: all(&found.claims),
        open: all(&found.open),
        unfounded,
    }
}

#[test]
fn every_statement_is_confirmed_by_the_checker() {
    let mut confirmed = HashSet::new();
    for pair in pairs() {
        let none: [&str; 0] = [];
        assert_eq!(pair.open, none, "{}", pair.name);
        assert_eq!(pair.unfounded, none, "{}", pair.name);
        for text in &pair.claims {
            if !confirmed.insert(text) {
                continue;
            }
            // Read again, in a store that knows nothing of it.
            let report = check::plain(&Store::new(), text);
            let report = report.unwrap_or_else(|e| panic!("{}: {text}: {e:?}", pair.name));
            assert_eq!(report.verdict, Verdict::Equivalent, "{}: {text}", pair.name);
        }
    }
    assert!(confirmed.len() > 150, "{}", confirmed.len());
}

#[test]
fn a_link_is_canonical_where_it_is_declared() {
    for pair in pairs() {
        let (declared, said) = pair.canonical;
        assert_eq!(said, declared, "{}", pair.name);
    }
}

#[test]
fn canonical_links_are_those_of_the_table() {
    let (head, rows) = table_with_head("families.tsv");
    let at = |name: &str| head.iter().position(|n| n == name).expect("a column");
    for row in rows {
        let family = families::find(&row[at("family")]).expect("a family of the table");
        let canonical: Vec<&str> = links::ALL
            .iter()
            .filter(|link| link.canonical_for.contains(&family.name))
            .map(|link| link.name)
            .collect();
        let [name] = canonical.as_slice() else {
            panic!("{}: {canonical:?}", family.name);
        };
        let says = row[at("canonical_link")].as_str();
        let same = match says {
            "nbinom" => "negative binomial",
            "1/mu^2" => "inverse squared",
            "baseline logit" => "baseline-category logit",
            other => other,
        };
        assert_eq!(*name, same, "{}", family.name);
    }
}

/// Networks whose sections are kept, and the family if it is not the usual one.
const SHOWN: &[(&str, &str, Option<&str>)] = &[
    (
        "logit",
        "inputs x_1, x_2\nactivation sigmoid\noutput p",
        None,
    ),
    ("probit", "inputs x[n]\nactivation probit\noutput p", None),
    (
        "cloglog",
        "inputs x_1, x_2\nactivation cloglog\noutput p",
        None,
    ),
    (
        "log-binomial",
        "inputs x_1, x_2\nactivation exp\noutput p",
        Some("bernoulli"),
    ),
    ("poisson", "inputs x_1, x_2\nactivation exp\noutput m", None),
    (
        "poisson-sqrt",
        "inputs x_1, x_2\nactivation sqrt\noutput m",
        Some("poisson"),
    ),
    (
        "gaussian",
        "inputs x_1, x_2\nactivation identity\noutput y",
        None,
    ),
    (
        "gaussian-log",
        "inputs x_1, x_2\nactivation exp\noutput m",
        Some("normal"),
    ),
    (
        "gamma",
        "inputs x_1, x_2\nactivation inverse\noutput m",
        None,
    ),
    (
        "gamma-log",
        "inputs x_1, x_2\nactivation exp\noutput m",
        Some("Gamma"),
    ),
    (
        "inverse-gaussian",
        "inputs x_1, x_2\nactivation inverse_squared\noutput m",
        None,
    ),
    (
        "negative-binomial",
        "inputs x_1, x_2\nactivation negative_binomial(1.5)\noutput m",
        None,
    ),
    (
        "negative-binomial-log",
        "inputs x_1, x_2\nactivation exp\noutput m",
        Some("negative_binomial"),
    ),
    (
        "softmax",
        "inputs x_1, x_2\nlayer 3 softmax\noutput p",
        None,
    ),
    (
        "softmax-any",
        "inputs x[n]\nlayer K softmax\noutput p",
        None,
    ),
    (
        "two-classes",
        "inputs x_1, x_2\nlayer 2 softmax\noutput p, q",
        None,
    ),
    (
        "fitted",
        "inputs age, dose\nweights 0.8, -1.25\nbias -3.5\nactivation sigmoid\noutput p",
        None,
    ),
    (
        "linear-layers",
        "inputs x[3]\nlayer 4 linear\nlayer 1 exp\noutput m",
        None,
    ),
    (
        "hidden",
        "inputs x_1, x_2\nlayer 2 relu\nlayer 1 sigmoid\noutput p",
        None,
    ),
    (
        "own-function",
        "inputs x\nactivation f(z) = z^3\noutput m",
        Some("gaussian"),
    ),
    ("no-family", "inputs x\nactivation softplus\noutput m", None),
    ("no-link", "inputs x\nactivation f(z) = z^2\noutput m", None),
];

#[test]
fn sections() {
    let unicode = ALL.iter().find(|format| format.name == "unicode");
    let unicode = unicode.expect("the format");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/statistics");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, network, family) in SHOWN {
        let store = Store::new();
        let network = parse::network(&store, network).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        let found = derive::derive(&store, &network);
        let family = family.map(|name| families::find(name).expect("a family"));
        let account = statistics::of(&store, &found, family).expect("a family that fits");
        let mut page = found.page;
        page.title = (*name).to_owned();
        page.blocks = account.blocks;
        let text = (unicode.write)(&store, &page, &Options::default());
        settings.bind(|| insta::assert_snapshot!(*name, text));
    }
}

/// What a column of the table of families says of a family, as a plain formula.
fn column(family: &Family, name: &str) -> String {
    let (head, rows) = table_with_head("families.tsv");
    let at = head.iter().position(|n| n == name).expect("a column");
    let row = rows.iter().find(|row| row[0] == family.name);
    row.unwrap_or_else(|| panic!("{} is in the table", family.name))[at].clone()
}

fn table_with_head(name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    let text = std::fs::read_to_string(path).expect("the table");
    let head = text.lines().next().unwrap_or_default();
    (head.split('\t').map(str::to_owned).collect(), table(name))
}

/// The families of one mean, whose formulas in the table can be read as they stand.
fn scalar() -> impl Iterator<Item = &'static Family> {
    families::ALL
        .iter()
        .copied()
        .filter(|family| family.shape == Shape::Scalar)
}

fn holds(text: &str) {
    let report = check::plain(&Store::new(), text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    assert_eq!(
        report.verdict,
        Verdict::Equivalent,
        "{text}: {}",
        report.message
    );
}

#[test]
fn families_are_those_of_the_table() {
    let positive = "theta > 0 and phi > 0";
    for family in scalar() {
        let given = |more: &[&str]| {
            let all = family.mean.iter().chain(family.support).chain(more);
            let all: Vec<&str> = all.copied().chain([positive]).collect();
            all.join(" and ")
        };
        let mean = given(&[]);
        let variance = column(family, "variance");
        holds(&format!("{} = {variance} where {mean}", family.variance));
        let deviance = column(family, "unit_deviance");
        let deviance = deviance
            .split(", 0*log")
            .next()
            .expect("a formula")
            .to_owned();
        let inside = given(family.saturated);
        holds(&format!("{} = {deviance} where {inside}", family.deviance));
        // The gamma function is no function that the checker knows: its values are quantities.
        let quantities = |text: &str| {
            [
                ("lgamma(y+theta)", "q"),
                ("lgamma(theta)", "r"),
                ("lgamma(y+1)", "s"),
                ("lgamma(a)", "t"),
                ("log(Gamma(y + theta))", "q"),
                ("log(Gamma(theta))", "r"),
                ("log(Gamma(y + 1))", "s"),
                ("log(Gamma(1/phi))", "t"),
            ]
            .iter()
            .fold(text.to_owned(), |text, (old, new)| text.replace(old, new))
        };
        let text = column(family, "loglik");
        let text = text.split(" (+").next().expect("a formula");
        let text = quantities(text.split(", a =").next().expect("a formula"));
        let rest = quantities(family.rest.unwrap_or("0"));
        let ours = family.log_likelihood;
        holds(&format!(
            "{ours} = {text} where {inside} and c = {rest} and a = 1/phi"
        ));
    }
}

#[test]
fn families_have_the_values_of_the_table() {
    let mut seen = 0;
    for row in table("families_values.tsv") {
        let [family, parameter, _, kind, y, mu, _, exact, agreement] = row.as_slice() else {
            panic!("{row:?}");
        };
        if agreement != "ok" {
            continue;
        }
        let Some(family) = families::find(family) else {
            panic!("{family} is declared");
        };
        let text = match kind.as_str() {
            "variance" => family.variance,
            "unit_deviance" => family.deviance,
            _ => continue,
        };
        let values: HashMap<&str, f64> = [("y", y), ("mu", mu)]
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.parse().ok()?)))
            .chain(
                parameter
                    .split_once('=')
                    .and_then(|(name, value)| Some((name.trim(), value.trim().parse().ok()?))),
            )
            .collect();
        let store = Store::new();
        let values = values
            .iter()
            .map(|(name, value)| (store.name(name), *value));
        let value = f64_value(
            &store,
            formula(&store, text),
            &values.collect::<HashMap<_, _>>(),
        );
        let exact: f64 = exact.parse().expect("a number");
        // At the edge of the support the deviance is a limit.
        if value.is_nan() {
            continue;
        }
        assert!(
            (value - exact).abs() <= 1e-9 * (1.0 + exact.abs()),
            "{row:?}: {value}"
        );
        seen += 1;
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn factors_are_rounded_correctly() {
    let store = Store::new();
    let network = "inputs age, dose\nweights 0.8, -1.5\nbias 0.25\nactivation sigmoid\noutput p";
    let found = account(&store, network, None);
    let words = format!("{:?}", found.blocks);
    let shown: Vec<String> = found
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Dictionary(rows) => Some(rows),
            _ => None,
        })
        .flatten()
        .flat_map(|(_, right)| &right.0)
        .filter_map(|piece| match piece {
            Piece::Math(formula) => Some(plain(&store, *formula)),
            _ => None,
        })
        .collect();
    // e^0.8 = 2.22554…, e^-1.5 = 0.223130…
    for text in ["2.226", "0.2231"] {
        assert!(
            shown.iter().any(|s| s == text),
            "{text} in {shown:?}: {words}"
        );
    }
}

#[test]
fn a_family_that_does_not_fit_is_an_error() {
    let store = Store::new();
    let network = parse::network(&store, "inputs x\nactivation sigmoid").expect("a network");
    let found = derive::derive(&store, &network);
    let family = families::find("multinomial");
    assert!(statistics::of(&store, &found, family).is_err());
    let network = parse::network(&store, "inputs x\nlayer 3 softmax").expect("a network");
    let found = derive::derive(&store, &network);
    let family = families::find("poisson");
    assert!(statistics::of(&store, &found, family).is_err());
}
