export { MonitorError, type MonitorFailure } from './errors.ts'
export { monitorErrorTexts } from './errorTexts.ts'
export { type Alarm, type AlarmKind, type Monitored, type MonitorOptions, monitorLog } from './monitorLog.ts'
export { type MonitorRules, parseRules } from './rules.ts'
