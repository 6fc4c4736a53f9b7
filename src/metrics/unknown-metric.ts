import { HoldlineError } from '../events/holdline-error.ts';

/** The error of a metric that there is not. @internal */
export function unknownMetric(metric: string): HoldlineError {
  return new HoldlineError(
    'unknown_metric',
    `expected the id of a metric, found "${metric}": holdline metrics lists them`,
    { details: { metric } },
  );
}
