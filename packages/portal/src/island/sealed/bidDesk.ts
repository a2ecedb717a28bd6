import { parseRowKey } from '@gongshi/sdk'
import {
  type BidStanding,
  bidAbout,
  bidOfKept,
  bidStanding,
  continuesBid,
  keepBid,
  newBidder,
  openLots,
} from '@gongshi/sdk/bid'
import { formatTime } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { admissionPanel } from './admission.ts'
import { beginDesk } from './beginDesk.ts'
import { actButton, handIn, isUnsent, keepPanel, proveButton, questionPanel, withdrawButton } from './bidActs.ts'
import { type Bidding, held, type Shown, say } from './bidding.ts'
import type { BidText } from './bidTexts.ts'
import { DocumentsForm } from './documentsForm.ts'
import { KeptSecrets } from './keptSecrets.ts'
import { OfferForm } from './offerForm.ts'
import { facts, panel } from './parts.ts'
import { sealHere } from './sealing.ts'
import { unlock } from './unlock.ts'

/** Words, and where things lie. */
type Spec = {
  readonly procedure: string
  readonly worker: string
  /** The ledger's own: what the page says beside has the same hours. */
  readonly timeZone: string
  readonly lots: readonly { readonly number: number; readonly title: string | null }[]
  readonly statuses: { readonly [entity in 'procedure' | 'bid']: { readonly [status: string]: string } }
}

/** A bidder's whole way in one page: trust, secrets, admission, offer, sealing, handing in, proof. */
export async function openBidDesk(host: HTMLElement): Promise<void> {
  const { lang, spec, speaker, trust, client, shown: main } = await beginDesk<Spec>(host, 'bid')
  const matter = { chainId: trust.chainId, procedure: parseRowKey(spec.procedure) }
  const keeping = new KeptSecrets({ kind: 'bid', about: bidAbout(matter) }, holderIn(location.search))
  const words = (key: BidText) => say({ lang }, key)
  const kept = await unlock({
    host: main,
    lang,
    keeping,
    title: words('secrets'),
    begin: {
      label: words('begin'),
      lead: words('beginLead'),
      make: () => keepBid(newBidder(matter.chainId, matter.procedure, client.random)),
    },
    goesOn: (here, loaded) => continuesBid(bidOfKept(here, matter), bidOfKept(loaded, matter)),
  })
  const bidding: Bidding = {
    lang,
    client,
    procedure: matter.procedure,
    lotTitles: new Map(spec.lots.map(({ number, title }) => [number, title ?? ''])),
    worker: spec.worker,
    timeZone: spec.timeZone,
    keeping,
    speaker,
    ...held(keeping, bidOfKept(kept, matter)),
    renew: () => show(main, bidding, spec),
  }
  await bidding.renew().catch((error: unknown) => speaker.fail(error))
}

/** One browser may bid for several bidders: `?as=NAME`, as the command line's `--as`. */
function holderIn(search: string): string {
  const name = new URLSearchParams(search).get('as') ?? ''
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(name) ? name : 'bidder'
}

async function show(main: HTMLElement, bidding: Bidding, spec: Spec): Promise<void> {
  const standing = await bidStanding(bidding.client, bidding.secrets())
  const shown = { bidding, standing }
  const now = bidding.client.now()
  const { status, bidUntil, askUntil } = standing.procedure
  const isOpen = status === 'tendering' && now < (bidUntil ?? 0)
  const isAsking = standing.isAdmitted && status === 'tendering' && now < (askUntil ?? 0)
  replace(
    main,
    standingPanel(shown, spec, now),
    standing.isAdmitted ? null : admissionPanel(bidding),
    isOpen && standing.isAdmitted ? await offerPanel(bidding) : null,
    isAsking ? questionPanel(bidding) : null,
    await keepPanel(bidding),
  )
}

function standingPanel({ bidding, standing }: Shown, { statuses }: Spec, now: number): HTMLElement {
  const { procedure, bid, isAdmitted } = standing
  const words = (key: BidText) => say(bidding, key)
  const time = (at: number | null) => (at === null ? '—' : formatTime(at, bidding.lang, bidding.timeZone))
  const step = stepOf(bidding, standing, now)
  return panel(
    'standing',
    words('standing'),
    element(
      'p',
      { class: 'prose', id: 'step', 'data-step': step },
      element('strong', {}, say(bidding, step, { time: time(procedure.openBy) })),
    ),
    facts([
      [words('procedure'), statuses.procedure[procedure.status] ?? procedure.status],
      [words('askUntil'), time(procedure.askUntil)],
      [words('bidUntil'), time(procedure.bidUntil)],
      [words('admitted'), isAdmitted ? words('yes') : words('no')],
      [
        words('bid'),
        bid === null ? words('none') : `${statuses.bid[bid.status] ?? bid.status} · ${time(bid.sealedAt)}`,
      ],
    ]),
    element('p', { class: 'actions' }, acts(bidding, standing, step)),
  )
}

type Step = Extract<BidText, `step${string}`>

/** The one thing that comes next. */
function stepOf(bidding: Bidding, standing: BidStanding, now: number): Step {
  const { procedure, bid, isAdmitted } = standing
  const isOpen = procedure.status === 'tendering' && now < (procedure.bidUntil ?? 0)
  if (isOpen) {
    if (!isAdmitted) return 'stepAdmit'
    if (isUnsent(bidding, standing) && bid?.status !== 'withdrawn') return bid === null ? 'stepSubmit' : 'stepReplace'
    if (bid === null) return 'stepSeal'
    if (bid.status === 'withdrawn') return 'stepWithdrawn'
    return bid.edition < procedure.edition ? 'stepReconfirm' : 'stepDone'
  }
  if (['planned', 'convened', 'keying', 'keyed'].includes(procedure.status)) return 'stepWaitNotice'
  if (bid === null || bid.status === 'withdrawn') return 'stepMissed'
  if (bid.status !== 'sealed') return bid.status === 'lapsed' ? 'stepOver' : 'stepOpened'
  if (procedure.status !== 'closed' && procedure.status !== 'tendering') return 'stepOver'
  return procedure.openBy !== null && procedure.openBy <= now ? 'stepAlone' : 'stepClosed'
}

function acts(bidding: Bidding, standing: BidStanding, step: Step): readonly (HTMLElement | null)[] {
  const { speaker } = bidding
  const { bid, procedure } = standing
  const isOpen = procedure.status === 'tendering'
  const isReady = isOpen && standing.isAdmitted && isUnsent(bidding, standing)
  const submit = () =>
    speaker.button('submit', say(bidding, bid === null ? 'submit' : 'replace'), () => handIn(bidding))
  return [
    isReady ? submit() : null,
    step === 'stepReconfirm' ? actButton(bidding, 'reconfirm') : null,
    step === 'stepAlone' ? actButton(bidding, 'openAlone') : null,
    bid === null ? null : proveButton(bidding),
    isOpen && bid?.status === 'sealed' ? withdrawButton(bidding) : null,
    speaker.button(
      'again',
      say(bidding, 'again'),
      async () => {
        speaker.tell()
        await bidding.renew()
      },
      'tertiary',
    ),
  ]
}

/** The lots are the ledger's own: what would make the bid void is told before it is sealed. */
async function offerPanel(bidding: Bidding): Promise<HTMLElement> {
  const form = new OfferForm(bidding, await openLots(bidding.client, bidding.procedure))
  const documents = new DocumentsForm(bidding)
  const seal = bidding.speaker.button('seal', say(bidding, 'seal'), async () => {
    const offer = await form.read()
    const files = offer === null ? null : documents.read()
    if (offer !== null && files !== null) await sealHere(bidding, offer, files)
  })
  return panel('offer', say(bidding, 'offer'), form.host, documents.host, element('p', { class: 'actions' }, seal))
}
