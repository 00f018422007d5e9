/** The surface of what floats: menus, popovers. */
export const POP_CLASS =
  'z-50 max-h-[min(420px,var(--radix-popper-available-height))] max-w-[calc(100vw-16px)] animate-fade ' +
  'overflow-y-auto rounded-md bg-panel text-base text-ink shadow-pop outline-none'
