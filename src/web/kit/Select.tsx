/** One of many, where radios would be a page of their own. Up to seven are Choices. */
import { describedBy, useField } from './form-context.ts'
import { FieldFrame, type FieldProps } from './Form.tsx'
import { catalogue } from './language.ts'
import { useMessages } from './page-context.ts'

const messages = catalogue({ choose: 'Choose' }, { choose: '请选择' })

type SelectProps = FieldProps & {
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export function Select(props: SelectProps) {
  const { name, label, hint, options } = props
  const t = useMessages(messages)
  const { id, value = props.value, error } = useField(name)
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <select
        className="input"
        id={id}
        name={name}
        defaultValue={value ?? ''}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(id, hint, error)}
      >
        <option value="">{t.choose}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
