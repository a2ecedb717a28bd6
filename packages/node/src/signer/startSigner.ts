import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type CometLine,
  openPkcs11Key,
  type Pkcs11Options,
  RemoteSigner,
  type SigningKey,
  VoteSigner,
} from '@gongshi/engine-cometbft'
import { lockFolder } from '@gongshi/engine-solo'
import { writeDurably } from '../files/writeDurably.ts'
import { readNodeKey } from '../keys/nodeKey.ts'

export type SignerOptions = {
  /** Path of the unix socket at which the node's CometBFT waits. */
  readonly socket: string
  readonly chainId: string
  /** Folder of this signer alone: what the key has signed last. */
  readonly folder: string
  /** The key has never signed on this chain. */
  readonly isNew: boolean
  /** A token's, or the folder in which `validator.key` lies. */
  readonly key: Pkcs11Options | { readonly folder: string }
  onLine(line: CometLine): void
}

export type RunningSigner = { readonly publicKey: Uint8Array; stop(): Promise<void> }

const stateFile = 'signed.json'

/**
 * Signs a validator's votes outside its node, until it is stopped.
 * @throws {CometError} signer-state-…, pkcs11-…; {NodeError} key-unreadable; {SoloError} data-locked: another signer has the folder
 */
export async function startSigner({
  socket,
  chainId,
  folder,
  isNew,
  key,
  onLine,
}: SignerOptions): Promise<RunningSigner> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = lockFolder(folder)
  let opened: (SigningKey & { close?(): void }) | null = null
  try {
    opened = 'folder' in key ? await readNodeKey(key.folder, 'validator') : await openPkcs11Key(key)
    const { publicKey, close } = opened
    const signer = await VoteSigner.open(chainId, opened, storeIn(folder), isNew)
    const remote = new RemoteSigner(socket, signer, onLine)
    return {
      publicKey,
      stop: async () => {
        await remote.stop()
        close?.()
        lock.release()
      },
    }
  } catch (error) {
    opened?.close?.()
    lock.release()
    throw error
  }
}

function storeIn(folder: string) {
  return {
    read: async (): Promise<string | null> => {
      try {
        return await readFile(join(folder, stateFile), 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw error
      }
    },
    write: (text: string) => writeDurably(folder, stateFile, text, 0o600),
  }
}
