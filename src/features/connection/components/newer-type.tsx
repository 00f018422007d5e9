import type { TypeOutline } from '@contract/outline'
import { Alert } from '@/ui/alert'
import { BrandIcon } from '@/ui/brand-icon'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'

type NewerTypeProps = { type: TypeOutline; title: string; onClose: () => void }

/** A type that this page cannot read: the catalogue has been updated since the page was loaded. */
export function NewerType({ type, title, onClose }: NewerTypeProps) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      icon={<BrandIcon slug={type.icon} name={type.name} className="size-9" />}
      title={title}
    >
      <Alert
        tone="warn"
        title="This page is older than the catalogue."
        action={
          <Button variant="primary" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        It does not know how {type.name} is connected. Reload it, and it does.
      </Alert>
    </Dialog>
  )
}
