import type { ErrorCatalogue } from '@gongshi/protocol'
import type { CliFailure } from './errors.ts'

export const cliErrorTexts: ErrorCatalogue<CliFailure['code']> = {
  'cli-flag-unknown': {
    status: 400,
    zh: { what: '没有这个选项。', next: '加上 --help 查看该命令的选项。' },
    en: { what: 'There is no such flag.', next: 'Add --help to see the flags of this command.' },
  },
  'cli-command-unknown': {
    status: 400,
    zh: { what: '没有这个命令。', next: '运行 gongshi --help 查看全部命令。' },
    en: { what: 'There is no such command.', next: 'Run gongshi --help to see them all.' },
  },
  'cli-argument-missing': {
    status: 400,
    zh: { what: '缺少参数。', next: '加上 --help 查看用法和例子。' },
    en: { what: 'An argument is missing.', next: 'Add --help to see how it is used, with an example.' },
  },
  'cli-argument-excess': {
    status: 400,
    zh: { what: '参数过多。', next: '带空格的值要加引号；--help 列出用法。' },
    en: { what: 'There are more arguments than it takes.', next: 'Quote values with spaces; --help shows its use.' },
  },
  'cli-value-invalid': {
    status: 400,
    zh: { what: '选项或参数的值不合要求。', next: '按所示形式填写。' },
    en: { what: 'The value of a flag or argument is not of its kind.', next: 'Write it in the form shown.' },
  },
  'cli-file-unreadable': {
    status: 400,
    zh: { what: '文件无法读取。', next: '检查路径和权限。' },
    en: { what: 'The file cannot be read.', next: 'Check its path and its permissions.' },
  },
  'cli-file-unwritable': {
    status: 500,
    zh: { what: '文件无法写入。', next: '检查文件夹、权限和剩余空间。' },
    en: { what: 'The file cannot be written.', next: 'Check its folder, its permissions and the space left.' },
  },
  'cli-file-exists': {
    status: 409,
    zh: { what: '文件已存在，不会覆盖。', next: '换一个名字，或先移走原文件。' },
    en: { what: 'The file exists and is not overwritten.', next: 'Choose another name, or move it away first.' },
  },
  'cli-json-malformed': {
    status: 400,
    zh: { what: '内容不是有效的 JSON。', next: '检查文件格式和编码（UTF-8）。' },
    en: { what: 'This is no valid JSON.', next: 'Check its form and its encoding (UTF-8).' },
  },
  'cli-journal-differs': {
    status: 409,
    zh: { what: '该记录属于另一账本或另一动作。', next: '用 --journal 另指一个文件，或改回当初的命令。' },
    en: {
      what: 'This journal is of another ledger or another act.',
      next: 'Name another file with --journal, or give the command that it was begun with.',
    },
  },
  'cli-line-changed': {
    status: 409,
    zh: { what: '该行与签署时不同。', next: '恢复原行；改动写成新的一行，加在文件末尾。' },
    en: {
      what: 'The line is not what it was when it was signed.',
      next: 'Put it back as it was; add what is new as a line at the end.',
    },
  },
  'cli-key-unknown': {
    status: 404,
    zh: { what: '没有这个密钥。', next: 'gongshi keys list 列出已有密钥；也可给出文件路径。' },
    en: {
      what: 'There is no such key.',
      next: 'gongshi keys list shows those there are; a path to a file will do, too.',
    },
  },
  'cli-key-missing': {
    status: 400,
    zh: { what: '需要密钥才能签名。', next: '用 --key 给出名称或文件，或设置 GONGSHI_KEY。' },
    en: { what: 'Signing takes a key.', next: 'Name it with --key, a name or a file, or set GONGSHI_KEY.' },
  },
  'cli-passphrase-needed': {
    status: 400,
    zh: {
      what: '需要口令，而此处没有终端可以询问。',
      next: '设置 GONGSHI_PASSPHRASE，或用 --passphrase-file 指定口令文件。',
    },
    en: {
      what: 'A passphrase is needed, and there is no terminal to ask at.',
      next: 'Set GONGSHI_PASSPHRASE, or name a file with --passphrase-file.',
    },
  },
  'cli-part-missing': {
    status: 501,
    zh: { what: '此安装不含该命令所需的部分。', next: '在完整的仓库里运行，或安装所示的软件包。' },
    en: {
      what: 'This installation lacks the part that the command needs.',
      next: 'Run it in the whole repository, or install the package shown.',
    },
  },
  'cli-namespaces-unavailable': {
    status: 400,
    zh: {
      what: '此处不能使用网络命名空间，或内核缺少所需的功能。',
      next: '在 Linux 上以 root 运行并安装 iproute2；或去掉 --netns，在本机回环地址上运行。',
    },
    en: {
      what: 'Network namespaces can’t be used here, or this kernel lacks what was asked of a link.',
      next: 'Run it as root on Linux with iproute2, or without --netns on loopback.',
    },
  },
  'cli-testnet-command': {
    status: 400,
    zh: {
      what: '测试网络没有这个命令，或缺少所述节点。',
      next: 'start、stop、kill、pause、resume 节点；使用 --netns 时还有 cut 节点,节点、loss 节点 百分比、slow 节点 千比特、delay 节点 毫秒、heal。',
    },
    en: {
      what: 'The test network has no such command, or no such node.',
      next: 'start, stop, kill, pause, resume NODE; with --netns also cut NODE,NODE, loss NODE PERCENT, slow NODE KILOBITS, delay NODE MILLISECONDS, heal.',
    },
  },
  'contribution-malformed': {
    status: 400,
    zh: { what: '这不是一份创世材料。', next: '请该部门用 gongshi genesis contribute 重新生成并发来。' },
    en: {
      what: 'This is no contribution to a genesis.',
      next: 'Ask the department to make it with gongshi genesis contribute, and to send it again.',
    },
  },
  'contribution-altered': {
    status: 400,
    zh: { what: '这份创世材料与该部门签署的不同。', next: '通过另一渠道向该部门核对指纹，请其重发。' },
    en: {
      what: 'This contribution is not what its department has signed.',
      next: 'Compare its fingerprint with the department by another way, and have it sent again.',
    },
  },
  'contribution-foreign': {
    status: 400,
    zh: { what: '这份创世材料是为另一个账本准备的。', next: '请该部门按所收集的账本名重新生成。' },
    en: {
      what: 'This contribution is for another ledger.',
      next: 'Ask the department for one under the name of the ledger that is being founded.',
    },
  },
  'contribution-repeated': {
    status: 409,
    zh: {
      what: '所示内容已出现在另一份创世材料中。',
      next: '每个部门、机关、密钥和域名只能出现一次；去掉多余的一份。',
    },
    en: {
      what: 'What is named stands in another contribution already.',
      next: 'Each department, organ, key and origin stands there once: leave one of them out.',
    },
  },
  'cli-interrupted': {
    status: 499,
    zh: { what: '已中断。', next: '再次运行同一命令即可继续，不会重复办理。' },
    en: { what: 'Interrupted.', next: 'Run the same command again to go on; nothing happens twice.' },
  },
  'cli-fault': {
    status: 500,
    zh: { what: '程序内部出错。', next: '加上 GONGSHI_DEBUG=1 再运行一次，并把输出附在报告里。' },
    en: { what: 'The program itself failed.', next: 'Run it again with GONGSHI_DEBUG=1 and report what it prints.' },
  },
}
