import { implement } from '@gongshi/affair-kit'
import { procurement } from './affair.ts'
import { give, open, openAlone, replace, submit } from './handlers/bids.ts'
import { enter, issue } from './handlers/entrants.ts'
import { assess, draw, reveal } from './handlers/evaluation.ts'
import { contribute, convene, dispute, enrol, makeKey } from './handlers/keys.ts'

export const procurementHandlers = implement(procurement, {
  assess,
  contribute,
  convene,
  dispute,
  draw,
  enrol,
  enter,
  give,
  issue,
  makeKey,
  open,
  openAlone,
  replace,
  reveal,
  submit,
})
