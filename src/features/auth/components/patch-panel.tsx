const COLUMNS = 9
const ROWS = 7
const STEP = 64
const SOCKETS = Array.from({ length: COLUMNS * ROWS }, (_, index) => ({
  column: index % COLUMNS,
  row: Math.floor(index / COLUMNS),
}))

type Plug = readonly [column: number, row: number]
/** From one socket to another, hanging `slack` below the lower one. */
const CABLES: readonly { from: Plug; to: Plug; slack: number; isBright: boolean }[] = [
  { from: [1, 1], to: [4, 2], slack: 88, isBright: false },
  { from: [2, 3], to: [7, 2], slack: 150, isBright: true },
  { from: [5, 0], to: [8, 1], slack: 74, isBright: false },
  { from: [0, 4], to: [3, 5], slack: 60, isBright: false },
  { from: [6, 4], to: [8, 4], slack: 96, isBright: false },
]

/** A rack of sockets with a few cables in it, and what Patchbay is in a sentence. */
export function PatchPanel() {
  return (
    <aside className="relative hidden overflow-hidden border-line border-l bg-sunken lg:flex lg:flex-col lg:justify-end">
      <svg
        aria-hidden="true"
        viewBox={`-32 -32 ${COLUMNS * STEP} ${ROWS * STEP + 64}`}
        preserveAspectRatio="xMidYMin slice"
        className="absolute inset-0 size-full"
        fill="none"
      >
        {SOCKETS.map(({ column, row }) => (
          <g key={`${column}-${row}`} className="stroke-line-strong" strokeWidth="1.5">
            <circle cx={column * STEP} cy={row * STEP} r="9" className="fill-panel" />
            <circle cx={column * STEP} cy={row * STEP} r="4" className="fill-sunken" />
          </g>
        ))}
        {CABLES.map(({ from, to, slack, isBright }) => (
          <g key={`${from}-${to}`} className={isBright ? 'text-copper' : 'text-ink-3'}>
            <path
              d={hang(from, to, slack)}
              stroke="currentColor"
              strokeWidth={isBright ? 4 : 3}
              strokeLinecap="round"
              opacity={isBright ? 1 : 0.55}
            />
            <circle cx={from[0] * STEP} cy={from[1] * STEP} r="6" fill="currentColor" />
            <circle cx={to[0] * STEP} cy={to[1] * STEP} r="6" fill="currentColor" />
          </g>
        ))}
      </svg>
      <div className="relative bg-linear-to-t from-55% from-sunken to-transparent px-12 pt-40 pb-12 xl:px-16">
        <p className="max-w-[26ch] text-balance font-semibold text-2xl tracking-tight">
          Every MCP server and API you use, connected and honestly tested.
        </p>
        <p className="mt-2 max-w-[52ch] text-ink-2">
          Credentials are sealed in this browser before they leave it. Nobody can read them back,
          you included.
        </p>
      </div>
    </aside>
  )
}

function hang([fromX, fromY]: Plug, [toX, toY]: Plug, slack: number): string {
  const low = Math.max(fromY, toY) * STEP + slack
  const [x1, y1, x2, y2] = [fromX * STEP, fromY * STEP, toX * STEP, toY * STEP]
  const inset = (x2 - x1) * 0.22
  return `M${x1} ${y1}C${x1 + inset} ${low} ${x2 - inset} ${low} ${x2} ${y2}`
}
