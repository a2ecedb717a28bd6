import {
  alert,
  factList,
  fill,
  formatNumber,
  groupedHash,
  type Html,
  hash,
  html,
  renderFrame,
  shortHash,
  stackedTable,
  timeOf,
} from '@gongshi/ui'
import type { BlockRow, ChainState, LedgerData, LogKey, PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { affairWord } from '../texts/affairWords.ts'
import { consultationTexts } from '../texts/consultations.ts'
import { openDataTexts } from '../texts/openData.ts'
import { paceTexts } from '../texts/pace.ts'
import { pageTexts } from '../texts/pages.ts'
import { pastTexts } from '../texts/past.ts'
import { procurementTexts } from '../texts/procurement.ts'
import { ruleHistoryTexts } from '../texts/ruleHistory.ts'
import { statisticsTexts } from '../texts/statistics.ts'
import { watchPageTexts } from '../texts/watch.ts'
import { findForm } from './findForm.ts'
import { limits } from './home.ts'

/** The ledger itself: the values that anybody may compare with those that they hold. */
export function renderLedger(data: LedgerData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const { chain } = data
  const body = html`<h1 class="title">${text.ledgerTitle}</h1><p class="prose lead">${text.ledgerLead}</p>
<div class="columns section"><div>
${factList(chainFacts(chain, context), 'sided')}
${checkpoint(chain, context)}
<section class="section">${findForm(context)}<p><a class="ds-link" href="${at(lang, paths.entries)}">${text.allEntries}</a></p>
<p><a class="ds-link" href="${at(lang, paths.past)}">${pastTexts[lang].title}</a></p>
<p><a class="ds-link" href="${at(lang, paths.governance)}">${text.toGovernance}</a></p>
<p><a class="ds-link" href="${at(lang, paths.ruleHistory)}">${ruleHistoryTexts[lang].link}</a></p>
<p><a class="ds-link" href="${at(lang, paths.network)}">${text.toNetwork}</a></p>
<p><a class="ds-link" href="${at(lang, paths.pace)}">${paceTexts[lang].link}</a></p>
<p><a class="ds-link" href="${at(lang, paths.watch)}">${watchPageTexts[lang].title}</a></p>
<p><a class="ds-link" href="${at(lang, paths.clauses)}">${text.toClauses}</a></p>
<p><a class="ds-link" href="${at(lang, paths.consultations)}">${consultationTexts[lang].title}</a></p>
<p><a class="ds-link" href="${at(lang, paths.statistics)}">${statisticsTexts[lang].title}</a></p>
<p><a class="ds-link" href="${at(lang, paths.openData)}">${openDataTexts[lang].title}</a></p>
<p><a class="ds-link" href="${at(lang, paths.procedures)}">${procurementTexts[lang].title}</a></p></section>
<section class="section">${stackedTable<BlockRow>(text.recentBlocks, blockColumns(context), data.blocks)}</section>
<section class="section">${stackedTable<LogKey>(
    text.logKeys,
    [
      { head: text.origin, cell: ({ origin }) => html`<code>${origin}</code>` },
      { head: text.key, cell: ({ vkey }) => hash(vkey) },
    ],
    data.logKeys,
  )}</section>
</div>
<aside class="stack">${fingerprint(chain, context)}${limits(chain, context)}${affairs(data, context)}</aside></div>`
  return renderFrame({ lang, site, title: text.ledgerTitle, path: paths.ledger, section: 'ledger', body })
}

function chainFacts(chain: ChainState, { lang, site }: PageContext) {
  const text = pageTexts[lang]
  return [
    { name: text.chainId, value: html`<code>${site.chainId}</code>` },
    {
      name: text.engine,
      value: chain.engine === 'solo' ? text.engineSolo : fill(text.engineComet, { validators: chain.validators }),
    },
    { name: text.height, value: html`<span class="figure">${formatNumber(chain.height, lang)}</span>` },
    { name: text.blockTime, value: timeOf(chain.time, lang, site.timeZone) },
    { name: text.entries, value: html`<span class="figure">${formatNumber(chain.entries, lang)}</span>` },
    { name: text.appHash, value: hash(chain.appHash) },
    { name: text.stateRoot, value: hash(chain.stateRoot) },
    { name: text.logRoot, value: hash(chain.logRoot) },
    { name: text.genesisHash, value: hash(chain.genesisHash) },
  ]
}

function blockColumns({ lang, site }: PageContext) {
  const text = pageTexts[lang]
  return [
    {
      head: text.height,
      cell: (row: BlockRow) =>
        html`<a class="ds-link" href="${at(lang, paths.block(row.height))}">${formatNumber(row.height, lang)}</a>`,
      figures: true,
    },
    { head: text.time, cell: (row: BlockRow) => timeOf(row.time, lang, site.timeZone) },
    { head: text.blockEntries, cell: (row: BlockRow) => formatNumber(row.entries, lang), figures: true },
    { head: text.blockHash, cell: (row: BlockRow) => html`<span class="hash">${shortHash(row.hash)}</span>` },
  ]
}

function checkpoint(chain: ChainState, { lang }: PageContext): Html | null {
  if (chain.checkpoint === null) return null
  const text = pageTexts[lang]
  const { size, witnesses, note } = chain.checkpoint
  return html`<section class="section stack" aria-labelledby="checkpoint"><h2 class="subtitle section-head" id="checkpoint">${text.checkpointTitle}</h2>
<p class="small">${fill(text.checkpointNote, { size, witnesses })}</p><pre class="note" tabindex="0"><code>${note}</code></pre></section>`
}

function fingerprint(chain: ChainState, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  return alert(
    'info',
    text.fingerprint,
    html`<p class="hash">${groupedHash(chain.trustFingerprint)}</p><p class="small">${text.fingerprintNote}</p><p><a class="ds-link" href="/api/v1/trust" download="trust.json">${text.trustDownload}</a></p>`,
  )
}

function affairs({ affairs: installed }: LedgerData, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  return html`<section class="panel" aria-labelledby="affairs"><h2 class="subtitle" id="affairs">${text.installedAffairs}</h2><ul class="plain">${installed.map(
    ({ name, version, hash: versionHash }) =>
      html`<li><a class="ds-link" href="${at(lang, paths.affair(name))}">${affairWord(name, lang)}</a> <span class="soft figure">v${version}</span> <span class="hash soft">${shortHash(versionHash)}</span></li>`,
  )}</ul></section>`
}
