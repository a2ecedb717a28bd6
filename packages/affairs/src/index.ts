import type { AffairDeclaration, AffairTexts } from '@gongshi/affair-kit'
import { clauses } from './clauses/affair.ts'
import clausesEn from './clauses/texts.en.json' with { type: 'json' }
import clausesZh from './clauses/texts.zh.json' with { type: 'json' }
import { disclosure } from './disclosure/affair.ts'
import disclosureEn from './disclosure/texts.en.json' with { type: 'json' }
import disclosureZh from './disclosure/texts.zh.json' with { type: 'json' }
import { erasure } from './erasure/affair.ts'
import erasureEn from './erasure/texts.en.json' with { type: 'json' }
import erasureZh from './erasure/texts.zh.json' with { type: 'json' }
import { governance } from './governance/affair.ts'
import governanceEn from './governance/texts.en.json' with { type: 'json' }
import governanceZh from './governance/texts.zh.json' with { type: 'json' }
import { identity } from './identity/affair.ts'
import identityEn from './identity/texts.en.json' with { type: 'json' }
import identityZh from './identity/texts.zh.json' with { type: 'json' }
import { organisations } from './organisations/affair.ts'
import organisationsEn from './organisations/texts.en.json' with { type: 'json' }
import organisationsZh from './organisations/texts.zh.json' with { type: 'json' }
import { participation } from './participation/affair.ts'
import participationEn from './participation/texts.en.json' with { type: 'json' }
import participationZh from './participation/texts.zh.json' with { type: 'json' }
import { procurement } from './procurement/affair.ts'
import procurementEn from './procurement/texts.en.json' with { type: 'json' }
import procurementZh from './procurement/texts.zh.json' with { type: 'json' }

export {
  citedClauses,
  clauseRegister,
  restingOn,
  unfounded,
  wordingAt,
} from './clauses/register.ts'
export {
  type OrganFacts,
  type OrganHistories,
  type OrganHistory,
  type OrganNode,
  type OrganState,
  organAt,
  organHistories,
  treeAt,
} from './organisations/histories.ts'
export { covers, FieldReader, type OrganId, organKey, type Place, type Row } from './organisations/rows.ts'
export {
  type DivisionSpan,
  type DivisionSpans,
  divisionAt,
  divisionKey,
  divisionSpans,
} from './organisations/spans.ts'
export { type Criterion, type Fraction, inOrder, type Mark, type Ranked, rankOffers } from './procurement/formula.ts'
export { type FlagThreshold, flagParameters, flagThresholds } from './procurement/thresholds.ts'
export { usualProcurement } from './procurement/usual.ts'

export { clauses, disclosure, erasure, governance, identity, organisations, participation, procurement }

/** Every affair of this version, callees before callers. Handlers of one stand beside it, in `handlers.ts`. */
export const installedAffairs: readonly AffairDeclaration[] = [
  organisations,
  governance,
  clauses,
  disclosure,
  erasure,
  identity,
  participation,
  procurement,
]

/** What people read of each affair, by its name. */
export const affairTexts: { readonly [affair: string]: { readonly zh: AffairTexts; readonly en: AffairTexts } } = {
  clauses: { zh: clausesZh, en: clausesEn },
  disclosure: { zh: disclosureZh, en: disclosureEn },
  erasure: { zh: erasureZh, en: erasureEn },
  governance: { zh: governanceZh, en: governanceEn },
  identity: { zh: identityZh, en: identityEn },
  organisations: { zh: organisationsZh, en: organisationsEn },
  participation: { zh: participationZh, en: participationEn },
  procurement: { zh: procurementZh, en: procurementEn },
}
