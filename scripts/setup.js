/**
 * Brings a fresh clone to where it can be used: system packages, npm packages, build. What is there
 * already is left alone, so a second run takes a second.
 */

import { setUp } from './setup/set-up.js';

process.exitCode = await setUp({ forTests: process.argv.includes('--tests') });
