export { application, applicationFolder } from './application.ts';
export { copiesOf, versionOf } from './copies.ts';
export { openDiagnostics, sayDirectly, withDiagnosticsKept } from './open.ts';
export { startLine } from './start-line.ts';
