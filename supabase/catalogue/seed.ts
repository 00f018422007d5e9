import { writeFile } from 'node:fs/promises'
import { catalogue } from './catalogue.ts'
import { toRow } from './rows.ts'
import { seedSql } from './seed-sql.ts'

await writeFile(new URL('../seed.sql', import.meta.url), seedSql(catalogue.map(toRow)))
