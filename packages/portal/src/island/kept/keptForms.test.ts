import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type KeptForm, parseForm } from './keptForms.ts'

const form: KeptForm = {
  affair: 'disclosure',
  action: 'publish',
  address: '/act/disclosure/publish?id=gkCS',
  at: 1_700_000_000_000,
  answers: { identifier: '2026-1', 'lots.length': '2' },
  written: { content: '标题\n正文' },
  files: ['a.pdf'],
  signers: ['', '00'],
  sent: null,
}

test('a form is read as it was written, and whatever else lies under its name is none', () => {
  assert.deepEqual(parseForm(JSON.stringify({ ...form, more: 1 })), form)
  const wrong: readonly object[] = [
    { ...form, address: 'javascript:alert(1)' },
    { ...form, address: '//elsewhere.example/act/disclosure/publish' },
    { ...form, affair: '../sign', address: '/act/../sign/publish' },
    { ...form, at: '1' },
    { ...form, answers: { identifier: 7 } },
    { ...form, answers: null },
    { ...form, written: undefined },
    { ...form, files: 'a.pdf' },
    { ...form, signers: [null] },
    { ...form, sent: 0 },
  ]
  for (const other of wrong) assert.equal(parseForm(JSON.stringify(other)), null, JSON.stringify(other))
  for (const text of ['', 'null', '[]', '{', '"form"']) assert.equal(parseForm(text), null, text)
})
