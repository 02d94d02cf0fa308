//! TODO
use super::How::*;
use super::{Cues, Group};
use crate::document::acts::Act::*;
/// The words.
pub const CUES: Cues = Cues { code: "zh", common: "", groups: &[] };
