/** The thread behind `SignatureThreads`: answers each batch with one byte a signature, 1 for a good one. */
import { parentPort } from 'node:worker_threads'
import { nativeSignatureCheck } from './nativeSignatureCheck.ts'
import { unpackSignatures } from './signatureBatch.ts'

const check = nativeSignatureCheck()

parentPort!.on('message', (packed: Uint8Array) => {
  const verdicts = Uint8Array.from(unpackSignatures(packed), ({ key, message, signature }) =>
    check(key, message, signature) ? 1 : 0,
  )
  parentPort!.postMessage(verdicts, [verdicts.buffer])
})
