#!/usr/bin/env node
import { outliveReaders } from './outlive-readers.js';
import { runCommandLine } from './program.js';

outliveReaders(process.stdout, process.stderr);
process.exitCode = await runCommandLine(process.argv.slice(2));
