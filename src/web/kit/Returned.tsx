/** A form came back: what to put right, or why it was not done. First in main; the island focuses it. */
import { fieldId } from './form-context.ts'
import { catalogue, type Words } from './language.ts'
import { Link } from './Link.tsx'
import { type ReturnedForm, useLanguage, useMessages, usePage, useVisit } from './page-context.ts'

const messages = catalogue(
  {
    oneThing: 'One thing to put right',
    things: ({ count }: { count: number }) => `${count} things to put right`,
    refused: 'This was not done',
    busy: 'This was not done yet',
    unknown: 'It is not known whether this was done',
    failed: 'This was not done',
    code: 'Code',
    anew: 'Open this page anew',
  },
  {
    oneThing: '有一处需要改正',
    things: ({ count }) => `有 ${count} 处需要改正`,
    refused: '此事项未办理',
    busy: '此事项尚未办理',
    unknown: '尚不清楚是否已办理',
    failed: '此事项未办理',
    code: '代码',
    anew: '重新打开此页',
  },
)

export function Returned() {
  const { returned } = useVisit()
  if (returned === null) return null
  if (returned.answer !== null) return <NotDone returned={returned} answer={returned.answer} />
  const errors = returned.errors.map(({ name, sentence }) => ({
    fieldId: fieldId(returned.action, name),
    sentence,
  }))
  return <ErrorSummary errors={errors} />
}

type NotDoneProps = {
  readonly returned: ReturnedForm
  readonly answer: NonNullable<ReturnedForm['answer']>
}

function NotDone({ returned, answer }: NotDoneProps) {
  const language = useLanguage()
  const { path } = usePage()
  const t = useMessages(messages)
  const [field] = returned.errors
  const { kind, code, sentence } = answer
  return (
    <div
      className={kind === 'refused' || kind === 'failed' ? 'note broken' : 'note wait'}
      role="alert"
      tabIndex={-1}
      data-error-summary=""
    >
      <h2>{t[kind]}</h2>
      <p>
        {field === undefined ? (
          sentence[language]
        ) : (
          <a href={`#${fieldId(returned.action, field.name)}`}>{sentence[language]}</a>
        )}
      </p>
      <p className="fine">
        {t.code} <code>{code}</code>
        {kind === 'refused' && ' · '}
        {kind === 'refused' && <Link href={path}>{t.anew}</Link>}
      </p>
    </div>
  )
}

export type SummaryError = { readonly fieldId: string; readonly sentence: Words }

/** Counts, announces, and leads to the fields. */
export function ErrorSummary({ errors }: { readonly errors: readonly SummaryError[] }) {
  const language = useLanguage()
  const t = useMessages(messages)
  if (errors.length === 0) return null
  return (
    <div className="note broken" role="alert" tabIndex={-1} data-error-summary="">
      <h2>{errors.length === 1 ? t.oneThing : t.things({ count: errors.length })}</h2>
      <ul>
        {errors.map(({ fieldId: id, sentence }) => (
          <li key={id}>
            <a href={`#${id}`}>{sentence[language]}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
