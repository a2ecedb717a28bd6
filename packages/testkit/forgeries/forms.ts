import { concat, encodeCbor, encodeEvidence } from '@gongshi/protocol'
import { type Forgery, file, type Told } from './forgery.ts'
import { publication } from './sample.ts'

const respelt = (told: Told, change: (bytes: Uint8Array) => Uint8Array, code = 'evidence-malformed') =>
  file(told, 'file', code, async () => change(encodeEvidence(await publication())))

/** The same text, whose length is written in one byte more than it needs. */
function longer(bytes: Uint8Array): Uint8Array {
  return concat(bytes.subarray(0, 1), Uint8Array.of(0x78, bytes[1]! & 31), bytes.subarray(2))
}

/** Files that are no evidence, or have a second spelling. */
export const formForgeries: readonly Forgery[] = [
  respelt(['file-cut-short', '文件被截断', 'The file is cut short'], (bytes) => bytes.subarray(0, -1)),
  respelt(['file-with-more', '文件末尾夹带内容', 'Something stands behind the end of the file'], (bytes) =>
    Uint8Array.of(...bytes, 0),
  ),
  respelt(
    ['array-in-another-spelling', '数组的长度用更长的写法', 'The array’s length is written longer than it has to be'],
    (bytes) => Uint8Array.of(0x98, 7, ...bytes.subarray(1)),
  ),
  respelt(
    ['text-in-another-spelling', '文字的长度用更长的写法', 'A text’s length is written longer than it has to be'],
    longer,
  ),
  respelt(['array-without-an-end', '数组用不定长的写法', 'An array of indefinite length'], (bytes) =>
    Uint8Array.of(0x9f, ...bytes.subarray(1), 0xff),
  ),
  respelt(['length-beyond-the-file', '声称的长度超过文件本身', 'A length is claimed that the file has not'], (bytes) =>
    concat(bytes.subarray(0, 20), Uint8Array.of(0x9b, 0, 0, 0, 1, 0, 0, 0, 0)),
  ),
  respelt(
    ['file-of-a-later-version', '声称是以后的版本', 'The file claims to be of a later version'],
    () => encodeCbor(['gongshi/evidence/3', []]),
    'evidence-version-unknown',
  ),
  respelt(['file-of-another-format', '用信任根冒充证据', 'A trust root is passed off as evidence'], () =>
    encodeCbor(['gongshi/trust/1', []]),
  ),
]
