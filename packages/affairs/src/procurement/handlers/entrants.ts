import type { Handler } from './handler.ts'

export const issue: Handler<'issue'> = (ctx, { input }) => {
  if (!ctx.blind.isKey(input.key)) throw ctx.refuse.unfit()
}

export const enter: Handler<'enter'> = (ctx, { entrant, issuer, input, signer }) => {
  if (!ctx.blind.isToken(issuer.key, entrant.id, signer.author.key, input.token)) throw ctx.refuse.unproven()
}
