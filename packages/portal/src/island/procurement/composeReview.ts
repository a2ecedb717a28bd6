import { type Answers, type Value, valueToJson } from '@gongshi/affair-kit'
import { type Draft, encodeDraft, fromHex, type Signer, signDraft, toHex } from '@gongshi/protocol'
import { type Committed, draftAct, rowKeyText, sendContent, submitDraft } from '@gongshi/sdk'
import { fill } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { draftPanel } from '../../verifier/draftView.ts'
import type { Chosen } from '../actKeys.ts'
import { trialNote } from '../actTrial.ts'
import { handOver } from '../draftHandover.ts'
import {
  type ComposedAct,
  declarationOf,
  pendingActs,
  preparingActs,
  procedureId,
  type Written,
  writtenContent,
} from './composeActs.ts'
import { type Composer, guarded } from './composer.ts'
import { composeDeskTexts } from './composeTexts.ts'
import { moveComposition } from './keptComposition.ts'

type Input = { readonly [member: string]: Value }
type Ready = { readonly act: ComposedAct; readonly draft: Draft; readonly row: HTMLElement }

const affair = 'procurement'

/** The acts that are still to be signed, each in plain words; one button signs them in their order. */
export async function showActs(composer: Composer, input: Input, answers: Answers, chosen: Chosen): Promise<void> {
  const { lang, said, client, spec } = composer
  const text = composeDeskTexts[lang]
  if (chosen.own === null) {
    replace(said, element('p', { class: 'field-error' }, text.needKey))
    return
  }
  const content = (name: string) => writtenContent(client, answers.get(name) ?? '', lang, spec.synthetic)
  const status = spec.begun?.status ?? 'planned'
  if (status === 'keyed') return showPublishing(composer, input, content('notice'), chosen)
  const pending = await pendingActs(client, affair, preparingActs(input, content('plan')))
  const acts = pending.length === 0 && status === 'convened' ? [beginning(input)] : pending
  if (acts.length === 0) {
    replace(said, element('p', {}, text.waitTrustees), wayLink(composer, input))
    return
  }
  const own = acts.filter((act) => isOwn(composer, act, input))
  const others = acts.filter((act) => !own.includes(act))
  await showOwn(composer, input, own, others, chosen.own)
}

function beginning(input: Input): ComposedAct {
  const procedure = procedureId(input) as Value
  return { action: 'begin', input: { procedure, threshold: input.threshold! }, makes: null, content: null }
}

/** One of the reader's offices is of the organ that the act asks for: the buyer plans, the agency does the rest. */
function isOwn({ spec }: Composer, { action }: ComposedAct, input: Input): boolean {
  const organ = (action === 'plan' ? input.buyer : input.agency) as { readonly scheme: string; readonly id: string }
  const { roles } = spec.law.actions[action]!
  return spec.offices.some(
    (office) => roles.includes(office.role) && office.scheme === organ.scheme && office.id === organ.id,
  )
}

async function draftOf(
  { client, spec }: Composer,
  { action, input }: ComposedAct,
  signers: readonly string[],
): Promise<Draft> {
  const declaration = declarationOf(action, spec.version, spec.law.actions[action]!.inputs, signers.length)
  return draftAct(client, { affair: declaration, action }, input, signers.map(fromHex))
}

async function showOwn(
  composer: Composer,
  input: Input,
  own: readonly ComposedAct[],
  others: readonly ComposedAct[],
  signer: Signer,
): Promise<void> {
  const { lang, review, spec } = composer
  const text = composeDeskTexts[lang]
  const ready = await readyActs(composer, own, toHex(signer.key.id))
  const change = plainButton(text.change, 'secondary', () => {
    replace(review)
    showForm(composer, true)
  })
  const sign = plainButton(
    fill(text.signAll, { count: own.length }),
    '',
    () => void guarded(composer, () => signAll(composer, input, ready, signer)),
  )
  sign.id = 'compose-sign-all'
  showForm(composer, false)
  replace(
    review,
    element('h2', { class: 'subtitle section-head' }, fill(text.acts, { count: own.length })),
    element('p', { class: 'prose' }, text.actsLead),
    element(
      'ol',
      { class: 'stack', id: 'compose-acts' },
      ready.map(({ row }) => row),
    ),
    others.length === 0
      ? null
      : element(
          'div',
          { class: 'ds-alert stack', 'data-color': 'info' },
          element('p', {}, othersWords(composer, others)),
          element(
            'ul',
            {},
            [...countsOf(others)].map(([action, count]) => {
              const { title } = spec.law.actions[action]!
              return element('li', {}, count === 1 ? title : `${title} × ${count}`)
            }),
          ),
        ),
    element('p', { class: 'actions' }, own.length === 0 ? null : sign, change),
  )
  review.focus()
}

/** How many acts of each kind, in their order. */
function countsOf(acts: readonly ComposedAct[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { action } of acts) counts.set(action, (counts.get(action) ?? 0) + 1)
  return counts
}

/** Each act as the ledger will get it, with its words behind its name. */
async function readyActs(composer: Composer, acts: readonly ComposedAct[], key: string): Promise<readonly Ready[]> {
  const ready: Ready[] = []
  for (const act of acts) {
    const draft = await draftOf(composer, act, [key])
    const { title } = composer.spec.law.actions[act.action]!
    const summary = element('summary', {}, `${title} ${summaryOf(act)}`)
    const row = element(
      'li',
      { 'data-act': act.action },
      element('details', { class: 'fold', open: true }, summary, plainWords(draft, composer), contentWords(act)),
      element('p', { class: 'small', 'data-outcome': '' }),
    )
    ready.push({ act, draft, row })
  }
  return ready
}

/** The form, with the templates above it, or what is to be signed in their place. */
function showForm({ form }: Composer, isShown: boolean): void {
  form.hidden = !isShown
  form.parentElement!.querySelector<HTMLElement>('[data-templates]')!.hidden = !isShown
}

/** The text behind a commitment, which alone says nothing. */
function contentWords({ content }: ComposedAct): HTMLElement | null {
  return content === null ? null : element('blockquote', { class: 'composed-text' }, content.text)
}

function othersWords({ lang, spec }: Composer, others: readonly ComposedAct[]): string {
  const roles = new Set(others.flatMap(({ action }) => spec.law.actions[action]!.roleWords))
  return fill(composeDeskTexts[lang].others, { role: [...roles].join(lang === 'zh' ? '、' : ', ') })
}

/** What the act says, by this script's own declarations; several on one page have no ids of their own. */
function plainWords(draft: Draft, { lang, client }: Composer): HTMLElement {
  const panel = draftPanel(encodeDraft(draft), lang, client.now())
  for (const part of panel.querySelectorAll('[id]')) part.removeAttribute('id')
  return panel
}

function summaryOf({ input }: ComposedAct): string {
  return typeof input.title === 'string' ? `· ${input.title}` : ''
}

function plainButton(label: string, variant: string, pressed: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: 'ds-button', ...(variant === '' ? {} : { 'data-variant': variant }) },
    label,
  )
  button.addEventListener('click', pressed)
  return button
}

/** One after the other: each stands on the one before. Stops at the first that is refused; what has been entered stays. */
async function signAll(composer: Composer, input: Input, ready: readonly Ready[], signer: Signer): Promise<void> {
  const { lang, client, spec, said } = composer
  const text = composeDeskTexts[lang]
  for (const [at, { act, draft, row }] of ready.entries()) {
    const title = spec.law.actions[act.action]!.title
    replace(said, fill(text.progress, { number: at + 1, count: ready.length, action: title }))
    if (act.content !== null) await sendContent(client, signer, act.content)
    const { index, outcome } = await submitDraft(client, await signDraft(draft, signer, client.now()))
    const told = row.querySelector<HTMLElement>('[data-outcome]')!
    if (outcome[0] !== 'ok') {
      replace(told, element('span', { class: 'field-error' }, refusal(composer, act.action, outcome, index)))
      replace(said, text.stopped)
      return
    }
    replace(told, fill(text.done, { index }))
    if (act.action === 'plan') moveComposition(spec.begun?.key ?? null, rowKeyText(procedureId(input)))
  }
  replace(said, element('p', {}, text.finished), wayLink(composer, input))
}

function refusal({ spec, lang }: Composer, action: string, outcome: Committed['outcome'], index: number): string {
  const code = String(outcome[1])
  const what = spec.law.actions[action]!.rules.find((rule) => rule.code === code)?.words ?? code
  return fill(composeDeskTexts[lang].refused, { what, code, index })
}

function wayLink({ lang }: Composer, input: Input): HTMLElement {
  const href = `/${lang}/workspace/procurement/${encodeURIComponent(rowKeyText(procedureId(input)))}`
  return element('p', {}, element('a', { class: 'ds-button', id: 'compose-way', href }, composeDeskTexts[lang].openWay))
}

/** The notice is signed by the agent and by a purchaser who did not plan: one signs here, the other gets the draft. */
async function showPublishing(composer: Composer, input: Input, notice: Written, chosen: Chosen): Promise<void> {
  const { lang, review, client, said, spec } = composer
  const text = composeDeskTexts[lang]
  const procedure = procedureId(input) as Value
  const { askUntil, bidUntil } = input
  const act: ComposedAct = {
    action: 'publish',
    input: { procedure, notice: notice.commitment, askUntil: askUntil!, bidUntil: bidUntil! },
    makes: null,
    content: notice,
  }
  const draft = await draftOf(composer, act, chosen.signers)
  const kinds = spec.law.actions.publish!.inputs
  const json = Object.fromEntries(kinds.map(({ name, kind }) => [name, valueToJson(kind, act.input[name]!)]))
  const sign = plainButton(
    text.publishSign,
    '',
    () =>
      void guarded(composer, async () => {
        await sendContent(client, chosen.own!, notice)
        const signed = await signDraft(draft, chosen.own!, client.now())
        replace(review, handOver(signed, lang))
        replace(said)
        review.focus()
      }),
  )
  sign.id = 'compose-publish'
  const change = plainButton(text.change, 'secondary', () => {
    replace(review)
    showForm(composer, true)
  })
  showForm(composer, false)
  const trial = element('div', { role: 'status' })
  replace(
    review,
    element('h2', { class: 'subtitle section-head' }, fill(text.acts, { count: 1 })),
    draftPanel(encodeDraft(draft), lang, client.now()),
    contentWords(act),
    trial,
    element('p', { class: 'actions' }, sign, change),
  )
  review.focus()
  replace(trial, await trialNote(client, { affair, action: 'publish', input: json, signers: chosen.signers }, lang))
}
