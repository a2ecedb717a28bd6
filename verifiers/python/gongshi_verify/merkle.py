"""Trees: the log (RFC 6962, RFC 9162), the state (§State), members of a record (§Member commitments)."""
from .encoding import demand, encode, is_bytes, is_int, sha256

EMPTY = bytes(32)


def leaf_hash(leaf):
    return sha256(b"\0", leaf)


def node_hash(left, right):
    return sha256(b"\1", left, right)


def root_of(hashes):
    """RFC 6962 §2.1 over leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256()
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root_of(hashes[:half]), root_of(hashes[half:]))


def includes(root, size, index, leaf, proof):
    """RFC 9162 §2.1.3.2; leaf is a hash."""
    if index >= size:
        return False
    at, last = index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            leaf = node_hash(sibling, leaf)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            leaf = node_hash(leaf, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and leaf == root


def consistent(first, first_root, second, second_root, proof):
    """RFC 9162 §2.1.4.2."""
    if first == second or first == 0:
        return first <= second and not proof and first_root == (second_root if first else sha256()) and (second > 0 or second_root == sha256())
    if first > second or not proof:
        return False
    way = [first_root, *proof] if first & first - 1 == 0 else list(proof)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = way[0]
    for sibling in way[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def state_path(affair, table, key):
    """key is a value, not its bytes."""
    return sha256(b"gongshi/key/1", encode([affair, table, key]))


def bit(path, depth):
    return path[depth >> 3] >> 7 - (depth & 7) & 1


def read_state_proof(value):
    """[depth, sibling (or None) from the end up…, terminal] of the form on the wire, which is the only one."""
    malformed = "state-proof-malformed"
    demand(type(value) is list and len(value) == 4 and is_int(value[0], 0, 256) and is_bytes(value[1]) and is_bytes(value[2]), malformed)
    depth, bitmap, joined, terminal = value
    demand(len(bitmap) == (depth + 7) // 8 and not any(bit(bitmap, at) for at in range(depth, 8 * len(bitmap))), malformed)
    present = [bit(bitmap, at) for at in range(depth)]
    demand(len(joined) == 32 * sum(present), malformed)
    given = iter([joined[at : at + 32] for at in range(0, len(joined), 32)])
    siblings = [next(given) if there else None for there in present]
    demand(EMPTY not in siblings, malformed)
    demand(terminal is None or type(terminal) is list and len(terminal) == 2 and all(is_bytes(part, 32) for part in terminal), malformed)
    return depth, siblings, terminal


def state_shows(root, path, value, proof):
    """Whether a read proof shows the value's bytes under the path, or (None) that nothing stands there."""
    depth, siblings, terminal = proof
    if terminal is not None and any(bit(terminal[0], at) != bit(path, at) for at in range(depth)):
        return False
    if depth and siblings[0] is None:
        return False
    present = terminal is not None and terminal[0] == path
    if value is None and present or value is not None and (not present or terminal[1] != sha256(value)):
        return False
    node = EMPTY if terminal is None else sha256(b"\0", *terminal)
    for at, sibling in enumerate(siblings):
        sibling = EMPTY if sibling is None else sibling
        node = sha256(sibling, node) if bit(path, depth - 1 - at) else sha256(node, sibling)
    return node == root


def member_leaf(salt, path, octets):
    return sha256(b"gongshi/member/1", salt, encode([path, octets]))


def member_holds(commitment, salt, path, octets, index, proof):
    """The tree has a power of two of leaves, at least 8 and at most 65,536."""
    return 3 <= len(proof) <= 16 and includes(commitment, 1 << len(proof), index, leaf_hash(member_leaf(salt, path, octets)), proof)
