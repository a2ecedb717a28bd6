import { generateKeyPairSync, sign, verify } from 'node:crypto'

/**
 * Microseconds that this thread needs now for one check of an Ed25519 signature by OpenSSL: processor time on a shared
 * machine stretches with what the neighbours do, and a figure in such checks stretches with it.
 */
export function signatureCheckMicros(checks = 500): number {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const message = Buffer.alloc(300, 1)
  const signature = sign(null, message, privateKey)
  const before = process.threadCpuUsage()
  for (let check = 0; check < checks; check++) verify(null, message, publicKey, signature)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / checks
}
