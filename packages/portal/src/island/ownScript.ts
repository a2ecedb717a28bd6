type Policies = {
  createPolicy(
    name: string,
    rules: { createScriptURL(path: string): string },
  ): { createScriptURL(path: string): string }
}

/** In the pages' policy by this name: no other can be made. */
const name = 'gongshi'
const ours = /^\/(assets\/[\w.-]+|offline)\.js$/

/** Only what this site serves as a script of its own. @throws {TypeError} for any other address */
function checked(path: string): string {
  if (!ours.test(path)) throw new TypeError('not a script of ours')
  return path
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: Policies }
const policy = trustedTypes?.createPolicy(name, { createScriptURL: checked })

/**
 * The address of a script of ours as what runs scripts takes it under Trusted Types (W3C), where the browser has them: there a string is
 * refused. It says that it is a string, for the types of the platform's functions know no better.
 */
export function ownScript(path: string): string {
  return policy === undefined ? checked(path) : policy.createScriptURL(path)
}
