/** Checks receipts on /verify: dropped, chosen, pasted, or linked from the page of an entry. */
import { readLanguage } from '#web/live/document.ts'
import { VerifyDeskControl } from '#web/verify/desk.ts'

const desk = new VerifyDeskControl(
  readLanguage(document),
  async () => (await import('../book.ts')).checkBook,
)
const linked = new URLSearchParams(location.search).get('receipt')
if (linked !== null) void desk.checkLinked(linked)
void keepOffline()

async function keepOffline(): Promise<void> {
  // Private windows and plain addresses have no workers: the page works there too, but not offline.
  const workers = (navigator as Partial<Navigator>).serviceWorker
  await workers?.register('/sw.js').catch(() => null)
}
