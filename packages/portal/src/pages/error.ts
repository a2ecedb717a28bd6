import { renderErrorPage } from '@gongshi/ui'
import type { ErrorData, PageContext } from '../data.ts'

/** An error with its stable code and what to do next, in the reader's language. */
export function renderError(data: ErrorData, { lang, site }: PageContext): string {
  return renderErrorPage(data, lang, site)
}
