"""A file in QR codes (docs/protocol.md, Fragments)."""
import base64, hashlib, re

from .encoding import Refused

FORM = re.compile(r"(GSF1:([1-9][0-9]?)/([1-9][0-9]?):([0-9A-F]{16}):)([A-Z2-7]{7,2048})")


def join(texts):
    """The file of which these texts are the parts, in any order, each as often as it may be."""
    parts = [parse(text) for text in texts]
    if not parts:
        raise Refused("fragment-malformed")
    count, file_id, chunks = parts[0][1], parts[0][2], {}
    for index, of, own_id, chunk in parts:
        if (of, own_id) != (count, file_id) or chunks.setdefault(index, chunk) != chunk:
            raise Refused("fragment-foreign")
    if len(chunks) < count:
        raise Refused("fragment-missing")
    file = b"".join(chunks[index] for index in range(1, count + 1))
    if hashlib.sha256(file).hexdigest()[:16].upper() != file_id:
        raise Refused("fragment-damaged")
    return file


def parse(text):
    found = FORM.fullmatch(text)
    if not found or int(found[2]) > int(found[3]) or int(found[3]) > 64:
        raise Refused("fragment-malformed")
    data = decode(found[5])
    chunk, check = data[:-4], data[-4:]
    if not chunk or hashlib.sha256(found[1].encode() + chunk).digest()[:4] != check:
        raise Refused("fragment-damaged")
    return int(found[2]), int(found[3]), found[4], chunk


def decode(text):
    """Base32 without padding, one text a value."""
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        raise Refused("fragment-malformed")
    if base64.b32encode(data).decode().rstrip("=") != text:
        raise Refused("fragment-malformed")
    return data
