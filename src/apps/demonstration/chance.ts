/** Chance from a seed: the same seed tells the same story, on every machine. */

/** sfc32 (C. Doty-Humphrey, PractRand): small, fast, and long enough in its period for any story. */
export class Chance {
  #a: number
  #b = 0x9e3779b9
  #c = 0x243f6a88
  #d = 1

  constructor(seed: number) {
    this.#a = seed | 0
    // The first numbers still look like the seed.
    for (let i = 0; i < 12; i += 1) this.#next()
  }

  #next(): number {
    const t = (this.#a + this.#b + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t
    return t >>> 0
  }

  /** A whole number from 0 up to and without `below`. */
  below(below: number): number {
    return Math.floor((this.#next() / 2 ** 32) * below)
  }

  /** From `from` to `to`, both with. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  /** True so often in a thousand. */
  perMille(often: number): boolean {
    return this.below(1000) < often
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0]
  }
}
