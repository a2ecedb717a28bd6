"""ML-DSA-44 (FIPS 204): verification only, on public data."""
from hashlib import shake_128, shake_256

Q, D, TAU, GAMMA1, GAMMA2, BETA, OMEGA, ROWS = 8380417, 13, 39, 1 << 17, (8380417 - 1) // 88, 78, 80, 4
ZETAS = [pow(1753, int(f"{at:08b}"[::-1], 2), Q) for at in range(256)]


def ntt(poly):
    """Algorithm 41."""
    w, at, half = list(poly), 0, 128
    while half:
        for start in range(0, 256, 2 * half):
            at += 1
            for j in range(start, start + half):
                turned = ZETAS[at] * w[j + half] % Q
                w[j], w[j + half] = w[j] + turned, w[j] - turned
        half //= 2
    return [value % Q for value in w]


def ntt_inverse(poly):
    """Algorithm 42."""
    w, at, half = list(poly), 256, 1
    while half < 256:
        for start in range(0, 256, 2 * half):
            at -= 1
            for j in range(start, start + half):
                w[j], w[j + half] = w[j] + w[j + half], -ZETAS[at] * (w[j] - w[j + half]) % Q
        half *= 2
    return [value * 8347681 % Q for value in w]


def unpack(data, bits):
    """256 numbers of so many bits each, the least significant first (Algorithm 18)."""
    joined, mask = int.from_bytes(data, "little"), (1 << bits) - 1
    return [joined >> bits * at & mask for at in range(256)]


def expand(rho, row, column):
    """An entry of the matrix (Algorithm 30): three bytes give a number, those not below Q are left out."""
    stream = shake_128(rho + bytes([column, row])).digest(168 * 8)
    numbers = (int.from_bytes(stream[at : at + 3], "little") & 0x7FFFFF for at in range(0, len(stream) - 2, 3))
    return [number for number in numbers if number < Q][:256]


def in_ball(seed):
    """Algorithm 29."""
    stream, c = shake_256(seed).digest(8 + 1024), [0] * 256
    signs, rest = int.from_bytes(stream[:8], "little"), iter(stream[8:])
    for at in range(256 - TAU, 256):
        j = next(one for one in rest if one <= at)
        c[at], c[j] = c[j], -1 if signs >> (at + TAU - 256) & 1 else 1
    return c


def hints(data):
    """The places of the hints by row (Algorithm 21), or None: they rise in each row, and what is left over is zero."""
    found, start = [], 0
    for end in data[OMEGA:]:
        places = list(data[start:end])
        if not start <= end <= OMEGA or places != sorted(set(places)):
            return None
        found, start = [*found, set(places)], end
    return None if any(data[start:OMEGA]) else found


def high_bits(number, hinted):
    """Algorithm 40: which of 44 parts a number lies in, moved on by a hint."""
    low = number % (2 * GAMMA2)
    low -= 2 * GAMMA2 if low > GAMMA2 else 0
    high, low = (0, low - 1) if number - low == Q - 1 else ((number - low) // (2 * GAMMA2), low)
    return (high + (1 if low > 0 else -1)) % 44 if hinted else high


def verify(key, message, signature):
    """Algorithms 3 and 8, with an empty context."""
    if len(key) != 1312 or len(signature) != 2420:
        return False
    rho, seed, hinted = key[:32], signature[:32], hints(signature[2336:])
    z = [[GAMMA1 - one for one in unpack(signature[32 + 576 * at :][:576], 18)] for at in range(ROWS)]
    if hinted is None or max(abs(one) for poly in z for one in poly) >= GAMMA1 - BETA:
        return False
    mu = shake_256(shake_256(key).digest(64) + b"\0\0" + message).digest(64)
    challenge, z = ntt(in_ball(seed)), [ntt(poly) for poly in z]
    packed = b""
    for row in range(ROWS):
        t1 = ntt([one << D for one in unpack(key[32 + 320 * row :][:320], 10)])
        matrix = [expand(rho, row, column) for column in range(ROWS)]
        sums = [sum(matrix[at][i] * z[at][i] for at in range(ROWS)) - challenge[i] * t1[i] for i in range(256)]
        parts = [high_bits(one, i in hinted[row]) for i, one in enumerate(ntt_inverse([one % Q for one in sums]))]
        packed += sum(part << 6 * i for i, part in enumerate(parts)).to_bytes(192, "little")
    return shake_256(mu + packed).digest(32) == seed
