import { circles } from './rules/circles.ts'
import { cliReference } from './rules/cliReference.ts'
import { deadExports, deadFiles } from './rules/dead.ts'
import { directions } from './rules/directions.ts'
import { errors } from './rules/errors.ts'
import { lengths } from './rules/lengths.ts'
import { declared, licences } from './rules/libraries.ts'
import { ambientPowers } from './rules/powers.ts'
import { statedHash } from './rules/verifierHash.ts'
import { words } from './rules/words.ts'
import type { Rule } from './tree.ts'

export const rules: readonly Rule[] = [
  directions,
  circles,
  ambientPowers,
  lengths,
  deadFiles,
  deadExports,
  errors,
  cliReference,
  statedHash,
  words,
  declared,
  licences,
]
