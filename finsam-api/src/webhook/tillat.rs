//! Receivers that may be called though they are on the server's own network.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// A network, or a host at a port.
///
/// ```
/// use finsam_api::webhook::Tillat;
///
/// let net: Tillat = "10.20.0.0/16".parse()?;
/// let host: Tillat = "mottagare.internt.example:8443".parse()?;
/// assert_eq!(host.to_string(), "mottagare.internt.example:8443");
/// assert!("mottagare.internt.example".parse::<Tillat>().is_err(), "a host without a port");
/// assert!("10.20.0.1/16".parse::<Tillat>().is_err(), "10.20.0.0/16 is meant, or 10.20.0.1/32");
/// # Ok::<(), finsam_api::webhook::OkandMottagare>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tillat {
    /// Any receiver with an address in this network.
    Nat(IpNet),
    /// The receiver of this name, in lower case, at this port, wherever its address is.
    Vard(String, u16),
}

/// A text that names no receivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "ange ett nät (10.0.0.0/8) eller en värd med port (namn:443) / name a network (10.0.0.0/8) or a host with a port (name:443)"
)]
pub struct OkandMottagare;

impl Tillat {
    /// Whether it lets through whoever has this address.
    #[must_use]
    pub fn covers_address(&self, address: IpAddr) -> bool {
        match self {
            Self::Nat(net) => net.contains(&address.to_canonical()),
            Self::Vard(..) => false,
        }
    }

    /// Whether it lets through this host at this port.
    #[must_use]
    pub fn covers_host(&self, host: &str, port: u16) -> bool {
        matches!(self, Self::Vard(own, at) if own == host && *at == port)
    }
}

impl FromStr for Tillat {
    type Err = OkandMottagare;

    fn from_str(text: &str) -> Result<Self, OkandMottagare> {
        if let Ok(net) = text.parse::<IpNet>() {
            return if net.trunc() == net { Ok(Self::Nat(net)) } else { Err(OkandMottagare) };
        }
        let (host, port) = text.rsplit_once(':').ok_or(OkandMottagare)?;
        // As an address has it: `[::1]` for one in IPv6.
        let url = reqwest::Url::parse(&format!("https://{host}/")).map_err(|_| OkandMottagare)?;
        let named = url.host_str().filter(|named| named.eq_ignore_ascii_case(host)).ok_or(OkandMottagare)?;
        match port.parse() {
            Ok(port) if port != 0 => Ok(Self::Vard(named.to_owned(), port)),
            _ => Err(OkandMottagare),
        }
    }
}

impl fmt::Display for Tillat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nat(net) => net.fmt(f),
            Self::Vard(host, port) => write!(f, "{host}:{port}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tillat(text: &str) -> Tillat {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_allowed_is_read_as_it_is_written() {
        for text in ["10.0.0.0/8", "fd00::/8", "127.0.0.1/32", "localhost:8080", "[::1]:9000", "127.0.0.1:9000"] {
            assert_eq!(tillat(text).to_string(), text);
        }
        assert_eq!(tillat("Mottagare.EXAMPLE:443").to_string(), "mottagare.example:443");
        for text in
            ["", "10.0.0.0", "10.0.0.0/33", "host", "host:0", "host:x", ":80", "a b:80", "http://host:80", "host/x:80"]
        {
            assert_eq!(text.parse::<Tillat>(), Err(OkandMottagare), "{text}");
        }
    }

    #[test]
    fn a_network_covers_addresses_and_a_host_itself() {
        let net = tillat("10.20.0.0/16");
        assert!(net.covers_address("10.20.3.4".parse().unwrap()));
        assert!(net.covers_address("::ffff:10.20.3.4".parse().unwrap()));
        assert!(!net.covers_address("10.21.3.4".parse().unwrap()) && !net.covers_host("10.20.3.4", 443));
        let host = tillat("mottagare.example:8443");
        assert!(host.covers_host("mottagare.example", 8443));
        assert!(!host.covers_host("mottagare.example", 443) && !host.covers_host("x.mottagare.example", 8443));
        assert!(!host.covers_address("10.20.3.4".parse().unwrap()));
    }
}
