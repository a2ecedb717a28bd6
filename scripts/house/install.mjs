import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Whether node_modules holds what package-lock.json asks for: compared by content, because a checkout or a copy of the
 * folder changes the times of files but not what they are. A package for another platform may be absent.
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'))
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === undefined || present === undefined) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || !path.startsWith('node_modules/')) return true
    const found = present[path]
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return found.version === entry.version && found.integrity === entry.integrity && existsSync(join(root, path))
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Installs exactly what the lockfile names; packages already in npm's cache need no network. */
export function install(root) {
  console.error('gongshi: installing the packages named in package-lock.json (once; 安装依赖，仅此一次) …')
  const { command, prefix } = npmCommand()
  const done = spawnSync(
    command,
    [...prefix, 'ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && prefix.length === 0,
    },
  )
  if (done.status === 0 && isInstalled(root)) return true
  console.error(
    [
      '',
      'gongshi: the packages could not be installed (依赖安装失败).',
      '  npm found them neither in its cache nor on the network; its own words stand above.',
      '  Next: connect this machine to your npm registry once, or copy the node_modules folder',
      '  or the npm cache folder of a machine of the same kind, then run the same command again.',
      '  下一步：让本机连接一次 npm 仓库，或从同类机器复制 node_modules 或 npm 缓存目录，再重新运行。',
    ].join('\n'),
  )
  return false
}

/** The npm that started us, else the one beside this Node, else the one on the path. */
function npmCommand() {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
  ]
  const script = candidates.find((path) => path !== undefined && /npm-cli\.[cm]?js$/.test(path) && existsSync(path))
  if (script !== undefined) return { command: process.execPath, prefix: [script] }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', prefix: [] }
}
