import { start } from './main.js';

void start(process);
