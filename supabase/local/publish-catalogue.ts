import type { App } from '@supabase/lite'
import { catalogue } from '../catalogue/catalogue.ts'
import { type PlaygroundAddresses, playgroundTypes } from '../catalogue/playground.ts'
import { toRow } from '../catalogue/rows.ts'
import { seedSql } from '../catalogue/seed-sql.ts'

/** Brings `integration_types` up to date with the catalogue, the playground's types with it. */
export async function publishCatalogue(
  { connection }: Pick<App, 'connection'>,
  playground: PlaygroundAddresses,
): Promise<void> {
  await connection.exec(seedSql([...catalogue, ...playgroundTypes(playground)].map(toRow)))
}
