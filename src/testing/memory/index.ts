export type { Recording } from './recording.ts';
export { stage } from './stage.ts';
