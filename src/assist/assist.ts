export { complete } from './complete.ts';
export { describeField } from './describe-field.ts';
export { outline } from './outline.ts';
