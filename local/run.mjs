/**
 * Runs a script of this folder by its name, or says what must be done first.
 * Plain JavaScript: it must run on whatever Node the machine has, before
 * anything is installed.
 */
import { existsSync } from 'node:fs';

/** Runs TypeScript without a build; comes with the packages. */
const leastNode = 24;

const [script] = process.argv.splice(2, 1);
const packages = new URL('../node_modules/.bin/cdk', import.meta.url);
const [major] = process.versions.node.split('.');

if (existsSync(packages) && Number(major) >= leastNode) {
  await import(`./${script}.ts`);
} else {
  console.error(
    `尚未安装本项目的依赖包（其中有 Node ${leastNode}），请先运行：npm ci`,
  );
  console.error(
    `The packages of this project, Node ${leastNode} among them, are not installed. First run: npm ci`,
  );
  process.exitCode = 1;
}
