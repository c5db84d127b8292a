/** A folder for one witness process, with its file. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WitnessConfigFile } from '#apps/witness/config.ts'

export function witnessFolder(config: Omit<WitnessConfigFile, 'folder' | 'port'>): {
  readonly folder: string
  readonly configPath: string
} {
  const folder = mkdtempSync(join(tmpdir(), 'witness-'))
  const configPath = join(folder, 'witness.json')
  const file: WitnessConfigFile = { folder: 'kept', port: 0, ...config }
  writeFileSync(configPath, JSON.stringify(file))
  return { folder, configPath }
}
