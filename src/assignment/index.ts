export { recordAssignment } from './record.ts';
export type { Assignment, AssignmentId } from './record.ts';
