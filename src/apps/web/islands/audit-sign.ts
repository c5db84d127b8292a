/** Brings the text and the corrections over from the page of the audit, so that nobody pastes them twice. */
const kept = sessionStorage.getItem('hongqiao.audit')
if (kept !== null) {
  const read: unknown = JSON.parse(kept)
  fill('text', read)
  fill('date', read)
  fill('corrections', read)
}

function fill(name: string, read: unknown): void {
  const field = document.querySelector<HTMLTextAreaElement>(`textarea[name="${name}"]`)
  if (field === null || field.value !== '' || typeof read !== 'object' || read === null) return
  const value: unknown = Reflect.get(read, name)
  if (typeof value === 'string') field.value = value
  else if (Array.isArray(value) && value.length > 0) field.value = JSON.stringify(value)
}
