import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256, utf8 } from '@gongshi/protocol'

/** What a file of vectors holds: cases in hexadecimal, each with a name, beside where they come from. */
export type VectorFile = { readonly about: string; readonly sources: readonly string[] } & Readonly<
  Record<string, unknown>
>

const folder = join(import.meta.dirname, '../../docs/vectors')

export function writeVectors(name: string, file: VectorFile): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(file, undefined, 2)}\n`)
}

/** 32 bytes that look random and are the same in every run. */
export function seedBytes(label: string): Uint8Array {
  return sha256(utf8(`gongshi vectors: ${label}`))
}
