import { openTlogProof, parseLeaf, parseTlogProof, type TrustRoot, toHex } from '@gongshi/protocol'
import type { Context } from './context.ts'
import { exit } from './failure.ts'
import type { JsonOptions } from './options.ts'
import { printFields, printJson, toJson } from './output.ts'

/**
 * Judges a c2sp.org/tlog-proof that carries its entry as extra data, as `gongshi monitor` writes it. Null for any other file.
 * @throws {NoteError} as `openTlogProof`; {LeafError} leaf-malformed for an entry that is in the log and is none
 */
export function verifyEntryProof(
  context: Context,
  text: string,
  { logKeys }: TrustRoot,
  options: JsonOptions,
): number | null {
  if (!text.startsWith('c2sp.org/tlog-proof@')) return null
  const bytes = parseTlogProof(text).extra ?? new Uint8Array()
  const { checkpoint, index } = openTlogProof(text, bytes, logKeys)
  const leaf = parseLeaf(bytes)
  if (options.json) {
    printJson(context, { valid: true, index, checkpoint, leaf })
    return exit.done
  }
  const { say } = context
  printFields(context, [
    [say({ zh: '日志', en: 'log' }), checkpoint.origin],
    [say({ zh: '条目', en: 'entry' }), `${index} / ${checkpoint.size}`],
    [say({ zh: '根', en: 'root' }), toHex(checkpoint.root)],
    [say({ zh: '内容', en: 'says' }), toJson(leaf).replace(/\s+/g, ' ')],
  ])
  context.out(
    say({
      zh: '可采信：该条目在公布者签署的日志中。\n',
      en: 'VALID: this entry is in the log that its publisher signed for.\n',
    }),
  )
  return exit.done
}
