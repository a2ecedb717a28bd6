import type { AffairDeclaration, NamedKind, Value } from '@gongshi/affair-kit'
import type { Cbor } from '@gongshi/protocol'
import { type Client, findRows, type PreparedContent, prepareContent } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'
import { written } from '../actContents.ts'

type Row = { readonly entity: string; readonly key: Cbor }

/** One act of a composition: what it says, and the row by whose being there it is known to be done. */
export type ComposedAct = {
  readonly action: string
  readonly input: { readonly [member: string]: Value }
  readonly makes: Row | null
  /** Sent before the act that names it. */
  readonly content: Written | null
}

/** A text of the composition and the content that is made of it. */
export type Written = PreparedContent & { readonly text: string }

type Input = { readonly [member: string]: Value }
type Means = Pick<Client, 'random' | 'memberLeaves'>

/** A procedure’s id, as its acts name it. */
export function procedureId({ buyer, number }: Input): Cbor {
  const { scheme, id } = buyer as { readonly scheme: string; readonly id: string }
  return [[scheme, id], number as string]
}

/** The acts that prepare a tender, in their order, up to the naming of the trustees. */
export function preparingActs(composed: Input, plan: Written): readonly ComposedAct[] {
  const { lots, criteria, candidates, desk, trustees, threshold, askUntil, bidUntil, ...own } = composed
  const procedure = procedureId(composed)
  const ref = procedure as Value
  const rows = (list: Value | undefined) =>
    (list as readonly Input[]).map((row, at) => ({ row, number: BigInt(at + 1) }))
  const numbered = (action: string, entity: string, list: Value | undefined): ComposedAct[] =>
    rows(list).map(({ row, number }) => ({
      action,
      input: { procedure: ref, number, ...row },
      makes: { entity, key: [procedure, Number(number)] },
      content: null,
    }))
  const [first] = trustees as readonly { readonly scheme: string; readonly id: string }[]
  return [
    {
      action: 'plan',
      input: { ...own, plan: plan.commitment },
      makes: { entity: 'procedure', key: procedure },
      content: plan,
    },
    ...numbered('addLot', 'lot', lots),
    ...numbered('addCriterion', 'criterion', criteria),
    ...(candidates as readonly Value[]).map((expert) => ({
      action: 'nominate',
      input: { procedure: ref, expert },
      makes: { entity: 'candidate', key: [procedure, expert as Cbor] },
      content: null,
    })),
    {
      action: 'entrust',
      input: { procedure: ref, desk: desk! },
      makes: { entity: 'issuer', key: [procedure] },
      content: null,
    },
    {
      action: 'convene',
      input: { procedure: ref, trustees: trustees! },
      makes: first === undefined ? null : { entity: 'trustee', key: [procedure, [first.scheme, first.id]] },
      content: null,
    },
  ]
}

/** Of these acts, those whose rows the ledger does not have: what was sent before is not sent again. */
export async function pendingActs(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  affair: string,
  acts: readonly ComposedAct[],
): Promise<readonly ComposedAct[]> {
  const pending = await Promise.all(
    acts.map(
      async (act) => act.makes === null || !(await findRows(client, affair, act.makes.entity, [act.makes.key]))[0],
    ),
  )
  return acts.filter((_, at) => pending[at])
}

/** As much of the declaration as makes the bytes: the members of the input in their order, and how many sign. */
export function declarationOf(
  action: string,
  version: number,
  inputs: readonly NamedKind[],
  signatures: number,
): AffairDeclaration {
  const input = Object.fromEntries(inputs.map(({ name, kind }) => [name, kind]))
  const signers = { signers: { officer: '', atLeast: signatures } }
  const actions = { [action]: { basis: '', input, signers } }
  return { name: 'procurement', version, params: {}, events: {}, entities: {}, actions }
}

/** A text becomes a content: its first line the title, empty lines between paragraphs. */
export function writtenContent(client: Means, text: string, lang: Lang, isSynthetic: boolean): Written {
  const mark = isSynthetic ? [{ path: '@synthetic', bytes: new Uint8Array(0) }] : []
  return { ...prepareContent(client, [...written(text, lang), ...mark]), text }
}
