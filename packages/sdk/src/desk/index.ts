/** For the desk that judges who may bid: its key for one procedure, and tokens that it signs without seeing whose they are. */

export { type AnsweredRequest, answerRequest, issueTokens } from '../procurement/desk.ts'
export { type DeskStanding, deskStanding } from '../procurement/deskStanding.ts'
export { type DeskSecrets, deskAbout, deskOfKept, keepDesk, newDesk } from './secrets.ts'
