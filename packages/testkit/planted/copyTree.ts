import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

/** The sources in a folder for the system’s temporary files, with the libraries of this tree and packages of its own. Gives its path. */
export function copyTree(): string {
  const target = mkdtempSync(join(tmpdir(), 'gongshi-changed-'))
  const isSource = (path: string) => !/(^|\/)(node_modules|\.git)$/.test(path)
  cpSync(join(root, 'packages'), join(target, 'packages'), { recursive: true, filter: isSource })
  cpSync(join(root, 'package.json'), join(target, 'package.json'))
  mkdirSync(join(target, 'node_modules/@gongshi'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@gongshi') symlinkSync(join(root, 'node_modules', name), join(target, 'node_modules', name))
  for (const name of readdirSync(join(target, 'packages')))
    symlinkSync(join(target, 'packages', name), join(target, 'node_modules/@gongshi', name))
  return target
}
