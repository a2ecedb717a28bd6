import { type Pairwise, pairwisePseudonym, pairwiseSigner, secretSuiteNames, toHex } from '@gongshi/protocol'
import { seedBytes } from './vectorFile.ts'

const seed = seedBytes('a citizen’s seed')
const chainId = 'gongshi-vectors'
const scopes: readonly Pairwise[] = [
  { chainId, scope: { kind: 'organ', scheme: 'gb-32100', id: '11330100002489559P' } },
  { chainId, scope: { kind: 'organ', scheme: 'gb-32100', id: '11330100002489559P' }, generation: 1 },
  { chainId, scope: { kind: 'organ', scheme: 'x-city', id: '民政局' } },
  { chainId, scope: { kind: 'case', affair: 'welfare', row: '2026-117' } },
  { chainId: 'another', scope: { kind: 'case', affair: 'welfare', row: '2026-117' } },
]

export function pairwiseVectors(): { seed: string; derived: object[] } {
  return {
    seed: toHex(seed),
    derived: scopes.map((pairwise) => ({
      ...pairwise,
      pseudonym: toHex(pairwisePseudonym(seed, pairwise)),
      keys: Object.fromEntries(
        secretSuiteNames.map((suite) => [suite, toHex(pairwiseSigner(seed, pairwise, suite).key.cose)]),
      ),
    })),
  }
}
