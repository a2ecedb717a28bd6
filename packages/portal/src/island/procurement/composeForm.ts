import { type AnswerMeans, type Answers, type Fields, type Kind, readAnswers, type Value } from '@gongshi/affair-kit'
import type { Composed } from '../../workspace/procurement/foresee.ts'

/** What is written already, as far as it can be read: of what cannot be, or is not there, nothing is said. */
export function readSoFar(fields: Fields, answers: Answers, means: AnswerMeans): Composed {
  return Object.fromEntries(
    Object.entries(fields).map(([name, kind]) => [name, valueSoFar(name, kind, answers, means)]),
  )
}

function valueSoFar(path: string, kind: Kind, answers: Answers, means: AnswerMeans): Value | undefined {
  if (kind.kind === 'list') {
    const length = Number(answers.get(`${path}.length`) ?? '0')
    const items = Array.from({ length }, (_, at) => valueSoFar(`${path}[${at}]`, kind.of, answers, means))
    // An item that is not written yet is one already, as the ledger would count it.
    return items.map((item) => item ?? null)
  }
  if (kind.kind === 'record') {
    const members = Object.entries(kind.fields).flatMap(([name, field]) => {
      const value = valueSoFar(`${path}.${name}`, field, answers, means)
      return value === undefined ? [] : [[name, value] as const]
    })
    return Object.fromEntries(members)
  }
  const read = readAnswers({ [path]: kind }, answers, means)
  return read.ok ? read.input[path] : undefined
}
