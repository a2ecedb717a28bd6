import { seal } from '@gongshi/ui'

/** The mark as a file of its own, for the browser's tab: a colour instead of the page's token. */
export function sealFile(): string {
  return seal()
    .toString()
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace(/ aria-hidden="true" focusable="false"/, '')
    .replace('var(--seal)', '#a32a1e')
}
