import { type Html, html } from '../template/html.ts'

/** Our mark: the two characters as a square stone seal, paths drawn by the reader's own serif. Decorative beside a name. */
export function seal(): Html {
  return html`<svg viewBox="0 0 44 44" aria-hidden="true" focusable="false"><path fill="var(--seal)" d="M3 1.5 41.5 2l1 39.5L2 42.5 1.5 4z"/><path fill="none" stroke="#fff" stroke-width="1" d="M5 5h34v34H5z"/><g fill="none" stroke="#fff" stroke-width="2.1" stroke-linecap="square"><path d="M18 9.500 12.500 14.500M26 9.500 31.500 14.500M20.500 14 14 20.500H29.500M25.500 16.500 31.500 21.500"/><path d="M14.500 25.200H29.500M11 29.300H33M22 29.300V36.600L19.500 35.600M16 31.800 12.500 35.300M28 31.800 31.500 35.300"/></g></svg>`
}
