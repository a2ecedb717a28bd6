import { attributes, type Html, html } from '@gongshi/ui'
import type { Evidence, PageContext } from '../data.ts'
import { paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'

/** "Check this yourself": the files, and the verifier that needs nothing of this site. */
export function checkPanel(
  evidence: Evidence,
  about: 'checkBody' | 'checkRelease' | 'checkEntry',
  { lang }: Pick<PageContext, 'lang'>,
): Html {
  const text = pageTexts[lang]
  const file = (href: string, label: string): Html =>
    html`<li><a class="ds-link" href="${href}" download>${label}</a></li>`
  return html`<section class="panel stack" aria-labelledby="check"><h2 class="subtitle" id="check">${text.checkTitle}</h2>
<p class="small">${text[about]}</p>
<ul class="plain">
${file(evidence.gse, text.evidenceFile)}${file(evidence.json, text.evidenceJson)}${file(evidence.tlogProof, text.tlogProof)}
<li><a class="ds-link" href="/verify?evidence=${encodeURIComponent(evidence.gse)}#${lang}">${text.openVerifier}</a></li>
<li><a class="ds-link" rel="nofollow" href="${paths.courtPack('pdf', `${evidence.courtPack}&lang=${lang}`)}">${text.courtPackPdf}</a></li>
<li><a class="ds-link" rel="nofollow" href="${paths.courtPack('zip', evidence.courtPack)}" download>${text.courtPackZip}</a></li>
</ul></section>`
}

/** The island that checks in place; without scripts it says what to do instead. */
export function checkIsland(evidence: Evidence, { lang }: Pick<PageContext, 'lang'>): Html {
  const text = pageTexts[lang]
  const settings = attributes({
    'data-evidence': evidence.gse,
    'data-trust': evidence.trust,
    'data-label': text.checkHere,
    'data-failed': text.checkFailed,
  })
  return html`<gongshi-check ${settings}><p class="small soft">${text.checkNoScript}</p></gongshi-check>`
}
