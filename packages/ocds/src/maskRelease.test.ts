import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { findSharedData, missingSharedData, releasePackage, syntheticReleases } from '@gongshi/testkit'
import type { JsonObject } from './json/parse.ts'
import { maskRelease } from './maskRelease.ts'
import { masked, maskText } from './maskText.ts'
import { personalStrings } from './personalStrings.ts'

/** What of the wanted texts can be read in a value, upper and lower case alike. */
function readable(value: JsonObject, wanted: readonly string[]): string[] {
  const text = JSON.stringify(value).toLowerCase()
  return wanted.filter((each) => text.includes(JSON.stringify(each).slice(1, -1).toLowerCase()))
}

describe('P5: natural persons are masked wherever a release is shown', () => {
  test('in synthetic data none of the known persons can be read, and each is listed', () => {
    const { releases, persons } = syntheticReleases(40)
    const listed = releases.flatMap((release) => personalStrings(release as JsonObject))
    for (const person of persons.filter((name) => !name.includes('trader') || listed.includes(name)))
      assert.ok(listed.includes(person), person)
    for (const release of releases) assert.deepEqual(readable(maskRelease(release as JsonObject), persons), [])
    assert.match(JSON.stringify(maskRelease(releases[1] as JsonObject)), /Synthetic Works 1 Ltd.*Synthetic tender 1/)
    assert.equal(JSON.stringify(releasePackage(releases)).includes(masked), false)
  })

  test('the officer in procuringEntity, the sole trader and every contact; not the buyer', () => {
    const release = {
      ocid: 'o',
      id: '1',
      buyer: { name: 'CITY OF X' },
      parties: [
        {
          id: 'b',
          name: 'CITY OF X',
          roles: ['buyer'],
          contactPoint: { name: 'Ana Ruiz', email: 'ana@x.example', telephone: '555-123', url: 'https://x.example' },
        },
        {
          id: '79512345',
          name: 'Fabian Perez',
          roles: ['supplier'],
          address: { streetAddress: 'Calle 1', region: 'R' },
        },
      ],
      tender: { title: 'Works, ask Ana Ruiz or FABIAN PEREZ', procuringEntity: { id: '900', name: 'Olga Díaz' } },
      awards: [{ suppliers: [{ id: '79512345', name: 'Fabian Perez' }] }],
      responsable: { nombre: 'Someone Else', mail: 'else@x.example' },
    }
    const shown = JSON.stringify(maskRelease(release))
    for (const hidden of [
      'Ana',
      'Fabian',
      'FABIAN',
      'Olga',
      'ana@x',
      '555-123',
      '79512345',
      'Calle',
      'Someone',
      'else@x',
    ])
      assert.ok(!shown.includes(hidden), hidden)
    assert.ok(shown.includes('CITY OF X'))
    assert.ok(shown.includes(`Works, ask ${masked} or ${masked}`))
    const aliases = [...shown.matchAll(/"1\/party-\d+/g)].map(([alias]) => alias)
    assert.equal(aliases.filter((alias) => alias === '"1/party-1').length, 2)
    const listed = personalStrings(release)
    for (const name of [
      'Ana Ruiz',
      'ana@x.example',
      '555-123',
      'Fabian Perez',
      'Olga Díaz',
      'Someone Else',
      'else@x.example',
    ])
      assert.ok(listed.includes(name), name)
    assert.ok(!listed.includes('CITY OF X'))
  })

  test('registers of persons and mixed registers do not make a person an organisation', () => {
    const shown = (scheme: string, id: string) =>
      !JSON.stringify(
        maskRelease({ parties: [{ id: '1', name: 'NAME', identifier: { scheme, id }, roles: ['supplier'] }] }),
      ).includes(masked)
    for (const [scheme, id, organisation] of [
      ['GB-COH', '123', true],
      ['CO-CC', '79512345', false],
      ['BR-CPF', '1', false],
      ['ES-DNI', '1', false],
      ['GB-11643', '11010519491231002X', false],
      ['MX-RFC', 'ABC010101AB1', true],
      ['MX-RFC', 'ABCD010101AB1', false],
      ['PE-RUC', '20100066603', true],
      ['PE-RUC', '10456789012', false],
      ['CL-RUT', '76.123.456-7', true],
      ['CL-RUT', '12.345.678-5', false],
      ['', '1', false],
      ['GB-COH', '', false],
    ] as const)
      assert.equal(shown(scheme, id), organisation, `${scheme} ${id}`)
  })

  test('types that the standard does not have are left out, not shown', () => {
    const odd = {
      tender: { title: { es: 'Ana Ruiz' }, description: ['Ana Ruiz'], items: 'Ana Ruiz', value: 'Ana Ruiz' },
      buyer: 'Ana Ruiz',
      parties: [['Ana Ruiz'], 'Ana Ruiz'],
      tag: [{ name: 'Ana Ruiz' }],
    }
    assert.deepEqual(readable(maskRelease(odd), ['Ana Ruiz']), [])
  })

  test('text: addresses, telephone and identity numbers go, quantities and codes stay', () => {
    assert.equal(
      maskText('write to a.b@c.example, tel. 555 123 4567 or +57 300 1234567', []),
      `write to ${masked}, ${masked} or ${masked}`,
    )
    assert.equal(maskText('联系电话：13812345678，身份证 11010519491231002X', []), `联系${masked}，身份证 ${masked}`)
    assert.equal(maskText('cod: 900503719, 1200 x 30 (80 GB)', []), 'cod: 900503719, 1200 x 30 (80 GB)')
    assert.equal(maskText('a.*b and A.*B', ['a.*b']), `${masked} and ${masked}`)
  })
})

const real = findSharedData('procurement', 'colombia-2021-03-03.json')

test('real releases: no name or contact that is not an organ’s can be read', {
  skip: real ? false : missingSharedData,
}, async () => {
  const { releases } = JSON.parse(await readFile(real!, 'utf8')) as { releases: JsonObject[] }
  let listed = 0
  for (const release of releases) {
    const personal = personalStrings(release)
    listed += personal.length
    const entity = ((release.tender as JsonObject).procuringEntity as JsonObject).name as string
    assert.ok(personal.includes(entity.trim()))
    assert.deepEqual(readable(maskRelease(release), personal), [])
  }
  assert.ok(listed > 250)
})
