"""§Trust root and §Evidence: the steps in their order; the first that fails raises Refused with its name and code."""
from types import SimpleNamespace as Record

from . import comet, notes
from .encoding import Refused, decode, demand, encode, sha256, strings_in, texts_hold
from .forms import big, checked, embedded, from_json, many, octets, one_of, optional, record, text, whole
from .merkle import consistent, includes, leaf_hash, member_holds, read_state_proof, state_path, state_shows
from .signatures import fits, read_key, signature_code, zip215, ALGORITHMS
from .structures import CHAIN_ID, MAX_TIME, read_cose_sign, read_leaf, read_payload, to_be_signed

STEPS = ("file", "trust", "path", "commit", "app", "inclusion", "leaf", "signatures", "body", "members", "witnesses")
LIMIT, FUTURE_MS = 24 << 20, 5 * 60 * 1000

HASH, MAYBE_HASH, POWER = octets(32), octets(0, 32), big(1, 2**60 - 1)
CHAIN = text(pattern=CHAIN_ID.pattern)
PARTS = record(total=whole(0, 2**32 - 1), hash=MAYBE_HASH)
TIMESTAMP = record(seconds=whole(-62135596800, 253402300799), nanos=whole(0, 999999999))  # the years 1 to 9999


def is_set(validators):
    """In the set's own order, nobody twice, of bounded power."""
    places = [(-one.power, comet.address(one.publicKey)) for one in validators]
    return places == sorted(set(places)) and len(powers(validators)) == len(validators) and total(validators) < 2**60


VALIDATORS = checked(many(record(publicKey=HASH, power=POWER), 1, 256), is_set)
HEADER = record(version=record(block=whole(), app=whole()), chainId=CHAIN, height=whole(1), time=TIMESTAMP,
    lastBlockId=record(hash=MAYBE_HASH, parts=PARTS), lastCommitHash=MAYBE_HASH, dataHash=MAYBE_HASH, validatorsHash=HASH,
    nextValidatorsHash=HASH, consensusHash=MAYBE_HASH, appHash=MAYBE_HASH, lastResultsHash=MAYBE_HASH, evidenceHash=MAYBE_HASH,
    proposerAddress=octets(20))  # fmt: skip
VOTE = record(flag=whole(2, 3), timestamp=TIMESTAMP, signature=octets(64))
COMMIT = record(round=whole(0, 2**31 - 1), parts=PARTS, signatures=many(optional(VOTE), 0, 256))
SIGNED_HEADER = record(header=HEADER, commit=COMMIT, validators=optional(VALIDATORS))
PROOF = many(HASH, 0, 64)
LEAF, SIGNED_BYTES = octets(limit=65535), octets(limit=61440)
INNER = checked(LEAF, lambda value: embedded(value) is not value)  # CBOR inside a byte string
BODY = one_of(present=record(bytes=SIGNED_BYTES), absent=record(), erased=record(index=whole(), leaf=LEAF, proof=PROOF))
SIGNED = record(bytes=SIGNED_BYTES, keys=many(octets(limit=2048), 0, 16), body=BODY)
STATE_PROOF = record(depth=whole(0, 256), bitmap=octets(limit=32), siblings=octets(limit=8192),
    terminal=optional(record(path=HASH, valueHash=HASH)))  # fmt: skip
STATE_VALUE = dict(affair=text(64), table=text(128), key=INNER, value=optional(INNER), proof=STATE_PROOF)
SUBJECT = one_of(
    entry=record(index=whole(), leaf=LEAF, proof=PROOF, signed=optional(SIGNED)),
    state=record(**STATE_VALUE),
)
MEMBER = record(commitment=HASH, path=text(512), salt=HASH, bytes=octets(limit=16 << 20), index=whole(0, 65535), proof=many(HASH, 0, 16))
SHARED = dict(path=many(SIGNED_HEADER, 0, 1024), head=SIGNED_HEADER,
    app=record(stateRoot=HASH, logSize=whole(), logRoot=HASH), subject=SUBJECT, members=many(MEMBER, 0, 65536),
    checkpoint=optional(text(65536, lines=True)))  # fmt: skip
EVIDENCE = {
    "gongshi/evidence/1": record(format=text(), **SHARED),
    "gongshi/evidence/2": record(format=text(), **SHARED, earlier=record(note=text(65536, lines=True), proof=PROOF)),
}
VKEY = checked(text(lines=True), lambda value: notes.read_vkey(value) is not None)
GROUP = checked(record(threshold=whole(1, 256), keys=many(VKEY, 0, 256)), lambda group: group.threshold <= len(group.keys) == len(set(group.keys)))
SPAN = whole(0, MAX_TIME)
TRUST = record(format=text(pattern="gongshi/trust/1"), chainId=CHAIN, genesisHash=HASH, engine=text(pattern="solo|cometbft"),
    validators=record(height=whole(1), time=SPAN, set=VALIDATORS), logKeys=many(VKEY, 0, 256), source=text(512),
    policy=record(maxAgeMs=SPAN, trustPeriodMs=optional(SPAN), cosigners=many(GROUP, 0, 16)))  # fmt: skip


def read_trust(data):
    try:
        return TRUST.json(from_json(data))
    except Refused as refused:
        raise Refused("trust-not-json" if refused.code == "not-json" else "trust-malformed") from None


def fingerprint(trust):
    plain = lambda value: list(map(plain, vars(value).values() if isinstance(value, Record) else value)) if isinstance(value, (Record, list)) else value
    digits = sha256(encode(plain(trust))).hex()
    return " ".join(digits[at : at + 4] for at in range(0, 64, 4))


def read_evidence(data):
    """Either form."""
    demand(len(data) <= LIMIT, "evidence-too-large")
    try:
        if data[:1] == b"{":
            value = from_json(data)
            version, form = value.get("format"), "json"
        else:
            value = decode(data, LIMIT)
            version, form = type(value) is list and value and value[0], "cbor"
        demand(type(version) is str, "evidence-malformed")
        demand(version in EVIDENCE or not version.startswith("gongshi/evidence/"), "evidence-version-unknown")
        demand(version in EVIDENCE, "evidence-malformed")
        return getattr(EVIDENCE[version], form)(value)
    except Refused as refused:
        raise Refused(refused.code if refused.code.startswith("evidence-") else "evidence-malformed") from None


def ms(time):
    return time.seconds * 1000 + time.nanos // 1_000_000


def powers(validators):
    return {one.publicKey: one.power for one in validators}


def total(validators):
    return sum(one.power for one in validators)


def count_votes(block, validators, overlap):
    """Votes for the block in the order of its set, until they are enough of its power and of `overlap`'s (None: not asked)."""
    header, known, signed, shared = block.header, powers(overlap or []), 0, 0
    block_hash = comet.header_hash(header)
    two_thirds = lambda: 3 * signed > 2 * total(validators)
    third = lambda: overlap is None or 3 * shared > total(overlap)
    for one, vote in zip(validators, block.commit.signatures):
        if two_thirds() and third():
            break
        if vote is None or vote.flag != 2:
            continue
        said = comet.sign_bytes(header.chainId, header.height, block.commit, vote, block_hash)
        demand(zip215(one.publicKey, said, vote.signature), "evidence-vote-invalid")
        signed, shared = signed + one.power, shared + known.get(one.publicKey, 0)
    demand(two_thirds(), "evidence-power-insufficient")
    demand(third(), "evidence-overlap-insufficient")


def vouch(block, last):
    """§From header to header: what is trusted after this block, or a refusal."""
    header = block.header
    follows = header.height == last.next
    demand(header.version.block == 11, "evidence-header-version")
    demand(header.height >= last.next, "evidence-before-trust")
    demand(ms(header.time) >= last.time, "evidence-path-order")
    validators = last.validators if block.validators is None else block.validators
    own_hash = comet.validators_hash(validators)
    demand(own_hash == header.validatorsHash, "evidence-validators-mismatch")
    demand(not follows or own_hash == last.nextHash, "evidence-validators-mismatch")
    demand(follows or header.height == 1 or header.lastBlockId.hash != b"", "evidence-chain-restarted")
    demand(len(block.commit.signatures) == len(validators), "evidence-commit-malformed")
    same = own_hash == comet.validators_hash(last.validators)
    count_votes(block, validators, None if follows or same else last.validators)
    return Record(next=header.height + 1, time=ms(header.time), nextHash=header.nextValidatorsHash, validators=validators)


def check_state(subject, state_root):
    path, terminal = state_path(subject.affair, subject.table, embedded(subject.key)), subject.proof.terminal
    try:
        end = terminal and [terminal.path, terminal.valueHash]
        proof = read_state_proof([subject.proof.depth, subject.proof.bitmap, subject.proof.siblings, end])
        demand(state_shows(state_root, path, subject.value, proof), "shows nothing")
    except Refused:
        raise Refused("evidence-not-in-state") from None


def check_signatures(subject, leaf, chain_id):
    """The COSE_Sign is the leaf's, and every signature on it holds; gives its payload, or None where nobody signs."""
    signed = subject.signed
    if leaf.kind != "tx":
        demand(signed is None, "evidence-signed-mismatch")
        return None
    demand(signed is not None, "evidence-signed-missing")
    try:
        payload = read_payload(*read_cose_sign(signed.bytes))
    except Refused:
        raise Refused("evidence-signed-malformed") from None
    said = [sha256(signed.bytes), payload.txId, payload.signers, payload.affair, payload.version, payload.action, payload.chainId]
    expected = [leaf.signedHash, leaf.txId, leaf.signers, leaf.affair, leaf.version, leaf.action, chain_id]
    demand(said == expected, "evidence-signed-mismatch")
    check_keys(signed.keys, payload)
    return payload


def check_keys(coses, payload):
    """Every key is read, then held to its signer, and then the signatures are checked."""
    demand(len(coses) == len(payload.signers), "evidence-key-mismatch")
    suites = [ALGORITHMS[signature.alg] for signature in payload.signatures]
    try:
        keys = [read_key(cose) for cose in coses]
        demand(all(fits(curve, suite) for (curve, _), suite in zip(keys, suites)), "another curve")
    except Refused:
        raise Refused("evidence-key-malformed") from None
    demand(list(map(sha256, coses)) == payload.signers, "evidence-key-mismatch")
    for (_, key), suite, signature in zip(keys, suites, payload.signatures):
        value = signature.authenticator + signature.bytes + signature.client
        demand(signature_code(suite, key, to_be_signed(signature.protected, payload.bytes), value) is None, "evidence-signature-invalid")


def check_body(evidence, payload):
    """The input that was signed, or None; and a finding where it is not there."""
    body = evidence.subject.signed.body
    if body.kind == "absent":
        return None, [{"kind": "body-absent"}]
    if body.kind == "present":
        try:
            salt, raw = decode(body.bytes, 61440)
            demand(sha256(b"gongshi/input/1", salt, raw) == payload.inputHash and len(salt) == 32, "mismatch")
            return embedded(raw), []
        except (Refused, TypeError, ValueError):
            raise Refused("evidence-body-mismatch") from None
    app = evidence.app
    demand(includes(app.logRoot, app.logSize, body.index, leaf_hash(body.leaf), body.proof), "evidence-erasure-unproven")
    try:
        leaf = read_leaf(body.leaf)
    except Refused:
        raise Refused("evidence-leaf-malformed") from None
    ok = leaf.kind in ("due", "tx") and leaf.affair == "erasure" and leaf.outcome[0] == "ok"
    orders = [event for event in leaf.outcome[1] if event[:1] == ["destroy"] and len(event) > 2] if ok else []
    demand(any(type(event[2]) is int and event[2] == evidence.subject.index for event in orders), "evidence-erasure-unproven")
    return None, [{"kind": "body-erased", "by": body.index}]


def check_members(members, said):
    known, seen = strings_in(said), set()
    for one in members:
        demand(one.commitment in known, "evidence-member-unbound")
        demand((one.commitment, one.path) not in seen, "evidence-member-repeated")
        demand(member_holds(one.commitment, one.salt, one.path, one.bytes, one.index, one.proof), "evidence-member-mismatch")
        seen.add((one.commitment, one.path))


def check_witnesses(evidence, trust):
    """Cosigners vouch for what a log's origin shows them: their signatures count beside that of a known key of this name.
    The time by which as many of each group as it asks for had seen it, and the one when they had not yet; or None."""
    groups, app, index = trust.policy.cosigners, evidence.app, getattr(evidence.subject, "index", -1)
    same = lambda one: demand((one.size, one.root) == (app.logSize, app.logRoot), "evidence-checkpoint-mismatch")
    signed = signers(evidence.checkpoint, trust, same)
    demand(all(len(signed.keys() & set(group.keys)) >= group.threshold for group in groups), "evidence-cosigners-missing")
    earlier = getattr(evidence, "earlier", None)
    before = lambda one: demand(one.size <= index and consistent(one.size, one.root, app.logSize, app.logRoot, earlier.proof), "evidence-earlier-mismatch")
    unaware = signers(earlier and earlier.note, trust, before)
    times = lambda by, group: sorted(time for key in group.keys if (time := by.get(key)) is not None)
    seen = [times(signed, group)[group.threshold - 1 :][:1] for group in groups]
    unseen = [times(unaware, group)[-group.threshold :] for group in groups]
    enough = all(len(times) == group.threshold for times, group in zip(unseen, groups))
    return (max(time for [time] in seen) if seen and all(seen) else None), (min(min(times) for times in unseen) if unseen and enough else None)


def signers(note, trust, check):
    """Whose signatures on a checkpoint of the right log count, and when each had seen it."""
    known = {key: notes.read_vkey(key) for key in [*trust.logKeys, *(key for group in trust.policy.cosigners for key in group.keys)]}
    known = {vkey: key for vkey, key in known.items() if key.type in notes.TYPES}
    if note is None or not known:
        return {}
    try:
        body, signatures = notes.read_note(note)
        checkpoint = notes.read_checkpoint(body)
    except Refused:
        raise Refused("evidence-checkpoint-malformed") from None
    check(checkpoint)
    try:
        signed = {vkey: notes.seen_at(key, signatures) for vkey, key in known.items() if notes.signed_by(key, body, signatures)}
    except Refused:
        raise Refused("evidence-checkpoint-invalid") from None
    return signed if any(vkey in signed and known[vkey].name == checkpoint.origin for vkey in trust.logKeys) else {}


def verify(data, trust, now):
    """The verdict on a file under a trust root at a time (UnixMs), or Refused with its step and code."""
    state, step = Record(findings=[], said=[], witnessed=None, unseen=None), None
    try:
        for step in STEPS:
            run(step, state, data, trust, now)
    except Refused as refused:
        raise Refused(refused.code, step) from None
    return verdict(state, trust, now)


def renew_trust(data, trust, now):
    """§Renewing a trust root: the engine, height, time and set of who signs, and the log keys, of the root that follows."""
    others = []
    if data.startswith(b"\x83\x70gongshi/states/1"):
        found, file = verify_states(data, trust, now)[0], read_file(STATES, data)
        data, others = file.first, file.rest
    else:
        found = verify(data, trust, now)
    held = read_evidence(data)
    demand(found["status"] == "verified", "trust-expired")
    subject = held.subject
    place = lambda one: (one.affair, one.table, encode(embedded(one.key)))
    demand(subject.kind == "state" and place(subject) == ("ledger", "engine", encode([])), "trust-renewal-mismatch")
    listed = {place(one)[2]: one.value and embedded(one.value) for one in others if place(one)[:2] == ("ledger", "publisher")}
    keys = trust.logKeys
    if encode([]) in listed:
        origins = listed[encode([])]
        demand(type(origins) is list and all(type(origin) is str for origin in origins), "trust-renewal-mismatch")
        rows = [listed.get(encode([origin])) for origin in origins]
        demand(all(type(row) is list and row and type(row[0]) is str for row in rows), "trust-renewal-mismatch")
        keys = [row[0] for row in rows]
        demand([notes.read_vkey(key, "trust-renewal-mismatch").name for key in keys] == origins, "trust-renewal-mismatch")
    told = [one.validators for one in [*held.path, held.head] if one.validators is not None]
    engine = "cometbft" if subject.value is not None and embedded(subject.value) == "cometbft" else "solo"
    return engine, held.head.header.height, ms(held.head.header.time), (told or [trust.validators.set])[-1], keys


def run(step, state, data, trust, now):
    if step == "file":
        state.evidence = read_evidence(data) if type(data) is bytes else data
        state.last = Record(next=trust.validators.height, time=0, validators=trust.validators.set,
            nextHash=comet.validators_hash(trust.validators.set))  # fmt: skip
        return
    evidence = state.evidence
    head, app, subject = evidence.head.header, evidence.app, evidence.subject
    entry = subject.kind == "entry"
    if step == "trust":
        demand(all(one.header.chainId == trust.chainId for one in [*evidence.path, evidence.head]), "evidence-other-ledger")
    elif step == "path":
        for block in evidence.path:
            state.last = vouch(block, state.last)
    elif step == "commit":
        vouch(evidence.head, state.last)
        demand(ms(head.time) <= now + FUTURE_MS, "evidence-from-future")
    elif step == "app":
        app_hash = sha256(encode(["gongshi/app/1", app.stateRoot, app.logSize, app.logRoot]))
        demand(head.appHash == app_hash, "evidence-app-mismatch")
    elif step == "inclusion" and entry:
        demand(includes(app.logRoot, app.logSize, subject.index, leaf_hash(subject.leaf), subject.proof), "evidence-not-in-log")
    elif step == "inclusion":
        check_state(subject, app.stateRoot)
        state.said = None if subject.value is None else embedded(subject.value)
    elif step == "leaf" and entry:
        try:
            state.leaf = read_leaf(subject.leaf)
        except Refused:
            raise Refused("evidence-leaf-malformed") from None
        demand(state.leaf.height < head.height and state.leaf.time <= ms(head.time), "evidence-leaf-misplaced")
        state.said = [getattr(state.leaf, "outcome", None), getattr(state.leaf, "detail", None)]
    elif step == "signatures" and entry:
        state.payload = check_signatures(subject, state.leaf, trust.chainId)
    elif step == "body" and entry and state.payload is not None:
        found, state.findings = check_body(evidence, state.payload)
        state.said.append(found)
    elif step == "members":
        check_members(evidence.members, state.said)
    elif step == "witnesses":
        state.witnessed, state.unseen = check_witnesses(evidence, trust)


STATES = record(format=text(pattern="gongshi/states/1"), first=octets(), rest=many(record(**STATE_VALUE), 0, 1023))
GROUNDED = record(format=text(pattern="gongshi/grounds/1"), act=octets(), grounds=many(octets(), 0, 256))


def read_file(form, data):
    """A file of several parts; what they claim is not looked at."""
    if len(data) > LIMIT:
        raise Refused("evidence-too-large", "file")
    try:
        return form.cbor(decode(data, LIMIT))
    except Refused:
        raise Refused("evidence-malformed", "file") from None


ENTRIES = record(format=text(pattern="gongshi/entries/1"), first=octets(), rest=many(record(subject=SUBJECT, members=many(MEMBER, 0, 65536)), 0, 1023))


def verify_entries(data, trust, now):
    """§Entries: the verdict on each in turn; all but subject and members are the first one's."""
    found = read_file(ENTRIES, data)
    try:
        first = read_evidence(found.first)
    except Refused as refused:
        raise Refused(refused.code, "file") from None
    subjects = [one.subject for one in [first, *found.rest]]
    if any(one.kind != "entry" for one in subjects) or len({one.index for one in subjects}) < len(subjects):
        raise Refused("evidence-malformed", "file")
    yield verify(first, trust, now)
    earlier = getattr(first, "earlier", None)
    for one in found.rest:
        bound = earlier if one.subject.index > first.subject.index else None
        yield verify(Record(**{**vars(first), **vars(one), "earlier": bound}), trust, now)


def verify_states(data, trust, now):
    """§States: the verdict on the first value, and whether something stands at each of the keys, the first among them."""
    found = read_file(STATES, data)
    try:
        first = read_evidence(found.first)
    except Refused:
        first = None
    if first is not None and first.subject.kind != "state":
        raise Refused("evidence-malformed", "file")
    said = verify(found.first, trust, now)
    for one in found.rest:
        try:
            check_state(one, first.app.stateRoot)
        except Refused as refused:
            raise Refused(refused.code, "inclusion") from None
    return said, [one.value is not None for one in [first.subject, *found.rest]]


def verdict(state, trust, now):
    """§Verdict."""
    evidence, findings = state.evidence, state.findings
    committed, happened = ms(evidence.head.header.time), None
    claim = {"kind": "current-as-of" if now - committed <= trust.policy.maxAgeMs else "true-at", "time": committed}
    if evidence.subject.kind == "entry":
        happened = state.leaf.time
        claim = {"kind": "true-at", "time": happened}
        outcome = getattr(state.leaf, "outcome", ["ok"])
        if outcome[0] == "refused":
            findings = [{"kind": "act-refused", "code": outcome[1]}, *findings]
        doubted = happened < (state.unseen or 0) - FUTURE_MS or happened - FUTURE_MS > (happened if state.witnessed is None else state.witnessed)
        findings = [*findings, {"kind": "time-doubted", "happened": happened}] if doubted else findings
    period = trust.policy.trustPeriodMs
    expired = period is not None and now > trust.validators.time + period
    if expired:
        findings = [*findings, {"kind": "trust-expired", "since": trust.validators.time + period}]
    members = [{"commitment": one.commitment.hex(), "path": one.path, "bytes": one.bytes.hex()} for one in evidence.members]
    return {"status": "expired" if expired else "verified", "claim": claim, "times": {"happened": happened, "committed": committed, "witnessed": state.witnessed, "notBefore": state.unseen},
        "findings": findings, "members": members}  # fmt: skip
