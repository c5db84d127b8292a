/** What people do with the test slice: contracts that are opened, used, promised on, closed, and asked for too early. */
import type { Answer } from '#kernel/book/answer.ts'
import type { EscrowCommand } from '../slice/commands.ts'
import type { Act, Workload } from './clients.ts'
import type { Asked } from './journal.ts'
import type { World } from './world.ts'

const HOUR_MS = 3_600_000
const SCHOOLS = ['swim', 'piano', 'go']

const act = (command: EscrowCommand): Act => ({ command, party: 'pty_tester' })

export class EscrowWork implements Workload {
  readonly founding: readonly Act[] = [
    act({ type: 'escrow.found' }),
    ...SCHOOLS.map((school) => act({ type: 'escrow.admit-school', school })),
  ]
  readonly #world: World
  readonly #open: string[] = []
  readonly #promises: string[] = []
  #contracts = 0
  #uses = 0
  #schools = SCHOOLS.slice()
  readonly #fresh: string[] = []

  constructor(world: World) {
    this.#world = world
  }

  /** Whoever hears that a contract is open uses it at once. */
  heard({ command }: Asked, { kind }: Answer): void {
    if (command.type !== 'escrow.open' || kind !== 'recorded') return
    this.#fresh.push(String(Reflect.get(command, 'contract')))
  }

  urgent(): Act | undefined {
    const contract = this.#fresh.shift()
    return contract === undefined ? undefined : this.#confirm(contract)
  }

  next(): Act {
    const { chance } = this.#world
    const draw = chance.below(100)
    if (draw < 18) return this.#openNext()
    if (draw < 62) return this.#confirm()
    if (draw < 76) return this.#promise()
    if (draw < 90) return this.#resolve()
    if (draw < 95) return this.#close()
    return act({ type: 'escrow.close-contract', contract: this.#contract() })
  }

  /** One that is open, was open, or will be opened next. */
  #contract(): string {
    const { chance } = this.#world
    if (chance.perMille(250)) return `c${this.#contracts + 1 + chance.below(2)}`
    const recent = this.#open.slice(-8)
    return recent[chance.below(recent.length)] ?? 'c1'
  }

  #openNext(): Act {
    const { chance, nowMs } = this.#world
    this.#contracts += 1
    const contract = `c${this.#contracts}`
    this.#open.push(contract)
    return act({
      type: 'escrow.open',
      contract,
      school: this.#schools[chance.below(this.#schools.length)] ?? 'go',
      consumer: chance.pick(['li', 'wang', 'zhao']),
      priceMinor: String(1000 * chance.between(1, 60)),
      entries: chance.between(1, 8),
      expiresAtMs: nowMs + chance.between(1, 60) * HOUR_MS,
      ...(chance.perMille(500) ? { phone: '13800000000' } : {}),
    })
  }

  #confirm(contract = this.#contract()): Act {
    const { chance } = this.#world
    this.#uses += chance.perMille(900) ? 1 : 0
    return act({
      type: 'escrow.confirm',
      classUse: `u${this.#uses}`,
      contract,
      amountMinor: String(chance.between(1, 4000)),
      feeMinor: String(chance.between(1, 400)),
    })
  }

  #promise(): Act {
    const { chance, nowMs } = this.#world
    const promise = `p${this.#promises.length + 1}`
    this.#promises.push(promise)
    return act({
      type: 'escrow.promise',
      promise,
      contract: this.#contract(),
      amountMinor: String(chance.between(1, 3000)),
      expiresAtMs: nowMs + chance.between(1, 30) * HOUR_MS,
    })
  }

  #resolve(): Act {
    const { chance } = this.#world
    const recent = this.#promises.slice(-6)
    return act({
      type: chance.perMille(600) ? 'escrow.settle' : 'escrow.cancel',
      promise: recent[chance.below(recent.length)] ?? 'p1',
      amountMinor: String(chance.between(1, 3000)),
    })
  }

  /** A school closes with its contracts, some of which were closed before; another one takes its name's place. */
  #close(): Act {
    const { chance } = this.#world
    if (chance.perMille(500)) {
      const school = `school-${this.#contracts}`
      this.#schools = [...this.#schools.slice(-3), school]
      return act({ type: 'escrow.admit-school', school })
    }
    const contracts = this.#open.slice(-6).filter(() => chance.perMille(500))
    const school = this.#schools[chance.below(this.#schools.length)] ?? 'go'
    return act({ type: 'escrow.close-school', school, contracts })
  }
}
