"""Submit one publication and verify that it is in the signed log: python3 publish.py KEY.pem"""
import base64, hashlib, json, os, sys, time, urllib.error, urllib.request
from datetime import date
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

URL = os.environ.get("GONGSHI_URL", "http://127.0.0.1:7900")


def ask(path, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data, {"content-type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        sys.exit(f"{problem['code']}: {problem['title']} {problem['next']}")


def key_id(key):
    """The RFC 9679 thumbprint of an Ed25519 key: SHA-256 of its canonical COSE_Key."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(bytes.fromhex("a301012006215820") + raw).hexdigest()


def publish(key, organ):
    content = os.urandom(32).hex()  # the commitment of a document; here of none
    act = {
        "organ": organ,
        "identifier": f"python-{int(time.time() * 1000)}",
        "kind": "notice",
        "clause": "government-information/20",
        "issued": date.today().isoformat(),
        "effective": None,
        "expires": None,
        "content": content,
    }
    path = "/api/v1/affairs/disclosure/actions/publish/prepare"
    prepared = json.loads(ask(path, {"input": act, "signers": [key_id(key)]}))
    print(prepared["words"]["en"]["title"])
    for label, value in prepared["words"]["en"]["lines"]:
        print(f"  {label}: {value}")
    if prepared["dryRun"]["outcome"] != "ok":
        sys.exit(f"would be refused: {prepared['dryRun']['outcome']}")
    signatures = [base64.b64encode(key.sign(base64.b64decode(part["bytes"]))).decode() for part in prepared["sign"]]
    body = {"prepared": prepared["prepared"], "signatures": signatures}
    return json.loads(ask("/api/v1/transactions", body, {"prefer": "wait=30"}))


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf, index, size, proof):
    """RFC 9162 §2.1.3.2."""
    at, last, hash_ = index, size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for sibling in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if at & 1 or at == last:
            hash_ = node_hash(sibling, hash_)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return hash_


def verify(leaf, index, tlog_proof, vkey):
    """c2sp.org/tlog-proof: the leaf stands at the index, under a checkpoint that the key signed."""
    head, note = tlog_proof.split("\n\n", 1)
    first, at, *hashes = head.split("\n")
    if first != "c2sp.org/tlog-proof@v1" or at != f"index {index}":
        raise ValueError("another proof")
    text, signatures = note.rsplit("\n\n", 1)
    origin, size, root = (text + "\n").split("\n")[:3]
    name, _, key = vkey.split("+", 2)
    public = base64.b64decode(key)[1:]
    line = next(line for line in signatures.splitlines() if line.startswith(f"\u2014 {name} "))
    Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(line.split(" ")[2])[4:], (text + "\n").encode())
    if origin != name or root_from(leaf, index, int(size), [base64.b64decode(each) for each in hashes]) != base64.b64decode(root):
        raise ValueError("the leaf is not in the log")
    return int(size)


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        signing_key = load_pem_private_key(file.read(), None)
    organ = json.loads(os.environ.get("GONGSHI_ORGAN", '{"scheme": "x-founder", "id": "1"}'))
    ledger = json.loads(ask("/api/v1/ledger"))
    committed = publish(signing_key, organ)
    print(f"entry {committed['index']}: {committed['outcome']}")
    time.sleep(3)  # the checkpoint that covers it is cut within two seconds
    proof = ask(f"/log/proof/{committed['index']}").decode()
    size = verify(base64.b64decode(committed["leaf"]), committed["index"], proof, ledger["logKeys"][0])
    print(f"verified: in the signed log of {size} entries")
