//! Every scalar link is found by solving, and proved.
use equiff::expr::Store;
use equiff::kernel::Kernel;
use equiff::links::{self, Shape};
use equiff::parse;
use equiff::render::plain;

#[test]
fn look() {
    for link in links::ALL {
        if link.shape != Shape::Scalar {
            continue;
        }
        let s = Store::new();
        let k = Kernel::new(&s);
        let y = s.name("mu");
        let eta = s.name("eta");
        let body = parse::formula(&s, link.inverse).unwrap();
        let usual = parse::formula(&s, link.forward).unwrap();
        let given: Vec<_> = link.parameters.iter().flat_map(|p| p.given).map(|g| parse::formula(&s, g).unwrap()).collect();
        println!("=== {}: mu = {}", link.names[0], link.inverse);
        match equiff::derive::inversion::invert(&k, y, eta, body, &given, Some(usual)) {
            Ok(inv) => {
                for t in &inv.chain.steps {
                    println!("   {:24} {}   {:?} open {:?}", t.step.rule, plain(&s, t.step.after), t.level, t.opened.iter().map(|c| plain(&s,*c)).collect::<Vec<_>>());
                }
                println!("   ==> {} | {:?} {}", plain(&s, inv.link), inv.chain.theorem.conditions().iter().map(|c| plain(&s,*c)).collect::<Vec<_>>(), if inv.link == usual {"USUAL"} else {"OTHER"});
            }
            Err(_) => println!("   STUCK"),
        }
    }
}
