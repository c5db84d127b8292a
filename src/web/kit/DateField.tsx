/**
 * A day as three fields: no picker, because people know the day and type it. It is sent as `name.day`,
 * `name.month` and `name.year`; the form that takes it has one field `name`.
 */
import { describedBy, useField } from './form-context.ts'
import { HintAndError } from './Form.tsx'
import { catalogue, type Language } from './language.ts'
import { useLanguage, useMessages } from './page-context.ts'

const messages = catalogue(
  { year: 'Year', month: 'Month', day: 'Day' },
  { year: '年', month: '月', day: '日' },
)

type Part = 'year' | 'month' | 'day'

/** As dates are said. */
const ORDER: Readonly<Record<Language, readonly Part[]>> = {
  en: ['day', 'month', 'year'],
  zh: ['year', 'month', 'day'],
}

type DateFieldProps = {
  readonly name: string
  readonly legend: string
  readonly hint?: string
  /** A legal day, `2026-05-02`, that stands in it at first. */
  readonly value?: string
}

export function DateField({ name, legend, hint, value = '' }: DateFieldProps) {
  const language = useLanguage()
  const { id, error } = useField(name)
  const [year = '', month = '', day = ''] = value.split('-')
  const at = { year, month: month.replace(/^0/, ''), day: day.replace(/^0/, '') }
  return (
    // The rule at the side stands on a box of its own: a legend would interrupt that of the fieldset.
    <div className={error === undefined ? undefined : 'bad'}>
      <fieldset aria-describedby={describedBy(id, hint, error)}>
        <legend>{legend}</legend>
        <HintAndError id={id} hint={hint} error={error} />
        <div className="row">
          {ORDER[language].map((part, place) => (
            <DatePart
              key={part}
              name={`${name}.${part}`}
              // The summary leads to the first of them.
              id={place === 0 ? id : `${id}-${part}`}
              part={part}
              value={at[part]}
              isBad={error !== undefined}
            />
          ))}
        </div>
      </fieldset>
    </div>
  )
}

type DatePartProps = {
  readonly name: string
  readonly id: string
  readonly part: Part
  readonly value: string
  readonly isBad: boolean
}

function DatePart({ name, id, part, value, isBad }: DatePartProps) {
  const t = useMessages(messages)
  const { value: typed = value } = useField(name)
  return (
    <div className="field">
      <label className="small" htmlFor={id}>
        {t[part]}
      </label>
      <input
        className={part === 'year' ? 'input d4' : 'input d2'}
        id={id}
        name={name}
        defaultValue={typed}
        inputMode="numeric"
        autoComplete="off"
        aria-invalid={isBad ? true : undefined}
      />
    </div>
  )
}
