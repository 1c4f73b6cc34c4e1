//! Which addresses are on the internet, and which are somebody's own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

const fn v4(a: u8, b: u8, c: u8, d: u8, len: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), len)
}

const fn v6(a: u16, b: u16, c: u16, len: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), len)
}

/// What IANA has set aside in IPv4 for other things than hosts on the internet.
const EGNA_V4: [Ipv4Net; 16] = [
    v4(0, 0, 0, 0, 8),       // this network
    v4(10, 0, 0, 0, 8),      // private
    v4(100, 64, 0, 0, 10),   // behind a carrier's translation
    v4(127, 0, 0, 0, 8),     // loopback
    v4(169, 254, 0, 0, 16),  // link-local, and what clouds tell their machines
    v4(172, 16, 0, 0, 12),   // private
    v4(192, 0, 0, 0, 24),    // protocol assignments
    v4(192, 0, 2, 0, 24),    // documentation
    v4(192, 31, 196, 0, 24), // AS112
    v4(192, 52, 193, 0, 24), // AMT
    v4(192, 88, 99, 0, 24),  // relays of 6to4
    v4(192, 168, 0, 0, 16),  // private
    v4(198, 18, 0, 0, 15),   // benchmarking
    v4(198, 51, 100, 0, 24), // documentation
    v4(203, 0, 113, 0, 24),  // documentation
    v4(224, 0, 0, 0, 3),     // multicast, reserved, broadcast
];

/// Where hosts on the internet are in IPv6; loopback, private, link-local and multicast are outside.
const VARLDEN_V6: Ipv6Net = v6(0x2000, 0, 0, 3);

/// What is set aside within it.
const EGNA_V6: [Ipv6Net; 5] = [
    v6(0x2001, 0, 0, 23),         // protocol assignments: Teredo, benchmarking, ORCHID
    v6(0x2001, 0xdb8, 0, 32),     // documentation
    v6(0x2002, 0, 0, 16),         // 6to4, which carries an IPv4 address
    v6(0x2620, 0x4f, 0x8000, 48), // AS112
    v6(0x3fff, 0, 0, 20),         // documentation
];

/// Where a translator gives IPv4 addresses a place in IPv6.
const NAT64: Ipv6Net = v6(0x64, 0xff9b, 0, 96);

/// Whether an address is that of a host on the internet. One in IPv6 that stands for one in IPv4 is judged as that.
///
/// ```
/// use finsam_api::webhook::is_public;
///
/// assert!(is_public("192.36.148.17".parse()?));
/// assert!(!is_public("169.254.169.254".parse()?));
/// assert!(!is_public("::ffff:10.0.0.1".parse()?));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !EGNA_V4.iter().any(|net| net.contains(&address)),
        IpAddr::V6(address) => match within(address) {
            Some(within) => is_public(IpAddr::V4(within)),
            None => VARLDEN_V6.contains(&address) && !EGNA_V6.iter().any(|net| net.contains(&address)),
        },
    }
}

/// The IPv4 address that one in IPv6 stands for.
fn within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = address.octets();
    let translated = NAT64.contains(&address).then(|| Ipv4Addr::new(a, b, c, d));
    address.to_ipv4_mapped().or(translated)
}

/// The networks that this machine has an address in, as it has them now.
///
/// # Errors
/// What the operating system says.
pub(super) fn own() -> std::io::Result<Vec<IpNet>> {
    let net = |interface: if_addrs::Interface| match interface.addr {
        if_addrs::IfAddr::V4(own) => Ipv4Net::with_netmask(own.ip, own.netmask).ok().map(IpNet::V4),
        if_addrs::IfAddr::V6(own) => Ipv6Net::with_netmask(own.ip, own.netmask).ok().map(IpNet::V6),
    };
    Ok(if_addrs::get_if_addrs()?.into_iter().filter_map(net).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn public(text: &str) -> bool {
        is_public(text.parse().unwrap())
    }

    #[test]
    fn somebodys_own_addresses_are_not_public() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.1.2.3",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::192.36.148.17",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:0:8.8.8.8",
            "64:ff9b::10.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::8.8.8.8",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:808:808::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
        ] {
            assert!(!public(text), "{text}");
        }
    }

    #[test]
    fn addresses_on_the_internet_are_public() {
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "192.36.148.17",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:192.36.148.17",
            "64:ff9b::192.36.148.17",
            "2001:200::1",
            "2001:67c:2564::1",
            "2003::1",
            "2a00:801::1",
            "3ffe::1",
        ] {
            assert!(public(text), "{text}");
        }
    }

    proptest! {
        /// However an address of IPv4 is dressed, it is judged as itself.
        #[test]
        fn a_dressed_address_is_judged_as_itself(bits in any::<u32>()) {
            let plain = Ipv4Addr::from(bits);
            let [a, b, c, d] = plain.octets();
            let low = [u16::from(a) << 8 | u16::from(b), u16::from(c) << 8 | u16::from(d)];
            for high in [[0, 0, 0, 0, 0, 0xffff], [0x64, 0xff9b, 0, 0, 0, 0]] {
                let dressed = Ipv6Addr::new(high[0], high[1], high[2], high[3], high[4], high[5], low[0], low[1]);
                prop_assert_eq!(is_public(dressed.into()), is_public(plain.into()), "{}", dressed);
            }
        }

        /// What the standard library knows to be somebody's own is never public.
        #[test]
        fn it_agrees_with_the_standard_library(bits in any::<u32>(), wide in any::<u128>()) {
            let (v4, v6) = (Ipv4Addr::from(bits), Ipv6Addr::from(wide));
            let own = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast()
                || v4.is_broadcast() || v4.is_documentation() || v4.is_unspecified();
            prop_assert!(!own || !is_public(v4.into()), "{}", v4);
            let own = v6.is_loopback() || v6.is_unspecified() || v6.is_multicast() || v6.is_unique_local()
                || v6.is_unicast_link_local();
            prop_assert!(!own || !is_public(v6.into()), "{}", v6);
        }

        #[test]
        fn every_set_aside_network_is_refused_whole(net in prop::sample::select(EGNA_V4.to_vec()), host in any::<u32>()) {
            let mask = u32::from(net.hostmask());
            let inside = Ipv4Addr::from(u32::from(net.network()) | host & mask);
            prop_assert!(!is_public(inside.into()), "{}", inside);
        }
    }

    #[test]
    fn this_machine_knows_its_own_networks() {
        let own = own().unwrap();
        assert!(own.iter().any(|net| net.contains(&IpAddr::V4(Ipv4Addr::LOCALHOST))), "{own:?}");
    }
}
