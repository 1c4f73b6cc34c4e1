//! Any bytes as the body of an import, in each format: never a panic, and what is read writes back the same.
#![no_main]

use std::ops::ControlFlow;

use finsam_api::las::{Format, Limits, for_each, json};
use finsam_core::protokoll::Importpost;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: (u8, &[u8])| {
    let (kind, bytes) = data;
    let format = Format::ALL[usize::from(kind) % Format::ALL.len()];
    let limits = Limits { post_bytes: 4096, only_keys: false };
    let read = for_each(format, bytes, &limits, &mut |post| {
        if let Ok(record) = post.parse() {
            let written = serde_json::to_vec(&record).unwrap_or_default();
            let again: Result<Importpost, _> = json::parse(&written);
            assert_eq!(again.ok().as_ref(), Some(&record));
        }
        ControlFlow::Continue(())
    });
    drop(read);
});
