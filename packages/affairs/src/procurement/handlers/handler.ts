import type { Affair, HandlersOf } from '@gongshi/affair-kit'
import type { procurement } from '../affair.ts'

type Declared = typeof procurement extends Affair<infer A> ? A : never
type Handlers = HandlersOf<Declared>

/** The handler of one action of the affair. */
export type Handler<Action extends keyof Handlers> = Handlers[Action]
