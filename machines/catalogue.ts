import { agentPresence } from './agent-presence.ts';
import { agentWork } from './agent-work.ts';
import { engagement } from './engagement.ts';
import { enhancedBusiness } from './enhanced-business.ts';
import { enhancedCustomer } from './enhanced-customer.ts';
import { notification } from './notification.ts';
import { standardBusiness } from './standard-business.ts';
import { standardCustomer } from './standard-customer.ts';

/** Every chart by its id, in the order in which a reader meets them. */
export const charts = {
  'enhanced-customer': enhancedCustomer,
  'enhanced-business': enhancedBusiness,
  'standard-customer': standardCustomer,
  'standard-business': standardBusiness,
  notification,
  'agent-work': agentWork,
  engagement,
  'agent-presence': agentPresence,
} as const;

/** The id of a chart. */
export type ChartId = keyof typeof charts;
