import {
  combine,
  contribute,
  enrol,
  ownPart,
  type Random,
  readContribution,
  readEnrolled,
  receive,
} from '@gongshi/threshold'

/** A key of so many honest trustees, each step as each of them does it: enrol, contribute, judge what all others have handed over. */
export function foundKey(context: Uint8Array, trustees: number, threshold: number, random: Random) {
  const enrolments = Array.from({ length: trustees }, () => enrol(context, random))
  const ceremony = { context, threshold, trustees: enrolments.map((each) => readEnrolled(context, each.enrolled)) }
  const published = enrolments.map((_, at) => contribute(ceremony, at + 1, random))
  const contributions = published.map((bytes, at) => readContribution(ceremony, at + 1, bytes))
  const parts = enrolments.map(({ secret }, to) =>
    ownPart(
      contributions.map((each, from) => {
        const received = receive(ceremony, { from: from + 1, to: to + 1 }, each, secret, random)
        if (!received.ok) throw new Error('a part is missing')
        return received.part
      }),
    ),
  )
  return { ceremony, published, parts, key: combine(threshold, trustees, contributions) }
}
