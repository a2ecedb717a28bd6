import { attributes, factList, fill, type Html, html, localSpan, tag, timeOf } from '@gongshi/ui'
import type { EntryData, Evidence, HeldPower, PageContext } from '../data.ts'
import type { RuleThen } from '../governanceData.ts'
import { at, paths } from '../links.ts'
import { roleWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { clauseText } from './clause.ts'
import { entryBadge } from './entryBadge.ts'
import { statusTag } from './governance.ts'
import { organLink } from './organs.ts'
import { plainText } from './parameters.ts'

/** On what an act rested when it was done: the offices of its signers, and the figures that the house had set. */
export function entryGrounds({ powers, rules, index, evidence }: EntryData, context: PageContext): Html | null {
  if (powers === undefined) return null
  const text = pageTexts[context.lang]
  const held = powers.map((power) => ({ name: organLink(power.organ, context), value: powerOf(power, context) }))
  return html`<section class="section" aria-labelledby="powers"><h2 class="subtitle section-head" id="powers">${text.byWhatPower}</h2>
${held.length === 0 ? html`<p class="prose">${text.noPowers}</p>` : factList(held, 'sided')}</section>
${rules === undefined || rules.length === 0 ? null : figuresThen(rules, context)}
<div class="section">${gatherIsland(index, evidence, context)}</div>`
}

/** So many rules are shown at once; of more, only those that somebody voted for. */
const shownAtOnce = 3

function figuresThen(rules: readonly RuleThen[], context: PageContext): Html {
  const text = pageTexts[context.lang]
  const list = (some: readonly RuleThen[]): Html =>
    factList(
      some.map((rule) => ({
        name: rule.title.length === 0 ? rule.name : localSpan(rule.title, context.lang),
        value: ruleOf(rule, context),
      })),
      'sided',
    )
  const { voted = [], standing = [] } =
    rules.length <= shownAtOnce
      ? { voted: rules }
      : Object.groupBy(rules, ({ proposal }) => (proposal === null ? 'standing' : 'voted'))
  const folded =
    standing.length === 0
      ? null
      : html`<details class="fold"><summary>${fill(text.figuresMore, { count: standing.length })}</summary>${list(standing)}</details>`
  return html`<section class="section" aria-labelledby="figures"><h2 class="subtitle section-head" id="figures">${text.figuresThen}</h2>
${voted.length === 0 ? null : list(voted)}${folded}</section>`
}

/** One file that proves all of the above to whoever has a trust root; without scripts the command makes it. */
function gatherIsland(index: number, { trust }: Evidence, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  const data = attributes({
    'data-entry': String(index),
    'data-trust': trust,
    'data-label': text.groundsGather,
    'data-waiting': text.groundsWaiting,
    'data-gathered': text.groundsGathered,
    'data-file': text.groundsFile,
    'data-failed': text.checkFailed,
  })
  const command = html`<code>gongshi evidence entry ${index} --grounds</code>`
  return html`<gongshi-grounds ${data}><p class="small soft">${text.groundsCommand} ${command}</p></gongshi-grounds>`
}

function powerOf({ title, post, capacity, roles, from, until, clause, entry }: HeldPower, context: PageContext): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  const capacities = { regular: text.asHolder, acting: text.asActing, lent: text.asDelegate }
  const end = until === null ? text.withoutEnd : timeOf(until, lang, site.timeZone)
  const given = entry === null ? text.byGenesis : entryBadge(entry, { lang })
  return html`<p>${title.length === 0 ? null : html`${localSpan(title, lang)} `}<code class="soft small">${post}</code>
${tag(capacities[capacity], 'info')} ${roles.map((role) => html`${tag(roleWord(role, lang))} `)}</p>
<p class="small">${text.heldWhile} ${timeOf(from, lang, site.timeZone)} – ${end}</p>
<p class="small">${text.givenBy} <code>${clause}</code> · ${given}</p>`
}

function ruleOf({ value, from, clause, proposal }: RuleThen, context: PageContext): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  const decided =
    proposal === null
      ? text.byGenesis
      : html`<a class="ds-link" href="${at(lang, paths.proposal(proposal.key))}">${fill(text.votedFor, {
          count: proposal.approvals,
          electorate: proposal.electorate,
        })}</a> ${statusTag(proposal.status, context)}`
  return html`<p>${plainText(value, context)} <span class="soft small">${text.fromWhen} ${timeOf(from, lang, site.timeZone)}</span></p>
<p class="small">${clauseText(clause, context)} · ${decided}</p>`
}
