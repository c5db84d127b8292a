/**
 * Forms a little kinder than the browser makes them: a second press while the first is on its way does
 * nothing, and the focus goes to what needs attention. Everything works without it.
 */

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-form]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset['sent'] === 'yes') {
      event.preventDefault()
      return
    }
    form.dataset['sent'] = 'yes'
    showBusy(event.submitter)
  })
}

// A page that comes back from the browser's memory was not sent.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

const attention = document.querySelector<HTMLElement>('[data-error-summary], [data-done]')
attention?.focus()

/** Not disabled: a button that is disabled while it is pressed loses its focus and its value. */
function showBusy(button: HTMLElement | null): void {
  if (button === null) return
  button.setAttribute('aria-busy', 'true')
  const { busy } = button.dataset
  if (busy !== undefined) button.replaceChildren(busy)
}
