/** The service worker: does for the page what the page asks by name. */
import { keyNames, publishAndVerify, useKey } from './inBrowser.ts'

const offered = { keyNames, publishAndVerify, useKey }

type Asked = { readonly name: keyof typeof offered; readonly with: readonly unknown[] }

addEventListener('message', (event) => {
  const { data, ports } = event as MessageEvent<Asked>
  const run = offered[data.name] as (...given: readonly unknown[]) => Promise<unknown>
  run(...data.with).then(
    (value) => ports[0]!.postMessage({ value }),
    (error) => ports[0]!.postMessage({ error: String(error) }),
  )
})
