/** Bodies in a file, so that children need not copy them through a pipe: a 32-bit length before each. */
export function writeBodies(bodies: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    bodies.flatMap((body) => {
      const head = Buffer.alloc(4)
      head.writeUInt32BE(body.length)
      return [head, body]
    }),
  )
}

export function readBodies(file: Buffer): Buffer[] {
  const bodies: Buffer[] = []
  for (let at = 0; at < file.length; ) {
    const end = at + 4 + file.readUInt32BE(at)
    bodies.push(file.subarray(at + 4, end))
    at = end
  }
  return bodies
}
