/** Builds elements by DOM calls only: text stays text, and no markup is ever parsed from data. */
export type Part = Node | string | null | false | undefined | readonly Part[]

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | boolean>> = {},
  ...parts: readonly Part[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '')
    else if (value !== false) made.setAttribute(name, value)
  }
  append(made, parts)
  return made
}

function append(to: Node, parts: readonly Part[]): void {
  for (const part of parts) {
    if (Array.isArray(part)) append(to, part)
    else if (part instanceof Node) to.appendChild(part)
    else if (typeof part === 'string') to.appendChild(document.createTextNode(part))
  }
}

/** Puts these parts in place of whatever the element held. */
export function replace(target: Element, ...parts: readonly Part[]): void {
  target.replaceChildren()
  append(target, parts)
}

/** An element of the page's own shell, which a test proves to be there. */
export function byId<Type extends HTMLElement>(id: string): Type {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no #${id}`)
  return found as Type
}
