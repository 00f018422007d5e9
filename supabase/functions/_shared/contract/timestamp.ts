import * as z from 'zod/mini'

/**
 * An instant in ISO 8601, as PostgREST writes it. The embedded data API answers with PostgreSQL's
 * own text, which has a space for the T and no minutes in the offset: 2026-11-23 14:22:02.113+00
 */
export const Timestamp = z.pipe(
  z.string().check(z.overwrite((text) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))),
  z.iso.datetime({ offset: true }),
)
