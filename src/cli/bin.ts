import { keepCompiledCode } from './code-cache.js';
import { start } from './main.js';

keepCompiledCode(__dirname);
void start(process);
