import { type Html, html, localSpan } from '@gongshi/ui'
import type { Clause, PageContext } from '../data.ts'
import { at, paths } from '../links.ts'

/** A clause by its title, with the rule of an affair that rests on it, and always by its code. */
export function clauseText({ code, text, act }: Clause, { lang }: Pick<PageContext, 'lang'>): Html {
  if (text === undefined) return html`<code>${code}</code>`
  const title = localSpan(text, lang)
  const named =
    act === undefined
      ? title
      : html`<a class="ds-link" href="${at(lang, paths.act(act.affair, act.action))}">${title}</a>`
  return html`${named} <code class="soft whole">${code}</code>`
}
