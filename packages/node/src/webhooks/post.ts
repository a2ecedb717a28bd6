import { lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

/** Why a delivery did not succeed; for operators, and never with anything that the other side said. */
export type DeliveryFault = 'unreachable' | 'timeout' | 'redirected' | 'refused' | 'target-private'

/** Everything that no public receiver has: loopback, private, link-local, shared, documentation, multicast. */
const inward = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inward.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inward.addSubnet(net, prefix, 'ipv6')

/** An IPv4 address written as IPv6 counts as what it is: BlockList looks through the mapping itself. */
export function isInward(address: string): boolean {
  return inward.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

class PrivateTarget extends Error {}

// The addresses that the connection will really use, so that a name cannot answer differently a moment later.
const outwardLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 0)
    if (addresses.length === 0 || addresses.some(({ address }) => isInward(address)))
      return done(new PrivateTarget(), '', 0)
    return options.all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family)
  })
}

/**
 * Posts a JSON text; null when the answer is a 2xx, otherwise why not. Redirects are not followed; names and addresses
 * that lead inward are refused unless `allowPrivate`; the answer's body is not read.
 */
export function post(
  target: { readonly url: URL; readonly allowPrivate: boolean },
  headers: { readonly [name: string]: string },
  body: string,
  timeoutMs: number,
): Promise<DeliveryFault | null> {
  const { url, allowPrivate } = target
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) !== 0 && isInward(host)) return Promise.resolve('target-private')
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const lookupOption = allowPrivate ? {} : { lookup: outwardLookup }
    const request = send(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      ...lookupOption,
    })
    const settle = (fault: DeliveryFault | null) => {
      clearTimeout(timer)
      resolve(fault)
      request.destroy()
    }
    const timer = setTimeout(() => settle('timeout'), timeoutMs)
    request.on('error', (error) => settle(error instanceof PrivateTarget ? 'target-private' : 'unreachable'))
    request.on('response', ({ statusCode = 0 }) => {
      if (statusCode >= 200 && statusCode < 300) settle(null)
      else settle(statusCode >= 300 && statusCode < 400 ? 'redirected' : 'refused')
    })
    request.end(body)
  })
}
