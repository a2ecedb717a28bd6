/**
 * The service worker: keeps what was read, with the evidence of it, for when there is no network. With one every page comes from
 * the site, so that an old worker shows no old page; what comes from its own keeping says so, and when it was fetched.
 */
import { fill, formatTime, type Lang } from '@gongshi/ui/browser'
import { offlineTexts } from './texts.ts'

/** What this file uses of https://w3c.github.io/ServiceWorker/: the types of windows and of workers exclude each other. */
type Extendable = Event & { waitUntil(work: Promise<unknown>): void }
type Fetched = Extendable & { readonly request: Request; respondWith(answer: Promise<Response>): void }
type Told = Extendable & { readonly data: unknown }
type Scope = {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', take: (event: Extendable) => void): void
  addEventListener(type: 'fetch', take: (event: Fetched) => void): void
  addEventListener(type: 'message', take: (event: Told) => void): void
}

/** Paths of what checks evidence: put there when this file is built. */
declare const checkingScripts: readonly string[]

const scope = self as unknown as Scope
/** Each with how many answers it keeps, the last ones. */
const mostKept = { pages: 60, data: 120, assets: 80 } as const
type CacheName = keyof typeof mostKept

const evidenceType = 'application/vnd.gongshi.evidence+cbor'
const zone = 'Asia/Shanghai'
/** Pages that are an officer's own, or that do something, are nobody's to keep. */
const ownPage = /^\/(zh|en)\/(workspace|act|receipts|look|find|sign|drafts)\b/

scope.addEventListener('install', (event) => {
  const wanted = [...checkingScripts, '/assets/seal.svg', '/verify']
  const work = wanted.map((path) => keep(path === '/verify' ? 'pages' : 'assets', new Request(path)))
  event.waitUntil(Promise.allSettled(work).then(() => scope.skipWaiting()))
})
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(keptFirst(request))
  else if (isEvidence(url)) event.respondWith(fetchedFirst('data', event))
  else if (isPage(url) && request.mode === 'navigate') event.respondWith(fetchedFirst('pages', event))
})

/** A page tells what it is: its first visit went past this worker. */
scope.addEventListener('message', (event) => {
  const { page, evidence } = (event.data ?? {}) as { readonly page?: unknown; readonly evidence?: unknown }
  const own = (value: unknown) => {
    const url =
      typeof value === 'string' && URL.canParse(value, scope.location.href) ? new URL(value, scope.location.href) : null
    return url?.origin === scope.location.origin ? url : null
  }
  const work: Promise<unknown>[] = []
  const url = own(page)
  if (url !== null && isPage(url)) work.push(keepNew('pages', new Request(url.href.split('#', 1)[0]!)))
  const wanted = Array.isArray(evidence) ? evidence.slice(0, 4).map(own) : []
  for (const each of wanted)
    if (each !== null && isEvidence(each))
      work.push(keep('data', new Request(each, { headers: { Accept: evidenceType } })))
  if (wanted.length > 0)
    work.push(keep('data', new Request('/api/v1/trust', { headers: { Accept: 'application/json' } })))
  event.waitUntil(Promise.allSettled(work))
})

/** Not the newest checkpoint: whoever watches the ledger would take an old one for it. */
function isEvidence({ pathname }: URL): boolean {
  return /^\/api\/v1\/(evidence\/|trust$)/.test(pathname)
}

function isPage({ pathname }: URL): boolean {
  return pathname === '/verify' || (/^\/(zh|en)\//.test(pathname) && !ownPage.test(pathname))
}

async function keep(name: CacheName, request: Request): Promise<void> {
  await put(name, request, await fetch(request))
}

async function keepNew(name: CacheName, request: Request): Promise<void> {
  if ((await find(name, request)) === undefined) await keep(name, request)
}

async function put(name: CacheName, request: Request, response: Response): Promise<void> {
  if (response.status !== 200 || response.type !== 'basic') return
  const cache = await caches.open(name)
  await cache.delete(request, { ignoreVary: true })
  await cache.put(request, response)
  const kept = (await cache.keys()).filter(({ url }) => !url.endsWith('/verify'))
  for (const old of kept.slice(0, Math.max(0, kept.length - mostKept[name])))
    await cache.delete(old, { ignoreVary: true })
}

async function find(name: CacheName, request: Request): Promise<Response | undefined> {
  // A cookie or an encoding makes another answer of the same page: whichever was read will do.
  return (await caches.open(name)).match(request, {
    ignoreVary: true,
    ignoreSearch: new URL(request.url).pathname === '/verify',
  })
}

/** A hashed path has one content for ever. */
async function keptFirst(request: Request): Promise<Response> {
  const kept = await find('assets', request)
  if (kept !== undefined) return kept
  const response = await fetch(request)
  await put('assets', request, response.clone())
  return response
}

async function fetchedFirst(name: CacheName, event: Fetched): Promise<Response> {
  const { request } = event
  try {
    const response = await fetch(request)
    event.waitUntil(put(name, request, response.clone()).catch(() => undefined))
    return response
  } catch (error) {
    const kept = await find(name, request)
    if (name === 'data') {
      if (kept === undefined) throw error
      return kept
    }
    const isVerifier = new URL(request.url).pathname === '/verify'
    return kept === undefined ? nothingKept(request) : isVerifier ? kept : saidToBeKept(kept, langOf(request))
  }
}

function langOf(request: Request): Lang {
  return new URL(request.url).pathname.startsWith('/en/') ? 'en' : 'zh'
}

/** The page as it was, and above its text that it is not of now. Nothing of it but its own words goes in. */
async function saidToBeKept(response: Response, lang: Lang): Promise<Response> {
  const date = Date.parse(response.headers.get('date') ?? '')
  const time = Number.isNaN(date) ? '—' : formatTime(date, lang, zone)
  const said = `<div class="ds-alert kept" data-color="warning" role="status"><p>${fill(offlineTexts[lang].kept, { time })}</p></div>\n`
  const headers = new Headers(response.headers)
  for (const name of ['content-encoding', 'content-length', 'etag']) headers.delete(name)
  const html = (await response.text()).replace(/<main [^>]*>\n?/, (main) => `${main}${said}`)
  return new Response(html, { status: 200, headers })
}

async function nothingKept(request: Request): Promise<Response> {
  const lang = langOf(request)
  const text = offlineTexts[lang]
  const kept = (await (await caches.open('pages')).keys()).map(({ url }) => new URL(url)).reverse()
  const items = kept
    .filter(({ pathname }) => pathname !== '/verify')
    .map(
      ({ pathname, search }) =>
        `<li><a href="${escaped(pathname + search)}">${escaped(decodeURI(pathname + search))}</a></li>`,
    )
  const body = `<h1>${text.title}</h1><p>${text.body}</p><p><a href="/verify#${lang}">${text.verify}</a></p><h2>${text.list}</h2><ul>${items.join('')}</ul>`
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${text.title}</title>`
  const html = `<!doctype html><html lang="${lang === 'zh' ? 'zh-Hans' : 'en'}"><head>${head}</head><body><main>${body}</main></body></html>`
  const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
  return new Response(html, { status: 503, headers })
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
