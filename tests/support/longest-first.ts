import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes long though its file is short: begun last, it would be waited for alone. */
const LONGEST = [
  'tests/local/stack.test.ts',
  'tests/functions/crash.test.ts',
  'tests/functions/rotation.test.ts',
  'tests/functions/runner.test.ts',
  'tests/functions/ssrf-corpus.test.ts',
  'tests/functions/probe-hostile.test.ts',
  'tests/functions/runner-stdio.test.ts',
]

/** Vitest's own order, but for the longest, which come first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name))
      return at === -1 ? LONGEST.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
