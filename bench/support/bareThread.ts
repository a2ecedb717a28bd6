/** Checks what it is handed: signatures of 64 bytes, each before what it signs, all under one key; answers how many are good. */
import { parentPort, workerData } from 'node:worker_threads'
import sodium from 'sodium-native'
import { signatureBytes } from './bareRecord.ts'
import { readBodies } from './bodies.ts'

const key = workerData as Uint8Array

parentPort!.on('message', (bodies: Uint8Array) => {
  let good = 0
  for (const body of readBodies(Buffer.from(bodies.buffer, bodies.byteOffset, bodies.length)))
    if (sodium.crypto_sign_verify_detached(body.subarray(0, signatureBytes), body.subarray(signatureBytes), key)) good++
  parentPort!.postMessage(good)
})
