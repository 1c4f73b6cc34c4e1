//! Where a webhook is received: what can be said of an address without asking anyone.

use std::net::IpAddr;

use chrono::NaiveDate;
use finsam_core::identitet::looks_like_identity_number;
use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::FMT_06;
use finsam_core::regel::register::{REG_27, REG_32};
use reqwest::Url;

use super::{Installning, nat};

/// The longest address, in characters.
pub const LANGD: usize = 1_000;

/// A receiver, as its address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mottagare {
    pub(super) url: Url,
    pub(super) host: String,
    pub(super) port: u16,
    /// Its address, where it is named by that.
    pub(super) literal: Option<IpAddr>,
}

/// Everything that keeps an address from being that of a receiver. Where a name leads is asked when it is called.
///
/// # Errors
/// All faults.
pub fn check(text: &str, installning: &Installning, idag: NaiveDate) -> Result<(), Vec<Avvikelse>> {
    let mut found = Vec::new();
    if text.chars().count() > LANGD {
        found.push(REG_27.at("/url").expected(format!("at most {LANGD} characters")));
    }
    match parse(text) {
        None => found.push(FMT_06.at("/url").expected("https://host/path, without user and fragment")),
        Some(mottagare) => {
            let allowed = mottagare.scheme_is_allowed(installning)
                && mottagare.literal.is_none_or(|address| mottagare.may_be_at(address, installning, &[]));
            if !allowed {
                found.push(REG_32.at("/url").expected("https, outside the server's own network"));
            }
        }
    }
    if holds_number(text, idag) {
        found.push(REG_32.at("/url").expected("no identity number").saying(
            "Adressen innehåller något som kan vara ett identitetsnummer.",
            "The address holds what may be an identity number.",
        ));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// The receiver that an address names.
pub(super) fn parse(text: &str) -> Option<Mottagare> {
    let url = Url::parse(text).ok().filter(|_| !text.contains(|c: char| c.is_whitespace() || c.is_control()))?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let known = matches!(url.scheme(), "http" | "https");
    let (host, port) = (url.host_str()?.to_owned(), url.port_or_known_default()?);
    // However it was written, here an address in IPv4 has four numbers, and one in IPv6 stands in brackets.
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    (plain && known).then_some(Mottagare { url, host, port, literal })
}

impl Mottagare {
    pub(super) fn scheme_is_allowed(&self, installning: &Installning) -> bool {
        self.url.scheme() == "https" || installning.http
    }

    /// Whether it may be called at an address: one on the internet that is not on a network of this machine's own, or
    /// one that the settings allow.
    pub(super) fn may_be_at(&self, address: IpAddr, installning: &Installning, own: &[ipnet::IpNet]) -> bool {
        let plain = address.to_canonical();
        let allowed =
            |tillat: &super::Tillat| tillat.covers_address(plain) || tillat.covers_host(&self.host, self.port);
        let elsewhere = nat::is_public(address) && !own.iter().any(|net| net.contains(&plain));
        elsewhere || installning.tillat.iter().any(allowed)
    }
}

/// Whether digits in it, however they are divided, are an identity number.
fn holds_number(text: &str, idag: NaiveDate) -> bool {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    let pieces = decoded.split(|c: char| !(c.is_numeric() || matches!(c, '-' | '+')));
    pieces.into_iter().any(|piece| looks_like_identity_number(piece, idag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str, installning: &Installning) -> Vec<String> {
        let found = check(text, installning, "2015-06-01".parse().unwrap()).err().unwrap_or_default();
        found.iter().map(|one| one.kod.to_string()).collect()
    }

    #[test]
    fn a_receiver_is_at_https_on_the_internet() {
        let strict = Installning::default();
        for text in ["https://kommun.example.org/finsam?a=b", "https://192.36.148.17:8443/", "https://[2a00:801::1]/x"]
        {
            assert_eq!(codes(text, &strict), Vec::<String>::new(), "{text}");
        }
        for text in [
            "http://kommun.example.org/",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data",
            "http://[fd00:ec2::254]/",
        ] {
            assert_eq!(codes(text, &strict), ["REG-32"], "{text}");
        }
        for text in [
            "",
            "kommun.example.org",
            "ftp://kommun.example.org/",
            "file:///etc/passwd",
            "https://",
            "https://a b/",
            "https://user@kommun.example.org/",
            "https://:secret@kommun.example.org/",
            "https://kommun.example.org/#x",
            "https://kommun.example.org/\n",
            "gopher://127.0.0.1:70/",
        ] {
            assert_eq!(codes(text, &strict), ["FMT-06"], "{text}");
        }
        let long = format!("https://kommun.example.org/{}", "x".repeat(LANGD));
        assert_eq!(codes(&long, &strict), ["REG-27"]);
    }

    #[test]
    fn the_settings_let_through_what_they_name() {
        let installning = Installning { tillat: vec!["127.0.0.0/8".parse().unwrap()], http: true };
        assert!(codes("http://127.0.0.1:9000/", &installning).is_empty());
        assert_eq!(codes("http://10.0.0.1:9000/", &installning), ["REG-32"]);
        let named = Installning { tillat: vec!["10.0.0.1:9000".parse().unwrap()], http: false };
        assert!(codes("https://10.0.0.1:9000/", &named).is_empty());
        assert_eq!(codes("https://10.0.0.1/", &named), ["REG-32"]);
    }

    #[test]
    fn no_identity_number_stands_in_an_address() {
        let strict = Installning::default();
        for number in ["199003122380", "19900312-2380", "9003122380", "900312%2D2380", "900312%2B2380"] {
            for text in [format!("https://a.example.org/{number}"), format!("https://a.example.org/x?p={number}&q=1")] {
                assert_eq!(codes(&text, &strict), ["REG-32"], "{text}");
            }
        }
        assert!(codes("https://a.example.org/0190a5c0-7c00-7000-8000-000000000001", &strict).is_empty());
    }

    #[test]
    fn a_network_of_ones_own_is_not_the_internet() {
        let mottagare = parse("https://kommun.example.org/").unwrap();
        let (address, own) = ("192.36.148.17".parse().unwrap(), ["192.36.148.0/24".parse().unwrap()]);
        let strict = Installning::default();
        assert!(mottagare.may_be_at(address, &strict, &[]));
        assert!(!mottagare.may_be_at(address, &strict, &own));
        assert!(!mottagare.may_be_at("::ffff:192.36.148.17".parse().unwrap(), &strict, &own));
        let named = Installning { tillat: vec!["kommun.example.org:443".parse().unwrap()], http: false };
        assert!(mottagare.may_be_at(address, &named, &own));
    }
}
