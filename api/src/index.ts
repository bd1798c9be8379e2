export { createApp, type ApiType, type AppSettings } from './app.ts';
export { type Columns, type Metadata, type Point } from './answers/schema.ts';
export { type ProblemBody } from './problem.ts';
