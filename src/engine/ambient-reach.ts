// Whether an event that does not name a conversation can mean anything to it.
import type { EventIn } from '../events/vocabulary.ts';
import type { LiveConversation } from './live-conversation.ts';
import type { SetupHistory } from './setup-history.ts';
import type { AmbientEvent } from './standing.ts';

/** Whether an event that may reach others still says anything new, with all that is known now. */
export function isNews(event: AmbientEvent, setup: SetupHistory): boolean {
  switch (event.type) {
    case 'agent.presence':
      return setup.isPresenceNews(event);
    case 'channel.configured':
      return setup.hasOtherConsentType(event);
    case 'channel.disabled':
    case 'channel.enabled':
      return setup.hasSwitched(event);
    case 'contact.merged':
    case 'agent.opened':
      return true;
  }
}

/** Whether news of the past can change what was decided in a conversation. */
export function mayMatter(event: EventIn, live: LiveConversation): boolean {
  switch (event.type) {
    case 'agent.presence':
    case 'agent.opened':
      return live.hasMet(event.agentId);
    case 'channel.configured':
    case 'channel.disabled':
    case 'channel.enabled':
      return live.conversation.channelId === event.channelId;
    default:
      return true;
  }
}
