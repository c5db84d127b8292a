/**
 * The files of a whole book among what was dropped or chosen: `checkpoint` and what lies beside it, with the paths of
 * c2sp.org/tlog-tiles. Nothing is read before it is needed, so that memory holds a few files at a time.
 */
import { type ReadPath, SourceAway } from '#kernel/monitor/source.ts'

/** A file with its path: in a folder that was given, or its name alone. */
export interface NamedFile {
  readonly path: string
  readonly file: File
}

/** By the path under the folder of the book. */
export type BookFiles = ReadonlyMap<string, File>

/** A tile a thousand entries or so: of a book that is larger a browser is the wrong place. */
export const FOLDER_FILES_MAX = 50_000

const CHECKPOINT = 'checkpoint'

/** Null where there is no book: no checkpoint with tiles beside it. Of several the outermost. */
export function bookIn(files: readonly NamedFile[]): BookFiles | null {
  const folders = files
    .filter(({ path }) => path === CHECKPOINT || path.endsWith(`/${CHECKPOINT}`))
    .map(({ path }) => path.slice(0, -CHECKPOINT.length))
    .toSorted((a, b) => a.length - b.length)
  for (const folder of folders) {
    if (!files.some(({ path }) => path.startsWith(`${folder}tile/`))) continue
    const own = files.filter(({ path }) => path.startsWith(folder))
    return new Map(own.map(({ path, file }) => [path.slice(folder.length), file]))
  }
  return null
}

export function hasEntries(files: BookFiles): boolean {
  return [...files.keys()].some((path) => path.startsWith('tile/entries/'))
}

export function readerOf(files: BookFiles): ReadPath {
  return async (path, bytesMax) => {
    const file = files.get(path)
    if (file === undefined) return null
    if (file.size > bytesMax) throw new SourceAway(`${path} is longer than it can be`)
    try {
      return new Uint8Array(await file.arrayBuffer())
    } catch (cause) {
      throw new SourceAway(`${path} cannot be read`, { cause })
    }
  }
}

/** What was chosen: a folder brings paths, files bring names. */
export function namedFiles(files: Iterable<File>): readonly NamedFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/** Receipts and policies in a folder, as the command line takes them: its own `.json` files; files are all taken. */
export function loneFiles(files: readonly NamedFile[]): readonly File[] {
  return files
    .filter(({ path }) => !path.includes('/') || /^[^/]+\/[^/]+\.json$/.test(path))
    .map(({ file }) => file)
}

/**
 * What was dropped, folders with all that they hold. The entries must be taken at once, while the event lasts; more
 * files than a folder may hold end it, and are told by their number.
 */
export async function droppedFiles(dropped: DataTransfer): Promise<readonly NamedFile[]> {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry())
  if (entries.every((entry) => entry?.isDirectory !== true)) return namedFiles(dropped.files)
  const files: NamedFile[] = []
  const waiting = entries.filter((entry) => entry !== null)
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    if (files.length > FOLDER_FILES_MAX) return files
    // oxlint-disable-next-line no-await-in-loop -- one after the other: a folder may have thousands.
    if (isFolder(entry)) waiting.push(...(await childrenOf(entry)))
    // oxlint-disable-next-line no-await-in-loop -- see above.
    else if (isFile(entry)) files.push({ path: entry.fullPath.slice(1), file: await fileOf(entry) })
  }
  return files
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A reader answers a part at a time, and at the end an empty one. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- the reader has one place.
    const part = await new Promise<readonly FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (part.length === 0 || children.length > FOLDER_FILES_MAX) return children
    children.push(...part)
  }
}
