import { domainHash, utf8 } from '@gongshi/protocol'
import type { Division, Organ } from '../cel/value.ts'

export const defaultOrgan: Organ = { scheme: 'x-bench', id: 'organ-1' }
export const defaultDivision: Division = { scheme: 'gb-t-2260', code: '110101', date: '2020-01-01' }

/** A subject for tests, by a name that reads well. */
export function subject(name: string): Uint8Array {
  return domainHash('gongshi/bench-subject/1', utf8(name))
}
