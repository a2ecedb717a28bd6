import type { Block } from './block.ts'

type Glyphs = { hasGlyphForCodePoint(code: number): boolean }
type Says = (text: string) => string

/** A text as the fonts can draw it: what one of them has no glyph for stands there by its number, `[U+1F600]`, and not as an empty box. */
export function drawableBy(fonts: readonly Glyphs[]): Says {
  const drawn = new Map<string, string>([['\n', '\n']])
  const draw = (character: string): string => {
    const known = drawn.get(character)
    if (known !== undefined) return known
    const code = character.codePointAt(0)!
    const hasGlyph = fonts.every((font) => font.hasGlyphForCodePoint(code))
    const shown = hasGlyph ? character : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
    drawn.set(character, shown)
    return shown
  }
  return (text) => Array.from(text.normalize('NFC'), draw).join('')
}

/** What a code holds is read by machines, and an alternative text is drawn by nobody: both stay as they are. */
export function drawableBlock(block: Block, says: Says): Block {
  if (block.kind === 'title') return { ...block, text: says(block.text), under: says(block.under) }
  if (block.kind === 'list') return { ...block, items: block.items.map(says) }
  if (block.kind === 'facts') return { ...block, facts: block.facts.map(([name, value]) => [says(name), says(value)]) }
  if (block.kind === 'codes')
    return { ...block, codes: block.codes.map((code) => ({ ...code, under: says(code.under) })) }
  return { ...block, text: says(block.text) }
}
