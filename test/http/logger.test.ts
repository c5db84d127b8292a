import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLogger } from '#platform/telemetry/logger.ts'

test('what could name a person or open a door is not logged, wherever it stands', () => {
  let written = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk)
      done()
    },
  })
  const logger = createLogger({ level: 'info', destination })
  const hidden = { authorization: 'Bearer hidden', ip: 'hidden', body: 'hidden', key: 'hidden' }
  logger.info(hidden, 'at the top')
  logger.info({ request: { ...hidden, headers: { cookie: 'hidden' } } }, 'inside')
  logger.info({ req: { url: '/hidden' }, res: { x: 'hidden' } }, 'as a framework logs')
  logger.info({ route: '/v1/books', status: 200 }, 'shown')
  expect(written.split('\n')).toHaveLength(5)
  expect(written).not.toContain('hidden')
  expect(written).toContain('"route":"/v1/books","status":200')
  expect(written).not.toContain('"hostname"')
})
