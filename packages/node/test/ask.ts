import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { catalogues } from '../src/catalogues.ts'

type Text = { readonly what: string; readonly next: string }
const catalogue = Object.assign({}, ...catalogues) as Readonly<
  Record<string, { readonly status: number; readonly zh: Text; readonly en: Text }>
>

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly next: string
  readonly [detail: string]: unknown
}

/**
 * Holds an answer to what every refusal is: a problem document with a code of the catalogue, its status, and its text in
 * the language that was asked for.
 */
export async function problemOf(response: Response, language: 'zh' | 'en' = 'zh'): Promise<Problem> {
  const text = await response.text()
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/, `${response.status} ${text}`)
  const problem = JSON.parse(text) as Problem
  const known = catalogue[problem.code]
  assert.ok(known, `${problem.code} has no texts`)
  assert.equal(problem.status, known.status)
  assert.equal(response.status, known.status)
  assert.equal(problem.title, known[language].what)
  assert.equal(problem.next, known[language].next)
  return problem
}

/** The code of a refusal, asked for in both languages. */
export async function refusal(url: string, request: RequestInit = {}): Promise<string> {
  const ask = (language: string) =>
    fetch(url, { ...request, headers: { 'accept-language': language, ...(request.headers as object) } })
  const { code } = await problemOf(await ask('zh-CN'), 'zh')
  assert.equal((await problemOf(await ask('en'), 'en')).code, code)
  return code
}

export type RawAnswer = { readonly status: number; readonly headers: string; readonly body: string }

/** Sends bytes as they are and gives the first answer; null when the server closed without one. */
export function sendRaw(url: string, bytes: string | Uint8Array, end = false): Promise<RawAnswer | null> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect({ host: hostname, port: Number(port) })
    const timer = setTimeout(() => settle(), 15_000)
    const settle = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(parseAnswer(received))
    }
    socket.on('data', (piece: Buffer) => {
      received += piece.toString('latin1')
      if (isWhole(received)) settle()
    })
    socket.once('close', settle)
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(parseAnswer(received))
      else reject(error)
    })
    if (end) socket.end(bytes)
    else socket.write(bytes)
  })
}

function parseAnswer(text: string): RawAnswer | null {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
  const end = text.indexOf('\r\n\r\n')
  return status === undefined || end < 0
    ? null
    : { status: Number(status), headers: text.slice(0, end), body: text.slice(end + 4) }
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  const length = /content-length: (\d+)/i.exec(text)?.[1]
  return end >= 0 && length !== undefined && text.length >= end + 4 + Number(length)
}

/**
 * Sends bytes and gives all that came back as text, once the server has closed, `until` is satisfied, or nothing more has
 * come for a second and a half.
 */
export function converse(url: string, bytes: string | Uint8Array, until = (_text: string) => false): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let received = ''
    const socket = connect({ host: hostname, port: Number(port) })
    const settle = () => {
      socket.destroy()
      resolve(received)
    }
    socket.setTimeout(1500, settle)
    socket.on('data', (piece: Buffer) => {
      received += piece.toString('latin1')
      if (until(received)) settle()
    })
    socket.once('close', settle).once('error', settle)
    socket.write(bytes)
  })
}

/** The status lines in what came back. */
export function statuses(text: string): number[] {
  return [...text.matchAll(/(?:^|\r\n|\})HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]))
}

/** A request's head, of HTTP/1.1 and without a body unless a field says otherwise. */
export const head = (line: string, ...headers: string[]): string =>
  `${[line, 'host: x', ...headers].join('\r\n')}\r\n\r\n`
const tells = /node_modules|\/(?:tmp|home|root|usr|packages|src)\/|\.(?:ts|js|mjs):\d+|\bat [\w.<>]+ \(|ENOENT|SQLITE/

/** Nothing of the machine in an answer that came as text. */
export function assertDiscreet(text: string): void {
  assert.doesNotMatch(text, tells)
  assert.doesNotMatch(text, /^HTTP\/1\.1 5/m)
}
