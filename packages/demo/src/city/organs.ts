/** Synthetic: the departments of a city that does not exist. Ids are of a scheme of the demo's own. */
export type DemoOrgan = {
  readonly id: string
  readonly kind: 'administrative' | 'judicial' | 'party' | 'publicInstitution'
  readonly parent: string | null
  readonly zh: string
  readonly en: string
}

export const demoScheme = 'x-demo'
export const demoDivision = { scheme: 'x-demo', code: '990100', date: '2026-01-01' } as const

export const demoOrgans: readonly DemoOrgan[] = [
  {
    id: 'qs-gov',
    kind: 'administrative',
    parent: null,
    zh: '青石市人民政府办公室',
    en: 'Qingshi Municipal Government Office',
  },
  { id: 'qs-finance', kind: 'administrative', parent: 'qs-gov', zh: '青石市财政局', en: 'Qingshi Finance Bureau' },
  {
    id: 'qs-planning',
    kind: 'administrative',
    parent: 'qs-gov',
    zh: '青石市自然资源和规划局',
    en: 'Qingshi Planning and Natural Resources Bureau',
  },
  {
    id: 'qs-environment',
    kind: 'administrative',
    parent: 'qs-gov',
    zh: '青石市生态环境局',
    en: 'Qingshi Ecology and Environment Bureau',
  },
  { id: 'qs-education', kind: 'administrative', parent: 'qs-gov', zh: '青石市教育局', en: 'Qingshi Education Bureau' },
  {
    id: 'qs-housing',
    kind: 'administrative',
    parent: 'qs-gov',
    zh: '青石市住房和城乡建设局',
    en: 'Qingshi Housing and Construction Bureau',
  },
  {
    id: 'qs-transport',
    kind: 'administrative',
    parent: 'qs-gov',
    zh: '青石市交通运输局',
    en: 'Qingshi Transport Bureau',
  },
  { id: 'qs-civil', kind: 'administrative', parent: 'qs-gov', zh: '青石市民政局', en: 'Qingshi Civil Affairs Bureau' },
  { id: 'qs-audit', kind: 'administrative', parent: 'qs-gov', zh: '青石市审计局', en: 'Qingshi Audit Bureau' },
  {
    id: 'qs-water',
    kind: 'publicInstitution',
    parent: 'qs-housing',
    zh: '青石市供水管理中心',
    en: 'Qingshi Water Supply Centre',
  },
  {
    id: 'qs-trade',
    kind: 'publicInstitution',
    parent: 'qs-gov',
    zh: '青石市公共资源交易中心',
    en: 'Qingshi Public Resource Trading Centre',
  },
  { id: 'qs-archive', kind: 'publicInstitution', parent: 'qs-gov', zh: '青石市档案馆', en: 'Qingshi Archives' },
  {
    id: 'qs-hospital-3',
    kind: 'publicInstitution',
    parent: 'qs-gov',
    zh: '青石市第三医院',
    en: 'Qingshi Third Hospital',
  },
]
