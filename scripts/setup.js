/**
 * Prepares a fresh clone: system packages, npm packages, build. Steps that are done already are
 * skipped, so a second run takes a second.
 */

import { setUp } from './setup/set-up.js';

process.exitCode = await setUp({ forTests: process.argv.includes('--tests') });
