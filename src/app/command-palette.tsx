import { BellRing, LogOut, Shapes, Terminal } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { signOut } from '@/features/auth/session'
import { setTheme, THEMES } from '@/lib/theme'
import { type Command, useContributedCommands } from '@/ui/commands'
import { cx } from '@/ui/cx'
import { Dialog } from '@/ui/dialog'
import { Input } from '@/ui/input'
import { THEME_FACES } from './account-menu'
import { matchingCommands } from './matching-commands'
import { DESTINATIONS } from './navigation'
import { closePalette, typeInPalette, usePalette } from './palette-store'

/** Everything one can do, by typing a part of its name (ARIA: a combobox that owns a listbox). */
export default function CommandPalette() {
  const { text, isEntered } = usePalette()
  const [active, setActive] = useState(0)
  const listId = useId()
  const commands = useCommandList()
  const found = matchingCommands(commands, text)
  const activeIndex = Math.min(active, found.length - 1)

  function run(command: Command | undefined) {
    if (!command) return
    closePalette()
    command.run()
  }

  useEffect(() => {
    if (isEntered) run(found[0])
  })

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') run(found[activeIndex])
    else if (event.key === 'ArrowDown') setActive((activeIndex + 1) % found.length)
    else if (event.key === 'ArrowUp') setActive((activeIndex - 1 + found.length) % found.length)
    else return
    event.preventDefault()
  }

  return (
    <Dialog isOpen onOpenChange={closePalette} title="Commands">
      <Input
        role="combobox"
        aria-label="Type a command"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${activeIndex}` : undefined}
        placeholder="Open, connect, go to…"
        value={text}
        onChange={(event) => {
          typeInPalette(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        onFocus={goOnTyping}
      />
      <div className="min-h-64">
        {found.length === 0 && (
          <p role="status" className="mt-4 text-ink-2">
            No command has “{text}” in it.
          </p>
        )}
        <div id={listId} role="listbox" aria-label="Commands" className="-mx-2 mt-3">
          {found.map((command, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: and the focus (aria-activedescendant)
            <div
              key={command.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === activeIndex}
              ref={index === activeIndex ? scrollToIt : null}
              onClick={() => run(command)}
              onPointerMove={() => setActive(index)}
              className={cx(
                'flex min-h-9 items-center gap-3 rounded-sm px-2 [&_svg]:size-4 [&_svg]:text-ink-2',
                index === activeIndex && 'bg-sunken',
              )}
            >
              <span className="grid size-6 shrink-0 place-items-center [&>span]:size-6 [&>span>span]:text-sm">
                {command.icon}
              </span>
              <span className="min-w-0 truncate">{command.label}</span>
            </div>
          ))}
        </div>
      </div>
    </Dialog>
  )
}

/** A dialog selects what is in the field that it focuses: the next letter would replace it. */
function goOnTyping({ currentTarget: field }: FocusEvent<HTMLInputElement>) {
  queueMicrotask(() => field.setSelectionRange(field.value.length, field.value.length))
}

function scrollToIt(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' })
}

function useCommandList(): readonly Command[] {
  const navigate = useNavigate()
  const contributed = useContributedCommands()
  return useMemo(
    () => [
      ...DESTINATIONS.map(({ path, label, icon: Icon }) => ({
        id: path,
        label: `Go to ${label}`,
        icon: <Icon />,
        run: () => navigate(path),
      })),
      ...THEMES.map((theme) => {
        const { label, icon: Icon } = THEME_FACES[theme]
        return { id: `theme-${theme}`, label, icon: <Icon />, run: () => setTheme(theme) }
      }),
      {
        id: 'new-type',
        label: 'New type',
        keywords: 'custom own define create MCP API',
        icon: <Shapes />,
        run: () => navigate('/types/new'),
      },
      {
        id: 'runners',
        label: 'Go to Runners',
        keywords: 'pair command stdio SSH certificate',
        icon: <Terminal />,
        run: () => navigate('/settings/runners'),
      },
      {
        id: 'alert-channels',
        label: 'Go to Alert channels',
        keywords: 'webhook Slack mail notify quiet hours mute',
        icon: <BellRing />,
        run: () => navigate('/settings/alerts'),
      },
      { id: 'sign-out', label: 'Sign out', icon: <LogOut />, run: signOut },
      ...Object.values(contributed).flat(),
    ],
    [navigate, contributed],
  )
}
