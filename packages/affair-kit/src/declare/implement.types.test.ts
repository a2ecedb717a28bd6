import { approvals } from '../../fixtures/approvals/affair.ts'
import { certificates } from '../../fixtures/certificates/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import { treasury } from '../../fixtures/treasury/affair.ts'
import type { Money } from '../cel/value.ts'
import { t } from '../kinds/t.ts'
import { type ActionInput, type Affair, defineAffair } from './affair.ts'
import type { AffairDeclaration } from './declaration.ts'
import type { HandlersOf } from './implement.ts'
import type { CallInput } from './judge.ts'
import type { DivisionId, KeyId, OrganId, Ref, Subject } from './values.ts'

// Checked by tsc; nothing runs here.

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function check<_Verdict extends true>(): void {}

type Land = typeof land extends Affair<infer A> ? A : never
type Split = HandlersOf<Land>['split']
type Context = Parameters<Split>[0]
type Scope = Parameters<Split>[1]

// Only actions with `handler: true` have handlers.
check<Equal<keyof HandlersOf<Land>, 'split'>>()

// Rows: fields, tallies, id, status narrowed by `from`.
check<Equal<Scope['unit']['holder'], Subject>>()
check<Equal<Scope['unit']['division'], DivisionId>>()
check<Equal<Scope['unit']['sealedUntil'], number | null>>()
check<Equal<Scope['unit']['liens'], bigint>>()
check<Equal<Scope['unit']['id'], Ref<'land', 'unit'>>>()
check<Equal<Scope['unit']['status'], 'registered'>>()

// Input without the row's own id.
check<Equal<keyof Scope['input'], 'into'>>()
check<Equal<Scope['input']['into'][number]['holder'], Subject>>()

// Powers: only refusals with a schema, events with `true`, rows with `new`.
check<Equal<keyof Context['refuse'], 'stranger'>>()
check<Equal<keyof Context['emit'], 'split'>>()
check<Equal<keyof Context['create'], 'unit'>>()
check<Equal<ReturnType<Context['create']['unit']>, Ref<'land', 'unit'>>>()

// Callers see an action's input and nothing else.
type Settle = CallInput<typeof treasury.actions.settle>
check<Equal<keyof Settle, 'payer' | 'payee' | 'amount'>>()
check<Equal<ActionInput<typeof treasury.actions.settle>['amount'], Money>>()
check<Equal<ActionInput<typeof land.actions.sell>['to'], Uint8Array>>()
check<Equal<keyof CallInput<typeof land.actions.sell>, 'unit' | 'to' | 'price'>>()

// Options may be left out of an input.
type Oppose = ActionInput<typeof approvals.actions.oppose>
check<Equal<undefined extends Oppose['text'] ? true : false, true>>()

// A handler chooses among several statuses, and sees what calls and signers gave.
const review = defineAffair({
  name: 'review',
  version: 1,
  params: { limit: t.int('law/1') },
  entities: {
    file: {
      fields: { owner: t.subject(), until: t.option(t.time()), fine: t.money() },
      status: ['open', 'good', 'bad'],
      has: { open: ['until'], bad: ['until'] },
      tallies: { sum: { sum: 'file', of: 'fine', by: 'owner', in: ['bad'] } },
    },
  },
  actions: {
    judge: {
      on: 'file',
      from: ['open', 'bad'],
      to: ['good', 'bad'],
      basis: 'law/2',
      signers: { judge: { officer: 'judge' }, owner: { person: 'file.owner' } },
      with: { paper: { one: certificates.rows.certificate, is: 'file.paper', from: ['revoked'] } },
      calls: { fee: { of: treasury.actions.settle, give: { payer: 'x', payee: 'x', amount: 'x' } } },
      set: { until: 'file.until' },
      handler: true,
    },
  },
})
type Judge = HandlersOf<typeof review extends Affair<infer A> ? A : never>['judge']
type Seen = Parameters<Judge>[1]
check<Equal<ReturnType<Judge>, { readonly to: 'good' | 'bad' }>>()
check<Equal<Seen['file']['until'], number>>()
check<Equal<Seen['file']['sum'], Money>>()
check<Equal<Seen['paper']['revokedFor'], 'error' | 'fraud' | 'request'>>()
check<Equal<Seen['paper']['expiresAt'], number | null>>()
check<Equal<Seen['paper']['id'], Ref<'certificates', 'certificate'>>>()
check<Equal<Seen['call']['fee']['payment'], Ref<'treasury', 'payment'>>>()
check<Equal<Seen['signer']['judge']['organ'], OrganId>>()
check<Equal<Seen['signer']['owner'], { readonly subject: Subject; readonly key: KeyId }>>()
check<Equal<Seen['param']['limit'], bigint>>()

// A declared affair is the plain data that everything else takes.
const declarations: readonly AffairDeclaration[] = [land, approvals, treasury]
void declarations
