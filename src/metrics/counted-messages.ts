// Which messages count as the customer's, and whose message may answer them.
import type { FactPayloads } from '../events/fact.ts';
import type { MetricOptions } from '../policy/metric-options.ts';

/** A message as it was recorded. */
export type RecordedMessage = FactPayloads['message.recorded'];

/** Who answered. */
export type Responder = 'human' | 'bot' | 'automation';

/** Whether a message is one by which a customer asks. False for everybody else's, and for keywords that the options leave out. */
export function asksForAnswer(
  { actor, keyword }: RecordedMessage,
  { keywordMessages }: MetricOptions,
): boolean {
  if (actor !== 'EndUser') return false;
  if (keyword === undefined || keywordMessages === 'counted') return true;
  return keyword === 'custom' && keywordMessages === 'customOnly';
}

/** As whom a message answers under the options (X2); null for the customer's own and for those who may not. */
export function responderOf(
  { actor }: RecordedMessage,
  { responders }: MetricOptions,
): Responder | null {
  switch (actor) {
    case 'Agent':
      return responders.human ? 'human' : null;
    case 'Bot':
      return responders.bot ? 'bot' : null;
    case 'System':
      return responders.automation ? 'automation' : null;
    case 'EndUser':
      return null;
  }
}
