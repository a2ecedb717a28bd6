"""Signed notes and checkpoints (c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature; §Checkpoint)."""
import re
from types import SimpleNamespace as Record

from . import mldsa
from .encoding import Refused, demand, sha256, unbase64
from .merkle import includes, leaf_hash
from .signatures import ed25519

TYPES = (1, 4, 6)
KEY_NAME = re.compile(r"[^\s+]+")
SIGNATURE = re.compile("— ([^\\s+]+) ([A-Za-z0-9+/]+={0,2})")


def read_vkey(text, code="vkey-malformed"):
    parts = text.split("+", 2)
    demand(len(parts) == 3 and KEY_NAME.fullmatch(parts[0]) and re.fullmatch("[0-9a-f]{8}", parts[1]), code)
    key = unbase64(parts[2], code)
    demand(len(key) > 1 and len(key) == (1313 if key[0] == 6 else 33) and sha256(parts[0].encode(), b"\n", key)[:4].hex() == parts[1], code)
    return Record(name=parts[0], id=bytes.fromhex(parts[1]), type=key[0], key=key[1:])


def read_note(text):
    """The text that is signed, and (name, key id, signature) of each line below it."""
    demand(len(text) <= 65536 and "\n\n" in text, "note-malformed")
    body, below = text[: text.rindex("\n\n") + 1], text[text.rindex("\n\n") + 2 :]
    lines = below.split("\n")
    demand(lines.pop() == "" and 1 <= len(lines) <= 64 and not any(char < " " and char != "\n" for char in text), "note-malformed")
    signatures = []
    for line in lines:
        match = SIGNATURE.fullmatch(line)
        octets = unbase64(match[2], "note-malformed") if match else b""
        demand(len(octets) > 4, "note-malformed")
        signatures.append((match[1], octets[:4], octets[4:]))
    return body, signatures


def signed_by(key, body, signatures):
    """Whether a known key is among the signers; one of its signatures that does not hold refuses the note."""
    mine = [octets for name, key_id, octets in signatures if (name, key_id) == (key.name, key.id)]
    for octets in mine:
        said, stamp = body.encode(), b""
        if key.type in (4, 6):
            stamp, octets = octets[:8], octets[8:]
        if key.type == 4:
            said = b"cosignature/v1\ntime %d\n" % int.from_bytes(stamp, "big") + said
        if key.type == 6:
            said = cosigned_message(key.name, stamp, read_checkpoint(body))
        holds = mldsa.verify if key.type == 6 else ed25519
        demand(key.type in TYPES and holds(key.key, said, octets), "note-signature-invalid")
    return bool(mine)


def seen_at(key, signatures):
    """The earliest time that a cosigner's signatures tell, in milliseconds; None for a signer who tells none."""
    told = [int.from_bytes(octets[:8], "big") * 1000 for name, key_id, octets in signatures if (name, key_id) == (key.name, key.id)]
    return min(told) if key.type != 1 and 0 < min(told) < 2**53 else None


def cosigned_message(name, stamp, checkpoint):
    """c2sp.org/tlog-cosignature: what an ML-DSA-44 cosigner signs of a tree from its first entry on."""
    counted = lambda text: bytes([len(text.encode())]) + text.encode()
    u64 = lambda number: number.to_bytes(8, "big")
    return b"subtree/v1\n\0" + counted(name) + stamp + counted(checkpoint.origin) + u64(0) + u64(checkpoint.size) + checkpoint.root


def read_checkpoint(body):
    lines = body.split("\n")
    demand(len(lines) == 4 and lines[0] and re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]), "checkpoint-malformed")
    root = unbase64(lines[2], "checkpoint-malformed")
    demand(len(root) == 32 and int(lines[1]) < 2**53, "checkpoint-malformed")
    return Record(origin=lines[0], size=int(lines[1]), root=root)


def open_checkpoint(text, keys):
    """A checkpoint whose origin is the name of one of the keys, which signed it."""
    body, signatures = read_note(text)
    signers = [key for key in keys if signed_by(key, body, signatures)]
    demand(signers, "note-key-unknown")
    checkpoint = read_checkpoint(body)
    demand(any(key.name == checkpoint.origin for key in signers), "checkpoint-origin-mismatch")
    return checkpoint


def open_tlog_proof(text, leaf, keys):
    """c2sp.org/tlog-proof: the leaf's index and the checkpoint that it is under."""
    code = "tlog-proof-malformed"
    above, _, note = text.partition("\n\n")
    lines = above.split("\n")
    demand(lines.pop(0) == "c2sp.org/tlog-proof@v1" and lines, code)
    if lines[0].startswith("extra "):
        unbase64(lines.pop(0)[6:], code)
    demand(lines and re.fullmatch("index (0|[1-9][0-9]{0,15})", lines[0]), code)
    index, proof = int(lines[0][6:]), [unbase64(line, code) for line in lines[1:]]
    demand(len(proof) <= 63 and all(len(one) == 32 for one in proof), code)
    checkpoint = open_checkpoint(note, keys)
    demand(includes(checkpoint.root, checkpoint.size, index, leaf_hash(leaf), proof), "tlog-proof-mismatch")
    return index, checkpoint
