/** Says loudly what was left out, for lack of these packages: with CI=true that is a failure. */
export function skipped(what, packages) {
  const must = process.env.CI === 'true';
  console.log('\n**********************************************************************');
  console.log(`${must ? 'FAILED' : 'SKIPPED'}: ${what}. These packages are missing:`);
  console.log(`  sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`);
  console.log('**********************************************************************\n');
  return { name: what, passed: 0, failed: must ? 1 : 0, skipped: must ? 0 : 1 };
}
