import { fill, type Lang } from '@gongshi/ui/browser'
import { byId, element, replace } from './dom.ts'
import type { Outcome, PassedStep } from './result.ts'
import { type Row, rows } from './rows.ts'
import { stepTexts } from './stepTexts.ts'
import { verifierTexts } from './texts.ts'

export type RowState = 'waiting' | 'passed' | 'unconfirmed' | 'failed' | 'notPart' | 'notReached'

const marks: { readonly [S in RowState]: string } = {
  waiting: '·',
  passed: '✓',
  unconfirmed: '!',
  failed: '✕',
  notPart: '–',
  notReached: '·',
}

/** Draws the rows as far as they have run; `rootLine` says where the trust root came from. */
export function drawSteps(
  lang: Lang,
  states: ReadonlyMap<Row, RowState>,
  found: ReadonlyMap<Row, PassedStep>,
  rootLine: string | null,
): void {
  const text = verifierTexts[lang]
  const items = rows.map((row) => {
    const state = states.get(row) ?? 'waiting'
    const { name, checks } = stepTexts[lang][row]
    const facts = states.has(row) ? (found.get(row)?.facts ?? []) : []
    return element(
      'li',
      { class: state, 'data-step': row },
      element('span', { class: 'mark', 'aria-hidden': 'true' }, marks[state]),
      element(
        'div',
        {},
        element(
          'p',
          { class: 'step-name' },
          element('strong', {}, name),
          ' ',
          element('span', { class: 'step-state' }, text[state]),
        ),
        element('p', { class: 'step-checks' }, row === 'root' && rootLine !== null ? rootLine : checks),
        facts.length > 0 &&
          element(
            'details',
            { class: 'fold' },
            element('summary', {}, text.rawStep),
            element(
              'dl',
              { class: 'facts sided small' },
              facts.map(({ name: fact, value }) =>
                element('div', {}, element('dt', {}, fact), element('dd', { class: 'hash' }, value)),
              ),
            ),
          ),
      ),
    )
  })
  replace(byId('steps'), items)
}

/** How good the trust root is, and the line that says so. */
export type Ground = { readonly independent: boolean; readonly line: string }

/** What each row shows in the end. */
export function finalStates(outcome: Outcome, independent: boolean): ReadonlyMap<Row, RowState> {
  const passed = new Map(outcome.steps.map((step) => [step.step, step]))
  const failedAt = outcome.ok ? rows.length : rows.indexOf(outcome.step)
  return new Map(
    rows.map((row, at): [Row, RowState] => {
      if (row === 'root') return [row, independent ? 'passed' : 'unconfirmed']
      const step = passed.get(row)
      if (step !== undefined) return [row, step.applies ? 'passed' : 'notPart']
      if (at === failedAt) return [row, 'failed']
      return [row, 'notReached']
    }),
  )
}

/**
 * Shows the rows one after another, so that a reader can follow; the checking itself took milliseconds and is over.
 * With reduced motion everything stands at once. `alive` turns false when a newer run has begun.
 */
export async function playSteps(lang: Lang, outcome: Outcome, ground: Ground, alive: () => boolean): Promise<void> {
  const final = finalStates(outcome, ground.independent)
  const found = new Map(outcome.steps.map((step) => [step.step, step]))
  const pauseMs = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160
  const shown = new Map<Row, RowState>()
  for (const [at, row] of rows.entries()) {
    if (pauseMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (!alive()) return
    }
    const state = final.get(row) ?? 'waiting'
    shown.set(row, state)
    if (pauseMs > 0 || at === rows.length - 1) drawSteps(lang, shown, found, ground.line)
    const text = verifierTexts[lang]
    if (state !== 'notReached' && state !== 'notPart')
      announce(`${fill(text.stepOf, { at: at + 1, of: rows.length })}: ${stepTexts[lang][row].name}, ${text[state]}`)
  }
}

/** One line for screen readers; the live region keeps only the newest few. */
export function announce(line: string): void {
  const log = byId('live')
  log.appendChild(element('p', {}, line))
  while (log.childElementCount > 14) log.firstElementChild?.remove()
}
