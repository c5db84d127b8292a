/** Standard output in parts: waits for a slow reader, and ends quietly where the reader has gone. */
import { pipeline } from 'node:stream/promises'

/** Resolves when all was taken, or when nobody reads any more, as `head` does when it has enough. */
export async function writeOut(parts: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(parts, process.stdout, { end: false })
  } catch (error) {
    // Whoever closes the pipe has read what it wanted: that is its end of the matter, and no failure of ours.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
}
