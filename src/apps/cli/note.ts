/** What a command tells the person who called it: one sentence a line, apart from any output. */
export function note(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}
