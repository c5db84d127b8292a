/** The hub's own commands on prepaid money, beside the bench's "confirm" of the same minute. */
import { type Bench, reportRate } from './bench.ts'
import { openBookUnderLoad } from './book-run.ts'
import type { Rate } from './confirm.ts'
import {
  confirmed,
  dayAfter,
  openScene,
  paid,
  requested,
  type Scene,
  signed,
} from './prepaid-scene.ts'
import { approved, proposed, type Use } from './prepaid-scene.ts'

const IN_FLIGHT = [1, 64, 256, 1024] as const
const AT_ONCE = 1024

export interface CommandsSize {
  readonly consumers: number
  /** Classes in a run, by the number in flight: for some seconds each. */
  readonly uses: Readonly<Record<(typeof IN_FLIGHT)[number], number>>
  /** What the bench's own command comes to beside them. */
  readonly measureOwn: (bench: Bench, inFlight: number) => Promise<Rate>
}

const COMMANDS_SIZE: CommandsSize = {
  consumers: 1_000,
  uses: { 1: 300, 64: 4_000, 256: 8_000, 1024: 16_000 },
  measureOwn: ownRate,
}

/** Classes of the cards in turns, so that few of a batch meet on one card. */
function usesOf({ cards }: Scene): readonly Use[] {
  const most = Math.max(...cards.map(({ uses }) => uses))
  return Array.from({ length: most }, (_, n) =>
    cards.flatMap((card) => (n < card.uses ? [{ use: `use_${card.contract}_${n}`, card }] : [])),
  ).flat()
}

/** The bench's own command for the same time in flight. */
async function ownRate(bench: Bench, inFlight: number): Promise<Rate> {
  const founded = await bench.stage.founded()
  const book = await openBookUnderLoad(bench, founded, { inFlight })
  try {
    return (await book.run(bench)).rate
  } finally {
    await book.rig.stop()
    await bench.stage.drop(founded.urls)
  }
}

export async function measureCommands(
  bench: Bench,
  name: string,
  { consumers, uses, measureOwn }: CommandsSize = COMMANDS_SIZE,
): Promise<void> {
  const scene = await openScene(bench, consumers)
  try {
    reportRate(bench, `${name}/sign/256`, await scene.play(scene.cards.map(signed), 256))
    reportRate(bench, `${name}/pay/256`, await scene.play(scene.cards.map(paid), 256))
    let rest = usesOf(scene)
    for (const inFlight of IN_FLIGHT) {
      const some = rest.slice(0, uses[inFlight])
      rest = rest.slice(uses[inFlight])
      const own = await measureOwn(bench, inFlight)
      reportRate(bench, `${name}/own/${inFlight}`, own)
      const asked = some.map((use) => requested(use, scene.day))
      reportRate(bench, `${name}/request/${inFlight}`, await scene.play(asked, inFlight))
      const confirm = await scene.play(some.map(confirmed), inFlight)
      reportRate(bench, `${name}/confirm/${inFlight}`, confirm)
      const overOwn = confirm.perSecond / own.perSecond
      bench.report(`${name}/confirm/${inFlight}/over-own`, overOwn, 'times')
    }
  } finally {
    await scene.stop()
  }
}

/** Days over which the classes of a settlement were given, and after which all of them have matured. */
const DAYS = 28
const MATURED_AFTER_DAYS = 45
/** Two cards of twenty. */
const USES_OF_A_CONSUMER = 40

export async function measureSettlement(bench: Bench, name: string): Promise<void> {
  const { tranches } = bench.options
  const scene = await openScene(bench, Math.ceil(tranches / USES_OF_A_CONSUMER))
  try {
    await scene.play(scene.cards.map(signed), AT_ONCE)
    await scene.play(scene.cards.map(paid), AT_ONCE)
    const uses = usesOf(scene).slice(0, tranches)
    bench.progress(`confirming ${uses.length} classes of ${DAYS} days`)
    const startMs = performance.now()
    const ofDay = Math.ceil(uses.length / DAYS)
    for (let day = 0; day * ofDay < uses.length; day += 1) {
      scene.moveTo(dayAfter(day))
      const some = uses.slice(day * ofDay, (day + 1) * ofDay)
      await scene.play(
        some.map((use) => requested(use, scene.day)),
        AT_ONCE,
      )
      await scene.play(some.map(confirmed), AT_ONCE)
    }
    bench.report(`${name}/way`, (performance.now() - startMs) / 1000, 's')
    scene.moveTo(dayAfter(DAYS + MATURED_AFTER_DAYS))
    const through = dayAfter(DAYS + MATURED_AFTER_DAYS - 1)
    const proposal = await scene.play([proposed('set_bench', through, scene.cards)], 1)
    const approval = await scene.play([approved('set_bench')], 1)
    bench.report(`${name}/propose`, proposal.p50Ms, 'ms')
    bench.report(`${name}/approve`, approval.p50Ms, 'ms')
    bench.report(name, (proposal.p50Ms + approval.p50Ms) / 1000, 's', `${uses.length} tranches`)
  } finally {
    await scene.stop()
  }
}
