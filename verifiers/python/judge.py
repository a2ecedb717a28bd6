"""Judges many files, for a test that compares two implementations: a JSON object a line in, {evidence: base64, trust: index, now}, its
verdict out, {status, claim, times, findings, members} or {step, code}. python3 judge.py JSON-LIST-OF-TRUST-ROOTS <cases"""
import base64, json, sys

from gongshi_verify.encoding import Refused
from gongshi_verify.evidence import read_trust, verify

roots = [read_trust(json.dumps(root).encode()) for root in json.loads(sys.argv[1])]
for line in sys.stdin:
    case = json.loads(line)
    try:
        found = verify(base64.b64decode(case["evidence"]), roots[case["trust"]], case["now"])
    except Refused as refused:
        found = {"step": refused.step, "code": refused.code}
    print(json.dumps(found))
