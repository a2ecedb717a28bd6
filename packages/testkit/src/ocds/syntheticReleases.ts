/**
 * Made-up procurement data in OCDS 1.1: no release, organ, company or person in it exists. Every text that a natural
 * person could be found by is listed beside it, so that a test can look for it everywhere else.
 */
export type SyntheticReleases = {
  readonly releases: readonly SyntheticRelease[]
  /** Names, e-mail addresses and telephone numbers of (made-up) persons. */
  readonly persons: readonly string[]
}
export type SyntheticRelease = { readonly ocid: string; readonly id: string; readonly [member: string]: unknown }

const surnames = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', 'Okafor', 'Lindqvist', 'Moreau', 'Tanaka']
const givenNames = ['思远', '雨桐', '建国', '丽华', 'Adaeze', 'Britta', 'Camille', 'Daichi']
const currencies = ['CNY', 'EUR', 'JPY', 'KWD', 'CLF', 'COP'] as const
const decimals = { CNY: 2, EUR: 2, JPY: 0, KWD: 3, CLF: 4, COP: 2 } as const

export function syntheticReleases(count: number, label = 'synthetic'): SyntheticReleases {
  const persons: string[] = []
  const releases = Array.from({ length: count }, (_, number) => {
    const clerk = `${surnames[number % surnames.length]} ${givenNames[number % givenNames.length]} ${label} ${number}`
    const trader = `${givenNames[(number + 3) % givenNames.length]} ${label} trader ${number}`
    const email = `clerk.${label}.${number}@persons.example`
    const telephone = `+999 555 ${String(100_000 + number)}`
    persons.push(clerk, trader, email, telephone)
    return syntheticRelease(number, { clerk, trader, email, telephone })
  })
  return { releases, persons }
}

type Persons = { readonly clerk: string; readonly trader: string; readonly email: string; readonly telephone: string }

function syntheticRelease(number: number, { clerk, trader, email, telephone }: Persons): SyntheticRelease {
  const currency = currencies[number % currencies.length]!
  const amount = Number((1_000 + number * 7.5).toFixed(decimals[currency]))
  const organ = `X-DEMO-${100 + (number % 9)}`
  const name = `Synthetic Bureau ${100 + (number % 9)}`
  const company = `Synthetic Works ${number % 50} Ltd`
  return {
    ocid: `ocds-000000-${String(number).padStart(6, '0')}`,
    id: `synthetic-${number}-award`,
    date: new Date(Date.UTC(2026, 0, 1 + (number % 300), 8)).toISOString(),
    tag: ['award'],
    initiationType: 'tender',
    language: 'en',
    parties: [
      {
        id: organ,
        name,
        roles: ['buyer', 'procuringEntity'],
        identifier: { scheme: 'X-DEMO', id: String(100 + (number % 9)), legalName: name },
        contactPoint: { name: clerk, email, telephone },
      },
      number % 2 === 0
        ? { id: 'supplier', name: trader, roles: ['supplier'] }
        : {
            id: 'supplier',
            name: company,
            roles: ['supplier'],
            identifier: { scheme: 'X-DEMO-CO', id: String(number) },
          },
    ],
    buyer: { id: organ, name },
    tender: {
      id: `t-${number}`,
      title: `Synthetic tender ${number}; questions to ${email}`,
      status: 'complete',
      procuringEntity: { id: organ, name: clerk },
      value: { amount, currency },
    },
    awards: [
      {
        id: `a-${number}`,
        status: 'active',
        value: { amount, currency },
        suppliers: [{ id: 'supplier', name: number % 2 === 0 ? trader : company }],
      },
    ],
  }
}

/** The releases as an OCDS release package. */
export function releasePackage(releases: readonly SyntheticRelease[]): object {
  return {
    uri: 'https://data.example/synthetic.json',
    version: '1.1',
    publishedDate: '2026-01-01T00:00:00Z',
    publisher: { name: 'Synthetic data of the Gongshi test kit' },
    license: 'https://creativecommons.org/publicdomain/zero/1.0/',
    releases,
  }
}

/** The releases as an OCDS record package, one record an ocid. */
export function recordPackage(releases: readonly SyntheticRelease[]): object {
  const records = new Map<string, SyntheticRelease[]>()
  for (const release of releases) records.set(release.ocid, [...(records.get(release.ocid) ?? []), release])
  return {
    uri: 'https://data.example/synthetic-records.json',
    version: '1.1',
    publishedDate: '2026-01-01T00:00:00Z',
    publisher: { name: 'Synthetic data of the Gongshi test kit' },
    records: [...records].map(([ocid, own]) => ({
      ocid,
      releases: own,
      compiledRelease: { ...own[0], tag: ['compiled'] },
    })),
  }
}
