import { buildVerifier } from '../packages/portal/src/build/verifier.ts'

/** The documents in which a reader finds the hash of `gongshi-verify.html`, to compare with the file in hand. */
export const hashDocuments: readonly string[] = ['README.md', 'README.zh.md', 'docs/verifier.md']

const line = /(SHA-256[^`\n]*`)([0-9a-f]{64}|unknown)(`)/

/** The text with today's hash in its line "SHA-256 … `…`"; undefined where there is no such line. */
export function withHash(text: string, sha256: string): string | undefined {
  return line.test(text)
    ? text.replace(line, (_all, before: string, _old: string, after: string) => before + sha256 + after)
    : undefined
}

/** SHA-256 of the file as this source makes it, in hex. */
export async function verifierHash(): Promise<string> {
  return (await buildVerifier()).sha256
}
