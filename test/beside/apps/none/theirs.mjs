export const theirs = { flush: async () => {} };
