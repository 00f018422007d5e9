/** A person's own types, as they are stored. Loaded with the first that is made, changed or deleted. */
import { TYPE_COLUMNS, TypeOutline } from '@contract/outline'
import type { IntegrationType } from '@contract/type-defaults'
import type { PostgrestClient } from '@supabase/postgrest-js'
import * as z from 'zod/mini'
import type { Database } from '@/lib/database.types'
import { AppError } from '@/lib/errors'
import { parse, read } from './answers'

type Db = PostgrestClient<Database>

/**
 * Answers the type as it is stored: with its owner.
 *
 * @throws AppError `conflict` when the person has as many as there may be, `not_found` when one that
 * was stored is gone
 */
export async function storeType(
  db: Db,
  type: IntegrationType,
  exists: boolean,
): Promise<TypeOutline> {
  const { owner_id: _, ...row } = type
  const { id, ...change } = row
  const rows = exists
    ? await read(db.from('integration_types').update(change).eq('id', id).select(TYPE_COLUMNS))
    : // Sent again after an answer that was lost, it is the same row.
      await read(
        db.from('integration_types').upsert(row, { onConflict: 'id' }).select(TYPE_COLUMNS),
      ).catch(
        sayOf(
          /at most \d+ types/,
          'You have 100 types of your own. Delete one you no longer need.',
        ),
      )
  const [stored] = parse(z.array(TypeOutline), rows)
  if (stored) return stored
  throw new AppError('not_found', 'This type was deleted in the meantime.')
}

/** Gone already is gone. @throws AppError `conflict` while an integration uses it */
export async function removeType(db: Db, id: string): Promise<void> {
  await read(db.from('integration_types').delete().eq('id', id)).catch(
    sayOf(
      /user_integrations_type_id_fkey/,
      'An integration that was added in the meantime uses it. Delete that one first.',
    ),
  )
}

/** What the database said, where a person can be told it better than by its code. */
function sayOf(words: RegExp, message: string): (thrown: unknown) => never {
  return (thrown) => {
    const { cause } = thrown instanceof AppError ? thrown : { cause: null }
    if (words.test(JSON.stringify(cause ?? null)))
      throw new AppError('conflict', message, { cause })
    throw thrown
  }
}
