import { fill, htmlLang, type Lang, otherLang } from '../lang.ts'
import { attributes, type Child, type Html, html, trusted } from '../template/html.ts'
import { frameTexts } from '../texts/frame.ts'
import { seal } from './seal.ts'

/** What every page of one site shares. */
export type Site = {
  readonly name: { readonly [L in Lang]: string }
  readonly chainId: string
  /** Under which people reach this site, where that is known: search engines take whole addresses alone. */
  readonly base?: string
  readonly height: number
  readonly entries: number
  /** IANA name of the ledger's own time zone, in which its times are shown. */
  readonly timeZone: string
  /** True when the whole site shows made-up data: it then says so on every page. */
  readonly synthetic: boolean
  /** The style sheet itself, which the site's policy allows by its hash, and the paths of scripts, which carry their hashes. */
  readonly assets: { readonly style: string; readonly scripts: { readonly [S in Script]: string } }
}

/** What a page may hold that needs a script. */
export type Island =
  | 'check'
  | 'sign'
  | 'act'
  | 'drafts'
  | 'signIn'
  | 'countdown'
  | 'compose'
  | 'scoring'
  | 'bid'
  | 'trustee'
  | 'admission'
  | 'unpack'
  | 'watch'
  | 'workspace'

/** Scripts of ours: those of the islands, and what they run beside the page. */
export type Script = Island | 'cipherWorker'

export type Section = 'home' | 'organs' | 'search' | 'ledger' | 'verify'

export type Frame = {
  readonly lang: Lang
  readonly site: Site
  readonly title: string
  /** The page's path below the language, for example `/records/abc`: the language toggle is the same page by URL. */
  readonly path: string
  readonly section?: Section
  readonly description?: string
  /** Of an Atom feed with what the page shows, below the language. */
  readonly feed?: string
  /** Islands that the page holds: without one no script is loaded at all. */
  readonly islands?: readonly Island[]
  readonly body: Child
}

/** A complete HTML document, without inline script; its one style is the site's own. */
export function renderFrame(frame: Frame): string {
  const { lang, site } = frame
  const text = frameTexts[lang]
  return html`<!doctype html>
<html lang="${htmlLang[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${frame.title} – ${site.name[lang]}</title>
${description(frame.description ?? text.colophonWhat)}${inlineStyle(site.assets.style)}<link rel="icon" href="/assets/seal.svg" type="image/svg+xml"><link rel="manifest" href="/manifest.webmanifest">
<link rel="alternate" hreflang="zh" href="${`${site.base ?? ''}/zh${frame.path}`}">
<link rel="alternate" hreflang="en" href="${`${site.base ?? ''}/en${frame.path}`}">
${frame.feed === undefined ? null : html`<link rel="alternate" type="application/atom+xml" href="/${lang}${frame.feed}">\n`}${frame.islands?.map((name) => moduleScript(site.assets.scripts[name]))}</head>
<body>
<a class="ds-skip-link" href="#main">${text.skip}</a>
${masthead(frame)}
<main id="main" class="wide" tabindex="-1">
${frame.body}
</main>
<footer class="colophon"><div class="wide">
<p>${fill(text.colophonChain, { chain: site.chainId, height: site.height, entries: site.entries })}</p>
<p>${text.colophonWhat}</p>
<p class="tags"><a class="ds-link" href="/${lang}/workspace">${text.workspace}</a><a class="ds-link" href="/${lang}/learn">${text.learn}</a><a class="ds-link" href="/${lang}/glossary">${text.glossary}</a><a class="ds-link" href="/${lang}/design">${text.design}</a></p>
</div></footer>
</body>
</html>
`.toString()
}

/** How large and how plain pages are: `elder` (适老化) has large type, one column and no specialist's figures. */
export type Look = 'plain' | 'elder'

/** The same page in a look: all that differs is an attribute, which the style sheet knows. */
export function inLook(page: string, look: Look): string {
  return look === 'plain' ? page : page.replace('<html ', `<html data-look="${look}" `)
}

function description(content: string): Html {
  // A meta element's content is refused in templates because of refresh; this one is a description and nothing else.
  return html`${trusted('<meta name="description" content="')}${content}${trusted('">\n')}`
}

/** Our own style sheet, byte for byte as its hash was taken. */
function inlineStyle(css: string): Html {
  if (css.includes('</')) throw new RangeError('a style sheet that ends its own element')
  return trusted(`<style>${css}</style>\n`)
}

/** A script of ours by its hashed path; anything else is a mistake of the caller. */
function moduleScript(path: string): Html {
  if (!/^\/assets\/[\w.-]+\.js$/.test(path)) throw new RangeError('a script that is not an asset of ours')
  return trusted(`<script type="module" src="${path}"></script>\n`)
}

function masthead({ lang, site, path, section }: Frame): Html {
  const text = frameTexts[lang]
  const other = otherLang(lang)
  const look = (as: Look, label: string): Html =>
    html`<li class="${`look-${as}`}"><a rel="nofollow" href="/${lang}/look?as=${as}&to=${encodeURIComponent(`/${lang}${path}`)}">${label}</a></li>`
  const link = (to: string, label: string, here: boolean): Html =>
    html`<li><a href="${to}" ${attributes({ 'aria-current': here ? 'page' : null })}>${label}</a></li>`
  return html`<header class="masthead"><div class="wide masthead-row">
<a class="brand" href="/${lang}/">${seal()}<span><strong>${site.name[lang]}</strong><span lang="${other === 'zh' ? 'zh-Hans' : 'en'}">${site.name[other]}</span></span></a>
<nav aria-label="${text.navigation}"><ul>
${link(`/${lang}/`, text.home, section === 'home')}
${link(`/${lang}/search`, text.search, section === 'search')}
${link(`/${lang}/organs`, text.organs, section === 'organs')}
${link(`/${lang}/ledger`, text.ledger, section === 'ledger')}
<li><a href="/verify#${lang}">${text.verify}</a></li>
<li><a class="language" href="/${other}${path}" lang="${htmlLang[other]}" hreflang="${other}">${text.otherLanguage}</a></li>
${look('elder', text.elder)}${look('plain', text.plain)}
</ul></nav>
</div></header>
${site.synthetic ? html`<aside class="synthetic-strip" aria-label="${text.synthetic}"><div class="wide"><p>${text.syntheticStrip}</p></div></aside>` : null}`
}

export type Crumb = { readonly label: Child; readonly href: string }

/** Where the page stands. The last crumb is the page itself. */
export function breadcrumbs(crumbs: readonly Crumb[], lang: Lang): Html {
  return html`<nav class="ds-breadcrumbs" aria-label="${frameTexts[lang].breadcrumbs}"><ol>${crumbs.map(
    ({ label, href }, at) =>
      html`<li><a class="ds-link" href="${href}" ${attributes({ 'aria-current': at === crumbs.length - 1 ? 'page' : null })}>${label}</a></li>`,
  )}</ol></nav>`
}
