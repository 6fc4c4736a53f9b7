// The two channels of this service. An engine keeps what it was told: sending them again under the same id changes nothing.

/** Set-up of the service, as events: dated when they came into force. */
export const CHANNELS = [
  {
    id: 'channel:chat:1',
    type: 'channel.configured',
    at: '2026-03-02T00:00:00Z',
    channelId: 'chat',
    channelType: 'EmbeddedMessaging',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    queueId: 'support',
    // Warned after 8 minutes of silence, set aside after 10, ended 30 hours later.
    customerIdle: { minutes: 10, warnMinutes: 8, action: 'inactivate' },
  },
  {
    id: 'channel:app:1',
    type: 'channel.configured',
    at: '2026-03-02T00:00:00Z',
    channelId: 'app',
    channelType: 'EmbeddedMessaging',
    deployment: 'inApp',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    queueId: 'support',
    customerIdle: { minutes: 10, action: 'inactivateAndEnd', endInactiveMinutes: 60 },
  },
] as const;
