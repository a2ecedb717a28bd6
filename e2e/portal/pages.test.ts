import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'
import { assertGoodLooks, desktop, phone } from './looks.ts'
import { type Preview, startPreview } from './preview.ts'

let preview: Preview
before(async () => {
  preview = await startPreview()
})
after(() => preview.close())

describe('every page', () => {
  // On a phone and in one of the coloured looks each page has its turn in one language.
  for (const [number, lang] of ['zh', 'en'].entries())
    test(`${lang}: in every look axe finds nothing, the console is silent, nothing scrolls sideways, down to 320 px`, async () => {
      await inBrowser(desktop, async (context) => {
        const page = await context.newPage()
        const problems: string[] = []
        page.on('console', (message) => {
          if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
        })
        page.on('pageerror', (error) => problems.push(String(error)))
        page.on('requestfailed', (request) => problems.push(request.url()))
        for (const [at, one] of preview.pages.entries()) {
          await page.goto(`${preview.url}/${lang}/~${one}`)
          await assertGoodLooks(page, `${one} ${lang}`, at % 2 === number ? at : null)
        }
        assert.deepEqual(problems, [])
      })
    })
})

const textOf = async (name: string) => (await fetch(`${preview.url}/en/~${name}`)).text()

describe('reading', () => {
  test('a clause shows its wording on the day that the reader chooses, and all before and after it', async () => {
    const clauses = await textOf('clauses')
    assert.match(clauses, /type="date" id="day" name="day" value="2026-05-12"/)
    assert.match(clauses, /All wordings \(2\)[\s\S]*wording 1, from 2020-01-01 until 2021-11-01[\s\S]*wording 2/)
    assert.match(clauses, /href="https:\/\/law\.example\/pipl#47">promulgated text/)
    assert.match(clauses, /repealed, and rules still rest on it[\s\S]*from 1996-07-05 until 2026-01-01/)
  })

  test('of many rules that applied to an act, those that somebody voted for stand first and the others are folded', async () => {
    const entry = await textOf('entry-ruled')
    assert.match(entry, /2 of 5 members for it[\s\S]*<details class="fold"><summary>3 more that stand as the genesis/)
    assert.equal(entry.split('2 of 5 members for it').length, 2)
  })

  test('whose act was refused is told that nothing has changed, and no step-up sends anybody away for a key', async () => {
    assert.match(await textOf('receipt-refused'), /No record has changed/)
    assert.doesNotMatch(await textOf('step-up'), /No key yet/)
  })

  test('offices, proposals and keys are told in words, their codes beside them at most', async () => {
    const inbox = await textOf('inbox')
    assert.match(inbox, />Parameter: Erasure · Waiting time<\/a>[\s\S]*>Yunchuan City Finance Bureau</)
    assert.match(
      inbox,
      /input=%7B%22proposal%22%3A%22[0-9a-f]+%22%2C%22organ%22%3A%7B%22scheme%22%3A%22gb-32100%22%2C%22id%22/,
    )
    const mandates = await textOf('mandates')
    assert.match(await textOf('affair-rules'), /Makes an Erasure[\s\S]*An Erasure that is/)
    assert.ok(
      mandates.includes('passkey (ES256)') && mandates.includes('no end') && mandates.includes(', lent it by <code>'),
    )
  })

  test('no page loads a script unless it holds an island, and all say everything without scripts', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      const scripts: string[] = []
      page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.push(request.url())
      })
      for (const one of ['home', 'ledger', 'organ', 'affair', 'error']) await page.goto(`${preview.url}/zh/~${one}`)
      assert.deepEqual(scripts, [])
      await page.route('**/*.js', (route) => route.abort())
      await page.goto(`${preview.url}/zh/~record-current`)
      const text = (await page.textContent('main')) ?? ''
      for (const said of [
        '东湖大桥维修工程',
        '云川市交通运输局',
        '第 3 版',
        '已被取代',
        '内容已销毁',
        '证据 .gse',
        '没有脚本也可以',
        '2026年5月18日',
      ])
        assert.ok(text.includes(said), said)
    })
  })

  test('a string becomes neither markup nor a script: its sinks throw, and nobody makes a policy of his own', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(`${preview.url}/en/~record-current`)
      const thrown = await page.evaluate(() => {
        const policies = (
          globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
        ).trustedTypes
        const sinks: readonly (() => unknown)[] = [
          () => Object.assign(document.createElement('p'), { innerHTML: '<b>bold</b>' }),
          () => document.body.insertAdjacentHTML('beforeend', '<b>bold</b>'),
          () => new DOMParser().parseFromString('<b>bold</b>', 'text/html'),
          () => Object.assign(document.createElement('script'), { src: '/assets/any.js' }),
          () => new Worker('/assets/any.js'),
          () => policies.createPolicy('another', {}),
        ]
        return sinks.map((sink) => {
          try {
            sink()
            return 'nothing'
          } catch (error) {
            return (error as Error).name
          }
        })
      })
      assert.deepEqual(new Set(thrown), new Set(['TypeError']), thrown.join(' '))
    })
  })

  test('a form stands still when its script opens it', async () => {
    await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.addInitScript(() => {
        const seen = window as unknown as { shifted: number }
        seen.shifted = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) seen.shifted += (entry as unknown as { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await page.goto(`${preview.url}/en/~form-disclosure-publish`)
      await page.waitForSelector('#act-keys')
      const { shifted } = await page.evaluate(() => ({ shifted: (window as unknown as { shifted: number }).shifted }))
      assert.ok(shifted < 0.1, `${shifted}`)
    })
  })

  test('a masked value is not in the page, and a synthetic record says so', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(`${preview.url}/en/~record-release`)
      const text = (await page.textContent('main')) ?? ''
      assert.ok(text.includes('personal data, masked') && text.includes('8 of 141') && text.includes('Synthetic'))
      assert.ok(text.includes('GBP 11,000,000.00'))
    })
  })

  test('who keeps the ledger: a clock that is hardly off has no sign; a node that has stopped claims nobody to be there', async () => {
    const running = await textOf('network')
    assert.ok(running.includes('0.0 s') && !running.includes('-0.0') && running.includes('>missing<'))
    const stopped = await textOf('network-trouble')
    assert.ok(stopped.includes('not known') && !stopped.includes('>there<') && !stopped.includes('>missing<'))
  })

  test('each language is its own URL, and the toggle leads to the same page in the other', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(`${preview.url}/zh/~record-superseded`)
      assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans')
      assert.equal(await page.getAttribute('a.language', 'href'), '/en/records/yunchuan-bus-2026-18?version=2')
      assert.equal(
        await page.getAttribute('link[hreflang=zh]', 'href'),
        'https://gongshi.yunchuan.example/zh/records/yunchuan-bus-2026-18?version=2',
      )
    })
  })

  test('by keyboard alone: skip link first, then every link in order, each with a visible focus', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(`${preview.url}/en/~record-current`)
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(() => document.activeElement?.className), 'ds-skip-link')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      assert.ok(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement)))
      const seen = new Set<string>()
      for (let at = 0; at < 40; at++) {
        const outline = await page.evaluate(() => {
          const style = getComputedStyle(document.activeElement!)
          return `${style.outlineStyle} ${style.outlineWidth} ${document.activeElement?.textContent?.slice(0, 20)}`
        })
        if (!(await page.evaluate(() => document.activeElement !== document.body))) break
        assert.ok(!outline.startsWith('none'), outline)
        seen.add(outline)
        await page.keyboard.press('Tab')
      }
      assert.ok(seen.size > 10)
    })
  })

  test('in large type, too, axe finds nothing and nothing scrolls sideways on a phone', async () => {
    await inBrowser(phone, async (context) => {
      await context.addCookies([{ name: 'look', value: 'elder', url: preview.url }])
      const page = await context.newPage()
      for (const one of ['home', 'record-withdrawn', 'procedures', 'design', 'form-disclosure-publish']) {
        await page.goto(`${preview.url}/zh/~${one}`)
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).fontSize), '22.3125px')
        await assertAccessible(page, `${one} in large type`)
        await assertNoSidewaysScroll(page, `${one} in large type`)
      }
    })
  })

  test('print leaves out what only a screen needs', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(`${preview.url}/en/~record-current`)
      await page.emulateMedia({ media: 'print' })
      for (const gone of ['.masthead nav', '.ds-breadcrumbs', 'gongshi-check button'])
        assert.ok(!(await page.isVisible(gone)), gone)
      assert.ok(await page.isVisible('.sheet h1'))
    })
  })
})
