import { catalogue } from '../catalogue/catalogue.ts'
import { type PlaygroundAddresses, playgroundTypes } from '../catalogue/playground.ts'
import { toRow } from '../catalogue/rows.ts'
import type { PostAsService } from './backend.ts'

/** Brings `integration_types` up to date with the catalogue, the playground's types with it. */
export async function publishCatalogue(
  asService: PostAsService,
  playground: PlaygroundAddresses,
): Promise<void> {
  const rows = [...catalogue, ...playgroundTypes(playground)].map(toRow)
  await asService('/rest/v1/integration_types?on_conflict=id', rows, {
    prefer: 'resolution=merge-duplicates,return=minimal',
  })
}
