import { fromHex, generateSecret, keyFromMaterial, secretSigner, secretSuiteNames, toHex } from '@gongshi/protocol'
import { seedBytes } from './vectorFile.ts'

export type KeyVector = { name: string; suite: string; cose: string; id: string; secret?: string }
export type KeyFault = { name: string; cose: string; code: string }

// RFC 9679 §6: the key whose thumbprint the RFC prints.
const rfc9679 =
  '65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c'
const rfc9679Thumbprint = '496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec'

export function keyVectors(): { good: KeyVector[]; bad: KeyFault[] } {
  const own = secretSuiteNames.map((suite) => {
    const secret = generateSecret(suite, seedBytes(`${suite} key`))
    const { key } = secretSigner(suite, secret)
    return { name: `${suite} key`, suite, cose: toHex(key.cose), id: toHex(key.id), secret: toHex(secret) }
  })
  const fromRfc = keyFromMaterial('es256', fromHex(rfc9679))
  const example = { name: 'RFC 9679 §6', suite: 'es256', cose: toHex(fromRfc.cose), id: rfc9679Thumbprint }
  const [ed25519, es256] = own.map(({ cose }) => cose)
  return { good: [example, ...own], bad: [...ed25519Faults(ed25519!), ...es256Faults(es256!)] }
}

function ed25519Faults(good: string): KeyFault[] {
  const point = good.slice(16)
  const okp = (x: string) => `a3010120062158${(x.length / 2).toString(16)}${x}`
  const small = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'
  return [
    { name: 'nothing', cose: '', code: 'key-malformed' },
    { name: 'cut short', cose: good.slice(0, -2), code: 'key-malformed' },
    { name: 'a byte after it', cose: `${good}00`, code: 'key-malformed' },
    { name: 'members in another order', cose: `a30101215820${point}2006`, code: 'key-malformed' },
    { name: 'an algorithm member', cose: `a401010327200621 5820${point}`.replace(' ', ''), code: 'key-malformed' },
    { name: 'a private member', cose: `a4${good.slice(2)}235820${point}`, code: 'key-malformed' },
    { name: 'X25519 instead of Ed25519', cose: good.replace('a301012006', 'a301012004'), code: 'key-malformed' },
    { name: 'x of 31 bytes', cose: okp(point.slice(2)), code: 'key-malformed' },
    { name: 'a longer head', cose: good.replace('215820', '21590020'), code: 'key-malformed' },
    { name: 'the identity', cose: okp('01'.padEnd(64, '0')), code: 'key-small-order' },
    { name: 'a point of order 8', cose: okp(small), code: 'key-small-order' },
    { name: 'y = p, a second spelling of 0', cose: okp(`ed${'ff'.repeat(30)}7f`), code: 'key-small-order' },
    { name: 'y = p + 3', cose: okp(`f0${'ff'.repeat(30)}7f`), code: 'key-not-canonical' },
    { name: 'y = 2^255 - 1', cose: okp('ff'.repeat(32)), code: 'key-not-canonical' },
    { name: 'y = 2 is not on the curve', cose: okp('02'.padEnd(64, '0')), code: 'key-not-on-curve' },
  ]
}

function es256Faults(good: string): KeyFault[] {
  const [x, y] = [good.slice(16, 80), good.slice(86)]
  const ec2 = (first: string, second: string) => `a401022001215820${first}225820${second}`
  const other = `${y.slice(0, -2)}${y.endsWith('00') ? '01' : '00'}`
  return [
    { name: 'EC2 cut short', cose: good.slice(0, -2), code: 'key-malformed' },
    { name: 'a compressed point', cose: `a401022001215820${x}22f5`, code: 'key-malformed' },
    { name: 'P-384 instead of P-256', cose: good.replace('a401022001', 'a401022002'), code: 'key-malformed' },
    { name: 'y before x', cose: `a401022001225820${y}215820${x}`, code: 'key-malformed' },
    { name: 'a point off the curve', cose: ec2(x, other), code: 'key-not-on-curve' },
    { name: '(0, 0)', cose: ec2('00'.repeat(32), '00'.repeat(32)), code: 'key-not-on-curve' },
    { name: 'coordinates above the prime', cose: ec2('ff'.repeat(32), y), code: 'key-not-on-curve' },
  ]
}
