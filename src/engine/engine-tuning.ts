/** What trades memory against speed in the small host, and never changes a result. */
export interface EngineTuning {
  /**
   * Arrivals after which those that nothing can overtake any more are decided together, count.
   *
   * Undefined: promptly while few events wait, and less often while many do.
   */
  readonly batch?: number | undefined;
  /** Event time that a conversation stays unpacked after it was touched last, milliseconds; 0 packs it after every decision. */
  readonly busyForMs?: number | undefined;
  /** Conversations that stay unpacked however long they rest, count: to unpack one costs as much as several decisions. Undefined: none. */
  readonly unpackedCount?: number | undefined;
}
