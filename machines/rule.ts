/** What a transition says of itself: the row of the lifecycle specification that it carries out. */
export interface RuleMeta {
  /** The id of the row in docs/lifecycle.md, `EC38`. */
  rule?: string;
  /** True where the row was reasoned out, not read in a source. */
  inferred?: boolean;
}

/**
 * The description and meta of a transition that carries out one row of the specification.
 *
 * @param id The row's id in docs/lifecycle.md.
 * @param sentence What the row says, in one sentence.
 */
export const rule = (id: string, sentence: string) => ({
  description: `${id}: ${sentence}`,
  meta: { rule: id },
});

/** As `rule`, for a row that no source states outright; its description says so. */
export const inferredRule = (id: string, sentence: string) => ({
  description: `${id} (INFERRED): ${sentence}`,
  meta: { rule: id, inferred: true },
});
