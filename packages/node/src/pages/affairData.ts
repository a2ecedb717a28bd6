import { diagramTableHtml, lawHtml, lawPage, stateDiagram } from '@gongshi/affair-kit'
import { affairTexts } from '@gongshi/affairs'
import type { AffairData } from '@gongshi/portal'
import { toHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import type { AffairBook } from '../affairBook.ts'
import { NodeError } from '../errors.ts'
import type { GovernanceBook } from './governanceBook.ts'

/** An affair as law and as pictures, both generated from the declaration that decides. @throws {NodeError} affair-not-found */
export function affairData(
  affairs: AffairBook,
  book: Pick<GovernanceBook, 'parametersOf'>,
  name: string,
  lang: Lang,
): AffairData {
  const declaration = affairs.find(name)
  const versions = affairs.versions(name)
  const active = versions.at(-1)
  const texts = affairTexts[name]
  if (declaration === undefined || active === undefined || texts === undefined)
    throw new NodeError({ code: 'affair-not-found' })
  return {
    name,
    title: [
      { lang: 'zh', text: texts.zh.name },
      { lang: 'en', text: texts.en.name },
    ],
    version: active.version,
    versionHash: toHex(active.hash),
    activeSince: active.from,
    versions: versions.map(({ version, hash, from }) => ({ version, hash: toHex(hash), activeSince: from })),
    // Its figures stand in a table of their own, with what they are.
    law: lawHtml({ ...lawPage(declaration, texts[lang], lang), params: [] }),
    parameters: book.parametersOf(name),
    diagrams: Object.keys(declaration.entities).map((entity) => {
      const diagram = stateDiagram(declaration, texts[lang], lang, entity)
      return {
        entity: texts[lang].entities?.[entity]?.name ?? entity,
        svg: diagram.svg,
        table: diagramTableHtml(diagram),
      }
    }),
  }
}
