/** What may go wrong between a machine and its compiled chart. */
export type ChartErrorCode =
  /** The machine uses a feature of XState that a compiled chart does not have. */
  | 'chart_unsupported'
  /** A state was given whose `value` is not a leaf of the chart. */
  | 'chart_state_unknown'
  /** One event set off more microsteps than the limit. */
  | 'chart_loop';

/**
 * An error of this folder; recognise it by `code`.
 *
 * It bears the brand of a HoldlineError, so that `isHoldlineError` knows it, and imports nothing of it.
 */
export class ChartError extends Error {
  readonly code: ChartErrorCode;
  /** The same call will always fail. */
  readonly retryable = false;
  readonly details: Readonly<Record<string, string>> = {};

  constructor(code: ChartErrorCode, message: string) {
    super(message);
    this.name = 'ChartError';
    this.code = code;
    Object.defineProperty(this, Symbol.for('holdline.error'), { value: true });
  }
}

/** A machine that cannot be compiled, or whose code asked for an actor: names the machine, the state and the feature. */
export class ChartUnsupportedError extends ChartError {
  readonly machineId: string;
  /** Dotted path of the state; empty for the root. */
  readonly statePath: string;
  /** What is not supported, `parallel state`. */
  readonly feature: string;

  constructor(at: ChartPlace, feature: string, remedy: string) {
    const where = at.path === '' ? 'at its root' : `in state '${at.path}'`;
    super(
      'chart_unsupported',
      `machine '${at.machineId}' has, ${where}, a feature that a compiled chart does not support: ${feature}; ${remedy}`,
    );
    this.name = 'ChartUnsupportedError';
    this.machineId = at.machineId;
    this.statePath = at.path;
    this.feature = feature;
  }
}

/** Where in a machine an error is found. */
export interface ChartPlace {
  readonly machineId: string;
  /** Dotted path of the state; empty for the root. */
  readonly path: string;
}
