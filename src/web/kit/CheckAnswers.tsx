/** What was answered, once more before it counts; each answer can be changed where it was given. */
import type { ReactNode } from 'react'
import { catalogue } from './language.ts'
import { Link } from './Link.tsx'
import { useMessages } from './page-context.ts'

const messages = catalogue({ change: 'Change' }, { change: '修改' })

export type GivenAnswer = {
  readonly question: string
  readonly answer: ReactNode
  /** Without the language; absent for what cannot be changed. */
  readonly changeHref?: string
}

export function CheckAnswers({ answers }: { readonly answers: readonly GivenAnswer[] }) {
  const t = useMessages(messages)
  return (
    <dl className="answers">
      {answers.map(({ question, answer, changeHref }) => (
        <div key={question}>
          <dt>{question}</dt>
          <dd>{answer}</dd>
          {changeHref !== undefined && (
            <dd>
              <Link href={changeHref}>
                {t.change}
                <span className="vh"> {question}</span>
              </Link>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
