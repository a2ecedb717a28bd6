import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { OpenData, Register, RegistersData } from '../openData.ts'
import { affairWord } from '../texts/affairWords.ts'
import { openDataTexts } from '../texts/openData.ts'
import {
  type DataFile,
  followFilesOf,
  logFilesOf,
  mediaTypes,
  procurementFilesOf,
  statisticsFilesOf,
} from './openDataFiles.ts'

type Node = { readonly [member: string]: unknown }
type Said = { readonly zh: string; readonly en: string }

export const catalogueType = 'application/ld+json'

const vocabularies = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
}
const languages = ['zho', 'eng'].map((code) => ({
  '@id': `http://publications.europa.eu/resource/authority/language/${code.toUpperCase()}`,
}))
const mediaTypeAt = (type: string) => ({ '@id': `https://www.iana.org/assignments/media-types/${type}` })
/** JSON-LD's own: what the language of a text is (JSON-LD 1.1 §4.2.4). */
const inBoth = ({ zh, en }: Said) => [
  { '@value': zh, '@language': 'zh-Hans' },
  { '@value': en, '@language': 'en' },
]

/**
 * Everything that `/data` offers, for catalogues of open data: DCAT 3 (W3C Recommendation of 22 August 2024) as JSON-LD.
 * Each dataset has an address that stays; `dct:modified` is the time of the block that the data stand at.
 */
export function renderCatalogue(
  data: OpenData,
  registers: readonly RegistersData[],
  { site, base }: Pick<PageContext, 'site'> & { readonly base: string },
): string {
  const text = { zh: openDataTexts.zh, en: openDataTexts.en }
  const say = (id: keyof (typeof openDataTexts)['zh']): Said => ({ zh: text.zh[id], en: text.en[id] })
  const here = `${base}${paths.catalogue}`
  const publisher = { '@id': `${base}/`, '@type': 'foaf:Agent', 'foaf:name': inBoth(site.name) }
  const terms = data.licence === null ? {} : { 'dct:license': { '@id': data.licence.url } }
  const modified = { '@value': new Date(data.asOf.time).toISOString(), '@type': 'xsd:dateTime' }
  const dataset = (id: string, title: Said, distributions: readonly Node[]): Node => ({
    '@id': `${here}#${id}`,
    '@type': 'dcat:Dataset',
    'dct:identifier': `${site.chainId}/${id}`,
    'dct:title': inBoth(title),
    'dct:publisher': { '@id': publisher['@id'] },
    'dct:modified': modified,
    'dct:language': languages,
    ...terms,
    'dcat:landingPage': { '@id': `${base}${at('zh', paths.openData)}` },
    'dcat:distribution': distributions.map((each) => ({ '@type': 'dcat:Distribution', ...each, ...terms })),
  })
  const ofFile = (group: string, { id, links, bytes, conformsTo }: DataFile): Node =>
    dataset(
      `${group}-${id}`,
      say(id),
      links.map(({ label, href }) => ({
        'dcat:accessURL': { '@id': `${base}${href}` },
        'dcat:downloadURL': { '@id': `${base}${href}` },
        'dcat:mediaType': mediaTypeAt(mediaTypes[label]),
        ...(bytes !== null && { 'dcat:byteSize': { '@value': String(bytes), '@type': 'xsd:nonNegativeInteger' } }),
        ...(conformsTo !== null && { 'dct:conformsTo': { '@id': conformsTo } }),
      })),
    )
  const catalogue = {
    '@context': vocabularies,
    '@id': here,
    '@type': 'dcat:Catalog',
    'dct:title': inBoth(say('title')),
    'dct:description': inBoth(say('lead')),
    'dct:publisher': publisher,
    'dct:modified': modified,
    'dct:language': languages,
    ...terms,
    'foaf:homepage': { '@id': `${base}/` },
    'dcat:dataset': [
      ...statisticsFilesOf().map((each) => ofFile('statistics', each)),
      ...(data.isProcuring ? procurementFilesOf().map((each) => ofFile('procurement', each)) : []),
      ...registers.flatMap(({ affair, registers: of }) =>
        of.map((register) =>
          dataset(`register-${affair}-${register.view}`, titleOf(affair, register), tablesOf(base, affair, register)),
        ),
      ),
      ...followFilesOf('zh').map((each) => ofFile('follow', each)),
      ...logFilesOf(data).map((each) => ofFile('log', each)),
    ],
  }
  return JSON.stringify(catalogue)
}

function titleOf(affair: string, { title }: Register): Said {
  const named = (lang: 'zh' | 'en') => `${affairWord(affair, lang)} · ${title[lang]}`
  return { zh: named('zh'), en: named('en') }
}

/** A register is taken page by page: no address has all of it. */
function tablesOf(base: string, affair: string, { view }: Register): Node[] {
  const address = `${base}/api/v1/affairs/${encodeURIComponent(affair)}/views/${encodeURIComponent(view)}`
  return [
    { 'dcat:accessURL': { '@id': `${address}?format=csv` }, 'dcat:mediaType': mediaTypeAt(mediaTypes.CSV) },
    { 'dcat:accessURL': { '@id': address }, 'dcat:mediaType': mediaTypeAt(mediaTypes.JSON) },
  ]
}
