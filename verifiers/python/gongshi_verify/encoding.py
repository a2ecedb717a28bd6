"""Bytes: canonical CBOR (§Encoding) and the texts of ledger structures (§Texts)."""
import base64, binascii, hashlib


class Refused(Exception):
    """What was read is refused: `code` as in docs/errors.md; `step` once a step of the evidence is known."""

    def __init__(self, code, step=None):
        super().__init__(code if step is None else f"{step}: {code}")
        self.code, self.step = code, step


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def demand(holds, code):
    if not holds:
        raise Refused(code)


def unbase64(text, code):
    """RFC 4648 §3.5: padded, with unused bits zero."""
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(code) from None
    demand(base64.b64encode(octets).decode() == text, code)
    return octets


def is_int(value, low, high):
    return type(value) is int and low <= value <= high


def is_bytes(value, size=None):
    return type(value) is bytes and size in (None, len(value))


class Reader:
    """Reads canonical CBOR from the first byte on; the structures that COSE prescribes are read head by head."""

    def __init__(self, data, depth=32):
        self.data, self.at, self.depth = data, 0, depth

    def take(self, size):
        demand(size <= len(self.data) - self.at, "cbor-malformed")
        self.at += size
        return self.data[self.at - size : self.at]

    def expect(self, octets):
        demand(self.take(len(octets)) == octets, "cbor-malformed")

    def head(self):
        """The major type and the argument, which has one spelling."""
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info
        if info > 27:
            raise Refused("cbor-not-canonical" if info == 31 and major in (2, 3, 4, 5, 7) else "cbor-malformed")
        argument = int.from_bytes(self.take(1 << (info - 24)), "big")
        if major == 7:
            raise Refused("cbor-malformed" if info == 24 and argument < 32 else "cbor-unsupported")
        demand(argument >= (24, 1 << 8, 1 << 16, 1 << 32)[info - 24], "cbor-not-canonical")
        return major, argument

    def item(self, level=0):
        major, argument = self.head()
        if major == 0:
            return argument
        if major == 1:
            return -1 - argument
        if major == 2:
            return self.take(argument)
        if major == 3:
            try:
                return self.take(argument).decode()
            except UnicodeDecodeError:
                raise Refused("cbor-malformed") from None
        if major == 4:
            demand(level < self.depth, "cbor-too-deep")
            demand(argument <= len(self.data) - self.at, "cbor-malformed")
            return [self.item(level + 1) for _ in range(argument)]
        demand(major == 7 and argument in (20, 21, 22), "cbor-unsupported")
        return {20: False, 21: True, 22: None}[argument]

    def octets(self, size=None):
        value = self.item()
        demand(is_bytes(value, size), "cbor-malformed")
        return value

    def end(self):
        demand(self.at == len(self.data), "cbor-malformed")


def decode(data, limit=65536, depth=32):
    demand(len(data) <= limit, "cbor-too-large")
    reader = Reader(data, depth)
    value = reader.item()
    reader.end()
    return value


def head(major, argument):
    if argument < 24:
        return bytes([major << 5 | argument])
    size = next(size for size in (1, 2, 4, 8) if argument < 1 << 8 * size)
    return bytes([major << 5 | 23 + size.bit_length()]) + argument.to_bytes(size, "big")


def encode(value):
    if value is None or type(value) is bool:
        return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
    if type(value) is int:
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if type(value) is bytes:
        return head(2, len(value)) + value
    if type(value) is str:
        return head(3, len(value.encode())) + value.encode()
    return head(4, len(value)) + b"".join(map(encode, value))


FORBIDDEN = [(0, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069), (0x2028, 0x2029), (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB), (0xE0000, 0xE007F), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF)]  # fmt: skip


def is_text(value):
    return type(value) is str and not any(
        code & 0xFFFE == 0xFFFE or any(low <= code <= high for low, high in FORBIDDEN) for code in map(ord, value)
    )


def texts_hold(value):
    """Whether every text inside a value is one of a ledger structure."""
    if type(value) is list:
        return all(map(texts_hold, value))
    return type(value) is not str or is_text(value)


def strings_in(value):
    """Every byte string inside a value."""
    if type(value) is list:
        return {found for item in value for found in strings_in(item)}
    return {value} if type(value) is bytes else set()
