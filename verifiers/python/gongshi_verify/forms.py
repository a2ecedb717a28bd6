"""The two forms of one structure, CBOR arrays and JSON objects: each form is a pair of readers that give the same values."""
import json, re
from collections import namedtuple
from types import SimpleNamespace as Record

from .encoding import Refused, decode, demand, is_bytes, is_int, is_text, unbase64

Form = namedtuple("Form", "cbor json")
BAD = "malformed"


def whole(low=0, high=2**53 - 1):
    def read(value):
        demand(is_int(value, low, high), BAD)
        return value

    return Form(read, read)


def big(low, high):
    """In JSON a decimal text."""

    def read_json(value):
        demand(type(value) is str and re.fullmatch("0|[1-9][0-9]{0,19}", value), BAD)
        return whole(low, high).cbor(int(value))

    return Form(whole(low, high).cbor, read_json)


def octets(*sizes, limit=24 << 20):
    """Bytes of these sizes, in JSON hexadecimal; or of any size up to a limit, in JSON base64."""

    def read(value):
        demand(is_bytes(value) and (len(value) in sizes if sizes else len(value) <= limit), BAD)
        return value

    def read_json(value):
        demand(type(value) is str, BAD)
        if not sizes:
            return read(unbase64(value, BAD))
        demand(re.fullmatch("([0-9a-f]{2})*", value), BAD)
        return read(bytes.fromhex(value))

    return Form(read, read_json)


def text(limit=2**20, pattern=None, lines=False):
    def read(value):
        demand(type(value) is str and (lines or is_text(value)), BAD)
        demand(not any(0xD800 <= ord(char) <= 0xDFFF for char in value) and len(value.encode()) <= limit, BAD)
        demand(pattern is None or re.fullmatch(pattern, value), BAD)
        return value

    return Form(read, read)


def many(item, low=0, high=2**20):
    def read(way):
        def reader(value):
            demand(type(value) is list and low <= len(value) <= high, BAD)
            return [item[way](one) for one in value]

        return reader

    return Form(read(0), read(1))


def optional(item):
    return Form(*(lambda value, read=read: None if value is None else read(value) for read in item))


def record(**fields):
    def read(value):
        demand(type(value) is list and len(value) == len(fields), BAD)
        return Record(**{name: form.cbor(one) for (name, form), one in zip(fields.items(), value)})

    def read_json(value):
        demand(type(value) is dict and set(value) == set(fields), BAD)
        return Record(**{name: form.json(value[name]) for name, form in fields.items()})

    return Form(read, read_json)


def one_of(**kinds):
    def read(value):
        demand(type(value) is list and value and type(value[0]) is str and value[0] in kinds, BAD)
        return Record(kind=value[0], **vars(kinds[value[0]].cbor(value[1:])))

    def read_json(value):
        demand(type(value) is dict and type(value.get("kind")) is str and value["kind"] in kinds, BAD)
        rest = {name: one for name, one in value.items() if name != "kind"}
        return Record(kind=value["kind"], **vars(kinds[value["kind"]].json(rest)))

    return Form(read, read_json)


def checked(form, holds):
    """The same structure, held to a rule between its fields."""

    def read(way):
        def reader(value):
            found = way(value)
            demand(holds(found), BAD)
            return found

        return reader

    return Form(read(form.cbor), read(form.json))


def embedded(data):
    """The value of a byte string that holds CBOR."""
    return decode(data, 65535)


def from_json(data):
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("not-json") from None
