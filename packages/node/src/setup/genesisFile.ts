import { readFile } from 'node:fs/promises'
import { type Genesis, parseGenesis } from '@gongshi/ledger'
import { NodeError } from '../errors.ts'

/** The genesis in a data folder. @throws {NodeError} data-missing; {LedgerError} genesis-malformed */
export async function readGenesis(path: string): Promise<Genesis> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new NodeError({ code: 'data-missing', path }, { cause: error })
  }
  return parseGenesis(parseJson(text))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // parseGenesis says what is wrong with it
  }
}
