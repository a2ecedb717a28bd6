/** Stands wherever something was left out. */
export const masked = '***'

const email = /[^\s@<>"',;:()]+@[^\s@<>"',;:()]+\.[^\s@<>"',;:()]+/gu
/** A number with a plus or behind a word for telephone, and Chinese mobile numbers; bare numbers are quantities. */
const telephone =
  /(?:\+|(?:tel|teléfono|telefono|phone|cel|celular|móvil|movil|fax|电话|手机)[.:：\s]*\(?\+?)[0-9][0-9\s().-]{5,18}[0-9]|(?<![0-9])1[3-9][0-9]{9}(?![0-9])/giu
/** GB 11643: 17 digits and a check character. */
const identityNumber = /(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])/g

/** What both have: PERF: found in few texts, and looked for in a fifth of the time of the two. */
const longNumber = /[0-9][0-9\s().-]{6}/

/** Takes e-mail addresses, telephone and identity numbers and the given names out of a text. */
export function maskText(text: string, names: readonly string[]): string {
  const withoutEmails = text.includes('@') ? text.replace(email, masked) : text
  let result = longNumber.test(withoutEmails)
    ? withoutEmails.replace(telephone, masked).replace(identityNumber, masked)
    : withoutEmails
  // PERF: a text is long, names are several, and nearly none stands in it.
  let folded = result.toLowerCase()
  for (const name of names) {
    const shown = withoutName(result, folded, name)
    if (shown !== result) folded = shown.toLowerCase()
    result = shown
  }
  return result
}

/** PERF: the pattern tries each word from each of its letters, and few texts have an address. */
export function emailsIn(text: string): string[] {
  return text.includes('@') ? (text.match(email) ?? []) : []
}

/** Upper and lower case alike, since sources shout; plain search, so that no name becomes a pattern. `folded`: the text in lower case. */
function withoutName(text: string, folded: string, name: string): string {
  const wanted = name.toLowerCase()
  if (folded.length !== text.length || wanted === '') return text.replaceAll(name, masked)
  let result = ''
  let done = 0
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, done)) {
    result += text.slice(done, at) + masked
    done = at + wanted.length
  }
  return result + text.slice(done)
}
