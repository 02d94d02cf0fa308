//! How much is tried for a claim: counted work, so that answers do not depend on the machine.

/// The usual number of steps of one proof search, in parts of formulas looked at.
pub const STEPS: u64 = 300_000;

/// How much is tried for a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget(u64);

impl Default for Budget {
    fn default() -> Budget {
        Budget(STEPS)
    }
}

impl Budget {
    /// So many steps for each proof that is looked for.
    pub fn new(steps: u64) -> Budget {
        Budget(steps)
    }

    /// The steps of one search.
    pub fn steps(self) -> u64 {
        self.0
    }

    /// How many evaluations at points there may be: as many more than usual as there are steps. They
    /// are never fewer, since few points may hide where a claim holds.
    pub fn evaluations(self, usual: usize) -> usize {
        let share = usual as u128 * u128::from(self.0.max(STEPS)) / u128::from(STEPS);
        usize::try_from(share).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evaluations_grow_in_proportion() {
        assert_eq!(Budget::default().evaluations(400_000), 400_000);
        assert_eq!(Budget::new(2 * STEPS).evaluations(400_000), 800_000);
        assert_eq!(Budget::new(1).evaluations(400_000), 400_000);
        assert_eq!(Budget::new(u64::MAX).evaluations(usize::MAX), usize::MAX);
    }
}
