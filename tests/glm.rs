//! Models given by the statistician: equations and formulas of R become networks, with proof; the
//! truth is R's: its columns, and the fitted values of its fits.

mod common;

use equiff::derive::{derive, model};
use equiff::description::describe;
use equiff::eval::f64_value;
use equiff::expr::{Binding, Expr, Head, Store};
use equiff::glm::{Asked, Glm, read, read_latex};
use equiff::kernel::arrange::Arranger;
use equiff::links::{self, Shape};
use equiff::network::{Description, Inputs, Model, Network};
use equiff::parse;
use equiff::render::page::{Direction, Page, Verdict};
use equiff::render::{self, Options, plain};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// The model of an equation.
fn equation(store: &Store, text: &str) -> Model {
    match parse::description(store, text) {
        Ok(Description::Model(model)) => model,
        other => panic!("{text}: {other:?}"),
    }
}

fn asked<'a>(formula: &'a str, family: &'a str, levels: &[&'a str]) -> Asked<'a> {
    Asked {
        formula,
        family: Some(family),
        levels: levels.to_vec(),
        ..Asked::default()
    }
}

fn glm(store: &Store, asked: &Asked<'_>) -> Glm {
    match read(store, asked) {
        Ok(glm) => glm,
        Err(fault) => panic!("{asked:?}: {fault:?}"),
    }
}

/// The network that a model is, after its derivation was replayed in a new kernel.
fn converted(store: &Store, model: &Model) -> (Network, model::Converted) {
    let converted = model::convert(store, model).unwrap_or_else(|why| panic!("{why:?}"));
    let page = &converted.derivation.page;
    let shown = plain(store, store.eq(model.left, model.predictor));
    assert!(
        matches!(page.verdict, Verdict::Equivalent | Verdict::Conditional),
        "{shown}"
    );
    assert_eq!(page.direction, Direction::FromModel);
    let theorem = converted.derivation.replay(store).expect("a proof");
    let theorem = theorem.unwrap_or_else(|e| panic!("{shown}: {e:?}"));
    assert_eq!(theorem.left(), store.eq(model.left, model.predictor));
    assert_eq!(theorem.right(), page.network, "{shown}");
    let network = converted.network.clone().expect("a network");
    (network, converted)
}

fn numbers(value: &Value) -> Vec<f64> {
    let all = value.as_array().expect("a list").iter();
    all.map(|number| number.as_f64().expect("a number"))
        .collect()
}

fn words(value: &Value) -> Vec<String> {
    let all = value.as_array().into_iter().flatten();
    all.map(|word| word.as_str().expect("a word").to_owned())
        .collect()
}

fn fits() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/fits.json");
    let text = std::fs::read_to_string(path).expect("the fits");
    serde_json::from_str(&text).expect("JSON")
}

/// The fit whose columns another fit shares.
fn data<'a>(all: &'a [Value], fit: &'a Value) -> &'a Value {
    match fit["same_data_as"].as_str() {
        Some(id) => all.iter().find(|other| other["id"] == id).expect("a fit"),
        None => fit,
    }
}

fn is_near(a: f64, b: f64) -> bool {
    // R prints 15 digits of coefficients and of values.
    (a - b).abs() <= 1e-9 * (1e-3 + a.abs().max(b.abs()))
}

#[test]
fn fitted_networks_give_the_fitted_values() {
    let all = fits();
    let mut compared = 0;
    for fit in all.iter().filter(|fit| fit["family"] != "multinomial") {
        let id = fit["id"].as_str().expect("an id");
        let rows = data(&all, fit);
        let ordered = fit["coefficient_names"].to_string().contains(".L");
        let levels: Vec<String> = rows["xlevels"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, levels)| {
                let sign = if ordered { "<" } else { "," };
                format!("{name}={}", words(levels).join(sign))
            })
            .collect();
        let coefficients: Vec<String> = numbers(&fit["coefficients"])
            .iter()
            .map(f64::to_string)
            .collect();
        let coefficients = coefficients.join(", ");
        let asked = Asked {
            formula: fit["formula"].as_str().expect("a formula"),
            family: fit["family"].as_str(),
            link: fit["link"].as_str(),
            levels: levels.iter().map(String::as_str).collect(),
            coefficients: Some(&coefficients),
            named_link: false,
        };
        let store = Store::new();
        let glm = glm(&store, &asked);
        assert_eq!(glm.columns, words(&fit["coefficient_names"]), "{id}");
        let Description::Model(model) = &glm.description else {
            panic!("{id}: no model");
        };
        let (network, converted) = converted(&store, model);
        let (_, value) = store
            .sides(converted.derivation.page.network)
            .expect("an equation");
        // What is written is the same network.
        let text = describe(&store, &network);
        parse::network(&store, &text).unwrap_or_else(|e| panic!("{id}: {text}{e:?}"));
        let fitted = numbers(&fit["fitted"]);
        let matrix = rows["model_matrix"].as_array().expect("a matrix");
        assert_eq!(matrix.len(), fitted.len(), "{id}");
        for (row, expected) in matrix.iter().zip(fitted) {
            let row = numbers(row);
            let mut values: FxHashMap<Expr, f64> = FxHashMap::default();
            for (column, number) in glm.values.iter().zip(&row) {
                match (store.head(*column), store.args(*column)) {
                    (Head::Name(_), _) => drop(values.insert(*column, *number)),
                    (Head::Call(f), [variable]) if f.name == "log" => {
                        values.insert(*variable, number.exp());
                    }
                    _ => {}
                }
            }
            // Products of columns are R's too.
            for (column, number) in glm.values.iter().zip(&row) {
                let own = f64_value(&store, *column, &values);
                assert!(is_near(own, *number), "{id}: {own} for {number}");
            }
            let own = f64_value(&store, value, &values);
            assert!(is_near(own, expected), "{id}: {own} for {expected}");
            compared += 1;
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn a_multinomial_fit_has_its_baseline_last() {
    let all = fits();
    let fit = all
        .iter()
        .find(|fit| fit["family"] == "multinomial")
        .expect("a fit");
    let rows = fit["coefficients"].as_array().expect("rows");
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let row: Vec<String> = numbers(row).iter().map(f64::to_string).collect();
            row.join(", ")
        })
        .collect();
    let coefficients = rows.join("; ");
    let mut asked = asked(
        fit["formula"].as_str().expect("a formula"),
        "multinomial",
        &["species=setosa,versicolor,virginica"],
    );
    asked.coefficients = Some(&coefficients);
    let store = Store::new();
    let Description::Network(network) = glm(&store, &asked).description else {
        panic!("no network");
    };
    let text = describe(&store, &network);
    let read = parse::network(&store, &text).unwrap_or_else(|e| panic!("{text}{e:?}"));
    let derivation = derive(&store, &read);
    assert_eq!(derivation.page.verdict, Verdict::Equivalent);
    let outputs = ["p_versicolor", "p_virginica", "p_setosa"].map(|name| store.name(name));
    let points = fit["x_first10"].as_array().expect("points");
    for (point, expected) in points
        .iter()
        .zip(fit["fitted_first10"].as_array().expect("rows"))
    {
        let (point, expected) = (numbers(point), numbers(expected));
        let values: FxHashMap<Expr, f64> = ["sepal_length", "sepal_width"]
            .into_iter()
            .zip(&point)
            .map(|(name, value)| (store.name(name), *value))
            .collect();
        let equations = store.conjuncts(derivation.page.network);
        for (output, k) in outputs.iter().zip([1, 2, 0]) {
            let equation = equations.iter().filter_map(|e| store.sides(*e));
            let (_, value) = equation
                .into_iter()
                .find(|(p, _)| p == output)
                .expect("one");
            let own = f64_value(&store, value, &values);
            let close = (own - expected[k]).abs() <= 1e-9 * (1e-3 + own.abs());
            assert!(close, "{own} for {}", expected[k]);
        }
    }
}

/// Formulas with the columns that R 4.2.2's `model.matrix` has for them, with factors f (a, b, c) and
/// g (u, v).
const COLUMNS: &[(&str, &str)] = &[
    ("y ~ x", "(Intercept) x"),
    ("y ~ x - 1", "x"),
    ("y ~ 0 + x + z", "x z"),
    ("y ~ x + 0 + 1", "(Intercept) x"),
    ("y ~ -1 + x", "x"),
    ("y ~ 1", "(Intercept)"),
    ("~ x", "(Intercept) x"),
    ("y ~ x*z", "(Intercept) x z x:z"),
    ("y ~ x:z", "(Intercept) x:z"),
    ("y ~ x*z - z", "(Intercept) x x:z"),
    ("y ~ x:z + x", "(Intercept) x x:z"),
    ("y ~ (x + z + u)^2", "(Intercept) x z u x:z x:u z:u"),
    ("y ~ (x + z + u)^3 - x:z:u", "(Intercept) x z u x:z x:u z:u"),
    ("y ~ x^2", "(Intercept) x"),
    ("y ~ x + I(x^2)", "(Intercept) x I(x^2)"),
    ("y ~ x*z*u", "(Intercept) x z u x:z x:u z:u x:z:u"),
    ("y ~ f", "(Intercept) fb fc"),
    ("y ~ f - 1", "fa fb fc"),
    ("y ~ 0 + f + g", "fa fb fc gv"),
    ("y ~ 0 + x + f", "x fa fb fc"),
    ("y ~ f + x", "(Intercept) fb fc x"),
    ("y ~ f*x", "(Intercept) fb fc x fb:x fc:x"),
    ("y ~ f:x", "(Intercept) fa:x fb:x fc:x"),
    ("y ~ x + f:x", "(Intercept) x x:fb x:fc"),
    ("y ~ f*g", "(Intercept) fb fc gv fb:gv fc:gv"),
    ("y ~ f + f:g", "(Intercept) fb fc fa:gv fb:gv fc:gv"),
    ("y ~ f/g", "(Intercept) fb fc fa:gv fb:gv fc:gv"),
    ("y ~ f + g %in% f", "(Intercept) fb fc fa:gv fb:gv fc:gv"),
    ("y ~ f:g", "(Intercept) fa:gu fb:gu fc:gu fa:gv fb:gv fc:gv"),
    ("y ~ 0 + f:g", "fa:gu fb:gu fc:gu fa:gv fb:gv fc:gv"),
    (
        "y ~ (f + g)/x",
        "(Intercept) fb fc gv fa:gu:x fb:gu:x fc:gu:x fa:gv:x fb:gv:x fc:gv:x",
    ),
    ("y ~ log(x) + offset(z)", "(Intercept) log(x)"),
    (
        "y ~ Sepal.Length + `my var`",
        "(Intercept) Sepal.Length `my var`",
    ),
];

#[test]
fn formulas_have_the_columns_of_r() {
    for (formula, expected) in COLUMNS {
        let store = Store::new();
        let mut levels = Vec::new();
        let has =
            |name: char| formula.chars().skip(1).any(|c| c == name) && !formula.contains("off");
        levels.extend(has('f').then_some("f=a,b,c"));
        levels.extend(
            has('g')
                .then_some("g=u,v")
                .filter(|_| !formula.contains("log")),
        );
        levels.retain(|_| !formula.contains("Sepal"));
        let glm = glm(&store, &asked(formula, "poisson", &levels));
        let own = glm.columns.join(" ");
        assert_eq!(&own, expected, "{formula}");
        let Description::Model(model) = &glm.description else {
            panic!("{formula}: no model");
        };
        let (network, _) = converted(&store, model);
        let text = describe(&store, &network);
        parse::network(&store, &text).unwrap_or_else(|e| panic!("{formula}: {text}{e:?}"));
    }
}

#[test]
fn faults_in_formulas_are_shown_with_their_place() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("am wt", &[], "a model formula has a `~`"),
        ("a ~ b ~ c", &[], "a model formula has one `~`"),
        ("am ~", &[], "the formula ends too early"),
        ("am ~ wt +", &[], "the formula ends too early"),
        ("am ~ (wt", &[], "a bracket is never closed"),
        ("am ~ log(wt", &[], "a bracket is never closed"),
        ("am ~ wt hp", &[], "unexpected `hp`"),
        ("am ~ wt + (1|g)", &[], "unexpected `|`"),
        (
            "am ~ .",
            &[],
            "`.` stands for the other columns of a data frame, and there is none",
        ),
        ("am ~ 2", &[], "a number is no term"),
        (
            "am ~ poly(wt, 2)",
            &[],
            "the columns of `poly` depend on the data",
        ),
        (
            "am ~ factor(cyl)",
            &[],
            "the levels of this factor are not known",
        ),
        ("am ~ foo(wt)", &[], "no function is called `foo`"),
        ("am ~ I(wt > 3)", &[], "a condition is no number"),
        ("am ~ (a+b)^z", &[], "a power of terms is a small number"),
        ("am ~ 1:wt", &[], "an intercept is no factor of a product"),
        (
            "am ~ (a+b+c+d+e1+f+g+h+i+j+k+l)^8",
            &[],
            "the formula has more than 1000 terms",
        ),
        ("am ~ wt", &["cyl=4,6"], "the formula has no variable `cyl`"),
        (
            "am ~ cyl",
            &["cyl=4"],
            "a factor has two or more different levels",
        ),
        ("am ~ cyl", &["cyl"], "this gives no levels"),
    ];
    for (formula, levels, expected) in cases {
        let fault = read(&Store::new(), &asked(formula, "binomial", levels));
        let fault = fault.err().unwrap_or_else(|| panic!("{formula} is read"));
        assert_eq!(&fault.diagnostic.message, expected, "{formula}");
        let span = fault.diagnostic.span;
        assert!(
            fault.text.get(span.clone()).is_some(),
            "{formula}: {span:?}"
        );
    }
    let offset = asked("s ~ x + offset(z)", "multinomial", &["s=a,b,c"]);
    let fault = read(&Store::new(), &offset).err().expect("a fault");
    let message = "an offset has no place in a multinomial model";
    assert_eq!(fault.diagnostic.message, message);
    let deep = format!("y ~ {}x{}", "(".repeat(20_000), ")".repeat(20_000));
    let fault = read(&Store::new(), &asked(&deep, "binomial", &[]))
        .err()
        .expect("a fault");
    assert_eq!(fault.diagnostic.message, "brackets stand too deep");
}

/// What is not linear in its coefficients is no model, however it is written.
#[test]
fn predictors_are_linear_in_their_coefficients() {
    for (text, linear) in [
        ("log(mu) = b + w*x_1 + v*x_1^2", true),
        ("log(mu) = s*(b + w*x_1)", true),
        ("log(mu) = x_1*(v + w*x_2)", true),
        ("log(mu) = exp(b)*x_1", true),
        ("log(mu) = b + sum(j, 1, n, w[j]*x[j]^2)", true),
        ("log(mu) = (b + w*x_1)*(c + v*x_1)", false),
        ("log(mu) = (b + w*x_1)*(c + v*x_2)", false),
        ("log(mu) = b + x_1^w", false),
        ("log(mu) = sin(w*x_1)", false),
        ("log(mu) = 1/(w*x_1)", false),
        ("log(mu) = (b + w*x_1)/(1 + x_2)", false),
        ("log(mu) = (b + w*x_1)^2", false),
    ] {
        let store = Store::new();
        let model = equation(&store, text);
        assert_eq!(model::convert(&store, &model).is_ok(), linear, "{text}");
        if linear {
            converted(&store, &model);
        }
    }
}

/// Different variables have different names, whatever R calls them, and the description reads back.
#[test]
fn no_two_variables_become_one() {
    let formulas = [
        "y ~ Sepal.Length + SepalLength + `Sepal Length`",
        "y ~ \u{43a}\u{43b}\u{44e}\u{447} + \u{438}\u{43c}\u{44f} + v",
        "y ~ x + x_1 + x_2 + x.1",
        "y ~ exp + e + log + b + mu + w_b + inputs",
        "y ~ a_1 + a + log(a.1)",
        // Coefficients are no entries of a variable either.
        "y ~ x1 + w",
        "y ~ x_1 + x_2 + w + beta + b",
        "y ~ w_1 + x1",
    ];
    for formula in formulas {
        let store = Store::new();
        let glm = glm(&store, &asked(formula, "poisson", &[]));
        let mut values = glm.values.clone();
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), glm.columns.len(), "{formula}");
        let Description::Model(model) = &glm.description else {
            panic!("{formula}: no model");
        };
        let (network, _) = converted(&store, model);
        let text = describe(&store, &network);
        let read = parse::network(&store, &text);
        let read = read.unwrap_or_else(|e| panic!("{formula}: {text}{e:?}"));
        assert_eq!(derive(&store, &read).page.verdict, Verdict::Equivalent);
        // Each column but the intercept is an input with a weight of its own.
        let Network::Layers { inputs, .. } = &read else {
            panic!("{formula}: {text}");
        };
        let Inputs::Named(names) = inputs else {
            panic!("{formula}: {text}");
        };
        assert_eq!(names.len() + 1, glm.columns.len(), "{formula}: {text}");
        assert!(!text.contains("weights     1"), "{formula}: {text}");
    }
}

#[test]
fn links_and_coefficients_are_checked() {
    let fault = |change: &dyn Fn(&mut Asked<'_>)| {
        let mut asked = asked("am ~ wt + hp", "binomial", &[]);
        change(&mut asked);
        let fault = read(&Store::new(), &asked).err().expect("a fault");
        (fault.option, fault.diagnostic.message)
    };
    type Change = dyn Fn(&mut Asked<'_>);
    let cases: &[(&Change, &str, &str)] = &[
        (
            &|a| a.family = Some("poison"),
            "--family",
            "no family has this name",
        ),
        (
            &|a| a.link = Some("relu"),
            "--link",
            "this activation is no link",
        ),
        (
            &|a| a.link = Some("softmax"),
            "--link",
            "this link is not one of the binomial family",
        ),
        (
            &|a| a.link = Some("lojit"),
            "--link",
            "unknown activation `lojit`",
        ),
        (
            &|a| a.coefficients = Some("1, 2"),
            "--coefficients",
            "3 columns and 2 coefficients",
        ),
        (
            &|a| a.coefficients = Some("1, 2, x"),
            "--coefficients",
            "this is no number",
        ),
        (
            &|a| a.coefficients = Some("(Intercept)=1, wt=2, wt=3"),
            "--coefficients",
            "this coefficient is given twice",
        ),
        (
            &|a| a.coefficients = Some("(Intercept)=1, wt=2"),
            "--coefficients",
            "the column `hp` has no coefficient",
        ),
        (
            &|a| a.coefficients = Some("(Intercept)=1, wt=2, hq=3"),
            "--coefficients",
            "there is no column `hq`",
        ),
    ];
    for (change, option, message) in cases {
        assert_eq!(fault(*change), (*option, (*message).to_owned()));
    }
}

/// A link's formula in a mean, its parameters being numbers.
fn left_side(store: &Store, link: &links::Link, mean: Expr, parameter: &str) -> Expr {
    let mut binding: Binding = [(store.name("mu"), mean)].into_iter().collect();
    for own in link.parameters {
        let value = common::formula(store, parameter);
        binding.insert(store.name(own.name), value);
    }
    store.substitute(common::formula(store, link.forward), &binding)
}

/// From an equation to the network, to its description, and back to the equation.
fn comes_back(text: &str) {
    let store = Store::new();
    let arranger = Arranger::default();
    let model = equation(&store, text);
    let (network, forth) = converted(&store, &model);
    let description = describe(&store, &network);
    let read = parse::network(&store, &description)
        .unwrap_or_else(|e| panic!("{text}: {description}{e:?}"));
    let back = derive(&store, &read);
    let [result] = back.page.result.as_slice() else {
        panic!("{text}: {:?}", back.page.message);
    };
    let given = store.eq(model.left, model.predictor);
    assert!(
        arranger.same(&store, *result, given),
        "{text}: {}",
        plain(&store, *result)
    );
    // Both ways under conditions, or under none.
    assert_eq!(back.page.verdict, forth.derivation.page.verdict, "{text}");
}

/// The links that say something of a mean.
fn scalar_links() -> Vec<&'static links::Link> {
    let all = links::ALL.iter().copied();
    all.filter(|link| link.shape == Shape::Scalar && link.name != "identity")
        .collect()
}

#[test]
fn every_link_becomes_its_network_and_comes_back() {
    let all = scalar_links();
    for link in &all {
        let store = Store::new();
        let left = left_side(&store, link, store.name("m"), "1.5");
        comes_back(&format!("{} = b + w_1 x_1 - 0.25*x_2", plain(&store, left)));
    }
    assert!(all.len() > 20, "{}", all.len());
}

#[test]
fn random_models_come_back() {
    let mut random = fastrand::Rng::with_seed(20_261_128);
    let all = scalar_links();
    for _ in 0..120 {
        let store = Store::new();
        let link = all[random.usize(..all.len())];
        let mean = ["p", "mu", "y", "p_1", "q_hat"][random.usize(..5)];
        let parameter = ["0.5", "1.5", "0.25"][random.usize(..3)];
        let left = left_side(&store, link, parse::variable(&store, mean), parameter);
        let mut inputs = ["x_1", "x_2", "x_blue", "x3", "xval", "x_9_a"].to_vec();
        random.shuffle(&mut inputs);
        let mut names = ["w_1", "beta", "omega_blue", "w_2", "c_red", "alpha_0"].to_vec();
        random.shuffle(&mut names);
        let mut text = plain(&store, left) + " = ";
        text += match random.u8(..4) {
            0 => "",
            1 => "b + ",
            2 => "0.5 + ",
            _ => "beta_0 + ",
        };
        for (k, (input, name)) in inputs
            .iter()
            .zip(&names)
            .take(random.usize(1..6))
            .enumerate()
        {
            text += match (k, random.bool()) {
                (0, _) => "",
                (_, true) => " + ",
                (_, false) => " - ",
            };
            let number = format!("{}.{}", random.u8(..9), random.u8(1..100));
            text += &match (random.u8(..4), text.ends_with("- ")) {
                (0, _) => format!("{number}*{input}"),
                (1, _) => format!("{number} {input}"),
                (2, false) => format!("{name} {input}"),
                (_, false) => format!("{name}*{input}"),
                (_, true) => format!("{number}*{input}"),
            };
        }
        comes_back(&text);
    }
    // Sums, the other order, and sides exchanged.
    for text in [
        "log(p/(1-p)) = b + sum(j, 1, n, w[j]*x[j])",
        "Phi_inv(p) = sum(j, 1, 12, w[j] x[j])",
        "log(mu) = w*x + b",
        "b + w*x = log(mu)",
        "p^2 = w*x",
    ] {
        comes_back(text);
    }
}

/// Equations in LaTeX as books print them, and what they say.
const LATEX: &[(&str, &str)] = &[
    (
        r"\log\frac{p}{1-p} = b + \mathbf{w}^\top\mathbf{x}",
        "log(p/(1 - p)) = b + sum(j, 1, n, w[j]*x[j])",
    ),
    (
        r"$\log\frac{p_i}{1-p_i} = \beta_0 + \beta_1 x_{i1} + \beta_2 x_{i2}$",
        "log(p/(1 - p)) = beta_0 + beta_1*x_1 + beta_2*x_2",
    ),
    (
        r"\[\operatorname{logit}(p) = \beta_0 + \beta_1 x\]",
        "logit(p) = beta_0 + beta_1*x",
    ),
    (
        r"$$ \Phi^{-1}(p) = \alpha + \beta x $$",
        "Phi_inv(p) = alpha + beta*x",
    ),
    (
        r"\log \mu_i = \beta_0 + \beta_1 x_i",
        "log(mu) = beta_0 + beta_1*x",
    ),
    (r"\(\frac1\mu = a + b x\)", "1/mu = a + b*x"),
];

#[test]
fn equations_in_latex_are_models() {
    for (text, expected) in LATEX {
        let store = Store::new();
        let Ok((Description::Model(model), note)) = read_latex(&store, text) else {
            panic!("{text}");
        };
        let index = note.is_some_and(|note| note.ends_with("the index i is left out"));
        assert_eq!(index, text.contains("_{i") || text.contains("_i"), "{text}");
        let read = store.eq(model.left, model.predictor);
        assert_eq!(&plain(&store, read), expected);
        converted(&store, &model);
    }
    let store = Store::new();
    for text in [
        r"\log p",
        r"\frac{1}{",
        r"b + w x = v + \log u",
        r"\log\frac{p_k}{p_K} = b_k + w_k x",
        "\\(",
    ] {
        let fault = read_latex(&store, text).expect_err(text);
        assert!(text.get(fault.span.clone()).is_some(), "{text}: {fault:?}");
    }
}

/// The equation of a multinomial model is the network's result again.
#[test]
fn equations_of_several_categories_are_networks() {
    for (text, results) in [
        (
            "log(p[k]/p[3]) = b[k] + w[k]*x",
            ["log(p_1/p_3) = b_1 + w_1*x", "log(p_2/p_3) = b_2 + w_2*x"],
        ),
        (
            "log(p[k]) - log(p[3]) = b[k] - sum(j, 1, 2, w[k,j]*x[j])",
            [
                "log(p_1/p_3) = b_1 - w[1, 1]*x_1 - w[1, 2]*x_2",
                "log(p_2/p_3) = b_2 - w[2, 1]*x_1 - w[2, 2]*x_2",
            ],
        ),
        (
            r"\log\frac{p_k}{p_3} = \beta_{k1} x_1 + \beta_{k2} x_2",
            [
                "log(p_1/p_3) = beta[1, 1]*x_1 + beta[1, 2]*x_2",
                "log(p_2/p_3) = beta[2, 1]*x_1 + beta[2, 2]*x_2",
            ],
        ),
    ] {
        let store = Store::new();
        let read = match text.contains('\\') {
            true => read_latex(&store, text).map(|(description, _)| description),
            false => parse::description(&store, text).map_err(|mut faults| faults.remove(0)),
        };
        let Ok(Description::Network(network)) = read else {
            panic!("{text}: {read:?}");
        };
        let found = equiff::derive::derive(&store, &network);
        assert!(matches!(found.replay(&store), Some(Ok(_))), "{text}");
        let conjuncts = found.page.result.iter().flat_map(|f| store.conjuncts(*f));
        let said: Vec<String> = conjuncts.map(|f| plain(&store, f)).collect();
        for result in results {
            assert!(said.iter().any(|s| s == result), "{text}: {said:?}");
        }
        let again = parse::network(&store, &describe(&store, &network)).expect("it reads back");
        assert_eq!(describe(&store, &again), describe(&store, &network));
    }
    for (text, why) in [
        ("log(p[k]/p[K]) = b[k] + w[k]*x", "has to be known"),
        ("log(pi[k]/pi[3]) = b[k] + w[k]*x", "is a number"),
        ("log(p[k]/p[3]) = b + w[k]*x", "of this category"),
        ("log(p[k]/p[3]) = b[k] + w[k]*k", "of this category"),
        ("log(p[k]/p[3]) = b[k] + w[k+1]*x", "of this category"),
        ("log(p[k]/p[3]) = b[k] + w[k]*p", "of this category"),
        ("log(p[k]/p[3]) = b[k] + c[k] + w[k]*x", "no input"),
        ("log(p[k]/p[3]) = w[k]*x + v[k]*x", "several terms"),
        (
            "log(p[k]/p[3]) = b[k] + sum(j, 1, n, w[k,j]*x[j])",
            "number of inputs",
        ),
        (
            "log(p[k]/p[3]) = sum(j, -9000000000000000000, 9000000000000000000, w[k,j]*x[j])",
            "number of inputs",
        ),
    ] {
        let store = Store::new();
        let faults = parse::description(&store, text).expect_err(text);
        assert!(faults[0].label.contains(why), "{text}: {faults:?}");
    }
}

/// What people see of models: each is proved in the tests above or here.
#[test]
fn pages_of_models_are_as_they_were() {
    let equations = [
        ("logit", "log(p/(1-p)) = b + w_age age + w_dose dose"),
        ("square_root", "sqrt(mu) = b + sum(j, 1, n, w[j] x[j])"),
        ("own_link", "log(1/p - 1) = 0.5 - 2*x"),
        ("named_logit", "logit(p_1) = w*x"),
        ("difference_of_logarithms", "log(p) - log(1-p) = b + w*x"),
        ("same_logarithms", "log(y) + log(y) = b + w*x"),
        ("sum_of_logarithms", "log(y) + 3 - log(1 + y) = b + w*x"),
    ];
    for (name, text) in equations {
        let store = Store::new();
        let model = equation(&store, text);
        let (network, converted) = converted(&store, &model);
        show(&store, name, &converted.derivation.page, &network);
    }
    let formulas: [(&str, &str, &str, &[&str]); 3] = [
        ("interaction", "am ~ wt + hp + wt:hp", "binomial", &[]),
        (
            "factors",
            "breaks ~ wool * tension",
            "poisson",
            &["wool=A,B", "tension=L,M,H"],
        ),
        (
            "offset",
            "claims ~ age + I(age^2) + offset(log(years))",
            "poisson",
            &[],
        ),
    ];
    for (name, formula, family, levels) in formulas {
        let store = Store::new();
        let glm = glm(&store, &asked(formula, family, levels));
        let blocks = glm.blocks();
        let Description::Model(model) = &glm.description else {
            panic!("{name}: no model");
        };
        let (network, converted) = converted(&store, model);
        let mut page = converted.derivation.page;
        page.blocks.splice(0..0, blocks);
        show(&store, name, &page, &network);
    }
}

fn show(store: &Store, name: &str, page: &Page, network: &Network) {
    let mut text = String::new();
    for format in render::ALL
        .iter()
        .filter(|f| ["unicode", "latex", "mathml"].contains(&f.name))
    {
        let options = Options {
            width: Some(80),
            ..Options::default()
        };
        text += &format!("==== {}: {name}\n", format.name);
        text += &(format.write)(store, page, &options);
    }
    text += &format!("==== net: {name}\n{}", describe(store, network));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/models");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A network is described by a text that describes the same network.
#[test]
fn descriptions_read_back() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<String> = Vec::new();
    for folder in ["examples", "tests/data/hard"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "net") {
                texts.push(std::fs::read_to_string(&path).expect("a file"));
            }
        }
    }
    texts.extend(
        [
            "p = sigmoid(b + w_1*x_1)",
            "inputs x[3]\nactivation f(z) = tanh(z)/2 + 1/2\nlayer 2 f\nlayer 3 softmax\noutput p, q, r",
            "inputs x_1, x_2\nweights 1, -2; 0.5, w\nbias none\nactivation relu(threshold=0.5)",
            "inputs x\nactivation negative_binomial(2)",
            "inputs x[n]\nlayer m exp bias none\nlayer 1 identity",
        ]
        .map(str::to_owned),
    );
    assert!(texts.len() > 12, "{}", texts.len());
    for text in texts {
        let store = Store::new();
        let read = |text: &str| {
            parse::network(&store, text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
        };
        let first = read(&text);
        let once = describe(&store, &first);
        let again = read(&once);
        assert_eq!(once, describe(&store, &again), "{text}");
        let pages = [derive(&store, &first).page, derive(&store, &again).page];
        assert_eq!(pages[0].network, pages[1].network, "{text}");
        assert_eq!(pages[0].result, pages[1].result, "{text}");
        assert_eq!(pages[0].verdict, pages[1].verdict, "{text}");
    }
}

/// Whatever is written as a formula, an equation or LaTeX, there is an answer or a fault with a place.
#[test]
fn nothing_that_is_typed_breaks_the_readers() {
    const PARTS: &[&str] = &[
        "y",
        "~",
        "x",
        "+",
        "-",
        ":",
        "*",
        "/",
        "^",
        "2",
        "(",
        ")",
        "I(",
        "log(",
        "offset(",
        "`",
        "%in%",
        "%",
        "1",
        "0",
        ".",
        ",",
        " ",
        "=",
        "x_1",
        "\u{436}",
        "|",
        "{",
        "\\frac",
        "\\log",
        "}",
        "p",
        "_",
        "[",
        "]",
        "factor(f)",
        "f",
        "e",
        "3.5",
        "\u{1F600}",
        "where",
        "sum(",
        "<",
        "$",
        "\n",
    ];
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..4000 {
        let count = random.usize(1..12);
        let parts = (0..count).map(|_| PARTS[random.usize(..PARTS.len())]);
        let text: String = parts.collect();
        let store = Store::new();
        let within = |source: &str, span: &std::ops::Range<usize>| {
            assert!(source.get(span.clone()).is_some(), "{text}: {span:?}");
        };
        let formula = format!("y ~ {text}");
        for formula in [&text, &formula] {
            match read(&store, &asked(formula, "binomial", &["f=a,b"])) {
                Ok(glm) => {
                    if let Description::Model(model) = &glm.description {
                        // A reason is an answer as well.
                        let _ = model::convert(&store, model);
                    }
                }
                Err(fault) => within(&fault.text, &fault.diagnostic.span),
            }
        }
        if let Err(fault) = read_latex(&store, &text) {
            within(&text, &fault.span);
        }
        for fault in parse::description(&store, &text)
            .err()
            .into_iter()
            .flatten()
        {
            within(&text, &fault.span);
        }
    }
}
