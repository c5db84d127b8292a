/** Several lines of text, as many as people need to say why. */
import { describedBy, useField } from './form-context.ts'
import { FieldFrame, type FieldProps } from './Form.tsx'

export function TextArea(props: FieldProps & { readonly rows?: number }) {
  const { name, label, hint, rows = 3 } = props
  const { id, value = props.value, error } = useField(name)
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <textarea
        className="input"
        id={id}
        name={name}
        rows={rows}
        defaultValue={value}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(id, hint, error)}
      />
    </FieldFrame>
  )
}
