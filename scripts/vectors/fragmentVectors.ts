import { GongshiError, joinFragments, splitFragments, toHex } from '@gongshi/protocol'
import { seedBytes } from './vectorFile.ts'

const long = Uint8Array.from({ length: 1000 }, (_, at) => seedBytes(`fragment ${at >> 5}`)[at & 31]!)
const other = long.with(999, long[999]! ^ 1)

/** Files with their codes; and codes that give no file. */
export function fragmentVectors(): object {
  const [parts, others] = [splitFragments(long), splitFragments(other)]
  const [first, second, third] = parts as [string, string, string]
  const whole = [
    { name: 'one byte', file: new Uint8Array([0]) },
    { name: 'exactly one code', file: long.subarray(0, 400) },
    { name: 'three codes', file: long },
  ].map(({ name, file }) => ({ name, file: toHex(file), fragments: splitFragments(file) }))
  const joined = [
    { name: 'in another order', fragments: [third, first, second] },
    { name: 'some of them twice', fragments: [second, first, second, third, first] },
  ].map(({ name, fragments }) => ({ name, file: toHex(joinFragments(fragments)), fragments }))
  const refused = [
    { name: 'none', fragments: [] },
    { name: 'one missing', fragments: [first, third] },
    { name: 'of another file', fragments: [first, second, others[2]!] },
    { name: 'one character misread', fragments: [first.replace(/.$/, first.endsWith('A') ? 'B' : 'A'), second, third] },
    { name: 'another index than was checked', fragments: [first.replace(':1/3:', ':2/3:'), second, third] },
    { name: 'an index past the count', fragments: [first.replace(':1/3:', ':4/3:')] },
    { name: 'a later version', fragments: [first.replace('GSF1', 'GSF2')] },
    { name: 'small letters', fragments: [first.toLowerCase()] },
    { name: 'a link', fragments: ['https://ledger.example/zh/entries/7'] },
  ].map(({ name, fragments }) => ({ name, fragments, code: codeOf(fragments) }))
  return { files: [...whole, ...joined], refused }
}

function codeOf(fragments: readonly string[]): string {
  try {
    joinFragments(fragments)
  } catch (error) {
    if (error instanceof GongshiError) return (error.failure as { readonly code: string }).code
    throw error
  }
  throw new Error('not refused')
}
