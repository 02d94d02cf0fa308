//! What must not change a verdict: other names, other order, another notation, a link that adds
//! nothing.
