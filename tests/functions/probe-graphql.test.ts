import { afterAll, describe, expect, test } from 'vitest'
import { ProbeRunner } from '../support/probe-runner.ts'
import { graphqlSubject } from '../support/probe-subjects.ts'
import { RUNTIMES } from '../support/runtimes.ts'
import { startUpstream, type Upstream } from '../support/upstream-server.ts'

const TYPENAME = { verification: { query: '{ __typename }', account: [] } }

describe.each(RUNTIMES)('On $runtime', ({ npmName }) => {
  const runner = new ProbeRunner(npmName)
  const upstreams: Upstream[] = []
  afterAll(async () => {
    await runner.stop()
    await Promise.all(upstreams.map((upstream) => upstream.close()))
  })

  async function failureOf(answer: object, defaults = {}) {
    const upstream = await startUpstream((_, response) => response.end(JSON.stringify(answer)))
    upstreams.push(upstream)
    return (await runner.probe(graphqlSubject(upstream.origin, { defaults }))).result.failure
  }

  test.each([{ data: null }, { data: 'x' }, { data: 7 }, { data: [{ id: 1 }] }, { errors: [] }])(
    '%j is no answer of GraphQL',
    async (answer) => {
      expect(await failureOf(answer)).toMatchObject({ stage: 'speak', code: 'not_graphql' })
    },
  )

  test('who is asked for the name of a type says it', async () => {
    expect(await failureOf({ data: { __typename: 'Query' } }, TYPENAME)).toBeNull()
    for (const data of [{}, { id: 1 }, { __typename: 7 }]) {
      expect(await failureOf({ data }, TYPENAME)).toMatchObject({ code: 'not_graphql' })
    }
  })

  test('errors without data are an answer', async () => {
    const errors = [{ message: 'Cannot query field "viewer"' }]
    for (const answer of [{ errors }, { errors, data: null }]) {
      expect(await failureOf(answer)).toMatchObject({ stage: 'use', code: 'verification_failed' })
    }
  })
})
