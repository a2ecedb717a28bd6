import { formatTime, type Html, html, localSpan, stackedTable, tag } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import type { OrganData, OrganDuty, OrganOffice, OrganPower } from '../organData.ts'
import { actionWord, affairWord, roleWord, wordOf } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { organLink } from './organs.ts'

const affair = 'organisations'

/** Where an organ's duties went, and whose it has: each with the day and the clause. */
export function duties({ passedOn, inherited }: OrganData, context: PageContext): Html {
  const text = pageTexts[context.lang]
  return html`${part(text.passedOn, passedOn, context)}${part(text.inherited, inherited, context)}`
}

function part(caption: string, rows: readonly OrganDuty[], context: PageContext): Html | null {
  const { lang } = context
  const text = pageTexts[lang]
  if (rows.length === 0) return null
  return html`<section class="section">${stackedTable<OrganDuty>(
    caption,
    [
      { head: text.from, cell: ({ from }) => html`<time datetime="${from}">${from}</time>`, figures: true },
      { head: text.organName, cell: ({ organ }) => organLink(organ, context) },
      {
        head: text.how,
        cell: ({ how }) => tag(how === 'transferred' ? text.transferred : wordOf(affair, how, lang), 'info'),
      },
      { head: text.duty, cell: (row) => dutyWord(row, lang) },
      { head: text.clause, cell: ({ clause }) => html`<code>${clause}</code>` },
    ],
    rows,
  )}</section>`
}

function dutyWord({ how, affair: only }: OrganDuty, lang: PageContext['lang']): string {
  const text = pageTexts[lang]
  if (only !== null) return affairWord(only, lang)
  return how === 'split' ? text.otherDuties : text.allDuties
}

/** What each office empowers to, and who holds it now, acts in it, or was lent a part. Nobody is named. */
export function offices({ offices: all }: OrganData, context: PageContext): Html | null {
  const { lang } = context
  const text = pageTexts[lang]
  if (all.length === 0) return null
  return html`<section class="section" aria-labelledby="offices"><h2 class="subtitle section-head" id="offices">${text.offices}</h2><p class="prose soft">${text.officesLead}</p>
${all.map((office) => oneOffice(office, context))}</section>`

  function oneOffice(office: OrganOffice, shown: PageContext): Html {
    const roles = office.roles.map((role) => html`<li>${tag(roleWord(role, lang), 'neutral')}</li>`)
    const post = html`<code class="soft small">${office.post}</code>`
    const title = office.title.length === 0 ? post : html`${localSpan(office.title, lang)} ${post}`
    return html`<div class="section office"><h3>${title}</h3><ul class="counts">${roles}</ul>
${office.powers.length === 0 ? html`<p class="soft">${text.vacant}</p>` : holders(office, shown)}</div>`
  }
}

function holders({ powers: rows, post }: OrganOffice, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  return stackedTable<OrganPower>(
    // Each office has a table of its own, to be told from the others.
    `${text.holders} (${post})`,
    [
      { head: text.officerNumber, cell: ({ officer }) => html`<code>${officer}…</code>` },
      {
        head: text.capacity,
        cell: ({ capacity, lender }) =>
          html`${text[capacity]}${lender === null ? null : html`<br><span class="soft small">${text.lentBy} <code>${lender}…</code></span>`}`,
      },
      { head: text.scope, cell: (row) => scopeOf(row, lang) },
      { head: text.from, cell: ({ from }) => moment(from, context), figures: true },
      { head: text.until, cell: ({ until }) => (until === null ? '—' : moment(until, context)), figures: true },
    ],
    rows,
  )
}

function scopeOf({ capacity, roles, affair: only, action, division }: OrganPower, lang: PageContext['lang']): string {
  const parts = [
    ...(capacity === 'lent' ? roles.map((role) => roleWord(role, lang)) : []),
    ...(only === null ? [] : [affairWord(only, lang)]),
    ...(only === null || action === null ? [] : [actionWord(only, action, lang)]),
    ...(division === null ? [] : [division]),
  ]
  return parts.length === 0 ? pageTexts[lang].wholeOffice : parts.join(' · ')
}

/** In the site's time; what can't be read as a moment stays as it is. */
function moment(iso: string, { lang, site }: PageContext): Html {
  const at = Date.parse(iso)
  return html`<time datetime="${iso}">${Number.isNaN(at) ? iso : formatTime(at, lang, site.timeZone)}</time>`
}
