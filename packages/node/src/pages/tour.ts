import type { TourData } from '@gongshi/portal'
import type { Services } from '../http/services.ts'
import { evidenceLinks, listNotices, type RecordNeeds } from './records.ts'

/** What a tour shows of the ledger as it is now. */
export async function tourData(
  needs: RecordNeeds & Pick<Services, 'affairs'>,
  persona: TourData['persona'],
): Promise<TourData> {
  const [notice] = (await listNotices(needs, { limit: 1 })).notices
  const shown = notice === undefined ? null : { notice, evidence: evidenceLinks(notice.entry) }
  return {
    persona,
    notice: shown,
    entry: needs.ledger.logSize() - 1,
    isProcuring: needs.affairs.find('procurement') !== undefined,
  }
}
