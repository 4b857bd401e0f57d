import { defineConfig } from '@playwright/test';

const port = Number(process.env.PORT ?? 4174);
// The system's browser where it is named or usual; Playwright's own elsewhere.
const chromium = process.env.CHROMIUM ?? (process.platform === 'linux' ? '/usr/bin/chromium' : undefined);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  timeout: 30_000,
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    browserName: 'chromium',
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: ['--no-sandbox'] },
    viewport: { width: 900, height: 700 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  },
  webServer: { command: 'node e2e/serve.mjs', url: `http://127.0.0.1:${port}/`, env: { PORT: String(port) }, reuseExistingServer: !process.env.CI },
});
