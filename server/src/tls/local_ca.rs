//! A certificate authority of one's own, for a server in an office without a public name.
//!
//! The authority is installed on every device once, so it is bound to what it is for: it can vouch for
//! private addresses and local names, never for a site on the internet. Its certificate lasts ten
//! years; the server's own is made anew whenever its names change or its time is nearly up.

use crate::clock::{DAY, Millis};
use crate::data_folder::{DataFolder, make_private, write_private};
use crate::{hex, random};
use anyhow::{Context, bail};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SerialNumber,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest as _, Sha256};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use time::OffsetDateTime;

const AUTHORITY_DAYS: i64 = 3_650;
/// Devices refuse certificates of servers that last longer than this.
const SERVER_DAYS: i64 = 397;
/// A server certificate is replaced this early.
const EARLY_DAYS: i64 = 30;

/// Names that never exist on the internet.
const LOCAL_SUFFIXES: &[&str] = &["localhost", "local", "lan", "internal", "home.arpa"];
/// Address ranges that are never routed on the internet.
const PRIVATE_V4: &[([u8; 4], u8)] = &[
    ([10, 0, 0, 0], 8),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
    ([169, 254, 0, 0], 16),
    ([127, 0, 0, 0], 8),
];
const PRIVATE_V6: &[(Ipv6Addr, u8)] = &[
    (Ipv6Addr::LOCALHOST, 128),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
];

/// What a start with `--tls-local` needs.
pub struct LocalTls {
    /// Certificate and key of the server.
    pub config: Arc<ServerConfig>,
    /// Certificate of the authority (PEM), for the devices.
    pub authority: String,
    /// Its SHA-256, to compare by eye.
    pub fingerprint: String,
}

/// Opens the authority of the data folder, or makes it, and vouches for these names and addresses.
pub fn open(folder: &DataFolder, names: &Names, now: Millis) -> anyhow::Result<LocalTls> {
    let tls = folder.tls();
    make_private(&tls)?;
    let (ca_file, key_file) = (tls.join("ca.pem"), tls.join("ca.key"));
    let scope_file = tls.join("ca.names");
    if !ca_file.exists() {
        let (certificate, key) = make_authority(&names.all(), now)?;
        write_private(&key_file, key.as_bytes())?;
        write_private(&scope_file, names.all().join("\n").as_bytes())?;
        write_private(&ca_file, certificate.as_bytes())?;
    }
    let authority = std::fs::read_to_string(&ca_file).context("data/tls/ca.pem")?;
    let key = KeyPair::from_pem(&std::fs::read_to_string(&key_file).context("data/tls/ca.key")?)?;
    let issuer = Issuer::from_ca_cert_pem(&authority, key)?;
    let scope = std::fs::read_to_string(&scope_file).unwrap_or_default();
    let names = names.within(&scope)?;

    let (chain_file, leaf_key_file) = (tls.join("server.pem"), tls.join("server.key"));
    let wanted = format!(
        "{}\n{}",
        names.join(" "),
        hex::encode(&Sha256::digest(&authority))
    );
    let note = tls.join("server.names");
    let made_for = std::fs::read_to_string(&note).unwrap_or_default();
    let good = made_for
        .split_once('\n')
        .is_some_and(|(expires, for_names)| {
            let expires: Millis = expires.parse().unwrap_or(0);
            for_names == wanted
                && now < expires - EARLY_DAYS * DAY
                && now > expires - SERVER_DAYS * DAY
        });
    if !good {
        let (certificate, key) = make_server(&issuer, &names, now)?;
        write_private(&leaf_key_file, key.as_bytes())?;
        write_private(&chain_file, certificate.as_bytes())?;
        let expires = now - DAY + SERVER_DAYS * DAY;
        write_private(&note, format!("{expires}\n{wanted}").as_bytes())?;
    }
    let der = CertificateDer::from_pem_slice(authority.as_bytes()).context("data/tls/ca.pem")?;
    let leaf = CertificateDer::from_pem_file(&chain_file).context("data/tls/server.pem")?;
    let key = PrivateKeyDer::from_pem_file(&leaf_key_file).context("data/tls/server.key")?;
    let fingerprint = fingerprint(&der);
    let config = super::configure(vec![leaf, der], key)?;
    Ok(LocalTls {
        config,
        authority,
        fingerprint,
    })
}

/// What this machine is called.
#[derive(Clone, Debug, Default)]
pub struct Names {
    given: Vec<String>,
    found: Vec<String>,
}

impl Names {
    /// The names given on the command line, and those found: host name and addresses.
    pub fn new(given: &[String], listen: IpAddr) -> anyhow::Result<Self> {
        let mut names = Self::default();
        for name in given {
            if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c == '/' || c == '*')
            {
                bail!("--tls-name {name:?} is no host name or address");
            }
            names.given.push(name.to_ascii_lowercase());
        }
        if let Ok(host) = std::fs::read_to_string("/proc/sys/kernel/hostname") {
            let host = host
                .trim()
                .split('.')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            if !host.is_empty() && host != "localhost" {
                names.found.push(format!("{host}.local"));
            }
        }
        names.found.push("localhost".to_owned());
        let elsewhere = [
            Ipv4Addr::new(10, 0, 0, 1).into(),
            Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 1).into(),
        ];
        let own = elsewhere.into_iter().filter_map(own_address);
        let loopback = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        let addresses = std::iter::once(listen).chain(own).chain(loopback);
        let addresses = addresses.filter(|address| !address.is_unspecified());
        names
            .found
            .extend(addresses.map(|address| address.to_string()));
        Ok(names)
    }

    /// All of them, each once.
    pub fn all(&self) -> Vec<String> {
        let mut seen = std::collections::HashSet::new();
        let all = self.given.iter().chain(&self.found);
        all.filter(|name| seen.insert(name.as_str()))
            .cloned()
            .collect()
    }

    /// Those that an authority made for `scope` can vouch for. What was found and cannot be is left
    /// out; what was given must be.
    fn within(&self, scope: &str) -> anyhow::Result<Vec<String>> {
        let allowed = |name: &str| is_local(name) || scope.lines().any(|line| line == name);
        if let Some(name) = self.given.iter().find(|name| !allowed(name)) {
            bail!(
                "the local authority was not made for {name}; remove data/tls to make a new one, \
                 which every device then installs again"
            );
        }
        Ok(self
            .all()
            .into_iter()
            .filter(|name| allowed(name))
            .collect())
    }
}

/// Whether a name or address means nothing on the internet.
fn is_local(name: &str) -> bool {
    match name.parse() {
        Ok(IpAddr::V4(address)) => PRIVATE_V4.iter().any(|(net, bits)| {
            (address.to_bits() ^ Ipv4Addr::from(*net).to_bits()) >> (32 - bits) == 0
        }),
        Ok(IpAddr::V6(address)) => PRIVATE_V6
            .iter()
            .any(|(net, bits)| (address.to_bits() ^ net.to_bits()) >> (128 - bits) == 0),
        Err(_) => LOCAL_SUFFIXES.iter().any(|suffix| {
            name.strip_suffix(suffix)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }),
    }
}

/// The address this machine would use to reach another; asking sends nothing.
fn own_address(other: IpAddr) -> Option<IpAddr> {
    let any: IpAddr = match other {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = std::net::UdpSocket::bind((any, 0)).ok()?;
    socket.connect((other, 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

fn make_authority(names: &[String], now: Millis) -> anyhow::Result<(String, String)> {
    let mut params = valid(CertificateParams::default(), now, AUTHORITY_DAYS)?;
    let tag = hex::encode(&random::bytes::<3>()?);
    params
        .distinguished_name
        .push(DnType::CommonName, format!("Yingke local CA {tag}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let own_names = names.iter().filter(|name| name.parse::<IpAddr>().is_err());
    let suffixes = LOCAL_SUFFIXES.iter().map(|suffix| (*suffix).to_owned());
    let dns = suffixes
        .chain(own_names.cloned())
        .map(GeneralSubtree::DnsName);
    let v4 = PRIVATE_V4
        .iter()
        .map(|(net, bits)| CidrSubnet::from_v4_prefix(*net, *bits));
    let v6 = PRIVATE_V6
        .iter()
        .map(|(net, bits)| CidrSubnet::from_v6_prefix(net.octets(), *bits));
    let own: Vec<IpAddr> = names.iter().filter_map(|name| name.parse().ok()).collect();
    let own = own.into_iter().map(|address| {
        CidrSubnet::from_addr_prefix(address, if address.is_ipv4() { 32 } else { 128 })
    });
    let addresses = v4.chain(v6).chain(own).map(GeneralSubtree::IpAddress);
    let permitted_subtrees = dns.chain(addresses).collect();
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees,
        excluded_subtrees: Vec::new(),
    });
    let key = KeyPair::generate()?;
    Ok((params.self_signed(&key)?.pem(), key.serialize_pem()))
}

fn make_server(
    issuer: &Issuer<'_, KeyPair>,
    names: &[String],
    now: Millis,
) -> anyhow::Result<(String, String)> {
    let mut params = valid(CertificateParams::new(names)?, now, SERVER_DAYS)?;
    params.distinguished_name.push(DnType::CommonName, "Yingke");
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate()?;
    Ok((params.signed_by(&key, issuer)?.pem(), key.serialize_pem()))
}

/// Sets the validity (from the day before, for clocks that are behind) and a random serial number.
fn valid(
    mut params: CertificateParams,
    now: Millis,
    days: i64,
) -> anyhow::Result<CertificateParams> {
    let at = |millis: Millis| OffsetDateTime::from_unix_timestamp(millis / 1_000);
    params.not_before = at(now - DAY)?;
    params.not_after = at(now - DAY + days * DAY)?;
    let mut serial = random::bytes::<16>()?;
    serial[0] &= 0x7f;
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params.distinguished_name = rcgen::DistinguishedName::new();
    Ok(params)
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let digest = Sha256::digest(certificate);
    let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_local_names_from_those_of_the_internet() {
        for local in [
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.20",
            "::1",
            "fd12::1",
            "shop.local",
            "localhost",
        ] {
            assert!(is_local(local), "{local}");
        }
        for public in [
            "8.8.8.8",
            "172.32.0.1",
            "2001:db8::1",
            "yingke.example",
            "notlocal",
            "local.example",
        ] {
            assert!(!is_local(public), "{public}");
        }
    }
}
