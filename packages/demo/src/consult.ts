import { participation } from '@gongshi/affairs'
import { domainHash, type Signer, secretSigner, signCertificate, utf8 } from '@gongshi/protocol'
import { actOf, type Client, createWallet, findRows, getLedger, submit, uploadContent } from '@gongshi/sdk'
import { admissionRequest, admitPerson, comment, placeIn } from '@gongshi/sdk/person'
import { consultantName, moderatorName } from './city/officers.ts'
import { demoDivision, demoScheme } from './city/organs.ts'
import { DemoError } from './errors.ts'
import type { DemoKeys } from './seed.ts'

const organ = { scheme: demoScheme, id: 'qs-transport' }
const matter = [[organ.scheme, organ.id], 'QS-ZQ-2026-1'] as const
const dayMs = 24 * 60 * 60 * 1000

const draft = [
  ['@synthetic', 'made up'],
  ['title/zh', '关于梧桐路人行道改造方案公开征求意见的公告（虚构）'],
  ['title/en', 'Pavements of Plane Tree Road: what is meant to be done (synthetic)'],
  ['paragraph/1/zh', '拟将梧桐路两侧人行道各拓宽一米，保留现有行道树，施工期约三个月。'],
  ['paragraph/1/en', 'Both pavements are to be a metre wider, the trees stay, and the work takes about three months.'],
] as const

/** Made up, as are the secrets: nobody stands behind them. */
const comments = [
  { by: 'one', words: '请先修好路灯，再拓宽人行道。' },
  { by: 'two', words: 'Please keep a lane for bicycles while the work goes on.' },
  { by: 'three', words: '便宜地砖，欢迎来电。', withheld: true },
] as const

/** A consultation with what some persons say, each under a key of that matter alone; what is there already is left alone. */
export async function consult(client: Client, keys: DemoKeys): Promise<void> {
  const [isThere] = await findRows(client, participation.name, 'consultation', [matter])
  if (isThere) return
  const [consultant, moderator] = await Promise.all([keys(consultantName), keys(moderatorName)])
  const content = await uploadContent(
    client,
    consultant,
    draft.map(([path, words]) => ({ path, bytes: utf8(words) })),
  )
  const opened = { organ, number: matter[1], division: demoDivision, draft: content, clause: 'major-decisions/14' }
  await act(client, consultant, 'open', { ...opened, days: 10 })
  const { chainId } = await getLedger(client)
  const desk = secretSigner('ed25519', domainHash('gongshi/demo-desk/1', utf8('identity desk')))
  for (const { by, words, ...rest } of comments) {
    const place = placeIn(domainHash('gongshi/demo-person/1', utf8(by)), chainId, matter)
    const times = { notBefore: client.now() - dayMs, notAfter: client.now() + dayMs }
    const certified = { chainId, scope: place.scope, keyId: place.signer.key.id, level: 2, ...times }
    const issued = { certificate: await signCertificate(desk, certified), issuer: desk.key }
    done(await admitPerson(client, createWallet(consultant), matter, admissionRequest(place), issued))
    done(await comment(client, place, words))
    if (!('withheld' in rest)) continue
    const tombstone = { clause: 'cybersecurity/12', ground: 'advertising' }
    await act(client, moderator, 'withhold', { comment: [matter, place.author], ...tombstone })
  }
}

async function act(client: Client, signer: Signer, action: 'open' | 'withhold', input: object): Promise<void> {
  done(await submit(client, createWallet(signer), actOf(participation, action), input as never))
}

function done({ outcome }: { readonly outcome: readonly unknown[] }): void {
  if (outcome[0] !== 'ok') throw new DemoError({ code: 'demo-seed-refused', reason: String(outcome[1]) })
}
