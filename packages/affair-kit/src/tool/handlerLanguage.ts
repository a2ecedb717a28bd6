/** Names that reach behind an object: through them lie its prototype, its constructor and the engine's own words. */
export const forbiddenNames: ReadonlySet<string> = new Set([
  '__proto__',
  'prototype',
  'constructor',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  'caller',
  'callee',
  'arguments',
  'stack',
])

/** How a bundle hands over its handlers: what `implement` is inside a bundle. */
export const registerName = 'registerHandlers'

/** What a handler may name without having declared it. */
export const allowedGlobals: ReadonlySet<string> = new Set([
  'Object',
  'Array',
  'Math',
  'Number',
  'BigInt',
  'String',
  'Boolean',
  'Map',
  'Set',
  'Error',
  'undefined',
  registerName,
])

/** Syntax that has no place in a handler: it waits, iterates without an end, or hides what runs. */
export const refusedNodes: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'YieldExpression',
  'ClassDeclaration',
  'ClassExpression',
  'Super',
  'MetaProperty',
  'ImportExpression',
  'ImportDeclaration',
  'ExportDefaultDeclaration',
  'ExportAllDeclaration',
  'TaggedTemplateExpression',
  'ForInStatement',
  'WithStatement',
  'DebuggerStatement',
  'PrivateIdentifier',
])

/** Operators that can grow a value or leave the whole numbers, by the helper that bounds them. */
export const operatorHelpers: { readonly [operator: string]: string } = {
  '+': '$$add',
  '-': '$$subtract',
  '*': '$$multiply',
  '/': '$$divide',
  '%': '$$remainder',
  '**': '$$power',
  '<<': '$$shiftLeft',
  '>>': '$$shiftRight',
  '&': '$$and',
  '|': '$$or',
  '^': '$$xor',
}

/** Bounds of the sandbox, fixed for a kit version. */
export const realmLimits = {
  /** Calls inside calls: far below the engine's own stack. */
  depth: 200,
  /** Size of all calls in progress, in nodes of their functions' code. */
  frames: 30_000,
  /** Values that one call may spread. */
  spread: 100,
  /** Members of one list, Map or Set, and keys of what a spread copies. */
  items: 10_000,
  textLength: 65_536,
  /** Steps that building the table of handlers may take when a bundle is loaded. */
  loadSteps: 100_000,
  integerBits: 256,
  forbiddenNames: [...forbiddenNames],
  listMethods: [
    'at',
    'concat',
    'entries',
    'every',
    'filter',
    'find',
    'findIndex',
    'findLast',
    'findLastIndex',
    'flat',
    'forEach',
    'includes',
    'indexOf',
    'keys',
    'lastIndexOf',
    'map',
    'pop',
    'push',
    'reduce',
    'reduceRight',
    'reverse',
    'shift',
    'slice',
    'some',
    'splice',
    'toReversed',
    'toSpliced',
    'unshift',
    'values',
    'with',
  ],
  textMethods: [
    'at',
    'charAt',
    'charCodeAt',
    'codePointAt',
    'endsWith',
    'includes',
    'indexOf',
    'isWellFormed',
    'lastIndexOf',
    'slice',
    'startsWith',
    'substring',
    'trim',
  ],
  mapMethods: ['clear', 'delete', 'entries', 'forEach', 'get', 'has', 'keys', 'set', 'values'],
  setMethods: ['add', 'clear', 'delete', 'entries', 'forEach', 'has', 'keys', 'values'],
} as const
