import type { TypeOutline } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import { IntegrationType } from '@contract/type-defaults'
import { useId, useMemo } from 'react'
import { FormProvider, useWatch } from 'react-hook-form'
import { Alert } from '@/ui/alert'
import { BrandIcon } from '@/ui/brand-icon'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { ErrorText } from '@/ui/error-text'
import { configOf } from '../stored-config'
import { useConnectionForm } from '../use-connection-form'
import { useLeaving } from '../use-leaving'
import { ConnectionFields } from './connection-fields'
import { FormSkeleton } from './form-skeleton'
import { LeaveDialog } from './leave-dialog'
import { ModalFooter } from './modal-footer'
import { NewerType } from './newer-type'
import { StoredContext } from './stored-context'
import { TestAlert } from './test-alert'

export type ConnectionModalProps = {
  type: TypeOutline
  /** Null: a new connection. Else the one to edit, to finish or to reconnect. */
  integration: IntegrationCardRow | null
  onClose: () => void
}

/** Connects a type, or changes a connection: one form, a test of it, and what became of it. */
export function ConnectionModal(props: ConnectionModalProps) {
  const type = useMemo(() => IntegrationType.safeParse(props.type).data, [props.type])
  if (type) return <FormDialog {...props} type={type} />
  return <NewerType {...props} title={titleOf(props.type, props.integration)} />
}

type FormDialogProps = Omit<ConnectionModalProps, 'type'> & { type: IntegrationType }

function FormDialog({ type, integration, onClose }: FormDialogProps) {
  const formId = useId()
  const connection = useConnectionForm({ type, integration, onConnected: onClose })
  const { form, formRef, test, stored, opening } = connection
  const leaving = useLeaving({ connection, integration, onLeft: onClose })
  const protocol = useWatch({ control: form.control, name: 'protocol' })
  const { defaults } = type

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) leaving.close()
      }}
      icon={<BrandIcon slug={type.icon} name={type.name} className="size-9" />}
      title={titleOf(type, integration)}
      description={KINDS[defaults.kind === 'mcp' ? protocol : defaults.kind]}
      footer={
        <ModalFooter
          formId={formId}
          vendor={knownVendor(type)}
          connection={connection}
          leaving={leaving.offer}
        />
      }
    >
      {opening.is === 'loading' && <FormSkeleton />}
      {opening.is === 'failed' && (
        <Alert
          tone="bad"
          role="alert"
          title="What is stored of this connection could not be loaded."
          action={<Button onClick={connection.retryOpening}>Try again</Button>}
        >
          <ErrorText error={opening.error} />
        </Alert>
      )}
      {opening.is === 'ready' && (
        <FormProvider {...form}>
          <StoredContext value={{ type, stored, readKey: connection.readKey }}>
            <form
              id={formId}
              ref={formRef}
              noValidate
              autoComplete="off"
              onSubmit={connection.save}
              className="flex flex-col gap-5 pt-1"
            >
              {integration && configOf(integration) === null && test.phase === 'idle' && (
                <Alert tone="warn">
                  What was stored cannot be read. The form has what {type.name} usually wants.
                </Alert>
              )}
              <TestAlert test={test} lastReport={connection.lastReport} />
              <ConnectionFields type={type} />
            </form>
          </StoredContext>
        </FormProvider>
      )}
      <LeaveDialog leaving={leaving} name={integration?.name ?? type.name} />
    </Dialog>
  )
}

const KINDS = {
  http: 'MCP server · Streamable HTTP',
  sse: 'MCP server · SSE (legacy)',
  rest: 'REST API',
  graphql: 'GraphQL API',
  stdio: 'MCP server · stdio',
  ssh: 'SSH',
}

function titleOf(type: TypeOutline, integration: IntegrationCardRow | null): string {
  if (integration === null) return `Connect ${type.name}`
  return integration.status === 'configuring'
    ? `Connect ${integration.name}`
    : `Edit ${integration.name}`
}

/** "Any MCP server" is nobody to connect with. */
function knownVendor({ name, defaults }: IntegrationType): string | null {
  return defaults.own_address ? null : name
}
