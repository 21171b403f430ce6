"""A certificate for the local network: telephones open the camera only on https pages."""

import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from linli.site.home import Home, write_whole

# Telephones refuse certificates that run longer than 398 days.
LEAF_DAYS, RENEW_DAYS, AUTHORITY_DAYS = 397, 30, 3650

# The authority may speak only for networks that the Internet does not route (RFC 6890), so that a lost key
# opens nobody's bank.
LOCAL_NETWORKS = tuple(
    map(
        IPv4Network,
        (
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
        ),
    )
)


@dataclass(frozen=True)
class Certificate:
    """Files of the certificate, its key, and the authority that telephones must trust."""

    certificate: Path
    key: Path
    authority: Path


def local_address() -> str:
    """This machine's address in its network; 127.0.0.1 without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def is_local(address: str) -> bool:
    """Whether the authority may speak for this address."""
    return any(IPv4Address(address) in network for network in LOCAL_NETWORKS)


def certificate_for(home: Home, address: str, now: datetime) -> Certificate:
    """The stored certificate, or a new one when it ends soon or was made for another address."""
    home.tls.mkdir(mode=0o700, exist_ok=True)
    files = Certificate(home.tls / "web.pem", home.tls / "web.key", home.tls / "linli-ca.crt")
    if not files.authority.exists():
        _make_authority(home, files.authority, now)
    if not _fits(files, address, now):
        _make_leaf(home, files, address, now)
    return files


def _fits(files: Certificate, address: str, now: datetime) -> bool:
    if not (files.certificate.exists() and files.key.exists()):
        return False
    leaf = x509.load_pem_x509_certificates(files.certificate.read_bytes())[0]
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return ip_address(address) in names.get_values_for_type(x509.IPAddress) and (
        leaf.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)
    )


def _make_authority(home: Home, path: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Linli {socket.gethostname()}"[:64])
    allowed = [x509.IPAddress(network) for network in LOCAL_NETWORKS]
    builder = (
        _builder(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.NameConstraints([*allowed, x509.DNSName("localhost")], excluded_subtrees=None), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    write_whole(home.tls / "linli-ca.key", _pem(key))
    write_whole(path, builder.sign(key, SHA256()).public_bytes(Encoding.PEM), mode=0o644)


def _make_leaf(home: Home, files: Certificate, address: str, now: datetime) -> None:
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    signer = load_pem_private_key((home.tls / "linli-ca.key").read_bytes(), password=None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)  # noqa: S101
    key = ec.generate_private_key(ec.SECP256R1())
    addresses = {ip_address(address), IPv4Address("127.0.0.1")}
    names = [x509.DNSName("localhost"), *map(x509.IPAddress, sorted(addresses, key=int))]
    leaf = (
        _builder(_name("Linli"), authority.subject, key, now, LEAF_DAYS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, SHA256())
    )
    write_whole(files.key, _pem(key))
    write_whole(files.certificate, leaf.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + timedelta(days=days))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
