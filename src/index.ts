export { recordAssignment } from './assignment/index.ts';
export type { Assignment, AssignmentId } from './assignment/index.ts';
export { carry, resume } from './carrier/index.ts';
export type { Carrier, CarryOptions } from './carrier/index.ts';
export { controls } from './instruments/index.ts';
export type { Controls, Observation } from './instruments/index.ts';
export type { LatencyObjective, PartnerObjective, Weight } from './objective/index.ts';
export { activeRun } from './operation/index.ts';
export type { ActiveRun } from './operation/index.ts';
export { instrumentPartner, observeUsers, unwrap } from './partner/index.ts';
export type {
  HookAttributes,
  OperationOptions,
  PartnerLinks,
  PartnerOptions,
  UserOptions,
  UserReading,
} from './partner/index.ts';
export { observeQueue } from './queue/index.ts';
export type { BullQueue, ObservableQueue, PgBoss, QueueOptions, QueueReading } from './queue/index.ts';
export type { CallStatus, RunStatus } from './signals/index.ts';
export { instrumentStage } from './stage/index.ts';
export type { StageOptions, StageRecords } from './stage/index.ts';
export { beginSync, instrumentSync } from './sync/index.ts';
export type {
  BeginSyncOptions,
  BegunSync,
  LastSuccess,
  SyncedRecords,
  SyncObjective,
  SyncOptions,
} from './sync/index.ts';
