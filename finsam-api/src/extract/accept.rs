//! Which of the formats that can be given a caller prefers, by `Accept` (RFC 9110).

use axum::http::{HeaderMap, header};

/// The format that the caller prefers, each offered by its media type: the first of the best, the first of all when it
/// does not say; `None` when it accepts none of them.
pub fn accepted<T: Copy>(headers: &HeaderMap, offers: &[(T, &str)]) -> Option<T> {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let accept = values.collect::<Vec<_>>().join(",");
    if accept.is_empty() {
        return offers.first().map(|(format, _)| *format);
    }
    let mut best = None;
    for (format, exact) in offers {
        let q = quality(&accept, exact);
        if q > 0.0 && best.is_none_or(|(_, standing)| q > standing) {
            best = Some((*format, q));
        }
    }
    best.map(|(format, _)| format)
}

/// How much a media type is wanted: by the range that names it most closely.
fn quality(accept: &str, exact: &str) -> f32 {
    let wide = exact.split_once('/').map(|(kind, _)| format!("{kind}/*")).unwrap_or_default();
    let ranges = accept.split(',').filter_map(|range| {
        let mut pieces = range.split(';').map(str::trim);
        let name = pieces.next()?.to_ascii_lowercase();
        let q = pieces.find_map(|piece| piece.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        let rank = [exact, wide.as_str(), "*/*"].iter().position(|known| *known == name)?;
        Some((rank, q))
    });
    ranges.min_by_key(|(rank, _)| *rank).map_or(0.0, |(_, q)| q)
}
