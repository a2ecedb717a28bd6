import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import { commit, publish, type Upload, upload, waitFor } from '../../packages/node/test/acts.ts'
import { type Sample, startSample } from '../../packages/node/test/sampleNode.ts'
import { freePort, root } from './documents.ts'

type Answer = { readonly status: number; readonly body: string; readonly headers: NodeJS.Dict<string | string[]> }

/** Through the proxy, whose certificate is the test's own. */
function ask(port: number, path: string, how: { method?: string; headers?: object; body?: Uint8Array } = {}) {
  const { method = 'GET', headers = {}, body } = how
  return new Promise<Answer>((resolve, reject) => {
    const options = { port, path, method, headers: { ...headers }, host: '127.0.0.1', rejectUnauthorized: false }
    const asked = request(options, (response) => {
      let said = ''
      response.on('data', (piece: Buffer) => {
        said += piece.toString()
      })
      response.on('end', () => resolve({ status: response.statusCode!, body: said, headers: response.headers }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

/** Ours, with this machine's ports, folders and certificate in place of those that the file names. */
const proxies = {
  nginx(folder: string, port: number, plain: number, upstream: string) {
    const site = readFileSync(join(root, 'deploy/proxy/nginx.conf'), 'utf8')
      .replace('127.0.0.1:7900', upstream)
      .replace(/^ +listen \[::\].*\n/gm, '')
      .replace('listen 80;', `listen 127.0.0.1:${plain};`)
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replaceAll('/etc/ssl/gongshi', folder)
      .replace('/var/log/nginx', folder)
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/t;`,
    )
    const user = process.getuid?.() === 0 ? 'user root; ' : '' // who may write into this folder
    const outside = `${user}pid ${folder}/pid; error_log ${folder}/error.log; daemon off; events {} http { ${temporary.join(' ')}`
    writeFileSync(join(folder, 'nginx.conf'), `${outside}\n${site}}\n`)
    return ['nginx', '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')]
  },
  caddy(folder: string, port: number, _plain: number, upstream: string) {
    const site = readFileSync(join(root, 'deploy/proxy/Caddyfile'), 'utf8')
      .replace('ledger.example.gov {', `https://127.0.0.1:${port} {\n\ttls ${folder}/fullchain.pem ${folder}/key.pem`)
      .replace('127.0.0.1:7900', upstream)
    writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`)
    return ['caddy', 'run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')]
  },
} as const

for (const [name, configure] of Object.entries(proxies)) {
  const skip = has(name) && has('openssl') ? false : `${name} or openssl is not installed here`
  describe(`behind ${name}`, { skip }, () => {
    let node: Sample
    let proxy: ChildProcess
    let port: number
    before(async () => {
      node = await startSample()
      const folder = join(node.data, '..', name)
      mkdirSync(folder)
      const keys = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'fullchain.pem')]
      const certificate = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-days', '2']
      execFileSync('openssl', [...certificate, '-addext', 'subjectAltName=IP:127.0.0.1', ...keys], { stdio: 'ignore' })
      port = await freePort()
      const [program, ...args] = configure(folder, port, await freePort(), new URL(node.url).host)
      proxy = spawn(program!, args, { stdio: 'ignore', env: { ...process.env, HOME: folder } })
      await waitFor('the proxy', async () => (await ask(port, '/api/v1/affairs').catch(() => null))?.status === 200)
    })
    after(async () => {
      if (proxy.kill('SIGTERM')) await once(proxy, 'exit')
      await node.end()
    })

    test('pages keep their policy, reads their tag', async () => {
      const page = await ask(port, '/en/')
      assert.equal(page.status, 200)
      assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
      const { headers } = await ask(port, '/api/v1/affairs')
      const again = await ask(port, '/api/v1/affairs', { headers: { 'if-none-match': headers.etag } })
      assert.equal(again.status, 304)
    })

    test('an act is acknowledged, and a reader of events hears of it at once', async () => {
      const heard = new Promise<string>((resolve, reject) => {
        const options = { port, host: '127.0.0.1', path: '/api/v1/events?after=-1', rejectUnauthorized: false }
        const asked = request(options, (response) => {
          let said = ''
          response.on('data', (piece: Buffer) => {
            said += piece.toString()
            if (!said.includes('disclosure')) return
            resolve(said)
            asked.destroy()
          })
        })
        asked.on('error', reject)
        asked.end()
      })
      const headers = { 'content-type': 'application/cose', prefer: 'wait=30' }
      const answer = await ask(port, '/api/v1/transactions', { method: 'POST', headers, body: await publish() })
      assert.equal(answer.status, 200, answer.body)
      assert.match(await heard, /event: entry/)
    })

    test('a WebSocket opens', async () => {
      const headers = {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      }
      const options = { port, host: '127.0.0.1', path: '/rpc/websocket', headers, rejectUnauthorized: false }
      const asked = request(options)
      asked.end()
      const [response, socket] = await once(asked, 'upgrade')
      assert.equal(response.statusCode, 101)
      socket.destroy()
    })

    test('a content of 30 MB goes through', async () => {
      const content: Upload = await upload([{ path: '/map', bytes: new Uint8Array(30 * 2 ** 20).fill(65) }])
      const headers = { 'content-type': 'application/vnd.gongshi.content', 'gongshi-upload': content.permit }
      const path = `/api/v1/contents/${toHex(content.commitment)}`
      const answer = await ask(port, path, { method: 'PUT', headers, body: content.body })
      assert.equal(answer.status, 201, answer.body)
      const done = await commit(node.url, await publish({}, { content: content.commitment }))
      assert.equal(done.outcome, 'ok')
    })

    test('a large act is refused by the node, with its code', async () => {
      const headers = { 'content-type': 'application/cose' }
      const answer = await ask(port, '/api/v1/transactions', {
        method: 'POST',
        headers,
        body: new Uint8Array(1_500_000),
      })
      assert.equal(answer.status, 413)
      assert.match(answer.body, /request-too-large/)
    })
  })
}
