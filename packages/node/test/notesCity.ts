import { type AffairDeclaration, defineAffair, encodeInput, party, t } from '@gongshi/affair-kit'
import { installAffair } from '@gongshi/affair-kit/tool'
import { erasure } from '@gongshi/affairs'
import { type Ledger, nativeSignatureCheck, openLedger, parseGenesis, SimulatedStore } from '@gongshi/ledger'
import {
  encodeBundle,
  generateSecret,
  keyMaterial,
  parseLeaf,
  type Signer,
  secretSigner,
  sha256,
  signTransaction,
  toBase64,
  toHex,
  utf8,
} from '@gongshi/protocol'

import { foundingOf } from '../src/projections/founding.ts'
import type { Founding } from '../src/projections/genesisRows.ts'

/** Organs, officers and keys, no wider than these tests need. */
const organisations = defineAffair({
  name: 'organisations',
  version: 1,
  entities: {
    organ: { key: ['organ'], fields: { organ: t.organ() }, status: ['active'] },
    officer: {
      key: ['number'],
      fields: { number: t.bytes(16), organ: t.organ(), roles: t.list(t.code('role'), 20) },
      status: ['active'],
    },
    key: {
      key: ['keyId'],
      fields: {
        keyId: t.key(),
        suite: t.oneOf('ed25519', 'es256'),
        x: t.bytes(32),
        y: t.option(t.bytes(32)),
        officer: t.option(t.ref('officer')),
        organ: t.option(t.organ()),
      },
      status: ['active', 'revoked'],
    },
  },
  actions: {
    revokeKey: {
      on: 'key',
      from: ['active'],
      to: 'revoked',
      basis: 'electronic-signature/15',
      signers: { registrar: { officer: 'registrar' } },
    },
  },
})

const clerk = party({ officer: 'clerk', of: 'note.organ' })

/** An affair with every kind that projections treat in a way of its own. */
export const notes = defineAffair({
  name: 'notes',
  version: 1,
  entities: {
    note: {
      key: ['organ', 'number'],
      fields: {
        organ: t.organ(),
        number: t.code('note'),
        title: t.text(20_000),
        remarks: t.list(t.text(2000), 8),
        level: t.option(t.int()),
        at: t.option(t.time()),
        day: t.option(t.date()),
        about: t.option(t.ref('note')),
        document: t.option(t.commitment('publication')),
      },
      status: ['open', 'closed'],
      index: ['number', 'level', 'at', 'day', 'about'],
    },
  },
  actions: {
    write: {
      creates: 'note',
      to: 'open',
      basis: 'disclosure/20',
      fill: ['organ', 'number', 'title', 'remarks', 'level', 'at', 'day', 'about', 'document'],
      signers: { clerk: { officer: 'clerk', of: 'input.organ' } },
    },
    edit: {
      on: 'note',
      from: ['open'],
      basis: 'disclosure/21',
      fill: ['title', 'level'],
      signers: { clerk },
    },
    close: { on: 'note', from: ['open'], to: 'closed', basis: 'disclosure/22', signers: { clerk } },
  },
})

export const organ = { scheme: 'x-notes', id: 'office' }
export const genesisTime = Date.UTC(2026, 0, 1)
const affairs: { readonly [name: string]: AffairDeclaration } = { organisations, notes, erasure }
export const noteDeclarations = [organisations, notes, erasure]

export function signerOf(word: string): Signer {
  return secretSigner('ed25519', generateSecret('ed25519', sha256(utf8(`notes ${word}`))))
}

const officers = { clerk: signerOf('clerk'), keeper: signerOf('keeper'), keeper2: signerOf('keeper2') }
const roles = { clerk: 'clerk', keeper: 'recordsKeeper', keeper2: 'recordsKeeper' }

type Input = Parameters<typeof encodeInput>[2]
export type Note = {
  readonly number: string
  readonly title: string
  readonly remarks?: readonly string[]
  readonly level?: bigint | null
  readonly at?: number | null
  readonly day?: string | null
  readonly about?: string | null
  readonly organ?: typeof organ
  readonly document?: Uint8Array | null
}

/** A real ledger of its own, in memory, that tests make blocks for. */
export class NotesCity {
  readonly ledger: Ledger
  readonly founding: Founding
  readonly #chainId: string
  #salts = 0
  #time = genesisTime

  private constructor(ledger: Ledger, founding: Founding, chainId: string) {
    this.ledger = ledger
    this.founding = founding
    this.#chainId = chainId
  }

  static async open(chainId = 'notes-city'): Promise<NotesCity> {
    const installed = await Promise.all(Object.values(affairs).map((affair) => installAffair(affair)))
    const names = Object.keys(officers) as (keyof typeof officers)[]
    const number = (name: string) => toHex(sha256(utf8(name)).subarray(0, 16))
    const genesis = parseGenesis({
      chainId,
      genesisTime: '2026-01-01T00:00:00Z',
      validators: [{ publicKey: toBase64(keyMaterial(officers.clerk.key)), power: 1 }],
      suites: ['ed25519'],
      affairs: installed.map(({ program, versionHash }) => ({
        name: program.affair,
        version: program.version,
        hash: toHex(versionHash),
      })),
      organs: [{ organ }],
      officers: names.map((name) => ({ number: number(name), organ, roles: [roles[name]] })),
      keys: names.map((name) => ({
        keyId: toHex(officers[name].key.id),
        suite: 'ed25519',
        x: toHex(keyMaterial(officers[name].key)),
        officer: [{ hex: number(name) }],
        organ,
      })),
      parameters: [
        {
          affair: 'erasure',
          name: 'waitingTime',
          value: 1000,
          from: '2026-01-01T00:00:00Z',
          basis: 'personal-information/47',
        },
      ],
      publishers: [{ origin: 'notes.example/log', vkey: 'notes.example/log+00000000+AQ' }],
    })
    const options = { store: new SimulatedStore(), affairs: installed, genesis, powers: { now: () => genesisTime } }
    const ledger = await openLedger({ ...options, signatureCheck: nativeSignatureCheck() })
    return new NotesCity(ledger, foundingOf(genesis)!, chainId)
  }

  write(note: Note): Promise<Uint8Array> {
    const { number, title, remarks = [], level = null, at = null, day = null, document = null } = note
    const about = note.about == null ? null : [[organ.scheme, organ.id], note.about]
    const input = { organ: note.organ ?? organ, number, title, remarks, level, at, day, about, document }
    return this.act('write', input as Input)
  }

  edit(number: string, title: string, level: bigint | null): Promise<Uint8Array> {
    return this.act('edit', { note: [[organ.scheme, organ.id], number], title, level })
  }

  close(number: string): Promise<Uint8Array> {
    return this.act('close', { note: [[organ.scheme, organ.id], number] })
  }

  act(action: string, input: Input, affair = 'notes', by: keyof typeof officers = 'clerk'): Promise<Uint8Array> {
    const fields = { chainId: this.#chainId, notAfter: this.#time + 60_000, affair, version: 1, action }
    const salt = sha256(utf8(`salt ${this.#salts++}`))
    return signTransaction({ ...fields, input: encodeInput(affairs[affair]!, action, input), salt }, [officers[by]])
  }

  /** Makes a block of them, and throws when one is refused; the indexes of their entries. */
  async block(transactions: readonly Uint8Array[], passMs = 10): Promise<number[]> {
    this.#time += passMs
    const height = this.ledger.info().height + 1
    const bundles = transactions.length === 0 ? [] : [encodeBundle(transactions)]
    const place = { height, time: this.#time, bundles, blockHash: sha256(utf8(`block ${height}`)) }
    const { results } = this.ledger.finalize(place)
    await this.ledger.commit()
    return results.flatMap(({ members }) =>
      members.map(({ outcome, index }) => {
        if (outcome[0] !== 'ok') throw new Error(JSON.stringify(outcome))
        return index!
      }),
    )
  }

  /** Has the ledger order that an entry's body be erased, and erases it. */
  async erase(entry: number): Promise<void> {
    await this.#orderErasure({ content: null, entry: BigInt(entry) })
    await this.ledger.eraseBody(entry, this.ledger.logSize() - 2)
  }

  /** Has the ledger order that a content be erased; whoever holds it has to do so. */
  orderErasure(content: Uint8Array): Promise<void> {
    return this.#orderErasure({ content, entry: null })
  }

  async #orderErasure(target: { readonly content: Uint8Array | null; readonly entry: bigint | null }): Promise<void> {
    const fields = { organ, ...target, clause: 'personal-information/47', ground: 'request' }
    const [proposed] = await this.block([await this.act('propose', fields, 'erasure', 'keeper')])
    await this.block([await this.act('approve', { erasure: this.#rowOf(proposed!) }, 'erasure', 'keeper2')])
    await this.block([], 5000)
  }

  /** The row that an entry has made. */
  #rowOf(entry: number): Uint8Array {
    const leaf = parseLeaf(this.ledger.findEntry(entry)!.leaf)
    if (leaf.kind !== 'tx' || leaf.outcome[0] !== 'ok') throw new Error('no row')
    return (leaf.outcome[1][0] as readonly [string, Uint8Array])[1]
  }
}
