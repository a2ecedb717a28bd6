const sectorBytes = 512

/** A file as the system's cache has it, and as the disk does: sectors that are unsynced may differ. */
export class CachedFile {
  #cache: Uint8Array
  #size: number
  #disk: Uint8Array
  #diskSize: number
  readonly #unsynced = new Set<number>()

  constructor(bytes = new Uint8Array()) {
    this.#cache = bytes.slice()
    this.#size = bytes.length
    this.#disk = bytes.slice()
    this.#diskSize = bytes.length
  }

  /** What a process reads. A view: a test may damage it in place. */
  get bytes(): Uint8Array {
    return this.#cache.subarray(0, this.#size)
  }

  /** Writes into the cache; of a `share` less than one the sectors that come first. */
  write(position: number, bytes: Uint8Array, share = 1): void {
    const end = position + bytes.length
    const cut = share < 1 ? Math.floor((position + bytes.length * share) / sectorBytes) * sectorBytes : end
    const written = bytes.subarray(0, Math.max(0, cut - position))
    if (written.length === 0) return
    this.#size = Math.max(this.#size, position + written.length)
    this.#cache = withRoom(this.#cache, this.#size)
    this.#cache.set(written, position)
    for (const sector of sectorsOf(position, written.length)) this.#unsynced.add(sector)
  }

  truncate(size: number): void {
    this.#cache.fill(0, size, this.#size)
    this.#size = Math.min(this.#size, size)
    for (const sector of this.#unsynced) if (sector * sectorBytes >= size) this.#unsynced.delete(sector)
  }

  /** Makes what was written durable, or only these bytes with the sectors in which they lie. */
  sync(position = 0, length = this.#size - position): void {
    const isWhole = position === 0 && length === this.#size
    this.#diskSize = isWhole ? this.#size : Math.max(this.#diskSize, Math.min(this.#size, position + length))
    this.#disk = withRoom(this.#disk, this.#size)
    const asked = length < this.#unsynced.size * sectorBytes ? sectorsOf(position, length) : [...this.#unsynced]
    for (const sector of asked) {
      if (!this.#unsynced.has(sector)) continue
      const from = sector * sectorBytes
      if (from >= position + length || from + sectorBytes <= position) continue
      this.#disk.set(this.#cache.subarray(from, Math.min(from + sectorBytes, this.#size)), from)
      this.#unsynced.delete(sector)
    }
  }

  /** A sync has failed: the cache keeps what it has, and nobody will write it any more. */
  forgetUnsynced(): void {
    this.#unsynced.clear()
  }

  /** What is left when the power fails: each unsynced sector as it was, or as it was written. */
  survivor(random: () => number): CachedFile {
    const size = random() < 0.5 ? Math.max(this.#size, this.#diskSize) : this.#diskSize
    const left = new Uint8Array(size)
    left.set(this.#disk.subarray(0, Math.min(size, this.#diskSize)))
    for (const sector of this.#unsynced) {
      const from = sector * sectorBytes
      if (random() < 0.5 && from < size)
        left.set(this.#cache.subarray(from, Math.min(from + sectorBytes, this.#size, size)), from)
    }
    return new CachedFile(left)
  }
}

function sectorsOf(position: number, length: number): number[] {
  const first = Math.floor(position / sectorBytes)
  const last = Math.ceil((position + length) / sectorBytes)
  return Array.from({ length: last - first }, (_, at) => first + at)
}

function withRoom(bytes: Uint8Array, size: number): Uint8Array {
  if (size <= bytes.length) return bytes
  const larger = new Uint8Array(Math.max(size, bytes.length * 2))
  larger.set(bytes)
  return larger
}
