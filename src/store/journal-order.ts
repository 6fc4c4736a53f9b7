// What every store asks of an engine before it writes: positions that follow each other.
import { assertInvariant } from '../events/holdline-error.ts';

/** @throws InvariantError for a record that does not follow the last one. */
export function assertNextRecord(position: number, lastPosition: number): void {
  assertInvariant(
    position === lastPosition + 1,
    `expected record ${lastPosition + 1}, found ${position}`,
  );
}

/** @throws InvariantError for a checkpoint that the journal has not reached, or that another has passed. */
export function assertCheckpoint(
  position: number,
  reached: { readonly checkpointPosition: number; readonly lastPosition: number },
): void {
  assertInvariant(
    position >= reached.checkpointPosition && position <= reached.lastPosition,
    `expected a checkpoint from ${reached.checkpointPosition} to ${reached.lastPosition}, found ${position}`,
  );
}
