import type { EpochMs } from '../time/instant.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { isPolicyIssues, parsePolicy } from './parse-policy.ts';
import type { PolicyIssue } from './policy-field.ts';
import type { Policy } from './policy.ts';
import { Timeline } from './timeline.ts';

/** A policy and its name. */
export interface PolicyVersion {
  /** `default` for the first, else the id of the `policy.changed` that made it: the same whatever the order of arrival. */
  readonly version: string;
  readonly policy: Policy;
}

interface Change extends PolicyVersion {
  /** A copy: the caller's object may change before a late event asks for it again. */
  readonly partial: unknown;
}

/**
 * The versions of one tenant's policy, owned and changed in place by whoever created it.
 *
 * Each change is a partial policy over what was in force before it; one that arrives late makes every later version anew.
 * Source: events.md §1 (`policy.changed`).
 */
export class PolicyHistory {
  readonly #base: PolicyVersion;
  readonly #changes = new Timeline<Change>();

  constructor(base: Policy = DEFAULT_POLICY) {
    this.#base = { version: 'default', policy: base };
  }

  /**
   * Takes a change in, effective from `at`; or returns its issues and changes nothing.
   *
   * `'latest'` when no version follows it, `'past'` when what was decided after `at` may be wrong.
   */
  change(at: EpochMs, id: string, partial: unknown): 'latest' | 'past' | readonly PolicyIssue[] {
    const policy = parsePolicy(partial, (this.#changes.latest ?? this.#base).policy);
    if (isPolicyIssues(policy)) return policy;
    const latest = this.#changes.insert(at, id, {
      version: id,
      policy,
      partial: structuredClone(partial),
    });
    if (!latest) this.#remake();
    return latest ? 'latest' : 'past';
  }

  /** The version in force at an instant; with an id, without changes of that very instant whose id comes after it. */
  asOf(at: EpochMs, throughId?: string): PolicyVersion {
    return this.#changes.asOf(at, throughId) ?? this.#base;
  }

  /** All versions with the instants from which they are in force, ascending; the first one is in force before them. */
  get versions(): readonly {
    readonly at: EpochMs;
    readonly version: string;
    readonly policy: Policy;
  }[] {
    return this.#changes.entries.map(({ at, value }) => ({
      at,
      version: value.version,
      policy: value.policy,
    }));
  }

  #remake(): void {
    let before = this.#base.policy;
    for (const { at, id, value } of this.#changes.entries) {
      const policy = parsePolicy(value.partial, before);
      // Whether a partial policy has issues does not depend on what it changes, and this one had none.
      if (isPolicyIssues(policy)) continue;
      this.#changes.insert(at, id, { ...value, policy });
      before = policy;
    }
  }
}
