import { env } from '@/lib/env'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { CopyField } from '@/ui/copy-field'
import { Dialog } from '@/ui/dialog'
import { ErrorText } from '@/ui/error-text'
import { Spinner } from '@/ui/spinner'
import { inMinutes, pairCommand } from '../model'
import type { PairingState } from '../use-pairing'

type PairDialogProps = { state: PairingState; onAsk: () => void; onClose: () => void }

/** The code, what to do with it, and the moment it was used. */
export function PairDialog({ state, onAsk, onClose }: PairDialogProps) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Pair a runner"
      footer={
        <Button variant={state.is === 'paired' ? 'primary' : 'secondary'} onClick={onClose}>
          {state.is === 'paired' ? 'Done' : 'Cancel'}
        </Button>
      }
    >
      <Shown state={state} onAsk={onAsk} />
      <p role="status" className="sr-only">
        {spoken(state)}
      </p>
    </Dialog>
  )
}

function Shown({ state, onAsk }: Omit<PairDialogProps, 'onClose'>) {
  switch (state.is) {
    case 'asking':
      return (
        <p className="flex min-h-40 items-center justify-center gap-2 text-ink-2">
          <Spinner /> Asking for a code…
        </p>
      )
    case 'failed':
      return (
        <Alert
          tone="bad"
          role="alert"
          title="There is no code."
          action={<Button onClick={onAsk}>Try again</Button>}
        >
          <ErrorText error={state.error} />
        </Alert>
      )
    case 'waiting':
      return <Instructions code={state.code} leftMs={state.leftMs} />
    case 'expired':
      return (
        <Alert
          tone="warn"
          title="This code is older than ten minutes."
          action={
            <Button variant="primary" onClick={onAsk}>
              Get a new code
            </Button>
          }
        >
          No runner came with it, and none can any more.
        </Alert>
      )
    case 'paired':
      return (
        <Alert tone="ok" title={`${state.runner.name} is paired.`}>
          It makes your tests as long as it runs. Before it starts a command that it has not seen,
          it asks there.
        </Alert>
      )
  }
}

function Instructions({ code, leftMs }: { code: string; leftMs: number }) {
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-center gap-1 rounded-md bg-sunken px-4 py-6">
        <p className="select-all font-mono font-semibold text-[2rem] leading-10 tracking-wider">
          {code}
        </p>
        <p className="text-ink-2 text-sm">
          Good for one runner, for <span className="tabular-nums">{inMinutes(leftMs)}</span>
        </p>
      </div>
      <CopyField
        label="On the machine that is to be the runner, in its copy of Patchbay"
        value={pairCommand(env.supabaseUrl, code)}
      />
      <p className="flex items-center gap-2 text-ink-2 text-sm">
        <Spinner className="text-busy" /> Waiting for the runner. This page notices when it comes.
      </p>
    </div>
  )
}

function spoken(state: PairingState): string {
  switch (state.is) {
    case 'asking':
    case 'failed':
      return ''
    case 'waiting':
      return `The code is ${state.code}. Waiting for the runner.`
    case 'expired':
      return 'This code is older than ten minutes.'
    case 'paired':
      return `${state.runner.name} is paired.`
  }
}
