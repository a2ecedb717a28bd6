import type { Licence, PageContext } from '@gongshi/portal'
import type { PageAssets } from '@gongshi/portal/assets'
import type { Lang } from '@gongshi/ui'
import type { OrganNames } from '../pages/organs.ts'
import type { Page } from './createServer.ts'
import type { Services } from './services.ts'

/** The ledger's own: constant, since no ledger time may depend on a place. */
export const timeZone = 'Asia/Shanghai'
/** Of that zone, east of Greenwich; it has no summer time. */
export const utcOffsetMinutes = 480

/** What all pages of this site share. */
export class PageSite {
  readonly names: OrganNames
  readonly assets: PageAssets
  /** Under which the data are offered; null where the configuration names none. */
  readonly licence: Licence | null
  readonly #services: Pick<Services, 'ledger' | 'synthetic'>

  constructor(
    services: Pick<Services, 'ledger' | 'synthetic'>,
    assets: PageAssets,
    names: OrganNames,
    licence: Licence | null,
  ) {
    this.#services = services
    this.assets = assets
    this.names = names
    this.licence = licence
  }

  page(html: string): Page {
    return { html, contentSecurityPolicy: this.assets.portal.contentSecurityPolicy }
  }

  context(lang: Lang): PageContext {
    const { ledger, synthetic } = this.#services
    const { chainId, height } = ledger.info()
    const { style, scripts } = this.assets.portal
    const name = { zh: '公示', en: 'Gongshi', ...this.names.site }
    return {
      lang,
      site: { name, chainId, height, entries: ledger.logSize(), timeZone, synthetic, assets: { style, scripts } },
    }
  }
}
