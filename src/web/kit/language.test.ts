import { describe, expect, expectTypeOf, test } from 'vitest'
import { catalogue, localPath, splitPath } from './language.ts'

const messages = catalogue(
  { held: 'Held', entries: ({ size }: { size: string }) => `${size} entries` },
  { held: '托管中', entries: ({ size }) => `${size} 条` },
)

describe('a catalogue', () => {
  test('has each message in both languages', () => {
    expect(messages.en.entries({ size: '3' })).toBe('3 entries')
    expect(messages.zh.entries({ size: '3' })).toBe('3 条')
    expectTypeOf(messages.zh.entries).parameter(0).toEqualTypeOf<{ size: string }>()
  })

  test('does not compile when a language lacks a message or an argument', () => {
    // @ts-expect-error the Chinese half lacks a message
    catalogue({ held: 'Held' }, {})
    // @ts-expect-error the Chinese half wants an argument that is not given
    catalogue({ held: () => 'Held' }, { held: ({ by }: { by: string }) => by })
    // @ts-expect-error the Chinese half is text where the English one takes values
    catalogue({ held: ({ by }: { by: string }) => by }, { held: 1 })
    expect(messages.en.held).toBe('Held')
  })
})

describe('addresses', () => {
  test.each([
    ['/', '/zh'],
    ['/log/sh?before=40', '/zh/log/sh?before=40'],
    ['https://example.com/', 'https://example.com/'],
  ])('%s is %s in Chinese', (path, local) => {
    expect(localPath('zh', path)).toBe(local)
    expect(localPath('en', path)).toBe(path)
  })

  test('are taken apart again', () => {
    expect(splitPath('/zh')).toEqual({ language: 'zh', path: '/' })
    expect(splitPath('/zh/log')).toEqual({ language: 'zh', path: '/log' })
    expect(splitPath('/zhejiang')).toEqual({ language: 'en', path: '/zhejiang' })
  })
})
