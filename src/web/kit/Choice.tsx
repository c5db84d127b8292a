/** One of several, or a box to tick: the whole line is the target. */
import type { ReactNode } from 'react'
import { describedBy, useField } from './form-context.ts'
import { HintAndError } from './Form.tsx'

export type ChoiceOption = {
  readonly value: string
  readonly label: string
  /** What follows from it, in small type under the label. */
  readonly hint?: string
  /** At the end of the line, e.g. the sum that comes back. */
  readonly end?: ReactNode
}

type ChoicesProps = {
  readonly name: string
  readonly legend: string
  /** Where the heading above already asks, the legend is only heard. */
  readonly isLegendHidden?: boolean
  readonly hint?: string
  readonly options: readonly ChoiceOption[]
  /** What is chosen at first; nothing if unset, so that nobody agrees by mistake. */
  readonly value?: string
}

export function Choices(props: ChoicesProps) {
  const { name, legend, isLegendHidden = false, hint, options } = props
  const { id, value = props.value, error } = useField(name)
  return (
    // The rule at the side stands on a box of its own: a legend would interrupt that of the fieldset.
    <div className={error === undefined ? undefined : 'bad'}>
      <fieldset aria-describedby={describedBy(id, hint, error)}>
        <legend className={isLegendHidden ? 'vh' : undefined}>{legend}</legend>
        <HintAndError id={id} hint={hint} error={error} />
        <div className="choices">
          {options.map((option, place) => (
            <label className="choice" key={option.value}>
              <input
                type="radio"
                // The summary leads to the first of them.
                id={place === 0 ? id : `${id}-${option.value}`}
                name={name}
                value={option.value}
                defaultChecked={option.value === value}
              />
              <span>
                <b>{option.label}</b>
                {option.hint !== undefined && <small>{option.hint}</small>}
              </span>
              {option.end}
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  )
}

type TickProps = {
  readonly name: string
  readonly label: ReactNode
  readonly isTicked?: boolean
}

/** Sends `on` or nothing. */
export function Tick({ name, label, isTicked = false }: TickProps) {
  const { id, value, error, isReturned } = useField(name)
  return (
    <div className={error === undefined ? 'field' : 'field bad'}>
      <HintAndError id={id} error={error} />
      <label className="choice">
        <input
          type="checkbox"
          id={id}
          name={name}
          value="on"
          defaultChecked={isReturned ? value === 'on' : isTicked}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={describedBy(id, undefined, error)}
        />
        <span>{label}</span>
      </label>
    </div>
  )
}
