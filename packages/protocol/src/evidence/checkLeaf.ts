import type { Header } from '../comet/header.ts'
import { timestampToMs } from '../comet/time.ts'
import { LeafError } from '../log/errors.ts'
import { type Leaf, parseLeaf } from '../log/leaf.ts'
import { refuse } from './errors.ts'
import type { EvidenceSubject } from './format.ts'
import type { Shown } from './steps.ts'

/** What the entry says, and that it says it of a block before the header. Null for a state value. */
export function checkLeaf(subject: EvidenceSubject, header: Header): Shown<'leaf', Leaf | null> {
  if (subject.kind === 'state') return { facts: null, value: null }
  const leaf = readLeaf(subject.leaf)
  if (leaf.height >= header.height || leaf.time > timestampToMs(header.time))
    refuse({ code: 'evidence-leaf-misplaced' })
  return { facts: { kind: leaf.kind, height: leaf.height, time: leaf.time }, value: leaf }
}

export function readLeaf(bytes: Uint8Array): Leaf {
  try {
    return parseLeaf(bytes)
  } catch (cause) {
    if (cause instanceof LeafError) refuse({ code: 'evidence-leaf-malformed' }, cause)
    throw cause
  }
}
