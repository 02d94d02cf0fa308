//! Random polynomial conditions: what the condition prover derives from them is held against a
//! grid of points.

use equiff::expr::{Expr, Head, Relation, Store};
use equiff::kernel::Kernel;
use equiff::kernel::facts::Facts;
use equiff::render::plain;
use fastrand::Rng;

const RELATIONS: [Relation; 6] = [
    Relation::Equal,
    Relation::NotEqual,
    Relation::Less,
    Relation::LessEqual,
    Relation::Greater,
    Relation::GreaterEqual,
];

struct Random<'a> {
    store: &'a Store,
    rng: Rng,
}

impl Random<'_> {
    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.usize(..all.len())]
    }

    fn variable(&mut self) -> Expr {
        let name = self.pick(&["x", "x", "y"]);
        self.store.name(name)
    }

    /// x - 1, 2 x + y, ...
    fn linear(&mut self) -> Expr {
        let s = self.store;
        let (a, b) = (self.variable(), self.variable());
        let (j, k) = (self.rng.i64(-2..3), self.rng.i64(-3..4));
        match self.rng.u8(..4) {
            0 => a,
            1 => s.add([a, s.int(k)].as_slice()),
            2 => s.add([s.mul([s.int(j), a].as_slice()), b].as_slice()),
            _ => s.add([a, s.mul([s.int(j), b].as_slice()), s.int(k)].as_slice()),
        }
    }

    fn term(&mut self) -> Expr {
        let s = self.store;
        let (a, b) = (self.linear(), self.linear());
        match self.rng.u8(..10) {
            0..=2 => a,
            3 | 4 => s.mul([a, b].as_slice()),
            5 => s.pow(a, s.int(self.rng.i64(2..4))),
            6 => s.add([s.pow(a, s.int(2)), b].as_slice()),
            7 => s.div(a, b),
            8 => {
                let name = self.pick(&["abs", "sqrt"]);
                s.call(name, &[a])
            }
            _ => {
                let name = self.pick(&["max", "min"]);
                s.call(name, &[a, b])
            }
        }
    }

    fn relation(&mut self) -> Expr {
        let r = self.pick(&RELATIONS);
        let right = match self.rng.u8(..3) {
            0 => self.term(),
            1 => self.linear(),
            _ => self.store.int(self.rng.i64(-3..4)),
        };
        let left = self.term();
        self.store.relate(r, left, right)
    }
}

/// The value at a point; NaN where it is undefined.
fn value(store: &Store, term: Expr, x: f64, y: f64) -> f64 {
    store.fold(term, |e, node, args: &[f64]| match &node.head {
        Head::Name(name) => {
            if &**name == "x" {
                x
            } else {
                y
            }
        }
        Head::Number(_) => store.small_integer(e).expect("a small number") as f64,
        Head::Add => args.iter().sum(),
        Head::Mul => args.iter().product(),
        Head::Neg => -args[0],
        Head::Div if args[1] == 0.0 => f64::NAN,
        Head::Div => args[0] / args[1],
        Head::Pow => args[0].powi(args[1] as i32),
        Head::Call(f) => match f.name {
            "abs" => args[0].abs(),
            "sqrt" => args[0].sqrt(),
            "max" if args[0] >= args[1] => args[0],
            "min" if args[0] <= args[1] => args[0],
            "max" | "min" => args[1],
            _ => f64::NAN,
        },
        _ => f64::NAN,
    })
}

/// Whether a relation holds at a point; `None` if it is too close to tell.
fn holds(store: &Store, relation: Expr, x: f64, y: f64) -> Option<bool> {
    let Head::Relation(r) = store.head(relation) else {
        return None;
    };
    let args = store.args(relation);
    let (a, b) = (value(store, args[0], x, y), value(store, args[1], x, y));
    if a.is_nan() || b.is_nan() {
        return Some(false);
    }
    let close = (a - b).abs() < 1e-9 * (1.0 + a.abs());
    if close && a != b {
        return None;
    }
    Some(match r {
        Relation::Equal => a == b,
        Relation::NotEqual => a != b,
        Relation::Less => a < b,
        Relation::LessEqual => a <= b,
        Relation::Greater => a > b,
        Relation::GreaterEqual => a >= b,
    })
}

#[test]
fn derived_conditions_are_true() {
    let tries: usize = match std::env::var("EQUIFF_STEPS") {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => 300,
    };
    let seed = std::env::var("EQUIFF_SEED").map_or(5, |text| text.parse().expect("a number"));
    let grid: Vec<f64> = (-16..=16).map(|k| f64::from(k) / 4.0).collect();
    let mut rng = Rng::with_seed(seed);
    let (mut derived, mut telling, mut wrong) = (0, 0, Vec::new());
    for _ in 0..tries {
        let store = Store::new();
        let kernel = Kernel::new(&store);
        let mut random = Random {
            store: &store,
            rng: rng.fork(),
        };
        let number = random.rng.usize(1..4);
        let known: Vec<Expr> = (0..number).map(|_| random.relation()).collect();
        let goal = random.relation();
        let facts = Facts::thorough(&store, kernel.arranger(), &known);
        if !facts.holds(goal) {
            continue;
        }
        derived += 1;
        let mut met = false;
        for x in &grid {
            for y in &grid {
                let all = known
                    .iter()
                    .all(|f| holds(&store, *f, *x, *y) == Some(true));
                met |= all;
                if all && holds(&store, goal, *x, *y) == Some(false) {
                    let known = plain(&store, store.and(known.iter().copied()));
                    wrong.push(format!("{known} gives {} at {x}, {y}", plain(&store, goal)));
                }
            }
        }
        telling += usize::from(met);
    }
    println!("{derived} derived, {telling} of them from what holds somewhere on the grid");
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
    assert!(telling > tries / 50, "{derived} derived, {telling} telling");
}
