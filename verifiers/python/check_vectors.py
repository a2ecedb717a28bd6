"""Holds this implementation to docs/vectors, good and bad: python3 check_vectors.py FOLDER. Prints a line a file."""
import base64, datetime, hmac, json, pathlib, sys
from types import SimpleNamespace as Record

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongshi_verify import comet, evidence, fragments, merkle, notes, signatures, structures
from gongshi_verify.encoding import Refused, decode, encode, is_text
from gongshi_verify.forms import embedded

FOLDER = pathlib.Path(sys.argv[1])
unhex = bytes.fromhex


def load(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def code_of(run, *arguments):
    try:
        run(*arguments)
        return None
    except Refused as refused:
        return refused.code


def same(found, expected, about):
    if found != expected:
        raise AssertionError(f"{about}: {found}, expected {expected}")


def value_of(given):
    """A value as cbor.json writes it."""
    if not isinstance(given, dict):
        return given
    if "array" in given:
        return [value_of(item) for item in given["array"]]
    return int(given["int"]) if "int" in given else unhex(given["bytes"])


def check_cbor(vectors):
    for one in vectors["good"]:
        value = value_of(one["value"])
        same(decode(unhex(one["hex"])), value, one["hex"])
        same(encode(value).hex(), one["hex"], one["hex"])
    for one in vectors["bad"]:
        same(code_of(decode, unhex(one["hex"])), one["code"], one["name"])
    for text in vectors["texts"]["good"]:
        same(is_text(text), True, ascii(text))
    for text in vectors["texts"]["bad"]:
        same(is_text(text), False, ascii(text))
    return sum(len(vectors[name]) for name in ("good", "bad"))


def check_keys(vectors):
    for one in vectors["good"]:
        curve, _ = signatures.read_key(unhex(one["cose"]))
        same(signatures.fits(curve, one["suite"]), True, one["name"])
        same(merkle.sha256(unhex(one["cose"])).hex(), one["id"], one["name"])
    for one in vectors["bad"]:
        same(code_of(signatures.read_key, unhex(one["cose"])), one["code"], one["name"])
    return len(vectors["good"] + vectors["bad"])


def check_suite(suite):
    def check(vectors):
        for one in vectors["checks"] + vectors.get("signing", []):
            code = signatures.signature_code(suite, *(unhex(one[name]) for name in ("publicKey", "message", "signature")))
            same(code is None, one.get("valid", True), one["name"])
            if "code" in one:
                same(code, one["code"], one["name"])
        return len(vectors["checks"])

    return check


def pairs(keys):
    return [(key["suite"], unhex(key["cose"])) for key in keys]


def check_transaction(vectors):
    def judge(one):
        found = structures.read_transaction(unhex(one["transaction"]))
        if "keys" in one:
            structures.check_signatures(found, pairs(one["keys"]))
        return found

    for one in vectors["good"]:
        found, expected = judge(one), one["expected"]
        same(found.txId.hex(), expected["txId"], one["name"])
        inputs = [structures.to_be_signed(signature.protected, found.bytes).hex() for signature in found.signatures]
        same(inputs, expected["signatureInputs"], one["name"])
    for one in vectors["bad"]:
        same(code_of(judge, one), one["code"], one["name"])
    return len(vectors["good"] + vectors["bad"])


def check_bundle(vectors):
    for one in vectors["good"]:
        same(len(structures.read_bundle(unhex(one["bundle"]))), one["members"], one["name"])
    for one in vectors["bad"]:
        same(code_of(structures.read_bundle, unhex(one["bundle"])), one["code"], one["name"])
    return len(vectors["good"] + vectors["bad"])


def check_receipt(vectors):
    for one in vectors["good"] + vectors["bad"]:
        key = one.get("key", vectors["key"])
        same(code_of(structures.read_receipt, unhex(one["receipt"]), key["suite"], unhex(key["cose"])), one.get("code"), one["name"])
    return len(vectors["good"] + vectors["bad"])


def check_draft(vectors):
    for one in vectors["good"]:
        tx_id, marks = structures.read_draft(unhex(one["draft"]))
        same((tx_id.hex(), marks), (one["txId"], one["marks"]), one["name"])
    for one in vectors["bad"]:
        same(code_of(structures.read_draft, unhex(one["draft"])), one["code"], one["name"])
    return len(vectors["good"] + vectors["bad"])


def derive(seed, info):
    return HKDF(SHA256(), 32, b"gongshi/pairwise/1", encode(info)).derive(seed)


def check_pairwise(vectors):
    """§Pairwise keys: what is derived; what a representative signs is of the receipts' profile."""
    seed = unhex(vectors["seed"])
    for one in vectors["derived"]:
        named = [one["chainId"], *one["scope"].values(), one.get("generation", 0)]
        same(derive(seed, ["pseudonym", *named]).hex(), one["pseudonym"], named)
        edwards = Ed25519PrivateKey.from_private_bytes(derive(seed, ["key", "ed25519", *named])).public_key().public_bytes_raw()
        same("a301012006215820" + edwards.hex(), one["keys"]["ed25519"], named)
        scalar = derive(seed, ["key", "es256", *named])
        while not 1 <= int.from_bytes(scalar, "big") < signatures.N_256:
            scalar = merkle.sha256(scalar)
        point = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1()).public_key().public_numbers()
        same(f"a401022001215820{point.x:064x}225820{point.y:064x}", one["keys"]["es256"], named)
    said = vectors["statements"]
    scope = ["gongshi-vectors", *said["scope"].values()]
    organ = [said["organ"]["scheme"], said["organ"]["id"]]
    for name, payload in (("organCertificate", [*scope, unhex(said["keyId"]), *organ]), ("tokenRequest", [*scope, *organ, unhex(said["blinded"])])):
        label = {"organCertificate": b"gongshi/organ-certificate/1", "tokenRequest": b"gongshi/token-request/1"}[name]
        code, found = structures.read_sign1(unhex(said[name]), label, "ed25519", unhex(said["officer"]))
        same((code(), found), (None, encode(payload)), name)
    return len(vectors["derived"]) + 2


def comet_time(text):
    moment, _, fraction = text.rstrip("Z").partition(".")
    seconds = (datetime.datetime.fromisoformat(moment) - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1)
    return {"seconds": seconds, "nanos": int((fraction + "000000000")[:9])}


def comet_parts(given):
    return {"total": given["total"], "hash": given["hash"].lower()}


def comet_header(given):
    hashes = ["last_commit_hash", "data_hash", "validators_hash", "next_validators_hash", "consensus_hash", "app_hash", "last_results_hash",
        "evidence_hash", "proposer_address"]  # fmt: skip
    camel = lambda name: name.split("_")[0] + "".join(part.title() for part in name.split("_")[1:])
    block_id = given["last_block_id"]
    return evidence.HEADER.json({
        "version": {name: int(given["version"].get(name, 0)) for name in ("block", "app")},
        "chainId": given["chain_id"], "height": int(given["height"]), "time": comet_time(given["time"]),
        "lastBlockId": {"hash": block_id["hash"].lower(), "parts": comet_parts(block_id["parts"])},
        **{camel(name): given[name].lower() for name in hashes},
    })  # fmt: skip


def check_comet(vectors):
    """What CometBFT itself computes, as far as evidence needs it."""
    for one in vectors["headers"]:
        same(comet.header_hash(comet_header(one["header"])).hex(), one["hash"], one["header"]["height"])
    for one in vectors["validatorSets"]:
        of = [{"publicKey": base64.b64decode(each["pub_key"]["value"]).hex(), "power": each["voting_power"]} for each in one["validators"]]
        same(comet.validators_hash(evidence.VALIDATORS.json(of)).hex(), one["hash"], "validators")
        same([comet.address(unhex(each["publicKey"])).hex().upper() for each in of], [each["address"] for each in one["validators"]], "address")
    for one in vectors["commits"]:
        given = one["commit"]
        commit = Record(round=given["round"], parts=evidence.PARTS.json(comet_parts(given["block_id"]["parts"])))
        for vote, key, expected in zip(given["signatures"] or [], one["publicKeys"] or [], one["signBytes"] or []):
            read = Record(flag=vote["block_id_flag"], timestamp=evidence.TIMESTAMP.json(comet_time(vote["timestamp"])))
            found = comet.sign_bytes(one["chainId"], int(given["height"]), commit, read, unhex(given["block_id"]["hash"]))
            same(found.hex(), expected, "sign bytes")
            same(not key or signatures.zip215(unhex(key), found, base64.b64decode(vote["signature"] or "")), True, "vote")
    torsion, message = list(map(unhex, vectors["zip215"]["encodings"])), unhex(vectors["zip215"]["message"])
    accepted = sum(signatures.zip215(key, message, point + bytes(32)) for key in torsion for point in torsion)
    same(accepted, vectors["zip215"]["accepted"], "zip215")
    return sum(len(vectors[name]) for name in ("headers", "validatorSets", "commits")) + accepted


def check_log(vectors):
    tree = vectors["tree"]
    roots, hashes = list(map(unhex, tree["roots"])), [merkle.leaf_hash(unhex(leaf)) for leaf in tree["leaves"]]
    same([one.hex() for one in hashes], tree["leafHashes"], "leaf hashes")
    same([merkle.root_of(hashes[:size]) for size in range(len(roots))], roots, "roots")
    for one in tree["inclusion"]:
        for size, root in enumerate(roots):
            held = merkle.includes(root, size, one["index"], hashes[one["index"]], list(map(unhex, one["proof"])))
            same(held, size == one["size"], f"inclusion {one}")
    for one in tree["consistency"]:
        proof = list(map(unhex, one["proof"]))
        for size, root in enumerate(roots):
            held = merkle.consistent(one["from"], roots[one["from"]], size, root, proof)
            same(held, size == one["to"] or one["from"] == 0 and not proof, f"consistency {one} {size}")
    for one in vectors["leaves"]["good"]:
        found = structures.read_leaf(unhex(one["leaf"]))
        same((found.kind, found.height, found.time), tuple(one["expected"][name] for name in ("kind", "height", "time")), one["leaf"])
    for one in vectors["leaves"]["bad"]:
        same(code_of(structures.read_leaf, unhex(one["leaf"])), one["code"], one["name"])
    return len(tree["inclusion"] + tree["consistency"] + vectors["leaves"]["good"] + vectors["leaves"]["bad"])


def check_state(vectors):
    def shows(one):
        proof = merkle.read_state_proof(decode(unhex(one["proof"])))
        path = merkle.state_path(one["affair"], one["table"], embedded(unhex(one["key"])))
        return merkle.state_shows(unhex(vectors["root"]), path, one["value"] and unhex(one["value"]), proof)

    for name, expected in (("present", True), ("absent", True), ("bad", False)):
        for one in vectors[name]:
            same(shows(one), expected, one.get("name", one["key"]))
    for one in vectors["badForms"]:
        same(code_of(lambda: merkle.read_state_proof(decode(unhex(one["proof"])))) is not None, True, one["name"])
    return sum(len(vectors[name]) for name in ("present", "absent", "bad", "badForms"))


def check_members(vectors):
    def holds(commitment, one):
        proof = one["proof"]
        given = unhex(one["salt"]), one["path"], unhex(one["bytes"]), proof["index"], list(map(unhex, proof["path"]))
        return merkle.member_holds(unhex(commitment), *given)

    for record in vectors["records"]:
        for one in record["members"]:
            same(merkle.member_leaf(unhex(one["salt"]), one["path"], unhex(one["bytes"])).hex(), one["leaf"], one["path"])
            same(holds(record["commitment"], one), True, one["path"])
    for one in vectors["bad"]:
        same(holds(one["commitment"], one), False, one["name"])
    return sum(len(record["members"]) for record in vectors["records"]) + len(vectors["bad"])


def check_checkpoint(vectors):
    keys = [notes.read_vkey(vectors["vkey"])]
    for note in vectors["notes"]["good"]:
        found = notes.open_checkpoint(note, keys)
        same({"origin": found.origin, "size": found.size, "root": found.root.hex()}, vectors["checkpoint"], note)
    for one in vectors["notes"]["bad"]:
        same(code_of(notes.open_checkpoint, one["note"], keys), one["code"], one["name"])
    for one in vectors["proofs"]["good"]:
        same(notes.open_tlog_proof(one["proof"], unhex(one["leaf"]), keys)[0], one["index"], one["index"])
    for one in vectors["proofs"]["bad"]:
        same(code_of(notes.open_tlog_proof, one["proof"], unhex(one["leaf"]), keys), one["code"], one["name"])
    return sum(len(vectors[kind][name]) for kind in ("notes", "proofs") for name in ("good", "bad"))


def check_evidence(vectors):
    roots = [evidence.read_trust(json.dumps(one["trust"]).encode()) for one in vectors["trust"]]
    same(list(evidence.STEPS), vectors["steps"], "steps")
    for root, one in zip(roots, vectors["trust"]):
        same(evidence.fingerprint(root), one["fingerprint"], "fingerprint")
    for one in vectors["good"]:
        for data in (base64.b64decode(one["evidence"]), json.dumps(one["json"]).encode()):
            same(evidence.verify(data, roots[one["trust"]], one["now"]), one["expected"], one["name"])
    for one in vectors["bad"]:
        try:
            evidence.verify(base64.b64decode(one["evidence"]), roots[one["trust"]], one["now"])
            raise AssertionError(f"{one['name']}: accepted")
        except Refused as refused:
            same((refused.step, refused.code), (one["step"], one["code"]), one["name"])
    for one in vectors["joint"]:
        verified, refusal = [], (None, None)
        try:
            for verdict in evidence.verify_entries(base64.b64decode(one["entries"]), roots[one["trust"]], one["now"]):
                verified.append(verdict["times"])
        except Refused as refused:
            refusal = refused.step, refused.code
        same((verified, *refusal), (one["verified"], one.get("step"), one.get("code")), one["name"])
    for one in vectors["renewals"]:
        renewed = code_of(evidence.renew_trust, base64.b64decode(one["evidence"]), roots[one["trust"]], one["now"])
        if "root" in one:
            root = evidence.read_trust(json.dumps(one["root"]).encode())
            renewed = evidence.renew_trust(base64.b64decode(one["evidence"]), roots[one["trust"]], one["now"])
            same(renewed, (root.engine, root.validators.height, root.validators.time, root.validators.set, root.logKeys), one["name"])
        else:
            same(renewed, one["code"], one["name"])
    for one in vectors["badForms"]:
        same(code_of(evidence.read_evidence, base64.b64decode(one["evidence"])), one["code"], one["name"])
    return sum(len(vectors[name]) for name in ("good", "bad", "joint", "renewals", "badForms"))


def check_states(vectors):
    roots = [evidence.read_trust(json.dumps(one).encode()) for one in vectors["trust"]]
    for one in vectors["good"]:
        verdict, there = evidence.verify_states(base64.b64decode(one["states"]), roots[one["trust"]], one["now"])
        expected = one["expected"]
        same({name: verdict[name] for name in ("status", "times")}, {name: expected[name] for name in ("status", "times")}, one["name"])
        same(there, ["value" in value for value in expected["values"]], one["name"])
    for one in vectors["bad"]:
        try:
            evidence.verify_states(base64.b64decode(one["states"]), roots[one["trust"]], one["now"])
            raise AssertionError(f"{one['name']}: accepted")
        except Refused as refused:
            same((refused.step, refused.code), (one["step"], one["code"]), one["name"])
    return len(vectors["good"] + vectors["bad"])


def check_statement(vectors):
    key = vectors["key"]["suite"], unhex(vectors["key"]["cose"])
    for one in vectors["good"]:
        payload, code = structures.read_statement(unhex(one["statement"]), one["label"].encode(), *key)
        same((payload.hex(), code), (one["payload"], None), one["kind"])
    for one in vectors["bad"]:
        try:
            _, code = structures.read_statement(unhex(one["statement"]), one["label"].encode(), *key)
        except Refused as refused:
            code = refused.code
        renamed = {"key-mismatch": "certificate-issuer-mismatch", "signature-invalid": "certificate-signature-invalid"}
        unsigned = renamed.get(code) if one["kind"] == "pairwiseCertificate" else "not-signed"
        same(unsigned if code in renamed else code, one["code"], f"{one['kind']}, {one['name']}")
    return len(vectors["good"] + vectors["bad"])


def canonical(value):
    """§Genesis: the file as CBOR."""
    if type(value) is dict:
        return ["object", *([name, canonical(value[name])] for name in sorted(value, key=str.encode))]
    return ["list", *map(canonical, value)] if type(value) is list else value


def check_hash(vectors):
    app, batch = vectors["app"], vectors["batch"]
    app_hash = merkle.sha256(encode(["gongshi/app/1", unhex(app["stateRoot"]), app["logSize"], unhex(app["logRoot"])]))
    same(app_hash.hex(), app["hash"], "app hash")
    results = [[unhex(one["txId"]), one["outcome"]] for one in vectors["results"]["members"]]
    same(merkle.sha256(b"gongshi/results/1", encode(results)).hex(), vectors["results"]["data"], "results")
    genesis = merkle.sha256(b"gongshi/genesis/1", encode(canonical(vectors["genesis"]["file"])))
    same(genesis.hex(), vectors["genesis"]["hash"], "genesis")
    joined = merkle.sha256(b"gongshi/upload-batch/1", *map(unhex, batch["commitments"]))
    same(joined.hex(), batch["commitment"], "batch")
    return 4


def check_upload(vectors):
    key, members = structures.read_upload(unhex(vectors["upload"]))
    salts = [hmac.digest(key, path.encode(), "sha256") for path, _, _ in members]
    same([{"path": path, "bytes": octets.hex()} for path, _, octets in members], vectors["members"], "upload")
    none, salted = structures.read_upload(unhex(vectors["uploadWithSalts"]))
    same((none, salted), (None, [(path, salt, octets) for (path, _, octets), salt in zip(members, salts)]), "upload with salts")
    commitment = unhex(vectors["commitment"])
    same(structures.read_batch(unhex(vectors["batch"])), [(commitment, unhex(vectors["upload"]))], "batch")
    size, salt, index, siblings = structures.read_ground(unhex(vectors["ground"]))
    path, _, octets = members[0]
    same((size, merkle.member_holds(commitment, salt, path, octets, index, siblings)), (len(octets), True), "ground")
    readers = {"upload": structures.read_upload, "batch": structures.read_batch, "ground": structures.read_ground}
    for one in vectors["bad"]:
        same(code_of(readers[one["kind"]], unhex(one["bytes"])), one["code"], one["name"])
    return 4 + len(vectors["bad"])


def check_trust(vectors):
    for one in vectors["good"]:
        same(evidence.fingerprint(evidence.read_trust(one["text"].encode())), one["fingerprint"], "fingerprint")
    for one in vectors["bad"]:
        same(code_of(evidence.read_trust, one["text"].encode()), one["code"], one["name"])
    return len(vectors["good"] + vectors["bad"])


def refusal(run, *arguments):
    try:
        run(*arguments)
        return None
    except Refused as refused:
        return refused.step, refused.code


def caught(case, roots):
    """Where a forgery is caught: (step, code), or None."""
    kind = case["kind"]
    try:
        if kind == "evidence":
            shown = base64.b64decode(case["evidence"]), roots[case["trust"]], case["now"]
            if shown[0].startswith(b"\x83\x71gongshi/entries/1"):
                return list(evidence.verify_entries(*shown)) and None
            found = evidence.verify(*shown)
            refused = [one["kind"] for one in found["findings"] if one["kind"] in ("act-refused", "time-doubted")]
            stale = found["claim"]["kind"] if found["times"]["happened"] is None and found["claim"]["kind"] == "true-at" else None
            said = refused[0] if refused else found["status"] if found["status"] != "verified" else stale
            return said and ("verdict", said)
        if kind == "checkpoint":
            notes.open_checkpoint(case["note"], list(map(notes.read_vkey, case["vkeys"])))
        elif kind == "consistency":
            keys = list(map(notes.read_vkey, case["vkeys"]))
            before, after = notes.open_checkpoint(case["before"], keys), notes.open_checkpoint(case["after"], keys)
            held = merkle.consistent(before.size, before.root, after.size, after.root, list(map(unhex, case["proof"])))
            return None if held else (kind, "checkpoint-inconsistent")
        elif kind == "renewal":
            evidence.renew_trust(base64.b64decode(case["evidence"]), roots[case["trust"]], case["now"])
        elif kind == "receipt":
            structures.read_receipt(unhex(case["receipt"]), "ed25519", unhex(case["key"]))
        elif kind == "transaction":
            keys = [("ed25519", unhex(key)) for key in case["keys"]]
            structures.check_signatures(structures.read_transaction(unhex(case["transaction"])), keys)
        return None
    except Refused as refused:
        return refused.step or kind, refused.code


def check_light(vectors):
    """CometBFT's light client on steps from a trusted header to a later one."""
    for at, one in enumerate(vectors["steps"]):
        trusted = one["trusted"]
        last = Record(next=trusted["height"] + 1, time=trusted["time"], nextHash=unhex(trusted["nextValidatorsHash"]),
            validators=evidence.VALIDATORS.json(trusted["validators"]))  # fmt: skip
        code = code_of(evidence.vouch, evidence.SIGNED_HEADER.json(one["head"]), last)
        same(code is None, one["verdict"] == "accepted", f"step {at}")
    return len(vectors["steps"])


def check_fragment(vectors):
    for one in vectors["files"]:
        same(fragments.join(one["fragments"]).hex(), one["file"], one["name"])
    for one in vectors["refused"]:
        same(refusal(fragments.join, one["fragments"]), (None, one["code"]), one["name"])
    return len(vectors["files"]) + len(vectors["refused"])


def check_forgeries(vectors):
    roots = [evidence.read_trust(json.dumps(root).encode()) for root in vectors["trust"]]
    for case in vectors["cases"]:
        same(caught(case, roots), (case["step"], case["code"]), case["name"])
    return len(vectors["cases"])


CHECKS = {
    "cbor": check_cbor, "keys": check_keys, "ed25519": check_suite("ed25519"), "es256": check_suite("es256"),
    "webauthnEs256": check_suite("webauthnEs256"), "transaction": check_transaction, "bundle": check_bundle, "receipt": check_receipt,
    "draft": check_draft, "pairwise": check_pairwise, "comet": check_comet, "light": check_light,
    "log": check_log, "state": check_state, "members": check_members, "checkpoint": check_checkpoint, "evidence": check_evidence, "states": check_states,
    "statement": check_statement, "hash": check_hash, "upload": check_upload, "trust": check_trust,
    "forgeries": check_forgeries, "fragment": check_fragment,
}  # fmt: skip

failed = 0
for name, check in CHECKS.items():
    try:
        print(f"{name}: {check(load(name))} cases")
    except (AssertionError, Refused) as error:
        failed = 1
        print(f"{name}: FAILED {error}")
sys.exit(failed)
