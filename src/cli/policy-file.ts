// A policy that a command is given as a file.
import { readFileSync } from 'node:fs';
import { HoldlineError } from '../events/holdline-error.ts';
import { describePolicyIssues, isPolicyIssues, parsePolicy } from '../policy/parse-policy.ts';

/** The partial policy in a JSON file. @throws HoldlineError input_unreadable, policy_invalid. */
export function readPolicyFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new HoldlineError(
      'input_unreadable',
      `cannot read the policy ${path} (${code}): check that it exists and may be read`,
      { cause: error },
    );
  }
  const policy = parsedJson(path, text);
  // Here and not where it is used: only here it is known which file to mend.
  const parsed = parsePolicy(policy);
  if (!isPolicyIssues(parsed)) return policy;
  throw new HoldlineError(
    'policy_invalid',
    `the policy ${path}: ${describePolicyIssues(parsed)}: correct the file`,
  );
}

function parsedJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HoldlineError('policy_invalid', `the policy ${path} is no JSON: ${reason}`, {
      cause: error,
    });
  }
}
