import { type Json, toBase64 } from '@gongshi/protocol'
import { type Answer, answerOf, type Query, type QueryNeeds, QueryRefusal } from '../../engine/stateQuery.ts'
import { booleanParameter, bytesParameter, integerParameter, type RpcParameters, textParameter } from './parameters.ts'

/**
 * `result` of `/abci_query`. `/state/{affair}/{table}` with a row's id (canonical CBOR) as `data` gives what the state
 * holds there now; `/app/hash` gives the app hash of a height. A query without an answer is answered with a code.
 */
export async function abciQuery(needs: QueryNeeds, parameters: RpcParameters): Promise<Json> {
  const query: Query = {
    path: textParameter(parameters, 'path'),
    key: bytesParameter(parameters, 'data', 'hex'),
    height: integerParameter(parameters, 'height') ?? 0,
    isProven: booleanParameter(parameters, 'prove'),
  }
  try {
    return { response: answerToJson(await answerOf(needs, query)) }
  } catch (error) {
    if (!(error instanceof QueryRefusal)) throw error
    const nothing = { key: null, value: null, proofOps: null, height: '0' }
    return {
      response: { code: error.code, log: error.message, info: '', index: '0', ...nothing, codespace: 'gongshi' },
    }
  }
}

function answerToJson({ key, value, operators, height }: Answer): Json {
  const ops = operators.map((each) => ({ type: each.type, key: bytesToJson(each.key), data: bytesToJson(each.data) }))
  return {
    code: 0,
    log: '',
    info: '',
    index: '0',
    key: bytesToJson(key),
    value: value === null ? null : bytesToJson(value),
    proofOps: ops.length === 0 ? null : { ops },
    height: String(height),
    codespace: '',
  }
}

function bytesToJson(bytes: Uint8Array): Json {
  return bytes.length === 0 ? null : toBase64(bytes)
}
