import type { IntegrationCardRow } from '@contract/rows'
import type { IntegrationActions } from '@/services/use-integration-actions'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { primaryActionOf } from '../card-facts'
import { useKeptFocus } from '../use-kept-focus'
import { GridLink } from './grid-link'

type CardPrimaryActionProps = { row: IntegrationCardRow; actions: IntegrationActions }

const WORDS = {
  finish: { label: 'Finish set-up', named: 'Finish set-up of' },
  edit: { label: 'Edit', named: 'Edit' },
  reconnect: { label: 'Reconnect', named: 'Reconnect' },
  authorize: { label: 'Reconnect', named: 'Reconnect' },
  test: { label: 'Test', named: 'Test' },
  connect: { label: 'Connect', named: 'Connect' },
}

/** The one next step. Each names its integration to a screen reader; a test keeps its button, busy. */
export function CardPrimaryAction({ row, actions }: CardPrimaryActionProps) {
  const action = primaryActionOf(row)
  const label = `${WORDS[action].named} ${row.name}`
  const keptFocus = useKeptFocus()
  return (
    <span {...keptFocus}>
      {action === 'authorize' ? (
        <Button
          variant="primary"
          onClick={actions.authorize}
          isBusy={actions.isAuthorizing}
          aria-label={label}
        >
          {WORDS[action].label}
        </Button>
      ) : action === 'test' || action === 'connect' ? (
        <Button
          onClick={actions[action]}
          isBusy={row.status === 'testing'}
          hasSpinner={false}
          className="aria-disabled:text-ink-3"
          aria-label={label}
        >
          {WORDS[action].label}
        </Button>
      ) : (
        <GridLink to={{ configure: row.id }} label={label} className={buttonClass('primary')}>
          {WORDS[action].label}
        </GridLink>
      )}
    </span>
  )
}
