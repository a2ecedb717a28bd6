/** Ceilings of every kind, fixed for a kit version: a value over them is refused at the border. */
export const kindLimits = {
  /** int and money are signed 64-bit. */
  maxInteger: 2n ** 63n - 1n,
  /** 9999-12-31T23:59:59.999Z */
  maxTimeMs: 253_402_300_799_999,
  maxDurationMs: 100 * 366 * 86_400_000,
  maxWorkdays: 10_000,
  maxCodeBytes: 128,
  maxSchemeLength: 40,
  maxListItems: 1_000,
  maxTextCharacters: 20_000,
  maxBytes: 1_024,
  /** A row id: encoded bytes, and how deep keys that hold other rows' ids may nest. */
  maxIdBytes: 512,
  maxIdDepth: 5,
  /** option, list and record inside one another. */
  maxDepth: 6,
} as const
