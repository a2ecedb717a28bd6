export { compareBytes, concat, equalBytes, fromHex, toHex, utf8 } from './bytes/bytes.ts'
export { type Cbor, type CborLimits, decodeCbor, encodeCbor } from './bytes/cbor.ts'
export { domainHash, sha256 } from './bytes/hash.ts'
export { type ErrorCatalogue, type ErrorText, GongshiError, type ProtocolFailure, ProtocolError } from './errors.ts'
