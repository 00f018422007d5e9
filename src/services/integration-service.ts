import type { AuthMethod, CredentialSecret, CredentialSlot } from '@contract/auth'
import type { IntegrationConfig } from '@contract/config'
import type {
  CredentialHintRow,
  HealthMetricRow,
  IntegrationDetailRow,
  LogRow,
} from '@contract/detail-rows'
import type { HealthOverview, HealthRange, IncidentRow, IntegrationHealth } from '@contract/health'
import type {
  AuthorizationFinished,
  AuthorizationStarted,
  FinishAuthorization,
  GrantRow,
} from '@contract/oauth'
import { TYPE_COLUMNS, TypeOutline } from '@contract/outline'
import type { StageResult, TestReport } from '@contract/report'
import { IntegrationCardRow, RecentChecks } from '@contract/rows'
import type { RunnerCode, RunnerRow } from '@contract/runner'
import type { SealedCredential } from '@contract/sealing'
import type { LogEvent, LogLevel } from '@contract/status'
import type { TestConnectionRequest } from '@contract/test-connection'
import type { IntegrationType } from '@contract/type-defaults'
import type { PostgrestClient } from '@supabase/postgrest-js'
import * as z from 'zod/mini'
import type { Database } from '@/lib/database.types'
import { AppError, toAppError } from '@/lib/errors'
import { parse, read } from './answers'
import type { AuthorizationCalls } from './authorization-calls'
import type { SealerDependencies } from './credential-sealer'
import type { IntegrationSettings } from './history'
import type { LogCalls } from './logs'

/**
 * `functionsUrl`: base of the Edge Functions, no slash at its end. `fetch`: in the signed-in
 * person's name. `ownerId`: that person's id.
 */
export interface ServiceDependencies extends SealerDependencies {
  db: PostgrestClient<Database>
}

/** An integration as its form has it. `id` is made once a form, so a retry makes no second row. */
export interface IntegrationInput {
  id: string
  type_id: string
  name: string
  auth_method: AuthMethod
  config: IntegrationConfig
}

/** `audience`: whom it is for; null while the form does not say. */
export interface NewSecret {
  secret: CredentialSecret
  audience: readonly string[] | null
}

/** Secrets typed into a form, by slot. Slots not in it keep what is stored. */
export type NewSecrets = ReadonlyMap<CredentialSlot, NewSecret>

export interface TestOptions {
  onStage?: ((stage: StageResult) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * The one door from the SPA to Supabase. Row level security decides what each call sees and may do;
 * every method throws `AppError` and nothing else.
 */
export class IntegrationService {
  readonly #deps: ServiceDependencies

  constructor(deps: ServiceDependencies) {
    this.#deps = deps
  }

  /** The catalogue and the person's own types, by name; without those of a newer Patchbay. */
  async getAllIntegrationTypes(): Promise<TypeOutline[]> {
    const rows = await read(
      this.#deps.db.from('integration_types').select(TYPE_COLUMNS).order('name'),
    )
    // One that this page does not understand hides no other.
    return rows.flatMap((row) => {
      const { success, data } = z.safeParse(TypeOutline, row)
      return success ? [data] : []
    })
  }

  /**
   * Stores a type of the person's own. `exists`: it was stored before, and is not made again if it
   * is gone by now. Answers it as it is stored.
   */
  async saveType(type: IntegrationType, { exists }: { exists: boolean }): Promise<TypeOutline> {
    const { storeType } = await orAppError(import('./own-types'))
    return storeType(this.#deps.db, type, exists)
  }

  /** Deletes a type of the person's own. `conflict` while an integration uses it. */
  async deleteType(id: string): Promise<void> {
    const { removeType } = await orAppError(import('./own-types'))
    await removeType(this.#deps.db, id)
  }

  /** A code that pairs one runner, once. `conflict` when the person has too many runners. */
  async askRunnerCode(): Promise<RunnerCode> {
    const { askRunnerCode } = await orAppError(import('./runners'))
    return orAppError(askRunnerCode(this.#deps))
  }

  /** Takes a runner's token away by deleting its row. Gone already is gone. */
  async revokeRunner(id: string): Promise<void> {
    const { removeRunner } = await orAppError(import('./runners'))
    await removeRunner(this.#deps.db, id)
  }

  /** Every integration of the person, as the grid shows them, by name. One request, however many. */
  async getUserIntegrations(): Promise<IntegrationCardRow[]> {
    return parse(z.array(IntegrationCardRow), await read(this.#deps.db.rpc('integration_cards')))
  }

  /** One integration whole. `not_found` when it is gone or somebody else's. */
  async getUserIntegration(id: string): Promise<IntegrationDetailRow> {
    const { readIntegration } = await orAppError(import('./details'))
    return readIntegration(this.#deps.db, id)
  }

  /** The newest checks of every integration, at most 30 each, oldest first. */
  async getRecentChecks(): Promise<RecentChecks> {
    return parse(
      RecentChecks,
      await read(this.#deps.db.rpc('recent_checks', { per_integration: 30 })),
    )
  }

  /** How every integration is and was, day by day, for the Health page. */
  async getHealthOverview(): Promise<HealthOverview> {
    const { readHealthOverview } = await orAppError(import('./health-overview'))
    return readHealthOverview(this.#deps.db)
  }

  /** What is stored of an integration's secrets: slots and hints. */
  async getCredentialHints(id: string): Promise<CredentialHintRow[]> {
    const { readCredentialHints } = await orAppError(import('./details'))
    return readCredentialHints(this.#deps.db, id)
  }

  /** The newest `limit` checks of one integration, of those older than `before`. */
  async getHealthMetrics(
    id: string,
    before: HealthMetricRow | null = null,
    limit = 50,
  ): Promise<HealthMetricRow[]> {
    const { readHealthMetrics } = await orAppError(import('./details'))
    return readHealthMetrics(this.#deps.db, id, limit, before)
  }

  /** How it has been: uptime of every range, and the points of one. `not_found`. */
  async getIntegrationHealth(id: string, range: HealthRange): Promise<IntegrationHealth> {
    const { readHealth } = await orAppError(import('./history'))
    return readHealth(this.#deps.db, id, range)
  }

  /** Its newest `limit` incidents, of those that began before `before` (ISO 8601). */
  async getIncidents(
    id: string,
    limit: number,
    before: string | null = null,
  ): Promise<IncidentRow[]> {
    const { readIncidents } = await orAppError(import('./history'))
    return readIncidents(this.#deps.db, id, limit, before)
  }

  /**
   * Changes its name and how it is watched, if what is stored still is `from`: `conflict`,
   * `not_found`, `name_taken`.
   */
  async changeSettings(
    id: string,
    change: Partial<IntegrationSettings>,
    from: Partial<IntegrationSettings>,
  ): Promise<void> {
    const { storeSettings } = await orAppError(import('./history'))
    await storeSettings(this.#deps.db, id, change, from)
  }

  /** The newest `limit` log entries of one integration. */
  async getLogs(id: string, limit = 50): Promise<LogRow[]> {
    const { readLogs } = await orAppError(import('./details'))
    return readLogs(this.#deps.db, id, limit)
  }

  /** The log of all integrations: pages, counts, single entries. */
  async getLogCalls(): Promise<LogCalls> {
    const { logCalls } = await orAppError(import('./logs'))
    return logCalls(this.#deps.db)
  }

  /** Makes the row, `configuring`. Called again with the same id it updates that row. `name_taken`. */
  async createUserIntegration(input: IntegrationInput): Promise<void> {
    await read(this.#deps.db.from('user_integrations').upsert(input, { onConflict: 'id' }))
  }

  /** Changes name, auth method or config; the database sets `configuring` where a test is due. */
  async updateUserIntegration(
    id: string,
    change: Partial<Omit<IntegrationInput, 'id' | 'type_id'>>,
  ): Promise<void> {
    const rows = await read(
      this.#deps.db.from('user_integrations').update(change).eq('id', id).select('id'),
    )
    if (rows.length === 0)
      throw new AppError('not_found', 'This integration was deleted in the meantime.')
  }

  /**
   * Seals secrets for an integration, each for its audience; loads what seals when there is one.
   * Nothing is stored yet.
   */
  async sealCredentials(input: IntegrationInput, secrets: NewSecrets): Promise<SealedCredential[]> {
    if (secrets.size === 0) return []
    try {
      const { sealSecrets } = await import('./credential-sealer')
      return await sealSecrets(secrets, input.id, this.#deps)
    } catch (thrown) {
      throw toAppError(thrown)
    }
  }

  /** Stores sealed secrets, each in its slot; one that was there is replaced. */
  async storeCredential(id: string, ...sealed: SealedCredential[]): Promise<void> {
    if (sealed.length === 0) return
    await read(
      this.#deps.db.from('integration_credentials').upsert(
        sealed.map((credential) => ({ ...credential, user_integration_id: id })),
        { onConflict: 'user_integration_id,slot' },
      ),
    )
  }

  /** Forgets secrets whose slots are no longer in the form. */
  async removeCredentials(id: string, slots: readonly CredentialSlot[]): Promise<void> {
    if (slots.length === 0) return
    await read(
      this.#deps.db
        .from('integration_credentials')
        .delete()
        .eq('user_integration_id', id)
        .in('slot', [...slots]),
    )
  }

  /** Tests a stored integration; the database makes it `connected` or `error` by the report. */
  connectIntegration(id: string, options: TestOptions = {}): Promise<TestReport> {
    return this.testConnection(id, options)
  }

  /** Stops using an integration; its settings and sealed secrets stay for `connectIntegration`. */
  async disconnectIntegration(id: string): Promise<void> {
    const rows = await read(
      this.#deps.db
        .from('user_integrations')
        .update({ status: 'disconnected' })
        .eq('id', id)
        .select('id'),
    )
    if (rows.length === 0)
      throw new AppError('not_found', 'This integration was deleted in the meantime.')
  }

  /** Deletes an integration with its secrets, logs and metrics. Gone already is gone. */
  async deleteUserIntegration(id: string): Promise<void> {
    await read(this.#deps.db.from('user_integrations').delete().eq('id', id))
  }

  /** Tests what is stored and records the result. When Patchbay itself fails, that is recorded as such. */
  async testConnection(id: string, options: TestOptions = {}): Promise<TestReport> {
    try {
      return await this.#test({ integrationId: id }, options)
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'unavailable' || error.code === 'internal') {
        await this.recordHealthMetric(id, error).catch(() => {
          // Nothing reaches Supabase: the caller's error already says so.
        })
      }
      throw error
    }
  }

  /** Tests a form that is not saved. Nothing is stored. */
  async testDraft(
    input: IntegrationInput,
    secrets: NewSecrets,
    options: TestOptions = {},
  ): Promise<TestReport> {
    const credentials = await this.sealCredentials(input, secrets)
    const { id, type_id, auth_method, config } = input
    return this.#test(
      {
        draft: { integrationId: id, typeId: type_id, authMethod: auth_method, config, credentials },
      },
      options,
    )
  }

  /** Records that the browser could not have a check made: "us", not "them". */
  async recordHealthMetric(id: string, error: AppError): Promise<void> {
    await read(
      this.#deps.db.from('integration_health_metrics').insert({
        user_integration_id: id,
        success: false,
        error_code: error.code,
        error_message: error.message,
        source: 'client',
      }),
    )
  }

  /** Appends to an integration's log; only the browser's own events are accepted. */
  async logEvent(
    id: string,
    event: Extract<LogEvent, 'setup_finished' | 'setup_interrupted' | 'client_error'>,
    level: LogLevel,
    message: string,
  ): Promise<void> {
    await read(
      this.#deps.db.from('integration_logs').insert({
        user_integration_id: id,
        event_type: event,
        level,
        message: message.slice(0, 2_000),
      }),
    )
  }

  /** What its authorization server gave it; null where none gave anything. */
  async getGrant(id: string): Promise<GrantRow | null> {
    const { readGrant } = await orAppError(import('./details'))
    return readGrant(this.#deps.db, id)
  }

  /** The runners that may make this person's tests. */
  async getRunners(): Promise<RunnerRow[]> {
    const { readRunners } = await orAppError(import('./details'))
    return readRunners(this.#deps.db)
  }

  /** Where authorization servers send people back to: what one registers with a vendor. */
  get redirectUri(): string {
    return `${this.#deps.functionsUrl}/oauth/callback`
  }

  /**
   * Where the person goes to give access. `browserHash`: see `StartAuthorization`.
   * `client_id_required`, `authorization_failed`.
   */
  startAuthorization(id: string, browserHash: string): Promise<AuthorizationStarted> {
    return this.#authorize((oauth) => oauth.start({ integrationId: id, browserHash }))
  }

  /** Turns a ticket of the callback into access. Every `authorization_…` code. */
  finishAuthorization(finish: FinishAuthorization): Promise<AuthorizationFinished> {
    return this.#authorize((oauth) => oauth.finish(finish))
  }

  async #authorize<T>(call: (oauth: AuthorizationCalls) => Promise<T>): Promise<T> {
    try {
      const { authorizationCalls } = await import('./authorization-calls')
      return await call(authorizationCalls(`${this.#deps.functionsUrl}/oauth`, this.#deps.fetch))
    } catch (thrown) {
      throw toAppError(thrown)
    }
  }

  async #test(request: TestConnectionRequest, options: TestOptions): Promise<TestReport> {
    try {
      const { streamTest } = await import('./test-stream')
      return await streamTest(request, {
        url: `${this.#deps.functionsUrl}/test-connection`,
        fetch: this.#deps.fetch,
        ...options,
      })
    } catch (thrown) {
      throw toAppError(thrown)
    }
  }
}

/** For a script that may not come, and a request that may fail. @throws AppError and nothing else */
function orAppError<T>(awaited: Promise<T>): Promise<T> {
  return awaited.catch((thrown: unknown) => {
    throw toAppError(thrown)
  })
}
