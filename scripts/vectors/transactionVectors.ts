import {
  type Cbor,
  concat,
  encodeBundle,
  encodeCbor,
  fromHex,
  generateSecret,
  inputHash,
  parseTransaction,
  type Signer,
  secretSigner,
  signatureInput,
  signingInput,
  signTransaction,
  suites,
  toHex,
  utf8,
} from '@gongshi/protocol'
import { passkeyFaults, vectorPasskey } from './passkeyTransactions.ts'
import { seedBytes } from './vectorFile.ts'

export type TransactionVector = {
  name: string
  transaction: string
  keys: { suite: string; cose: string }[]
  expected: Record<string, unknown>
}
/** `keys` are given where only checkSigned refuses. */
export type TransactionFault = {
  name: string
  transaction: string
  code: string
  keys?: { suite: string; cose: string }[]
}

const ed = secretSigner('ed25519', generateSecret('ed25519', seedBytes('ed25519 key')))
const es = secretSigner('es256', generateSecret('es256', seedBytes('es256 key')))
const third = secretSigner('ed25519', generateSecret('ed25519', seedBytes('third key')))
const salt = seedBytes('salt')
const fields = {
  chainId: 'gongshi-vectors',
  notAfter: 1_790_000_000_000,
  affair: 'disclosure',
  version: 1,
  action: 'publish',
  salt,
}
const input = encodeCbor(['notice', 12, [null, true], seedBytes('commitment'), '政务公开'])

export async function transactionVectors(): Promise<{ good: TransactionVector[]; bad: TransactionFault[] }> {
  const good = await Promise.all([
    goodVector('one Ed25519 signer', input, [ed]),
    goodVector('one ES256 signer', input, [es]),
    goodVector('two signers of two suites', input, [es, ed]),
    goodVector('an empty input', encodeCbor([]), [ed]),
    goodVector('sixteen signers', input, manySigners(16)),
    goodVector('a passkey', input, [vectorPasskey()]),
    goodVector('a passkey beside two other suites', input, [ed, vectorPasskey(), es]),
  ])
  const passkeys = passkeyFaults({ ...fields, input }, wrap)
  return {
    good,
    bad: [...(await payloadFaults()), ...(await coseFaults()), ...(await wholeFaults()), ...(await passkeys)],
  }
}

export async function bundleVectors(): Promise<{
  good: { name: string; bundle: string; members: number }[]
  bad: object[]
}> {
  const transaction = await signTransaction({ ...fields, input }, [ed])
  const bundle = (name: string, members: Uint8Array[]) => ({
    name,
    bundle: toHex(encodeBundle(members)),
    members: members.length,
  })
  return {
    good: [
      bundle('one member', [transaction]),
      bundle('three members, one of them none', [transaction, utf8('no'), transaction]),
    ],
    bad: [
      { name: 'no member', bundle: '80', code: 'bundle-count' },
      { name: '257 members', bundle: `990101${'40'.repeat(257)}`, code: 'bundle-count' },
      { name: 'not an array', bundle: '40', code: 'bundle-malformed' },
      { name: 'a member that is no byte string', bundle: '8101', code: 'bundle-malformed' },
      { name: 'cut short', bundle: '8240', code: 'bundle-malformed' },
      { name: 'a byte after it', bundle: '814000', code: 'bundle-malformed' },
      { name: 'a longer head', bundle: '980140', code: 'bundle-malformed' },
      { name: 'empty', bundle: '', code: 'bundle-malformed' },
    ],
  }
}

async function goodVector(name: string, bytes: Uint8Array, signers: Signer[]): Promise<TransactionVector> {
  const transaction = await signTransaction({ ...fields, input: bytes }, signers)
  const parsed = parseTransaction(transaction)
  return {
    name,
    transaction: toHex(transaction),
    keys: signers.map(({ key }) => ({ suite: key.suite, cose: toHex(key.cose) })),
    expected: {
      chainId: parsed.chainId,
      notAfter: parsed.notAfter,
      signers: parsed.signers.map(toHex),
      affair: parsed.affair,
      version: parsed.version,
      action: parsed.action,
      inputHash: toHex(parsed.inputHash),
      salt: toHex(parsed.salt),
      input: toHex(parsed.input),
      payload: toHex(parsed.payload),
      signed: toHex(parsed.bytes),
      signedHash: toHex(parsed.hash),
      txId: toHex(parsed.txId),
      signatureInputs: parsed.signatures.map((_, index) => toHex(signatureInput(parsed, index))),
    },
  }
}

/** Payloads that are signed well and say what none may say. */
async function payloadFaults(): Promise<TransactionFault[]> {
  const hash = inputHash(salt, input)
  const payload = (change: Record<number, Cbor>) =>
    [1, fields.chainId, fields.notAfter, [ed.key.id], fields.affair, 1, fields.action, hash].map(
      (member, index) => change[index] ?? member,
    )
  const fault = async (name: string, members: Cbor, code: string, signers = [ed]) => ({
    name,
    transaction: toHex(await transactionOf(encodeCbor(members), signers)),
    code,
  })
  return Promise.all([
    fault('format 2', payload({ 0: 2 }), 'transaction-format-unknown'),
    fault('seven members', payload({}).slice(0, 7), 'transaction-format-unknown'),
    fault('nine members', [...payload({}), 0], 'transaction-format-unknown'),
    fault('an empty chain id', payload({ 1: '' }), 'transaction-name-malformed'),
    fault('a chain id in capitals', payload({ 1: 'Gongshi' }), 'transaction-name-malformed'),
    fault('a chain id of 41 bytes', payload({ 1: 'a'.repeat(41) }), 'transaction-name-malformed'),
    fault('a chain id with a line break', payload({ 1: 'gongshi\n' }), 'transaction-name-malformed'),
    fault('a chain id as bytes', payload({ 1: utf8('gongshi') }), 'transaction-malformed'),
    fault('notAfter 0', payload({ 2: 0 }), 'transaction-number-out-of-range'),
    fault('notAfter in the past of zero', payload({ 2: -1 }), 'transaction-number-out-of-range'),
    fault('notAfter in the year 10000', payload({ 2: 253_402_300_800_000 }), 'transaction-number-out-of-range'),
    fault('notAfter above 2^53', payload({ 2: 2n ** 60n }), 'transaction-malformed'),
    fault('no signer', payload({ 3: [] }), 'transaction-signer-count'),
    fault('17 signers', payload({ 3: manySigners(17).map(({ key }) => key.id) }), 'transaction-signer-count'),
    fault('the same signer twice', payload({ 3: [ed.key.id, ed.key.id] }), 'transaction-signer-repeated', [ed, ed]),
    fault('a signer of 31 bytes', payload({ 3: [ed.key.id.subarray(1)] }), 'transaction-malformed'),
    fault('half-signed', payload({ 3: [ed.key.id, es.key.id] }), 'transaction-signature-count'),
    fault('over-signed', payload({}), 'transaction-signature-count', [ed, es]),
    fault('signatures in another order', payload({ 3: [ed.key.id, es.key.id] }), 'transaction-signature-order', [
      es,
      ed,
    ]),
    fault('signed by another', payload({}), 'transaction-signature-order', [third]),
    fault('an affair in Chinese', payload({ 4: '公开' }), 'transaction-name-malformed'),
    fault('an affair of 65 bytes', payload({ 4: 'a'.repeat(65) }), 'transaction-name-malformed'),
    fault('an action with a slash', payload({ 6: '../publish' }), 'transaction-name-malformed'),
    fault('version 0', payload({ 5: 0 }), 'transaction-number-out-of-range'),
    fault('version 2^31', payload({ 5: 2 ** 31 }), 'transaction-number-out-of-range'),
    fault('an input hash of 31 bytes', payload({ 7: hash.subarray(1) }), 'transaction-malformed'),
    fault('another input hash', payload({ 7: seedBytes('other') }), 'transaction-input-mismatch'),
  ])
}

/** Envelopes outside the closed profile; the signature in them is good. */
async function coseFaults(): Promise<TransactionFault[]> {
  const signed = parseTransaction(await signTransaction({ ...fields, input }, [ed])).bytes
  const hex = toHex(signed)
  const kid = toHex(ed.key.id)
  const header = `5826a20127045820${kid}`
  const signature = hex.slice(-128)
  const change = (name: string, from: string, to: string, code = 'transaction-malformed'): TransactionFault => {
    if (!hex.includes(from)) throw new Error(`the vector "${name}" changes nothing`)
    return { name, transaction: wrap(fromHex(hex.replace(from, to))), code }
  }
  const bareHeader = header.slice(4)
  return [
    change('no tag', 'd862', ''),
    change('tag 97', 'd862', 'd861'),
    change('tag 98 in three bytes', 'd862', 'd90062'),
    change('the tag twice', 'd862', 'd862d862'),
    change('five members', '84', '85'),
    change('a body header of an empty map', 'd8628440', 'd8628441a0'),
    change('an algorithm in the body header', 'd8628440', 'd8628443a10127'),
    change('an unprotected body header', '8440a0', '8440a10127'),
    change('a detached payload', `8440a0${hex.slice(10, 10 + 6)}`, `8440a0f6${hex.slice(10, 10 + 6)}`),
    change('signatures of indefinite length', `8183${header}`, `9f83${header}`),
    change('a key id of 31 bytes', header, `5825a2012704581f${kid.slice(2)}`),
    change('the key id before the algorithm', header, `5826a2045820${kid}0127`),
    change('the algorithm in two bytes', header, `5827a2013807045820${kid}`),
    change('the algorithm as text', header, `582ea2016845643235353139ff045820${kid}`),
    change('no key id', header, '43a10127'),
    change('a third header', header, `5829a3${bareHeader.slice(2)}031800`),
    change('a critical header', header, `5829a3012702810 4045820${kid}`.replace(' ', '')),
    change('an unprotected header', `${kid}a0`, `${kid}a1182001`),
    change('the key id unprotected', `${header}a0`, `43a10127a1045820${kid}`),
    change('four members in a signature', `83${header}`, `84${header}`),
    change('an unknown algorithm', header, `5827a2013822045820${kid}`, 'transaction-suite-unknown'),
    change('a signature of 63 bytes', `5840${signature}`, `583f${signature.slice(2)}`, 'transaction-signature-length'),
    change('a signature of no bytes', `5840${signature}`, '40', 'transaction-signature-length'),
    change('no signatures', hex.slice(hex.indexOf(`8183${header}`)), '80'),
    { name: 'a byte after it', transaction: wrap(fromHex(`${hex}00`)), code: 'transaction-malformed' },
    { name: 'cut short', transaction: wrap(signed.subarray(0, -1)), code: 'transaction-malformed' },
    { name: 'no COSE at all', transaction: wrap(new Uint8Array(0)), code: 'transaction-malformed' },
  ]
}

/** The whole array, its input, and signatures that are not good. */
async function wholeFaults(): Promise<TransactionFault[]> {
  const transaction = await signTransaction({ ...fields, input }, [ed])
  const hex = toHex(transaction)
  const { bytes } = parseTransaction(transaction)
  const keys = [{ suite: 'ed25519', cose: toHex(ed.key.cose) }]
  const signatureAt = hex.indexOf(toHex(bytes)) / 2 + bytes.length - 1
  const signedFor = async (name: string, badInput: Uint8Array) => ({
    name,
    transaction: toHex(await transactionOf(payloadFor(badInput), [ed], badInput)),
    code: 'transaction-input-malformed',
  })
  return [
    { name: 'empty', transaction: '', code: 'transaction-malformed' },
    { name: 'four members', transaction: `84${hex.slice(2)}00`, code: 'transaction-malformed' },
    {
      name: 'two members',
      transaction: `82${toHex(encodeCbor(bytes))}${toHex(encodeCbor(salt))}`,
      code: 'transaction-malformed',
    },
    { name: 'trailing byte', transaction: `${hex}00`, code: 'transaction-malformed' },
    { name: 'a salt of 31 bytes', transaction: wrap(bytes, salt.subarray(1)), code: 'transaction-malformed' },
    { name: 'another salt', transaction: wrap(bytes, seedBytes('other salt')), code: 'transaction-input-mismatch' },
    { name: 'another input', transaction: wrap(bytes, salt, encodeCbor([])), code: 'transaction-input-mismatch' },
    {
      name: 'a changed signature',
      transaction: toHex(flip(transaction, signatureAt)),
      code: 'signature-invalid',
      keys,
    },
    {
      name: 'the key of another',
      transaction: hex,
      code: 'signature-key-mismatch',
      keys: [{ suite: 'ed25519', cose: toHex(third.key.cose) }],
    },
    { name: 'no keys', transaction: hex, code: 'signature-key-mismatch', keys: [] },
    { name: 'a key too many', transaction: hex, code: 'signature-key-mismatch', keys: [...keys, ...keys] },
    await signedFor('an input that is no array', encodeCbor('text')),
    await signedFor('an empty input', new Uint8Array(0)),
    await signedFor('an input with a float', fromHex('81f93c00')),
    await signedFor('an input with a map', fromHex('81a0')),
    await signedFor('an input with a long head', fromHex('811801')),
    await signedFor('two inputs', fromHex('8080')),
    await signedFor('an input of 17 arrays in each other', fromHex(`${'81'.repeat(16)}80`)),
    await signedFor('an input with a line break in a text', encodeCbor(['a\nb'])),
    await signedFor('an input with a right-to-left override', encodeCbor(['a\u202eb'])),
    await signedFor('an input with a byte order mark', encodeCbor(['\ufeffa'])),
  ]
}

function payloadFor(forInput: Uint8Array): Uint8Array {
  const { chainId, notAfter, affair, version, action } = fields
  return encodeCbor([1, chainId, notAfter, [ed.key.id], affair, version, action, inputHash(salt, forInput)])
}

/** A COSE_Sign written by hand: the library refuses to make what a vector of a fault needs. */
async function transactionOf(payload: Uint8Array, signers: Signer[], forInput = input): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (const { key, sign } of signers) {
    const header = { alg: suites[key.suite].algorithm, kid: key.id }
    const signature = await sign(signingInput(payload, header))
    const protectedHeader = concat(fromHex('a201'), encodeCbor(header.alg), fromHex('045820'), key.id)
    parts.push(fromHex('83'), encodeCbor(protectedHeader), fromHex('a0'), encodeCbor(signature))
  }
  const signed = concat(fromHex('d8628440a0'), encodeCbor(payload), Uint8Array.of(0x80 | signers.length), ...parts)
  return fromHex(wrap(signed, salt, forInput))
}

function wrap(signed: Uint8Array, withSalt = salt, withInput = input): string {
  return toHex(encodeCbor([signed, withSalt, withInput]))
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice()
  copy[at]! ^= 1
  return copy
}

function manySigners(count: number): Signer[] {
  return Array.from({ length: count }, (_, index) => secretSigner('ed25519', seedBytes(`signer ${index}`)))
}
