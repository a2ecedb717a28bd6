/** Contents of at most this many bytes share files and fsyncs; larger ones have a file each. */
export const packedContentBytes = 64 * 1024
export const maxPathBytes = 512
/** What one `disclose` may hold in memory. */
export const maxDisclosedBytes = 16 * 1024 * 1024
/** A pack is closed at this size and gets its index. */
export const packBytes = 64 * 1024 * 1024
/** One group of puts: bounds what a crash can tear and what a writer waits for. */
export const groupBytes = 4 * 1024 * 1024
export const groupContents = 1_000
/** The unit of a verified read: each is checked before a byte of it is handed out. */
export const readChunkBytes = 256 * 1024
export const maxIndexBytes = 64 * 1024 * 1024
