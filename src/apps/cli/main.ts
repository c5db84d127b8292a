#!/usr/bin/env node
/** `hongqiao <command>`: each command is a file of its own, loaded when it is called for. */
import { StartupProblem } from '#platform/config/startup-problem.ts'

/** Answers with the exit code. */
type Run = (args: readonly string[]) => Promise<number>
type Command = {
  readonly purpose: string
  readonly load: () => Promise<{ readonly run: Run }>
  /** Whether it takes no arguments, so that a flag that it does not know starts nothing. */
  readonly isAlone?: true
}

const MISUSED = 2

const commands = new Map<string, Command>([
  [
    'start',
    { purpose: 'run the hub until Ctrl-C', load: () => import('./start.ts'), isAlone: true },
  ],
  ['verify', { purpose: 'check a receipt, without a network', load: () => import('./verify.ts') }],
  [
    'verifier-html',
    { purpose: 'write the check as one file', load: () => import('./verifier-html.ts') },
  ],
  ['signer', { purpose: 'show what was signed, or name it', load: () => import('./signer.ts') }],
  ['witness', { purpose: 'cosign the logs of others', load: () => import('./witness.ts') }],
  ['monitor', { purpose: 'follow a book and hash it anew', load: () => import('./monitor.ts') }],
  ['audit', { purpose: 'compare all records with the log', load: () => import('./audit.ts') }],
  ['backup', { purpose: 'take or check a backup', load: () => import('./backup.ts') }],
  ['restore', { purpose: 'make a data folder of a backup', load: () => import('./restore.ts') }],
  ['succeed', { purpose: 'go on after entries are lost', load: () => import('./succeed.ts') }],
  ['copy', { purpose: 'copy everything to another database', load: () => import('./copy.ts') }],
  ['import', { purpose: 'record published figures of a file', load: () => import('./import.ts') }],
  [
    'audit-text',
    { purpose: 'check the figures of a press text', load: () => import('./audit-text.ts') },
  ],
  ['subject', { purpose: 'show what is held on a person', load: () => import('./subject.ts') }],
  [
    'handover',
    { purpose: 'compare both sides of consignments', load: () => import('./handover.ts') },
  ],
  [
    'migrate',
    { purpose: 'bring the database up to date', load: () => import('./migrate.ts'), isAlone: true },
  ],
  ['key', { purpose: 'keys of callers, and keys that sign', load: () => import('./key.ts') }],
])

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  if (name === 'help' || name === '--help') {
    process.stdout.write(usage())
    return 0
  }
  const command = commands.get(name)
  if (!command) {
    process.stderr.write(`hongqiao has no command "${name}".\n${usage()}`)
    return MISUSED
  }
  if (command.isAlone === true && args.length > 0) {
    process.stderr.write(
      `Usage: hongqiao ${name}\n\nIt takes no arguments; what it reads from the environment is in docs/configuration.md.\n`,
    )
    return MISUSED
  }
  const { run } = await command.load()
  return run(args)
}

function usage(): string {
  const listed = [...commands, ['help', { purpose: 'show this list' }] as const]
  const lines = listed.map(([name, { purpose }]) => `  ${name.padEnd(15)}${purpose}`)
  return `Usage: hongqiao <command>\n\n${lines.join('\n')}\n`
}

// A finished command ends the process, though the channel to the bootstrap would keep it alive.
try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof StartupProblem)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
