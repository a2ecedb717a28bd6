"""How long a check takes, from bytes to verdict: python3 measure.py EVIDENCE TRUST [ROUNDS]. Prints JSON, milliseconds."""
import json, pathlib, sys, time

from gongshi_verify.evidence import read_trust, verify

data, trust = pathlib.Path(sys.argv[1]).read_bytes(), read_trust(pathlib.Path(sys.argv[2]).read_bytes())
times = []
for _ in range(5 + int(sys.argv[3] if len(sys.argv) > 3 else 60)):
    begin = time.perf_counter()
    verify(data, trust, int(time.time() * 1000))
    times.append((time.perf_counter() - begin) * 1000)
print(json.dumps(times[5:]))
