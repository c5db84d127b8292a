/**
 * Checks what is dropped, chosen, pasted or linked, on whatever page has the parts of VerifyDesk: /verify of a
 * hub, and the file for a stick. One receipt is drawn; several are listed, with what they say together; a folder
 * with a whole book is hashed and replayed.
 */
import { createElement, type ReactElement } from 'react'
import type { Policy } from '#kernel/log/policy.ts'
import { RECEIPT_BYTES_MAX } from '#kernel/log/receipt.ts'
import { RECEIPTS_MAX, type ReceiptFile } from '#kernel/log/several.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import { bookVerdictWord } from '#kernel/monitor/book-verdict.ts'
import { formatBytes, formatCount } from '#web/kit/format.ts'
import { escapeHtml, toHtml } from '#web/kit/to-html.ts'
import type { Language } from '#web/kit/language.ts'
import type { CheckBook } from './book-check.ts'
import {
  bookIn,
  droppedFiles,
  FOLDER_FILES_MAX,
  loneFiles,
  namedFiles,
  type BookFiles,
  type NamedFile,
} from './book-files.ts'
import { bookMessages } from './book-messages.ts'
import { bookTitle, BookView } from './BookView.tsx'
import { checkReceipt, checkSeveral, readPolicy, verdictWord } from './check.ts'
import { hasCamera, textBeforeCamera, textInPicture } from './codes.ts'
import { kindOfDropped } from './dropped.ts'
import { severalTitle, SeveralView } from './SeveralView.tsx'
import { titleOf, VerdictView } from './VerdictView.tsx'
import { verifyMessages } from './verify-messages.ts'

type Said = {
  readonly isVerified: boolean
  /** In the verifier's own words, for programs and tests. */
  readonly verdict: string
  readonly title: string
}

/** The check of a whole book is large, so a page may load it when it is asked for. */
export type LoadBookCheck = () => Promise<CheckBook>

const PROGRESS_MS = 400

export class VerifyDeskControl {
  readonly #language: Language
  readonly #loadBookCheck: LoadBookCheck
  readonly #siteName: string
  readonly #drop = find('[data-verify-drop]')
  readonly #fileLine = find('[data-verify-file]')
  readonly #verdictPlace = find('#verdict')
  readonly #pasteForm = find('[data-verify-paste]')
  readonly #camera = find('[data-verify-camera]')

  constructor(language: Language, loadBookCheck: LoadBookCheck) {
    this.#language = language
    this.#loadBookCheck = loadBookCheck
    this.#siteName = document.title.split(' · ').at(-1) ?? ''
    this.#drop.hidden = false
    this.#pasteForm.hidden = false
    this.#listen()
    if (hasCamera()) this.#offerCamera()
  }

  get #t() {
    return verifyMessages[this.#language]
  }

  #listen(): void {
    for (const choose of document.querySelectorAll<HTMLInputElement>('[data-verify-choose]')) {
      // Where a browser chooses no folders, the button for one would choose files.
      const isOffered = !choose.hasAttribute('webkitdirectory') || 'webkitdirectory' in choose
      const label = choose.closest('label')
      if (label !== null) label.hidden = !isOffered
      choose.addEventListener('change', () => {
        void this.takeNamed(namedFiles(choose.files ?? []))
        // The same file chosen again is checked again.
        choose.value = ''
      })
    }
    this.#pasteForm.addEventListener('submit', (event) => {
      event.preventDefault()
      const text = this.#pasteForm.querySelector('textarea')?.value ?? ''
      if (text.trim() !== '') void this.check(this.#t.pasted, utf8Of(text))
    })
    document.addEventListener('dragover', (event) => {
      event.preventDefault()
      this.#drop.classList.add('over')
    })
    document.addEventListener('dragleave', () => this.#drop.classList.remove('over'))
    document.addEventListener('drop', (event) => {
      event.preventDefault()
      this.#drop.classList.remove('over')
      const { dataTransfer } = event
      if (dataTransfer !== null)
        void droppedFiles(dataTransfer).then((files) => this.takeNamed(files))
    })
  }

  /** A folder may hold a whole book, or receipts. */
  async takeNamed(files: readonly NamedFile[]): Promise<void> {
    if (files.length > FOLDER_FILES_MAX) {
      return this.#say(bookMessages[this.#language].tooManyFiles)
    }
    const book = bookIn(files)
    return book === null ? this.take(loneFiles(files)) : this.#checkBook(book)
  }

  async #checkBook(files: BookFiles): Promise<void> {
    const language = this.#language
    const t = bookMessages[language]
    this.#say(t.opening)
    const checkBook = await this.#loadBookCheck()
    const startMs = performance.now()
    let toldMs = startMs
    const verdict = await checkBook({
      files,
      policies: this.#policies(),
      onProgress: (done, of) => {
        if (performance.now() - toldMs < PROGRESS_MS) return
        toldMs = performance.now()
        this.#say(t.checking({ done: formatCount(done), of: formatCount(of) }))
      },
    })
    const bytes = [...files.values()].reduce((sum, { size }) => sum + size, 0)
    const isKnown = verdict !== 'too_large'
    const name = isKnown && verdict.kind === 'sound' ? verdict.origin : t.book
    this.#tell(name, bytes, performance.now() - startMs)
    this.#show(createElement(BookView, { verdict, language }), {
      verdict: isKnown ? bookVerdictWord(verdict) : 'too large',
      isVerified: isKnown && verdict.kind === 'sound',
      title: bookTitle(verdict, language),
    })
  }

  /** Policies take effect before receipts are looked at, whatever their order. */
  async take(files: readonly File[]): Promise<void> {
    if (files.length > RECEIPTS_MAX) return this.#say(this.#t.tooMany)
    const receipts: ReceiptFile[] = []
    for (const file of files) {
      if (file.size > RECEIPT_BYTES_MAX && !file.type.startsWith('image/')) {
        return this.#say(this.#t.tooLarge)
      }
      // oxlint-disable-next-line no-await-in-loop -- in order, so that memory holds one more at a time.
      const bytes = new Uint8Array(await file.arrayBuffer())
      const kind = kindOfDropped(file.type, bytes)
      if (kind === 'receipt') receipts.push({ name: file.name, receipt: bytes })
      else if (kind === 'policy') this.#replacePolicy(textFromUtf8(bytes) ?? '')
      // oxlint-disable-next-line no-await-in-loop -- a picture is one by itself.
      else return this.#takePicture(file)
    }
    const [first, ...others] = receipts
    if (first === undefined) return undefined
    if (others.length > 0) return this.#checkSeveral(receipts)
    return this.check(first.name, first.receipt)
  }

  async #takePicture(picture: File): Promise<void> {
    const text = await textInPicture(picture)
    if (text === undefined) return this.#say(this.#t.pictureUnreadable)
    return text === null ? this.#say(this.#t.codeMissing) : this.#takeCode(picture.name, text)
  }

  #offerCamera(): void {
    const scan = find('[data-verify-scan]')
    const stop = find('[data-verify-scan-stop]')
    scan.hidden = false
    scan.addEventListener('click', () => {
      const ends = new AbortController()
      stop.addEventListener('click', () => ends.abort(), { once: true })
      scan.hidden = true
      this.#camera.hidden = false
      stop.focus()
      void this.#scan(ends.signal).finally(() => {
        this.#camera.hidden = true
        scan.hidden = false
      })
    })
  }

  async #scan(stopped: AbortSignal): Promise<void> {
    const video = this.#camera.querySelector('video')
    if (video === null) throw new Error('the camera has a place on this page')
    this.#say(this.#t.scanning)
    // Refused, taken by another program, or not there: the browser says which, to the person.
    const text = await textBeforeCamera(video, stopped).catch(() => undefined)
    if (text === undefined) return this.#say(this.#t.cameraRefused)
    return text === null ? this.#say(this.#t.drop) : this.#takeCode(this.#t.scanned, text)
  }

  /** A code holds a link to a receipt of this hub, or the receipt itself. */
  async #takeCode(name: string, text: string): Promise<void> {
    const link = URL.parse(text)
    if (link === null) return this.check(name, utf8Of(text))
    if (link.origin !== location.origin) return this.#say(this.#t.codeElsewhere)
    return this.checkLinked(link.searchParams.get('receipt') ?? link.pathname)
  }

  /** Only from this very hub, so that a link cannot make the page fetch from elsewhere. */
  async checkLinked(linked: string): Promise<void> {
    if (!/^\/[A-Za-z0-9_-]/.test(linked)) return this.#say(this.#t.notFetched)
    const headers = { accept: 'application/json' }
    const answer = await fetch(linked, { headers }).catch(() => null)
    if (answer?.ok !== true) return this.#say(this.#t.notFetched)
    const name = linked.split('/').slice(-4).join('/')
    return this.check(name, new Uint8Array(await answer.arrayBuffer()))
  }

  async check(name: string, receipt: string | Uint8Array): Promise<void> {
    const policies = this.#policies()
    const language = this.#language
    const startMs = performance.now()
    const verdict = await checkReceipt({ receipt, policies, nowMs: Date.now() })
    this.#tell(name, receipt.length, performance.now() - startMs)
    this.#show(createElement(VerdictView, { verdict, policies, language }), {
      verdict: verdictWord(verdict),
      isVerified: verdict.verified,
      title: titleOf(verdict, language),
    })
  }

  async #checkSeveral(files: readonly ReceiptFile[]): Promise<void> {
    const language = this.#language
    const startMs = performance.now()
    const several = await checkSeveral(files, { policies: this.#policies(), nowMs: Date.now() })
    const bytes = files.reduce((sum, { receipt }) => sum + receipt.length, 0)
    this.#tell(this.#t.severalFiles({ count: files.length }), bytes, performance.now() - startMs)
    this.#show(createElement(SeveralView, { several, language }), {
      verdict: several.files.map(({ verdict }) => verdictWord(verdict)).join('; '),
      isVerified: several.files.every(({ verdict }) => verdict.verified),
      title: severalTitle(several, language),
    })
  }

  #tell(name: string, sizeBytes: number, tookMs: number): void {
    const size = formatBytes(this.#language, sizeBytes)
    const line = this.#t.checkedIn({ size, ms: tookMs.toFixed(1) })
    this.#fileLine.innerHTML = `<strong>${escapeHtml(name)}</strong> · ${escapeHtml(line)}`
  }

  #show(view: ReactElement, said: Said): void {
    this.#verdictPlace.innerHTML = toHtml(view)
    this.#verdictPlace.dataset['verified'] = String(said.isVerified)
    this.#verdictPlace.dataset['verdict'] = said.verdict
    document.title = `${said.title} · ${this.#siteName}`
    for (const idle of document.querySelectorAll<HTMLElement>('[data-verify-idle]'))
      idle.hidden = true
    this.#verdictPlace.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }

  /** As they stand on the page: the reader may have put others. */
  #policies(): readonly Policy[] {
    return policyPlaces().flatMap((place) => {
      if (place.value.trim() === '') return []
      const policy = readPolicy(place.value)
      place.setAttribute('aria-invalid', String(!policy.ok))
      const error = place.parentElement?.querySelector<HTMLElement>('[data-verify-policy-error]')
      if (error !== null && error !== undefined) {
        error.hidden = policy.ok
        error.textContent = policy.ok ? '' : this.#t.policyBroken({ code: policy.error })
      }
      return policy.ok ? [policy.value] : []
    })
  }

  /** A policy that is dropped takes the place of the one for its book, or stands beside the others. */
  #replacePolicy(text: string): void {
    const policy = readPolicy(text)
    if (!policy.ok) return this.#say(this.#t.policyBroken({ code: policy.error }))
    const names = policy.value.logs.map(({ key }) => key.name)
    const places = policyPlaces()
    const same = places.find((place) => names.includes(place.dataset['verifyPolicy'] ?? ''))
    const place = same ?? places.find((each) => each.dataset['verifyPolicy'] === '')
    if (place === undefined) throw new Error('this page has a place for one more policy')
    place.value = text
    const more = place.closest<HTMLElement>('[data-verify-more]')
    if (more !== null) more.hidden = false
    return this.#say(this.#t.policyTaken({ names: names.join(', ') }))
  }

  #say(sentence: string): void {
    this.#fileLine.textContent = sentence
  }
}

function policyPlaces(): readonly HTMLTextAreaElement[] {
  return [...document.querySelectorAll<HTMLTextAreaElement>('[data-verify-policy]')]
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector)
  if (element === null) throw new Error(`this page has no ${selector}`)
  return element
}
