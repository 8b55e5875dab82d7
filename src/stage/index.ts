export type { StageOptions, StageRecords } from './options.ts';
export { instrumentStage } from './stage.ts';
