import { type DueNotice, type Happening, happeningId, type NotificationsData, voteId, waitingId } from '@gongshi/portal'
import type { Officer } from '../../signIn/officer.ts'
import { type InboxNeeds, inboxAndSigned } from './inbox.ts'

/** What falls due within it is due soon. Milliseconds. */
const soonMs = 7 * 24 * 60 * 60 * 1000
const mostHappened = 30

/** What happened to what an officer signed, what falls due soon, what waits: the inbox's and the activity's own reads, told anew. */
export async function notificationsOf(
  needs: InboxNeeds & { now(): number },
  officer: Pick<Officer, 'offices'>,
  keys: readonly Uint8Array[],
): Promise<NotificationsData> {
  const { waiting, proposals, moved, signed } = await inboxAndSigned(needs, officer, keys)
  const now = needs.now()
  const isSoon = (at: number | null): at is number => at !== null && at - now <= soonMs
  const due: DueNotice[] = [
    ...waiting.flatMap((matter) => (isSoon(matter.due) ? [{ kind: 'matter' as const, at: matter.due, matter }] : [])),
    ...proposals.flatMap((proposal) =>
      isSoon(proposal.closes) ? [{ kind: 'vote' as const, at: proposal.closes, proposal }] : [],
    ),
  ]
  const own = signed.map(
    ({ index, time, affair = '', action = '', outcome }): Happening => ({
      ...{ entry: index, at: time, affair, action, moved: null },
      refused: outcome?.ok === false ? outcome.code : null,
    }),
  )
  const others = moved.map(
    (matter): Happening => ({
      ...{ entry: matter.entry, at: matter.at, affair: matter.affair, action: matter.action, moved: matter },
      refused: null,
    }),
  )
  return {
    now,
    due: due.toSorted((left, right) => left.at - right.at),
    happened: [...own, ...others].toSorted((left, right) => right.entry - left.entry).slice(0, mostHappened),
    waiting: [...waiting.filter((matter) => !isSoon(matter.due)), ...proposals.filter(({ closes }) => !isSoon(closes))],
  }
}

/** The same as ids, by which a browser counts what it has not shown yet. */
export function noticeIds({ due, happened, waiting }: NotificationsData): readonly string[] {
  const dueIds = due.map((notice) => (notice.kind === 'vote' ? voteId(notice.proposal) : waitingId(notice.matter)))
  const waitingIds = waiting.map((row) => ('topic' in row ? voteId(row) : waitingId(row)))
  return [...new Set([...dueIds, ...happened.map(happeningId), ...waitingIds])]
}
