export type { Ast, BinaryOp, ComprehensionOp } from './cel/ast.ts'
export { evaluate } from './cel/evaluate.ts'
export type * from './cel/value.ts'
export { weekdayCalendar } from './cel/workdays.ts'
export { type ActionInput, type Affair, defineAffair, type InputKinds, party } from './declare/affair.ts'
export type * from './declare/declaration.ts'
export { type HandlersOf, type Implementation, implement } from './declare/implement.ts'
export { decodeInput, decodeInputFields, encodeInput, inputFields } from './declare/input.ts'
export type { Callable, RowHandle } from './declare/judge.ts'
export type {
  Commitment,
  DivisionId,
  Given,
  KeyId,
  Opaque,
  OrganId,
  PlainFields,
  Ref,
  Subject,
  ValueOf,
} from './declare/values.ts'
export { diagramTableHtml, type StateDiagram, stateDiagram } from './diagram/stateDiagram.ts'
export { KitError, type KitFailure } from './errors.ts'
export { kitErrorTexts } from './errorTexts.ts'
export {
  type AnswerFault,
  type AnswerMeans,
  type Answers,
  answerParts,
  durationUnits,
  type Read,
  readAnswers,
} from './form/answers.ts'
export { answersOf } from './form/answersOf.ts'
export { type FormField, type FormLayout, formLayout } from './form/formLayout.ts'
export { kindWords } from './form/kindWords.ts'
export { decodeValue, encodeValue } from './kinds/codec.ts'
export { type Json, valueFromJson, valueToJson } from './kinds/json.ts'
export type { Fields, Kind, ScalarName } from './kinds/kind.ts'
export { storedKind, storeValue, textHash } from './kinds/stored.ts'
export { t } from './kinds/t.ts'
export { type ActLayout, actLayout } from './law/actLayout.ts'
export { actWords, type SignedAct } from './law/actWords.ts'
export { articleSentences, type LawPage, lawHtml, lawPage } from './law/lawPage.ts'
export { ruleWords } from './law/ruleWords.ts'
export { type ActWords, type CurrencyDigits, sayAct } from './law/sayAct.ts'
export { governanceAffair, type Order, orderFields } from './orders.ts'
export type * from './program.ts'
export { identityAffair, organisationsAffair } from './run/affairNames.ts'
export type { RequiredSigner } from './run/authority.ts'
export { findBroughtKey } from './run/broughtKey.ts'
export { ledgerCalendar } from './run/calendars.ts'
export { rowPath } from './run/conflicts.ts'
export { type Explained, type ExplainedOffice, explain, type Question, type Rule } from './run/explain.ts'
export { foreseenRefusals } from './run/foreseen.ts'
export type {
  Block,
  DueItem,
  Fault,
  Host,
  Installed,
  Memory,
  Outcome,
  Performed,
  Registry,
  Request,
  Sized,
  StateReader,
  StateWriter,
} from './run/host.ts'
export { type Mandates, mandatesOf } from './run/mandates.ts'
export { newMemory } from './run/memory.ts'
export { Meter } from './run/meter.ts'
export { readCurrentRow } from './run/migrate.ts'
export type { Office } from './run/offices.ts'
export { insertMember, type PageSet, rangeOfMembers, removeMember } from './run/pages.ts'
export { encodeParameter, ledgerAffair, parameterTable } from './run/parameters.ts'
export { perform, performDue } from './run/perform.ts'
export { type KitRefusal, Refused } from './run/refusal.ts'
export { refusalTexts } from './run/refusalTexts.ts'
export { requiredSigners } from './run/requiredSigners.ts'
export {
  decodeRow,
  emptyTallies,
  encodeRow,
  entityTable,
  historyTable,
  indexTable,
  type RowState,
} from './run/row.ts'
export { dayBegins } from './run/terms.ts'
export { kitVersion, versionHash } from './run/version.ts'
export { declarationBytes, declarationHash } from './schema/canonical.ts'
export { entitySchema, inputSchema, type JsonSchema, sealedSchema } from './schema/jsonSchema.ts'
export { digestRecord } from './sealed/digestRecord.ts'
export { draw, drawLimits } from './sealed/draw.ts'
export { rowLabel } from './sealed/rowLabel.ts'
export { openRecord, type Sealing, sealedFields, sealRecord } from './sealed/sealedRecord.ts'
export { checkTexts } from './texts/checkTexts.ts'
export type { AffairTexts } from './texts/texts.ts'
export { textsHash } from './texts/textsHash.ts'
