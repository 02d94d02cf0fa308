//! The command `equiff`.
fn main() {}
