import { Type } from 'typebox'

const duration = (minimum: number, maximum: number, normal: number, description: string) =>
  Type.Integer({ minimum, maximum, default: normal, description: `${description} Milliseconds.` })
const rate = (normal: number, description: string) =>
  Type.Integer({ minimum: 1, maximum: 1_000_000, default: normal, description })

const hourMs = 3_600_000

const title = Type.String({ minLength: 1, maxLength: 60 })
const provider = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    title: Type.Object({ zh: title, en: title }, { additionalProperties: false }),
    issuer: Type.String({
      pattern: '^(https://[^\\s/?#@]+|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?)(/[^\\s?#]*)?$',
      maxLength: 1000,
    }),
    clientId: Type.String({ minLength: 1, maxLength: 200 }),
    clientSecretFile: Type.String({ minLength: 1 }),
    subjects: Type.Record(Type.String(), Type.String({ pattern: '^[0-9a-f]{64}$' }), { default: {} }),
  },
  { additionalProperties: false },
)

/** How officers come into the workspace (docs/sign-in.md). */
export const signInSchema = Type.Object(
  {
    idleMs: duration(60_000, 24 * hourMs, 900_000, 'A session of the workspace that is not used ends after this time.'),
    absoluteMs: duration(60_000, 72 * hourMs, 8 * hourMs, 'A session ends after this time, used or not.'),
    stepUpMs: duration(10_000, hourMs, 300_000, 'What asks for a fresh signature takes one of this age.'),
    attemptsPerMinute: rate(60, 'Sign-ins that one client address may try in a minute.'),
    signInsPerMinute: rate(10, 'Sign-ins of one key in a minute.'),
    providers: Type.Array(provider, {
      maxItems: 10,
      default: [],
      description:
        'OpenID providers who vouch for officers (docs/sign-in.md): `name`, `title` in `zh` and `en`, `issuer`, `clientId`, `clientSecretFile`; `subjects` binds a subject to the id of an officer’s key.',
    }),
  },
  { additionalProperties: false, default: {} },
)
