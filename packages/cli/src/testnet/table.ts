import type { Context } from '../context.ts'
import { columns, printable } from '../output.ts'
import type { NodeState } from './nodeState.ts'

/** A row of the table: a node and what it said last. */
export type NodeRow = { readonly name: string; readonly portal: string; readonly now: NodeState }

/** The network as a table in the terminal: every node as it sees itself and the others. */
export function networkTable({ say, now }: Pick<Context, 'say' | 'now'>, nodes: readonly NodeRow[]): string {
  const words: { readonly [state in NodeState['state']]: string } = {
    up: say({ zh: '正常', en: 'up' }),
    waiting: say({ zh: '等待', en: 'waits' }),
    down: say({ zh: '停止', en: 'down' }),
  }
  const head = [
    say({ zh: '节点', en: 'node' }),
    say({ zh: '部门', en: 'department' }),
    say({ zh: '状态', en: 'state' }),
    say({ zh: '高度', en: 'height' }),
    say({ zh: '应用哈希', en: 'app hash' }),
    say({ zh: '相连', en: 'peers' }),
    say({ zh: '区块时间', en: 'block time' }),
    say({ zh: '缺席', en: 'missing' }),
    say({ zh: '网页', en: 'portal' }),
  ]
  const rows = nodes.map(({ name, portal, now: { state, height, code, network } }) => {
    const { validators = [], appHash = '', peers = null, time } = network ?? {}
    const age = time === undefined ? '' : `${((now() - time) / 1000).toFixed(1)} s`
    const own = validators.find(({ isOwn }) => isOwn)
    const missing = validators
      .filter(({ isMissing }) => isMissing)
      .map(({ origin, address }) => shortOf(origin, address))
    const isKnown = network !== null
    return [
      name,
      own?.organ ? `${own.organ.scheme}/${own.organ.id}` : '',
      code === null || code === 'consensus-waiting' ? words[state] : code,
      isKnown ? String(height) : '',
      appHash.slice(0, 8),
      peers === null ? '' : String(peers),
      age,
      missing.join(','),
      portal,
    ]
  })
  return lines([head, ...rows])
}

/** The end of an origin is the node's own name. */
function shortOf(origin: string | null, address: string): string {
  return origin?.split('/').at(-1) ?? address.slice(0, 8)
}

function lines(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => columns(row[at]!))))
  return rows
    .map((row) =>
      row
        .map((text, at) => printable(text) + ' '.repeat(widths[at]! - columns(text)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Shows a text in place of the one shown before: as many lines up, each cleared as it is written. */
export class LiveText {
  readonly #out: (text: string) => void
  #lines = 0

  constructor(out: (text: string) => void) {
    this.#out = out
  }

  show(text: string): void {
    const up = this.#lines === 0 ? '' : `\u001b[${this.#lines}F`
    this.#out(`${up}${text.replaceAll('\n', '\u001b[K\n')}\u001b[K\n\u001b[J`)
    this.#lines = text.split('\n').length
  }
}
