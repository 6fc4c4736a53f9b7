// What both days of the story need: a clock that is moved by hand, a provider, the service between them.
import { VirtualClock } from 'holdline/testing';
import type { Customer } from './desk.ts';
import { log } from './log.ts';
import { aside, narrate, say } from './narrator.ts';
import { Provider } from './provider.ts';
import { RoutingService } from './service.ts';

export class Stage {
  readonly clock: VirtualClock;
  readonly provider: Provider;
  readonly service: RoutingService;

  constructor(folder: string, at: string) {
    this.clock = new VirtualClock(at);
    this.provider = new Provider(folder);
    const { clock, provider } = this;
    this.service = new RoutingService({ folder, clock, log, send: provider.send });
    narrate(this.service.engine);
  }

  say(text: string): void {
    say(this.clock.now(), text);
  }

  /** Says what happens, lets it happen, and lets the router and the outbox have their turn. */
  async scene(text: string, act: () => Promise<unknown>): Promise<void> {
    this.say(text);
    await act();
    await this.service.router.whenDone();
    if (!this.provider.isDown) await this.service.outbox.whenLevel();
    await this.clock.advanceBy('PT5S');
  }

  /** The provider posts what a customer wrote. */
  async post(
    messageId: string,
    { channelId, endUserId }: Customer,
    sentAt = this.clock.at,
  ): Promise<void> {
    const message = { messageId, channel: channelId, from: endUserId, sentAt, text: 'Hello?' };
    const { status, says } = await this.service.inbox.receive(message);
    await this.service.router.whenDone();
    aside(`answered ${status}, ${says}`);
  }
}
