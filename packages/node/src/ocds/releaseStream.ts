import { setTimeout as pause } from 'node:timers/promises'
import { type PackageHead, packageEnd, packageStart } from '@gongshi/ocds'
import { utf8 } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import type { Projections } from '../projections/projections.ts'
import type { ReleasesAnswer, ReleasesQuestion } from '../projections/question.ts'

type Views = Pick<Projections, 'releases'>

/** Which releases, of the changes behind `after` and before `below`. */
export type Range = Pick<ReleasesQuestion, 'wanted' | 'after' | 'below' | 'contentsAt'>

const waits = { most: 20, ms: 250 }
const comma = utf8(',')

/** JSON lines, or the items of a package with their head. Memory holds one answer of the views at a time. */
export type Form = { readonly kind: 'lines' } | { readonly kind: 'package'; readonly head: PackageHead }

/**
 * Releases, records or compiled releases as bytes, one answer of the views after the other, each asked for when the one
 * before was taken.
 * @throws {NodeError} views-unavailable, views-timeout, when it goes on for seconds
 */
export async function* releaseStream(views: Views, range: Range, form: Form, signal?: AbortSignal) {
  const isPackage = form.kind === 'package'
  const separator = isPackage ? ',' : '\n'
  if (isPackage) yield utf8(packageStart(range.wanted === 'releases' ? 'releases' : 'records', form.head))
  let after = range.after
  let isFirst = true
  do {
    const answer = await ask(views, { ...range, after, ocid: null, separator }, signal)
    after = answer.next
    if (answer.count === 0) continue
    if (isPackage && !isFirst) yield comma
    isFirst = false
    yield isPackage ? answer.bytes.subarray(0, -1) : answer.bytes
  } while (after !== null)
  if (isPackage) yield utf8(packageEnd)
}

/** A moment in which the views are busy does not end an export of minutes. */
async function ask(
  views: Views,
  question: Parameters<Views['releases']>[0],
  signal: AbortSignal | undefined,
): Promise<ReleasesAnswer> {
  for (let waited = 0; ; waited++)
    try {
      return await views.releases(question, signal)
    } catch (error) {
      const isPassing = error instanceof NodeError && error.code.startsWith('views-') && error.code !== 'view-unknown'
      if (!isPassing || waited === waits.most || signal?.aborted) throw error
      await pause(waits.ms)
    }
}
