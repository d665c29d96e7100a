import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the run with one line, `N passed, N failed`, over all projects. A file
 * that breaks before its first test, and an error outside any test, count as
 * failed: a run that could not judge something is not a green one.
 */
export default class SumReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
  ): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      const states = tests.map((test) => test.result().state);
      passed += states.filter((state) => state === 'passed').length;
      const failures = states.filter((state) => state === 'failed').length;
      const broken = failures === 0 && module.state() === 'failed';
      failed += broken ? 1 : failures;
    }
    process.on('exit', (code) => {
      // A run that could not begin (its platform did not come up) has failed.
      const shown = code !== 0 && failed === 0 ? 1 : failed;
      process.stdout.write(`${passed} passed, ${shown} failed\n`);
    });
  }
}
