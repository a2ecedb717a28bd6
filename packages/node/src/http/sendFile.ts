import type { FastifyReply, FastifyRequest } from 'fastify'

/** A file in the form that the reader takes; the bytes behind either are the same. */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, bytes, gzip }: { readonly type: string; readonly bytes: Uint8Array; readonly gzip: Uint8Array },
): FastifyReply {
  reply.type(type).header('vary', 'accept-encoding')
  const takesGzip = /(^|[,\s])gzip(?!\s*;\s*q=0(?![.\d]*[1-9]))/.test(String(request.headers['accept-encoding'] ?? ''))
  return takesGzip ? reply.header('content-encoding', 'gzip').send(Buffer.from(gzip)) : reply.send(Buffer.from(bytes))
}
