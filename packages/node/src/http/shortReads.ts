import type { IncomingHttpHeaders } from 'node:http'
import { leastBytes, preferredCoding } from './compression.ts'
import type { ShortWay } from './shortWay.ts'

/** What is read at an address: headers of its own, and the bytes. */
export type Read = { readonly headers: { readonly [name: string]: string }; readonly body: Buffer }

type Reading = {
  /** As it is registered. */
  readonly route: string
  /** All addresses of the route, with the parameter as their first group, and nothing else: no query. */
  readonly address: RegExp
  /** Whether the router would compress the answer for who takes that: the short way does not. */
  readonly isCompressed: boolean
  /** @throws {GongshiError} */
  read(parameter: string, headers: IncomingHttpHeaders): Promise<Read> | Read
}

/** Takes the plainest reads of a route past the router. */
export function shortRead({ route, address, isCompressed, read }: Reading): ShortWay {
  return {
    method: 'GET',
    route,
    isPlain: ({ url, headers }) =>
      headers['content-length'] === undefined &&
      (!isCompressed || preferredCoding(headers['accept-encoding']) === null) &&
      address.test(url!),
    answer: async ({ url, headers: asked }) => {
      const { headers, body } = await read(address.exec(url!)![1]!, asked)
      const varies = isCompressed && body.length >= leastBytes
      return { status: 200, headers: varies ? { ...headers, vary: 'accept-encoding' } : headers, body }
    },
  }
}
