// Handles one STACK event in this process, and prints the verdict and the peak of resident memory in MB.
import { readFileSync } from 'node:fs';
import { loadHandler, stackEvent } from './lambda.mjs';

const [template, previous] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));
const handler = loadHandler();
const { hookStatus, errorCode = '' } = await handler(stackEvent(template, previous ?? null));
console.log(
  `result ${JSON.stringify({ hookStatus, errorCode, megabytes: process.resourceUsage().maxRSS / 1024 })}`,
);
