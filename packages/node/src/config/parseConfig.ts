import { isIP } from 'node:net'
import { type NoteKey, noteType, parseVkey } from '@gongshi/protocol'
import { Ajv } from 'ajv'
import { NodeError } from '../errors.ts'
import { configSchema, type NodeConfig } from './schema.ts'

// PERF: a schema is checked against the schema of schemas by compiling that first, a twentieth of a start; a test does it.
const validate = new Ajv({ useDefaults: true, allErrors: true, validateSchema: false })
  .addFormat('address-range', isAddressRange)
  .compile<NodeConfig>(configSchema)

/**
 * Parses a configuration and fills in what is not set.
 * @throws {NodeError} config-invalid with every fault: where it is and what is expected there
 */
export function parseConfig(value: unknown): NodeConfig {
  const config: unknown = structuredClone(value)
  if (validate(config)) {
    const faults = witnessFaults(config)
    if (faults.length === 0) return config
    throw new NodeError({ code: 'config-invalid', faults })
  }
  const faults = (validate.errors ?? []).map((fault) => {
    const unknown = fault.keyword === 'additionalProperties' ? `/${fault.params.additionalProperty}` : ''
    return { at: `${fault.instancePath}${unknown}` || '/', expected: fault.message ?? fault.keyword }
  })
  throw new NodeError({ code: 'config-invalid', faults })
}

/** What a schema does not say of witnesses. */
function witnessFaults({ witnesses: { list, quorum, refuseWrites }, engine }: NodeConfig) {
  const faults: { at: string; expected: string }[] = []
  const keys = list.map(({ vkey }) => findVkey(vkey))
  keys.forEach((key, at) => {
    if (key?.type !== noteType.cosignatureEd25519 && key?.type !== noteType.cosignatureMlDsa44)
      faults.push({ at: `/witnesses/list/${at}/vkey`, expected: 'must be the key of a cosigner (type 4 or 6)' })
  })
  if (new Set(list.map(({ vkey }) => vkey)).size < list.length)
    faults.push({ at: '/witnesses/list', expected: 'must name each witness once' })
  if (quorum > list.length || (quorum === 0 && list.length > 0))
    faults.push({ at: '/witnesses/quorum', expected: 'must be from 1 to the number of witnesses' })
  if (refuseWrites && (engine.kind === 'cometbft' || list.length === 0))
    faults.push({ at: '/witnesses/refuseWrites', expected: 'must be false without witnesses, and in a consortium' })
  return faults
}

function findVkey(text: string): NoteKey | null {
  try {
    return parseVkey(text)
  } catch {
    return null
  }
}

/** An IP address, or a range of them in CIDR notation (RFC 4632, RFC 4291 §2.3). */
function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = address.includes('%') ? 0 : isIP(address)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}
