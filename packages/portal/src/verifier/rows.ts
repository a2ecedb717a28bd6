/** The rows of the page: where the trust root came from, which the page judges, then the protocol's own steps. */
export const rows = [
  'root',
  'file',
  'trust',
  'path',
  'commit',
  'app',
  'inclusion',
  'leaf',
  'signatures',
  'body',
  'members',
  'witnesses',
] as const
export type Row = (typeof rows)[number]
