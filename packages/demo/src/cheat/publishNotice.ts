import { disclosure } from '@gongshi/affairs'
import { type Client, type Committed, createWallet, submit, uploadContent } from '@gongshi/sdk'
import type { Bilingual } from '../bilingual.ts'
import { publisherName } from '../city/officers.ts'
import { demoScheme } from '../city/organs.ts'
import { type DemoKeys, noticeMembers } from '../seed.ts'

export type NewNotice = {
  readonly identifier: string
  readonly organ: string
  readonly title: Bilingual
  readonly text: Bilingual
}

/** Something harmless: with it the city's life goes on, on whatever log the operator has left. */
export const ordinaryNotice: NewNotice = {
  identifier: 'QS-2026-101',
  organ: 'qs-gov',
  title: { zh: '关于节假日值班安排的公告', en: 'Duty roster for the holidays' },
  text: { zh: '各窗口照常值班。', en: 'The counters stay open.' },
}

/** An honest officer publishes, and knows nothing of what the operator does with it. */
export async function publishNotice(client: Client, keys: DemoKeys, notice: NewNotice): Promise<Committed> {
  const signer = await keys(publisherName(notice.organ))
  const content = await uploadContent(client, signer, noticeMembers({ title: notice.title, paragraphs: [notice.text] }))
  return submit(
    client,
    createWallet(signer),
    { affair: disclosure, action: 'publish' },
    {
      organ: { scheme: demoScheme, id: notice.organ },
      identifier: notice.identifier,
      kind: 'notice',
      clause: 'government-information/20',
      issued: '2026-06-01',
      effective: null,
      expires: null,
      content,
    },
  )
}
