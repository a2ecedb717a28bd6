import type { NetworkData, Organ } from '@gongshi/portal'
import { formatDay } from '@gongshi/ui'
import { timeZone } from '../http/pageSite.ts'
import type { Department } from '../network/departments.ts'
import type { NetworkWatch } from '../network/networkWatch.ts'
import type { OtherMembers } from '../others/otherMembers.ts'
import type { GovernanceBook } from './governanceBook.ts'
import type { OrganRegister } from './organRegister.ts'

type Needs = {
  readonly network: Pick<NetworkWatch, 'view'>
  readonly others: Pick<OtherMembers, 'members' | 'forks'>
  readonly book: Pick<GovernanceBook, 'overview'>
  readonly register: Pick<OrganRegister, 'describe'>
}

const changing = new Set(['validators', 'version'])
const undecided = new Set(['open', 'adopted'])

/** Who keeps the ledger, for the page about it. */
export async function networkData({ network, others, book, register }: Needs): Promise<NetworkData> {
  const [view, { proposals }] = await Promise.all([network.view(), book.overview()])
  const today = formatDay(view.time, timeZone)
  const named = async (id: Department['organ']): Promise<Organ | null> =>
    id === null ? null : (await register.describe(id, today)).organ
  const validators = await Promise.all(
    view.validators.map(async (each) => ({ ...each, organ: await named(each.organ) })),
  )
  validators.sort((one, other) => (one.origin ?? '').localeCompare(other.origin ?? '', 'en', { numeric: true }))
  const organs = new Map(validators.map(({ address, organ }) => [address, organ]))
  return {
    ...view,
    others: others.members,
    forks: others.forks,
    validators,
    misbehaviour: view.misbehaviour.map((each) => ({ ...each, organ: organs.get(each.address) ?? null })),
    proposals: proposals.filter(({ kind, status }) => changing.has(kind) && undecided.has(status)),
  }
}
