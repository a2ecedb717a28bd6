import { ownScript } from './ownScript.ts'

/**
 * Has this browser keep a page that shows a fact, with the fact's evidence and what checks it, once everything else is done. A browser that keeps nothing, or a
 * reader who saves data, reads on as before.
 */
export function keepOffline(): void {
  const { connection, serviceWorker } = navigator as Navigator & {
    readonly connection?: { readonly saveData?: boolean }
  }
  const isWanted = document.querySelector('gongshi-check[data-evidence], gongshi-watch') !== null
  if (
    !isWanted ||
    serviceWorker === undefined ||
    connection?.saveData === true ||
    !location.protocol.startsWith('http')
  )
    return
  const register = async () => {
    await serviceWorker.register(ownScript('/offline.js'))
    const { active } = await serviceWorker.ready
    const checks = document.querySelectorAll<HTMLElement>('gongshi-check[data-evidence]')
    const evidence = Array.from(checks, ({ dataset }) => dataset.evidence)
    active?.postMessage({ page: location.href, evidence })
  }
  const begin = () => void register().catch(() => undefined)
  // A page that is never idle keeps what it shows all the same.
  const later = () =>
    'requestIdleCallback' in globalThis ? requestIdleCallback(begin, { timeout: 2000 }) : setTimeout(begin, 1000)
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
}
