export type Language = 'zh' | 'en'

/** The better of our two languages for an Accept-Language header (RFC 9110 §12.5.4); Chinese when it says nothing. */
export function preferredLanguage(header: string | undefined): Language {
  const ranges = (header ?? '').split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find((found) => found)
    return { range, quality: quality === undefined ? 1 : Number(quality) }
  })
  const weigh = (language: Language) =>
    Math.max(0, ...ranges.filter(({ range }) => range.split('-')[0] === language).map(({ quality }) => quality))
  return weigh('en') > weigh('zh') ? 'en' : 'zh'
}

/** A page's address says its language. */
export function languageInPath(url: string): Language | undefined {
  return /^\/(zh|en)(?=[/?]|$)/.exec(url)?.[1] as Language | undefined
}
