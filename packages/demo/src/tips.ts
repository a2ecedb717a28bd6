import { encodeCbor } from '@gongshi/protocol'
import { type Client, getRowHistory } from '@gongshi/sdk'
import type { Bilingual } from './bilingual.ts'
import { demoCorrection, demoNotices } from './city/notices.ts'
import { demoScheme } from './city/organs.ts'

/** Stands in place of a name where a line is a heading. */
const heading = '#'

/** What to open and try, for a terminal 80 columns wide. The record shown is the one that was corrected. */
export async function tipsFor(client: Pick<Client, 'url' | 'fetch' | 'language'>, data: string): Promise<Bilingual> {
  const { organ, identifier } = demoNotices.find((notice) => notice.identifier === demoCorrection.of)!
  const key = [[demoScheme, organ], identifier]
  const { rows } = await getRowHistory(client, 'disclosure', 'publication', key)
  const { entry } = rows.at(-1) as { readonly entry: number }
  // Browsers keep passkeys for names only, so people get the name.
  const url = client.url.replace('//127.0.0.1', '//localhost')
  const record = (lang: string) => `${url}/${lang}/records/p-${Buffer.from(encodeCbor(key)).toString('base64url')}`
  const here = url.endsWith(':7900') ? '' : ` --url ${url}`
  const folder = data === './gongshi-data' ? '' : ` --data ${data}`
  const commands = [
    `npx --no gongshi evidence entry ${entry} -o notice.gse${here}`,
    `npx --no gongshi trust ${url} -o trust.json`,
    'npx --no gongshi verify notice.gse --trust trust.json',
  ]
  const cheat = `npx --no gongshi demo cheat${folder}`
  return {
    zh: lines([
      [heading, '青石市是虚构的：机构、公告、人员均为演示而编造。'],
      ['门户', `${url}/zh/`],
      ['一份公告', record('zh')],
      ['政府采购', `${url}/zh/procurement`],
      ['核验器', `${url}/verify`],
      [heading, '另开一个终端：'],
      ['取证核验', commands[0]!],
      ['', commands[1]!],
      ['', commands[2]!],
      ['当一回贪官', cheat],
    ]),
    en: lines([
      [heading, 'Qingshi is made up: its organs, notices and people exist for this demo only.'],
      ['portal', `${url}/en/`],
      ['a notice', record('en')],
      ['tenders', `${url}/en/procurement`],
      ['verifier', `${url}/verify`],
      [heading, 'In a second terminal:'],
      ['check it', commands[0]!],
      ['', commands[1]!],
      ['', commands[2]!],
      ['cheat', cheat],
    ]),
  }
}

/** Names in one column; a Chinese character takes two places. */
function lines(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => columns(name)))
  const line = (name: string, text: string) => `  ${name}${' '.repeat(width - columns(name))}  ${text}`
  return pairs.map(([name, text]) => (name === heading ? `\n${text}` : line(name, text))).join('\n')
}

function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0)
}
