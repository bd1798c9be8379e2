export { buildDashboard } from './build-dashboard.ts';
export { freePort } from './free-port.ts';
export { datasetFile, projectPath } from './project.ts';
export { startEmptyTestDatabase, startTestDatabase, type TestDatabase } from './test-database.ts';
export { testLogger } from './test-logger.ts';
export { startProcess, type TestProcess, type TestProcessSettings } from './test-process.ts';
export {
  workbookParts,
  writeArchive,
  writeLargeWorkbook,
  writeWorkbook,
  type CellValue,
} from './workbook.ts';
