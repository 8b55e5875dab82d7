export { controls, setControls } from './controls.ts';
export type { Controls } from './controls.ts';
export { instruments } from './instruments.ts';
export type { ObservedName, Report } from './instruments.ts';
export { retirements } from './retired.ts';
export { AttributeSets } from './sets.ts';
export { liveTracer } from './tracer.ts';
