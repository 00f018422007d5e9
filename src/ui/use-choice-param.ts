import { useSearchParams } from 'react-router-dom'

/**
 * Which of some choices the parameter `key` of the URL names: `standard` where it names none,
 * which is not written. Another replaces the history entry: Back leaves the page.
 */
export function useChoiceParam<Choice extends string>(
  key: string,
  choices: readonly Choice[],
  standard: Choice,
): [Choice, (choice: Choice) => void] {
  const [params, setParams] = useSearchParams()
  const asked = params.get(key)
  return [
    choices.find((each) => each === asked) ?? standard,
    (next) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          if (next === standard) after.delete(key)
          else after.set(key, next)
          return after
        },
        { replace: true },
      ),
  ]
}
