import { describe } from 'node:test'
import { skip, tried } from './page.ts'

describe('docs/operate/handover.md, word for word', { skip }, () => tried('handover.md', ['finance', 'justice']))
