"""The certificate for the local network: accepted by a real handshake, renewed in time, bound to private nets."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from linli.site.home import Home
from linli.site.tls import LEAF_DAYS, RENEW_DAYS, certificate_for

NOW = datetime.now(UTC)


def shake_hands(files, name: str) -> None:
    """One TLS handshake between our certificate and a client that trusts only our authority."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(files.certificate, files.key)
    trusting = ssl.create_default_context(cafile=files.authority)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _address = listener.accept()
            try:
                serving.wrap_socket(connection, server_side=True).close()
            except OSError:
                connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            with socket.create_connection(listener.getsockname()) as plain:
                trusting.wrap_socket(plain, server_hostname=name).close()
        finally:
            thread.join()


def test_a_browser_that_trusts_the_authority_accepts_it(tmp_path):
    files = certificate_for(Home.at(tmp_path), "192.168.7.9", NOW)
    for name in ("192.168.7.9", "127.0.0.1", "localhost"):
        shake_hands(files, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(files, "192.168.7.10")


def test_it_stays_until_it_must_change(tmp_path):
    home = Home.at(tmp_path)
    first = certificate_for(home, "10.0.0.5", NOW).certificate.read_bytes()
    authority = certificate_for(home, "10.0.0.5", NOW).authority.read_bytes()
    assert certificate_for(home, "10.0.0.5", NOW).certificate.read_bytes() == first
    soon = NOW + timedelta(days=LEAF_DAYS - RENEW_DAYS + 1)
    assert certificate_for(home, "10.0.0.5", soon).certificate.read_bytes() != first
    moved = certificate_for(home, "10.0.0.6", NOW)
    shake_hands(moved, "10.0.0.6")
    assert moved.authority.read_bytes() == authority


def test_the_authority_may_not_speak_for_public_addresses(tmp_path):
    files = certificate_for(Home.at(tmp_path), "93.184.216.34", NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shake_hands(files, "93.184.216.34")
    constraints = x509.load_pem_x509_certificate(files.authority.read_bytes()).extensions
    assert constraints.get_extension_for_class(x509.NameConstraints).critical


def test_keys_are_private_and_the_authority_is_not(tmp_path):
    files = certificate_for(Home.at(tmp_path), "10.0.0.5", NOW)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in files.certificate.parent.iterdir()}
    assert modes == {
        "linli-ca.crt": "0o644",
        "linli-ca.key": "0o600",
        "web.key": "0o600",
        "web.pem": "0o600",
    }
