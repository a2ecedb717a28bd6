import type { PlainFields } from './declare/values.ts'
import { t } from './kinds/t.ts'

/** The affair whose acts change the ledger itself. Who may do so, and how it is decided, stands in its declaration. */
export const governanceAffair = 'governance'

/**
 * An order to the ledger, as governance puts it in its events: `propose` asks whether it could be carried out, `enact`
 * has it carried out, `end` takes back a pause. One change is set, the one that `kind` names; `admission`,
 * `readmission` and `exclusion` are governance's own and change nothing else. Affair and ledger read it by this one definition.
 */
export const orderFields = {
  kind: t.oneOf(
    'parameter',
    'version',
    'validators',
    'suite',
    'publisher',
    'site',
    'pause',
    'resume',
    'admission',
    'readmission',
    'exclusion',
  ),
  /** What it is about, in one word: two proposals on the same are not open at once. See `topicOf` in the ledger. */
  topic: t.code('topic'),
  clause: t.code('clause'),
  /** The value is JSON, as forms show it, of the parameter's kind. */
  parameter: t.option(
    t.record({ affair: t.code('affair'), name: t.code('parameter'), value: t.code('json'), from: t.time() }),
  ),
  /** It decides from that height on, or from the next one where that has passed. */
  version: t.option(t.record({ affair: t.code('affair'), version: t.int(), hash: t.bytes(32), from: t.int() })),
  /** CometBFT's validator updates: power 0 removes. */
  validators: t.option(t.list(t.record({ key: t.bytes(32), power: t.int() }), 16)),
  suite: t.option(t.record({ suite: t.code('suite'), accepted: t.bool() })),
  publisher: t.option(t.record({ origin: t.code('origin'), vkey: t.code('vkey') })),
  /** A site on which passkeys sign: WebAuthn's RP id with its origins; without any it is no more. */
  site: t.option(t.record({ rpId: t.code('rp-id'), origins: t.list(t.code('origin'), 16) })),
  /** Without an action: all that the affair has. */
  pause: t.option(t.record({ affair: t.code('affair'), action: t.option(t.code('action')) })),
  resume: t.option(t.record({ affair: t.code('affair'), version: t.int(), action: t.code('action') })),
  member: t.option(t.organ()),
} as const

export type Order = PlainFields<typeof orderFields>
