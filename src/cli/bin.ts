import { keepCompiledCode } from './code-cache.js';
import { start } from './main.js';
import { outputTo } from './output.js';

keepCompiledCode(__dirname);
void start(process, outputTo);
