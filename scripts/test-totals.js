// Prints `N passed, N failed` from vitest's JSON report. Exits with 1 unless tests ran and all of them passed.
import { readFileSync } from 'node:fs';

const [reportFile] = process.argv.slice(2);

/** A file that could not even be loaded counts as one failed test: it has none that could be counted. */
function readTotals() {
  let report;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((result) => result.status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

const { passed, failed } = readTotals();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
