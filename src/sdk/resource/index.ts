export { applicationFolder } from './application.ts';
export { resource } from './resource.ts';
