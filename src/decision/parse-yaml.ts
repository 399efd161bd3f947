/** A module of its own for the one function: a bundle keeps all of a library that is imported as a whole. */
export { parse } from 'yaml';
