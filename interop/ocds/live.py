"""Holds what a running node says in the standard to the standard: merges the releases of every process with the reference
implementation and compares with its records, and holds native releases to the schema.

Usage: live.py SCHEMA URL. Releases come from the packages, which must tell of exactly those that the feed says are held; records
and compiled releases from the exports, which must have exactly the processes of those releases. What is native the feed says:
its release is `entry-` and a number.
"""
import json
import sys
import urllib.request
import warnings

import jsonschema
from ocdsmerge import Merger
from ocdsmerge.exceptions import OCDSMergeError

warnings.simplefilter("ignore")  # repeated ids: merged all the same

schema_path, url = sys.argv[1:]
url = url.rstrip("/")
with open(schema_path) as file:
    schema = json.load(file)
merger = Merger(schema)
validator = jsonschema.Draft4Validator(schema)


def number(text):
    """As JavaScript has it: 1.0 is 1."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def ask(address):
    with urllib.request.urlopen(address, timeout=60) as answer:
        return json.load(answer, parse_float=number)


def lines(path):
    with urllib.request.urlopen(f"{url}{path}", timeout=60) as answer:
        for line in answer:
            yield json.loads(line, parse_float=number)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def feed():
    """What of it can be read, as (ocid, release id)."""
    after = None
    while True:
        page = ask(f"{url}/ocds/releases?limit=100" + ("" if after is None else f"&after={after}"))
        for row in page["releases"]:
            if row["text"] == "held" and row["status"] != "withdrawn":
                yield row["ocid"], row["release"]
        if not page["more"]:
            return
        after = page["resume"]


def packages():
    address = ask(f"{url}/ocds/packages")["first"]
    while address is not None:
        page = ask(address)
        yield from page["releases"]
        address = page.get("links", {}).get("next")


def same(what, ours, theirs):
    if ours != theirs:
        sys.exit(f"{what}:\nours   {ours}\ntheirs {theirs}")


processes = {}
for release in packages():
    processes.setdefault(release["ocid"], []).append(release)
told = [(release["ocid"], release["id"]) for releases in processes.values() for release in releases]
same("the feed and the packages", sorted(map(str, feed())), sorted(map(str, told)))
compiled = {release["ocid"]: release for release in lines("/ocds/export/compiled.jsonl")}

equal, valid, unmerged = 0, 0, 0
for record in lines("/ocds/export/records.jsonl"):
    ocid = record["ocid"]
    releases = processes.pop(ocid)
    same(f"{ocid}: the record and the packages", canonical(record["releases"]), canonical(releases))
    same(f"{ocid}: the record and the compiled ones", canonical(record.get("compiledRelease")), canonical(compiled.get(ocid)))
    if "compiledRelease" in record:
        theirs = merger.create_compiled_release(json.loads(json.dumps(releases)))
        same(ocid, canonical(record["compiledRelease"]), canonical(theirs))
        equal += 1
    else:
        try:
            merger.create_compiled_release(json.loads(json.dumps(releases)))
            print(f"{ocid}: we do not merge it, the reference implementation does", file=sys.stderr)
        except (OCDSMergeError, AttributeError, TypeError, ValueError):
            pass
        unmerged += 1
    for release in releases:
        if not release["id"].startswith("entry-"):  # what was imported is kept as it was, with its faults
            continue
        errors = [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(release)]
        if errors:
            sys.exit(f"{release['id']}: {errors[0]}")
        valid += 1
# One with more is told of by its releases only.
same("processes without a record", [], [ocid for ocid, releases in processes.items() if len(releases) <= 200])
print(f"ocds, live: {equal} records equal, {unmerged} not merged, {valid} native releases valid under 1.1.5")
if equal == 0 or valid == 0:
    sys.exit("too few")
