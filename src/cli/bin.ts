import { start } from './main.js';
import { outputTo } from './terminal/output.js';

void start(process, outputTo);
