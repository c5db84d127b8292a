/** The live state of the books, with Pause. */
import { applyNews, parseBooks, parseNews, showBooks } from '#web/live/live.ts'
import { readJson, readLanguage } from '#web/live/document.ts'

const list = document.querySelector<HTMLElement>('[data-live-href]')
const href = list?.dataset['liveHref']
if (href !== undefined) follow(href)

function follow(address: string): void {
  const language = readLanguage(document)
  let books = parseBooks(readJson(document, 'books'))
  let isPaused = false
  const stream = new EventSource(address)
  stream.addEventListener('checkpoint', (event: MessageEvent<string>) => {
    const news = parseNews(event.data)
    if (news === null) return
    books = applyNews(books, news)
    if (!isPaused) showBooks(document, books, language)
  })
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-live-pause]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      isPaused = !isPaused
      button.setAttribute('aria-pressed', String(isPaused))
      const word = isPaused ? button.dataset['resume'] : button.dataset['pause']
      button.querySelector('span')?.replaceChildren(word ?? '')
      if (!isPaused) showBooks(document, books, language)
    })
  }
}
