import { type Draft, encodeDraft, fromBase64, ProtocolError, parseDraft, toBase64 } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'

const marker = '#draft='

/** A link to a page that shows drafts. The draft stands behind the `#`, which no browser sends to the site. */
export function draftLink(page: string, draft: Draft): string {
  const text = toBase64(encodeDraft(draft)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  return `${page.split('#', 1)[0]}${marker}${text}`
}

/** Whether a text is such a link, or the part of one behind its `#`. */
export function isDraftLink(text: string): boolean {
  return text.includes(marker)
}

/** @throws {ClientError} client-link-malformed; {DraftError} draft-… */
export function draftOfLink(link: string): Draft {
  const text = link.slice(link.indexOf(marker) + marker.length).trim()
  const padded = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .padEnd(Math.ceil(text.length / 4) * 4, '=')
  let bytes: Uint8Array
  try {
    bytes = fromBase64(isDraftLink(link) ? padded : '?')
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new ClientError({ code: 'client-link-malformed' }, { cause })
    throw cause
  }
  return parseDraft(bytes)
}
