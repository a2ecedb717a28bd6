import { availableParallelism } from 'node:os'
import type { AffairDeclaration } from '@gongshi/affair-kit'
import { toHex } from '@gongshi/protocol'
import { keyOfOcid, ocidOf } from '../ocds/nativeOcid.ts'
import type { RowsAsked } from './batch.ts'
import { holdsText } from './changes.ts'
import type { ContentsAsked, SourceContents } from './documentSource.ts'
import type { Founding } from './genesisRows.ts'
import { type Location, questionsAtOnce } from './location.ts'
import type {
  Answer,
  FeedAnswer,
  FeedQuestion,
  HistoryQuestion,
  ListQuestion,
  MatchesAnswer,
  MatchesQuestion,
  Question,
  ReleasesAnswer,
  ReleasesQuestion,
  RevisionsAnswer,
  RevisionsQuestion,
  SearchQuestion,
  SignedAnswer,
  SignedQuestion,
  SuggestionsAnswer,
  SuggestionsQuestion,
  TalliesAnswer,
} from './question.ts'
import { Readers } from './readers.ts'
import { Source, type SourceLedger } from './source.ts'
import type { FailedRow } from './tables.ts'
import { startThread, type Thread } from './thread.ts'
import type { GenerationStatus, WriterStatus } from './writer.ts'

export type ProjectionsNeeds = {
  readonly ledger: SourceLedger
  /** What is held beside the ledger; null: nothing. Whoever has it tells of each change (`contentChanged`). */
  readonly contents: SourceContents | null
  readonly declarations: readonly AffairDeclaration[]
  /** Rows that stood there before the first entry; null: none. */
  readonly founding: Founding | null
  readonly location: Location
  /** With which the ocids of native procedures begin. */
  readonly ocidPrefix: string
  /** What failed beside the ledger: nothing of it keeps the node from serving what it has. */
  onFault(error: unknown): void
  /** An entry that no rows could be made of. */
  onFailed(failed: FailedRow): void
  onStatus(status: WriterStatus): void
}

export type ProjectionsStatus = WriterStatus & { readonly logSize: number }

const nothingYet: WriterStatus = { serving: null, building: null, fault: null, failed: 0 }

/**
 * The rows of every affair as they were and are, with indexes and full text: projected from the log, each entry once, in
 * threads of their own, and always rebuildable. They follow the ledger at their own pace and say how far they have come.
 */
export class Projections {
  readonly #needs: ProjectionsNeeds
  readonly #source: Source
  readonly #writer: Thread
  readonly #readers: Readers
  #status = nothingYet

  constructor(needs: ProjectionsNeeds) {
    const { ledger, contents, declarations, founding, location, ocidPrefix, onFault } = needs
    this.#needs = needs
    this.#source = new Source(ledger, declarations.some(takesText), contents)
    const data = { location, declarations, founding, genesis: toHex(ledger.info().genesisHash) }
    const count = Math.min(2, Math.max(1, availableParallelism() - 2))
    this.#readers = new Readers(count, questionsAtOnce(location), { ...data, ocidPrefix }, onFault)
    const source = this.#source
    const handlers = {
      entries: (asked: Parameters<Source['entries']>[0]) => source.entries(asked),
      rows: (asked: RowsAsked) => source.rows(asked),
      root: (size: number) => source.root(size),
      contents: (asked: { generation: number; isFirst: boolean }) => source.documents.next(asked),
      contentBytes: (asked: ContentsAsked) => source.documents.read(asked),
      serve: (generation: number | null) => this.#readers.serve(generation),
      report: (status: WriterStatus) => this.#take(status),
      failed: (failed: FailedRow) => needs.onFailed(failed),
    }
    this.#writer = startThread(new URL('./writerThread.ts', import.meta.url), data, handlers, async () => null, onFault)
  }

  /** Something was committed. */
  wake(): void {
    this.#source.wake()
  }

  /** A content came, or is gone. */
  contentChanged(commitment: Uint8Array): void {
    this.#source.documents.changed(commitment)
    this.#source.wake()
  }

  /** How far the rows have come that answer now. */
  progress(): GenerationStatus {
    return this.#status.serving ?? { generation: 0, entries: 0, height: 0, documents: 0 }
  }

  status(): ProjectionsStatus {
    return { ...this.#status, logSize: this.#needs.ledger.logSize() }
  }

  /** Makes every row anew from the log, while the present ones go on answering. */
  async rebuild(): Promise<void> {
    const asked = this.#writer.calls.call('rebuild')
    this.#source.release()
    await asked
  }

  /** @throws {NodeError} view-unknown, views-unavailable, views-busy, views-timeout */
  list(question: ListQuestion, signal?: AbortSignal): Promise<Answer> {
    return this.#ask({ kind: 'list', ...question }, signal)
  }

  /** Every revision of a row, the first one first. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  history(question: HistoryQuestion, signal?: AbortSignal): Promise<Answer> {
    return this.#ask({ kind: 'history', ...question }, signal)
  }

  /** What an entry changed. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  changes(entry: number, signal?: AbortSignal): Promise<Answer> {
    return this.#ask({ kind: 'changes', entry }, signal)
  }

  /** @throws {NodeError} views-unavailable, views-busy, views-timeout */
  search(question: SearchQuestion, signal?: AbortSignal): Promise<Answer> {
    return this.#ask({ kind: 'search', ...question }, signal)
  }

  /** What finds something, for words that find nothing. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  suggestions(question: SuggestionsQuestion, signal?: AbortSignal): Promise<SuggestionsAnswer> {
    return this.#readers.ask({ kind: 'suggestions', ...question }, signal)
  }

  /** What keys signed, refused acts too. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  signed(question: SignedQuestion, signal?: AbortSignal): Promise<SignedAnswer> {
    return this.#readers.ask({ kind: 'signed', ...question }, signal)
  }

  /** What changed, from a change on; looked through in steps. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  revisions(question: RevisionsQuestion): Promise<RevisionsAnswer> {
    return this.#readers.ask({ kind: 'revisions', ...question })
  }

  /** Which rows have the words. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  matches(question: MatchesQuestion): Promise<MatchesAnswer> {
    return this.#readers.ask({ kind: 'matches', ...question })
  }

  /** OCDS releases as they may be shown. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  releases(question: ReleasesQuestion, signal?: AbortSignal): Promise<ReleasesAnswer> {
    return this.#readers.ask({ kind: 'releases', ...question }, signal)
  }

  /** What the Open Contracting Data Standard calls a procedure, by the key of its row. */
  ocidOf(key: Uint8Array): string {
    return ocidOf(this.#needs.ocidPrefix, key)
  }

  /** Whether an ocid has the form of a native procedure's. */
  isNative(ocid: string): boolean {
    return keyOfOcid(this.#needs.ocidPrefix, ocid) !== null
  }

  /** Which OCDS releases there are. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  releaseFeed(question: FeedQuestion, signal?: AbortSignal): Promise<FeedAnswer> {
    return this.#readers.ask({ kind: 'releaseFeed', ...question }, signal)
  }

  /** What acts come to in numbers. @throws {NodeError} views-unavailable, views-busy, views-timeout */
  tallies(): Promise<TalliesAnswer> {
    return this.#readers.ask({ kind: 'tallies' })
  }

  async close(): Promise<void> {
    const closed = this.#writer.close()
    this.#source.release()
    await closed
    await this.#readers.close()
  }

  #ask(question: Question, signal: AbortSignal | undefined): Promise<Answer> {
    return this.#readers.ask(question, signal)
  }

  #take(status: WriterStatus): null {
    if (status.fault !== null && status.fault !== this.#status.fault)
      this.#needs.onFault(Object.assign(new Error('the projections cannot be written'), { code: status.fault }))
    this.#status = status
    this.#needs.onStatus(status)
    if (status.fault !== null) this.#readers.open()
    return null
  }
}

function takesText({ entities, actions }: AffairDeclaration): boolean {
  const kinds = [
    ...Object.values(entities).flatMap(({ fields }) => Object.values(fields)),
    ...Object.values(actions).flatMap(({ input = {} }) => Object.values(input)),
  ]
  return kinds.some(holdsText)
}
