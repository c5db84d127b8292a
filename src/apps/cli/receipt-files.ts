/** Receipts as a command is given them: files, and the `.json` files of folders. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { RECEIPT_BYTES_MAX } from '#kernel/log/receipt.ts'
import { type ReceiptFile, RECEIPTS_MAX } from '#kernel/log/several.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { readBounded } from './policies.ts'

const TOGETHER_BYTES_MAX = 268_435_456

/** All of them, or why one of them cannot be had. */
export async function readReceipts(
  paths: readonly string[],
): Promise<Result<readonly ReceiptFile[], string>> {
  const names = paths.flatMap(namesAt)
  if (names.length === 0 || names.length > RECEIPTS_MAX) {
    return err(`Expected 1 to ${RECEIPTS_MAX} receipts, found ${names.length}.`)
  }
  const files: ReceiptFile[] = []
  let bytes = 0
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: a folder may have thousands.
    const receipt = await readBounded(name, RECEIPT_BYTES_MAX)
    if (receipt === null) return err(`${name} cannot be read.`)
    bytes += receipt.length
    if (bytes > TOGETHER_BYTES_MAX) {
      return err(`These are more than ${TOGETHER_BYTES_MAX} bytes: check fewer at a time.`)
    }
    files.push({ name, receipt })
  }
  return ok(files)
}

function namesAt(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path]
  const names = readdirSync(path).filter((name) => name.endsWith('.json'))
  return names.toSorted().map((name) => join(path, name))
}
