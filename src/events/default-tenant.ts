/** The tenant of an event that names none. Source: events.md §1. */
export const DEFAULT_TENANT = 'default';
