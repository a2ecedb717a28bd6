import type { Json } from '@gongshi/protocol'
import type { FastifyReply } from 'fastify'
import { csv } from './csv.ts'

export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }

/** A table as the file that was asked for: its name ends with `.csv` or with `.json`, which gives an array of objects. */
export function sendTable(reply: FastifyReply, file: string, { columns, rows }: Table): FastifyReply {
  reply.header('content-disposition', `attachment; filename="${file}"`)
  if (file.endsWith('.csv')) return reply.type('text/csv; charset=utf-8').send(csv(columns, rows))
  const objects = rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]!])))
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(objects))
}
