import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import { approvals } from '../../fixtures/approvals/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import { vault } from '../../fixtures/vault/affair.ts'
import { KitError } from '../errors.ts'
import { t } from '../kinds/t.ts'
import { declarationBytes, declarationHash } from './canonical.ts'
import { entitySchema, inputSchema, sealedSchema } from './jsonSchema.ts'

describe('JSON Schema', () => {
  test('an input has the row, what is filled in and the rest, and nothing else', () => {
    const schema = inputSchema(land, 'sell')
    assert.deepEqual(Object.keys(schema.properties as object), ['unit', 'to', 'price'])
    assert.deepEqual(schema.required, ['unit', 'to', 'price'])
    assert.equal(schema.additionalProperties, false)
    assert.deepEqual(inputSchema(approvals, 'decide').required, ['case', 'outcome'])
  })

  test('a row shows its id, revision, status, fields and tallies', () => {
    const { properties } = entitySchema(land, 'unit') as {
      properties: { [name: string]: { enum?: readonly string[] } }
    }
    const names = ['id', 'revision', 'status', 'code', 'holder', 'division', 'sealedUntil', 'liens']
    assert.deepEqual(Object.keys(properties), names)
    assert.deepEqual(properties.status?.enum, ['registered', 'sealed', 'closed'])
  })

  test('a sealed record has the fields that its action unseals', () => {
    const schema = sealedSchema(vault, 'open', 'offer')
    assert.deepEqual(Object.keys(schema.properties as object), ['price', 'until'])
    assert.deepEqual([schema.title, schema.required], ['vault.open.offer', ['price']])
  })

  test('unknown names have their code, whatever they are called', () => {
    for (const name of ['none', 'constructor', '__proto__']) {
      const unknown = (error: unknown) => error instanceof KitError && error.code === 'declaration-unknown'
      assert.throws(() => inputSchema(land, name), unknown)
      assert.throws(() => entitySchema(land, name), unknown)
      assert.throws(() => sealedSchema(vault, 'open', name), unknown)
      assert.throws(() => sealedSchema(vault, name, 'offer'), unknown)
    }
  })
})

describe("a declaration's hash", () => {
  test('is that of its data: a copy through JSON has the same', () => {
    const copy = JSON.parse(JSON.stringify(land))
    assert.deepEqual(declarationBytes(copy), declarationBytes(land))
  })

  test('changes with any word, and with the order of fields, in which rows are stored', () => {
    const unit = land.entities.unit!
    const reordered = { ...unit, fields: Object.fromEntries(Object.entries(unit.fields).reverse()) }
    const hashes = [
      land,
      { ...land, version: 2 },
      { ...land, entities: { ...land.entities, unit: reordered } },
      { ...land, actions: { ...land.actions, seal: { ...land.actions.seal, basis: 'court-enforcement/243' } } },
      { ...land, actions: { ...land.actions, split: { ...land.actions.split, unseals: { offer: { at: t.time() } } } } },
    ].map((declaration) => toHex(declarationHash(declaration)))
    assert.equal(new Set(hashes).size, hashes.length)
  })
})
