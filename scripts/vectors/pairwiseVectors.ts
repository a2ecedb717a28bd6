import {
  generateSecret,
  type Pairwise,
  pairwisePseudonym,
  pairwiseSigner,
  secretSigner,
  secretSuiteNames,
  signOrganCertificate,
  signTokenRequest,
  toHex,
  tokenMessage,
} from '@gongshi/protocol'
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

/** What an organ’s representative signs about a key that nobody may know yet, and what the desk signs blindly. */
async function statements(): Promise<object> {
  const officer = secretSigner('ed25519', generateSecret('ed25519', seedBytes('a representative’s key')))
  const organ = { scheme: 'x-city', id: 'carpenter' }
  const matter = { chainId, scope: { kind: 'case', affair: 'procurement', row: 'CG-1' } } as const
  const { id: keyId } = pairwiseSigner(seed, matter).key
  const [label, blinded] = [seedBytes('the label of a row'), new Uint8Array(384).fill(0x5a)]
  return {
    officer: toHex(officer.key.cose),
    organ,
    scope: matter.scope,
    keyId: toHex(keyId),
    organCertificate: toHex(await signOrganCertificate(officer, { ...matter, keyId, organ })),
    blinded: toHex(blinded),
    tokenRequest: toHex(await signTokenRequest(officer, { ...matter, organ, blinded })),
    label: toHex(label),
    tokenMessage: toHex(tokenMessage(label, keyId)),
  }
}

export async function pairwiseVectors(): Promise<{ seed: string; derived: object[]; statements: object }> {
  return {
    seed: toHex(seed),
    statements: await statements(),
    derived: scopes.map((pairwise) => ({
      ...pairwise,
      pseudonym: toHex(pairwisePseudonym(seed, pairwise)),
      keys: Object.fromEntries(
        secretSuiteNames.map((suite) => [suite, toHex(pairwiseSigner(seed, pairwise, suite).key.cose)]),
      ),
    })),
  }
}
