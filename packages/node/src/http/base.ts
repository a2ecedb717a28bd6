import type { FastifyRequest } from 'fastify'

/** Under which people reach this node; without a setting, as it was asked for. */
export function baseOf(publicUrl: string | undefined, request: FastifyRequest): string {
  const host = /^[A-Za-z0-9.:[\]-]{1,255}$/.test(request.host) ? request.host : 'localhost'
  return publicUrl ?? `${request.protocol}://${host}`
}
