import type { PageContext } from '../src/data.ts'

/** A site of a small ledger, for pages rendered in a test. */
export const site: PageContext['site'] = {
  name: { zh: '公示', en: 'Gongshi' },
  chainId: 'city',
  height: 9,
  entries: 12,
  timeZone: 'Asia/Shanghai',
  synthetic: false,
  assets: {
    style: '',
    scripts: {
      check: '/assets/check-0123456789abcdef.js',
      sign: '',
      act: '',
      drafts: '',
      countdown: 'x',
      compose: '/c',
      scoring: '/s',
      bid: '/assets/bid-0.js',
      admission: '/assets/admission-0.js',
      trustee: '/assets/trustee-0.js',
      unpack: '/assets/unpack-0.js',
      watch: '/assets/watch-0.js',
      workspace: '/assets/workspace-0.js',
      cipherWorker: '/assets/cipherWorker-0.js',
      signIn: '',
    },
  },
}
