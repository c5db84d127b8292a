import type { BookStore } from '#platform/book/store.ts'

/** A store with some of its promises kept differently. */
export function changed(store: BookStore, changes: Partial<BookStore>): BookStore {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(changes, name) ?? Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
