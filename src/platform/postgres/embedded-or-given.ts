/** The one place where it is decided which PostgreSQL the hub and its tools use. */
import type { Config as WholeConfig } from '#platform/config/config.ts'
import { type DatabaseUrls, findEmbedded, startEmbedded } from './embedded.ts'
import { givenDatabase } from './migrate-roles.ts'

export type Database = {
  readonly urls: DatabaseUrls
  /** In one phrase, where the records are. */
  readonly place: string
  /** Settles if the server ends; never, for a server that is not ours. */
  readonly ended: Promise<void>
  close(): Promise<void>
}

/** What of the configuration says where the records are. */
type Config = Pick<WholeConfig, 'dataFolder' | 'isDataFolderChosen' | 'databaseUrl'> & {
  readonly startTimeoutMs?: number
}
type Note = (sentence: string) => void

/** For the hub itself, which owns the server that it starts. */
export async function openDatabase(config: Config, onNote: Note): Promise<Database> {
  if (config.databaseUrl !== undefined) return given(config.databaseUrl)
  const embedded = await startEmbedded(embeddedOptions(config, onNote))
  return {
    urls: embedded.urls,
    place: `PostgreSQL in ${embedded.pgFolder}`,
    ended: embedded.ended,
    close: () => embedded.stop(),
  }
}

/** For a tool, which may work beside a hub that is running. */
export async function visitDatabase(config: Config, onNote: Note): Promise<Database> {
  const running =
    config.databaseUrl === undefined ? findEmbedded(embeddedOptions(config, onNote)) : undefined
  if (running === undefined) return openDatabase(config, onNote)
  return { urls: running, place: 'the running hub', ended: never(), close: () => Promise.resolve() }
}

async function given(url: string): Promise<Database> {
  const urls = await givenDatabase(url)
  return {
    urls,
    place: 'the server of DATABASE_URL',
    ended: never(),
    close: () => Promise.resolve(),
  }
}

function embeddedOptions(config: Config, onNote: Note) {
  const { dataFolder: folder, isDataFolderChosen: isFolderChosen, startTimeoutMs } = config
  return { folder, isFolderChosen, startTimeoutMs, onNote }
}

function never(): Promise<void> {
  return new Promise(() => undefined)
}
