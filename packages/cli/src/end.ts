/** What a command hands its exit code to, when it ends with another than 0 and has said why already. */
export type End = (code: number) => void
