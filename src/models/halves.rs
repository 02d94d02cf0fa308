//! Numbers of two bytes.

/// A number of half precision.
pub fn half(bits: u64) -> f64 {
    let (sign, exponent, fraction) = (bits >> 15 & 1, bits >> 10 & 31, (bits & 0x3ff) as f64);
    let size = match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1.0 + fraction / 1024.0) * 2_f64.powi(exponent as i32 - 15),
    };
    if sign == 1 { -size } else { size }
}

/// The upper half of a number of single precision.
pub fn brain(bits: u64) -> f64 {
    f32::from_bits((bits as u32) << 16).into()
}
