/** The partners of the demo, in the order of the table. */
export const partnerNames = ['satloc', 'weather', 's3', 'stripe', 'github'] as const;
export type PartnerName = (typeof partnerNames)[number];

/** What a partner's server can be told to do, the key that tells it, and how the screen says it. */
export const faults = {
  none: { key: 'c', label: 'clear', says: 'answers' },
  slow: { key: 's', label: 'slow', says: 'answers slowly' },
  silent: { key: 't', label: 'silent', says: 'accepts and never answers' },
  down: { key: 'd', label: 'down', says: 'is down: connection refused' },
  unauthorised: { key: 'u', label: 'unauthorised', says: 'refuses our credentials' },
  limited: { key: 'r', label: 'rate limited', says: 'limits our rate' },
  failing: { key: 'f', label: 'failing', says: 'fails inside: 500' },
  rejecting: { key: 'b', label: 'bad request', says: 'rejects what we send' },
  garbled: { key: 'g', label: 'garbled', says: 'answers 200 with half a body' },
} as const;
export type Fault = keyof typeof faults;

/** A fault that is an answer, which each partner words in its own way. */
export type Refusal = Extract<Fault, 'unauthorised' | 'limited' | 'failing' | 'rejecting' | 'garbled'>;
