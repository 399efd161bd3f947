import { start } from './main.js';
import { outputTo } from './output.js';

void start(process, outputTo);
