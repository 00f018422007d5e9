import * as Radix from 'radix-ui/tabs'
import type { ReactNode } from 'react'

type TabsProps<Value extends string> = {
  /** What the tabs are views of. */
  label: string
  value: Value
  onValueChange: (value: Value) => void
  tabs: readonly { value: Value; label: ReactNode; content: ReactNode }[]
}

export function Tabs<Value extends string>({
  label,
  value,
  onValueChange,
  tabs,
}: TabsProps<Value>) {
  function pick(text: string) {
    const tab = tabs.find((each) => each.value === text)
    if (tab) onValueChange(tab.value)
  }
  return (
    <Radix.Root value={value} onValueChange={pick}>
      <Radix.List aria-label={label} className="flex gap-4 border-line border-b">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px border-transparent border-b-2 py-2 font-medium text-ink-2 text-sm hover:text-ink data-[state=active]:border-copper data-[state=active]:text-ink"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
