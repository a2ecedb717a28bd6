import { renderGovernance, renderProposal, renderRuleHistory, ruleKinds } from '@gongshi/portal'
import { Type } from 'typebox'
import type { GovernanceBook } from '../../pages/governanceBook.ts'
import { type RuleHistoryAsked, ruleHistory } from '../../pages/ruleHistory.ts'
import type { Services } from '../services.ts'
import type { PageRoute } from './recordPages.ts'

/** An empty choice of a form is none. */
const kind = Type.Optional(Type.Union(['', ...ruleKinds].map((each) => Type.Literal(each))))
const cursor = Type.Optional(Type.String({ maxLength: 1024 }))

/** Who decides about the ledger, what they vote on, and all that they have changed. */
export function governancePages(
  route: PageRoute,
  services: Pick<Services, 'affairs' | 'views' | 'cursors'>,
  book: GovernanceBook,
): void {
  route('/governance', {}, async (context) => renderGovernance(await book.overview(), context))
  route('/governance/history', { kind, cursor }, async (context, query) =>
    renderRuleHistory(await ruleHistory({ ...services, book }, query as RuleHistoryAsked), context),
  )
  route('/governance/:key', {}, async (context, _query, { key }) => renderProposal(await book.proposal(key!), context))
}
