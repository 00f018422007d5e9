import { X } from 'lucide-react'
import * as Radix from 'radix-ui/toast'
import { buttonClass } from './button-class'
import { IconButton } from './icon-button'
import { Jack, type JackState } from './jack'
import { dismissToast, type Toast, useToasts } from './toast'

const JACKS: Record<Toast['tone'], JackState | null> = {
  ok: 'filled',
  bad: 'crossed',
  neutral: null,
}

/** With an Undo in it a toast stays longer: 10 s to read, decide and reach it. */
const DURATION_MS = { plain: 5_000, withAction: 10_000 }

/** Shows the toasts; F8 leads to them. Imported lazily, when there is a first one. */
export default function Toaster() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <Radix.Provider swipeDirection="left">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
      {/* On the left, and higher where it is narrow: what dialogs ask is answered at their lower right. */}
      <Radix.Viewport className="fixed bottom-0 left-0 z-60 flex w-full max-w-[356px] flex-col gap-2 p-4 outline-none max-lg:pb-20 max-sm:max-w-none" />
    </Radix.Provider>
  )
}

function OneToast({ toast }: { toast: Toast }) {
  const jack = JACKS[toast.tone]
  return (
    <Radix.Root
      type={toast.tone === 'bad' ? 'foreground' : 'background'}
      duration={toast.action ? DURATION_MS.withAction : DURATION_MS.plain}
      onOpenChange={(isOpen) => {
        if (!isOpen) dismissToast(toast.id)
      }}
      className="flex animate-rise items-center gap-3 rounded-md bg-panel py-2.5 pr-2 pl-4 shadow-pop data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)"
    >
      {jack && <Jack state={jack} />}
      <div className="min-w-0 flex-1">
        <Radix.Title className="wrap-anywhere font-medium">{toast.title}</Radix.Title>
        {toast.detail && (
          <Radix.Description className="wrap-anywhere text-ink-2 text-sm">
            {toast.detail}
          </Radix.Description>
        )}
      </div>
      {toast.action && (
        <Radix.Action
          altText={toast.action.label}
          className={buttonClass('secondary', 'sm')}
          onClick={toast.action.onAct}
        >
          {toast.action.label}
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton label="Dismiss">
          <X />
        </IconButton>
      </Radix.Close>
    </Radix.Root>
  )
}
