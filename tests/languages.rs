//! Languages: every sentence that pages have is in the tables, and every entry of a table is used.

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use equiff::derive::form::{Form, Logit, Side};
use equiff::derive::{digits, model};
use equiff::expr::{Expr, Store};
use equiff::glm::{self, Asked};
use equiff::languages;
use equiff::links::{self, Link, Parameter, Shape};
use equiff::network::Description;
use equiff::render::localise::{self, Translator};
use equiff::render::page::{Block, Page, Piece, Text};
use equiff::render::{self, Options};
use equiff::statistics::greek;
use equiff::{activations, derive, families, parse, statistics};

fn values(parameters: &[Parameter]) -> String {
    let values: Vec<&str> = parameters
        .iter()
        .map(|parameter| parameter.default.unwrap_or("1/2"))
        .collect();
    match values.as_slice() {
        [] => String::new(),
        values => format!("({})", values.join(", ")),
    }
}

/// An activation as a description names it.
fn activation(link: &Link) -> String {
    format!("{}{}", link.names[0], values(link.parameters))
}

/// Descriptions of networks of every kind.
fn networks() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let scalar = links::ALL.iter().filter(|link| link.shape == Shape::Scalar);
    let mut calls: Vec<String> = scalar.map(|link| activation(link)).collect();
    let others = activations::ALL.iter();
    calls.extend(others.map(|a| format!("{}{}", a.names[0], values(a.parameters))));
    for call in &calls {
        all.push(format!("inputs x_1, x_2\nactivation {call}\noutput p"));
        all.push(format!(
            "inputs x\nweights 0.5\nbias -1.25\nactivation {call}"
        ));
        all.push(format!("inputs x[n]\nactivation {call}"));
    }
    for rest in [
        "layer 2 softmax",
        "layer 3 softmax",
        "layer K softmax",
        "layer 2 softmax weights 1.5, -2; 0.25, 1 bias 1, 2",
        "layer 5 linear\nlayer 3 softmax",
        "layer 5 linear\nlayer 1 sigmoid",
        "layer 5 linear\nlayer 4 linear\nlayer 1 sigmoid",
        "layer 2 linear weights 1, 2.5; 3, 4.25 bias 1, 1.5\nlayer 1 sigmoid weights 1, 2.75 bias 0",
        "layer 4 tanh\nlayer 1 sigmoid",
        "layer 4 tanh\nlayer 4 tanh\nlayer 1 sigmoid",
        "layer 4 relu\nlayer 3 softmax",
        "layer 2 relu weights 1, 2.5; 3, 4.25 bias 1, 1.5\nlayer 1 sigmoid weights 1, 2.75 bias 0",
        "layer 2 tanh weights 1, 2.5; 3, 4.25 bias 1, 1.5\nlayer 1 linear weights 1, 2.75 bias 0",
        "layer 2 linear",
        "layer 1 sigmoid bias none",
        "layer 1 softmax",
    ] {
        all.push(format!("inputs x_1, x_2\n{rest}"));
        if !rest.contains("weights") {
            all.push(format!("inputs x[n]\n{rest}"));
        }
    }
    for text in [
        "p = sigmoid(b + w_1*x_1 + w_2*x_2)",
        "p = 1/(1 + exp(-(b + w*x)))",
        "y = tan(b + w*x)",
        "y = (b + w*x)^2",
        "y = (b + w*x)^3",
        "y = abs(b + w*x)",
        "y = max(0, b + w*x)",
        "y = sqrt(b + w*x)",
        "y = log(1 + exp(b + w*x))",
        "y = exp(b + w*x)/(1 + exp(b + w*x))",
        "y = asinh(b + w*x)",
        "y = acosh(b + w*x)",
        "y = asin(b + w*x)",
        "y = acos(b + w*x)",
        "y = atan(b + w*x)",
        "y = 10^(b + w*x)",
        "y = log10(b + w*x)",
        "y = log2(b + w*x)",
        "y = cosh(b + w*x)",
        "y = erf(b + w*x)",
        "y = Phi_inv(b + w*x)",
        "y = logit(b + w*x)",
        "y = atanh(b + w*x)",
        "y = 3",
        "y = x*w + exp(x)",
        "y = if(b + w*x > 0, b + w*x, 2*(b + w*x))",
        "y = (b + w*x)^2 + (b + w*x)",
        "y = exp(b + w*x) - exp(-(b + w*x))",
    ] {
        all.push(text.to_owned());
    }
    for folder in ["examples", "tests/data/hard"] {
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "net") {
                all.push(std::fs::read_to_string(path).expect("a text"));
            }
        }
    }
    all
}

/// Pages of every kind.
fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    let store = Store::new();
    let mut add = |page: Page, blocks: Option<Vec<Block>>| {
        let mut page = page;
        page.blocks.extend(blocks.into_iter().flatten());
        pages.push(page);
    };
    for text in networks() {
        let network = parse::network(&store, &text).expect(&text);
        let found = derive::derive(&store, &network);
        // The others have the sections that links have, below.
        let greek = greek::section(&store, &found);
        if greek.is_some() {
            add(derive::derive(&store, &network).page, greek);
        }
        let own = text.contains("layer") || text.contains("0.5") || text.contains("gelu");
        let account = own.then(|| statistics::of(&store, &found, None).ok());
        add(found.page, account.flatten().map(|account| account.blocks));
        if let Ok((rounded, rounding)) = digits::of_network(&store, &network, 1) {
            let found = derive::derive(&store, &rounded);
            let block = rounding.block(&store, &found);
            add(found.page, block.map(|block| vec![block]));
        }
        if !text.contains("layer") && !text.contains("x[n]") {
            continue;
        }
        for (side, logit) in [(Side::Mean, Logit::Fraction), (Side::Both, Logit::Function)] {
            add(
                derive::derive_in(&store, &network, Form { side, logit }).page,
                None,
            );
        }
    }
    for link in links::ALL {
        let call = activation(link);
        let network = match link.shape {
            Shape::Scalar => format!("inputs x_1, x_2\nactivation {call}\noutput p"),
            Shape::Categories => "inputs x_1, x_2\nlayer 3 softmax".to_owned(),
        };
        let network = parse::network(&store, &network).expect("a network");
        // Every family once, every link once.
        let families = link.canonical_for.iter().chain(link.used_with);
        let several = matches!(link.name, "log" | "identity");
        for family in families.take(if several { usize::MAX } else { 1 }) {
            let found = derive::derive(&store, &network);
            let family = families::find(family).expect("a family");
            let account = statistics::of(&store, &found, Some(family)).expect("it fits");
            let mut found = found;
            statistics::name_by_family(&mut found, family);
            add(found.page, Some(account.blocks));
        }
    }
    for equation in [
        "log(p/(1-p)) = b + w_1*x_1 + w_2*x_2",
        "logit(p) = b + sum(j, 1, n, w[j]*x[j])",
        "log(mu) = b + w*x",
        "log(mu) = 0.5 - 1.25*x",
        "1/mu = b + w*x",
        "mu^3 = b + w*x",
        "exp(mu) + mu = b + w*x",
        "log(p) - log(1 - p) = b + w*x",
    ] {
        let Ok(Description::Model(asked)) = parse::description(&store, equation) else {
            panic!("{equation}")
        };
        if let Ok(converted) = model::convert(&store, &asked) {
            let found = converted.derivation;
            let blocks = statistics::of(&store, &found, None).ok().map(|s| s.blocks);
            add(found.page, blocks);
        }
    }
    for (formula, family, levels) in [
        ("y ~ x + z", "gaussian", vec![]),
        ("cbind(a, b) ~ x", "binomial", vec![]),
        ("y ~ g*x + I(x^2)", "poisson", vec!["g=u,v,w"]),
        ("y ~ h + offset(log(t))", "gamma", vec!["h=lo<mid<hi<top"]),
        ("g ~ x", "multinomial", vec!["g=u,v,w"]),
    ] {
        let asked = Asked {
            formula,
            family: Some(family),
            levels,
            ..Asked::default()
        };
        let read = glm::read(&store, &asked).unwrap_or_else(|e| panic!("{formula}: {e:?}"));
        let (blocks, family) = (read.blocks(), read.family);
        let mut found = match read.description {
            Description::Model(asked) => {
                let converted = model::convert(&store, &asked);
                converted.expect("a network").derivation
            }
            Description::Network(network) => derive::derive(&store, &network),
        };
        statistics::name_by_family(&mut found, family);
        add(found.page, Some(blocks));
    }
    pages
}

/// The reason of a rule, with formulas for the terms that it names.
fn why(text: &str) -> Text {
    let store = Store::new();
    let parts = text.split(['{', '}']).enumerate();
    parts.fold(Text::default(), |text, (k, part)| match k % 2 {
        0 => text.words(part),
        _ => text.math(store.name(part)),
    })
}

/// What was looked up for all pages and not found.
fn looked_up(code: &str) -> Vec<String> {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    let language = languages::find(code).expect("a language");
    let translator = Translator::new(language);
    for page in PAGES.get_or_init(pages) {
        translator.page(page);
    }
    for entry in equiff::rules::ALL.iter().flat_map(|rules| rules.iter()) {
        translator.text(&why(entry.why));
    }
    for law in equiff::laws::ALL.iter().flat_map(|laws| laws.iter()) {
        translator.text(&law.why.into());
    }
    translator.missing()
}

/// What links, activations and families say of themselves: one of them is added in a file of its
/// own, and speaks English until it is translated.
fn declared() -> Vec<&'static str> {
    let links = links::ALL
        .iter()
        .flat_map(|link| [link.why, link.regression]);
    let activations = activations::ALL.iter().map(|activation| activation.why);
    let families = families::ALL.iter().flat_map(|family| {
        let dispersion = family.dispersion.unwrap_or_default();
        [family.response, family.title, family.loss.name, dispersion]
    });
    links.chain(activations).chain(families).collect()
}

#[test]
fn every_sentence_is_translated() {
    let mut open = String::new();
    for language in languages::ALL {
        if language.messages.is_empty() {
            continue;
        }
        let declared = declared();
        let (own, missing): (Vec<String>, Vec<String>) = looked_up(language.code)
            .into_iter()
            .partition(|sentence| declared.iter().any(|text| text.contains(sentence.as_str())));
        assert!(
            missing.is_empty(),
            "{}: {} missing:\n{}",
            language.code,
            missing.len(),
            missing.join("\n")
        );
        open += &format!("{}: {} untranslated\n", language.code, own.len());
        own.iter()
            .for_each(|sentence| open += &format!("  {sentence}\n"));
    }
    snapshot("untranslated", &open);
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/languages");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn tables_have_the_same_messages() {
    let keys = |code: &str| -> BTreeSet<&'static str> {
        let language = languages::find(code).expect("a language");
        language.messages.iter().map(|(key, _)| *key).collect()
    };
    let first = keys("de");
    for language in languages::ALL.iter().filter(|l| !l.messages.is_empty()) {
        let own = keys(language.code);
        assert_eq!(
            own.len(),
            language.messages.len(),
            "{}: a message twice",
            language.code
        );
        assert_eq!(own, first, "{}", language.code);
    }
}

/// Every word of a message is a word of the sources: a message with another one says nothing.
#[test]
fn messages_have_the_words_of_the_sources() {
    let source = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let letters = |c: char| !c.is_alphabetic();
    let known: BTreeSet<&str> = source.split(letters).collect();
    let language = languages::find("de").expect("a language");
    for (message, _) in language.messages {
        for word in message.to_lowercase().split(letters) {
            // Plurals are made by the program.
            let single = word.strip_suffix('s').unwrap_or(word);
            assert!(
                known.contains(word) || known.contains(single),
                "{message}: {word}"
            );
        }
    }
}

/// The sources in small letters.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.ends_with("languages") {
            continue;
        }
        if path.is_dir() {
            all += &sources(&path);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all += &std::fs::read_to_string(&path).expect("a source");
        }
    }
    all.to_lowercase()
}

/// A page in a language is the same page: the same formulas in the same order, other words.
#[test]
fn only_words_change() {
    let store = Store::new();
    for text in [
        "inputs x_1, x_2\nactivation sigmoid\noutput p",
        "inputs x[n]\nlayer K softmax",
    ] {
        let network = parse::network(&store, text).expect("a network");
        let page = derive::derive(&store, &network).page;
        for language in languages::ALL {
            let said = localise::page(&page, language);
            assert_eq!(formulas(&said), formulas(&page), "{}", language.code);
            let same = said.message == page.message;
            assert_eq!(same, language.messages.is_empty(), "{}", language.code);
        }
    }
}

fn formulas(page: &Page) -> Vec<Expr> {
    let of = |text: &Text| -> Vec<Expr> {
        let pieces = text.0.iter();
        pieces
            .filter_map(|piece| match piece {
                Piece::Math(formula) => Some(*formula),
                _ => None,
            })
            .collect()
    };
    let mut all = of(&page.message);
    for block in &page.blocks {
        match block {
            Block::Heading(_) => {}
            Block::Paragraph(text) => all.extend(of(text)),
            Block::Formulas(formulas) => all.extend(formulas),
            Block::Derivation { first, lines } => {
                all.push(*first);
                for line in lines {
                    all.push(line.shown);
                    all.extend(of(&line.reason));
                }
            }
            Block::Dictionary(rows) => {
                for (left, right) in rows {
                    all.extend(of(left));
                    all.extend(of(right));
                }
            }
        }
    }
    all
}

/// The comma of decimals in every notation; a list of such numbers is not read as one number.
#[test]
fn decimals_have_the_sign_of_the_language() {
    let store = Store::new();
    let term = common::formula(&store, "y = 1.25*x + max(0.5, 2)");
    let language = languages::find("de").expect("a language");
    let options = |comma| Options {
        language,
        comma,
        ..Options::default()
    };
    for (name, point, comma) in [
        ("unicode", "1.25", "1,25"),
        ("latex", "1.25", "1{,}25"),
        ("markdown", "1.25", "1{,}25"),
        ("mathml", "<mn>1.25</mn>", "<mn>1,25</mn>"),
        ("typst", "1.25", "\"1,25\""),
        ("docx", ">1.25<", ">1,25<"),
    ] {
        let format = render::format(name).expect("a format");
        let write = |c| render::formula(format, &store, term, &options(c));
        assert!(write(false).contains(point), "{}", write(false));
        assert!(write(true).contains(comma), "{}", write(true));
        assert!(!write(true).contains(point), "{}", write(true));
        assert!(write(true).contains(';'), "{}", write(true));
    }
}

#[test]
fn pages_are_as_they_were() {
    for (name, text) in [
        (
            "fitted",
            "inputs age, dose\nweights 0.8, -1.25\nbias 0.5\nactivation sigmoid\noutput p",
        ),
        ("tanh", "inputs x[n]\nlayer 4 tanh\nlayer 1 sigmoid"),
        ("relu", "inputs x\nactivation relu"),
    ] {
        for language in languages::ALL.iter().filter(|l| !l.messages.is_empty()) {
            let store = Store::new();
            let network = parse::network(&store, text).expect("a network");
            let found = derive::derive(&store, &network);
            let mut page = found.page.clone();
            if name == "fitted" {
                let account = statistics::of(&store, &found, None).expect("a family");
                page.blocks.extend(account.blocks);
            }
            let page = localise::page(&page, language);
            let options = Options {
                width: Some(80),
                language,
                comma: language.comma,
                ..Options::default()
            };
            let format = render::format("unicode").expect("a format");
            let written = (format.write)(&store, &page, &options);
            snapshot(&format!("{name}-{}", language.code), &written);
        }
    }
}
