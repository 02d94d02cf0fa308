//! Every scalar link is found by solving its activation's equation, and proved by replay.
use equiff::derive::inversion::invert;
use equiff::derive::record::proof_of;
use equiff::expr::Store;
use equiff::kernel::{Kernel, Rule};
use equiff::links::{self, Shape};
use equiff::parse;

#[test]
fn every_link_is_found_in_its_usual_form() {
    for link in links::ALL.iter().filter(|link| link.shape == Shape::Scalar) {
        let s = Store::new();
        let k = Kernel::new(&s);
        let read = |text: &str| parse::formula(&s, text).unwrap();
        let given: Vec<_> = link
            .parameters
            .iter()
            .flat_map(|p| p.given)
            .map(|text| read(text))
            .collect();
        let usual = read(link.forward);
        let found = invert(
            &k,
            s.name("mu"),
            s.name("eta"),
            read(link.inverse),
            &given,
            Some(usual),
        );
        let found = found.unwrap_or_else(|_| panic!("{}: no inverse found", link.name));
        assert!(found.link == usual, "{}: another form", link.name);
        let fresh = Kernel::new(&s);
        let replayed = proof_of(&found.chain, &given).replay(&fresh);
        assert_eq!(replayed.as_ref(), Ok(&found.chain.theorem), "{}", link.name);
    }
}

#[test]
fn every_rule_is_read() {
    for entry in equiff::rules::ALL.iter().flat_map(|list| list.iter()) {
        let s = Store::new();
        if let Err(faults) = Rule::parse(&s, entry) {
            panic!("{}: {faults:?}", entry.name);
        }
    }
}
