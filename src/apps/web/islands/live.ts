/** The live state of the books, with Pause. */
import { readJson, readLanguage } from '#web/live/document.ts'
import { applyNews, parseBooks, parseNews, showBooks, STREAM_HREF } from '#web/live/live.ts'

const language = readLanguage(document)
let books = parseBooks(readJson(document, 'books'))
let stream: EventSource | null = null
let isPaused = false

follow()
// Browsers share few connections among all tabs: a tab that nobody sees gives its own back.
document.addEventListener('visibilitychange', follow)
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-live-pause]')) {
  button.hidden = false
  button.addEventListener('click', () => togglePause(button))
}

function follow(): void {
  stream?.close()
  stream = document.hidden ? null : new EventSource(STREAM_HREF)
  stream?.addEventListener('state', (event: MessageEvent<string>) => {
    const news = parseNews(event.data)
    if (news === null) return
    books = applyNews(books, news)
    if (!isPaused) showBooks(document, books, language)
  })
}

function togglePause(button: HTMLButtonElement): void {
  isPaused = !isPaused
  button.setAttribute('aria-pressed', String(isPaused))
  const word = isPaused ? button.dataset['resume'] : button.dataset['pause']
  button.querySelector('span')?.replaceChildren(word ?? '')
  if (!isPaused) showBooks(document, books, language)
}
