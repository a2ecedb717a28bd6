import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256, utf8 } from '@gongshi/protocol'

/** What a file of vectors holds: cases in hexadecimal, each with a name, beside where they come from. */
export type VectorFile = { readonly about: string; readonly sources: readonly string[] } & Readonly<
  Record<string, unknown>
>

export function vectorPath(name: string): string {
  return join(import.meta.dirname, `../../docs/vectors/${name}.json`)
}

export function vectorText(file: VectorFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`
}

export function writeVectors(name: string, file: VectorFile): void {
  writeFileSync(vectorPath(name), vectorText(file))
}

/** 32 bytes that look random and are the same in every run. */
export function seedBytes(label: string): Uint8Array {
  return sha256(utf8(`gongshi vectors: ${label}`))
}
