"""CometBFT's header, validator set and vote (§App hash, header, commit). Headers and sets as evidence has them."""
from .encoding import sha256
from .merkle import leaf_hash, root_of


def varint(value):
    value &= (1 << 64) - 1
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value) if value else b""


def fixed(field, value):
    return varint(field << 3 | 1) + value.to_bytes(8, "little", signed=True) if value else b""


def octets(field, value):
    return varint(field << 3 | 2) + varint(len(value)) + value if value else b""


def message(field, value):
    """A nested message that is there even when it is empty."""
    return varint(field << 3 | 2) + varint(len(value)) + value


def timestamp(time):
    return number(1, time.seconds) + number(2, time.nanos)


def part_set(parts):
    return number(1, parts.total) + octets(2, parts.hash)


def block_id(block_hash, parts):
    return octets(1, block_hash) + message(2, part_set(parts))


def header_hash(header):
    fields = [number(1, header.version.block) + number(2, header.version.app), octets(1, header.chainId.encode()), number(1, header.height),
        timestamp(header.time), block_id(header.lastBlockId.hash, header.lastBlockId.parts)]  # fmt: skip
    hashes = [header.lastCommitHash, header.dataHash, header.validatorsHash, header.nextValidatorsHash, header.consensusHash, header.appHash,
        header.lastResultsHash, header.evidenceHash, header.proposerAddress]  # fmt: skip
    return root_of([leaf_hash(field) for field in fields + [octets(1, value) for value in hashes]])


def address(public_key):
    return sha256(public_key)[:20]


def validators_hash(validators):
    """In the order given, which is the set's."""
    return root_of([leaf_hash(octets(1, octets(1, one.publicKey)) + number(2, one.power)) for one in validators])


def sign_bytes(chain_id, height, commit, vote, block_hash):
    """What a validator signed: a precommit for the block (flag 2), or for nil."""
    voted = message(4, block_id(block_hash, commit.parts)) if vote.flag == 2 else b""
    canonical = number(1, 2) + fixed(2, height) + fixed(3, commit.round) + voted + message(5, timestamp(vote.timestamp)) + octets(6, chain_id.encode())
    return varint(len(canonical)) + canonical
