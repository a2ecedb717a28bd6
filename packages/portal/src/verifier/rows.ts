/** The rows of the page: where the trust root came from, which the page judges, then the protocol's own steps, and what the act rests on. */
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
  'grounds',
] as const
export type Row = (typeof rows)[number]
