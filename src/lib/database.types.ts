export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      alert_channels: {
        Row: {
          audience: string[] | null
          created_at: string
          disabled_reason: string | null
          encrypted: string | null
          events: string[]
          hint: string | null
          id: string
          is_enabled: boolean
          key_id: string | null
          kind: string
          name: string
          updated_at: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          audience?: string[] | null
          created_at?: string
          disabled_reason?: string | null
          encrypted?: string | null
          events: string[]
          hint?: string | null
          id?: string
          is_enabled?: boolean
          key_id?: string | null
          kind: string
          name: string
          updated_at?: string
          user_id?: string
        }
        Update: {
          audience?: string[] | null
          created_at?: string
          disabled_reason?: string | null
          encrypted?: string | null
          events?: string[]
          hint?: string | null
          id?: string
          is_enabled?: boolean
          key_id?: string | null
          kind?: string
          name?: string
          updated_at?: string
          user_id?: string
        }
        Relationships: []
      }
      alert_deliveries: {
        Row: {
          alert_id: string
          attempts: number
          channel_id: string
          created_at: string
          id: string
          is_held: boolean
          is_last_for_now: boolean
          last_answer: string | null
          last_status: number | null
          lease: string | null
          next_attempt_at: string
          reason: string | null
          settled_at: string | null
          state: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          alert_id: string
          attempts?: number
          channel_id: string
          created_at?: string
          id?: string
          is_held?: boolean
          is_last_for_now?: boolean
          last_answer?: string | null
          last_status?: number | null
          lease?: string | null
          next_attempt_at?: string
          reason?: string | null
          settled_at?: string | null
          state?: string
          user_id: string
        }
        Update: {
          alert_id?: string
          attempts?: number
          channel_id?: string
          created_at?: string
          id?: string
          is_held?: boolean
          is_last_for_now?: boolean
          last_answer?: string | null
          last_status?: number | null
          lease?: string | null
          next_attempt_at?: string
          reason?: string | null
          settled_at?: string | null
          state?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'alert_deliveries_alert_fkey'
            columns: ['alert_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'alerts'
            referencedColumns: ['id', 'user_id']
          },
          {
            foreignKeyName: 'alert_deliveries_channel_fkey'
            columns: ['channel_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'alert_channels'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      alert_settings: {
        Row: {
          quiet_from: string | null
          quiet_to: string | null
          time_zone: string
          updated_at: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          quiet_from?: string | null
          quiet_to?: string | null
          time_zone: string
          updated_at?: string
          user_id?: string
        }
        Update: {
          quiet_from?: string | null
          quiet_to?: string | null
          time_zone?: string
          updated_at?: string
          user_id?: string
        }
        Relationships: []
      }
      alerts: {
        Row: {
          created_at: string
          expires_at: string | null
          id: string
          incident_id: string | null
          is_muted: boolean
          kind: string
          read_at: string | null
          slot: string | null
          threshold_days: number | null
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          expires_at?: string | null
          id?: string
          incident_id?: string | null
          is_muted: boolean
          kind: string
          read_at?: string | null
          slot?: string | null
          threshold_days?: number | null
          user_id: string
          user_integration_id: string
        }
        Update: {
          created_at?: string
          expires_at?: string | null
          id?: string
          incident_id?: string | null
          is_muted?: boolean
          kind?: string
          read_at?: string | null
          slot?: string | null
          threshold_days?: number | null
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'alerts_incident_id_fkey'
            columns: ['incident_id']
            isOneToOne: false
            referencedRelation: 'integration_incidents'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'alerts_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      check_schedules: {
        Row: {
          claimable_at: string
          due_at: string
          failing_since: string | null
          host: string
          is_second_look: boolean
          lease: string | null
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          claimable_at: string
          due_at: string
          failing_since?: string | null
          host: string
          is_second_look?: boolean
          lease?: string | null
          user_id: string
          user_integration_id: string
        }
        Update: {
          claimable_at?: string
          due_at?: string
          failing_since?: string | null
          host?: string
          is_second_look?: boolean
          lease?: string | null
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'check_schedules_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_credentials: {
        Row: {
          audience: string[]
          created_at: string
          encrypted: string
          expires_at: string | null
          hint: string
          key_id: string
          slot: string
          updated_at: string
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          audience: string[]
          created_at?: string
          encrypted: string
          expires_at?: string | null
          hint: string
          key_id: string
          slot: string
          updated_at?: string
          user_id?: string
          user_integration_id: string
        }
        Update: {
          audience?: string[]
          created_at?: string
          encrypted?: string
          expires_at?: string | null
          hint?: string
          key_id?: string
          slot?: string
          updated_at?: string
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'integration_credentials_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_day_counts: {
        Row: {
          checks: number[]
          failures: number[]
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          checks: number[]
          failures: number[]
          user_id: string
          user_integration_id: string
        }
        Update: {
          checks?: number[]
          failures?: number[]
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'integration_day_counts_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: true
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_grants: {
        Row: {
          authority: NonNullable<Json>
          client_id: string
          expires_at: string | null
          generation: number
          granted_at: string
          is_renewable: boolean
          issuer: string | null
          lease: string | null
          lease_expires_at: string | null
          missing_scopes: string[]
          oauth: Json | null
          revoked_at: string | null
          scopes: string[]
          updated_at: string
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          authority: NonNullable<Json>
          client_id: string
          expires_at?: string | null
          generation?: number
          granted_at?: string
          is_renewable: boolean
          issuer?: string | null
          lease?: string | null
          lease_expires_at?: string | null
          missing_scopes: string[]
          oauth?: Json | null
          revoked_at?: string | null
          scopes: string[]
          updated_at?: string
          user_id: string
          user_integration_id: string
        }
        Update: {
          authority?: NonNullable<Json>
          client_id?: string
          expires_at?: string | null
          generation?: number
          granted_at?: string
          is_renewable?: boolean
          issuer?: string | null
          lease?: string | null
          lease_expires_at?: string | null
          missing_scopes?: string[]
          oauth?: Json | null
          revoked_at?: string | null
          scopes?: string[]
          updated_at?: string
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'integration_grants_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_health_daily: {
        Row: {
          checks: number
          day: string
          failures: number
          latencies: number[]
          max_ms: number | null
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          checks: number
          day: string
          failures: number
          latencies?: number[]
          max_ms?: number | null
          user_id: string
          user_integration_id: string
        }
        Update: {
          checks?: number
          day?: string
          failures?: number
          latencies?: number[]
          max_ms?: number | null
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'integration_health_daily_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_health_hourly: {
        Row: {
          checks: number
          failures: number
          hour: string
          is_in_day: boolean
          latencies: number[]
          max_ms: number | null
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          checks: number
          failures: number
          hour: string
          is_in_day?: boolean
          latencies?: number[]
          max_ms?: number | null
          user_id: string
          user_integration_id: string
        }
        Update: {
          checks?: number
          failures?: number
          hour?: string
          is_in_day?: boolean
          latencies?: number[]
          max_ms?: number | null
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'integration_health_hourly_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_health_metrics: {
        Row: {
          checked_at: string
          error_code: string | null
          error_message: string | null
          id: number
          response_time_ms: number | null
          source: Database['public']['Enums']['check_source']
          stage: Database['public']['Enums']['probe_stage'] | null
          success: boolean
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          checked_at?: string
          error_code?: string | null
          error_message?: string | null
          id?: never
          response_time_ms?: number | null
          source: Database['public']['Enums']['check_source']
          stage?: Database['public']['Enums']['probe_stage'] | null
          success: boolean
          user_id?: string
          user_integration_id: string
        }
        Update: {
          checked_at?: string
          error_code?: string | null
          error_message?: string | null
          id?: never
          response_time_ms?: number | null
          source?: Database['public']['Enums']['check_source']
          stage?: Database['public']['Enums']['probe_stage'] | null
          success?: boolean
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'integration_health_metrics_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_incidents: {
        Row: {
          closed_at: string | null
          code: string
          ended_by: string | null
          id: string
          message: string
          opened_at: string
          stage: Database['public']['Enums']['probe_stage'] | null
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          closed_at?: string | null
          code: string
          ended_by?: string | null
          id?: string
          message: string
          opened_at: string
          stage?: Database['public']['Enums']['probe_stage'] | null
          user_id: string
          user_integration_id: string
        }
        Update: {
          closed_at?: string | null
          code?: string
          ended_by?: string | null
          id?: string
          message?: string
          opened_at?: string
          stage?: Database['public']['Enums']['probe_stage'] | null
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'integration_incidents_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_log_days: {
        Row: {
          day: string
          debug: number
          error: number
          event_type: Database['public']['Enums']['log_event']
          info: number
          user_id: string
          user_integration_id: string
          warn: number
        }
        ComputedFields: never
        Insert: {
          day: string
          debug: number
          error: number
          event_type: Database['public']['Enums']['log_event']
          info: number
          user_id: string
          user_integration_id: string
          warn: number
        }
        Update: {
          day?: string
          debug?: number
          error?: number
          event_type?: Database['public']['Enums']['log_event']
          info?: number
          user_id?: string
          user_integration_id?: string
          warn?: number
        }
        Relationships: [
          {
            foreignKeyName: 'integration_log_days_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_logs: {
        Row: {
          created_at: string
          event_type: Database['public']['Enums']['log_event']
          id: number
          level: Database['public']['Enums']['log_level']
          message: string
          metadata: NonNullable<Json>
          search: unknown
          user_id: string
          user_integration_id: string
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          event_type: Database['public']['Enums']['log_event']
          id?: never
          level?: Database['public']['Enums']['log_level']
          message: string
          metadata?: NonNullable<Json>
          search?: never
          user_id?: string
          user_integration_id: string
        }
        Update: {
          created_at?: string
          event_type?: Database['public']['Enums']['log_event']
          id?: never
          level?: Database['public']['Enums']['log_level']
          message?: string
          metadata?: NonNullable<Json>
          search?: never
          user_id?: string
          user_integration_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'integration_logs_integration_fkey'
            columns: ['user_integration_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'user_integrations'
            referencedColumns: ['id', 'user_id']
          },
        ]
      }
      integration_types: {
        Row: {
          auth_methods: Database['public']['Enums']['auth_method'][]
          category: string
          config_schema: NonNullable<Json>
          created_at: string
          defaults: NonNullable<Json>
          description: string
          docs_url: string | null
          icon: string | null
          id: string
          name: string
          owner_id: string | null
          type: Database['public']['Enums']['integration_kind']
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          auth_methods: Database['public']['Enums']['auth_method'][]
          category: string
          config_schema?: NonNullable<Json>
          created_at?: string
          defaults: NonNullable<Json>
          description: string
          docs_url?: string | null
          icon?: string | null
          id: string
          name: string
          owner_id?: string | null
          type: Database['public']['Enums']['integration_kind']
          updated_at?: string
        }
        Update: {
          auth_methods?: Database['public']['Enums']['auth_method'][]
          category?: string
          config_schema?: NonNullable<Json>
          created_at?: string
          defaults?: NonNullable<Json>
          description?: string
          docs_url?: string | null
          icon?: string | null
          id?: string
          name?: string
          owner_id?: string | null
          type?: Database['public']['Enums']['integration_kind']
          updated_at?: string
        }
        Relationships: []
      }
      runners: {
        Row: {
          created_at: string
          id: string
          last_seen_at: string | null
          name: string
          platform: string
          user_id: string | null
          version: string
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          id?: string
          last_seen_at?: string | null
          name: string
          platform: string
          user_id?: string | null
          version: string
        }
        Update: {
          created_at?: string
          id?: string
          last_seen_at?: string | null
          name?: string
          platform?: string
          user_id?: string | null
          version?: string
        }
        Relationships: []
      }
      user_integrations: {
        Row: {
          are_alerts_muted: boolean
          auth_method: Database['public']['Enums']['auth_method']
          check_interval_s: number
          config: NonNullable<Json>
          connected_at: string | null
          consecutive_failures: number
          consecutive_successes: number
          created_at: string
          failures_to_error: number
          id: string
          is_watched: boolean
          last_checked_at: string | null
          last_error: Json | null
          last_facts: Json | null
          last_report: Json | null
          name: string
          status: Database['public']['Enums']['connection_status']
          status_before_test: Database['public']['Enums']['connection_status'] | null
          status_since: string
          successes_to_connect: number
          test_expires_at: string | null
          test_run_id: string | null
          type_id: string
          updated_at: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          are_alerts_muted?: boolean
          auth_method: Database['public']['Enums']['auth_method']
          check_interval_s?: number
          config: NonNullable<Json>
          connected_at?: string | null
          consecutive_failures?: number
          consecutive_successes?: number
          created_at?: string
          failures_to_error?: number
          id?: string
          is_watched?: boolean
          last_checked_at?: string | null
          last_error?: never
          last_facts?: Json | null
          last_report?: Json | null
          name: string
          status?: Database['public']['Enums']['connection_status']
          status_before_test?: Database['public']['Enums']['connection_status'] | null
          status_since?: string
          successes_to_connect?: number
          test_expires_at?: string | null
          test_run_id?: string | null
          type_id: string
          updated_at?: string
          user_id?: string
        }
        Update: {
          are_alerts_muted?: boolean
          auth_method?: Database['public']['Enums']['auth_method']
          check_interval_s?: number
          config?: NonNullable<Json>
          connected_at?: string | null
          consecutive_failures?: number
          consecutive_successes?: number
          created_at?: string
          failures_to_error?: number
          id?: string
          is_watched?: boolean
          last_checked_at?: string | null
          last_error?: never
          last_facts?: Json | null
          last_report?: Json | null
          name?: string
          status?: Database['public']['Enums']['connection_status']
          status_before_test?: Database['public']['Enums']['connection_status'] | null
          status_since?: string
          successes_to_connect?: number
          test_expires_at?: string | null
          test_run_id?: string | null
          type_id?: string
          updated_at?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'user_integrations_type_id_fkey'
            columns: ['type_id']
            isOneToOne: false
            referencedRelation: 'integration_types'
            referencedColumns: ['id']
          },
        ]
      }
    }
    Views: {
      [_ in never]: never
    }
    Functions: {
      abandon_test: { Args: { p_integration_id: string; p_run_id: string }; Returns: boolean }
      answer_oauth_flow: {
        Args: { p_answer: string; p_state_hash: string; p_ticket_hash: string }
        Returns: Json
      }
      begin_channel_test: { Args: { p_channel_id: string; p_user_id: string }; Returns: Json }
      begin_draft_test: {
        Args: { p_integration_id: string; p_type_id: string; p_user_id: string }
        Returns: Json
      }
      begin_oauth_flow: {
        Args: {
          p_config: Json
          p_flow: Json
          p_integration_id: string
          p_lifetime_ms: number
          p_user_id: string
        }
        Returns: string
      }
      begin_test: {
        Args: { p_integration_id: string; p_lease_ms: number; p_user_id: string }
        Returns: Json
      }
      begin_token_refresh: {
        Args: {
          p_integration_id: string
          p_lease_ms: number
          p_seen_generation: number
          p_user_id: string
        }
        Returns: Json
      }
      claim_archive: { Args: { p_lease_ms: number }; Returns: Json }
      claim_checks: {
        Args: {
          p_lease_ms: number
          p_limit: number
          p_now?: string
          p_per_host: number
          p_per_user: number
        }
        Returns: Json
      }
      claim_deliveries: {
        Args: { p_lease_ms: number; p_limit: number; p_now?: string; p_per_user: number }
        Returns: Json
      }
      claim_runner_job: {
        Args: {
          p_deadline_ms: number
          p_lease_ms: number
          p_max_attempts: number
          p_online_ms: number
          p_token_hash: string
        }
        Returns: Json
      }
      create_runner_pairing: {
        Args: { p_code_hash: string; p_user_id: string; p_within_ms: number }
        Returns: Json
      }
      do_chores: { Args: Record<PropertyKey, never>; Returns: Json }
      end_runner_job: { Args: { p_job_id: string }; Returns: boolean }
      enqueue_runner_job: {
        Args: {
          p_integration_id: string
          p_online_ms: number
          p_payload: Json
          p_run_id: string
          p_source: Database['public']['Enums']['check_source']
          p_test_lease_ms: number
          p_user_id: string
          p_within_ms: number
        }
        Returns: Json
      }
      enrol_project_runner: {
        Args: { p_name: string; p_platform: string; p_token_hash: string; p_version: string }
        Returns: string
      }
      fail_token_refresh: {
        Args: { p_integration_id: string; p_is_final: boolean; p_lease: string; p_user_id: string }
        Returns: boolean
      }
      find_credentials_to_reseal: {
        Args: {
          p_after_integration_id: string
          p_after_slot: string
          p_key_id: string
          p_limit: number
        }
        Returns: Json
      }
      finish_oauth_flow: {
        Args: {
          p_browser_hash: string
          p_lifetime_ms: number
          p_ticket_hash: string
          p_user_id: string
        }
        Returns: Json
      }
      finish_runner_job: {
        Args: { p_job_id: string; p_lease: string; p_report: Json; p_token_hash: string }
        Returns: string
      }
      finish_test: {
        Args: {
          p_integration_id: string
          p_report: Json
          p_run_id: string
          p_source: Database['public']['Enums']['check_source']
        }
        Returns: boolean
      }
      finish_token_refresh: {
        Args: {
          p_credentials: Json
          p_grant: Json
          p_integration_id: string
          p_lease: string
          p_user_id: string
        }
        Returns: boolean
      }
      functions_to_call: { Args: Record<PropertyKey, never>; Returns: Json }
      health_overview: { Args: Record<PropertyKey, never>; Returns: Json }
      integration_cards: { Args: Record<PropertyKey, never>; Returns: Json }
      integration_health: { Args: { p_integration_id: string; p_range: string }; Returns: Json }
      keep_history: { Args: Record<PropertyKey, never>; Returns: Json }
      list_alerts: {
        Args: { p_before?: string; p_before_id?: string; p_limit?: number; p_unread_only?: boolean }
        Returns: Json
      }
      log_counts: {
        Args: {
          p_events?: string[]
          p_from?: string
          p_integrations?: string[]
          p_last_s?: number
          p_levels?: string[]
          p_text?: string
          p_to?: string
        }
        Returns: Json
      }
      log_page: {
        Args: {
          p_after_at?: string
          p_after_id?: number
          p_before_at?: string
          p_before_id?: number
          p_events?: string[]
          p_from?: string
          p_integrations?: string[]
          p_last_s?: number
          p_levels?: string[]
          p_limit?: number
          p_text?: string
          p_to?: string
        }
        Returns: Json
      }
      note_archive_failure: {
        Args: { p_error: string; p_lease: string; p_name: string }
        Returns: boolean
      }
      note_archived: {
        Args: {
          p_after_at: string
          p_after_id: number
          p_is_end: boolean
          p_lease: string
          p_name: string
          p_rows: number
        }
        Returns: boolean
      }
      note_newest_sealing_key: { Args: { p_key_id: string }; Returns: string }
      pair_runner: {
        Args: {
          p_code_hash: string
          p_name: string
          p_platform: string
          p_token_hash: string
          p_version: string
        }
        Returns: Json
      }
      prepare_authorization: {
        Args: { p_integration_id: string; p_user_id: string }
        Returns: Json
      }
      progress_runner_job: {
        Args: {
          p_job_id: string
          p_lease: string
          p_lease_ms: number
          p_stages: Json
          p_token_hash: string
        }
        Returns: string
      }
      read_archive: {
        Args: {
          p_after_at: string
          p_after_id: number
          p_lease: string
          p_limit: number
          p_name: string
        }
        Returns: Json
      }
      read_runner_job: {
        Args: { p_job_id: string; p_max_attempts: number; p_online_ms: number }
        Returns: Json
      }
      recent_checks: { Args: { per_integration?: number }; Returns: Json }
      record_checks: { Args: { p_lease: string; p_now?: string; p_outcomes: Json }; Returns: Json }
      release_checks: { Args: { p_integration_ids: string[]; p_lease: string }; Returns: number }
      release_stale_tests: { Args: Record<PropertyKey, never>; Returns: number }
      reseal_credentials: { Args: { p_seals: Json }; Returns: number }
      sealing_key_usage: { Args: { p_key_ids: string[] }; Returns: Json }
      settle_deliveries: {
        Args: { p_lease: string; p_now?: string; p_outcomes: Json }
        Returns: number
      }
      store_grant: {
        Args: {
          p_config: Json
          p_credentials: Json
          p_grant: Json
          p_integration_id: string
          p_is_new: boolean
          p_user_id: string
        }
        Returns: boolean
      }
      unread_alerts: { Args: Record<PropertyKey, never>; Returns: Json }
    }
    Enums: {
      auth_method: 'none' | 'api_key' | 'basic' | 'jwt' | 'oauth' | 'certificate' | 'ssh_key'
      check_source: 'test' | 'background' | 'client'
      connection_status: 'connected' | 'disconnected' | 'error' | 'testing' | 'configuring'
      integration_kind: 'mcp' | 'vendor' | 'custom'
      log_event:
        | 'created'
        | 'status_changed'
        | 'check_failed'
        | 'config_changed'
        | 'credential_stored'
        | 'credential_removed'
        | 'authorization_granted'
        | 'authorization_failed'
        | 'credential_refreshed'
        | 'setup_finished'
        | 'setup_interrupted'
        | 'client_error'
      log_level: 'debug' | 'info' | 'warn' | 'error'
      probe_stage: 'configure' | 'reach' | 'speak' | 'authenticate' | 'use'
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R
      }
      ? R
      : never
    : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I
      }
      ? I
      : never
    : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U
      }
      ? U
      : never
    : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema['Enums']
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema['CompositeTypes']
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never

export const Constants = {
  public: {
    Enums: {
      auth_method: ['none', 'api_key', 'basic', 'jwt', 'oauth', 'certificate', 'ssh_key'],
      check_source: ['test', 'background', 'client'],
      connection_status: ['connected', 'disconnected', 'error', 'testing', 'configuring'],
      integration_kind: ['mcp', 'vendor', 'custom'],
      log_event: [
        'created',
        'status_changed',
        'check_failed',
        'config_changed',
        'credential_stored',
        'credential_removed',
        'authorization_granted',
        'authorization_failed',
        'credential_refreshed',
        'setup_finished',
        'setup_interrupted',
        'client_error',
      ],
      log_level: ['debug', 'info', 'warn', 'error'],
      probe_stage: ['configure', 'reach', 'speak', 'authenticate', 'use'],
    },
  },
} as const
