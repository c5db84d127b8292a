/** A receipt may be chosen as a file, which is read into the field; without it, its text is pasted there. */

for (const place of document.querySelectorAll<HTMLElement>('[data-receipt-file]')) {
  const area = place.querySelector('textarea')
  if (area === null) continue
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = 'application/json,.json'
  input.className = 'input'
  input.setAttribute('aria-label', place.dataset['receiptFile'] ?? '')
  input.addEventListener('change', () => {
    void read(input, area)
  })
  place.append(input)
}

async function read(input: HTMLInputElement, area: HTMLTextAreaElement): Promise<void> {
  const [file] = input.files ?? []
  if (file !== undefined) area.value = await file.text()
}
