import type { IntegrationCardRow } from '@contract/rows'
import type { IntegrationActions } from '@/services/use-integration-actions'
import { Button } from '@/ui/button'
import { buttonClass } from '@/ui/button-class'
import { PRIMARY_ACTIONS } from '../card-facts'
import { GridLink } from './grid-link'

type CardPrimaryActionProps = { row: IntegrationCardRow; actions: IntegrationActions }

/** The one next step, as the status has it. Each names its integration to a screen reader. */
export function CardPrimaryAction({ row, actions }: CardPrimaryActionProps) {
  switch (PRIMARY_ACTIONS[row.status]) {
    case 'finish':
      return (
        <GridLink
          to={{ configure: row.id }}
          label={`Finish set-up of ${row.name}`}
          className={buttonClass('primary')}
        >
          Finish set-up
        </GridLink>
      )
    case 'reconnect':
      return (
        <GridLink
          to={{ configure: row.id }}
          label={`Reconnect ${row.name}`}
          className={buttonClass('primary')}
        >
          Reconnect
        </GridLink>
      )
    case 'test':
      return (
        <Button onClick={actions.test} aria-label={`Test ${row.name}`}>
          Test
        </Button>
      )
    case 'connect':
      return (
        <Button onClick={actions.connect} aria-label={`Connect ${row.name}`}>
          Connect
        </Button>
      )
    case null:
      return null
  }
}
