"""What is signed and what is logged: the COSE profile, transactions, leaves, receipts, keys listed in notes."""
import re
from types import SimpleNamespace as Record

from .encoding import Reader, Refused, decode, demand, encode, is_bytes, is_int, is_text, sha256, texts_hold
from .signatures import ALGORITHMS, fits, read_key, signature_code

CHAIN_ID, NAME = re.compile(r"[a-z0-9-]{1,40}"), re.compile(r"[a-z][A-Za-z0-9-]{0,63}")
MAX_TIME, MAX_INT, MAX_VERSION = 253402300799999, 2**53 - 1, 2**31 - 1


def read_signature(reader):
    """protected {1: alg, 4: kid}, unprotected (a passkey's two members, or none): what COSE_Sign1 and each signature begin with."""
    protected = reader.octets()
    inner = Reader(protected)
    inner.expect(b"\xa2\x01")
    alg = inner.item()
    demand(type(alg) is int, "cbor-malformed")
    inner.expect(b"\x04")
    kid = inner.octets(32)
    inner.end()
    authenticator = client = b""
    if alg == -65537:
        reader.expect(bytes.fromhex("a23a00010000"))
        authenticator = reader.octets(37)
        reader.expect(bytes.fromhex("3a00010001"))
        client = reader.octets()
        demand(1 <= len(client) <= 1024, "cbor-malformed")
    else:
        reader.expect(b"\xa0")
    return Record(protected=protected, alg=alg, kid=kid, authenticator=authenticator, client=client)


def read_cose_sign(data):
    """The closed COSE_Sign: its payload's bytes and its signatures. Any other bytes raise a cbor code."""
    reader = Reader(data)
    reader.expect(bytes.fromhex("d8628440a0"))
    payload = reader.octets()
    major, count = reader.head()
    demand(major == 4 and 1 <= count <= 16, "cbor-malformed")
    signatures = []
    for _ in range(count):
        reader.expect(b"\x83")
        signature = read_signature(reader)
        signature.bytes = reader.octets(64 if signature.alg == -65537 else None)
        signatures.append(signature)
    reader.end()
    return payload, signatures


def read_payload(data, signatures=None):
    """§Payload and §Verdicts: what all sign, and its signatures counted, where there are any, as far as it is judged without keys."""
    try:
        value = decode(data, 61440)
        demand(type(value) is list, "cbor-malformed")
    except Refused:
        raise Refused("transaction-malformed") from None
    demand(len(value) == 8 and value[0] == 1 and type(value[0]) is int, "transaction-format-unknown")
    _, chain_id, not_after, signers, affair, version, action, input_hash = value
    typed = type(signers) is list and is_int(not_after, -MAX_INT, MAX_INT) and is_int(version, -MAX_INT, MAX_INT)
    typed = typed and all(type(name) is str for name in (chain_id, affair, action)) and is_bytes(input_hash, 32)
    demand(typed and all(is_bytes(signer, 32) for signer in signers), "transaction-malformed")
    demand(1 <= len(signers) <= 16, "transaction-signer-count")
    named = CHAIN_ID.fullmatch(chain_id) and NAME.fullmatch(affair) and NAME.fullmatch(action)
    demand(named, "transaction-name-malformed")
    demand(1 <= not_after <= MAX_TIME and 1 <= version <= MAX_VERSION, "transaction-number-out-of-range")
    demand(len(set(signers)) == len(signers), "transaction-signer-repeated")
    demand(signatures is None or len(signatures) == len(signers), "transaction-signature-count")
    for signer, signature in zip(signers, signatures or []):
        demand(signature.kid == signer, "transaction-signature-order")
        demand(signature.alg in ALGORITHMS, "transaction-suite-unknown")
        demand(len(signature.bytes) == 64, "transaction-signature-length")
    return Record(chainId=chain_id, notAfter=not_after, signers=signers, affair=affair, version=version, action=action,
        inputHash=input_hash, txId=sha256(b"gongshi/tx-id/1", data), bytes=data, signatures=signatures)  # fmt: skip


def read_input(data):
    value = decode(data, 61440, 16)
    demand(type(value) is list and texts_hold(value), "cbor-malformed")
    return value


def read_transaction(data):
    demand(len(data) <= 61440, "transaction-too-large")
    try:
        reader = Reader(data)
        reader.expect(b"\x83")
        signed, salt, body = reader.octets(), reader.octets(32), reader.octets()
        reader.end()
        payload, signatures = read_cose_sign(signed)
    except Refused:
        raise Refused("transaction-malformed") from None
    found = read_payload(payload, signatures)
    demand(found.inputHash == sha256(b"gongshi/input/1", salt, body), "transaction-input-mismatch")
    try:
        read_input(body)
    except Refused:
        raise Refused("transaction-input-malformed") from None
    found.salt, found.input, found.signed = salt, body, signed
    return found


def to_be_signed(protected, payload, label=b"gongshi/tx/1"):
    return encode(["Signature", b"", protected, label, payload])


def check_signatures(found, keys):
    """Each (suite or None for whatever fits, COSE_Key) in turn is the signer's, and its signature verifies."""
    demand(len(keys) == len(found.signers), "signature-key-mismatch")
    for signer, signature, (suite, cose) in zip(found.signers, found.signatures, keys):
        named = ALGORITHMS[signature.alg]
        curve, key = read_key(cose)
        demand(sha256(cose) == signer and fits(curve, named) and suite in (None, named), "signature-key-mismatch")
        value = signature.authenticator + signature.bytes + signature.client
        code = signature_code(named, key, to_be_signed(signature.protected, found.bytes), value)
        if code is not None:
            raise Refused(code)


def read_bundle(data):
    demand(len(data) <= 65536, "bundle-too-large")
    try:
        members = decode(data)
        demand(type(members) is list and all(map(is_bytes, members)), "bundle-malformed")
    except Refused:
        raise Refused("bundle-malformed") from None
    demand(1 <= len(members) <= 256, "bundle-count")
    return members


def read_sign1(data, label, suite, cose):
    """The closed COSE_Sign1 under the key given: its signature is checked by the thunk, and its payload comes with it."""
    reader = Reader(data)
    reader.expect(bytes.fromhex("d284"))
    signature = read_signature(reader)
    payload, signature.bytes = reader.octets(), reader.octets()
    reader.end()

    def code():
        curve, key = read_key(cose)
        if signature.kid != sha256(cose) or ALGORITHMS.get(signature.alg) != suite or not fits(curve, suite):
            return "key-mismatch"
        signed = encode(["Signature1", signature.protected, label, payload])
        return signature_code(suite, key, signed, signature.authenticator + signature.bytes + signature.client) and "signature-invalid"

    return code, payload


def read_receipt(data, suite, cose):
    """§Receipts: COSE_Sign1 over [txId, received, includeBy], under the key given."""
    try:
        demand(len(data) <= 4096, "cbor-too-large")
        code, payload = read_sign1(data, b"gongshi/receipt/1", suite, cose)
        said = decode(payload)
        demand(type(said) is list and len(said) == 3 and is_bytes(said[0], 32), "cbor-malformed")
        demand(is_int(said[1], 1, MAX_TIME) and is_int(said[2], said[1], MAX_TIME), "cbor-malformed")
    except Refused:
        raise Refused("receipt-malformed") from None
    refusal = code()
    demand(refusal is None, f"receipt-{refusal}")
    return said


def is_texts(*values):
    return all(type(value) is str for value in values)


def is_scope(kind, one, other):
    return kind in ("organ", "case") and is_texts(one, other)


def is_count(value):
    return is_int(value, -MAX_INT, MAX_INT)


def is_content(chain_id, commitment, not_after):
    return is_texts(chain_id) and is_bytes(commitment, 32) and is_count(not_after)


# Of each kind of statement: how many items its payload has, what they are, and the code of one that is none.
STATEMENTS = {
    b"gongshi/content-request/1": (3, is_content, "peer-statement-malformed"),
    b"gongshi/upload/1": (3, is_content, "upload-malformed"),
    b"gongshi/erasure-receipt/1": (4, lambda chain, entry, at, keeps: is_texts(chain) and is_int(entry, 0, MAX_INT) and is_time(at)
        and keeps in ("nothing", "blocks"), "peer-statement-malformed"),
    b"gongshi/sign-in/1": (4, lambda chain, origin, purpose, challenge: is_texts(chain, origin) and purpose in ("sign-in", "step-up")
        and is_bytes(challenge, 48), "sign-in-malformed"),
    b"gongshi/pairwise-certificate/1": (8, lambda chain, kind, one, other, key, level, since, until: is_texts(chain) and is_scope(kind, one, other)
        and is_bytes(key, 32) and is_int(level, 1, 4) and is_time(since) and is_time(until) and since <= until, "certificate-malformed"),
}  # fmt: skip


def read_statement(data, label, suite, cose):
    """§Between members, §Uploads, §Sign-in, §Pairwise keys: the payload, and None or why this key has not signed it."""
    size, holds, malformed = STATEMENTS[label]
    try:
        demand(len(data) <= 4096, "cbor-too-large")
        code, payload = read_sign1(data, label, suite, cose)
        said = decode(payload)
        demand(type(said) is list and len(said) == size and holds(*said), "cbor-malformed")
    except Refused:
        raise Refused(malformed) from None
    return payload, code()


def read_upload(data):
    """§Uploads: the record key (None: with salts), and (path, salt, bytes) of each member."""
    try:
        reader, members = Reader(data), []
        key = reader.octets()
        demand(len(key) in (0, 32), "cbor-malformed")
        while reader.at < len(data):
            path = reader.item()
            demand(type(path) is str and len(path.encode()) <= 1024, "cbor-malformed")
            members.append((path, None if key else reader.octets(32), reader.octets()))
        return key or None, members
    except Refused:
        raise Refused("upload-malformed") from None


def read_batch(data):
    """(commitment, upload) of each content."""
    try:
        reader, uploads = Reader(data), []
        while reader.at < len(data):
            uploads.append((reader.octets(32), reader.octets()))
        demand(1 <= len(uploads) <= 256, "cbor-malformed")
        return uploads
    except Refused:
        raise Refused("upload-malformed") from None


def read_ground(data):
    """§Member commitments: [size, salt, index, siblings]."""
    value = decode(data, 1024, 2)
    demand(type(value) is list and len(value) == 4 and is_int(value[0], 0, MAX_INT) and is_bytes(value[1], 32), "cbor-malformed")
    demand(is_int(value[2], 0, MAX_INT) and type(value[3]) is list and all(is_bytes(one, 32) for one in value[3]), "cbor-malformed")
    return value


def read_mark(mark, signer, payload, tx_id):
    """§Drafts: one signer's mark, checked. Gives what it says: None, "signed" or "declined"."""
    if mark is None:
        return None
    demand(type(mark) is list and len(mark) in (4, 5) and mark[0] in ("signed", "declined"), "draft-malformed")
    kind, suite, cose, signature, *reason = mark
    demand(suite in ALGORITHMS.values() and is_bytes(cose) and is_bytes(signature) and len(signature) <= 4096, "draft-malformed")
    demand(len(reason) == (kind == "declined") and all(is_text(one) and 1 <= len(one.encode()) <= 2000 for one in reason), "draft-malformed")
    try:
        curve, key = read_key(cose)
    except Refused:
        raise Refused("draft-malformed") from None
    demand(sha256(cose) == signer and fits(curve, suite), "draft-key-mismatch")
    alg = next(alg for alg, name in ALGORITHMS.items() if name == suite)
    protected = b"\xa2\x01" + encode(alg) + b"\x04" + encode(signer)
    declining = encode(["Signature1", protected, b"gongshi/decline/1", encode([tx_id, *reason])])
    signed = to_be_signed(protected, payload) if kind == "signed" else declining
    demand(signature_code(suite, key, signed, signature) is None, "draft-signature-invalid")
    return kind


def read_draft(data):
    """The transaction's id, and each signer's mark."""
    demand(len(data) <= 163840, "draft-too-large")
    try:
        value = decode(data, 163840)
        demand(type(value) is list and value and type(value[0]) is str and value[0].startswith("gongshi/draft/"), "draft-malformed")
        demand(value[0] == "gongshi/draft/1", "draft-version-unknown")
        demand(len(value) == 5 and all(map(is_bytes, value[1:4])) and len(value[2]) == 32 and type(value[4]) is list, "draft-malformed")
        _, payload, salt, body, marks = value
        found = read_payload(payload)
        demand(found.inputHash == sha256(b"gongshi/input/1", salt, body) and len(marks) == len(found.signers), "draft-malformed")
        read_input(body)
    except Refused as refused:
        raise Refused(refused.code if refused.code.startswith("draft-") else "draft-malformed") from None
    return found.txId, [read_mark(mark, signer, payload, found.txId) for mark, signer in zip(marks, found.signers)]


def is_outcome(value):
    if type(value) is not list or not value:
        return False
    if value[0] == "ok":
        return len(value) == 2 and type(value[1]) is list and all(type(event) is list for event in value[1])
    return value[0] == "refused" and len(value) == 3 and is_name(value[1])


def is_name(value):
    return is_text(value) and 1 <= len(value.encode()) <= 64


def is_signers(value):
    return type(value) is list and 1 <= len(value) <= 16 and all(is_bytes(key, 32) for key in value) and len(set(value)) == len(value)


def is_hash(value):
    return is_bytes(value, 32)


def is_version(value):
    return is_int(value, 1, MAX_VERSION)


def is_time(value):
    return is_int(value, 0, MAX_TIME)


def is_any(value):
    return True


LEAVES = {
    "tx": dict(txId=is_hash, signers=is_signers, affair=is_name, version=is_version, action=is_name, outcome=is_outcome, signedHash=is_hash),
    "due": dict(dueTime=is_time, affair=is_name, version=is_version, action=is_name, key=is_any, outcome=is_outcome),
    "system": dict(event=is_name, detail=is_any),
    "block": dict(blockHash=is_hash, stateRoot=is_hash),
}  # fmt: skip


def read_leaf(data):
    """§Leaves: the fields by name."""
    demand(len(data) <= 65535, "leaf-too-large")
    try:
        value = decode(data, 65535, 33)
        demand(type(value) is list and len(value) >= 3 and texts_hold(value), "leaf-malformed")
        fields = LEAVES.get(value[0]) if type(value[0]) is str else None
        demand(fields is not None and len(value) == 3 + len(fields), "leaf-malformed")
        demand(is_int(value[1], 1, MAX_INT) and is_time(value[2]), "leaf-malformed")
        demand(all(judge(part) for judge, part in zip(fields.values(), value[3:])), "leaf-malformed")
    except Refused:
        raise Refused("leaf-malformed") from None
    return Record(kind=value[0], height=value[1], time=value[2], value=value, **dict(zip(fields, value[3:])))
