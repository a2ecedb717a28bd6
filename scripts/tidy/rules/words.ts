import { lineAt } from '../modules.ts'
import type { Fault, Rule, Source } from '../tree.ts'

/** Words that must not stand in the repository. They are put together here, or this file would break its own rule. */
const joined = (...parts: string[]): string => parts.join('')
const forbidden: readonly { readonly pattern: RegExp; readonly why: string; readonly except?: RegExp }[] = [
  {
    pattern: new RegExp(
      joined('/wo', 'rk/(main|shared|\\.library)|/ro', 'ot/|/ho', 'me/[a-z]+/|(?<![\\w.$}])/tm', 'p/'),
      'g',
    ),
    why: 'a path of one machine',
  },
  {
    pattern: new RegExp(
      joined(
        'registry\\.np',
        'mjs|proxy\\.gol',
        'ang\\.org|py',
        'pi\\.org|crates',
        '\\.io|deb\\.deb',
        'ian|repo\\d?\\.maven|npmmi',
        'rror',
      ),
      'g',
    ),
    why: 'the host of a package registry',
  },
  {
    pattern: new RegExp(joined('\\.\\./sha', 'red'), 'g'),
    why: 'a folder outside the repository',
    except: /^packages\/testkit\/src\/sharedData\.ts$/,
  },
  {
    pattern: new RegExp(
      joined('\\b(TO', 'DO|FIX', 'ME|TB', 'D|HA', 'CK)\\b|// XX', 'X\\b|not (yet )?implem', 'ented'),
      'g',
    ),
    why: 'unfinished work: do it or open an issue',
  },
]

export const words: Rule = {
  name: 'no machine paths, registry hosts or unfinished work',
  check: (tree) => tree.files.flatMap(faultsIn),
}

function faultsIn(source: Source): Fault[] {
  return forbidden
    .filter(({ except }) => except === undefined || !except.test(source.path))
    .flatMap(({ pattern, why }) =>
      [...source.text.matchAll(pattern)].map((match) => ({
        path: source.path,
        line: lineAt(source.text, match.index),
        message: `"${match[0]}": ${why}`,
      })),
    )
}
