import { Link } from 'react-router-dom'
import type { AppError } from '@/lib/errors'
import { Alert } from '@/ui/alert'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { ErrorText } from '@/ui/error-text'
import { outcomeOf } from '../outcome'
import { useBeginAgain } from '../queries'

type NotGivenProps = {
  error: AppError
  name: string
  /** Null where this tab does not know which connection it was. */
  integrationId: string | null
  isTrying: boolean
  onRetry: () => void
}

/** Why nothing was given, and the way on. */
export function NotGiven({ error, name, integrationId, isTrying, onRetry }: NotGivenProps) {
  const { title, sentence, next } = outcomeOf(error)
  const again = useBeginAgain(integrationId)
  const details = integrationId && `/integrations/${encodeURIComponent(integrationId)}`
  return (
    <>
      <Alert
        tone="bad"
        role="alert"
        title={title}
        action={
          <>
            {next === 'retry' && (
              <Button variant="primary" onClick={onRetry} isBusy={isTrying}>
                Try again
              </Button>
            )}
            {next === 'again' && integrationId && (
              <Button variant="primary" onClick={() => again.mutate()} isBusy={again.isPending}>
                Connect again
              </Button>
            )}
            {details && (
              <Link
                replace
                to={details}
                className={buttonClass(next === 'look' ? 'primary' : 'secondary')}
              >
                Show {name === 'The connection' ? 'the connection' : name}
              </Link>
            )}
            {!details && (
              <Link replace to="/integrations" className={buttonClass()}>
                Go to integrations
              </Link>
            )}
          </>
        }
      >
        {sentence ?? <ErrorText error={error} />}
      </Alert>
      {again.error && (
        <Alert tone="bad" role="alert" title="It could not be begun again.">
          <ErrorText error={again.error} />
        </Alert>
      )}
    </>
  )
}
