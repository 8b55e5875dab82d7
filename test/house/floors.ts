/** The house of STYLE.md as data. To add a room, give it a place here first. */
export interface Floor {
  readonly rooms: readonly string[];
  /** Rooms of the same floor that a room may use. */
  readonly beside: (room: string) => readonly string[];
  /** The floors below that its rooms may use. */
  readonly below: readonly number[];
}

const ground = [
  'safety',
  'redaction',
  'listeners',
  'instruments',
  'outcome',
  'objective',
  'attempt',
  'carrier',
  'operation',
] as const;

const nobody = () => [];

export const floors: readonly Floor[] = [
  { rooms: ['signals'], beside: nobody, below: [] },
  // Each room of this floor may use those to its left.
  { rooms: ground, beside: (room) => ground.slice(0, ground.indexOf(room as (typeof ground)[number])), below: [0] },
  { rooms: ['partner', 'sync', 'stage', 'queue', 'assignment', 'webhook'], beside: nobody, below: [0, 1] },
  {
    rooms: ['logging', 'health', 'dashboard', 'parts'],
    beside: (room) => (room === 'dashboard' ? ['health'] : []),
    below: [0, 1, 2],
  },
  // `testing` and `sdk` may use `parts`, which is below them.
  { rooms: ['sdk', 'testing'], beside: nobody, below: [0, 1, 2, 3] },
  { rooms: ['cli'], beside: nobody, below: [0, 1, 2, 3, 4] },
];

/** The root door, `src/index.ts`, shows what the lowest three floors have. */
export const rootDoorFloors: readonly number[] = [0, 1, 2];

export function floorOf(room: string): number {
  return floors.findIndex(({ rooms }) => rooms.includes(room));
}

const api = /^@opentelemetry\/api$/;
const sdkPackages = /^@opentelemetry\/(?!api-|auto-)/;

interface Foreign {
  /** Packages a file may import; builtins of Node always. */
  readonly imports: readonly RegExp[];
  /** Packages it may import as types only, or late by `import()`: the user may lack them. */
  readonly optional?: readonly RegExp[];
}

/** Third-party packages, by room where a room differs from its floor. */
export function foreignOf(room: string): Foreign {
  if (room === 'logging') return { imports: [api, /^winston(-transport)?$/, /^logform$/] };
  if (room === 'health' || room === 'dashboard') return { imports: [api], optional: [/./] };
  // To be registered is to start: the SDK and its hooks are loaded then.
  if (room === 'register') return { imports: [/./] };
  if (room === 'sdk')
    return { imports: [sdkPackages, /^(import|require)-in-the-middle$/], optional: [/^winston$/, /^mongoose$/] };
  if (room === 'testing') {
    return {
      imports: [api, /^@opentelemetry\/(sdk-(trace|metrics|logs)|resources|core|context-async-hooks)/],
      optional: [/^vitest$/],
    };
  }
  return { imports: [api] };
}
