"""Opens docs/vectors/sealed.json with Python's cryptography and tarfile: written from docs/sealing.md and c2sp.org/age, not from our code."""
import base64, hashlib, hmac, io, json, sys, tarfile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024 + 16


def hkdf(secret, salt, info):
    return HKDF(SHA256(), 32, salt, info).derive(secret)


def unbase64(text):
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)


def opened(secret, label, sealed):
    header, payload = sealed[:158], sealed[158:]
    version, stanza, body, mac, end = header.split(b"\n")
    assert version == b"age-encryption.org/v1" and end == b""
    arrow, kind, salt = stanza.split(b" ")
    assert (arrow, kind) == (b"->", b"gongshi-threshold")
    wrapping = hkdf(secret, unbase64(salt), b"gongshi/sealed-documents/1" + label)
    file_key = ChaCha20Poly1305(wrapping).decrypt(bytes(12), unbase64(body), None)
    said = header[: header.rindex(b"---") + 3]
    assert mac == b"--- " + base64.b64encode(hmac.digest(hkdf(file_key, None, b"header"), said, hashlib.sha256)).rstrip(b"=")
    cipher = ChaCha20Poly1305(hkdf(file_key, payload[:16], b"payload"))
    chunks = [payload[at : at + CHUNK] for at in range(16, len(payload), CHUNK)]
    nonce = lambda at: at.to_bytes(11, "big") + bytes([at == len(chunks) - 1])
    return b"".join(cipher.decrypt(nonce(at), chunk, None) for at, chunk in enumerate(chunks))


def main(path):
    vector = json.load(open(path))
    secret, label, sealed = (bytes.fromhex(vector[name]) for name in ("secret", "label", "sealed"))
    tar = tarfile.open(fileobj=io.BytesIO(opened(secret, label, sealed)))
    members = tar.getmembers()
    assert all(member.isfile() and member.uid == 0 and member.mtime == 0 for member in members)
    found = [{"name": member.name, "hex": tar.extractfile(member).read().hex()} for member in members]
    assert found == vector["documents"], found
    try:
        opened(secret, label + b".", sealed)
        raise SystemExit("another label opened it")
    except InvalidTag:
        print(f"sealed: {len(found)} documents opened, another label refused")


main(sys.argv[1])
