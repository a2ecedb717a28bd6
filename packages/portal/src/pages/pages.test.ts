import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ChainState, Evidence, Notice, NoticePage, PageContext, RecordData } from '../data.ts'
import { renderError } from './error.ts'
import { renderHome } from './home.ts'
import { renderOrgan } from './organ.ts'
import { renderOrgans } from './organs.ts'
import { renderRecord } from './record.ts'
import { renderSearch } from './search.ts'

const context: PageContext = {
  lang: 'en',
  site: {
    name: { zh: '公示', en: 'Gongshi' },
    chainId: 'a',
    height: 1,
    entries: 1,
    timeZone: 'Asia/Shanghai',
    synthetic: false,
    assets: {
      style: 'a{color:red}',
      scripts: {
        check: '/assets/check-0.js',
        sign: '/assets/sign-0.js',
        act: '/assets/act-0.js',
        drafts: '/assets/drafts-0.js',
        signIn: '/assets/signIn-0.js',
        countdown: '/assets/countdown-0.js',
        compose: '/c',
        scoring: '/s',
        bid: '/assets/bid-0.js',
        admission: '/assets/admission-0.js',
        trustee: '/assets/trustee-0.js',
        unpack: '/assets/unpack-0.js',
        watch: '/assets/watch-0.js',
        workspace: '/assets/workspace-0.js',
        cipherWorker: '/assets/cipherWorker-0.js',
      },
    },
  },
}
const attack = '"><script>alert(1)</script><a href="javascript:alert(1)" onclick=\'x\'>'
const notice: Notice = {
  key: attack,
  title: [{ lang: attack, text: attack }],
  identifier: attack,
  kind: attack,
  organ: {
    scheme: attack,
    id: attack,
    name: [{ lang: 'en', text: attack }],
    division: { scheme: attack, code: attack, date: attack },
  },
  publishedAt: 0,
  entry: 1,
  version: 1,
  standing: 'current',
  synthetic: false,
}
const evidence: Evidence = {
  gse: 'javascript:alert(1)',
  json: attack,
  tlogProof: '//evil.example',
  courtPack: attack,
  trust: attack,
}
const clause = { code: attack, text: [{ lang: 'en', text: attack }] }
const record: RecordData = {
  notice,
  affair: attack,
  clause,
  dates: [{ name: 'published', at: 0 }],
  amounts: [{ currency: attack, minor: 1n, digits: 2, path: attack }],
  releaseTags: [attack],
  versions: [{ version: 1, standing: 'current', content: 'held', at: 0, entry: 1, clause, reason: attack }],
  body: { kind: 'document', lang: attack, paragraphs: [{ path: attack, heading: true, text: attack }] },
  commitment: attack,
  txId: attack,
  height: 1,
  evidence,
}
const chain: ChainState = {
  engine: 'solo',
  validators: 1,
  height: 1,
  time: 0,
  entries: 1,
  appHash: attack,
  stateRoot: attack,
  logRoot: attack,
  genesisHash: attack,
  trustFingerprint: attack,
  checkpoint: { note: attack, size: 1, time: 0, witnesses: 0 },
}

const page: NoticePage = { notices: [notice], newer: null, older: { before: 1 } }

const standing = { keys: [], acts: [], offices: [], passedOn: [], inherited: [] }

describe('hostile data in every field', () => {
  const bodies: RecordData['body'][] = [
    record.body,
    { kind: 'release', facts: [{ path: attack, value: attack, masked: false }], maskedCount: 0, totalCount: 1 },
    { kind: 'file', mediaType: attack, name: attack, bytes: 1, href: 'javascript:alert(1)' },
    { kind: 'erased', entry: 1, at: 0, clause },
    { kind: 'absent' },
  ]
  const pages = [
    ...bodies.map((body) => renderRecord({ ...record, body }, context)),
    renderHome({ ...page, chain, verifier: { sha256: attack, bytes: 1 } }, context),
    renderHome({ ...page, newer: { after: 9 }, chain, verifier: { sha256: attack, bytes: 1 } }, context),
    renderOrgan(
      {
        spans: [],
        inferiors: [],
        passedOn: [{ how: 'merged', affair: attack, organ: notice.organ, from: attack, clause: attack }],
        inherited: [],
        procures: [],
        keys: [{ keyId: attack, suite: attack, status: attack, isOwn: false }],
        acts: [],
        offices: [
          {
            post: attack,
            title: [{ lang: 'und', text: attack }],
            roles: [attack],
            division: attack,
            powers: [
              {
                capacity: 'lent',
                officer: attack,
                lender: attack,
                roles: [attack],
                affair: attack,
                action: attack,
                division: attack,
                from: attack,
                until: attack,
              },
            ],
          },
        ],
        ...page,
        organ: notice.organ,
      },
      context,
    ),
    renderOrgans(
      {
        day: attack,
        total: 1,
        byKind: [{ kind: attack, count: 1 }],
        tree: [
          { organ: notice.organ, kind: attack, inferiors: [{ organ: notice.organ, kind: attack, inferiors: [] }] },
        ],
        compared: {
          day: attack,
          changes: [{ what: 'renamed', organ: notice.organ, before: notice.title, after: notice.title }],
        },
      },
      context,
    ),
    renderSearch(
      {
        query: attack,
        found: [
          {
            path: attack,
            title: notice.title,
            affair: attack,
            entity: attack,
            entry: 1,
            at: 0,
            excerpt: notice.title,
            fragment: attack,
          },
        ],
        next: attack,
        suggestions: [attack, attack],
        filters: { kind: 'a/b', organ: attack, from: attack },
        ignored: ['to'],
        kinds: [attack, 'a/b'],
        organ: notice.organ,
        height: 1,
      },
      context,
    ),
    renderError({ status: 404, code: attack, what: attack, next: attack, path: attack }, context),
  ]

  test('opens no tag, no handler and no foreign link', () => {
    for (const page of pages) {
      assert.ok(!page.includes('<script>'))
      assert.ok(!/ on\w+=/.test(page.replaceAll(/"[^"]*"/g, '""').replaceAll(/>[^<]*</g, '><')))
      for (const [, href] of page.matchAll(/(?:href|src)="([^"]*)"/g)) {
        const read = new URL(
          href!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
          'https://here.example/',
        )
        assert.equal(read.origin, 'https://here.example', href)
      }
    }
  })
})

test('a masked value’s text is not written even when the caller leaves it in', () => {
  const facts = [{ path: 'parties/0/contactPoint/name', value: 'Zhang San', masked: true }]
  const page = renderRecord({ ...record, body: { kind: 'release', facts, maskedCount: 1, totalCount: 1 } }, context)
  assert.ok(!page.includes('Zhang San') && page.includes('personal data, masked'))
})

test('a clause is named by its title and its code, with a way to the rule that rests on it', () => {
  const named = { code: 'some-law/20', text: [{ lang: 'en', text: 'Some law, art. 20' }] }
  const act = { affair: 'disclosure', action: 'publish' }
  const erasedBy = { entry: 9, at: 0, clause: named }
  const [version] = record.versions
  const page = renderRecord(
    { ...record, clause: { ...named, act }, versions: [{ ...version!, clause: { code: 'x/1' }, erasedBy }] },
    context,
  )
  assert.match(
    page,
    /<a class="ds-link" href="\/en\/affairs\/disclosure#article-publish">Some law, art\. 20<\/a> <code class="soft whole">some-law\/20<\/code>/,
  )
  assert.match(page, /Published under <code>x\/1<\/code>/)
  assert.match(page, /erased by entry 9 under Some law, art\. 20 <code class="soft whole">some-law\/20<\/code>/)
})

test('a record without a title is called by its kind and identifier', () => {
  const page = renderRecord(
    { ...record, notice: { ...notice, title: [], kind: 'notice', identifier: 'No. 7' } },
    context,
  )
  assert.match(page, /<title>Notice No\. 7/)
})

test('pages with an island load one module script, the others none', () => {
  assert.equal([...renderRecord(record, context).matchAll(/<script/g)].length, 1)
  assert.ok(
    !renderHome({ ...page, notices: [], chain, verifier: { sha256: '', bytes: 0 } }, context).includes('<script'),
  )
})

describe('a list in parts', () => {
  const organPage = (part: Partial<NoticePage>) =>
    renderOrgan(
      {
        spans: [],
        inferiors: [],
        procures: [],
        ...standing,
        ...page,
        ...part,
        organ: { scheme: 'x-a', id: 'b', name: [] },
      },
      context,
    )
  const links = (html: string) => [...html.matchAll(/rel="(prev|next)" href="([^"]*)"/g)].map((found) => found.slice(1))

  test('goes on in both directions, and ends where there is no more', () => {
    assert.deepEqual(links(organPage({ newer: { after: 7 }, older: { before: 3 } })), [
      ['prev', '/en/organs/x-a/b?after=7'],
      ['next', '/en/organs/x-a/b?before=3'],
    ])
    assert.deepEqual(links(organPage({})), [['next', '/en/organs/x-a/b?before=1']])
    assert.ok(!organPage({ older: null }).includes('class="pager"'))
  })

  test('has the same part in the other language; the top is without a cursor, because it moves', () => {
    assert.match(organPage({ newer: { after: 7 } }), /hreflang="zh" href="\/zh\/organs\/x-a\/b\?before=2"/)
    assert.match(organPage({}), /hreflang="zh" href="\/zh\/organs\/x-a\/b"/)
  })
})
