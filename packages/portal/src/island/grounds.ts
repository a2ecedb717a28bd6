import { createClient, getGrounded } from '@gongshi/sdk'
import { fill } from '@gongshi/ui/browser'
import { loadTrust } from '../verifier/check.ts'
import { element } from '../verifier/dom.ts'
import { groundSources } from '../verifier/knownActs.ts'

/** The link to one file with the act and all on which it rests, each verified in this browser. @throws when one can not be */
export async function gatherGrounds({
  entry = '',
  trust = '',
  gathered = '',
  file = '',
}: DOMStringMap): Promise<HTMLElement> {
  const root = loadTrust(await (await fetch(trust)).text())
  if (root === null) throw new Error('trust-malformed')
  const client = createClient({ url: location.origin, trust: root.root })
  const { bytes, grounds } = await getGrounded(client, Number(entry), groundSources)
  const href = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/vnd.gongshi.evidence+cbor' }))
  return element(
    'div',
    { class: 'stack' },
    element('p', {}, fill(gathered, { count: grounds.length })),
    element('p', {}, element('a', { class: 'ds-link', href, download: `entry-${entry}.gse` }, file)),
  )
}
