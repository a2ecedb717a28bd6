import type { Explained, Json } from '@gongshi/affair-kit'
import { fromHex, GongshiError } from '@gongshi/protocol'
import { type Static, Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { actRefusalWords, ruleInWords } from '../../pages/ruleWords.ts'
import { cborToJson } from '../cborJson.ts'
import type { Server } from '../createServer.ts'
import { jsonOf, refusals, refusedFor } from '../documentation.ts'
import { hash32 } from '../parameters.ts'
import type { Services } from '../services.ts'
import { inputOf, nameSchema } from './prepare.ts'

type Needs = Pick<Services, 'affairs' | 'ledger' | 'now'>

const requestSchema = Type.Object(
  {
    key: hash32,
    input: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'What the act would say, in JSON form. Without it the answer is general: `null` depends on it.',
      }),
    ),
  },
  { additionalProperties: false },
)

const answer = Type.Union([Type.Boolean(), Type.Null()])
const ruleSchema = Type.Object({
  code: Type.String({ description: 'The refusal that the rule gives.' }),
  holds: answer,
  zh: Type.String(),
  en: Type.String(),
})
const answerSchema = Type.Object({
  may: answer,
  before: Type.Array(ruleSchema),
  signers: Type.Array(
    Type.Object({
      name: Type.String(),
      holds: answer,
      rules: Type.Array(ruleSchema),
      offices: Type.Array(
        Type.Object({
          capacity: Type.String({ description: '`regular`, `acting`, `lent`, or `key`: an organ’s own.' }),
          office: jsonOf('Id of the office.'),
          rules: Type.Array(ruleSchema),
        }),
      ),
    }),
  ),
  refusals: Type.Array(ruleSchema),
})

/** Why somebody may or may not do something: each rule with its answer, by the code that would judge the act. */
export function explainRoute(server: Server, needs: Needs): void {
  server.post<{ Params: { name: string; action: string }; Body: Static<typeof requestSchema> }>(
    '/api/v1/affairs/:name/actions/:action/explain',
    {
      schema: {
        operationId: 'explainAct',
        summary: 'Why a key may or may not sign an action now, rule by rule',
        description: 'Nothing is kept. The rules are those by which the next block would judge the act.',
        tags: ['transactions'],
        params: Type.Object({ name: nameSchema, action: nameSchema }),
        body: requestSchema,
        response: {
          200: answerSchema,
          ...refusals('affair-not-found', 'action-unknown'),
          ...refusedFor({ 422: 'The input does not fit the declaration.' }),
        },
      },
    },
    async (request) => explainAct(needs, request.params.name, request.params.action, request.body),
  )
}

function explainAct(
  { affairs, ledger, now }: Needs,
  affair: string,
  action: string,
  { key, input }: Static<typeof requestSchema>,
) {
  const declaration = affairs.find(affair)
  if (declaration === undefined) throw new NodeError({ code: 'affair-not-found' })
  if (!Object.hasOwn(declaration.actions, action)) throw new GongshiError({ code: 'action-unknown' })
  const decoded = input === undefined ? null : inputOf(declaration, action, input as Json)
  const explained = ledger.explain({ affair, action, key: fromHex(key), input: decoded }, now())
  if (explained === undefined) throw new GongshiError({ code: 'action-unknown' })
  return inWords(explained, affair, action)
}

function inWords({ may, before, signers, refusals: own }: Explained, affair: string, action: string) {
  const kit = (rule: Explained['before'][number]) => ({ ...rule, ...ruleInWords(rule) })
  return {
    may,
    before: before.map(kit),
    signers: signers.map(({ name, holds, rules, offices }) => ({
      name,
      holds,
      rules: rules.map(kit),
      offices: offices.map((each) => ({
        capacity: each.capacity,
        office: each.office === null ? null : cborToJson(each.office),
        rules: each.rules.map(kit),
      })),
    })),
    refusals: own.map((rule) => ({ ...rule, ...actRefusalWords(affair, action, rule.code) })),
  }
}
