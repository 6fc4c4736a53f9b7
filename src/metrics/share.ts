/** A part of a whole, 0..1; null where there is no whole. */
export const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole;
