// What may be asked of the metrics of a running engine, and what they tell by themselves.
import { DIMENSIONS, type Dimension } from '../metrics/figure-series.ts';
import type { FigureChoice, Stretch } from '../metrics/figures.ts';
import type { Correction } from '../metrics/figure-teller.ts';
import type { Measurement } from '../metrics/measurement.ts';
import type { EpochMs } from '../time/instant.ts';
import { fitting } from './call-argument.ts';

/** What may be listened to. Listeners are told when figures are brought up to the last commit. */
export interface MetricListeners {
  /** A figure stands. */
  recorded: (measurement: Measurement) => void;
  /** A late event has changed what was told: the figure that fell, and the one that stands in its place. */
  'metric.corrected': (correction: Correction) => void;
  /** Following the engine has failed and has ended; the next reading says why. */
  error: (error: unknown) => void;
}

/** Which figures an explanation is asked of. */
export interface ExplainedWindow extends Partial<Stretch> {
  /** Session, engagement, work, agent, queue, channel, team or topic; left out: everything. */
  readonly key?: string;
  /** Of what the key is, as a figure of that group is asked for; left out: of anything that bears it. */
  readonly dimension?: Dimension;
  /** What is still running counts as if it ended then, event time, or now by the engine's clock; left out: not at all, as in a figure. */
  readonly asOf?: EpochMs | 'now';
}

/** A figure may count what is still running as if it ended at an instant, event time, or now by the engine's clock. */
export interface LiveFigureChoice extends FigureChoice {
  readonly asOf?: EpochMs | 'now';
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isGroup = (value: unknown) =>
  isFields(value) &&
  DIMENSIONS.some((dimension) => dimension === value['dimension']) &&
  (value['dimension'] === 'account' || typeof value['key'] === 'string');

const isInstant = (value: unknown) => typeof value === 'number' && !Number.isNaN(value);

/** Whose figure is asked for. */
export const FIGURE_GROUP = fitting<unknown>(
  `a dimension of ${DIMENSIONS.join(', ')}, and the key of all but the account, such as { dimension: 'agent', key: 'ann' }`,
  isGroup,
);

/** Of which stretch of time. */
export const FIGURE_STRETCH = fitting<unknown>(
  'from and to, epoch milliseconds',
  (value) => isFields(value) && isInstant(value['from']) && isInstant(value['to']),
);
