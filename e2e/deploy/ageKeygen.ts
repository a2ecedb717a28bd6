/** `age-keygen -o FILE` and `age-keygen -y FILE`, with age’s library in TypeScript: https://age-encryption.org */
import { readFileSync, writeFileSync } from 'node:fs'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'

const [option, file] = process.argv.slice(2)
if (option === '-o') {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  writeFileSync(file!, `# public key: ${recipient}\n${identity}\n`, { flag: 'wx', mode: 0o600 })
  console.error(`Public key: ${recipient}`)
} else if (option === '-y') {
  console.log(await identityToRecipient(/^AGE-SECRET-KEY-1\w+$/m.exec(readFileSync(file!, 'utf8'))![0]))
} else throw new Error(`not one of age-keygen’s options that documents show: ${option}`)
