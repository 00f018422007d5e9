/** Green, red, amber and blue say how something is; everything else is neutral. */
export type Tone = 'neutral' | 'ok' | 'bad' | 'warn' | 'busy'
