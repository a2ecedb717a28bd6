/** A page that is being left lets go a moment after its successor has begun. Milliseconds. */
const patienceMs = 500

/**
 * Takes `name` for this tab among all tabs of this browser (Web Locks API) until it is left: if no other has it, when no other has it any
 * more, or from another, which `lost` tells. False: another has it. A browser without locks gives it to everybody.
 */
export function takeForTab(name: string, how: 'ifFree' | 'whenFree' | 'take', lost: () => void): Promise<boolean> {
  if (navigator.locks === undefined) return Promise.resolve(true)
  return new Promise((resolve) => {
    let has = false
    const held = async () => {
      has = true
      resolve(true)
      await new Promise<never>(() => undefined)
    }
    const options = { ifFree: { signal: AbortSignal.timeout(patienceMs) }, whenFree: {}, take: { steal: true } }[how]
    navigator.locks.request(name, options, held).catch(() => (has ? lost() : resolve(false)))
  })
}
