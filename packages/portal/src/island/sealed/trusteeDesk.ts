import type { Cbor } from '@gongshi/protocol'
import { type Committed, createWallet, parseRowKey } from '@gongshi/sdk'
import {
  aboutOf,
  continuesTrustee,
  contributeTrustee,
  enrolTrustee,
  giveShares,
  judgeTrustees,
  keepTrustee,
  newTrustee,
  openBids,
  procedureLabel,
  type TrusteeSecrets,
  type TrusteeStanding,
  type TrusteeStep,
  trusteeOfKept,
  trusteeStanding,
} from '@gongshi/sdk/trustee'
import { fill, formatTime } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { type BegunDesk, beginDesk } from './beginDesk.ts'
import { copiesPanel } from './copiesDesk.ts'
import { KeptSecrets } from './keptSecrets.ts'
import { tellOutcome } from './outcome.ts'
import { type OwnKey, ownKey } from './ownKey.ts'
import { facts, panel, saveLink } from './parts.ts'
import { type TrusteeText, trusteeTexts } from './trusteeTexts.ts'
import { unlock } from './unlock.ts'

type Spec = {
  readonly procedure: string
  readonly organ: { readonly scheme: string; readonly id: string }
  /** The ledger's own. */
  readonly timeZone: string
  readonly statuses: { readonly [entity in 'procedure' | 'trustee']: { readonly [status: string]: string } }
}

type Desk = Omit<BegunDesk<Spec>, 'trust'> & {
  readonly procedure: Cbor
  readonly organ: Cbor
  key: OwnKey | null
  keeping: KeptSecrets | null
  secrets: TrusteeSecrets | null
}

/** A trustee's whole way in one page: where the key stands, and the one next step. */
export async function openTrusteeDesk(host: HTMLElement): Promise<void> {
  const { trust, ...begun } = await beginDesk<Spec>(host, 'trustee')
  const { spec } = begun
  const desk: Desk = {
    ...begun,
    procedure: parseRowKey(spec.procedure),
    organ: [spec.organ.scheme, spec.organ.id],
    key: null,
    keeping: null,
    secrets: null,
  }
  await show(desk).catch((error: unknown) => desk.speaker.fail(error))
}

const say = ({ lang }: Pick<Desk, 'lang'>, key: TrusteeText, values: Readonly<Record<string, string | number>> = {}) =>
  fill(trusteeTexts[lang][key], values)

async function show(desk: Desk): Promise<void> {
  const standing = await trusteeStanding(desk.client, desk.procedure, desk.organ)
  const { counts, bidUntil } = standing
  const { statuses } = desk.spec
  const word = wordOf(standing)
  const { speaker } = desk
  const again = async () => {
    speaker.tell()
    await show(desk)
  }
  const step = standing.step
  replace(
    desk.shown,
    panel(
      'standing',
      say(desk, 'standing'),
      element(
        'p',
        { class: 'prose', id: 'step', 'data-step': step ?? word },
        element('strong', {}, say(desk, word, { threshold: standing.threshold })),
      ),
      ceremony(desk, standing),
      facts([
        [say(desk, 'procedure'), statuses.procedure[standing.procedure] ?? standing.procedure],
        [say(desk, 'own'), statuses.trustee[standing.own] ?? standing.own],
        [say(desk, 'threshold'), standing.threshold === 0 ? '—' : String(standing.threshold)],
        [say(desk, 'givers'), String(standing.givers)],
        [say(desk, 'bids'), String(counts.bids)],
        [say(desk, 'bidUntil'), bidUntil === null ? '—' : formatTime(bidUntil, desk.lang, desk.spec.timeZone)],
      ]),
      element(
        'p',
        { class: 'actions' },
        step === null ? null : speaker.button(step, say(desk, actWords[step]), () => act(desk, step)),
        speaker.button('again', say(desk, 'again'), again, 'tertiary'),
      ),
    ),
    hasBids(standing) ? await copiesPanel({ lang: desk.lang, speaker, doing: () => doingOf(desk) }) : null,
    await keepPanel(desk),
  )
}

/** From the notice until the contract is signed bids may be lost, and held by whoever has enrolled. */
function hasBids({ procedure, own }: TrusteeStanding): boolean {
  return ['tendering', 'closed', 'opened', 'assessing'].includes(procedure) && own !== 'named' && own !== 'dropped'
}

/** How many of the trustees have done each part of making the key. */
function ceremony(desk: Desk, { counts }: TrusteeStanding): HTMLElement {
  const all = counts.named + counts.enrolled
  const bar = (name: 'enrolled' | 'given' | 'accepted') => {
    const id = `count-${name}`
    const meter = element('progress', { id, max: String(Math.max(1, all)), value: String(counts[name]) })
    const words = element('span', { class: 'small figure' }, ` ${counts[name]} / ${all}`)
    return element('p', { class: 'work' }, element('label', { for: id }, say(desk, name)), meter, words)
  }
  return element('div', {}, bar('enrolled'), bar('given'), bar('accepted'))
}

const actWords: { readonly [Step in TrusteeStep]: TrusteeText } = {
  enrol: 'actEnrol',
  contribute: 'actContribute',
  judge: 'actJudge',
  give: 'actGive',
  open: 'actOpen',
}
const stepWords: { readonly [Step in TrusteeStep]: TrusteeText } = {
  enrol: 'stepEnrol',
  contribute: 'stepContribute',
  judge: 'stepJudge',
  give: 'stepGive',
  open: 'stepOpen',
}

function wordOf({ step, procedure, own, counts }: TrusteeStanding): TrusteeText {
  if (step !== null) return stepWords[step]
  if (own === 'dropped' || own === 'faulty') return 'noPart'
  if (procedure === 'planned' || procedure === 'convened') return 'waitBegin'
  if (procedure === 'keying') return own === 'accepted' ? 'waitKey' : 'waitOthers'
  if (procedure === 'keyed' || procedure === 'tendering') return 'waitDeadline'
  if (procedure === 'closed') return counts.bids === 0 ? 'allOpen' : 'waitShares'
  return 'over'
}

/** Key and secrets are asked for once; each step is taken on what the ledger proves at that moment. */
async function act(desk: Desk, step: TrusteeStep): Promise<void> {
  const { speaker } = desk
  const doing = await doingOf(desk)
  speaker.tell(say(desk, 'working', { done: 1 }))
  const done = await steps[step](doing, desk)
  await show(desk)
  if (done.length === 0) speaker.note('info', say(desk, 'nothing'))
  // A refusal is said before what went well.
  const told = done.find(({ outcome }) => outcome[0] === 'refused') ?? done.at(-1)
  if (told !== undefined)
    tellOutcome(speaker, step === 'judge' && done.length > 1 ? 'dispute' : ledgerNames[step], told)
}

type Doing = Awaited<ReturnType<typeof doingOf>>

async function doingOf(desk: Desk) {
  desk.key ??= await ownKey(part(desk, 'own'), desk.lang, desk.speaker)
  desk.secrets ??= await secretsOf(desk, desk.key)
  const { client, procedure, secrets } = desk
  const { signer } = desk.key
  return { client, signer, wallet: createWallet(signer), procedure, secrets }
}

const steps: { readonly [Step in TrusteeStep]: (doing: Doing, desk: Desk) => Promise<readonly Committed[]> } = {
  enrol: async (doing, { organ }) => [await enrolTrustee(doing, organ)],
  contribute: async (doing, desk) => [
    await contributeTrustee(doing, async (made) => {
      await desk.keeping!.replace(keepTrustee(made))
      desk.secrets = made
    }),
  ],
  judge: async (doing) => {
    const { disputes, accepted } = await judgeTrustees(doing)
    return accepted === null ? disputes : [...disputes, accepted]
  },
  give: giveShares,
  open: openBids,
}

const ledgerNames: { readonly [Step in TrusteeStep]: string } = {
  enrol: 'enrol',
  contribute: 'contribute',
  judge: 'accept',
  give: 'give',
  open: 'open',
}

async function secretsOf(desk: Desk, { name }: OwnKey): Promise<TrusteeSecrets> {
  const { client, lang, procedure } = desk
  const label = await procedureLabel(client, procedure)
  const keeping = new KeptSecrets({ kind: 'trustee', about: aboutOf(label) }, name)
  const kept = await unlock({
    host: part(desk, 'secrets'),
    lang,
    keeping,
    title: say(desk, 'secrets'),
    begin: {
      label: say(desk, 'begin'),
      lead: say(desk, 'beginLead'),
      make: () => keepTrustee(newTrustee(label, client.random)),
    },
    goesOn: (here, loaded) => continuesTrustee(trusteeOfKept(here, label), trusteeOfKept(loaded, label)),
  })
  desk.keeping = keeping
  return trusteeOfKept(kept, label)
}

/** A place of its own for what is asked, where the reader's eye goes. */
function part({ asked }: Desk, name: string): HTMLElement {
  const made = element('div', { 'data-part': name })
  asked.append(made)
  return made
}

async function keepPanel(desk: Desk): Promise<HTMLElement | null> {
  const file = (await desk.keeping?.find()) ?? null
  if (file === null) return null
  const link = saveLink('secrets-saved', say(desk, 'saveSecrets'), file, desk.keeping!.fileName)
  const lead = element('p', { class: 'prose' }, say(desk, 'keepLead'))
  return panel('keep', say(desk, 'keep'), lead, element('p', {}, link))
}
