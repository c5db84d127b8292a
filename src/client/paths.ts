/**
 * What the hub takes and answers, by path. Written by `npm run client` from the routes: do not change it by hand.
 */

/** A problem as of RFC 9457; its type is a path, and its title is in the caller's language. */
export interface Problem<T extends string = string> {
  type: `/problems/${T}`
  title: string
  status: number
  params?: Record<string, unknown>
  errors?: { at: string; message: string }[]
  requestId?: string
  outcomeUnknown?: boolean
}

interface Said<T extends string> {
  headers: Record<string, unknown>
  content: { 'application/problem+json': Problem<T> }
}

interface Answered<T> {
  headers: Record<string, unknown>
  content: { 'application/json': T }
}

export type Recorded = {
  repeated: boolean
  receipts: { format: 'hongqiao-receipt/1'; leaf: string; proof: string; disclosures: string[] }[]
}

export type Outcomes = {
  checkpoints: string[]
  items: (
    | {
        outcome: 'recorded'
        repeated: boolean
        checkpoint: number
        entries: { index: number; leaf: string; path: string; disclosures: string[] }[]
      }
    | {
        outcome: 'refused'
        problem: { type: string; title: string; status: number } & Record<string, unknown>
      }
    | {
        outcome: 'unavailable'
        problem: { type: string; title: string; status: number } & Record<string, unknown>
      }
    | {
        outcome: 'failed'
        problem: { type: string; title: string; status: number } & Record<string, unknown>
      }
  )[]
}

export interface Paths {
  '/v1/books': {
    /** All books that are served here, with their state. */
    get: {
      parameters: Record<string, never>
      responses: {
        200: Answered<{
          books: {
            book: string
            origin: string
            verifierKey: string
            phase: 'starting' | 'writing' | 'standing-by' | 'in-doubt' | 'stopping' | 'stopped'
            size: number
            root: string
            checkpoint: string
            at: number
            witnessed: { size: number; checkpoint: string; cosigners: string[] } | null
            forked: boolean
            witnesses: {
              name: string
              verifierKey: string
              url: string
              size: number
              lag: number
              cosignedAt: number
              trouble:
                | 'unreachable'
                | 'late'
                | 'busy'
                | 'not_followed'
                | 'answer_wrong'
                | 'clock_differs'
                | 'ahead'
                | 'inconsistent'
                | null
            }[]
          }[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}': {
    /** The state of one book. */
    get: {
      parameters: { path: { book: string } }
      responses: {
        200: Answered<{
          book: string
          origin: string
          verifierKey: string
          phase: 'starting' | 'writing' | 'standing-by' | 'in-doubt' | 'stopping' | 'stopped'
          size: number
          root: string
          checkpoint: string
          at: number
          witnessed: { size: number; checkpoint: string; cosigners: string[] } | null
          forked: boolean
          witnesses: {
            name: string
            verifierKey: string
            url: string
            size: number
            lag: number
            cosignedAt: number
            trouble:
              | 'unreachable'
              | 'late'
              | 'busy'
              | 'not_followed'
              | 'answer_wrong'
              | 'clock_differs'
              | 'ahead'
              | 'inconsistent'
              | null
          }[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        404: Said<'book_not_found'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/timers/release': {
    /** Lets the timers of a book run that wait for the operator after a gap. */
    post: {
      parameters: { path: { book: string } }
      responses: {
        200: Answered<{ book: string }>
        400: Said<'invalid_request' | 'malformed_json'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden'>
        404: Said<'book_not_found'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/entries/{index}': {
    /** An entry of a book; those of types that are not public are for their parties, and for who has the permission to read. */
    get: {
      parameters: { path: { book: string; index: string } }
      responses: {
        200: Answered<{ index: number; type: string; at: number; leaf: string }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'entry_not_public'>
        404: Said<'book_not_found' | 'entry_not_found'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/entries/{index}/receipt': {
    /** The receipt of an entry, proven to the last checkpoint, with what the caller may see. */
    get: {
      parameters: { path: { book: string; index: string } }
      responses: {
        200: Answered<{
          format: 'hongqiao-receipt/1'
          leaf: string
          proof: string
          disclosures: string[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'entry_not_public'>
        404: Said<'book_not_found' | 'entry_not_found'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/claims': {
    /** Published figures as claims, ordered by indicator, area and period. */
    get: {
      parameters: {
        query?: {
          book?: string
          indicator?: string
          area?: string
          period?: string
          publisher?: string
          source?: string
          q?: string
          cursor?: string
          limit?: string
        }
      }
      responses: {
        200: Answered<{
          items: {
            id: string
            book: string
            entry: number
            recordedAt: string
            claim: {
              indicator: string
              area: string
              period: string
              kind:
                | 'level'
                | 'count'
                | 'cumulative'
                | 'density'
                | 'share'
                | 'threshold'
                | 'rank'
                | 'change_abs'
                | 'change_pct'
                | 'change_multiple'
                | 'avg_growth'
                | 'increment_avg'
                | 'multiple_of_base'
                | 'multiple_of_peer'
              value: string
              scale?: string
              unit: 'CNY' | 'USD' | 'm2' | 'km2' | 'CNY/km2' | 'count' | 'ratio' | 'times' | 'rank'
              hedge?: string
              source: { id: string; reference: string; locator: string }
              publisher: string
              date: string
              base?: { indicator?: string; area?: string; period?: string }
              basis?: 'nominal' | 'real'
              notes?: (
                | 'period_not_stated'
                | 'basis_not_stated'
                | 'scope_doubtful'
                | 'definition_doubtful'
                | 'stock_or_flow_unclear'
                | 'scale_doubtful'
                | 'read_in_translation'
                | 'read_second_hand'
              )[]
              unconfirmed?: true
              vintage?: number
            }
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        404: Said<'claim_not_found'>
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/claims/{id}': {
    /** One claim, with the entry that recorded it. */
    get: {
      parameters: { path: { id: string } }
      responses: {
        200: Answered<{
          id: string
          book: string
          entry: number
          recordedAt: string
          claim: {
            indicator: string
            area: string
            period: string
            kind:
              | 'level'
              | 'count'
              | 'cumulative'
              | 'density'
              | 'share'
              | 'threshold'
              | 'rank'
              | 'change_abs'
              | 'change_pct'
              | 'change_multiple'
              | 'avg_growth'
              | 'increment_avg'
              | 'multiple_of_base'
              | 'multiple_of_peer'
            value: string
            scale?: string
            unit: 'CNY' | 'USD' | 'm2' | 'km2' | 'CNY/km2' | 'count' | 'ratio' | 'times' | 'rank'
            hedge?: string
            source: { id: string; reference: string; locator: string }
            publisher: string
            date: string
            base?: { indicator?: string; area?: string; period?: string }
            basis?: 'nominal' | 'real'
            notes?: (
              | 'period_not_stated'
              | 'basis_not_stated'
              | 'scope_doubtful'
              | 'definition_doubtful'
              | 'stock_or_flow_unclear'
              | 'scale_doubtful'
              | 'read_in_translation'
              | 'read_second_hand'
            )[]
            unconfirmed?: true
            vintage?: number
          }
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        404: Said<'claim_not_found'>
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/claims': {
    /** Publish one claim. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            indicator: string
            area: string
            period: string
            kind:
              | 'level'
              | 'count'
              | 'cumulative'
              | 'density'
              | 'share'
              | 'threshold'
              | 'rank'
              | 'change_abs'
              | 'change_pct'
              | 'change_multiple'
              | 'avg_growth'
              | 'increment_avg'
              | 'multiple_of_base'
              | 'multiple_of_peer'
            value: string
            scale?: string
            unit: 'CNY' | 'USD' | 'm2' | 'km2' | 'CNY/km2' | 'count' | 'ratio' | 'times' | 'rank'
            hedge?: string
            source: { id: string; reference: string; locator: string }
            publisher: string
            date: string
            base?: { indicator?: string; area?: string; period?: string }
            basis?: 'nominal' | 'real'
            notes?: (
              | 'period_not_stated'
              | 'basis_not_stated'
              | 'scope_doubtful'
              | 'definition_doubtful'
              | 'stock_or_flow_unclear'
              | 'scale_doubtful'
              | 'read_in_translation'
              | 'read_second_hand'
            )[]
            unconfirmed?: true
            vintage?: number
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden'>
        404: Said<'book_not_found'>
        409: Said<'claim_differs' | 'vintage_skipped'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'unknown_indicator'
          | 'unknown_area'
          | 'unit_does_not_fit'
          | 'base_missing'
          | 'published_in_future'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/claims/bulk': {
    /** Publish many claims, in order; each has its own outcome. */
    post: {
      parameters: { path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            items: {
              indicator: string
              area: string
              period: string
              kind:
                | 'level'
                | 'count'
                | 'cumulative'
                | 'density'
                | 'share'
                | 'threshold'
                | 'rank'
                | 'change_abs'
                | 'change_pct'
                | 'change_multiple'
                | 'avg_growth'
                | 'increment_avg'
                | 'multiple_of_base'
                | 'multiple_of_peer'
              value: string
              scale?: string
              unit: 'CNY' | 'USD' | 'm2' | 'km2' | 'CNY/km2' | 'count' | 'ratio' | 'times' | 'rank'
              hedge?: string
              source: { id: string; reference: string; locator: string }
              publisher: string
              date: string
              base?: { indicator?: string; area?: string; period?: string }
              basis?: 'nominal' | 'real'
              notes?: (
                | 'period_not_stated'
                | 'basis_not_stated'
                | 'scope_doubtful'
                | 'definition_doubtful'
                | 'stock_or_flow_unclear'
                | 'scale_doubtful'
                | 'read_in_translation'
                | 'read_second_hand'
              )[]
              unconfirmed?: true
              vintage?: number
            }[]
          }
        }
      }
      responses: {
        200: Answered<Outcomes>
        400: Said<'invalid_request' | 'malformed_json'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden'>
        404: Said<'book_not_found'>
        409: Said<'claim_differs' | 'vintage_skipped'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'unknown_indicator'
          | 'unknown_area'
          | 'unit_does_not_fit'
          | 'base_missing'
          | 'published_in_future'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/observatory/known-figures': {
    /** The published figures that an audit compares a text with, as one set with a version. */
    get: {
      parameters: Record<string, never>
      responses: {
        200: Answered<{
          version: string
          isWhole: boolean
          figures: {
            id: string
            indicator: string
            indicatorName: string
            area: string
            period: string
            kind:
              | 'level'
              | 'count'
              | 'cumulative'
              | 'density'
              | 'share'
              | 'threshold'
              | 'rank'
              | 'change_abs'
              | 'change_pct'
              | 'change_multiple'
              | 'avg_growth'
              | 'increment_avg'
              | 'multiple_of_base'
              | 'multiple_of_peer'
            unit: string
            digits: string
            exponent: number
            hedge?: { words: string; reading: 'above' | 'at-least' | 'below' | 'around' }
            publisher: string
            date: string
          }[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/observatory/audits': {
    /** Reads the figures of a press text and checks those that must agree; nothing is kept. */
    post: {
      parameters: Record<string, never>
      requestBody: { content: { 'application/json': { text: string; date?: string } } }
      responses: {
        200: Answered<{
          engine: string
          published: string | null
          isCut: boolean
          isTruncated: boolean
          known: {
            version: string
            isWhole: boolean
            figures: {
              id: string
              indicator: string
              area: string
              period: string
              kind: string
              value: string
              unit: string
              hedge: string | null
              publisher: string
              date: string
            }[]
          }
          claims: {
            id: string
            start: number
            end: number
            text: string
            value: string
            unit: string
            hedge: string | null
            kind: string
            indicator: string | null
            indicatorId: string | null
            area: string | null
            period: string | null
            base: string | null
            anchor: string | null
            isFall: boolean
          }[]
          checks: {
            id: string
            relation: string
            formula: string
            operands: string[]
            statedClaim: string | null
            computed: {
              strict: { low: string; high: string; closed: string }
              loose: { low: string; high: string; closed: string }
            } | null
            stated: {
              strict: { low: string; high: string; closed: string }
              loose: { low: string; high: string; closed: string }
            } | null
            verdict:
              | 'consistent'
              | 'edge'
              | 'consistent-if-rounded'
              | 'inconsistent'
              | 'scale-slip'
              | 'basis-differs'
              | 'ambiguous'
              | 'not-checkable'
              | 'derived'
              | 'no-power'
            link: 'automatic' | 'proposed' | 'confirmed'
            possible:
              | 'consistent'
              | 'edge'
              | 'consistent-if-rounded'
              | 'inconsistent'
              | 'scale-slip'
              | 'basis-differs'
              | 'ambiguous'
              | 'not-checkable'
              | 'derived'
              | 'no-power'
              | null
            note: string
            rules: string[]
          }[]
        }>
        400: Said<'invalid_request' | 'malformed_json'>
        401: Said<'unauthenticated'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/audits': {
    /** Signs the audit of a text: digests and counts are recorded, the text is not. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            text: string
            date?: string
            corrections?: (
              | {
                  type: 'field'
                  claim: string
                  field: 'indicator' | 'area' | 'period' | 'kind'
                  value: string
                  author: string
                  reason: string
                }
              | {
                  type: 'link'
                  check: string
                  state: 'confirmed' | 'rejected'
                  author: string
                  reason: string
                }
              | {
                  type: 'basis'
                  claim: string
                  basis: 'nominal' | 'real'
                  author: string
                  reason: string
                }
              | { type: 'undo'; of: number; author: string; reason: string }
            )[]
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden'>
        404: Said<'book_not_found'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/organisations': {
    /** The organisations that are registered in a book, by id. */
    get: {
      parameters: {
        query?: {
          kind?: 'shop' | 'notary-office' | 'bank' | 'authority' | 'company'
          cursor?: string
          limit?: string
        }
        path: { book: string }
      }
      responses: {
        200: Answered<{
          items: {
            party: string
            kind: 'shop' | 'notary-office' | 'bank' | 'authority' | 'company'
            name: { en: string; zh: string }
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        404: Said<'book_not_found'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
    /** Register an organisation; its name is public. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            registry: string
            organisation: string
            kind: 'shop' | 'notary-office' | 'bank' | 'authority' | 'company'
            name: { en: string; zh: string }
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_registrar'>
        404: Said<'book_not_found'>
        409: Said<'party_differs'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/registry': {
    /** Found the registry of a book, once; whoever does is its first registrar. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: { content: { 'application/json': { registry: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden'>
        404: Said<'book_not_found'>
        409: Said<'registry_exists'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/persons': {
    /** Register a person; name and telephone become secrets of that person. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': { by: string; person: string; name: string; phone?: string }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_registrar'>
        404: Said<'book_not_found'>
        409: Said<'party_differs'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/appointments': {
    /** Appoint a person to act for an organisation. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            organisation: string
            person: string
            role: 'registrar' | 'head' | 'clerk' | 'notary' | 'teller' | 'inspector'
            by: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointer'>
        404: Said<'book_not_found' | 'organisation_unknown'>
        409: Said<'appointed_otherwise' | 'organisation_led'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused' | 'role_does_not_fit' | 'not_a_person'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/dismissals': {
    /** Dismiss a person from acting for an organisation. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: { 'application/json': { organisation: string; person: string; by: string } }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointer'>
        404: Said<'book_not_found' | 'organisation_unknown'>
        409: Said<'not_appointed' | 'last_registrar'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/handover/policies': {
    /** The policies by which this book judges receipts of other books, by origin. */
    get: {
      parameters: { path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            origin: string
            policy: string
            level: 'logged' | 'witnessed'
            maxAgeHours: number
            entry: number
          }[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        404: Said<'book_not_found'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
    /** Adopt a policy by which receipts of another book are judged from now on. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            registry: string
            origin: string
            policy: string
            level: 'logged' | 'witnessed'
            maxAgeHours: number
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'registrar_only'>
        404: Said<'book_not_found'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'own_origin'
          | 'policy_malformed'
          | 'policy_names_other'
          | 'quorum_missing'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/handover/policy-withdrawals': {
    /** Believe receipts of another book no more. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: { content: { 'application/json': { registry: string; origin: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'registrar_only'>
        404: Said<'book_not_found' | 'policy_unknown'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/consignments': {
    /** Send a consignment to a consignee in another book. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            consignment: string
            consignor: string
            carrier?: { here: string; there: string }
            to: { book: string; consignee: string }
            placeOfDispatch: string
            placeOfReceipt: string
            packages: number
            grossWeightGrams: number
            receiveBy: string
            goods: string
            seal?: string
            reference?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_of_consignor'>
        404: Said<'book_not_found'>
        409: Said<'consignment_differs'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'carrier_unknown'
          | 'book_unknown'
          | 'time_limit_past'
          | 'time_limit_too_far'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** What your organisation sent from this book, or carries, the newest first. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            consignment: string
            state: 'open' | 'overdue' | 'received' | 'returning' | 'taken-back' | 'lost'
            consignor: string
            carrier: string | null
            to: { book: string; consignee: string }
            placeOfDispatch: string
            placeOfReceipt: string
            packages: number
            grossWeightGrams: number
            sentAt: string
            receiveBy: string
            returnBy: string | null
            balance: {
              open: number
              overdue: number
              kept: number
              missing: number
              returning: number
              takenBack: number
              missingBack: number
              lost: number
            }
            differences: (
              | 'short-count'
              | 'over-count'
              | 'damaged'
              | 'seal-broken'
              | 'weight-differs'
            )[]
            entry: number
            stateEntry: number
            answerEntry: number | null
            returnEntry: number | null
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_here'>
        404: Said<'book_not_found'>
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/consignments/{consignment}/write-off': {
    /** Write off what is overdue, there or on its way back. */
    post: {
      parameters: {
        header: { 'Idempotency-Key': string }
        path: { book: string; consignment: string }
      }
      requestBody: { content: { 'application/json': { note?: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_of_consignor'>
        404: Said<'book_not_found' | 'consignment_unknown'>
        409: Said<'not_overdue'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/arrivals': {
    /** Receive a consignment by the receipt of its sending, as it was counted. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            receipt: string
            packages: number
            damaged: number
            seal: 'intact' | 'broken' | 'none'
            grossWeightGrams?: number
            note?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_consignee'>
        404: Said<'book_not_found'>
        409: Said<
          | 'arrived_before'
          | 'receipt_not_witnessed'
          | 'receipt_from_future'
          | 'receipt_stale'
          | 'entry_forked'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'receipt_malformed'
          | 'not_a_consignment'
          | 'addressed_elsewhere'
          | 'origin_unknown'
          | 'proof_wrong'
          | 'key_unknown'
          | 'signature_wrong'
          | 'disclosure_wrong'
          | 'damaged_exceed_count'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** What arrived in this book for your organisation, or with it, the newest first. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            origin: string
            sentEntry: number
            state: 'received' | 'refused' | 'returned' | 'return-overdue' | 'closed'
            consignment: string
            consignor: string
            consignee: string
            carrier: string | null
            placeOfDispatch: string
            placeOfReceipt: string
            packages: { sent: number; arrived: number; returned: number; takenBack: number | null }
            level: 'logged' | 'witnessed'
            differences: (
              | 'short-count'
              | 'over-count'
              | 'damaged'
              | 'seal-broken'
              | 'weight-differs'
            )[]
            arrivedAt: string
            returnBy: string | null
            entry: number
            returnEntry: number | null
            stateEntry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_here'>
        404: Said<'book_not_found'>
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/arrivals/refusals': {
    /** Turn a consignment away at the door, by the receipt of its sending. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            receipt: string
            packages: number
            reasons: (
              | 'damaged'
              | 'seal-broken'
              | 'short-count'
              | 'over-count'
              | 'not-ordered'
              | 'consignee-absent'
            )[]
            returnBy: string
            note?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_consignee'>
        404: Said<'book_not_found'>
        409: Said<
          | 'arrived_before'
          | 'receipt_not_witnessed'
          | 'receipt_from_future'
          | 'receipt_stale'
          | 'entry_forked'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'receipt_malformed'
          | 'not_a_consignment'
          | 'addressed_elsewhere'
          | 'origin_unknown'
          | 'proof_wrong'
          | 'key_unknown'
          | 'signature_wrong'
          | 'disclosure_wrong'
          | 'time_limit_past'
          | 'time_limit_too_far'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/arrivals/returns': {
    /** Send back what was received, whole or in part. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            origin: string
            sentEntry: number
            packages: number
            reason:
              | 'damaged'
              | 'seal-broken'
              | 'short-count'
              | 'over-count'
              | 'not-ordered'
              | 'consignee-absent'
            returnBy: string
            note?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_consignee'>
        404: Said<'book_not_found' | 'arrival_unknown'>
        409: Said<'returned_before'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'return_exceeds_received'
          | 'time_limit_past'
          | 'time_limit_too_far'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/answers': {
    /** Bring the receipt of another book’s answer: what was open here is closed by it. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: { content: { 'application/json': { receipt: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_consignment'>
        404: Said<'book_not_found' | 'consignment_unknown'>
        409: Said<
          | 'nothing_to_close'
          | 'answer_older'
          | 'receipt_not_witnessed'
          | 'receipt_from_future'
          | 'receipt_stale'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'receipt_malformed'
          | 'not_an_answer'
          | 'answers_elsewhere'
          | 'origin_unknown'
          | 'proof_wrong'
          | 'key_unknown'
          | 'signature_wrong'
          | 'disclosure_wrong'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/take-backs': {
    /** Take goods back, by the receipt of their refusal or return, as they were counted. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            receipt: string
            packages: number
            seal: 'intact' | 'broken' | 'none'
            note?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_of_consignor'>
        404: Said<'book_not_found' | 'consignment_unknown'>
        409: Said<
          | 'taken_back_before'
          | 'answer_older'
          | 'receipt_not_witnessed'
          | 'receipt_from_future'
          | 'receipt_stale'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'receipt_malformed'
          | 'not_a_return'
          | 'answers_elsewhere'
          | 'origin_unknown'
          | 'proof_wrong'
          | 'key_unknown'
          | 'signature_wrong'
          | 'disclosure_wrong'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/consignments/{consignment}/receipts/{of}/{index}': {
    /** The receipt of an entry of a consignment, of either book, for its parties; the book is the sender’s. */
    get: {
      parameters: { path: { book: string; consignment: string; of: string; index: string } }
      responses: {
        200: Answered<{
          format: 'hongqiao-receipt/1'
          leaf: string
          proof: string
          disclosures: string[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden'>
        404: Said<'book_not_found' | 'consignment_not_found' | 'no_step'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/reconciliation': {
    /** Both sides of every way between this book and the others here, the gravest difference first. */
    get: {
      parameters: { path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            from: string
            to: string
            consignment: string
            standing:
              | 'never-sent'
              | 'other-entry'
              | 'overdue'
              | 'return-overdue'
              | 'written-off'
              | 'answer-not-carried'
              | 'return-not-carried'
              | 'take-back-not-carried'
              | 'on-the-way'
              | 'on-the-way-back'
              | 'counts-differ'
              | 'agreed'
            isOpen: boolean
            dispatch: {
              consignment: string
              state: 'open' | 'overdue' | 'received' | 'returning' | 'taken-back' | 'lost'
              consignor: string
              carrier: string | null
              to: { book: string; consignee: string }
              placeOfDispatch: string
              placeOfReceipt: string
              packages: number
              grossWeightGrams: number
              sentAt: string
              receiveBy: string
              returnBy: string | null
              balance: {
                open: number
                overdue: number
                kept: number
                missing: number
                returning: number
                takenBack: number
                missingBack: number
                lost: number
              }
              differences: (
                | 'short-count'
                | 'over-count'
                | 'damaged'
                | 'seal-broken'
                | 'weight-differs'
              )[]
              entry: number
              stateEntry: number
              answerEntry: number | null
              returnEntry: number | null
            } | null
            arrival: {
              origin: string
              sentEntry: number
              state: 'received' | 'refused' | 'returned' | 'return-overdue' | 'closed'
              consignment: string
              consignor: string
              consignee: string
              carrier: string | null
              placeOfDispatch: string
              placeOfReceipt: string
              packages: {
                sent: number
                arrived: number
                returned: number
                takenBack: number | null
              }
              level: 'logged' | 'witnessed'
              differences: (
                | 'short-count'
                | 'over-count'
                | 'damaged'
                | 'seal-broken'
                | 'weight-differs'
              )[]
              arrivedAt: string
              returnBy: string | null
              entry: number
              returnEntry: number | null
              stateEntry: number
            } | null
          }[]
          couriers: {
            book: string
            destination: string
            nextEntry: number
            waitsFor: string | null
            parked: number
          }[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden'>
        404: Said<'book_not_found'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/depositary': {
    /** A notary opens the deposit account of a book. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            office: string
            bank: string
            accountName: { en: string; zh: string }
            terms: {
              objectionWorkingDays: number
              deemedWorkingDays: number
              remindersBeforeWorkingDays: number[]
              answerWorkingDays: number
              paymentDays: number
              approvalWorkingDays: number
              interest: {
                basis: 'by-cause' | 'account'
                accountRatePerMillion?: number
                dayCount: 365 | 360
              }
              feeBearer: 'shop' | 'consumer' | 'none'
            }
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary'>
        404: Said<'book_not_found' | 'office_unknown' | 'bank_unknown'>
        409: Said<'depositary_exists'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused' | 'account_rate_missing'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** The office that holds the money, its bank, and the terms of new contracts. */
    get: {
      parameters: { path: { book: string } }
      responses: {
        200: Answered<{
          office: string
          officeName: { en: string; zh: string }
          bank: string
          bankName: { en: string; zh: string }
          terms: {
            objectionWorkingDays: number
            deemedWorkingDays: number
            remindersBeforeWorkingDays: number[]
            answerWorkingDays: number
            paymentDays: number
            approvalWorkingDays: number
            interest: {
              basis: 'by-cause' | 'account'
              accountRatePerMillion?: number
              dayCount: 365 | 360
            }
            feeBearer: 'shop' | 'consumer' | 'none'
          }
          entry: number
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops': {
    /** The head of a shop applies for it to be supervised. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            shop: string
            industry: 'fitness' | 'tutoring' | 'children-sports'
            area: string
            licence: string
            leaseEndsOn: string
            account: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_head'>
        404: Said<'book_not_found' | 'shop_unknown'>
        409: Said<'applied_before' | 'lease_over'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** My shops in whatever state; all of them, applications included, for the office. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            book: string
            shop: string
            name: { en: string; zh: string }
            state: 'applied' | 'approved' | 'declined' | 'suspended'
            industry: string
            area: string
            leaseEndsOn: string
            appliedAt: string
            decidedAt: string | null
            entry: number
            products: {
              product: string
              shop: string
              state: 'listed' | 'withdrawn'
              offer:
                | {
                    kind: 'count'
                    name: { en: string; zh: string }
                    priceMinor: number
                    listUnitMinor: number
                    uses: number
                    giftUses: number
                    validityDays: number
                    giftInKind?: { en: string; zh: string }
                  }
                | {
                    kind: 'period'
                    name: { en: string; zh: string }
                    priceMinor: number
                    listPriceMinor: number
                    days: number
                    giftDays: number
                    giftInKind?: { en: string; zh: string }
                  }
              entry: number
            }[]
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/approve': {
    /** A notary attests to the checks of a shop. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; shop: string } }
      requestBody: {
        content: {
          'application/json': { checks: ('licence' | 'lease' | 'industry' | 'account-name')[] }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found'>
        409: Said<'shop_not_applied' | 'lease_over'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused' | 'checks_missing'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/decline': {
    /** A notary declines the application of a shop. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; shop: string } }
      requestBody: { content: { 'application/json': { reason: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found'>
        409: Said<'shop_not_applied'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/suspend': {
    /** A notary stops the sales of a shop. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; shop: string } }
      requestBody: { content: { 'application/json': { reason: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found'>
        409: Said<'shop_not_approved'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/reinstate': {
    /** A notary lets a shop sell again. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; shop: string } }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found'>
        409: Said<'shop_not_suspended'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/products': {
    /** The head of a shop lists a card, within the caps of the law. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            product: string
            shop: string
            offer:
              | {
                  kind: 'count'
                  name: { en: string; zh: string }
                  priceMinor: number
                  listUnitMinor: number
                  uses: number
                  giftUses: number
                  validityDays: number
                  giftInKind?: { en: string; zh: string }
                }
              | {
                  kind: 'period'
                  name: { en: string; zh: string }
                  priceMinor: number
                  listPriceMinor: number
                  days: number
                  giftDays: number
                  giftInKind?: { en: string; zh: string }
                }
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_head'>
        404: Said<'book_not_found' | 'shop_unknown'>
        409: Said<'product_differs' | 'shop_not_approved' | 'cap_exceeded'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused' | 'price_above_list'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/products/{product}/withdraw': {
    /** The head of a shop withdraws a card. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; product: string } }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_head'>
        404: Said<'book_not_found' | 'product_unknown'>
        409: Said<'product_not_listed'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/contracts': {
    /** A consumer signs the contract that it read. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            contract: string
            product: string
            hasPriorExperience: boolean
            textSha256: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden'>
        404: Said<'book_not_found' | 'product_unknown'>
        409: Said<
          | 'contract_differs'
          | 'product_not_listed'
          | 'shop_not_approved'
          | 'contract_text_changed'
          | 'cap_exceeded'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused' | 'not_a_person'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** My contracts as a consumer; all of them for the office and for supervision. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            contract: string
            shop: string
            consumer: string
            product: string
            state: 'signed' | 'lapsed' | 'active' | 'stopping' | 'expired' | 'completed' | 'ended'
            offer:
              | {
                  kind: 'count'
                  name: { en: string; zh: string }
                  priceMinor: number
                  listUnitMinor: number
                  uses: number
                  giftUses: number
                  validityDays: number
                  giftInKind?: { en: string; zh: string }
                }
              | {
                  kind: 'period'
                  name: { en: string; zh: string }
                  priceMinor: number
                  listPriceMinor: number
                  days: number
                  giftDays: number
                  giftInKind?: { en: string; zh: string }
                }
            terms: {
              objectionWorkingDays: number
              deemedWorkingDays: number
              remindersBeforeWorkingDays: number[]
              answerWorkingDays: number
              paymentDays: number
              approvalWorkingDays: number
              interest: {
                basis: 'by-cause' | 'account'
                accountRatePerMillion?: number
                dayCount: 365 | 360
              }
              feeBearer: 'shop' | 'consumer' | 'none'
            }
            priceMinor: number
            heldMinor: number
            usesTotal: number
            usesCounted: number
            countedMinor: number
            usesOpen: number
            openMinor: number
            usesContested: number
            returnedMinor: number
            hasPriorExperience: boolean
            isRenewal: boolean
            signedAt: string
            paidAt: string | null
            coolingOffEndsAt: string | null
            validThrough: string | null
            stoppedAt: string | null
            refund: string | null
            entry: number
            paidEntry: number | null
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/bank-entries': {
    /** The bank says what it booked. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            bankEntry: string
            kind: 'credit' | 'debit' | 'return' | 'correction'
            amountMinor: number
            reference: string
            valueDay: string
            payer?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_teller'>
        404: Said<'book_not_found'>
        409: Said<'bank_entry_differs'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/bank-entries/{bankEntry}/match': {
    /** A notary proposes what suspended money is for; without a contract it goes back. */
    post: {
      parameters: {
        header: { 'Idempotency-Key': string }
        path: { book: string; bankEntry: string }
      }
      requestBody: { content: { 'application/json': { contract?: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found' | 'bank_entry_unknown' | 'contract_unknown'>
        409: Said<'bank_entry_not_suspended' | 'contract_not_signed' | 'amount_differs'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/bank-entries/{bankEntry}/match/approve': {
    /** Another notary approves. */
    post: {
      parameters: {
        header: { 'Idempotency-Key': string }
        path: { book: string; bankEntry: string }
      }
      requestBody: { content: { 'application/json': { contract?: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_proposal' | 'own_matter'>
        404: Said<'book_not_found' | 'bank_entry_unknown'>
        409: Said<'match_not_proposed' | 'match_changed' | 'contract_not_signed'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/bank-entries/{bankEntry}/match/reject': {
    /** A notary rejects a match. */
    post: {
      parameters: {
        header: { 'Idempotency-Key': string }
        path: { book: string; bankEntry: string }
      }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary'>
        404: Said<'book_not_found' | 'bank_entry_unknown'>
        409: Said<'match_not_proposed'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/statements': {
    /** The bank states its closing balance of a day. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: { content: { 'application/json': { day: string; closingMinor: number } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_teller'>
        404: Said<'book_not_found'>
        409: Said<'statement_differs'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** What the bank stated each day beside what the book had, the last day first. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            day: string
            closingMinor: number
            bookMinor: number
            heldMinor: number
            recordedAt: string
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/uses': {
    /** A counter enters a class that was given. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            use: string
            contract: string
            servedOn: string
            servedAt: string
            isForConsumer: boolean
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_of_shop'>
        404: Said<'book_not_found' | 'contract_unknown'>
        409: Said<
          | 'use_differs'
          | 'contract_not_active'
          | 'period_card_has_no_uses'
          | 'validity_over'
          | 'uses_used_up'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'served_in_future'
          | 'served_too_long_ago'
          | 'served_before_payment'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/check-ins': {
    /** A consumer scans the code of a shop: a class, confirmed at once. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: { 'application/json': { use: string; contract: string; shop: string } }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_contract'>
        404: Said<'book_not_found' | 'contract_unknown'>
        409: Said<
          | 'use_differs'
          | 'shop_differs'
          | 'contract_not_active'
          | 'period_card_has_no_uses'
          | 'validity_over'
          | 'uses_used_up'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'served_in_future'
          | 'served_too_long_ago'
          | 'served_before_payment'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/uses/{use}/confirm': {
    /** A consumer confirms a class. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; use: string } }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_use'>
        404: Said<'book_not_found' | 'use_unknown'>
        409: Said<'use_not_requested'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/uses/{use}/contest': {
    /** A consumer contests a class. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; use: string } }
      requestBody: {
        content: {
          'application/json': {
            reason: 'not-there' | 'not-delivered' | 'counted-twice' | 'other'
            detail?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_use'>
        404: Said<'book_not_found' | 'use_unknown'>
        409: Said<'use_not_contestable' | 'objection_over' | 'balance_insufficient'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/uses/{use}/withdraw': {
    /** A shop takes back a class that it entered. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; use: string } }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_of_shop'>
        404: Said<'book_not_found' | 'use_unknown'>
        409: Said<'use_decided'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/uses/{use}/decide': {
    /** A notary decides a contested class. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; use: string } }
      requestBody: {
        content: { 'application/json': { outcome: 'for-shop' | 'for-consumer'; reason: string } }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found' | 'use_unknown'>
        409: Said<'use_not_contested'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/settlements': {
    /** A notary proposes to pay what matured. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            settlement: string
            through: string
            shops: string[]
            approver: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found' | 'shop_unknown'>
        409: Said<
          'settlement_differs' | 'settlement_open' | 'nothing_matured' | 'balance_insufficient'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'approver_not_notary'
          | 'own_approval'
          | 'day_not_over'
          | 'shop_repeated'
          | 'through_too_far'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** All settlements with their lines, the newest first. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            settlement: string
            state: 'proposed' | 'approved' | 'rejected' | 'expired'
            through: string
            proposedBy: string
            proposedAt: string
            approver: string
            expiresAt: string
            decidedBy: string | null
            decidedAt: string | null
            amountMinor: number
            uses: number
            lines: {
              shop: string
              from: string
              through: string
              uses: number
              amountMinor: number
              payout: string
            }[]
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/settlements/{settlement}/approve': {
    /** The named notary approves. */
    post: {
      parameters: {
        header: { 'Idempotency-Key': string }
        path: { book: string; settlement: string }
      }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'own_proposal' | 'not_approver' | 'own_matter'>
        404: Said<'book_not_found' | 'settlement_unknown'>
        409: Said<'settlement_not_proposed'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/settlements/{settlement}/reject': {
    /** A notary rejects it. */
    post: {
      parameters: {
        header: { 'Idempotency-Key': string }
        path: { book: string; settlement: string }
      }
      requestBody: { content: { 'application/json': { reason: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary'>
        404: Said<'book_not_found' | 'settlement_unknown'>
        409: Said<'settlement_not_proposed'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/substitutes': {
    /** A notary names who decides while it is away. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: { 'application/json': { substitute: string; from: string; until: string } }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary'>
        404: Said<'book_not_found'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'substitute_not_notary'
          | 'own_substitute'
          | 'days_reversed'
          | 'days_over'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** Who decides for which notary, on which days. */
    get: {
      parameters: { path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            notary: string
            substitute: string
            fromDay: string
            untilDay: string
            entry: number
          }[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds': {
    /** A consumer asks for a refund; the contract stops at once. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            refund: string
            contract: string
            cause: 'seven-day' | 'shop' | 'consumer' | 'neither'
            detail?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_contract'>
        404: Said<'book_not_found' | 'contract_unknown'>
        409: Said<
          'refund_differs' | 'contract_not_refundable' | 'seven_days_over' | 'prior_experience'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
    /** My refunds as a consumer; all of them for the office and for supervision. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            refund: string
            contract: string
            shop: string
            consumer: string
            state:
              | 'asked'
              | 'agreed'
              | 'objected'
              | 'approved'
              | 'paid'
              | 'returned'
              | 'declined'
              | 'withdrawn'
            cause: 'seven-day' | 'shop' | 'consumer' | 'neither'
            answer: string | null
            askedAt: string
            answerDueAt: string | null
            decidedAt: string | null
            amountMinor: number | null
            interestMinor: number | null
            interestOwedMinor: number | null
            arithmetic: unknown
            payout: string | null
            paidAt: string | null
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds/{refund}/withdraw': {
    /** A consumer takes back what it asked for. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; refund: string } }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_refund'>
        404: Said<'book_not_found' | 'refund_unknown'>
        409: Said<'refund_not_open'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds/{refund}/answer': {
    /** The head of the shop agrees or objects. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; refund: string } }
      requestBody: {
        content: { 'application/json': { answer: 'agree' | 'object'; reason?: string } }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_head'>
        404: Said<'book_not_found' | 'refund_unknown'>
        409: Said<'refund_not_asked' | 'answer_not_needed'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds/{refund}/approve': {
    /** A notary approves a refund. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; refund: string } }
      requestBody: {
        content: {
          'application/json': {
            cause: 'seven-day' | 'shop' | 'consumer' | 'neither'
            deductionMinor: number
            deductionReason?: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found' | 'refund_unknown'>
        409: Said<
          'refund_not_ready' | 'cause_not_asked' | 'use_unanswered' | 'balance_insufficient'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused' | 'deduction_unexplained' | 'deduction_too_large'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds/{refund}/decline': {
    /** A notary declines a refund. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; refund: string } }
      requestBody: { content: { 'application/json': { reason: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found' | 'refund_unknown'>
        409: Said<'refund_not_open' | 'refund_agreed'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds/{refund}/account': {
    /** A consumer gives another account of its own. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; refund: string } }
      requestBody: { content: { 'application/json': { account: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_refund'>
        404: Said<'book_not_found' | 'refund_unknown'>
        409: Said<'refund_not_returned'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds/{refund}/resend': {
    /** A notary orders a returned refund again. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string; refund: string } }
      requestBody: { content: { 'application/json': Record<string, never> } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_notary' | 'own_matter'>
        404: Said<'book_not_found' | 'refund_unknown'>
        409: Said<'refund_not_returned' | 'account_missing'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/uses/bulk': {
    /** Many at once, in order; each has its own key and outcome. A counter enters a class that was given. */
    post: {
      parameters: { path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            items: {
              key: string
              use: string
              contract: string
              servedOn: string
              servedAt: string
              isForConsumer: boolean
            }[]
          }
        }
      }
      responses: {
        200: Answered<Outcomes>
        400: Said<'invalid_request' | 'malformed_json'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_of_shop'>
        404: Said<'book_not_found' | 'contract_unknown'>
        409: Said<
          | 'use_differs'
          | 'contract_not_active'
          | 'period_card_has_no_uses'
          | 'validity_over'
          | 'uses_used_up'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<
          | 'idempotency_key_reused'
          | 'served_in_future'
          | 'served_too_long_ago'
          | 'served_before_payment'
        >
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/prepaid/bank-entries/bulk': {
    /** Many at once, in order; each has its own key and outcome. The bank says what it booked. */
    post: {
      parameters: { path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            items: {
              key: string
              bankEntry: string
              kind: 'credit' | 'debit' | 'return' | 'correction'
              amountMinor: number
              reference: string
              valueDay: string
              payer?: string
            }[]
          }
        }
      }
      responses: {
        200: Answered<Outcomes>
        400: Said<'invalid_request' | 'malformed_json'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_teller'>
        404: Said<'book_not_found'>
        409: Said<'bank_entry_differs'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/prepaid/shops': {
    /** The public register: shops under supervision in all books, with what they sell. */
    get: {
      parameters: {
        query?: {
          book?: string
          area?: string
          industry?: 'fitness' | 'tutoring' | 'children-sports'
          q?: string
          cursor?: string
          limit?: string
        }
      }
      responses: {
        200: Answered<{
          asOf: { book: string; size: number; checkpoint: string }[]
          items: {
            book: string
            shop: string
            name: { en: string; zh: string }
            state: 'applied' | 'approved' | 'declined' | 'suspended'
            industry: string
            area: string
            leaseEndsOn: string
            appliedAt: string
            decidedAt: string | null
            entry: number
            products: {
              product: string
              shop: string
              state: 'listed' | 'withdrawn'
              offer:
                | {
                    kind: 'count'
                    name: { en: string; zh: string }
                    priceMinor: number
                    listUnitMinor: number
                    uses: number
                    giftUses: number
                    validityDays: number
                    giftInKind?: { en: string; zh: string }
                  }
                | {
                    kind: 'period'
                    name: { en: string; zh: string }
                    priceMinor: number
                    listPriceMinor: number
                    days: number
                    giftDays: number
                    giftInKind?: { en: string; zh: string }
                  }
              entry: number
            }[]
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'not_appointed_to_read'>
        404: Said<
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}': {
    /** One supervised shop, with what it sells. */
    get: {
      parameters: { path: { book: string; shop: string } }
      responses: {
        200: Answered<{
          book: string
          shop: string
          name: { en: string; zh: string }
          state: 'applied' | 'approved' | 'declined' | 'suspended'
          industry: string
          area: string
          leaseEndsOn: string
          appliedAt: string
          decidedAt: string | null
          entry: number
          products: {
            product: string
            shop: string
            state: 'listed' | 'withdrawn'
            offer:
              | {
                  kind: 'count'
                  name: { en: string; zh: string }
                  priceMinor: number
                  listUnitMinor: number
                  uses: number
                  giftUses: number
                  validityDays: number
                  giftInKind?: { en: string; zh: string }
                }
              | {
                  kind: 'period'
                  name: { en: string; zh: string }
                  priceMinor: number
                  listPriceMinor: number
                  days: number
                  giftDays: number
                  giftInKind?: { en: string; zh: string }
                }
            entry: number
          }[]
          asOf: { book: string; size: number; checkpoint: string }
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/products/{product}': {
    /** One card, with the text of the contract that whoever buys it signs. */
    get: {
      parameters: { path: { book: string; product: string } }
      responses: {
        200: Answered<{
          product: string
          shop: string
          state: 'listed' | 'withdrawn'
          offer:
            | {
                kind: 'count'
                name: { en: string; zh: string }
                priceMinor: number
                listUnitMinor: number
                uses: number
                giftUses: number
                validityDays: number
                giftInKind?: { en: string; zh: string }
              }
            | {
                kind: 'period'
                name: { en: string; zh: string }
                priceMinor: number
                listPriceMinor: number
                days: number
                giftDays: number
                giftInKind?: { en: string; zh: string }
              }
          entry: number
          contract?: { version: number; textSha256: string; text: { en: string; zh: string } }
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/prepaid/totals': {
    /** What was deposited, released and refunded in each book, with each definition. */
    get: {
      parameters: Record<string, never>
      responses: {
        200: Answered<{
          items: {
            book: string
            asOf: { book: string; size: number; checkpoint: string }
            figures: {
              indicator: string
              unit: 'fen' | 'count'
              name: { en: string; zh: string }
              definition: { en: string; zh: string }
              amount: number
            }[]
            heldMinor: number
          }[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/contracts': {
    /** The contracts of a shop, the newest first. */
    get: {
      parameters: {
        query?: { cursor?: string; limit?: string }
        path: { book: string; shop: string }
      }
      responses: {
        200: Answered<{
          items: {
            contract: string
            shop: string
            consumer: string
            product: string
            state: 'signed' | 'lapsed' | 'active' | 'stopping' | 'expired' | 'completed' | 'ended'
            offer:
              | {
                  kind: 'count'
                  name: { en: string; zh: string }
                  priceMinor: number
                  listUnitMinor: number
                  uses: number
                  giftUses: number
                  validityDays: number
                  giftInKind?: { en: string; zh: string }
                }
              | {
                  kind: 'period'
                  name: { en: string; zh: string }
                  priceMinor: number
                  listPriceMinor: number
                  days: number
                  giftDays: number
                  giftInKind?: { en: string; zh: string }
                }
            terms: {
              objectionWorkingDays: number
              deemedWorkingDays: number
              remindersBeforeWorkingDays: number[]
              answerWorkingDays: number
              paymentDays: number
              approvalWorkingDays: number
              interest: {
                basis: 'by-cause' | 'account'
                accountRatePerMillion?: number
                dayCount: 365 | 360
              }
              feeBearer: 'shop' | 'consumer' | 'none'
            }
            priceMinor: number
            heldMinor: number
            usesTotal: number
            usesCounted: number
            countedMinor: number
            usesOpen: number
            openMinor: number
            usesContested: number
            returnedMinor: number
            hasPriorExperience: boolean
            isRenewal: boolean
            signedAt: string
            paidAt: string | null
            coolingOffEndsAt: string | null
            validThrough: string | null
            stoppedAt: string | null
            refund: string | null
            entry: number
            paidEntry: number | null
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/contracts/{contract}': {
    /** One contract, with what is held for it and the entries that its receipts are of. */
    get: {
      parameters: { path: { book: string; contract: string } }
      responses: {
        200: Answered<{
          contract: string
          shop: string
          consumer: string
          product: string
          state: 'signed' | 'lapsed' | 'active' | 'stopping' | 'expired' | 'completed' | 'ended'
          offer:
            | {
                kind: 'count'
                name: { en: string; zh: string }
                priceMinor: number
                listUnitMinor: number
                uses: number
                giftUses: number
                validityDays: number
                giftInKind?: { en: string; zh: string }
              }
            | {
                kind: 'period'
                name: { en: string; zh: string }
                priceMinor: number
                listPriceMinor: number
                days: number
                giftDays: number
                giftInKind?: { en: string; zh: string }
              }
          terms: {
            objectionWorkingDays: number
            deemedWorkingDays: number
            remindersBeforeWorkingDays: number[]
            answerWorkingDays: number
            paymentDays: number
            approvalWorkingDays: number
            interest: {
              basis: 'by-cause' | 'account'
              accountRatePerMillion?: number
              dayCount: 365 | 360
            }
            feeBearer: 'shop' | 'consumer' | 'none'
          }
          priceMinor: number
          heldMinor: number
          usesTotal: number
          usesCounted: number
          countedMinor: number
          usesOpen: number
          openMinor: number
          usesContested: number
          returnedMinor: number
          hasPriorExperience: boolean
          isRenewal: boolean
          signedAt: string
          paidAt: string | null
          coolingOffEndsAt: string | null
          validThrough: string | null
          stoppedAt: string | null
          refund: string | null
          entry: number
          paidEntry: number | null
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/contracts/{contract}/uses': {
    /** The uses of a card in their order, each with its entries. */
    get: {
      parameters: {
        query?: { cursor?: string; limit?: string }
        path: { book: string; contract: string }
      }
      responses: {
        200: Answered<{
          items: {
            use: string
            contract: string
            shop: string
            consumer: string
            n: number
            state:
              | 'requested'
              | 'confirmed'
              | 'deemed'
              | 'contested'
              | 'withdrawn'
              | 'for-shop'
              | 'for-consumer'
            amountMinor: number
            servedOn: string
            servedAt: string
            via: 'counter' | 'code' | 'counter-for-consumer' | 'period'
            requestedAt: string
            deemedAt: string
            answeredAt: string | null
            objectionEndsAt: string | null
            maturesOn: string | null
            entry: number
            stateEntry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/uses': {
    /** What a shop entered, the newest first. */
    get: {
      parameters: {
        query?: { cursor?: string; limit?: string }
        path: { book: string; shop: string }
      }
      responses: {
        200: Answered<{
          items: {
            use: string
            contract: string
            shop: string
            consumer: string
            n: number
            state:
              | 'requested'
              | 'confirmed'
              | 'deemed'
              | 'contested'
              | 'withdrawn'
              | 'for-shop'
              | 'for-consumer'
            amountMinor: number
            servedOn: string
            servedAt: string
            via: 'counter' | 'code' | 'counter-for-consumer' | 'period'
            requestedAt: string
            deemedAt: string
            answeredAt: string | null
            objectionEndsAt: string | null
            maturesOn: string | null
            entry: number
            stateEntry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/uses/contested': {
    /** What a notary has to decide, the oldest first. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            use: string
            contract: string
            shop: string
            consumer: string
            n: number
            state:
              | 'requested'
              | 'confirmed'
              | 'deemed'
              | 'contested'
              | 'withdrawn'
              | 'for-shop'
              | 'for-consumer'
            amountMinor: number
            servedOn: string
            servedAt: string
            via: 'counter' | 'code' | 'counter-for-consumer' | 'period'
            requestedAt: string
            deemedAt: string
            answeredAt: string | null
            objectionEndsAt: string | null
            maturesOn: string | null
            entry: number
            stateEntry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/uses/{use}': {
    /** One use of a card. */
    get: {
      parameters: { path: { book: string; use: string } }
      responses: {
        200: Answered<{
          use: string
          contract: string
          shop: string
          consumer: string
          n: number
          state:
            | 'requested'
            | 'confirmed'
            | 'deemed'
            | 'contested'
            | 'withdrawn'
            | 'for-shop'
            | 'for-consumer'
          amountMinor: number
          servedOn: string
          servedAt: string
          via: 'counter' | 'code' | 'counter-for-consumer' | 'period'
          requestedAt: string
          deemedAt: string
          answeredAt: string | null
          objectionEndsAt: string | null
          maturesOn: string | null
          entry: number
          stateEntry: number
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds/waiting': {
    /** Refunds that wait for an answer, a decision or another account, the oldest first. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            refund: string
            contract: string
            shop: string
            consumer: string
            state:
              | 'asked'
              | 'agreed'
              | 'objected'
              | 'approved'
              | 'paid'
              | 'returned'
              | 'declined'
              | 'withdrawn'
            cause: 'seven-day' | 'shop' | 'consumer' | 'neither'
            answer: string | null
            askedAt: string
            answerDueAt: string | null
            decidedAt: string | null
            amountMinor: number | null
            interestMinor: number | null
            interestOwedMinor: number | null
            arithmetic: unknown
            payout: string | null
            paidAt: string | null
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/refunds': {
    /** The refunds of a shop, the newest first. */
    get: {
      parameters: {
        query?: { cursor?: string; limit?: string }
        path: { book: string; shop: string }
      }
      responses: {
        200: Answered<{
          items: {
            refund: string
            contract: string
            shop: string
            consumer: string
            state:
              | 'asked'
              | 'agreed'
              | 'objected'
              | 'approved'
              | 'paid'
              | 'returned'
              | 'declined'
              | 'withdrawn'
            cause: 'seven-day' | 'shop' | 'consumer' | 'neither'
            answer: string | null
            askedAt: string
            answerDueAt: string | null
            decidedAt: string | null
            amountMinor: number | null
            interestMinor: number | null
            interestOwedMinor: number | null
            arithmetic: unknown
            payout: string | null
            paidAt: string | null
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/refunds/{refund}': {
    /** One refund, with its arithmetic once it is decided. */
    get: {
      parameters: { path: { book: string; refund: string } }
      responses: {
        200: Answered<{
          refund: string
          contract: string
          shop: string
          consumer: string
          state:
            | 'asked'
            | 'agreed'
            | 'objected'
            | 'approved'
            | 'paid'
            | 'returned'
            | 'declined'
            | 'withdrawn'
          cause: 'seven-day' | 'shop' | 'consumer' | 'neither'
          answer: string | null
          askedAt: string
          answerDueAt: string | null
          decidedAt: string | null
          amountMinor: number | null
          interestMinor: number | null
          interestOwedMinor: number | null
          arithmetic: unknown
          payout: string | null
          paidAt: string | null
          entry: number
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/settlements': {
    /** What a shop was paid and for which days, the newest first. */
    get: {
      parameters: {
        query?: { cursor?: string; limit?: string }
        path: { book: string; shop: string }
      }
      responses: {
        200: Answered<{
          items: {
            settlement: string
            shop: string
            from: string
            through: string
            uses: number
            amountMinor: number
            payout: string
            state: 'ordered' | 'paid' | 'returned' | 'resent'
            orderedAt: string
            resolvedAt: string | null
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/shops/{shop}/statements/{month}': {
    /** What matures for a shop on each day of a month, and what it has earned so far. */
    get: {
      parameters: { path: { book: string; shop: string; month: string } }
      responses: {
        200: Answered<{
          shop: string
          month: string
          settledThrough: string | null
          earnedMinor: number
          promisedMinor: number
          days: { day: string; amountMinor: number; uses: number }[]
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/settlements/{settlement}': {
    /** One settlement with its lines. */
    get: {
      parameters: { path: { book: string; settlement: string } }
      responses: {
        200: Answered<{
          settlement: string
          state: 'proposed' | 'approved' | 'rejected' | 'expired'
          through: string
          proposedBy: string
          proposedAt: string
          approver: string
          expiresAt: string
          decidedBy: string | null
          decidedAt: string | null
          amountMinor: number
          uses: number
          lines: {
            shop: string
            from: string
            through: string
            uses: number
            amountMinor: number
            payout: string
          }[]
          entry: number
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/suspense': {
    /** Money that is not matched yet, with the reason, the oldest first. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            bankEntry: string
            kind: 'credit' | 'debit' | 'return' | 'correction'
            amountMinor: number
            reference: string
            valueDay: string
            state: 'matched' | 'suspended' | 'proposed' | 'returned' | 'differed' | 'corrected'
            reason: string | null
            contract: string | null
            payout: string | null
            proposedBy: string | null
            proposedContract: string | null
            recordedAt: string
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/bank-entries/{bankEntry}': {
    /** One entry of the bank, and what became of it. */
    get: {
      parameters: { path: { book: string; bankEntry: string } }
      responses: {
        200: Answered<{
          bankEntry: string
          kind: 'credit' | 'debit' | 'return' | 'correction'
          amountMinor: number
          reference: string
          valueDay: string
          state: 'matched' | 'suspended' | 'proposed' | 'returned' | 'differed' | 'corrected'
          reason: string | null
          contract: string | null
          payout: string | null
          proposedBy: string | null
          proposedContract: string | null
          recordedAt: string
          entry: number
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/payouts/ordered': {
    /** What the bank is told to pay and has not booked, the oldest first. */
    get: {
      parameters: { query?: { cursor?: string; limit?: string }; path: { book: string } }
      responses: {
        200: Answered<{
          items: {
            payout: string
            kind: 'settlement' | 'refund' | 'suspense'
            subject: string
            beneficiary: string | null
            amountMinor: number
            state: 'ordered' | 'paid' | 'returned' | 'resent'
            toPayerOf: string | null
            orderedAt: string
            resolvedAt: string | null
            entry: number
          }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/prepaid/figures': {
    /** What is measured, by indicator, shop and legal month. */
    get: {
      parameters: {
        query?: {
          indicator?: string
          shop?: string
          month?: string
          cursor?: string
          limit?: string
        }
        path: { book: string }
      }
      responses: {
        200: Answered<{
          items: { indicator: string; shop: string; month: string; amount: number }[]
          next?: string
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_appointed_to_read'>
        404: Said<
          | 'book_not_found'
          | 'shop_unknown'
          | 'product_unknown'
          | 'contract_unknown'
          | 'use_unknown'
          | 'refund_unknown'
          | 'settlement_unknown'
          | 'bank_entry_unknown'
          | 'depositary_unknown'
        >
        422: Said<'unknown_cursor'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
  }
  '/v1/books/{book}/erasures': {
    /** A person has its own values erased, at once or when the duty to keep them ends. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            subject: string
            basis: 'purpose-met' | 'service-ended' | 'consent-withdrawn' | 'unlawful'
            when: 'now' | 'duty-ends'
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_data'>
        404: Said<'book_not_found' | 'subject_unknown'>
        409: Said<'nothing_to_erase' | 'retention_running' | 'retention_until'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/erasures/withdraw': {
    /** A person takes a planned erasure back. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: { content: { 'application/json': { subject: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_your_data'>
        404: Said<'book_not_found'>
        409: Said<'erasure_not_planned'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/erasures/propose': {
    /** A notary or registrar proposes an erasure for a person who asked on paper. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: {
          'application/json': {
            subject: string
            basis: 'purpose-met' | 'service-ended' | 'consent-withdrawn' | 'unlawful'
            when: 'now' | 'duty-ends'
            by: string
          }
        }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_office' | 'own_data'>
        404: Said<'book_not_found' | 'subject_unknown'>
        409: Said<'erasure_asked' | 'nothing_to_erase' | 'retention_running' | 'retention_until'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/erasures/approve': {
    /** Another one of the office approves; the values are erased, or it is planned. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: { content: { 'application/json': { subject: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_office' | 'own_data' | 'own_erasure_proposal'>
        404: Said<'book_not_found'>
        409: Said<
          'erasure_not_proposed' | 'nothing_to_erase' | 'retention_running' | 'retention_until'
        >
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/erasures/reject': {
    /** Somebody of the office rejects what was proposed. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: { content: { 'application/json': { subject: string } } }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'not_office' | 'own_data'>
        404: Said<'book_not_found'>
        409: Said<'erasure_not_proposed'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
  '/v1/books/{book}/retention': {
    /** For how long this book keeps what it knows of persons, by which law, and on which ground longer. */
    get: {
      parameters: { path: { book: string } }
      responses: {
        200: Answered<{
          rule: 'ecommerce-31'
          article: string
          yearsOfLaw: number
          years: number
          ground: string | null
          entry: number | null
        }>
        400: Said<'invalid_request'>
        401: Said<'unauthenticated'>
        404: Said<'book_not_found'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready'>
      }
    }
    /** Keep what this book knows of persons for so many years, on a ground that everybody reads. */
    post: {
      parameters: { header: { 'Idempotency-Key': string }; path: { book: string } }
      requestBody: {
        content: { 'application/json': { registry: string; years: number; ground: string } }
      }
      responses: {
        200: Answered<Recorded>
        201: Answered<Recorded>
        400: Said<'invalid_request' | 'malformed_json' | 'idempotency_key_required'>
        401: Said<'unauthenticated'>
        403: Said<'forbidden' | 'retention_not_yours'>
        404: Said<'book_not_found'>
        413: Said<'body_too_large'>
        415: Said<'unsupported_media_type'>
        422: Said<'idempotency_key_reused' | 'retention_below_law'>
        429: Said<'rate_limited'>
        500: Said<'internal'>
        503: Said<'not_ready' | 'queue_full' | 'not_writing' | 'outcome_unknown'>
      }
    }
  }
}
