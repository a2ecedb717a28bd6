import type { Lang } from '@gongshi/ui'
import { at, paths } from '../links.ts'
import type { OpenData } from '../openData.ts'
import type { openDataTexts } from '../texts/openData.ts'

/** Formats with the media types of IANA's registry. */
export const mediaTypes = {
  CSV: 'text/csv',
  JSON: 'application/json',
  'JSON Lines': 'application/jsonl',
  Atom: 'application/atom+xml',
  iCalendar: 'text/calendar',
  'Server-Sent Events': 'text/event-stream',
  text: 'text/plain',
  tile: 'application/octet-stream',
  HTML: 'text/html',
  OpenAPI: 'application/json',
} as const

type Link = { readonly label: keyof typeof mediaTypes; readonly href: string }

/** A file by its addresses, and its size where it has one before it is made. */
export type DataFile = {
  /** Its name in texts and for programs; it stays. */
  readonly id: keyof (typeof openDataTexts)['zh']
  readonly links: readonly Link[]
  readonly bytes: number | null
  /** The standard that it follows. */
  readonly conformsTo: string | null
}

const ocds = 'https://standard.open-contracting.org/1.1/'

function file(
  id: DataFile['id'],
  links: readonly Link[],
  more: Partial<Pick<DataFile, 'bytes' | 'conformsTo'>> = {},
): DataFile {
  return { id, links, bytes: null, conformsTo: null, ...more }
}

/** What acts come to. */
export function statisticsFilesOf(): DataFile[] {
  return (['days', 'affairs', 'organs'] as const).map((name) =>
    file(name, [
      { label: 'CSV', href: paths.statisticsFile(name, 'csv') },
      { label: 'JSON', href: paths.statisticsFile(name, 'json') },
    ]),
  )
}

export function procurementFilesOf(): DataFile[] {
  const counted = (['lots', 'years', 'months', 'bids', 'suppliers', 'buyers'] as const).map((name) =>
    file(name, [{ label: 'CSV', href: paths.procurementFile(`${name}.csv`) }]),
  )
  const json = (name: string): Link => ({ label: 'JSON', href: `/ocds/export/${name}.json` })
  const lines = (name: string): Link => ({ label: 'JSON Lines', href: `/ocds/export/${name}.jsonl` })
  return [
    file('procedures', [
      { label: 'CSV', href: paths.procurementFile('procedures.csv') },
      { label: 'JSON', href: paths.procurementFile('procedures.json') },
    ]),
    ...counted,
    file('ocdsReleases', [json('releases'), lines('releases')], { conformsTo: ocds }),
    file('ocdsRecords', [json('records'), lines('records')], { conformsTo: ocds }),
    file('ocdsCompiled', [lines('compiled')], { conformsTo: ocds }),
    file('ocdsPages', [{ label: 'JSON', href: '/ocds/packages' }], { conformsTo: ocds }),
  ]
}

export function followFilesOf(lang: Lang): DataFile[] {
  return [
    file('notices', [{ label: 'Atom', href: at(lang, paths.noticeFeed) }]),
    file('calendar', [{ label: 'iCalendar', href: at(lang, paths.calendar) }]),
    file('stream', [{ label: 'Server-Sent Events', href: '/api/v1/events' }]),
  ]
}

/** What the evidence rests on; of a log that nobody has published yet there is no checkpoint. */
export function logFilesOf({ bytes, verifier, firstTile }: OpenData): DataFile[] {
  const checkpoint = { bytes: bytes.checkpoint, conformsTo: 'https://c2sp.org/tlog-checkpoint' }
  const tiles = { conformsTo: 'https://c2sp.org/tlog-tiles' }
  return [
    ...(bytes.checkpoint === null
      ? []
      : [file('checkpoint', [{ label: 'text', href: '/log/checkpoint' }], checkpoint)]),
    ...(firstTile === null ? [] : [file('tiles', [{ label: 'tile', href: firstTile }], tiles)]),
    file('genesis', [{ label: 'JSON', href: '/api/v1/genesis' }], { bytes: bytes.genesis }),
    file('trust', [{ label: 'JSON', href: '/api/v1/trust' }], { bytes: bytes.trust }),
    file('verifier', [{ label: 'HTML', href: '/verify' }], { bytes: verifier.bytes }),
    file('openapi', [{ label: 'OpenAPI', href: '/openapi.json' }]),
  ]
}
