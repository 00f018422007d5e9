import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/app/tokens.css', 'utf8')
const THEMES = { light: ':root', dark: '.dark' } as const
const TEXT_AA = 4.5
const SHAPE_AA = 3

/** Relative luminance (WCAG 2.2) of the opaque `oklch()` that a theme gives a token. */
function luminance(theme: keyof typeof THEMES, token: string): number {
  const block = css.slice(css.indexOf(`\n${THEMES[theme]} {`))
  const [, l, c, h] =
    new RegExp(`--${token}: oklch\\(([\\d.]+)% ([\\d.]+) ([\\d.]+)\\)`).exec(block) ?? []
  if (l === undefined || c === undefined || h === undefined) throw new Error(`No token ${token}`)
  return linearRgb(Number(l) / 100, Number(c), (Number(h) * Math.PI) / 180).reduce(
    (sum, channel, index) => sum + channel * ([0.2126, 0.7152, 0.0722][index] ?? 0),
    0,
  )
}

/** Oklab to linear sRGB (https://bottosson.github.io/posts/oklab), cut to what a screen can show. */
function linearRgb(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => Math.min(1, Math.max(0, channel)))
}

function contrast(theme: keyof typeof THEMES, one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(theme, one), luminance(theme, other)].sort(
    (x, y) => x - y,
  )
  return (light + 0.05) / (dark + 0.05)
}

const SURFACES = ['paper', 'panel', 'sunken']
const STATES = ['ok', 'bad', 'warn', 'busy']
const TEXT: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', 'bad'].flatMap((ink) =>
    SURFACES.map((surface): [string, string] => [ink, surface]),
  ),
  ...STATES.flatMap((state): [string, string][] => [
    [state, `${state}-soft`],
    ['ink', `${state}-soft`],
    ['ink-2', `${state}-soft`],
  ]),
  ['panel', 'ink'],
  ['panel', 'bad'],
  ['copper', 'copper-soft'],
]
const SHAPES: [string, string][] = [
  ...[...STATES, 'idle', 'copper', 'line-field'].flatMap((shape) =>
    ['paper', 'panel'].map((surface): [string, string] => [shape, surface]),
  ),
]

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(TEXT)('%s can be read on %s', (text, surface) => {
    expect(contrast(theme, text, surface)).toBeGreaterThanOrEqual(TEXT_AA)
  })

  it.each(SHAPES)('%s can be made out on %s', (shape, surface) => {
    expect(contrast(theme, shape, surface)).toBeGreaterThanOrEqual(SHAPE_AA)
  })
})
