import type { ConversationEvent } from '../conversation/decide.ts';
import { addressedBy } from './addressing.ts';
import type { Batch } from './batch.ts';
import type { LiveTenant } from './live-tenant.ts';
import { rejected } from './rejected.ts';
import type { ChannelEvent } from './setup-history.ts';
import type { TailStep } from './tail-step.ts';

/** Tells the final verdicts of what could not apply and cannot any more: steps, and events of channels that nobody has configured. */
export function tellFinal(
  tenant: LiveTenant,
  steps: Iterable<TailStep>,
  channelEvents: readonly ChannelEvent[],
  batch: Batch,
): void {
  const { id, shelf, setup } = tenant;
  for (const step of steps) {
    const { refusal, isFinal, event } = step;
    if (isFinal || refusal === undefined || event === null) continue;
    const conversation = addressedBy(event as ConversationEvent, tenant);
    conversation?.beforeChange();
    step.isFinal = true;
    batch.replace(id, rejected(event.id, refusal));
    // Its row in the store still says that it waits: decided again, it would be told again.
    if (conversation !== undefined) shelf.markDirty(conversation);
  }
  for (const event of channelEvents) {
    const refusal = setup.changeChannel(event);
    if (refusal !== undefined) batch.replace(id, rejected(event.id, refusal));
  }
}
