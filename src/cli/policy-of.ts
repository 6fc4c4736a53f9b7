import { HoldlineError } from '../events/holdline-error.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { describePolicyIssues, isPolicyIssues, parsePolicy } from '../policy/parse-policy.ts';
import type { Policy } from '../policy/policy.ts';

/** The policy that a partial one comes to; the default without one. @throws HoldlineError policy_invalid. */
export function policyOf(partial: unknown): Policy {
  if (partial === undefined) return DEFAULT_POLICY;
  const policy = parsePolicy(partial);
  if (isPolicyIssues(policy)) {
    throw new HoldlineError('policy_invalid', describePolicyIssues(policy));
  }
  return policy;
}
