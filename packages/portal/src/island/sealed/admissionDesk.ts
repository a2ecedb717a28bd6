import type { Cbor } from '@gongshi/protocol'
import { createWallet, parseRowKey } from '@gongshi/sdk'
import {
  answerRequest,
  type DeskSecrets,
  type DeskStanding,
  deskAbout,
  deskOfKept,
  deskStanding,
  issueTokens,
  keepDesk,
  newDesk,
} from '@gongshi/sdk/desk'
import { fill } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { type AdmissionText, admissionTexts } from './admissionTexts.ts'
import { type BegunDesk, beginDesk } from './beginDesk.ts'
import { KeptSecrets } from './keptSecrets.ts'
import { tellOutcome } from './outcome.ts'
import { ownKey } from './ownKey.ts'
import { facts, field, fileInput, judge, panel, saveLink } from './parts.ts'
import { unlock } from './unlock.ts'

type Spec = {
  readonly procedure: string
  readonly organ: { readonly scheme: string; readonly id: string }
  readonly statuses: { readonly procedure: { readonly [status: string]: string } }
}

type Matter = { readonly chainId: string; readonly procedure: Cbor }

type Desk = Omit<BegunDesk<Spec>, 'trust'> & {
  readonly matter: Matter
  readonly keeping: KeptSecrets
  secrets: DeskSecrets | null
}

/** The desk's whole part in one page: its key before the notice, then a token for each organ that may bid. */
export async function openAdmissionDesk(host: HTMLElement): Promise<void> {
  const { trust, ...begun } = await beginDesk<Spec>(host, 'desk')
  const { spec } = begun
  const matter = { chainId: trust.chainId, procedure: parseRowKey(spec.procedure) }
  const keeping = new KeptSecrets({ kind: 'desk', about: deskAbout(matter) }, spec.organ.id.toLowerCase())
  const desk: Desk = { ...begun, matter, keeping, secrets: null }
  await show(desk).catch((error: unknown) => desk.speaker.fail(error))
}

const say = (
  { lang }: Pick<Desk, 'lang'>,
  key: AdmissionText,
  values: Readonly<Record<string, string | number>> = {},
): string => fill(admissionTexts[lang][key], values)

async function show(desk: Desk): Promise<void> {
  const standing = await deskStanding(desk.client, desk.matter.procedure)
  replace(
    desk.shown,
    standingPanel(desk, standing),
    standing.step === 'issue' ? issuePanel(desk) : null,
    standing.step === 'sign' ? signPanel(desk) : null,
    await keepPanel(desk),
  )
}

function standingPanel(desk: Desk, { procedure, desk: organ, level, step }: DeskStanding): HTMLElement {
  const word = step === null ? 'over' : ({ issue: 'stepIssue', sign: 'stepSign' } as const)[step]
  const again = desk.speaker.button(
    'again',
    say(desk, 'again'),
    async () => {
      desk.speaker.tell()
      await show(desk)
    },
    'tertiary',
  )
  return panel(
    'standing',
    say(desk, 'standing'),
    element('p', { class: 'prose', id: 'step', 'data-step': step ?? word }, element('strong', {}, say(desk, word))),
    facts([
      [say(desk, 'procedure'), desk.spec.statuses.procedure[procedure] ?? procedure],
      [say(desk, 'desk'), `${organ.scheme}:${organ.id}`],
      [say(desk, 'key'), level === null ? say(desk, 'keyNone') : say(desk, 'keyIssued', { level })],
      ...(desk.secrets === null ? [] : [[say(desk, 'given'), String(desk.secrets.given.length)] as const]),
    ]),
    element('p', { class: 'actions' }, again),
  )
}

/** The key is kept before it is public. */
function issuePanel(desk: Desk): HTMLElement {
  const { client, lang, speaker } = desk
  const levels = (['level1', 'level2', 'level3', 'level4'] as const).map((key, at) =>
    element('option', { value: String(at + 1), selected: at === 2 }, say(desk, key)),
  )
  const level = element('select', { class: 'ds-input' }, levels)
  const issue = speaker.button('issue', say(desk, 'actIssue'), async () => {
    const { signer } = await ownKey(part(desk, 'own'), lang, speaker)
    const secrets = await secretsOf(desk)
    const done = await issueTokens(client, createWallet(signer), secrets, Number(level.value))
    await show(desk)
    tellOutcome(speaker, 'issue', done)
  })
  return panel(
    'issuing',
    say(desk, 'key'),
    field('level', say(desk, 'level'), level),
    element('p', { class: 'actions' }, issue),
  )
}

/** Who was let in is kept before the answer leaves. */
function signPanel(desk: Desk): HTMLElement {
  const { client, speaker, keeping } = desk
  const request = fileInput('')
  const sign = speaker.button('sign', say(desk, 'actSign'), async () => {
    const [file] = request.files ?? []
    judge(request, file === undefined ? say(desk, 'requestMissing') : null)
    if (file === undefined) return request.focus()
    const secrets = await secretsOf(desk)
    const answered = await answerRequest(client, secrets, new Uint8Array(await file.arrayBuffer()))
    await keeping.replace(keepDesk(answered.desk))
    desk.secrets = answered.desk
    await show(desk)
    const { scheme, id } = answered.organ
    const words = say(desk, 'signed', { organ: `${scheme}:${id}`, count: answered.desk.given.length })
    const blob = new Blob([answered.signed.slice()])
    const link = saveLink('signed-saved', say(desk, 'saveSigned'), blob, `signed-${id}.bin`)
    speaker.note('success', words, element('p', {}, link))
  })
  return panel(
    'signing',
    say(desk, 'sign'),
    element('p', { class: 'prose' }, say(desk, 'signLead')),
    field('request', say(desk, 'request'), request, say(desk, 'requestHelp')),
    element('p', { class: 'actions' }, sign),
  )
}

async function secretsOf(desk: Desk): Promise<DeskSecrets> {
  if (desk.secrets !== null) return desk.secrets
  const { lang, keeping, matter } = desk
  const host = part(desk, 'secrets')
  const kept = await unlock({
    host,
    lang,
    keeping,
    title: say(desk, 'secrets'),
    begin: {
      label: say(desk, 'begin'),
      lead: say(desk, 'beginLead'),
      make: async () => keepDesk(await newDesk(matter)),
    },
    goesOn: (here, loaded) => isFurther(deskOfKept(here, matter), deskOfKept(loaded, matter)),
  })
  desk.secrets = deskOfKept(kept, matter)
  return desk.secrets
}

/** The same key, and everybody counted who was counted. */
function isFurther(here: DeskSecrets, loaded: DeskSecrets): boolean {
  const known = new Set(loaded.given.map(({ organ }) => organ))
  const isSame = here.modulus.every((byte, at) => byte === loaded.modulus[at])
  return isSame && here.given.every(({ organ }) => known.has(organ))
}

/** A place of its own for what is asked, where the reader's eye goes. */
function part({ asked }: Desk, name: string): HTMLElement {
  const made = element('div', { 'data-part': name })
  asked.append(made)
  return made
}

async function keepPanel(desk: Desk): Promise<HTMLElement | null> {
  const file = await desk.keeping.find()
  if (file === null) return null
  const link = saveLink('secrets-saved', say(desk, 'saveSecrets'), file, desk.keeping.fileName)
  const lead = element('p', { class: 'prose' }, say(desk, 'keepLead'))
  return panel('keep', say(desk, 'keep'), lead, element('p', {}, link))
}
