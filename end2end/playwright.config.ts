import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// Never downloaded: the system's own browser.
const chromium = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium'].find((path) => path && existsSync(path));

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  globalSetup: './setup/service.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [['line']],
  // Names say what is shown; there is one browser on one system.
  snapshotPathTemplate: '{testDir}/{testFileDir}/snapshots/{arg}{ext}',
  testIgnore: process.env.SCREENSHOTS ? [] : ['screenshots.spec.ts'],
  use: {
    browserName: 'chromium',
    headless: true,
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'off',
    launchOptions: {
      executablePath: chromium,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
    },
  },
});
