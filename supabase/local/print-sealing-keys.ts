// `npm run -s keys`: SEALING_KEYS for a project of one's own, on standard output and nowhere else.
import { makeSealingKey } from './sealing-key.ts'

console.info(`SEALING_KEYS=${JSON.stringify([await makeSealingKey()])}`)
