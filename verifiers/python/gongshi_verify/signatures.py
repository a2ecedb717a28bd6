"""Keys and suites: COSE_Keys, strict Ed25519, low-S ES256, passkeys, and the ZIP-215 of validators' votes."""
import base64, hashlib, re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from .encoding import Refused, demand, sha256

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
BASE_Y = 4 * pow(5, -1, P) % P
ORDER_8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
SMALL = {0, 1, P - 1, ORDER_8, P - ORDER_8}  # the y of the eight points of small order

PRIME_256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
N_256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ALGORITHMS = {-8: "ed25519", -7: "es256", -65537: "webauthnEs256"}


def y_of(octets):
    return int.from_bytes(octets, "little") & (1 << 255) - 1


def point(octets):
    """RFC 8032 §5.1.3 as ZIP-215 reads it (any y, either sign of x = 0): extended coordinates, or None off the curve."""
    y = y_of(octets) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if x * x % P != square:
        return None
    if x & 1 != octets[31] >> 7:
        x = -x % P
    return x, y, 1, x * y % P


def add(one, other):
    """RFC 8032 §5.1.4."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, summand):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, summand)
        summand, scalar = add(summand, summand), scalar >> 1
    return total


def library_ed25519(public_key, message, signature):
    """OpenSSL's: S below L and the cofactorless equation over bytes; no word on canonical y or small order."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


def ed25519(public_key, message, signature):
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= L:
        return False
    if any(y_of(octets) >= P or y_of(octets) in SMALL for octets in (public_key, signature[:32])):
        return False
    return library_ed25519(public_key, message, signature)


def zip215(public_key, message, signature):
    """[8][S]B = [8]R + [8][k]A. Whatever the cofactorless library accepts, holds; the rest is computed."""
    if library_ed25519(public_key, message, signature):
        return True
    s, a, r = int.from_bytes(signature[32:], "little"), point(public_key), point(signature[:32])
    if len(signature) != 64 or s >= L or a is None or r is None:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % L
    minus = lambda q: (-q[0] % P, q[1], q[2], -q[3] % P)
    base = point(BASE_Y.to_bytes(32, "little"))
    x, y, z, _ = times(8, add(add(times(s, base), minus(times(k, a))), minus(r)))
    return x == 0 and y == z


def es256(public_key, message, signature):
    """public_key is x ‖ y."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not 1 <= r < N_256 or not 1 <= s <= (N_256 - 1) // 2:
        return False
    try:
        numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(public_key[:32], "big"), int.from_bytes(public_key[32:], "big"), ec.SECP256R1())
        numbers.public_key().verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
        return True
    except (InvalidSignature, ValueError):
        return False


CLIENT_DATA = re.compile(
    rb'\{"type":"webauthn\.get","challenge":"([A-Za-z0-9_-]{43})","origin":"[!#-\[\]-~]{1,300}","crossOrigin":(true|false)(?:,("[ -\[\]-~]*))?\}', re.DOTALL
)


def passkey_code(public_key, message, assertion):
    """§Passkeys: None for a good assertion authenticatorData ‖ r ‖ s ‖ clientDataJSON, else the code."""
    authenticator, signature, client = assertion[:37], assertion[37:101], assertion[101:]
    match = CLIENT_DATA.fullmatch(client) if len(client) <= 1024 else None
    if match is None or any(b'"%s"' % name in (match[3] or b"") for name in (b"type", b"challenge", b"origin", b"crossOrigin")):
        return "assertion-malformed"
    flags = authenticator[32]
    if flags & 0b11100010 or (flags & 16 and not flags & 8):
        return "assertion-malformed"
    if match[1] != base64.urlsafe_b64encode(sha256(message)).rstrip(b"="):
        return "assertion-challenge-mismatch"
    if match[2] != b"false":
        return "assertion-cross-origin"
    if flags & 5 != 5:
        return "assertion-user-not-verified"
    return None if es256(public_key, authenticator + sha256(client), signature) else "signature-invalid"


def signature_code(suite, public_key, message, signature):
    if suite == "webauthnEs256":
        return passkey_code(public_key, message, signature)
    return None if {"ed25519": ed25519, "es256": es256}[suite](public_key, message, signature) else "signature-invalid"


def read_key(cose):
    """A canonical COSE_Key: its curve and its bytes (x, or x ‖ y)."""
    if len(cose) == 40 and cose.startswith(bytes.fromhex("a301012006215820")):
        key = cose[8:]
        demand(y_of(key) % P not in SMALL, "key-small-order")
        demand(y_of(key) < P, "key-not-canonical")
        demand(point(key) is not None, "key-not-on-curve")
        return "ed25519", key
    if len(cose) != 75 or not cose.startswith(bytes.fromhex("a401022001215820")) or cose[40:43] != bytes.fromhex("225820"):
        raise Refused("key-malformed")
    x, y = int.from_bytes(cose[8:40], "big"), int.from_bytes(cose[43:], "big")
    try:
        ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError:
        raise Refused("key-not-on-curve") from None
    demand(x < PRIME_256 and y < PRIME_256, "key-not-on-curve")
    return "p256", cose[8:40] + cose[43:]


def fits(curve, suite):
    return (curve == "ed25519") == (suite == "ed25519")
