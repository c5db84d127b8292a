/** The hub: a book for each of its three regions. */
import type { Words } from '#platform/http/route.ts'

export interface HubBook {
  readonly name: string
  readonly origin: string
  readonly words: Words
}

export const hubBooks: readonly HubBook[] = [
  { name: 'sh', origin: 'sh.hub.example/book/1', words: { en: 'Shanghai', zh: '上海' } },
  { name: 'js', origin: 'js.hub.example/book/1', words: { en: 'Jiangsu', zh: '江苏' } },
  { name: 'zj', origin: 'zj.hub.example/book/1', words: { en: 'Zhejiang', zh: '浙江' } },
]
