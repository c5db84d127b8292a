/** Before the first test: the server answers before its first figures are loaded, and the tests need them. */
import { request } from '@playwright/test'
import type { FullConfig } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { HUB_CLAIMS_FILE } from '#services/observatory/api/seed.ts'

const ATTEMPTS_MAX = 1200
const PAUSE_MS = 100

// Playwright takes the default export of this file.
// oxlint-disable-next-line import/no-default-export -- Playwright takes the default export
export default async function seeded({ projects }: FullConfig): Promise<void> {
  const baseURL = z.string().parse(projects[0]?.use.baseURL)
  const wanted = readFileSync(HUB_CLAIMS_FILE, 'utf8').trimEnd().split('\n').length
  const hub = await request.newContext({ baseURL })
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const response = await hub.get('/v1/claims.jsonl')
    if ((await response.text()).trimEnd().split('\n').length >= wanted) break
    if (attempt === ATTEMPTS_MAX) throw new Error('the first figures were not loaded')
    await new Promise((done) => setTimeout(done, PAUSE_MS))
  }
  await hub.dispose()
}
