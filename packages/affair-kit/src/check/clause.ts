import type { Examination } from './examination.ts'

/** A clause of the register: `land-registration/14`, `licensing/42.2`. */
export function checkClause(examination: Examination, basis: unknown, path: string): void {
  if (typeof basis !== 'string' || !/^[a-z][a-z0-9-]{0,59}\/[0-9]{1,4}(\.[0-9]{1,3}){0,3}$/.test(basis))
    examination.fault('clause', path, 'cites a clause of the register as <law>/<article>, such as land-registration/14')
}
