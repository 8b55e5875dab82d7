export { instrument } from './instrument.ts';
export { chooseInstrumentations } from './ours.ts';
