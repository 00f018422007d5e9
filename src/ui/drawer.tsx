import { Dialog, type DialogProps } from './dialog'

/** A dialog that comes from the right and leaves the page in sight; the whole screen on a phone. */
export function Drawer(props: Omit<DialogProps, 'side' | 'width'>) {
  return <Dialog {...props} side="right" />
}
