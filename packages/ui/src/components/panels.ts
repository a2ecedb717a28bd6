import { attributes, type Child, type Html, html } from '../template/html.ts'
import { type Tone, tag } from './parts.ts'

export type Task = { readonly title: string; readonly href: string | null; readonly state: string; readonly tone: Tone }

/** What is to be done in order, each with its state in words; one without an address can't be begun yet. */
export function taskList(tasks: readonly Task[]): Html {
  return html`<ol class="tasks">${tasks.map(
    ({ title, href, state, tone }) =>
      html`<li><span>${href === null ? title : html`<a class="ds-link" href="${href}">${title}</a>`}</span>${tag(state, tone)}</li>`,
  )}</ol>`
}

/** Parts of one matter, each a page of its own: links, since tabs that hide what is in the page need a script. */
export function tabs(
  label: string,
  parts: readonly { readonly label: string; readonly href: string; readonly here: boolean }[],
): Html {
  return html`<nav class="tabs" aria-label="${label}"><ul>${parts.map(
    (part) =>
      html`<li><a href="${part.href}" ${attributes({ 'aria-current': part.here ? 'page' : null })}>${part.label}</a></li>`,
  )}</ul></nav>`
}

/**
 * A question in a window of its own, opened and closed by the browser itself: as a modal dialog by invoker commands, as a
 * popover in browsers that have none of those.
 */
export function dialog(
  words: { readonly id: string; readonly open: string; readonly close: string },
  title: string,
  body: Child,
): Html {
  const { id, open, close } = words
  const button = (command: string, action: string, label: string): Html =>
    html`<button class="ds-button" type="button" ${attributes({
      'data-variant': command === 'close' ? null : 'secondary',
      commandfor: id,
      command,
      popovertarget: id,
      popovertargetaction: action,
    })}>${label}</button>`
  return html`${button('show-modal', 'show', open)}<dialog class="dialog stack" popover="auto" ${attributes({ id, 'aria-labelledby': `${id}-title` })}><h2 class="subtitle" id="${`${id}-title`}">${title}</h2>${body}<p class="actions">${button('close', 'hide', close)}</p></dialog>`
}

/** How far a work is, in words as well. */
export function progress(label: string, done: number, of: number, shown: string): Html {
  return html`<p class="work"><span>${label}</span><progress aria-label="${label}" value="${done}" max="${of}"></progress><span class="figure">${shown}</span></p>`
}

/** Words of two versions: what went is struck through, what came is underlined, and both are said to who does not see. */
export type DiffPart = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }

export function diff(parts: readonly DiffPart[], words: { readonly removed: string; readonly added: string }): Html {
  return html`<p class="diff">${parts.map(({ kind, text }) => {
    if (kind === 'same') return text
    const said = html`<span class="visually-hidden">[${words[kind]} </span>${text}<span class="visually-hidden">]</span>`
    return kind === 'removed' ? html`<del>${said}</del>` : html`<ins>${said}</ins>`
  })}</p>`
}

/** Something to copy or read letter by letter: it scrolls by itself, by keyboard, too. */
export function codeBlock(label: string, code: string): Html {
  return html`<pre class="note" role="region" tabindex="0" aria-label="${label}">${code}</pre>`
}

/** Where there is nothing: what would stand here, and what can be done. */
export function emptyState(heading: string, body: Child): Html {
  return html`<div class="empty stack"><h3 class="subtitle">${heading}</h3><div class="stack">${body}</div></div>`
}

/**
 * Beside a fact from the ledger: where its proof is, and what came of checking it. Only who checked may say `checked`; the server,
 * which is what is being checked, says `unchecked`.
 */
export function evidenceBadge(
  label: string,
  href: string,
  state: 'unchecked' | 'checked' | 'wrong' = 'unchecked',
): Html {
  return html`<a class="evidence-badge" data-state="${state}" href="${href}">${label}</a>`
}
