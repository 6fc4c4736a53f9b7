/** What trades memory against speed in the small host, and never changes a result. */
export interface EngineTuning {
  /** Events that wait before they are sorted and decided together, count. */
  readonly batch?: number | undefined;
  /** Event time that a conversation stays unpacked after it was touched last, milliseconds; 0 packs it after every decision. */
  readonly busyForMs?: number | undefined;
}
