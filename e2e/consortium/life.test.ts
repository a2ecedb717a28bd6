import { describe } from 'node:test'
import { skip, tried } from './page.ts'

// Votes and a further node take long: in packages/node/src/join real processes rotate a key and leave at every push.
describe('docs/operate/consortium.md, word for word', { skip }, () =>
  tried('consortium.md', ['finance', 'justice', 'audit', 'audit2'], ['rotate', 'leave']),
)
