import type { Answers } from '@gongshi/affair-kit'

/** No list of any affair is as long: answers may come from a file or from a browser's storage. */
const mostItems = 1000

/** Puts answers into the form, as `collectAnswers` takes them out: its lists get as many items as they have, by the buttons that a reader would press. */
export function fillForm(form: HTMLFormElement, answers: Answers): void {
  const focused = document.activeElement
  growLists(form, answers)
  if (document.activeElement !== focused && document.activeElement instanceof HTMLElement) document.activeElement.blur()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  for (const [path, answer] of answers) {
    const input = form.elements.namedItem(path)
    if (input instanceof HTMLInputElement && input.type === 'checkbox') continue
    if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement || input instanceof HTMLSelectElement)
      input.value = answer
  }
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type=checkbox][name]'))
    box.checked = answers.get(box.name) === box.value
  for (const set of form.querySelectorAll<HTMLElement>('[data-set]')) {
    const path = set.dataset.set!
    const length = Number(answers.get(`${path}.length`) ?? '0')
    const chosen = new Set(Array.from({ length }, (_, at) => answers.get(`${path}[${at}]`)))
    for (const box of set.querySelectorAll('input')) box.checked = chosen.has(box.value)
  }
}

/** An item may hold lists of its own, which are there only once it is. */
function growLists(form: HTMLFormElement, answers: Answers): void {
  const grown = new Set<HTMLElement>()
  const next = () => [...form.querySelectorAll<HTMLElement>('[data-list]')].find((list) => !grown.has(list))
  for (let list = next(); list !== undefined; list = next()) {
    grown.add(list)
    const wanted = Math.min(Number(answers.get(`${list.dataset.list}.length`) ?? '0'), mostItems)
    const items = list.querySelector(':scope > [data-items]')!
    while (items.children.length > wanted) items.lastElementChild!.remove()
    while (items.children.length < wanted) list.querySelector<HTMLElement>(':scope > p > [data-add]')!.click()
  }
}
