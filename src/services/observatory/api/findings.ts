/**
 * The findings over all claims, kept until a claim is added. They are made piece by piece, so that the
 * server answers others meanwhile; readers who come while they are made anew see the ones before.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type pg from 'pg'
import type { Finding } from '../domain/findings/check.ts'
import { examine, type Findings, ordered } from '../domain/findings/findings.ts'
import type { BookNames } from '../store/claims.ts'
import { CLAIMS_EXAMINED_MAX, listToExamine, markOfClaims } from '../store/series.ts'

export type ExaminedFindings = Findings & {
  /** Whether every claim was examined. */
  readonly isWhole: boolean
}

/** As many comparisons are made before others have their turn. */
const CHECKS_A_TURN = 50

export class KeptFindings {
  readonly #pool: pg.Pool
  readonly #books: BookNames
  #kept: { readonly mark: string; readonly findings: ExaminedFindings } | undefined
  #making: Promise<ExaminedFindings> | undefined

  constructor(pool: pg.Pool, books: BookNames) {
    this.#pool = pool
    this.#books = books
  }

  async load(): Promise<ExaminedFindings> {
    const mark = await markOfClaims(this.#pool, this.#books)
    if (this.#kept?.mark === mark) return this.#kept.findings
    this.#making ??= this.#make(mark).finally(() => {
      this.#making = undefined
    })
    if (this.#kept === undefined) return this.#making
    // Whoever asked for the page gets the findings before; what fails here fails again when next asked.
    this.#making.catch(() => undefined)
    return this.#kept.findings
  }

  /** Of one indicator of one area. */
  async about(indicator: string, area: string): Promise<readonly Finding[]> {
    return this.#those((claim) => claim.indicator === indicator && claim.area === area)
  }

  async aboutArea(area: string): Promise<readonly Finding[]> {
    return this.#those((claim) => claim.area === area)
  }

  async #those(
    isMeant: (claim: Finding['stated']['claim']) => boolean,
  ): Promise<readonly Finding[]> {
    const { findings } = await this.load()
    return findings.filter(
      ({ stated, operands }) =>
        isMeant(stated.claim) || operands.some(({ view }) => isMeant(view.claim)),
    )
  }

  async #make(mark: string): Promise<ExaminedFindings> {
    const views = await listToExamine(this.#pool, this.#books)
    const found: Finding[] = []
    let checksCount = 0
    for (const finding of examine(views)) {
      checksCount += 1
      if (finding !== undefined) found.push(finding)
      if (checksCount % CHECKS_A_TURN === 0) await nextTurn()
    }
    const findings: ExaminedFindings = {
      findings: ordered(found),
      claimsCount: views.length,
      checksCount,
      isWhole: views.length < CLAIMS_EXAMINED_MAX,
    }
    this.#kept = { mark, findings }
    return findings
  }
}
