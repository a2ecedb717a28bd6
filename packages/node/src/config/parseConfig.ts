import { Ajv } from 'ajv'
import { NodeError } from '../errors.ts'
import { configSchema, type NodeConfig } from './schema.ts'

const validate = new Ajv({ useDefaults: true, allErrors: true }).compile<NodeConfig>(configSchema)

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
