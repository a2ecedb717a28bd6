/** Who asks: nobody; an officer; one of another organ; a browser whose session's key was revoked; another site in an officer's browser. */
export const askers = ['anonymous', 'officer', 'neighbour', 'revoked', 'otherSite'] as const
export type Asker = (typeof askers)[number]

/** The status that each asker gets. `door`: led to the sign-in page. */
export type Answers = { readonly [Who in Asker]: number | 'door' }

/** `at`: the address to ask for, where the pattern has parameters; `LANG` stands for either language. */
export type Row = { readonly answers: Answers; readonly at?: string; readonly body?: string; readonly type?: string }

/** Public: what somebody gets does not depend on who asks. */
function same(status: number, of: Omit<Row, 'answers'> = {}): Row {
  return {
    answers: { anonymous: status, officer: status, neighbour: status, revoked: status, otherSite: status },
    ...of,
  }
}

/** A page of the workspace: each officer's own. Reading changes nothing, so a link on another site may lead here. */
function own(of: Omit<Row, 'answers'> = {}, status = 200): Row {
  return {
    answers: { anonymous: 'door', officer: status, neighbour: status, revoked: 'door', otherSite: status },
    ...of,
  }
}

/** A form of the workspace. */
function form(body: string): Row {
  const answers = { anonymous: 401, officer: 303, neighbour: 303, revoked: 401, otherSite: 403 }
  return { answers, body, type: 'application/x-www-form-urlencoded' }
}

const hash = '0'.repeat(64)
const json = 'application/json'
const unsigned = { body: 'x', type: 'application/cose' }
const act = '/api/v1/affairs/disclosure/actions/publish'

/**
 * Every address of the portal's port with the answer that each asker gets there. A route without a row fails the test, and so
 * does a row without a route: whoever adds one says here who may ask it. Writes to the ledger are authorised by the
 * signatures in them, for everybody alike; the addresses that take them refuse what is unsigned.
 */
export const routeMatrix: Readonly<Record<string, Row>> = {
  'GET /': same(302),
  'GET /LANG/': same(200),
  'GET /LANG/act/:affair/:action': same(200, { at: '/LANG/act/disclosure/publish' }),
  'GET /LANG/affairs/:name': same(200, { at: '/LANG/affairs/disclosure' }),
  'GET /LANG/blocks/:height': same(200, { at: '/LANG/blocks/1' }),
  'GET /LANG/clauses': same(200),
  'GET /LANG/calendar.ics': same(200),
  'GET /LANG/organs/:scheme/:id/calendar.ics': same(200, { at: '/LANG/organs/x-sample/nobody/calendar.ics' }),
  'GET /LANG/procurement/:key/calendar.ics': same(404, { at: '/LANG/procurement/gA/calendar.ics' }),
  'GET /LANG/state': same(200),
  'GET /LANG/statistics': same(200),
  'GET /data/catalogue.jsonld': same(200),
  'GET /statistics/:file': same(200, { at: '/statistics/days.csv' }),
  'GET /LANG/data': same(200),
  'GET /LANG/data/:affair': same(200, { at: '/LANG/data/disclosure' }),
  'GET /LANG/keys/:keyId': same(404, { at: '/LANG/keys/00' }),
  'GET /LANG/procurement': same(200),
  'GET /LANG/procurement/buyers/:scheme/:id': same(404, { at: '/LANG/procurement/buyers/x-sample/nobody' }),
  'GET /LANG/procurement/statistics': same(200),
  'GET /LANG/procurement/suppliers/:scheme/:id': same(404, { at: '/LANG/procurement/suppliers/x-sample/nobody' }),
  'GET /LANG/procurement/:key': same(404, { at: '/LANG/procurement/gA' }),
  'GET /LANG/procurement/:key/lots/:number/recompute': same(404, { at: '/LANG/procurement/gA/lots/1/recompute' }),
  'GET /LANG/procurement/:key/bid': same(404, { at: '/LANG/procurement/gA/bid' }),
  'GET /LANG/consultations': same(200),
  'GET /LANG/consultations/:key': same(404, { at: '/LANG/consultations/gA' }),
  'GET /LANG/drafts': same(200),
  'GET /LANG/design': same(200),
  'GET /LANG/design/table.csv': same(200),
  'GET /LANG/entries': same(200),
  'GET /LANG/entries/:index': same(200, { at: '/LANG/entries/0' }),
  'GET /LANG/find': same(303, { at: '/LANG/find?q=0' }),
  'GET /LANG/governance': same(200),
  'GET /LANG/governance/history': same(200),
  'GET /LANG/governance/:key': same(404, { at: '/LANG/governance/AAAA' }),
  'GET /LANG/ledger': same(200),
  'GET /LANG/glossary': same(200),
  'GET /LANG/learn': same(200),
  'GET /LANG/learn/auditor': same(200),
  'GET /LANG/learn/citizen': same(200),
  'GET /LANG/learn/officer': same(200),
  'GET /LANG/look': same(303, { at: '/LANG/look?as=elder&to=/zh/' }),
  'GET /LANG/network': same(200),
  'GET /LANG/network/pace': same(200),
  'GET /network/pace/:file': same(200, { at: '/network/pace/lag.csv' }),
  'GET /LANG/organs': same(303),
  'GET /LANG/organs/:scheme/:id': same(200, { at: '/LANG/organs/x-sample/harbour-office' }),
  'GET /LANG/organs/on': same(200),
  'GET /LANG/receipts/:index': same(200, { at: '/LANG/receipts/0' }),
  'GET /LANG/records/:key': same(404, { at: '/LANG/records/AAAA' }),
  'GET /LANG/records/:key/changes': same(404, { at: '/LANG/records/AAAA/changes' }),
  'GET /LANG/search': same(200),
  'GET /LANG/search.atom': same(200, { at: '/LANG/search.atom?q=notice' }),
  'GET /LANG/notices.atom': same(200),
  'GET /LANG/organs/:scheme/:id/notices.atom': same(200, { at: '/LANG/organs/x-example/finance/notices.atom' }),
  'GET /LANG/sign': same(200),
  'GET /LANG/sign-in': same(200),
  'GET /LANG/sign-in/:provider': same(404, { at: '/LANG/sign-in/nobody' }),
  'GET /LANG/watch': same(200),
  'GET /LANG/workspace': own(),
  'GET /LANG/workspace/act': own(),
  'GET /LANG/workspace/act/:affair': own({ at: '/LANG/workspace/act/disclosure' }),
  'GET /LANG/workspace/activity': own(),
  'GET /LANG/workspace/bind/:provider': {
    at: '/LANG/workspace/bind/nobody',
    answers: { anonymous: 'door', officer: 404, neighbour: 404, revoked: 'door', otherSite: 403 },
  },
  'GET /LANG/workspace/inbox': own(),
  'GET /LANG/workspace/notifications': own(),
  'GET /LANG/workspace/procurement': own(),
  'GET /LANG/workspace/procurement/new': own(),
  'GET /LANG/workspace/procurement/questions': own(),
  'GET /LANG/workspace/procurement/scoring': own(),
  'GET /LANG/workspace/procurement/:key': own({ at: '/LANG/workspace/procurement/gA' }, 404),
  'GET /LANG/workspace/sessions': own(),
  'GET /LANG/workspace/step-up': own(),
  'GET /LANG/workspace/admission/:procedure': own({ at: '/LANG/workspace/admission/gA' }, 404),
  'GET /LANG/workspace/trustee': own(),
  'GET /LANG/workspace/trustee/:procedure/:scheme/:id': own(
    { at: '/LANG/workspace/trustee/gA/x-sample/city-office' },
    404,
  ),
  'GET /api/v1/workspace/notifications': {
    answers: { anonymous: 401, officer: 200, neighbour: 200, revoked: 401, otherSite: 200 },
  },
  'POST /LANG/workspace/release': form('provider=nobody'),
  'POST /LANG/workspace/sign-out': form('which=0123456789abcdef'),
  'GET /api/v1/affairs': same(200),
  'GET /api/v1/affairs/:name': same(200, { at: '/api/v1/affairs/disclosure' }),
  'GET /api/v1/affairs/:name/views/:view': same(200, { at: '/api/v1/affairs/disclosure/views/publication' }),
  'POST /api/v1/affairs/:name/actions/:action/explain': same(200, {
    at: `${act}/explain`,
    body: JSON.stringify({ key: hash }),
    type: json,
  }),
  'POST /api/v1/affairs/:name/actions/:action/prepare': same(400, { at: `${act}/prepare`, body: '{}', type: json }),
  'POST /api/v1/affairs/:name/rows/:entity/lookup': same(400, {
    at: '/api/v1/affairs/disclosure/rows/publication/lookup',
    body: '{}',
    type: json,
  }),
  'GET /api/v1/blocks/:height': same(200, { at: '/api/v1/blocks/1' }),
  'POST /api/v1/contents': same(401, { body: 'x', type: 'application/vnd.gongshi.content-batch' }),
  'GET /api/v1/contents/:commitment': same(200, { at: `/api/v1/contents/${hash}` }),
  'PUT /api/v1/contents/:commitment': same(401, {
    at: `/api/v1/contents/${hash}`,
    body: 'x',
    type: 'application/vnd.gongshi.content',
  }),
  'GET /api/v1/contents/:commitment/member': same(404, { at: `/api/v1/contents/${hash}/member?path=text` }),
  // Members' nodes alone, by a signature in a header: no session helps.
  'POST /api/v1/contents/whole': same(403, { body: 'x', type: 'application/vnd.gongshi.content-batch' }),
  'GET /api/v1/contents/:commitment/whole': same(403, { at: `/api/v1/contents/${hash}/whole` }),
  'GET /api/v1/entries/:index': same(200, { at: '/api/v1/entries/0' }),
  'GET /api/v1/erasures/:entry': same(404, { at: '/api/v1/erasures/0' }),
  'GET /api/v1/events': same(400, { at: '/api/v1/events?x=1' }),
  'GET /api/v1/court-pack.pdf': same(400, { at: '/api/v1/court-pack.pdf?lang=en' }),
  'GET /api/v1/court-pack.zip': same(400),
  'GET /api/v1/evidence/entries/:index': same(200, { at: '/api/v1/evidence/entries/0' }),
  'GET /api/v1/evidence/past/:affair/:table/:key': same(404, {
    at: '/api/v1/evidence/past/disclosure/x/gA?height=1',
  }),
  'GET /api/v1/evidence/state/:affair/:table/:key': same(400, { at: '/api/v1/evidence/state/disclosure/x/!' }),
  'POST /api/v1/evidence/entries': same(200, { body: JSON.stringify({ entries: [0] }), type: json }),
  'POST /api/v1/evidence/states': same(200, {
    body: JSON.stringify({ values: [{ affair: 'disclosure', table: 'entity/publication', key: 'gA' }] }),
    type: json,
  }),
  'GET /api/v1/genesis': same(200),
  'GET /api/v1/ledger': same(200),
  'GET /api/v1/network': same(200),
  'GET /api/v1/publishers': same(200),
  'GET /api/v1/search': same(200, { at: '/api/v1/search?q=notice' }),
  'POST /api/v1/sign-in': { ...same(400, unsigned), answers: { ...same(400).answers, otherSite: 403 } },
  'POST /api/v1/sign-in/step-up': {
    ...unsigned,
    answers: { anonymous: 401, officer: 400, neighbour: 400, revoked: 401, otherSite: 403 },
  },
  'GET /api/v1/sign-in/challenge': same(200),
  'POST /api/v1/transactions': same(400, unsigned),
  'POST /api/v1/transactions/dry-run': same(200, unsigned),
  'GET /api/v1/transactions/:txId': same(404, { at: `/api/v1/transactions/${hash}` }),
  'GET /api/v1/trust': same(200),
  'GET /assets/*': same(200, { at: '/assets/seal.svg' }),
  'GET /log/body/:index': same(200, { at: '/log/body/0' }),
  'GET /log/checkpoint': same(200),
  'GET /log/proof/:index': same(200, { at: '/log/proof/0' }),
  'GET /log/parts/:index': same(200, { at: '/log/parts/0' }),
  'GET /log/signed/:index': same(200, { at: '/log/signed/0' }),
  'GET /log/tile/*': same(404, { at: '/log/tile/0/x999' }),
  'GET /ocds/export/:file': same(200, { at: '/ocds/export/compiled.jsonl' }),
  'GET /ocds/packages': same(200),
  'GET /ocds/packages/:page': same(404, { at: '/ocds/packages/0' }),
  'GET /ocds/records/:ocid': same(404, { at: '/ocds/records/ocds-x' }),
  'GET /ocds/releases': same(200),
  'GET /ocds/releases/:ocid/:id': same(404, { at: '/ocds/releases/ocds-x/1' }),
  'GET /openapi.json': same(200),
  'GET /procurement/:key/lots/:number/scores.csv': same(404, { at: '/procurement/gA/lots/1/scores.csv' }),
  'GET /procurement/:file': same(200, { at: '/procurement/procedures.csv' }),
  'GET /rpc/:method': same(200, { at: '/rpc/status' }),
  'POST /rpc': same(200, { body: '{"jsonrpc":"2.0","id":1,"method":"status"}', type: json }),
  'GET /sign-in/callback/:provider': same(404, { at: '/sign-in/callback/nobody' }),
  'GET /manifest.webmanifest': same(200),
  'GET /offline.js': same(200),
  'GET /verify': same(200),
}
