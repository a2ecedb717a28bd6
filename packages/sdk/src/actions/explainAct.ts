import { toHex, utf8 } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { type Json, malformed, member, readList, readText } from '../http/json.ts'
import { askJson } from '../http/request.ts'

/** A rule with its answer; null: it depends on the input. `text` is in the client's language. */
export type ActRule = { readonly code: string; readonly holds: boolean | null; readonly text: string }

/** Why a key may or may not sign an action: see `POST …/explain`. A node's word; the ledger judges the act itself. */
export type ActExplanation = {
  readonly may: boolean | null
  readonly before: readonly ActRule[]
  readonly signers: readonly {
    readonly name: string
    readonly holds: boolean | null
    readonly rules: readonly ActRule[]
    readonly offices: readonly {
      readonly capacity: string
      readonly office: Json
      readonly rules: readonly ActRule[]
    }[]
  }[]
  readonly refusals: readonly ActRule[]
}

/** `input` is JSON; without it the answer is general. */
export type AskedAct = {
  readonly affair: string
  readonly action: string
  readonly key: Uint8Array
  readonly input?: Json
}

/** Asks a node why somebody may or may not do something, rule by rule. */
export async function explainAct(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  { affair, action, key, input }: AskedAct,
): Promise<ActExplanation> {
  const path = `/api/v1/affairs/${encodeURIComponent(affair)}/actions/${encodeURIComponent(action)}/explain`
  const json = await askJson(client, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: utf8(JSON.stringify({ key: toHex(key), ...(input === undefined ? {} : { input }) })),
  })
  const rulesOf = (of: Json | undefined, name: string) =>
    readList(member(of, name), name).map((rule) => readRule(rule, client.language))
  return {
    may: readAnswer(member(json, 'may'), 'may'),
    before: rulesOf(json, 'before'),
    signers: readList(member(json, 'signers'), 'signers').map((signer) => ({
      name: readText(member(signer, 'name'), 'name'),
      holds: readAnswer(member(signer, 'holds'), 'holds'),
      rules: rulesOf(signer, 'rules'),
      offices: readList(member(signer, 'offices'), 'offices').map((office) => ({
        capacity: readText(member(office, 'capacity'), 'capacity'),
        office: member(office, 'office') ?? null,
        rules: rulesOf(office, 'rules'),
      })),
    })),
    refusals: rulesOf(json, 'refusals'),
  }
}

function readRule(json: Json, language: string): ActRule {
  const text = readText(member(json, language === 'zh' ? 'zh' : 'en'), 'text')
  return { code: readText(member(json, 'code'), 'code'), holds: readAnswer(member(json, 'holds'), 'holds'), text }
}

function readAnswer(json: Json | undefined, at: string): boolean | null {
  if (json === null || typeof json === 'boolean') return json
  throw malformed(at)
}
