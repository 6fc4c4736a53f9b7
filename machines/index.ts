export { agentPresence } from './agent-presence.ts';
export type { Presence, PresenceEvent, PresenceFact } from './agent-presence.ts';
export { agentWork } from './agent-work.ts';
export { charts } from './catalogue.ts';
export type { ChartId } from './catalogue.ts';
export { engagement } from './engagement.ts';
export { ENGAGEMENT_SETTINGS } from './engagement-chart.ts';
export type {
  EngagementContext,
  EngagementEndReason,
  EngagementEvent,
  EngagementFact,
  EngagementInput,
  EngagementSettings,
  EngagementStartReason,
} from './engagement-chart.ts';
export { enhancedBusiness } from './enhanced-business.ts';
export { enhancedCustomer } from './enhanced-customer.ts';
export { notification } from './notification.ts';
export type { RuleMeta } from './rule.ts';
export { unbornContext } from './session-chart.ts';
export type {
  AgentType,
  SessionContext,
  SessionInput,
  SessionStatus,
  StatusMeta,
} from './session-chart.ts';
export type {
  ActorType,
  EndedBy,
  Keyword,
  SessionEvent,
  SessionEventFields,
  SessionEventType,
} from './session-events.ts';
export type {
  ActivatedBy,
  AutomatedResponse,
  EndReason,
  Origin,
  QueueOutcome,
  QueueReason,
  SessionFact,
} from './session-facts.ts';
export { ENHANCED_SETTINGS, STANDARD_SETTINGS } from './session-settings.ts';
export type { SessionSettings } from './session-settings.ts';
export { standardBusiness } from './standard-business.ts';
export { standardCustomer } from './standard-customer.ts';
export type { WorkContext, WorkEvent, WorkFact, WorkInput, WorkStatus } from './work-chart.ts';
