import type { Lang } from '@gongshi/ui/browser'

/** What a reader without a network is told. No mark-up; `{time}` is when the page was fetched. */
export const offlineTexts: {
  readonly [L in Lang]: Readonly<Record<'kept' | 'title' | 'body' | 'list' | 'verify', string>>
} = {
  zh: {
    kept: '没有网络。这是您的浏览器在 {time} 取得的页面，之后账本可能已有新的内容。证据仍可在此核对。',
    title: '没有网络，这一页没有留存',
    body: '有网络时读过的页面会留在您的浏览器里，没有网络时可以再读，其证据可以再核对。',
    list: '留存的页面',
    verify: '核验（不需要网络）',
  },
  en: {
    kept: 'No network. Your browser fetched this page at {time}; the ledger may have grown since. Its evidence can still be checked here.',
    title: 'No network, and this page was not kept',
    body: 'Pages that were read with a network stay in your browser: without one they can be read again, and their evidence checked.',
    list: 'Pages that were kept',
    verify: 'Verify (needs no network)',
  },
}
