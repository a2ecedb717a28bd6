import {
  ResponseApplySnapshotChunk_Result as ApplyResult,
  CheckTxType,
  ResponseOfferSnapshot_Result as OfferResult,
  ResponseProcessProposal_ProposalStatus as ProposalStatus,
  Request,
  Response,
  ResponseVerifyVoteExtension_VerifyStatus as VoteStatus,
} from 'cosmjs-types/tendermint/abci/types'
import { CometError } from '../errors.ts'

export { ApplyResult, CheckTxType, OfferResult, ProposalStatus, VoteStatus }

/** The calls of ABCI 2.0, by the name of their field in Request and Response. */
export type Call = keyof Request

export type AbciRequest = { readonly [Name in Call]: { readonly call: Name; readonly value: Asked<Name> } }[Call]

export type Asked<Name extends Call> = NonNullable<Request[Name]>
export type Answered<Name extends Call> = NonNullable<Response[Name]>

/**
 * One request. Unknown fields are skipped, as protobuf wants it; a request that says nothing, or two things, is none.
 * @throws {CometError} abci-malformed
 */
export function decodeRequest(bytes: Uint8Array): AbciRequest {
  const [said, ...more] = Object.entries(decode(bytes)).filter(([, value]) => value !== undefined)
  if (said === undefined || more.length > 0) throw new CometError({ code: 'abci-malformed', what: 'request' })
  return { call: said[0], value: said[1] } as AbciRequest
}

function decode(bytes: Uint8Array): Request {
  try {
    return Request.decode(bytes)
  } catch (cause) {
    throw new CometError({ code: 'abci-malformed', what: 'message' }, { cause })
  }
}

export function encodeAnswer<Name extends Call>(call: Name, value: Answered<Name>): Uint8Array {
  return Response.encode({ [call]: value }).finish()
}

/** What ends a connection: CometBFT prints it and stops. */
export function encodeException(error: string): Uint8Array {
  return Response.encode({ exception: { error } }).finish()
}
