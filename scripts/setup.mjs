// Installs what is missing and nothing else. Plain Node >= 18 without packages: it runs before any are there.
//   node scripts/setup.mjs              packages
//   node scripts/setup.mjs --browsers   packages, and a Chromium for the browser tests; where CI is set, Firefox and WebKitGTK, too
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findHeadlessChromium } from './chromium.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a program with its output shown and returns whether it succeeded. */
function run(program, args) {
  return spawnSync(program, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

function modifiedAt(file) {
  const path = join(root, file);
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function installPackages() {
  if (modifiedAt('node_modules/.package-lock.json') >= modifiedAt('package-lock.json')) return;
  console.log('Installing packages (npm ci)');
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) {
    console.error('npm ci failed. The lines above say why; nothing else was changed.');
    process.exit(1);
  }
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** Whether packages of the system may be installed without asking anyone. */
const mayInstall = () => process.platform === 'linux' && isDebian() && process.getuid?.() === 0;

const install = (...packages) => run('apt-get', ['update']) && run('apt-get', ['install', '-y', '--no-install-recommends', ...packages]);

function installChromium() {
  if (findChromium() !== undefined) return;
  if (mayInstall()) {
    console.log('Installing Chromium and a Japanese font (apt-get)');
    if (install('chromium', 'fonts-noto-cjk') && findChromium() !== undefined) return;
  }
  console.error(
    [
      'The browser tests need Chromium or Google Chrome, and none was found.',
      '  Debian or Ubuntu:  sudo apt-get install chromium fonts-noto-cjk',
      '  macOS:             brew install --cask google-chrome',
      '  Windows:           winget install Google.Chrome',
      '  elsewhere:         set CHROMIUM_PATH to the program',
    ].join('\n'),
  );
  process.exit(1);
}

/**
 * The browsers of test/engines besides Chromium, which are tried where they are; without them their tests are skipped, with a line. And a Chromium
 * without windows, which not every such system has.
 */
function installOtherEngines() {
  if (!mayInstall()) return;
  if (!['/usr/bin/firefox-esr', '/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'].every(existsSync)) {
    console.log('Installing Firefox and WebKitGTK (apt-get)');
    if (!install('firefox-esr', 'webkit2gtk-driver', 'xvfb')) console.error('They could not be installed: what is tested in them is skipped.');
  }
  if (findHeadlessChromium() === findChromium()) {
    console.log('Installing Chromium without windows (apt-get)');
    if (!install('chromium-headless-shell')) console.error('It could not be installed: the tests drive the whole Chromium, which takes longer.');
  }
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (process.platform !== 'linux' && process.platform !== 'win32' && (major < 22 || (major === 22 && minor < 12))) {
  console.error(`Node 22.12 or newer is needed here; this is ${process.version}.`);
  process.exit(1);
}
installPackages();
if (process.argv.includes('--browsers')) {
  installChromium();
  if (process.env.CI) installOtherEngines();
}
