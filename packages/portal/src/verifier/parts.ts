import { byId, element } from './dom.ts'

/** The parts of the page that lie in its file as text and run when they are first asked for: the elements' names. */
export const partIds = { codes: 'codes-script', drafts: 'drafts-script', mlDsa44: 'ml-dsa-44-script' } as const

/** Runs one. PERF: nobody waits for what is not asked for; the policy names each part's hash beside the page's own. */
export function runPart(part: keyof typeof partIds): void {
  document.head.append(element('script', {}, byId(partIds[part]).textContent))
}
