export { resource } from './resource.ts';
