import { isIP } from 'node:net'
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
  if (validate(config)) return config
  const faults = (validate.errors ?? []).map((fault) => {
    const unknown = fault.keyword === 'additionalProperties' ? `/${fault.params.additionalProperty}` : ''
    return { at: `${fault.instancePath}${unknown}` || '/', expected: fault.message ?? fault.keyword }
  })
  throw new NodeError({ code: 'config-invalid', faults })
}

/** An IP address, or a range of them in CIDR notation (RFC 4632, RFC 4291 §2.3). */
function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = address.includes('%') ? 0 : isIP(address)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}
