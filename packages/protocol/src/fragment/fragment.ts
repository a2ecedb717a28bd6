import { base32nopad } from '@scure/base'
import { concat, equalBytes, toHex, utf8 } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { FragmentError } from './errors.ts'

/** Of one code: with error correction M a code of version 16, which a phone reads from paper. */
const chunkBytes = 400
const mostFragments = 64
const checkBytes = 4
/** Only characters of a QR code's alphanumeric mode (ISO/IEC 18004), which holds 5.5 bits a character. */
const form = /^(GSF1:([1-9]\d?)\/([1-9]\d?):([0-9A-F]{16}):)([A-Z2-7]{7,2048})$/

/** A file as texts for QR codes, one each: `GSF1:index/count:id:data`. @throws {FragmentError} fragment-too-large */
export function splitFragments(file: Uint8Array): string[] {
  const count = Math.ceil(file.length / chunkBytes)
  const limit = mostFragments * chunkBytes
  if (count > mostFragments) throw new FragmentError({ code: 'fragment-too-large', bytes: file.length, limit })
  const id = idOf(file)
  return Array.from({ length: count }, (_, at) => {
    const head = `GSF1:${at + 1}/${count}:${id}:`
    const chunk = file.subarray(at * chunkBytes, (at + 1) * chunkBytes)
    return head + base32nopad.encode(concat(chunk, checkOf(head, chunk)))
  })
}

/** Whether a text says that it is one, whatever else is in it. */
export function isFragment(text: string): boolean {
  return text.startsWith('GSF1:')
}

/**
 * The file of which these are the parts, in any order and each as often as it may be.
 * @throws {FragmentError} fragment-malformed, fragment-damaged, fragment-foreign, fragment-missing
 */
export function joinFragments(texts: readonly string[]): Uint8Array {
  const parts = texts.map(parseFragment)
  const [first] = parts
  if (first === undefined) throw new FragmentError({ code: 'fragment-malformed' })
  const { id, count } = first
  const chunks = new Map<number, Uint8Array>()
  for (const part of parts) {
    const known = chunks.get(part.index)
    const isOther = part.id !== id || part.count !== count || (known !== undefined && !equalBytes(known, part.chunk))
    if (isOther) throw new FragmentError({ code: 'fragment-foreign' })
    chunks.set(part.index, part.chunk)
  }
  const indexes = Array.from({ length: count }, (_, at) => at + 1)
  const missing = indexes.filter((index) => !chunks.has(index))
  if (missing.length > 0) throw new FragmentError({ code: 'fragment-missing', missing, count })
  const file = concat(...indexes.map((index) => chunks.get(index)!))
  if (idOf(file) !== id) throw new FragmentError({ code: 'fragment-damaged' })
  return file
}

type Fragment = { readonly index: number; readonly count: number; readonly id: string; readonly chunk: Uint8Array }

function parseFragment(text: string): Fragment {
  const [, head, index, count, id, data] = form.exec(text) ?? []
  const [at, of] = [Number(index), Number(count)]
  if (head === undefined || id === undefined || at > of || of > mostFragments)
    throw new FragmentError({ code: 'fragment-malformed' })
  const bytes = bytesOf(data!)
  const chunk = bytes.subarray(0, -checkBytes)
  if (chunk.length === 0 || !equalBytes(bytes.subarray(-checkBytes), checkOf(head, chunk)))
    throw new FragmentError({ code: 'fragment-damaged' })
  return { index: at, count: of, id, chunk }
}

function bytesOf(data: string): Uint8Array {
  try {
    return base32nopad.decode(data)
  } catch (cause) {
    throw new FragmentError({ code: 'fragment-malformed' }, { cause })
  }
}

/** The first 8 bytes of the file's SHA-256: tells files apart, and proves nothing. */
function idOf(file: Uint8Array): string {
  return toHex(sha256(file).subarray(0, 8)).toUpperCase()
}

/** The first bytes of SHA-256(head ‖ chunk). */
function checkOf(head: string, chunk: Uint8Array): Uint8Array {
  return sha256(utf8(head), chunk).subarray(0, checkBytes)
}
