import { articleSentences, formLayout } from '@gongshi/affair-kit'
import { affairTexts, installedAffairs } from '@gongshi/affairs'
import {
  type ActFormData,
  type ActivityData,
  activityPage,
  actsPage,
  admissionPage,
  type InboxData,
  inboxPage,
  type MandatesData,
  type Matter,
  type MayActData,
  mandatesPage,
  mayActPage,
  type NotificationsData,
  notificationsPage,
  type PageContext,
  type ReceiptData,
  renderWorkspace,
  type SessionsData,
  sessionsPage,
  stepUpPage,
  trusteeshipPage,
  trusteeshipsPage,
} from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'
import { day, hex, organs } from './sampleCity.ts'
import { procurementDeskPages } from './sampleDesk.ts'
import { entries } from './sampleLedgerPages.ts'
import { trusteeships } from './sampleProcedures.ts'

const now = day('2026-05-12T10:00:00')
const hour = 3_600_000

/** The empty form of an action, from its declaration and texts as a node makes it. */
export function formPage(affair: string, action: string, lang: Lang): ActFormData {
  const declaration = installedAffairs.find(({ name }) => name === affair)!
  const layout = formLayout(declaration, affairTexts[affair]![lang], lang, action)
  const rules = articleSentences(declaration, affairTexts[affair]![lang], lang, action)
  return { layout, answers: new Map(), clause: { code: layout.basis }, rules, utcOffsetMinutes: 480 }
}

const publication: Matter = {
  affair: 'disclosure',
  entity: 'publication',
  key: 'gmJhYg',
  status: 'published',
  next: [
    { action: 'supersede', isSigned: true, byItself: null },
    { action: 'withdraw', isSigned: true, byItself: null },
  ],
}
const approved: Matter = {
  affair: 'erasure',
  entity: 'erasure',
  key: 'WCAC',
  status: 'approved',
  next: [
    { action: 'stop', isSigned: true, byItself: null },
    { action: 'carryOut', isSigned: false, byItself: { at: now + 168 * hour } },
  ],
}

export const receipts: { readonly [name: string]: ReceiptData } = {
  done: { entry: entries.transaction!, matters: [publication, approved] },
  refused: { entry: entries.refused!, matters: [] },
}

const inbox: InboxData = {
  waiting: [{ ...approved, label: 'x-city · archives · 6f1c09e2…', entry: 4012, due: now + 168 * hour }],
  proposals: [
    {
      key: 'WCAB',
      id: hex('proposal'),
      kind: 'parameter',
      topic: 'parameter/erasure/waitingTime',
      organ: organs.finance,
      closes: now + 14 * 24 * hour,
      entry: 4011,
    },
  ],
  moved: [
    {
      ...publication,
      status: 'withdrawn',
      next: [],
      label: '云交公告 2026-18',
      action: 'withdraw',
      entry: 4013,
      at: now,
    },
    { ...publication, label: '云交公告 2026-17', action: 'supersede', entry: 4012, at: now - hour },
  ],
  returned: [entries.refused!],
}
const [deadline] = inbox.waiting
const notifications: NotificationsData = {
  now,
  due: [
    { kind: 'matter', at: now + 30 * hour, matter: { ...deadline!, due: now + 30 * hour } },
    { kind: 'vote', at: now - hour, proposal: inbox.proposals[0]! },
  ],
  happened: [
    ...inbox.moved.map((moved) => ({ ...moved, refused: null, moved })),
    { entry: 4011, at: now - 2 * hour, affair: 'disclosure', action: 'publish', refused: null, moved: null },
    { entry: 4010, at: now - 3 * hour, affair: 'disclosure', action: 'withdraw', refused: 'signer-role', moved: null },
  ],
  waiting: [...inbox.waiting, ...inbox.proposals],
}
const emptyInbox: InboxData = { waiting: [], proposals: [], moved: [], returned: [] }

const term = { post: 'publisher-1', division: 'gb-t-2260 330100', from: now - 900 * hour, until: null, lenders: [] }
export const mandates: MandatesData = {
  number: hex('officer').slice(0, 32),
  keys: [
    { keyId: hex('key'), suite: 'webauthnEs256', isActive: true, isThis: true, entry: 17 },
    { keyId: hex('key 2'), suite: 'ed25519', isActive: false, isThis: false, entry: null },
  ],
  mandates: [
    {
      ...term,
      capacity: 'regular',
      organ: organs.transport,
      title: [
        { lang: 'zh', text: '信息公开岗' },
        { lang: 'en', text: 'Publisher' },
      ],
      roles: ['publisher', 'importer'],
      scopes: [],
    },
    {
      ...term,
      capacity: 'lent',
      organ: organs.finance,
      title: [],
      roles: ['recordsKeeper'],
      scopes: [{ affair: 'erasure', action: 'approve', division: null }],
      until: now + 72 * hour,
      lenders: [hex('lender').slice(0, 32), hex('another').slice(0, 32)],
    },
  ],
}

export const providers = [{ name: 'city', zh: '云川市统一身份认证', en: 'Yunchuan identity service' }]

const activity: ActivityData = { entries: [entries.refused!, entries.transaction!], before: 4012 }

const sessions: SessionsData = {
  sessions: [
    {
      mark: '0123456789abcdef',
      method: 'passkey',
      openedAt: now - hour,
      seenAt: now,
      endsAt: now + hour / 4,
      isThis: true,
    },
    {
      mark: 'fedcba9876543210',
      method: 'passkey',
      openedAt: now - 5 * hour,
      seenAt: now - hour,
      endsAt: now,
      isThis: false,
    },
  ],
  providers: providers.map((provider) => ({ ...provider, isBound: false })),
}

/** What somebody may do, what depends on the words of the act, and what is refused. */
const mayAct: MayActData = {
  affair: 'disclosure',
  object: null,
  choices: (['publish', 'supersede', 'withdraw'] as const).map((action, at) => ({
    action,
    basis: 'government-information/20',
    may: [true, null, false][at]!,
    rules: [
      {
        code: 'signer-role',
        holds: at < 2,
        zh: '签署人担任信息公开人员一职',
        en: 'the signer holds the role of publisher',
      },
      { code: 'signer-organ', holds: at === 0 || null, zh: '签署人属于该机关', en: 'the signer is of that organ' },
    ],
  })),
  objects: [
    { entity: 'publication', key: 'gmJhYg', status: 'published', label: 'x-city · transport · 云交公告 2026-17' },
  ],
}

/** The pages of the workspace, by name, in their shell. */
export function workspacePages(context: PageContext): ReadonlyMap<string, string> {
  const reader = { number: mandates.number, keyId: hex('key'), isTrustee: true }
  const pages = {
    inbox: inboxPage(inbox, context),
    'inbox-empty': inboxPage(emptyInbox, context),
    notifications: notificationsPage(notifications, context),
    'notifications-empty': notificationsPage({ now, due: [], happened: [], waiting: [] }, context),
    acts: actsPage(['disclosure', 'erasure', 'governance', 'organisations'], context),
    'may-act': mayActPage(mayAct, context),
    'may-act-nothing': mayActPage({ ...mayAct, choices: [], objects: [] }, context),
    mandates: mandatesPage(mandates, context),
    'mandates-none': mandatesPage({ ...mandates, mandates: [] }, context),
    activity: activityPage(activity, context),
    'activity-empty': activityPage({ entries: [], before: null }, context),
    sessions: sessionsPage(sessions, context),
    'step-up': stepUpPage(null, context),
    ...procurementDeskPages(context),
    trusteeships: trusteeshipsPage(trusteeships, [{ ...trusteeships[0]!, status: 'issuing' }], context),
    'trusteeships-none': trusteeshipsPage([], [], context),
    'admission-duty': admissionPage({ ...trusteeships[0]!, status: 'named' }, context),
    trusteeship: trusteeshipPage(trusteeships[0]!, context),
  }
  return new Map(Object.entries(pages).map(([name, page]) => [name, renderWorkspace(page, reader, context)]))
}
