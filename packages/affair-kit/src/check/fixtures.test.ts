import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { approvals } from '../../fixtures/approvals/affair.ts'
import { certificates } from '../../fixtures/certificates/affair.ts'
import { identity } from '../../fixtures/identity/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import { treasury } from '../../fixtures/treasury/affair.ts'
import { checkAffair, compileAffair, formatFaults } from './affair.ts'

const imports = [identity, certificates, treasury]

describe('the fixtures', () => {
  for (const affair of [...imports, land, approvals])
    test(`${affair.name} has no faults and compiles to plain data`, () => {
      assert.equal(formatFaults(checkAffair(affair, { imports })), '')
      const program = compileAffair(affair, { imports })
      assert.deepEqual(JSON.parse(JSON.stringify(program)), program)
    })
})
