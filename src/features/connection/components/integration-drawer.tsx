import type { TypeOutline } from '@contract/outline'
import type { IntegrationCardRow } from '@contract/rows'
import { useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { useRunningStages } from '@/services/test-runs'
import { BrandIcon } from '@/ui/brand-icon'
import { Drawer } from '@/ui/drawer'
import { Tabs } from '@/ui/tabs'
import { ChecksTab } from './checks-tab'
import { DeleteDialog } from './delete-dialog'
import { DrawerFooter } from './drawer-footer'
import { LogTab } from './log-tab'
import { OverviewTab } from './overview-tab'
import { StatusLine } from './status-line'

const TABS = ['overview', 'checks', 'log'] as const
type Tab = (typeof TABS)[number]

export type IntegrationDrawerProps = {
  integration: IntegrationCardRow
  type: TypeOutline
  onClose: () => void
  onConfigure: () => void
}

/** One integration: how it is, what its checks found, what happened to it. */
export function IntegrationDrawer({
  integration,
  type,
  onClose,
  onConfigure,
}: IntegrationDrawerProps) {
  const [params, setParams] = useSearchParams()
  const [isDeleting, setIsDeleting] = useState(false)
  const runningStages = useRunningStages(integration.id)
  const isTesting = runningStages !== undefined || integration.status === 'testing'
  const tab = TABS.find((each) => each === params.get('tab')) ?? 'overview'

  function pick(next: Tab) {
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        if (next === 'overview') after.delete('tab')
        else after.set('tab', next)
        return after
      },
      { replace: true },
    )
  }

  return (
    <Drawer
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      icon={<BrandIcon slug={type.icon} name={type.name} />}
      title={integration.name}
      description={`${type.name} · ${type.category}`}
      footer={
        <DrawerFooter
          integration={integration}
          isTesting={isTesting}
          onConfigure={onConfigure}
          onDelete={() => setIsDeleting(true)}
        />
      }
    >
      <div className="flex flex-col gap-4">
        <StatusLine integration={integration} isTesting={isTesting} />
        <Tabs
          label={`About ${integration.name}`}
          value={tab}
          onValueChange={pick}
          tabs={[
            {
              value: 'overview',
              label: 'Overview',
              content: (
                <OverviewTab integration={integration} type={type} runningStages={runningStages} />
              ),
            },
            {
              value: 'checks',
              label: 'Checks',
              content: <ChecksTab id={integration.id} isTesting={isTesting} />,
            },
            {
              value: 'log',
              label: 'Log',
              content: <LogTab id={integration.id} isTesting={isTesting} />,
            },
          ]}
        />
      </div>
      {isDeleting && (
        <DeleteDialog
          integration={integration}
          onCancel={() => setIsDeleting(false)}
          onDeleted={onClose}
        />
      )}
    </Drawer>
  )
}
