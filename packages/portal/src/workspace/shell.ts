import { attributes, fill, type Html, html, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { WorkspacePage, WorkspaceReader, WorkspaceSection } from './data.ts'
import { help } from './help.ts'
import { workspaceTexts } from './texts.ts'

/** The parts of the workspace in the order of its navigation. */
const sections: readonly { readonly section: WorkspaceSection; readonly path: string }[] = [
  { section: 'inbox', path: paths.inbox },
  { section: 'notifications', path: paths.notifications },
  { section: 'acts', path: paths.acts },
  { section: 'procurement', path: paths.procurementDesk },
  { section: 'trusteeships', path: paths.trusteeships },
  { section: 'mandates', path: paths.workspace },
  { section: 'activity', path: paths.activity },
  { section: 'sessions', path: paths.sessions },
]

/** A page of the workspace in its shell: who has signed in, where to go, a way out. */
export function renderWorkspace(page: WorkspacePage, reader: WorkspaceReader, { lang, site }: PageContext): string {
  const text = workspaceTexts[lang]
  const { title, path, islands } = page
  const shown = sections.filter(({ section }) => section !== 'trusteeships' || reader.isTrustee)
  const who = fill(text.signedInAs, { number: reader.number.slice(0, 8), key: reader.keyId.slice(0, 8) })
  const body = html`<div class="workspace-head"><nav aria-label="${text.workspaceNav}"><ul class="workspace-nav">${shown.map(
    ({ section, path: to }) =>
      html`<li><a href="${at(lang, to)}" ${attributes({ 'aria-current': section === page.section ? 'page' : null })}>${text[section]}</a>${section === 'notifications' ? notices(reader, site.chainId) : null}</li>`,
  )}</ul></nav><p class="small soft figure">${who}</p>${signOut('current', text.signOut, lang)}</div>
<h1 class="title">${title}</h1>${page.section === undefined ? null : help(page.section, { lang })}
${page.body}${shortcuts(lang)}`
  return renderFrame({ lang, site, title, path, body, islands: ['workspace', ...(islands ?? [])] })
}

/** How many notifications are new, once a script has counted them. */
function notices({ keyId }: WorkspaceReader, chainId: string): Html {
  return html`<gongshi-notices role="status" ${attributes({ 'data-chain': chainId, 'data-key-id': keyId })}></gongshi-notices>`
}

/** The way to the list of shortcuts, in the island `workspace`; it shows once a script has made it. */
export function shortcuts(lang: PageContext['lang']): Html {
  return html`<gongshi-keys class="no-print"><button class="ds-button" type="button" data-variant="secondary">${workspaceTexts[lang].shortcuts}</button></gongshi-keys>`
}

/** A form of its own, for it changes something: `which` is a session's mark, `current`, or `everywhere`. */
export function signOut(which: string, label: string, lang: PageContext['lang'], name = label): Html {
  return html`<form method="post" action="${at(lang, paths.signOut)}"><input type="hidden" name="which" value="${which}"><button class="ds-button" type="submit" data-variant="secondary" ${attributes({ 'aria-label': name === label ? null : name })}>${label}</button></form>`
}
