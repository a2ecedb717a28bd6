import type { Client } from '@gongshi/sdk'
import type { TrusteeSecrets } from '@gongshi/sdk/trustee'
import { readOfficerNumbers } from '../powers.ts'
import type { DemoKeys } from '../seed.ts'
import { DemoProcedure } from './procedure.ts'
import { expertNames, trusteeName } from './roles.ts'
import type { Story } from './stories.ts'

/** A clock that somebody sets: it runs on from there. */
export type SetClock = (time: number) => void

const dayMs = 86_400_000
/** After an amendment: as many days as the law gives. */
const afterAmendment = 15

type Step = {
  readonly day: number
  readonly play: (procedure: DemoProcedure, dayAt: (day: number) => number) => Promise<void>
}

/** What a trustee of the city has to keep of one procedure. `name`: of its key file. */
export type TrusteeKept = { readonly name: string; readonly secrets: TrusteeSecrets }

/**
 * Plays the procedures, each act on its day. All that fall on one day are played side by side.
 * @returns what the trustees keep, so that whoever runs the demo can go on
 * @throws {DemoError} demo-seed-refused
 */
export async function playStories(
  client: Client,
  keys: DemoKeys,
  {
    tenders,
    today,
    setClock,
  }: { readonly tenders: readonly Story[]; readonly today: number; readonly setClock: SetClock },
): Promise<TrusteeKept[]> {
  const stage = { client, keys, chainId: client.chainId!, experts: await readOfficerNumbers(client, keys, expertNames) }
  const dayAt = (day: number) => today + day * dayMs
  const played = tenders.map((story) => ({ procedure: new DemoProcedure(stage, story), steps: stepsOf(story) }))
  const days = [...new Set(played.flatMap(({ steps }) => steps.map(({ day }) => day)))].toSorted((a, b) => a - b)
  for (const day of days) {
    setClock(dayAt(day))
    await Promise.all(
      played.map(async ({ procedure, steps }) => {
        for (const step of steps) if (step.day === day) await step.play(procedure, dayAt)
      }),
    )
  }
  return played.flatMap(({ procedure }) =>
    [...procedure.secrets].map(([organ, secrets]) => ({ name: trusteeName(organ), secrets })),
  )
}

function stepsOf({ days, enquiries }: Story): Step[] {
  const { prepare, announce, bidUntil, enquire, amend, bid, open, score, award, sign, ask, answer } = days
  const step = (day: number | undefined, play: Step['play']): Step[] => (day === undefined ? [] : [{ day, play }])
  const extended = amend === undefined ? bidUntil! : Math.max(bidUntil!, amend + afterAmendment)
  return [
    ...step(prepare, (procedure) => procedure.prepare()),
    ...(announce === undefined
      ? step(prepare, (procedure) => procedure.beginKey())
      : step(prepare, (procedure) => procedure.makeKey())),
    ...step(announce, (procedure, dayAt) => procedure.announce(dayAt(bidUntil!))),
    ...(enquiries.length === 0 ? [] : step(enquire, (procedure) => procedure.enquire())),
    ...step(amend, (procedure, dayAt) => procedure.amend(dayAt(extended))),
    ...step(bid, (procedure) => procedure.bid()),
    ...step(open, (procedure) => procedure.open()),
    ...step(score, (procedure) => procedure.score()),
    ...step(award, (procedure) => procedure.award()),
    ...step(sign, (procedure) => procedure.sign()),
    ...step(ask, (procedure) => procedure.flag()),
    ...step(answer, (procedure) => procedure.answerFlag()),
  ]
}
