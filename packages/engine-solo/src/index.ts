export type { File, Folder } from './files/files.ts'
