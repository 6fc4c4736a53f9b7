// What the messaging provider's webhook calls.
import { isHoldlineError, type DispatchOutcome, type Engine } from 'holdline';
import type { EventDates } from './event-dates.ts';

/** What the provider posts for each message of a customer. It posts again until it is answered 200. */
export interface ProviderMessage {
  readonly messageId: string;
  readonly channel: string;
  readonly from: string;
  /** When the customer sent it, by the provider's clock. */
  readonly sentAt: string;
  readonly text: string;
}

/** What the provider is answered; on 503 it posts the message again. */
export interface WebhookAnswer {
  readonly status: 200 | 422 | 503;
  readonly says: string;
}

export class Inbox {
  readonly #engine: Engine;
  readonly #dates: EventDates;

  constructor(engine: Engine, dates: EventDates) {
    this.#engine = engine;
    this.#dates = dates;
  }

  /** Takes a message in. The answer is given after the commit: what was answered 200 survives a kill. */
  async receive(message: ProviderMessage): Promise<WebhookAnswer> {
    try {
      const outcome = await this.#dispatch(message);
      // Refused is refused: posting it again would change nothing.
      if (outcome.verdict === 'rejected') return { status: 422, says: outcome.message ?? '' };
      return { status: 200, says: outcome.verdict };
    } catch (error) {
      if (isHoldlineError(error) && error.retryable) return { status: 503, says: error.code };
      throw error;
    }
  }

  async #dispatch(message: ProviderMessage): Promise<DispatchOutcome> {
    const { messageId, channel, from, sentAt, text } = message;
    const event = {
      // The provider's own id: what it posts twice counts once.
      id: `provider:${messageId}`,
      type: 'customer.message',
      at: sentAt,
      channelId: channel,
      endUserId: from,
      messageId,
      text,
    };
    const outcome = await this.#engine.dispatch(event);
    if (outcome.verdict !== 'late') return outcome;
    // It was under way for longer than history is kept open (`lateness` of the policy): it counts from its arrival.
    return this.#engine.dispatch({ ...event, id: `${event.id}:arrived`, at: this.#dates.next() });
  }
}
