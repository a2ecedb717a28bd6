import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { BenchLedger } from '../bench/benchLedger.ts'
import { defineAffair } from '../declare/affair.ts'
import { t } from '../kinds/t.ts'
import { BundleError } from './bundleError.ts'
import { instrumentedBundle } from './bundleHandlers.ts'
import { installAffair } from './installAffair.ts'

const hostile = defineAffair({
  name: 'hostile',
  version: 1,
  events: { said: { number: t.int() } },
  entities: {
    box: {
      key: ['code'],
      fields: { code: t.code('box'), owner: t.subject(), amount: t.int() },
      status: ['open', 'shut'],
    },
  },
  actions: {
    make: {
      creates: 'box',
      to: 'open',
      basis: 'test/1',
      fill: ['code', 'owner', 'amount'],
      signers: { owner: { person: 'input.owner' } },
    },
    run: {
      on: 'box',
      from: ['open'],
      to: ['open', 'shut'],
      basis: 'test/2',
      input: { numbers: t.list(t.int(), 20), other: t.subject() },
      with: { boxes: { new: 'box', to: 'open', max: 5 } },
      signers: { owner: { person: 'box.owner' } },
      refuse: { declined: { number: t.int() } },
      emits: { said: true },
      handler: true,
    },
  },
})

const owner = new Uint8Array(32).fill(7)
const numbers = [1n, 2n, 3n]

async function run(body: string) {
  const handlers = instrumentedBundle(`registerHandlers({run(ctx,{box,input,param,signer}){${body}}})`)
  const ledger = new BenchLedger([await installAffair(hostile, { handlers })])
  ledger.do('hostile', 'make', { code: 'a', owner, amount: 5n })
  const before = ledger.host.contents()
  const performed = ledger.submit('hostile', 'run', { box: ['a'], numbers, other: owner })
  if (performed.outcome[0] === 'refused') assert.deepEqual(ledger.host.contents(), before, 'something was left')
  // The process is healthy, and so is the ledger: the next act goes through.
  ledger.do('hostile', 'make', { code: 'b', owner, amount: 6n })
  return performed
}

/** Sources with template literals of their own; `#{` stands for their opening. */
const template = (source: string) => source.replaceAll('#{', '${')

const done = 'return {to:"open"}'

describe('a handler that spends without end costs one refused transaction', () => {
  const loops: { readonly [name: string]: string } = {
    'an endless loop': 'for(;;);',
    'a loop that catches': 'for(;;){try{for(;;);}catch{}}',
    'a loop that returns from finally': 'for(;;){try{for(;;);}finally{continue}}',
    'a loop that catches by name and goes on': 'let n=0;for(;;){try{while(true)n++}catch(error){n=error}}',
    'endless recursion': 'const f=()=>f();f();',
    'recursion by two': 'const f=()=>g(),g=()=>[f()];f();',
    'recursion that catches': 'const f=()=>{try{f()}catch{f()}finally{f()}};f();',
    'recursion through built-ins': 'const f=()=>[1].map(f);f();',
    'recursion through a comparison': 'const f=()=>[2,1].sort(f);f();',
    'a doubling string': 'let s="ab";for(;;)s+=s;',
    'a doubling template': template('let s="ab";for(;;)s=`#{s}#{s}`;'),
    'a doubling list by spread': 'let s=[1,2];for(;;)s=[...s,...s];',
    'a doubling list by concat': 'let s=[1,2];for(;;)s=s.concat(s);',
    'a doubling list by push': 'const s=[1,2];for(;;)s.push(...s);',
    'a doubling list by splice': 'const s=[1,2];for(;;)s.splice(0,0,...s);',
    'a doubling list by flat': 'let s=[1];for(;;)s=[s,s].flat();',
    'a doubling list by flatMap': 'let s=[1];for(;;)s=s.flatMap((x)=>[x,x,x]);',
    'a growing map': 'const m=new Map();for(let n=0;;n++)m.set(n,[n]);',
    'a growing set': template('const m=new Set();for(let n=0;;n++)m.add(`#{n}`);'),
    'a growing object': template('const m={};for(let n=0;;n++)m[`k#{n}`]=n;'),
    'a doubling integer': 'let n=2n;for(;;)n*=n;',
    'a shifted integer': 'let n=2n;for(;;)n<<=64n;',
    'a power': 'let n=3n**200n;n=n**200n;',
    'a long join':
      'const s=[];for(let n=0;n<500;n++)s.push("0123456789012345678901234567890123456789");for(;;)s[0]=s.join(s[0]);',
    'a call with too many arguments': 'const s=[1,2];while(s.length<200)s.push(1);Math.max(...s);',
    'a hard search': 'let s="aa";while(s.length<60000)s+=s;for(;;)s.indexOf("b"+s.slice(1,30000));',
    'large frames': `const f=()=>{${Array.from({ length: 3000 }, (_, n) => `let a${n}=1`).join(';')};f()};f();`,
    'many events': 'for(;;)ctx.emit.said({number:1n});',
    'a list of itself in an event': 'const a=[];a[0]=a;ctx.emit.said({number:a});',
    'a tree of aliases in an event': 'let a=[1n];for(let n=0;n<30;n++)a=[a,a,a,a];ctx.emit.said({number:a});',
  }
  for (const [name, body] of Object.entries(loops))
    test(name, async () => {
      const { outcome, fault } = await run(body + done)
      assert.deepEqual(outcome.slice(0, 2), ['refused', 'bounds'])
      assert.equal(fault, undefined)
    })
})

describe('a handler that fails is a fault of its affair', () => {
  const failures: { readonly [name: string]: string } = {
    'throws an error': 'throw new Error("secret")',
    'throws something else': 'throw 1',
    'throws what only looks like a refusal': 'throw {refused:"declined",detail:{number:1n}}',
    'throws undefined': 'throw undefined',
    'reads from nothing': 'return undefined.x',
    'changes a row': 'box.amount=6n',
    'changes its context': 'ctx.now=0',
    'adds to a built-in': 'Object.keys.x=1',
    'divides to a fraction': 'const n=1/2;',
    'overflows a number': 'let n=9007199254740991;n=n+1;',
    'mixes numbers and integers': 'const n=1n+1;',
    'returns a status that is not declared': 'return {to:"gone"}',
    'returns none': 'return {}',
    'emits what is not of its kind': 'ctx.emit.said({number:"1"})',
    'emits a function': 'ctx.emit.said({number:()=>1n})',
    'makes a row with a missing field': 'ctx.create.boxes({code:"c"})',
    'makes a row of another entity': 'ctx.create.other({})',
    'forges an opaque value': 'ctx.create.box({code:"c",owner:{},amount:1n})',
    'sorts without a comparison': '[2,1].sort()',
    'writes past the end of a list': 'const a=[];const i=5;a[i]=1;',
    'reaches a constructor by a computed name': 'const k="const"+"ructor";return ctx[k]',
    'reaches a prototype by a computed name': 'const k=["__pro","to__"].join("");return ctx[k]',
    'reads the words of an error': 'try{undefined.x}catch(error){ctx.emit.said({number:BigInt(error.message.length)})}',
  }
  for (const [name, body] of Object.entries(failures))
    test(name, async () => {
      const { outcome, fault } = await run(`${body};${done}`)
      assert.deepEqual(outcome, ['refused', 'internal', null])
      assert.equal(fault?.code, 'internal')
      assert.deepEqual([fault?.affair, fault?.action], ['hostile', 'run'])
      assert.ok(!fault?.message.includes('secret'))
    })
})

describe('what a handler may do', () => {
  test('sees equal values as one, and gives them back', async () => {
    const { outcome } = await run(
      `if(input.other!==box.owner||signer.owner.subject!==box.owner)throw 1;
       const id=ctx.create.box({code:"c",owner:input.other,amount:input.numbers.reduce((a,b)=>a+b,0n)});
       if(id===box.id)throw 1;ctx.emit.said({number:box.amount});${done}`,
    )
    assert.equal(outcome[0], 'ok')
  })

  test('a refusal that it throws carries its detail; one that it swallows is no refusal', async () => {
    const thrown = await run('throw ctx.refuse.declined({number:4n})')
    assert.deepEqual(thrown.outcome, ['refused', 'declined', [4n]])
    const swallowed = await run(`try{throw ctx.refuse.declined({number:4n})}catch{};${done}`)
    assert.equal(swallowed.outcome[0], 'ok')
  })

  test('rows beyond its clause are refused', async () => {
    const { outcome } = await run(
      `for(let n=0;n<9;n++)ctx.create.box({code:\`c\${n}\`,owner:box.owner,amount:0n});${done}`,
    )
    assert.deepEqual(outcome, ['refused', 'rows-too-many', ['box', 5]])
  })

  test('nothing stays from one run to the next', async () => {
    const handlers = instrumentedBundle(
      'let runs=0;registerHandlers({run(ctx){runs++;return {to:runs===1?"open":"shut"}}})',
    )
    const ledger = new BenchLedger([await installAffair(hostile, { handlers })])
    ledger.do('hostile', 'make', { code: 'a', owner, amount: 5n })
    for (let time = 0; time < 3; time++) ledger.do('hostile', 'run', { box: ['a'], numbers, other: owner })
    assert.equal(ledger.row('hostile', 'box', ['a']).status, 'open')
  })

  test('the same run costs the same steps', async () => {
    const costs = await Promise.all([1, 2].map(() => run(`for(let n=0;n<100;n++)ctx.emit.said;${done}`)))
    assert.deepEqual(costs[0], costs[1])
  })
})

describe('what a bundle may not hold', () => {
  const refused: { readonly [code: string]: readonly string[] } = {
    'handler-regular-expression': ['/a+/.test("a")'],
    'handler-syntax': [
      'async()=>1',
      'function*f(){}',
      'class A{}',
      'import("x")',
      'import.meta.url',
      'for(const k in {});',
      'x`y`',
      'debugger',
      'let a=1,b=1;a<!--b',
      'let a=1;\n-->a',
      '+"1"',
      '1>>>0',
      '({}) instanceof Object',
    ],
    'handler-global': [
      'Date.now()',
      'globalThis.x',
      'process.exit()',
      'Symbol.iterator',
      'JSON.parse("1")',
      'setTimeout()',
      'Reflect.get',
      'Proxy',
      'Promise',
      'RegExp',
      'parseInt("1")',
      'NaN',
      'Infinity',
      'console.log(1)',
      'require("fs")',
    ],
    'handler-name': ['eval("1")', 'function f(){return arguments}', 'let $$step=1', '(($$get)=>$$get)(1)'],
    'handler-property': [
      'const o={};o.constructor',
      'const {prototype:p}={};',
      '({__proto__:1})',
      '({get a(){return 1}})',
      '({set a(b){}})',
      'const a=[],b=1;a?.[b]',
      'const a=[],b=1;a[b]()',
      'const a="a",{[a]:b}={};',
      'const e={};e.stack',
    ],
    'handler-float': ['1.5', '1e400', '9007199254740993'],
    'handler-integer': ['1157920892373161954235709850086879078532699846656405640394575840079131296399360n'],
    'handler-assignment': [
      'const a=[];a.length=5',
      'let a={},b="c";a[b]??=1',
      'const f=()=>({});f().x+=1',
      'const o=[1];[o[0]]=[1];',
    ],
    'handler-rest': ['const {a:{...b}}={a:{}};', 'const f=({...a})=>a;'],
    'handler-default': ['const g=()=>1,f=(a=g())=>a;'],
    'handler-catch': ['try{}catch({message}){}'],
    'handler-new': ['new Array(9)', 'new Map([],[])', 'function F(){}new F', 'new Error("a","b")'],
    'handlers-syntax': ['let', 'with({}){}', 'return'],
  }
  for (const [code, sources] of Object.entries(refused))
    for (const source of sources)
      test(`${code}: ${source}`, () => {
        assert.throws(
          () => instrumentedBundle(source),
          (error) => error instanceof BundleError && error.failure.faults.some((fault) => fault.code === code),
        )
      })

  test('all faults are reported at once, each with its place', () => {
    assert.throws(
      () => instrumentedBundle('/a/;\n/b/;\n1.5'),
      (error) => error instanceof BundleError && error.failure.faults.map(({ line }) => line).join() === '1,2,3',
    )
  })

  test('whatever the text, a bundle is made or refused, and making it twice is the same', () => {
    const pieces = [
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      '=>',
      'x',
      '1',
      '+',
      '`',
      '${',
      '"',
      ';',
      ',',
      '...',
      'let ',
      'for',
      'try',
      '.',
      '?',
      '/',
      '=',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (tokens) => {
        const attempt = () => {
          try {
            return instrumentedBundle(tokens.join('')).source
          } catch (error) {
            if (error instanceof BundleError) return error.message
            throw error
          }
        }
        assert.equal(attempt(), attempt())
      }),
    )
  })

  test('nesting beyond what the parser can hold is refused, not run', () => {
    assert.throws(() => instrumentedBundle('('.repeat(50_000) + ')'.repeat(50_000)), BundleError)
    assert.throws(() => instrumentedBundle(`1;${' '.repeat(300_000)}`), BundleError)
  })
})
