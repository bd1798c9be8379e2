export {
  initialiseDatabase,
  type Initialisation,
  type InitialisationSettings,
} from './initialise-database.ts';
