"""Holds every record of a running node to the standard: merges its releases with the reference implementation and compares, and holds
native releases to the schema.

Usage: live.py SCHEMA URL [OCID…]. Without OCID, all that the feed tells of.
"""
import json
import sys
import urllib.parse
import urllib.request
import warnings

import jsonschema
from ocdsmerge import Merger

warnings.simplefilter("ignore")  # repeated ids: merged all the same

schema_path, url, *ocids = sys.argv[1:]
with open(schema_path) as file:
    schema = json.load(file)
merger = Merger(schema)
validator = jsonschema.Draft4Validator(schema)


def number(text):
    """As JavaScript has it: 1.0 is 1."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def ask(path):
    with urllib.request.urlopen(f"{url}{path}", timeout=60) as answer:
        return json.load(answer, parse_float=number)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def all_ocids():
    """In the order of the feed, each once."""
    after, found = None, {}
    while True:
        query = "?limit=100" if after is None else f"?limit=100&after={urllib.parse.quote(str(after))}"
        page = ask(f"/ocds/releases{query}")
        for row in page["releases"]:
            if row["text"] == "held" and row["status"] != "withdrawn":
                found[row["ocid"]] = True
        if not page["more"]:
            return list(found)
        after = page["resume"]


equal, valid, unmerged = 0, 0, 0
for ocid in ocids or all_ocids():
    record = ask(f"/ocds/records/{urllib.parse.quote(ocid, safe='')}")["records"][0]
    if "compiledRelease" not in record:
        unmerged += 1
        continue
    theirs = merger.create_compiled_release(json.loads(json.dumps(record["releases"])))
    if canonical(theirs) != canonical(record["compiledRelease"]):
        sys.exit(f"{ocid}:\nours   {canonical(record['compiledRelease'])}\ntheirs {canonical(theirs)}")
    equal += 1
    if "-procedure-" not in ocid:  # what was imported is kept as it was, with its faults
        continue
    for release in record["releases"]:
        errors = [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(release)]
        if errors:
            sys.exit(f"{release['id']}: {errors[0]}")
        valid += 1
print(f"ocds, live: {equal} records equal, {unmerged} not merged, {valid} native releases valid under 1.1.5")
if equal == 0 or valid == 0:
    sys.exit("too few")
