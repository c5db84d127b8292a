/** `npm run check`: every net, two at a time, one line each; what was caught is printed below. */
import { join } from 'node:path'
import { type Caught, type Net, nets } from './nets.ts'

export type Checked = {
  readonly name: string
  readonly isFine: boolean
  readonly tests: Caught['tests']
}

const AT_ONCE = 2
const root = join(import.meta.dirname, '..')

export async function check(
  at: string,
  chosen: readonly Net[] = nets,
): Promise<readonly Checked[]> {
  const waiting = [...chosen]
  const done: Checked[] = []
  const work = async (): Promise<void> => {
    for (let net = waiting.shift(); net; net = waiting.shift()) done.push(await cast(net, at))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return done
}

async function cast({ name, cast: castNet }: Net, at: string): Promise<Checked> {
  const started = performance.now()
  const caught = await castNet(at).catch((error: unknown): Caught => ({
    seen: 0,
    seenMin: 1,
    unit: 'files',
    findings: String(error),
  }))
  const problem = problemOf(caught)
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  const tests = caught.tests ? `, ${caught.tests.passed} tests` : ''
  const line = `${problem === '' ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${caught.seen} ${caught.unit}${tests}, ${seconds} s`
  process.stdout.write(`${line}\n${problem === '' ? '' : `${problem}\n`}`)
  return { name, isFine: problem === '', tests: caught.tests }
}

export function problemOf({ seen, seenMin, unit, findings }: Caught): string {
  if (findings !== '') return findings
  return seen < seenMin
    ? `The net saw ${seen} ${unit} of ${seenMin}: it does not look at everything.`
    : ''
}

if (import.meta.main) {
  const checked = await check(root)
  process.exitCode = checked.every(({ isFine }) => isFine) ? 0 : 1
}
