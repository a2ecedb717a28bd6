import { formatTrust, toBase64, toHex } from '@gongshi/protocol'
import type { Forgery, Shown } from './forgery.ts'
import { forgeries } from './index.ts'

/** docs/vectors/forgeries.json: what another implementation is shown, and where it has to catch it. */
export async function forgeryVectors(
  show: (forgery: Forgery) => Promise<Shown> | Shown = (forgery) => forgery.made(),
): Promise<{
  readonly trust: readonly object[]
  readonly cases: readonly object[]
}> {
  const roots: string[] = []
  const place = (root: string) => {
    if (!roots.includes(root)) roots.push(root)
    return roots.indexOf(root)
  }
  const cases: object[] = []
  for (const forgery of forgeries) {
    const { made, ...told } = forgery
    cases.push({ ...told, ...written(await show(forgery), place) })
  }
  return { trust: roots.map((root) => JSON.parse(root) as object), cases }
}

function written(shown: Shown, place: (root: string) => number): object {
  switch (shown.kind) {
    case 'evidence':
    case 'renewal':
      return { ...shown, evidence: toBase64(shown.evidence), trust: place(formatTrust(shown.trust)) }
    case 'consistency':
      return { ...shown, proof: shown.proof.map(toHex) }
    case 'receipt':
      return { ...shown, receipt: toHex(shown.receipt), key: toHex(shown.key) }
    case 'transaction':
      return { ...shown, transaction: toHex(shown.transaction), keys: shown.keys.map(toHex) }
    case 'checkpoint':
      return shown
  }
}

/** docs/forgeries.md. */
export function forgeryDocument(): string {
  return `${head}\n${forgeries.map(row).join('\n')}\n`
}

const row = ({ name, zh, en, step, code }: Forgery) => `| \`${name}\` | ${zh} | ${en} | \`${step}\` | \`${code}\` |`

const head = `# Forgeries

Ways to deceive a reader, each with the step that catches it and the code it is refused with. Every row is a file of
\`docs/vectors/forgeries.json\`, made from fixed seeds by \`packages/testkit/forgeries\`; the tests show each to our own
verifier and to the one in Python (\`verifiers/python\`). Everything in them is synthetic. Written by
\`node scripts/vectors/forgeries.ts\`.

Steps are those of [evidence](protocol.md#steps). \`verdict\`: every step holds, and the verdict itself says what is wrong: a
finding, an expiry, or that a value was true at a time and is not shown to hold now. \`checkpoint\`, \`consistency\`, \`receipt\` and
\`transaction\` are shown by themselves, to the check of that name.

What no single file can show: that a log of one operator is the same for everybody (two checkpoints side by side can: see
\`split-view\`), or that nothing newer was said since.

| forgery | 说明 | what it is | caught by | code |
|---|---|---|---|---|`
