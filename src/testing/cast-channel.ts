import type { BuiltEvent, EnvelopeFields, FieldsOf, MakeEvent } from './event-kit.ts';

/** How a channel is set up: the fields of `channel.configured`, the defaults of the cast filled in. */
export type ChannelSettings = Partial<Omit<FieldsOf<'channel.configured'>, 'channelId'>>;

/** A channel in a test. */
export class CastChannel {
  readonly channelId: string;
  readonly tenant: string;
  readonly #make: MakeEvent;

  constructor(make: MakeEvent, channelId: string, tenant: string) {
    this.#make = make;
    this.channelId = channelId;
    this.tenant = tenant;
  }

  /** It is set up; an enhanced, tab-based web chat unless the fields say otherwise. */
  configured(settings: ChannelSettings = {}): BuiltEvent<'channel.configured'> {
    return this.#make('channel.configured', {
      channelId: this.channelId,
      channelType: 'EmbeddedMessaging',
      platform: 'enhanced',
      capacityModel: 'tabBased',
      ...settings,
    });
  }

  /** It is switched off. */
  disabled(envelope: EnvelopeFields = {}): BuiltEvent<'channel.disabled'> {
    return this.#make('channel.disabled', { channelId: this.channelId, ...envelope });
  }

  /** It is switched on again. */
  enabled(envelope: EnvelopeFields = {}): BuiltEvent<'channel.enabled'> {
    return this.#make('channel.enabled', { channelId: this.channelId, ...envelope });
  }
}
