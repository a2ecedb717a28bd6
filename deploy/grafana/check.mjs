/**
 * Compares what a dashboard and alert rules ask for with what a running node has to say:
 *   node deploy/grafana/check.mjs http://127.0.0.1:7901
 * Names what nobody measures, and ends with 1 then.
 */
import { readFile } from 'node:fs/promises'

const [operations = 'http://127.0.0.1:7901'] = process.argv.slice(2)

/** What others than the node measure: Prometheus itself, its node exporter. */
const elsewhere = new Set(['up', 'node_filesystem_avail_bytes'])
const functions = /\b(abs|sum|by|rate|increase|deriv|topk|histogram_quantile|and|or|vector)\b/g

const { panels } = JSON.parse(await readFile(new URL('gongshi.json', import.meta.url), 'utf8'))
const rules = await readFile(new URL('../prometheus/gongshi.rules.yml', import.meta.url), 'utf8')
const asked = [
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ at: title, expr }))),
  ...[...rules.matchAll(/alert: (\w+)\n\s+expr: (.+)/g)].map(([, at, expr]) => ({ at, expr })),
]
const exposed = samples(await (await fetch(`${operations}/metrics`)).text())
const missing = asked.flatMap(({ at, expr }) =>
  metricsOf(expr)
    .filter((name) => !exposed.has(name) && !elsewhere.has(name))
    .map((name) => `${at}: ${name}`),
)
for (const line of missing) console.log(`nobody measures ${line}`)
console.log(`${asked.length} expressions, ${exposed.size} metrics, ${missing.length} missing`)
process.exitCode = missing.length === 0 ? 0 : 1

/** Names of the samples that a node exposes; of a metric that has none so far, those it will have. */
function samples(text) {
  const names = new Set([...text.matchAll(/^(\w+)(?:\{.*\})? \S+$/gm)].map(([, name]) => name))
  for (const [, family, type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    if (type === 'gauge') names.add(family)
    if (type === 'counter') names.add(`${family}_total`)
    if (type === 'histogram') for (const end of ['bucket', 'count', 'sum']) names.add(`${family}_${end}`)
  }
  return names
}

/** Names of metrics in an expression: what is left without texts, selectors' labels, durations, numbers and functions. */
function metricsOf(expr) {
  const bare = expr
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replace(/\bby \([^)]*\)/g, ' ')
    .replace(functions, ' ')
    .replace(/\b\d\w*/g, ' ')
  return bare.match(/[a-z_]\w*/g) ?? []
}
