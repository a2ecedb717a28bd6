"""Merges each sequence of releases that comes in, a case a line, with the reference implementation, and compares.

Usage: check.py SCHEMA [VECTORS] < cases. Compiled and versioned release must be equal as canonical JSON, byte for byte.
VECTORS: a file to write, with some of the made-up sequences and what the reference implementation makes of them.
"""
import json
import sys
import warnings

from ocdsmerge import Merger
from ocdsmerge.exceptions import OCDSMergeError

warnings.simplefilter("ignore")  # repeated ids: merged all the same


def number(text):
    """As JavaScript has it: 1.0 is 1."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


with open(sys.argv[1]) as file:
    merger = Merger(json.load(file))
same = 0
vectors = []
for line in sys.stdin:
    case = json.loads(line, parse_float=number)
    if "refused" in case:
        sys.exit(f"{case['name']}: we refuse: {case['refused']}")
    vector = {"releases": case["releases"]}
    for name, merge in (("compiled", merger.create_compiled_release), ("versioned", merger.create_versioned_release)):
        fresh = json.loads(json.dumps(case["releases"]))  # it changes what it is given
        try:
            theirs = canonical(merge(fresh))
        except OCDSMergeError as error:
            # A null before an object: they cannot write its history, we leave it out.
            if name == "versioned" and "has an object with" in str(error) or "has an array" in str(error):
                continue
            sys.exit(f"{case['name']}: {name}: they refuse: {error}")
        vector[name] = json.loads(theirs)
        ours = canonical(case[name])
        if ours != theirs:
            at = next(i for i, (left, right) in enumerate(zip(ours + b"$", theirs + b"$")) if left != right)
            near = slice(max(0, at - 300), at + 100)
            sys.exit(f"{case['name']}: {name}:\nours   {ours[near]!r}\ntheirs {theirs[near]!r}")
        same += 1
    if case["name"].startswith("sequence") and 900 < len(line) < 3500 and len(vector) == 3:
        vectors.append(vector)
if len(sys.argv) > 2:
    with open(sys.argv[2], "w") as file:
        lines = ",\n".join(json.dumps(vector, ensure_ascii=False, separators=(",", ":")) for vector in vectors[:40])
        file.write(f'{{"from":"ocdsmerge 0.8.0, by interop/ocds","cases":[\n{lines}\n]}}\n')
print(f"ocds: {same} merged releases equal")
if same < 1000:
    sys.exit("too few")
