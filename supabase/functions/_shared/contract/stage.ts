import * as z from 'zod/mini'

/** The rungs, in their order. The first that fails names the failure. */
export const STAGES = ['configure', 'reach', 'speak', 'authenticate', 'use'] as const
export const Stage = z.enum(STAGES)
export type Stage = z.infer<typeof Stage>
