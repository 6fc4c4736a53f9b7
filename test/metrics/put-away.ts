// A calculator whose state is written as JSON after every single call, and read back before the next one.
import type { Calculator, FoldContext, Heard } from '../../src/metrics/calculator.ts';

interface Parcel {
  text: string;
}

type Hear = (state: unknown, heard: Heard, context: FoldContext) => void;

/** The calculator, put away between any two observations: it must come to the same figures. */
export function putAway(calculator: Calculator): Calculator {
  const on = Object.fromEntries(
    Object.entries(calculator.on).map(([type, hear]) => [
      type,
      (parcel: Parcel, heard: Heard, context: FoldContext) =>
        unpack(parcel, (state) => (hear as Hear)(state, heard, context)),
    ]),
  );
  return {
    ...calculator,
    start: (): Parcel => ({ text: JSON.stringify(calculator.start()) }),
    on,
    reach: (parcel, at, context) =>
      unpack(parcel as Parcel, (state) => calculator.reach?.(state, at, context)),
    asOf: (parcel, at, context) =>
      unpack(parcel as Parcel, (state) => calculator.asOf?.(state, at, context)),
  };
}

function unpack(parcel: Parcel, use: (state: unknown) => void): void {
  const state: unknown = JSON.parse(parcel.text);
  use(state);
  parcel.text = JSON.stringify(state);
}
