/**
 * The tasks that each role must be able to do, and the most taps that each may take. Typing is no tap; a tap
 * is a press on a link, a button or a choice. docs/tasks.md is made from this, and a browser test counts.
 */
export type TaskRole = 'consumer' | 'shop' | 'notary' | 'regulator'

export interface Task {
  readonly role: TaskRole
  readonly id: string
  /** Where it begins: the page that the role sees first, or the page that is named. */
  readonly from: string
  readonly words: string
  readonly tapsMax: number
}

export const TASKS: readonly Task[] = [
  { role: 'consumer', id: 'confirm', from: 'My cards', words: 'Say yes to a class', tapsMax: 1 },
  {
    role: 'consumer',
    id: 'contest',
    from: 'My cards',
    words: 'Contest a class, with the reason',
    tapsMax: 3,
  },
  {
    role: 'consumer',
    id: 'preview',
    from: 'My cards',
    words: 'See what comes back if the shop is the cause',
    tapsMax: 2,
  },
  {
    role: 'consumer',
    id: 'buy',
    from: 'the page of a shop',
    words: 'Read a contract, sign it and pay',
    tapsMax: 4,
  },
  { role: 'consumer', id: 'receipts', from: 'My cards', words: 'Save a receipt', tapsMax: 2 },
  {
    role: 'shop',
    id: 'record',
    from: 'Counter',
    words: 'Record a class for the guest whose digits were typed',
    tapsMax: 1,
  },
  { role: 'shop', id: 'withdraw', from: 'Counter', words: 'Give in to a contest', tapsMax: 2 },
  {
    role: 'shop',
    id: 'money',
    from: 'Counter',
    words: 'See what money comes, when and why',
    tapsMax: 1,
  },
  { role: 'shop', id: 'list', from: 'Counter', words: 'List a new card', tapsMax: 4 },
  { role: 'shop', id: 'answer-refund', from: 'Counter', words: 'Agree to a refund', tapsMax: 4 },
  {
    role: 'notary',
    id: 'approve-settlement',
    from: 'Work',
    words: 'Approve a settlement that another notary proposed',
    tapsMax: 3,
  },
  {
    role: 'notary',
    id: 'propose-settlement',
    from: 'Work',
    words: 'Propose a settlement of everything that matured',
    tapsMax: 4,
  },
  { role: 'notary', id: 'approve-refund', from: 'Work', words: 'Approve a refund', tapsMax: 2 },
  { role: 'notary', id: 'decide-use', from: 'Work', words: 'Decide a contested class', tapsMax: 3 },
  {
    role: 'notary',
    id: 'approve-shop',
    from: 'Work',
    words: 'Approve a shop after its four checks',
    tapsMax: 6,
  },
  {
    role: 'regulator',
    id: 'held',
    from: 'Figures',
    words: 'See what is held and that three sides agree',
    tapsMax: 0,
  },
  { role: 'regulator', id: 'area', from: 'Figures', words: 'See one district', tapsMax: 1 },
  {
    role: 'regulator',
    id: 'shop',
    from: 'Figures',
    words: 'See one shop of a district',
    tapsMax: 2,
  },
  {
    role: 'regulator',
    id: 'contract',
    from: 'Figures',
    words: 'See one contract without a name, with its proofs',
    tapsMax: 3,
  },
  {
    role: 'regulator',
    id: 'download',
    from: 'Figures',
    words: 'Save the table of districts as a file',
    tapsMax: 1,
  },
]

/** The list as docs/tasks.md has it. */
export function tasksTable(): string {
  const lines = TASKS.map(
    ({ role, words, from, tapsMax }) => `| ${role} | ${words} | ${from} | ${tapsMax} |`,
  )
  return ['| role | task | begins on | taps |', '| --- | --- | --- | --- |', ...lines].join('\n')
}
