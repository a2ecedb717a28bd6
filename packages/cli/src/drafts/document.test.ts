import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freshFolder, type Ran, run } from '../../test/runInTest.ts'

const folder = freshFolder()
const at = (name: string) => join(folder, name)
const env = {
  GONGSHI_KEYS: at('keys'),
  GONGSHI_PASSPHRASE: 'for a test',
  GONGSHI_DATA: at('data'),
  GONGSHI_URL: '',
}
const stopping = new AbortController()
const real = {
  env,
  now: () => Date.now(),
  fetch: globalThis.fetch,
  random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
}
const text = readFileSync(join(import.meta.dirname, '../../../../docs/sign.md'), 'utf8')
const blocks = [...text.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, kind, name, body]) => ({
  kind,
  name,
  body,
}))
const said = new Map<string, string>()
let node: Promise<Ran>

const gongshi = (args: readonly string[], own: object = {}) =>
  run(
    args.map((arg) => (/\.(txt|json|gsdraft)$/.test(arg) ? at(arg) : arg)),
    { ...real, ...own },
  )

/** Runs the page from its top; the node is started once its ledger is founded. */
before(async () => {
  for (const { kind, name, body } of blocks) {
    if (kind === 'text' || kind === 'json') writeFileSync(at(name!), body!)
    for (const line of kind === 'sh' ? body!.trim().split('\n') : []) {
      const args = line.replace(/^npx --no gongshi /, '').split(' ')
      const { code, out, err } = await gongshi(args)
      assert.equal(code, 0, `${line}: ${err}`)
      said.set(args.slice(0, 3).join(' '), out)
      if (args[0] === 'init') env.GONGSHI_URL = await start()
    }
  }
})
after(async () => {
  stopping.abort()
  assert.equal((await node).code, 0)
})

async function start(): Promise<string> {
  writeFileSync(at('config.json'), '{"log":{"level":"error"}}')
  return new Promise((resolve, reject) => {
    const out = (line: string): void => {
      const found = /http:\S+/.exec(line)
      if (found !== null) resolve(found[0])
    }
    const args = ['start', '--config', 'config.json', '--port', '0', '--ops-port', '0']
    node = gongshi(args, { out, signal: stopping.signal })
    node.then((ended) => reject(new Error(ended.err)))
  })
}

describe('docs/sign.md', () => {
  test('shows each signer what is signed before it is', () => {
    const shown = said.get('draft sign act.gsdraft')!
    assert.match(shown, /^You sign: Disclosure: Publish\n/)
    for (const part of ['2026-1', '01'.repeat(32), 'government-information/20', 'city', 'Signed.'])
      assert.ok(shown.includes(part), part)
    assert.match(said.get('draft submit act.gsdraft')!, /outcome +done/)
  })

  test('says the same in Chinese, and the same id before and after signing', async () => {
    const id = (out: string): string => /(?:Id|编号) +((?:[0-9a-f]{4} ?){16})/.exec(out)![1]!
    const chinese = await gongshi(['draft', 'show', 'act.gsdraft', '--lang', 'zh'])
    assert.match(chinese.out, /^您签署：/)
    assert.equal(id(chinese.out), id(said.get('draft sign act.gsdraft')!))
    const link = said.get('draft show joint.gsdraft')!.trim()
    assert.match(link, /^https:\/\/portal\.example\/en\/sign#draft=[\w-]+$/)
    assert.equal(
      id((await gongshi(['draft', 'show', link])).out),
      id((await gongshi(['draft', 'show', 'joint.gsdraft'])).out),
    )
  })

  test('a refusal is there with its reason, wins over the signature, and closes the draft', async () => {
    const { out } = await gongshi(['draft', 'show', 'declined.gsdraft'])
    assert.match(out, /Signer 1 .* signed\nSigner 2 .* declined: no-such-decision/)
    assert.match((await gongshi(['draft', 'submit', 'declined.gsdraft'])).err, /draft-declined/)
    const { words, signers } = JSON.parse((await gongshi(['draft', 'show', 'declined.gsdraft', '--json'])).out)
    assert.deepEqual([words.zh.heading.slice(0, 4), signers[1].reason], ['您签署：', 'no-such-decision'])
  })

  test('half-signed, signed twice, by a stranger, late or changed: each by its code, and the file stays', async () => {
    const draft = (name: string, signer: string) =>
      gongshi(['draft', 'new', 'disclosure', 'publish', '--input', 'notice.json', '--signer', signer, '-o', name])
    assert.equal((await draft('other.gsdraft', 'founder-city')).code, 0)
    const before = readFileSync(at('other.gsdraft'))
    const signing = (...args: string[]) => gongshi(['draft', 'sign', 'other.gsdraft', ...args])
    assert.match((await gongshi(['draft', 'submit', 'other.gsdraft'])).err, /draft-unfinished/)
    const stranger = await signing('--key', 'clerk', '--passphrase-file', 'new.txt')
    assert.match(stranger.err, /draft-signer-foreign/)
    const late = await gongshi(['draft', 'sign', 'other.gsdraft', '--key', 'founder-city'], {
      now: () => Date.now() + 3_600_000,
    })
    assert.match(late.err, /draft-expired/)
    assert.match(late.out, /Expired/)
    assert.deepEqual(readFileSync(at('other.gsdraft')), before)
    assert.equal((await signing('--key', 'founder-city')).code, 0)
    assert.match((await signing('--key', 'founder-city')).err, /draft-signer-repeated/)
    const whole = readFileSync(at('other.gsdraft'))
    writeFileSync(at('bent.gsdraft'), whole.with(whole.length - 3, whole.at(-3)! ^ 1))
    assert.match((await gongshi(['draft', 'show', 'bent.gsdraft'])).err, /draft-signature-invalid/)
    assert.match((await gongshi(['draft', 'merge', 'other.gsdraft', 'joint.gsdraft'])).err, /draft-other/)
    assert.match((await gongshi(['draft', 'show', 'https://x/#draft=AAA!'])).err, /client-link-malformed/)
  })

  test('what two have signed is judged by the ledger, which does not know the clerk’s key', async () => {
    const { code, err } = await gongshi(['draft', 'submit', 'whole.gsdraft'])
    assert.equal(code, 1)
    assert.match(err, /signer-unknown/)
  })
})
