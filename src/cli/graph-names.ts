// What `holdline graph` can be asked for, apart from the charts themselves: a program that prints none need not load them.
import type { ChartId } from '../../machines/index.ts';

/** The charts that can be printed, in the order in which a reader meets them. */
export const GRAPH_NAMES = [
  'enhanced-customer',
  'enhanced-business',
  'standard-customer',
  'standard-business',
  'notification',
  'agent-work',
  'engagement',
  'agent-presence',
] as const satisfies readonly ChartId[];

/** The forms in which a chart can be printed. */
export const GRAPH_FORMATS = ['mermaid', 'dot', 'json'] as const;

/** A form in which a chart can be printed. */
export type GraphFormat = (typeof GRAPH_FORMATS)[number];
