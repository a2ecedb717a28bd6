"""Reads docs/vectors/threshold.json and sealedRecord.json with libsodium's ristretto255 alone: written from docs/sealing.md, not from our code."""
import ctypes, ctypes.util, hashlib, hmac, json, sys

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
assert sodium.sodium_init() >= 0
ORDER = 2**252 + 27742317777372353535851937790883648493


def out(function, *given):
    result = ctypes.create_string_buffer(32)
    if function(result, *given) != 0:
        raise ValueError("not a point")
    return result.raw


def times(number, point):
    number %= ORDER
    return IDENTITY if number == 0 else out(sodium.crypto_scalarmult_ristretto255, number.to_bytes(32, "little"), point)


def add(left, right):
    return out(sodium.crypto_core_ristretto255_add, left, right)


def subtract(left, right):
    return out(sodium.crypto_core_ristretto255_sub, left, right)


def head(major, length):
    if length < 24:
        return bytes([major << 5 | length])
    return bytes([major << 5 | 24, length]) if length < 256 else bytes([major << 5 | 25]) + length.to_bytes(2, "big")


def cbor(value):
    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(4, len(value)) + b"".join(cbor(each) for each in value)


def scalar(name, *parts):
    return int.from_bytes(hashlib.sha512(cbor([name, *parts])).digest(), "little") % ORDER


def expand(message, tag):
    """expand_message_xmd of RFC 9380 §5.3.1, SHA-512, 64 bytes."""
    prime = tag + bytes([len(tag)])
    first = hashlib.sha512(bytes(128) + message + (64).to_bytes(2, "big") + b"\0" + prime).digest()
    return hashlib.sha512(first + b"\1" + prime).digest()


IDENTITY = bytes(32)
BASE = out(sodium.crypto_scalarmult_ristretto255_base, (1).to_bytes(32, "little"))
SECOND = out(sodium.crypto_core_ristretto255_from_hash, expand(b"second generator", b"gongshi/threshold/1"))


def holds(name, bound, bases, points, proof):
    assert len(proof) == 64
    challenge, answer = (int.from_bytes(half, "little") for half in (proof[:32], proof[32:]))
    committed = [subtract(times(answer, base), times(challenge, point)) for base, point in zip(bases, points)]
    return scalar(name, *bound, bases, points, committed) == challenge


def read(data, at=0):
    """The canonical CBOR of a contribution: arrays and byte strings."""
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if info == 24:
        info, at = data[at], at + 1
    if major == 2:
        return data[at : at + info], at + info
    assert major == 4
    items = []
    for _ in range(info):
        item, at = read(data, at)
        items.append(item)
    return items, at


def weight(index, indexes):
    product = 1
    for other in indexes:
        if other != index:
            product = product * other * pow(other - index, -1, ORDER) % ORDER
    return product


with open(sys.argv[1], encoding="utf-8") as file:
    vector = json.load(file)
of = lambda name: bytes.fromhex(vector[name])
context, threshold, label, sealed = of("context"), vector["threshold"], of("label"), of("sealed")
checked = 0


def check(ok, what):
    global checked
    if not ok:
        sys.exit(f"threshold: {what}")
    checked += 1


secrets = [int.from_bytes(bytes.fromhex(each["secret"]), "little") for each in vector["trustees"]]
enrolled = [bytes.fromhex(each["enrolled"]) for each in vector["trustees"]]
trustees = [each[:32] for each in enrolled]
for secret, each in zip(secrets, enrolled):
    check(times(secret, BASE) == each[:32], "a trustee's key")
    check(holds("gongshi/threshold-trustee/1", [context], [BASE], [each[:32]], each[32:]), "a trustee's proof")

ceremony = [context, threshold, trustees]
contributions = []
for index, text in enumerate(vector["contributions"], 1):
    (commitments, proof, handle, hidden), end = read(bytes.fromhex(text))
    check(end == len(text) // 2 and len(commitments) == threshold and len(hidden) == len(trustees), "a contribution")
    bound = [*ceremony, index, commitments, handle]
    check(holds("gongshi/threshold-contribution/1", bound, [BASE], [commitments[0]], proof), "a contribution's proof")
    contributions.append((commitments, handle, hidden))


def at(commitments, place):
    total = IDENTITY
    for power, commitment in enumerate(commitments):
        total = add(total, times(pow(place, power, ORDER), commitment))
    return total


def part(source, to, shared):
    commitments, handle, hidden = contributions[source - 1]
    mask = scalar("gongshi/threshold-mask/1", *ceremony, source, to, handle, shared)
    value = (int.from_bytes(hidden[to - 1], "little") - mask) % ORDER
    return value, times(value, BASE) == at(commitments, to)


source, to = vector["dispute"]["from"], vector["dispute"]["to"]
dispute = bytes.fromhex(vector["dispute"]["hex"])
handle = contributions[source - 1][1]
check(
    holds("gongshi/threshold-dispute/1", [*ceremony, source, to], [handle, BASE], [dispute[:32], trustees[to - 1]], dispute[32:]),
    "the dispute's proof",
)
check(part(source, to, dispute[:32])[1] != vector["dispute"]["justified"], "whether the dispute is justified")

accepted = vector["accepted"]
summed = [IDENTITY] * threshold
for index in accepted:
    summed = [add(left, right) for left, right in zip(summed, contributions[index - 1][0])]
key = summed[0]
check(key == of("key"), "the common key")
for index, secret in enumerate(secrets, 1):
    total = 0
    for source in accepted:
        value, fits = part(source, index, times(secret, contributions[source - 1][1]))
        check(fits, "a part")
        total = (total + value) % ORDER
    check(total.to_bytes(32, "little").hex() == vector["parts"][index - 1]["secret"], "the sum of a trustee's parts")
    check(at(summed, index).hex() == vector["parts"][index - 1]["point"], "the point of a trustee's part")

masked, handle, twin, proof = sealed[:32], sealed[32:64], sealed[64:96], sealed[96:]
check(holds("gongshi/threshold-sealed/1", [key, label, masked], [BASE, SECOND], [handle, twin], proof), "the seal's proof")
check(not holds("gongshi/threshold-sealed/1", [key, b"another", masked], [BASE, SECOND], [handle, twin], proof), "the label")


def unmask(shared):
    pad = hashlib.sha256(cbor(["gongshi/threshold-seal/1", key, handle, shared, label])).digest()
    return bytes(left ^ right for left, right in zip(masked, pad)).hex()


opener = int.from_bytes(of("opener"), "little")
check(times(opener, BASE) == handle and unmask(times(opener, key)) == vector["opened"], "opening alone")
shares = [bytes.fromhex(each) for each in vector["shares"]]
for index, share in enumerate(shares, 1):
    points = [share[:32], at(summed, index)]
    check(holds("gongshi/threshold-share/1", [index], [handle, BASE], points, share[32:]), "a share's proof")
for pair in ((1, 2), (3, 1), (2, 4), (4, 3)):
    shared = IDENTITY
    for index in pair:
        shared = add(shared, times(weight(index, pair), shares[index - 1][:32]))
    check(unmask(shared) == vector["opened"], f"opening with {pair}")

with open(sys.argv[2], encoding="utf-8") as file:
    vector = json.load(file)
row, label, secret, record = vector["row"], of("label"), of("secret"), of("record")
key = [[row["procedure"]], bytes.fromhex(row["author"])]
check(cbor(["gongshi/row/1", row["chainId"], row["affair"], row["entity"], key]) == label, "the label of a row")


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def opened(secret, label, record):
    """RFC 5869 with one block, RFC 8439, ISO/IEC 7816-4; None: it is no record."""
    key = mac(mac(bytes(32), secret), b"gongshi/sealed-record/1" + label + b"\1")
    plain, length = ctypes.create_string_buffer(len(record)), ctypes.c_ulonglong()
    if sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
        plain, ctypes.byref(length), None, record, ctypes.c_ulonglong(len(record)), label, ctypes.c_ulonglong(len(label)), bytes(12), key
    ):
        return None
    padded = plain.raw[: length.value].rstrip(b"\0")
    return padded[:-1] if padded.endswith(b"\x80") else None


check(len(record) == vector["size"] and opened(secret, label, record) == of("plain"), "a sealed record")
check(opened(secret, label + b"x", record) is None and opened(bytes(32), label, record) is None, "another label or secret")
check(of("plain") == cbor(["made up", ["CNY", 12345], None]), "its fields")
seeds = [bytes.fromhex(each) for each in vector["seeds"]]
for each in vector["draws"]:
    left, drawn = list(range(each["count"])), []
    for at in range(each["take"]):
        number = int.from_bytes(hashlib.sha256(cbor(["gongshi/draw/1", *seeds, at])).digest(), "big")
        drawn.append(left.pop(number % len(left)))
    check(drawn == each["drawn"], f"drawing {each['take']} of {each['count']}")
print(f"libsodium: {checked} statements hold")
