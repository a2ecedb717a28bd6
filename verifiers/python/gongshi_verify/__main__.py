"""python3 -m gongshi_verify EVIDENCE --trust trust.json: exit 0 verified, 1 refused, 3 expired."""
import argparse, json, sys, time

from .encoding import Refused
from .evidence import fingerprint, read_trust, verify


def main():
    arguments = argparse.ArgumentParser(prog="gongshi_verify", description="Checks a .gse or .gse.json file under a trust root.")
    arguments.add_argument("evidence")
    arguments.add_argument("--trust", required=True)
    arguments.add_argument("--now", type=int, default=int(time.time() * 1000), help="UnixMs")
    given = arguments.parse_args()
    try:
        with open(given.trust, "rb") as file:
            trust = read_trust(file.read())
        with open(given.evidence, "rb") as file:
            found = verify(file.read(), trust, given.now)
    except Refused as refused:
        print(json.dumps({"status": "refused", "step": refused.step, "code": refused.code}))
        return 1
    print(json.dumps({**found, "trust": fingerprint(trust)}, ensure_ascii=False))
    return 0 if found["status"] == "verified" else 3


sys.exit(main())
