/** The policies that a command judges by: named, or those that the hub on this machine wrote. */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { readConfig } from '#platform/config/config.ts'
import { POLICY_FOLDER } from '#platform/files/policy-file.ts'

/** Far more than a policy is allowed to be; what is longer is refused, not read. */
const POLICY_BYTES_MAX = 1_048_576

export interface PolicyText {
  /** The name of its file without `.txt`. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly policy: Policy
}

/** Those of a folder, or the one of a file; the hub on this machine writes a folder. Or why there is none. */
export async function readPolicies(
  given: string | undefined,
): Promise<Result<readonly PolicyText[], string>> {
  const path = given ?? join(readConfig(process.env).dataFolder, POLICY_FOLDER)
  if (given === undefined && !existsSync(path)) {
    return err(
      `There is no policy in ${path}, because no hub ran here: fetch one from where you trust it (a hub serves its own at /book/<book>/policy), and name it with --policy.`,
    )
  }
  const read = await Promise.all(filesAt(path).map(readPolicy))
  const policies: PolicyText[] = []
  for (const policy of read) {
    if (!policy.ok) return policy
    policies.push(policy.value)
  }
  return ok(policies)
}

/** What is no folder is a file, and one that is missing is found missing when it is read. */
function filesAt(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path]
  const names = readdirSync(path).filter((name) => name.endsWith('.txt'))
  return names.toSorted().map((name) => join(path, name))
}

async function readPolicy(path: string): Promise<Result<PolicyText, string>> {
  const bytes = await readBounded(path, POLICY_BYTES_MAX)
  if (bytes === null) return err(`The policy ${path} cannot be read.`)
  const policy = parsePolicy(bytes, sha256)
  if (!policy.ok) return err(`The policy ${path} is refused: ${policy.error}.`)
  const name = (path.split(/[/\\]/).at(-1) ?? path).replace(/\.txt$/, '')
  return ok({ name, bytes, policy: policy.value })
}

/** At most one byte more than is allowed, which is enough for the parser to refuse it. */
export async function readBounded(path: string, bytesMax: number): Promise<Uint8Array | null> {
  try {
    return Uint8Array.from(await buffer(createReadStream(path, { end: bytesMax })))
  } catch {
    // Missing, a folder, or closed to us: for the caller it comes to the same.
    return null
  }
}
