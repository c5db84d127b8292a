/** The module of each book's thread. */
import { serveBook } from '#platform/book/book-thread.ts'
import { slices } from './slices.ts'

await serveBook(slices)
