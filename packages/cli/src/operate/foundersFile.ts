import { encodeValue, type PlainFields, t, valueFromJson } from '@gongshi/affair-kit'
import { toHex } from '@gongshi/protocol'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { readJson } from '../files.ts'
import { publicKeyIn, readKey } from '../keys/keyFolder.ts'
import { type Founder, type Periods, soleFounder } from './founding.ts'

const founder = t.record({
  organ: t.organ(),
  division: t.division(),
  key: t.text(4096),
  post: t.option(t.code('post')),
  roles: t.option(t.list(t.code('officer-role'), 20)),
  /** Absent: it does. */
  votes: t.option(t.bool()),
})

/** JSON of `--founders`: the departments, and in milliseconds whatever period is not to be the usual one. */
const foundersFile = t.record({
  founders: t.list(founder, 100),
  votingPeriod: t.option(t.duration()),
  urgentPeriod: t.option(t.duration()),
  longestPause: t.option(t.duration()),
  waitingTime: t.option(t.duration()),
})

/**
 * Departments that found a ledger together, each with an organ, an officer and a key of its own.
 * @throws {CliError} cli-file-unreadable, cli-json-malformed, cli-key-unknown, cli-value-invalid: an organ or a key that
 * stands there twice, nobody who votes; {KitError} value-… with the path of the first wrong member; {KeyError} key-…
 */
export async function readFounders(
  context: Context,
  path: string,
): Promise<{ readonly founders: readonly Founder[]; readonly paths: readonly string[]; readonly periods: Periods }> {
  const value = valueFromJson(foundersFile, await readJson(context, path))
  encodeValue(foundersFile, value)
  const { founders: given, ...periods } = value as unknown as PlainFields<typeof foundersFile.fields>
  const founders: Founder[] = []
  const paths: string[] = []
  for (const { organ, division, key, post, roles = null, votes } of given) {
    const { path: from, text } = await readKey(context, key)
    paths.push(from)
    founders.push({
      organ,
      division,
      post: post ?? soleFounder.post,
      roles,
      votes: votes ?? true,
      key: publicKeyIn(text),
    })
  }
  const expect = (holds: boolean, zh: string, en: string): void => {
    if (!holds) throw new CliError({ code: 'cli-value-invalid', flag: '--founders', expected: context.say({ zh, en }) })
  }
  const differ = (names: readonly string[]): boolean => new Set(names).size === names.length
  expect(differ(founders.map(({ organ }) => `${organ.scheme}:${organ.id}`)), '每个机关一次', 'each organ once')
  expect(differ(founders.map(({ key }) => toHex(key.id))), '每个密钥一次', 'each key once')
  const some = founders.some(({ votes }) => votes)
  expect(some, '至少一个有表决权的机关', 'at least one organ that votes')
  return { founders, paths, periods: periodsOf(periods) }
}

function periodsOf(given: { readonly [Name in keyof Periods]: Periods[Name] | null }): Periods {
  return Object.fromEntries(Object.entries(given).filter(([, period]) => period !== null))
}
