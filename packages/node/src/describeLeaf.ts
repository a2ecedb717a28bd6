import { type Json, type Leaf, toHex } from '@gongshi/protocol'
import { cborToJson } from './http/cborJson.ts'

/** A leaf's fields by name. */
export function describeLeaf(leaf: Leaf): { readonly [name: string]: Json } {
  const { kind, height: at, time } = leaf
  const common = { kind, height: at, time: new Date(time).toISOString() }
  if (leaf.kind === 'block') return { ...common, blockHash: toHex(leaf.blockHash), stateRoot: toHex(leaf.stateRoot) }
  if (leaf.kind === 'system') return { ...common, event: leaf.event, detail: cborToJson(leaf.detail) }
  const [word, ...rest] = leaf.outcome
  const outcome =
    word === 'ok'
      ? { outcome: 'ok', events: cborToJson(rest[0] ?? []) }
      : { outcome: rest[0] as string, detail: cborToJson(rest[1] ?? null) }
  const act = { affair: leaf.affair, version: leaf.version, action: leaf.action, ...outcome }
  if (leaf.kind === 'due')
    return { ...common, ...act, due: new Date(leaf.dueTime).toISOString(), key: cborToJson(leaf.key) }
  return {
    ...common,
    ...act,
    txId: toHex(leaf.txId),
    signers: leaf.signers.map(toHex),
    signedHash: toHex(leaf.signedHash),
  }
}
