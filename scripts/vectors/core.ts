// Writes docs/vectors of the protocol's core: bytes, keys, signatures, transactions, receipts. Deterministic: running it
// again changes nothing unless the protocol changed. Run: node scripts/vectors/core.ts
import { coreVectorFiles } from './coreFiles.ts'
import { writeVectors } from './vectorFile.ts'

for (const [name, file] of Object.entries(await coreVectorFiles())) writeVectors(name, file)
