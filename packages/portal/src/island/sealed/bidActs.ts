import { equalBytes } from '@gongshi/protocol'
import type { Committed } from '@gongshi/sdk'
import {
  askQuestion,
  type BidStanding,
  documentsContent,
  handInBid,
  lastBidEvidence,
  lastSealing,
  openBidAlone,
  reconfirmBid,
  withdrawBid,
} from '@gongshi/sdk/bid'
import { formatTime } from '@gongshi/ui/browser'
import { element } from '../../verifier/dom.ts'
import { type Bidding, say } from './bidding.ts'
import { findFile } from './browserFiles.ts'
import { tellOutcome } from './outcome.ts'
import { field, Progress, panel, saveLink } from './parts.ts'
import { lastNumber } from './sealing.ts'
import { fetchTelling } from './uploading.ts'

/** Whether what was sealed last here is not what the ledger has. */
export function isUnsent({ secrets }: Bidding, { bid }: BidStanding): boolean {
  const made = secrets().sealings.at(-1)?.made
  if (made === undefined || made === null) return false
  return bid === null || bid.status === 'withdrawn' || !equalBytes(bid.sealed, made.sealed)
}

/** Uploads what was sealed last and hands it in; done again after an interruption it sends what is missing. */
export async function handIn(bidding: Bidding): Promise<void> {
  const { client, secrets, keeping, speaker, lang } = bidding
  const sealing = lastSealing(secrets())
  const file = await findFile(keeping.sealedName(lastNumber(bidding)))
  if (file === null) return speaker.note('warning', say(bidding, 'missingSealed'))
  const uploading = new Progress(say(bidding, 'uploading'), 'work-uploading', lang)
  speaker.tell(uploading.host)
  const told = { ...client, fetch: fetchTelling((sent, all) => uploading.show(sent, all)) }
  const handed = await handInBid(told, secrets(), sealing.made, await documentsContent(client, sealing, file))
  await bidding.renew()
  if (handed === null) speaker.note('info', say(bidding, 'already'))
  else tellOutcome(speaker, handed.action, handed.committed)
}

export function actButton(bidding: Bidding, action: 'reconfirm' | 'openAlone', variant = ''): HTMLElement {
  const act = { reconfirm: reconfirmBid, openAlone: openBidAlone }[action]
  return bidding.speaker.button(action, say(bidding, action), () => done(bidding, action, act), variant)
}

/** Asked twice: nobody withdraws by a slip. */
export function withdrawButton(bidding: Bidding): HTMLElement {
  const { speaker } = bidding
  const host = element('span', {})
  const sure = speaker.button('withdraw-sure', say(bidding, 'withdrawSure'), () =>
    done(bidding, 'withdraw', withdrawBid),
  )
  sure.dataset.color = 'danger'
  host.append(
    speaker.button(
      'withdraw',
      say(bidding, 'withdraw'),
      async () => {
        host.replaceChildren(sure)
        sure.focus()
      },
      'secondary',
    ),
  )
  return host
}

async function done(
  bidding: Bidding,
  action: string,
  act: (client: Bidding['client'], secrets: ReturnType<Bidding['secrets']>) => Promise<Committed>,
): Promise<void> {
  const committed = await act(bidding.client, bidding.secrets())
  await bidding.renew()
  tellOutcome(bidding.speaker, action, committed)
}

/** Evidence of the last act on the bid, with its block time; verified here before it is handed out. */
export function proveButton(bidding: Bidding): HTMLElement {
  const { client, secrets, speaker, lang, timeZone } = bidding
  return speaker.button(
    'prove',
    say(bidding, 'prove'),
    async () => {
      const { bytes, verdict } = await lastBidEvidence(client, secrets())
      const time = formatTime(verdict.times.happened ?? verdict.times.committed, lang, timeZone)
      const file = new Blob([bytes.slice()])
      const link = saveLink('evidence-saved', say(bidding, 'saveEvidence'), file, 'bid.gse')
      speaker.note('success', say(bidding, 'proven', { time }), element('p', {}, link))
    },
    'secondary',
  )
}

export function questionPanel(bidding: Bidding): HTMLElement {
  const { client, secrets, speaker } = bidding
  const words = element('textarea', { class: 'ds-input', rows: '4', maxlength: '4000' })
  const ask = speaker.button(
    'ask',
    say(bidding, 'ask'),
    async () => {
      const committed = await askQuestion(client, secrets(), words.value)
      if (tellOutcome(speaker, 'ask', committed)) words.value = ''
    },
    'secondary',
  )
  const lead = say(bidding, 'questionLead')
  return panel(
    'question',
    say(bidding, 'question'),
    field('question-words', say(bidding, 'question'), words, lead),
    element('p', { class: 'actions' }, ask),
  )
}

/** The very files that the command line keeps. */
export async function keepPanel(bidding: Bidding): Promise<HTMLElement> {
  const { keeping, secrets } = bidding
  const file = await keeping.find()
  const number = secrets().sealings.length - 1
  const sealed = number < 0 ? null : await findFile(keeping.sealedName(number))
  return panel(
    'keep',
    say(bidding, 'keep'),
    element('p', { class: 'prose' }, say(bidding, 'keepLead')),
    file === null
      ? null
      : element('p', {}, saveLink('secrets-saved', say(bidding, 'saveSecrets'), file, keeping.fileName)),
    sealed === null
      ? null
      : element('p', {}, saveLink('sealed-saved', say(bidding, 'saveSealed'), sealed, keeping.sealedName(number))),
  )
}
