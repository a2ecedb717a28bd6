/** Where projections are kept. The connection string holds a password: it is never logged and never in an error. */
export type Location =
  | { readonly kind: 'sqlite'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly connection: string; readonly prefix: string }

/** Schemas of a ledger on PostgreSQL: those of other ledgers in the same database are left alone. */
export function schemaPrefix(genesisHash: string): string {
  return `gongshi_${genesisHash.slice(0, 16)}`
}

/** Questions that one reader thread asks the database at a time. */
export function questionsAtOnce(location: Location): number {
  return location.kind === 'sqlite' ? 1 : 4
}
