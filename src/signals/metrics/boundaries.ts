// An edge stands at every threshold that people ask about: 2, 5, 10, 30 and 60 s.
export const callSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60] as const;
export const runSeconds = [...callSeconds, 120, 300, 600, 1_800, 3_600] as const;
export const waitSeconds = [...runSeconds, 21_600, 86_400] as const;
