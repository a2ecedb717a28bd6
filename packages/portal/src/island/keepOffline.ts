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
    await serviceWorker.register('/offline.js')
    const { active } = await serviceWorker.ready
    const checks = document.querySelectorAll<HTMLElement>('gongshi-check[data-evidence]')
    const evidence = Array.from(checks, ({ dataset }) => dataset.evidence)
    active?.postMessage({ page: location.href, evidence })
  }
  const later = globalThis.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1000))
  addEventListener('load', () => later(() => void register().catch(() => undefined)), { once: true })
}
