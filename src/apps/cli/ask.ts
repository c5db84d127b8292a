/** Questions to the person at the terminal, or to what is piped in: for what is decided once and for ever. */
import { createInterface } from 'node:readline/promises'

/** The answers, fewer if the input ends before. */
export async function ask(questions: readonly string[]): Promise<string[]> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const lines = terminal[Symbol.asyncIterator]()
  const answers: string[] = []
  for (const question of questions) {
    process.stderr.write(question)
    const line = await lines.next()
    if (line.done === true) break
    answers.push(line.value.trim())
  }
  terminal.close()
  return answers
}
