const schemes = /^(https?|mailto):/i
const relative = /^(\/(?![/\\])|[#?]|\.{1,2}\/|[^:/\\?#&]+([/?#]|$))/

/** Where an unsafe URL leads instead: nowhere, on the same page. */
const nowhere = '#unsafe-link'

/**
 * A URL for an attribute: http, https, mailto or a path on this site. Anything else (other schemes, `//host`, what a
 * browser would repair into one of them) becomes a link to nowhere, because a page must render whatever data says.
 */
export function safeUrl(url: string): string {
  // Browsers drop tabs and line breaks anywhere and trim controls and spaces before they read the scheme.
  const read = [...url]
    .filter((character) => character > ' ' || character === ' ')
    .join('')
    .trim()
  if (read === '') return url === '' ? '' : nowhere
  return schemes.test(read) || relative.test(read) ? read : nowhere
}
