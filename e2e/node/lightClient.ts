import { spawn } from 'node:child_process'

export type Followed = {
  readonly chainId: string
  /** Bases of the read RPC of nodes. */
  readonly primary: string
  readonly witnesses: readonly string[]
  /** Folder for what it has verified. */
  readonly home: string
  readonly trusted: { readonly height: number; readonly hash: string }
}

/** `cometbft light`, which verifies what it is asked for from the trusted header on, and answers only then. */
export type LightClient = {
  /** Null where it has not verified it, or is not there yet. */
  blockHashAt(height: number): Promise<string | null>
  end(): void
}

/** @param program CometBFT's, as `findCometBft` gives it */
export function startLightClient(program: string, followed: Followed): LightClient {
  const { chainId, primary, witnesses, home, trusted } = followed
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const members = ['--primary', primary, '--witnesses', witnesses.join(',')]
  const from = ['--height', String(trusted.height), '--hash', trusted.hash]
  const own = ['--home-dir', home, '--laddr', `tcp://127.0.0.1:${port}`]
  const child = spawn(program, ['light', chainId, ...members, ...from, ...own], { stdio: 'ignore' })
  return {
    blockHashAt: (height) => blockHashAt(`http://127.0.0.1:${port}`, height),
    end: () => void child.kill('SIGKILL'),
  }
}

type CommitAnswer = { readonly result?: { signed_header: { commit: { block_id: { hash: string } } } } }

/** As an RPC has it; null where it has none. */
export async function blockHashAt(rpc: string, height: number): Promise<string | null> {
  const answer = await fetch(`${rpc}/commit?height=${height}`).catch(() => null)
  const { result } = ((await answer?.json().catch(() => ({}))) ?? {}) as CommitAnswer
  return result?.signed_header.commit.block_id.hash ?? null
}
