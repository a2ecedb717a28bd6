import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateSecret, type Signer } from '@gongshi/protocol'
import { encodeKept, encodeKeyFile, openKeyFile } from '@gongshi/sdk/node'
import { aboutOf, keepTrustee, type TrusteeSecrets } from '@gongshi/sdk/trustee'
import { DemoError } from './errors.ts'

/** The officers' keys of the demo: in the clear, because whoever runs the demo is everybody in it. */
function demoKeyFolder(data: string): string {
  return join(data, 'keys', 'demo')
}

export type DemoSecret = { readonly name: string; readonly secret: Uint8Array }

export function createSecret(name: string, random: (bytes: number) => Uint8Array): DemoSecret {
  return { name, secret: generateSecret('ed25519', random(32)) }
}

/** Key files without a passphrase, which nobody but their owner may read. */
export async function writeDemoKeys(data: string, secrets: readonly DemoSecret[]): Promise<void> {
  await mkdir(demoKeyFolder(data), { mode: 0o700 })
  for (const { name, secret } of secrets) {
    const text = await encodeKeyFile({ suite: 'ed25519', secret, label: `demo ${name}`, passphrase: null })
    await writeFile(join(demoKeyFolder(data), `${name}.key`), text, { mode: 0o600, flag: 'wx' })
  }
}

/** What a trustee keeps of one procedure, beside its key file, where `gongshi trustee` looks for it. */
export async function writeTrusteeKept(data: string, name: string, secrets: TrusteeSecrets): Promise<void> {
  const file = `${name}.${aboutOf(secrets.context).slice(0, 16)}.trustee.json`
  const text = await encodeKept(keepTrustee(secrets), null)
  await writeFile(join(demoKeyFolder(data), file), text, { mode: 0o600, flag: 'wx' })
}

/** @throws {DemoError} demo-key-unreadable */
export async function readDemoKey(data: string, name: string): Promise<Signer> {
  try {
    return await openKeyFile(await readFile(join(demoKeyFolder(data), `${name}.key`), 'utf8'), null)
  } catch (error) {
    throw new DemoError({ code: 'demo-key-unreadable', key: name }, { cause: error })
  }
}
