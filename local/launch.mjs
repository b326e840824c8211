// The first file of `npm start`: plain JavaScript, so that an old Node can say what it lacks instead of failing on types.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`APIQ needs Node.js 22.18 or newer (24 is what it deploys on); this is ${process.version}.`);
  process.exit(1);
}

const { run } = await import('./start.ts');
run(process.argv.slice(2));
