/** `npm run compare -- URL URL [word …]`: whether two nodes of one ledger answer alike, whatever their databases are. */
import { walkViews } from './walkViews.ts'

const [left, right, ...words] = process.argv.slice(2)
if (left === undefined || right === undefined) {
  console.error('usage: npm run compare -- http://one-node:7900 http://another-node:7900 [word …]')
  process.exit(2)
}
const base = (url: string) => url.replace(/\/$/, '')
const { questions, rows, kinds, differences } = await walkViews(base(left), base(right), words)
const parts = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`)
console.log(`${questions} questions (${parts.join(', ')}), ${rows} rows, ${differences.length} differences`)
for (const { path, left: one, right: other } of differences.slice(0, 20))
  console.log(`${path}\n  ${one.slice(0, 500)}\n  ${other.slice(0, 500)}`)
process.exitCode = differences.length === 0 ? 0 : 1
