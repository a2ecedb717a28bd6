import { type AnyNode, type Node, type Options, parse } from 'acorn'
import { BundleError, type BundleFault } from './bundleError.ts'
import { allowedGlobals, forbiddenNames, operatorHelpers, refusedNodes } from './handlerLanguage.ts'
import { childrenOf, hasRest, isConstant, isRepeatable } from './nodes.ts'

const syntax: Options = { ecmaVersion: 2024, sourceType: 'module', preserveParens: true }

type Piece = { readonly start: number; readonly end: number; readonly text: string }

/** Writes a program anew, each node with the charge and the bounds that it needs. */
export class Instrumenter {
  readonly #source: string
  readonly #faults: BundleFault[] = []
  readonly #declared = new Set<string>()
  readonly #used: Node[] = []
  /** Nodes seen in the segment of code that one charge covers; functions and loops have segments of their own. */
  #weight = 0

  constructor(source: string) {
    this.#source = source
  }

  run(): string {
    const program = parse(this.#source, { ...syntax, locations: true })
    const text = this.#body(program.body, 0, this.#source.length)
    for (const name of this.#used) this.#checkGlobal(name)
    if (this.#faults.length > 0) throw new BundleError(this.#faults)
    return text
  }

  #checkGlobal(node: Node): void {
    const { name } = node as Extract<AnyNode, { type: 'Identifier' }>
    if (!this.#declared.has(name) && !allowedGlobals.has(name)) this.#fault('handler-global', node)
  }

  #fault(code: BundleFault['code'], node: Node): string {
    const { line, column } = node.loc?.start ?? { line: 1, column: 0 }
    this.#faults.push({ code, line, column, what: this.#source.slice(node.start, Math.min(node.end, node.start + 40)) })
    return ''
  }

  #body(nodes: readonly AnyNode[], start: number, end: number): string {
    return this.#spliced(
      start,
      end,
      nodes.map((node) => this.#piece(node)),
    )
  }

  #piece(node: AnyNode): Piece {
    return { start: node.start, end: node.end, text: this.#render(node) }
  }

  #spliced(start: number, end: number, pieces: readonly Piece[]): string {
    let text = ''
    let at = start
    for (const piece of pieces) {
      text += this.#source.slice(at, piece.start) + piece.text
      at = piece.end
    }
    return text + this.#source.slice(at, end)
  }

  #plain(node: AnyNode): string {
    return this.#spliced(
      node.start,
      node.end,
      childrenOf(node).map((child) => this.#piece(child)),
    )
  }

  #render(node: AnyNode): string {
    this.#weight++
    if (refusedNodes.has(node.type)) return this.#fault('handler-syntax', node)
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.#function(node)
      case 'ForStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        return this.#loop(node)
      case 'TryStatement':
        return this.#try(node)
      case 'Identifier':
        return this.#identifier(node)
      case 'Literal':
        return this.#literal(node)
      case 'TemplateLiteral':
        return this.#template(node)
      case 'BinaryExpression':
        return this.#binary(node)
      case 'UnaryExpression':
        return this.#unary(node)
      case 'UpdateExpression':
        return this.#update(node)
      case 'AssignmentExpression':
        return this.#assignment(node)
      case 'MemberExpression':
        return this.#member(node)
      case 'ChainExpression':
        return this.#chain(node)
      case 'CallExpression':
        return this.#call(node)
      case 'NewExpression':
        return this.#new(node)
      case 'SpreadElement':
        return `...$$items(${this.#render(node.argument)})`
      case 'ObjectExpression':
        return this.#object(node)
      case 'VariableDeclaration':
        return this.#variables(node)
      case 'RestElement':
        return this.#fault('handler-rest', node)
      case 'ObjectPattern':
      case 'ArrayPattern':
        return this.#pattern(node, false)
      case 'LabeledStatement':
        return this.#spliced(node.start, node.end, [this.#piece(node.body)])
      case 'BreakStatement':
      case 'ContinueStatement':
        return this.#source.slice(node.start, node.end)
      case 'ExportNamedDeclaration':
        return node.declaration ? this.#render(node.declaration) : ''
      default:
        return this.#plain(node)
    }
  }

  /** Renders something as a segment of its own and gives the charge that covers it. */
  #segment<T>(render: () => T): { readonly rendered: T; readonly weight: number } {
    const outer = this.#weight
    this.#weight = 1
    const rendered = render()
    const weight = this.#weight
    this.#weight = outer
    return { rendered, weight }
  }

  #function(node: Extract<AnyNode, { type: `${string}Function${string}` }>): string {
    if (node.async || node.generator) return this.#fault('handler-syntax', node)
    const { rendered, weight } = this.#segment(() => ({
      name: node.id ? [{ start: node.id.start, end: node.id.end, text: this.#declare(node.id) }] : [],
      params: node.params.map((param) => ({ start: param.start, end: param.end, text: this.#parameter(param) })),
      body: this.#render(node.body),
    }))
    const head = this.#spliced(node.start, node.body.start, [...rendered.name, ...rendered.params])
    const inner = node.body.type === 'BlockStatement' ? rendered.body : `{return ${rendered.body}}`
    return `${head}{$$enter(${weight});try${inner}finally{$$leave(${weight})}}`
  }

  /** Defaults run before the body's counter does: they may be nothing that calls. */
  #parameter(param: AnyNode): string {
    if (param.type === 'RestElement') return `...${this.#parameter(param.argument)}`
    return this.#target(param, true)
  }

  #loop(
    node: Extract<AnyNode, { type: 'ForStatement' | 'ForOfStatement' | 'WhileStatement' | 'DoWhileStatement' }>,
  ): string {
    if (node.type === 'ForOfStatement' && node.await) return this.#fault('handler-syntax', node)
    const { rendered, weight } = this.#segment(() => childrenOf(node).map((child) => this.#loopPart(child, node)))
    const counted = rendered.map((piece) =>
      piece.start === node.body.start ? { ...piece, text: `{$$step(${weight});${piece.text}}` } : piece,
    )
    return this.#spliced(node.start, node.end, counted)
  }

  #loopPart(child: AnyNode, loop: AnyNode): Piece {
    const isTarget = loop.type === 'ForOfStatement' && child === loop.left && child.type !== 'VariableDeclaration'
    return isTarget ? { start: child.start, end: child.end, text: this.#target(child, false) } : this.#piece(child)
  }

  #try(node: Extract<AnyNode, { type: 'TryStatement' }>): string {
    const block = this.#render(node.block)
    let text = `try${block}`
    if (node.handler) {
      const { param, body } = node.handler
      if (param && param.type !== 'Identifier') return this.#fault('handler-catch', param)
      const name = param ? this.#declare(param) : '$$error'
      text += `catch(${name}){${param ? `${name}=` : ''}$$caught(${name});${this.#render(body)}}`
    }
    return node.finalizer ? `${text}finally{$$step(1);${this.#render(node.finalizer)}}` : text
  }

  #declare(node: Extract<AnyNode, { type: 'Identifier' }>): string {
    this.#checkName(node.name, node)
    this.#declared.add(node.name)
    return node.name
  }

  #checkName(name: string, node: Node): void {
    if (name.startsWith('$$') || name === 'arguments' || name === 'eval') this.#fault('handler-name', node)
  }

  #identifier(node: Extract<AnyNode, { type: 'Identifier' }>): string {
    this.#checkName(node.name, node)
    this.#used.push(node)
    return node.name
  }

  #literal(node: Extract<AnyNode, { type: 'Literal' }>): string {
    if (node.regex) return this.#fault('handler-regular-expression', node)
    if (typeof node.value === 'number' && !Number.isSafeInteger(node.value)) return this.#fault('handler-float', node)
    if (typeof node.value === 'bigint' && node.value >> 256n !== 0n) return this.#fault('handler-integer', node)
    return this.#source.slice(node.start, node.end)
  }

  #template(node: Extract<AnyNode, { type: 'TemplateLiteral' }>): string {
    const parts = node.quasis.flatMap((quasi, at) => {
      const expression = node.expressions[at]
      const words = JSON.stringify(quasi.value.cooked ?? '')
      return expression ? [words, this.#render(expression)] : [words]
    })
    return `$$text(${parts.join(',')})`
  }

  #binary(node: Extract<AnyNode, { type: 'BinaryExpression' }>): string {
    if (node.operator === 'instanceof' || node.operator === '>>>' || node.left.type === 'PrivateIdentifier')
      return this.#fault('handler-syntax', node)
    const helper = operatorHelpers[node.operator]
    if (helper === undefined) return this.#plain(node)
    return `${helper}(${this.#render(node.left)},${this.#render(node.right)})`
  }

  #unary(node: Extract<AnyNode, { type: 'UnaryExpression' }>): string {
    const { operator, argument } = node
    if (operator === '+' || operator === '~') return this.#fault('handler-syntax', node)
    if (operator === '-') return `$$negate(${this.#render(argument)})`
    if (operator !== 'delete') return this.#plain(node)
    if (argument.type !== 'MemberExpression') return this.#fault('handler-syntax', node)
    if (!argument.computed) return this.#plain(node)
    return `$$delete(${this.#render(argument.object)},${this.#render(argument.property)})`
  }

  #update(node: Extract<AnyNode, { type: 'UpdateExpression' }>): string {
    return this.#spliced(node.start, node.end, [
      { start: node.argument.start, end: node.argument.end, text: this.#target(node.argument, false) },
    ])
  }

  #assignment(node: Extract<AnyNode, { type: 'AssignmentExpression' }>): string {
    const { left, operator, right } = node
    if (left.type === 'MemberExpression' && left.computed) return this.#computedAssignment(left, operator, right)
    const target = this.#target(left, false)
    const value = this.#render(right)
    const helper = operatorHelpers[operator.slice(0, -1)]
    if (operator === '=' || operator === '??=' || operator === '||=' || operator === '&&=')
      return `${target}${operator}${value}`
    if (helper === undefined || !isRepeatable(left)) return this.#fault('handler-assignment', node)
    if (left.type === 'Identifier') this.#used.push(left)
    return `${target}=${helper}(${target},${value})`
  }

  #computedAssignment(left: Extract<AnyNode, { type: 'MemberExpression' }>, operator: string, right: AnyNode): string {
    const place = `${this.#render(left.object)},${this.#render(left.property)}`
    const value = this.#render(right)
    if (operator === '=') return `$$set(${place},${value})`
    const helper = operatorHelpers[operator.slice(0, -1)]
    if (helper === undefined) return this.#fault('handler-assignment', left)
    return `$$update(${place},($$old)=>${helper}($$old,${value}))`
  }

  /** Where a value may be put: a variable, a named property, or a pattern of variables. */
  #target(node: AnyNode, isDeclaration: boolean): string {
    switch (node.type) {
      case 'Identifier':
        return isDeclaration ? this.#declare(node) : this.#identifier(node)
      case 'ParenthesizedExpression':
        return `(${this.#target(node.expression, isDeclaration)})`
      case 'MemberExpression':
        if (node.computed || isDeclaration) return this.#fault('handler-assignment', node)
        if (node.property.type === 'Identifier' && node.property.name === 'length')
          return this.#fault('handler-assignment', node)
        return this.#member(node)
      case 'AssignmentPattern':
        if (isDeclaration && !isConstant(node.right)) return this.#fault('handler-default', node)
        return `${this.#target(node.left, isDeclaration)}=${this.#render(node.right)}`
      case 'ObjectPattern':
      case 'ArrayPattern':
        return this.#pattern(node, isDeclaration)
      case 'RestElement':
        return this.#fault('handler-rest', node)
      default:
        return this.#fault('handler-assignment', node)
    }
  }

  #pattern(
    node: Extract<AnyNode, { type: 'ObjectPattern' | 'ArrayPattern' }>,
    isDeclaration: boolean,
    rest = false,
  ): string {
    const members = node.type === 'ArrayPattern' ? node.elements : node.properties
    const pieces = members.flatMap((member): Piece[] => {
      if (member === null) return []
      const { start, end } = member
      if (member.type === 'RestElement' && rest && member.argument.type === 'Identifier')
        return [{ start, end, text: `...${this.#declare(member.argument)}` }]
      if (member.type !== 'Property') return [{ start, end, text: this.#target(member, isDeclaration) }]
      const name = this.#propertyName(member)
      return [{ start, end, text: `${name}:${this.#target(member.value, isDeclaration)}` }]
    })
    return this.#spliced(node.start, node.end, pieces)
  }

  #propertyName(node: { readonly key: AnyNode; readonly computed: boolean }): string {
    const { key } = node
    if (node.computed) return this.#fault('handler-property', key)
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : ''
    if (forbiddenNames.has(name)) return this.#fault('handler-property', key)
    return this.#source.slice(key.start, key.end)
  }

  #member(node: Extract<AnyNode, { type: 'MemberExpression' }>): string {
    const { object, property, computed, optional } = node
    const of = this.#render(object)
    if (!computed) return `${of}${optional ? '?.' : '.'}${this.#propertyName({ key: property, computed: false })}`
    if (optional) return this.#fault('handler-property', node)
    return `$$get(${of},${this.#render(property)})`
  }

  /** A computed member inside an optional chain would lose the chain's short circuit. */
  #chain(node: Extract<AnyNode, { type: 'ChainExpression' }>): string {
    for (let link: AnyNode = node.expression; ; link = link.type === 'MemberExpression' ? link.object : link.callee) {
      if (link.type !== 'MemberExpression' && link.type !== 'CallExpression') break
      if (link.type === 'MemberExpression' && link.computed) return this.#fault('handler-property', link)
    }
    return this.#plain(node)
  }

  #call(node: Extract<AnyNode, { type: 'CallExpression' }>): string {
    const callee = node.callee.type === 'ParenthesizedExpression' ? node.callee.expression : node.callee
    if (callee.type === 'MemberExpression' && callee.computed) return this.#fault('handler-property', callee)
    const pieces = childrenOf(node).map((child): Piece => {
      if (child.type !== 'SpreadElement') return this.#piece(child)
      return { start: child.start, end: child.end, text: `...$$spread(${this.#render(child.argument)})` }
    })
    return this.#spliced(node.start, node.end, pieces)
  }

  #new(node: Extract<AnyNode, { type: 'NewExpression' }>): string {
    const name = node.callee.type === 'Identifier' ? node.callee.name : ''
    const [argument, ...others] = node.arguments
    if (!['Map', 'Set', 'Error'].includes(name) || others.length > 0 || argument?.type === 'SpreadElement')
      return this.#fault('handler-new', node)
    this.#identifier(node.callee as Extract<AnyNode, { type: 'Identifier' }>)
    if (argument === undefined) return `new ${name}()`
    return name === 'Error' ? `new Error(${this.#render(argument)})` : `new ${name}($$items(${this.#render(argument)}))`
  }

  #object(node: Extract<AnyNode, { type: 'ObjectExpression' }>): string {
    const members = node.properties.map((member) => {
      this.#weight++
      if (member.type === 'SpreadElement') return `...$$properties(${this.#render(member.argument)})`
      if (member.kind !== 'init') return this.#fault('handler-property', member)
      const name = member.computed ? `[$$key(${this.#render(member.key)})]` : this.#propertyName(member)
      return `${name}:${this.#method(member)}`
    })
    return `{${members.join(',')}}`
  }

  #method(member: Extract<AnyNode, { type: 'Property' }>): string {
    if (!member.method) return this.#render(member.value)
    // acorn starts a method's function at its parameter list.
    const text = this.#render(member.value)
    return `function${text}`
  }

  #variables(node: Extract<AnyNode, { type: 'VariableDeclaration' }>): string {
    const pieces = node.declarations.map((declaration): Piece => {
      const { id, init, start, end } = declaration
      this.#weight++
      if (!init) return { start, end, text: this.#target(id, true) }
      if (id.type !== 'ObjectPattern' && id.type !== 'ArrayPattern')
        return { start, end, text: `${this.#target(id, true)}=${this.#render(init)}` }
      const copy = id.type === 'ArrayPattern' ? '$$items' : '$$properties'
      const value = hasRest(id) ? `${copy}(${this.#render(init)})` : this.#render(init)
      return { start, end, text: `${this.#pattern(id, true, true)}=${value}` }
    })
    return this.#spliced(node.start, node.end, pieces)
  }
}
