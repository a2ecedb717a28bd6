import assert from 'node:assert/strict'
import { test } from 'node:test'
import { preferredType } from './accept.ts'

const offered = ['application/vnd.gongshi.evidence+cbor', 'application/json']
const cases: readonly [header: string | undefined, answer: string | null][] = [
  [undefined, offered[0]!],
  ['', offered[0]!],
  ['*/*', offered[0]!],
  ['application/*', offered[0]!],
  ['application/json', offered[1]!],
  ['APPLICATION/JSON', offered[1]!],
  ['application/json, */*;q=0.1', offered[1]!],
  ['application/vnd.gongshi.evidence+cbor, application/json;q=0.5', offered[0]!],
  ['application/json;q=0.5, application/vnd.gongshi.evidence+cbor;q=0.4', offered[1]!],
  ['*/*, application/vnd.gongshi.evidence+cbor;q=0', offered[1]!],
  ['application/json;charset=utf-8', offered[1]!],
  ['application/json;q=0', null],
  ['application/json-seq', null],
  ['text/html, image/*', null],
  ['*/*;q=0', null],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', offered[0]!],
  [';;;,,,', offered[0]!],
  ['application/json;q=2', offered[0]!],
  ['application/json;q=', null],
  ['json', offered[0]!],
]
for (const [header, answer] of cases)
  test(`Accept: ${header} gives ${answer}`, () => assert.equal(preferredType(header, offered), answer))
