export {
  initialiseDatabase,
  type Initialisation,
  type InitialisationSettings,
} from './initialise-database.ts';
export { describeSchema } from './describe-schema.ts';
