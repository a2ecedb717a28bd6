import { lstat, unlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { CometError } from '../errors.ts'

/** What a socket's address holds on every system that we run on (sun_path: 104 bytes on macOS, 108 on Linux), less its end. */
const maxPathBytes = 103

/**
 * Makes room for a unix socket: one that nobody listens at any more goes, anything else stays and is refused.
 * @throws {CometError} socket-taken, socket-alien, socket-path-long
 */
export async function claimSocket(path: string): Promise<void> {
  if (Buffer.byteLength(path) > maxPathBytes)
    throw new CometError({ code: 'socket-path-long', path, limit: maxPathBytes })
  const found = await lstat(path).catch(() => null)
  if (found === null) return
  if (!found.isSocket()) throw new CometError({ code: 'socket-alien', path })
  if (await isListenedAt(path)) throw new CometError({ code: 'socket-taken', path })
  await unlink(path)
}

function isListenedAt(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
