/**
 * The file system as the engine needs it, over one folder. A parameter, so that a simulator can drop, tear and refuse
 * writes under the real engine.
 */
export interface Folder {
  list(): Promise<readonly string[]>
  /** Opens for reading and writing; makes the file when it is absent. */
  open(name: string): Promise<File>
  remove(name: string): Promise<void>
  /** Replaces `to` in one step. */
  rename(from: string, to: string): Promise<void>
  /** Makes creations, renames and removals durable. */
  sync(): Promise<void>
}

export interface File {
  size(): Promise<number>
  /** May answer with fewer bytes than asked for only at the end of the file. */
  read(position: number, length: number): Promise<Uint8Array>
  write(position: number, bytes: Uint8Array): Promise<void>
  /** As `write` and then `sync`, for these bytes: durable when it resolves, and its failure as final. */
  writeDurably(position: number, bytes: Uint8Array): Promise<void>
  /** Durable when it resolves. One failure is final for this file: Linux may mark the lost pages clean. */
  sync(): Promise<void>
  close(): Promise<void>
}
